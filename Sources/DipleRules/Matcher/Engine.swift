import DiplePluginKit
import Synchronization

/// Rules compiled: programs, tests and word lists. Immutable; what is learned while reading is kept in a pool of caches, one a thread.
final class Engine: Sendable {
  /// The programs of a rule.
  struct Compiled: Sendable {
    /// The pattern, with what must follow it.
    var main: Int
    /// The patterns that rule it out.
    var exceptions: [Int]
    /// What must stand before it, and how many tokens that takes at most, if these are few.
    var before: (program: Int, longest: Int?)?
  }

  let rules: [Rule]
  let lists: [WordList]
  let graph: Graph
  let vocabulary: Vocabulary
  let lexicon: Lexicon
  let compiled: [Compiled]
  /// The word lists that each leaf of each rule's pattern names.
  let leafLists: [[Set<String>]]
  /// Whether what a rule says depends on how its match comes about: it has captures or names lists.
  let needsPath: [Bool]
  /// The programs that are run over a paragraph, in groups whose states are kept apart: those that read the text alone, and those that
  /// ask for annotations, whose marks would multiply the states of the others.
  let groups: [[Int32]]
  /// Whether a rule's matches must stay inside an annotation.
  let isInsideAnnotation: [Bool]
  private let pool = Mutex<[Cache]>([])

  /// - Parameters:
  ///   - lists: those that patterns name, at least.
  ///   - isOn: the rules that run; the others have their number and find nothing.
  init(_ rules: [Rule], lists: [WordList], isOn: (Rule) -> Bool = { _ in true }) {
    var vocabulary = Vocabulary()
    var graph = Graph()
    var compiled: [Compiled] = []
    for (index, rule) in rules.enumerated() {
      // What is outside something, or inside it, is so with every token.
      var extra: [Condition] = []
      if case .annotation(let kind) = rule.scope {
        extra.append(vocabulary.condition(.inside(AnnotationTest(kind: kind))))
      }
      for kind in rule.outside { extra.append(vocabulary.condition(.not(.inside(AnnotationTest(kind: kind))))) }
      func add(
        _ pattern: Pattern, _ role: Program.Role, after: Pattern? = nil, extra: Condition = .always
      ) -> Int {
        graph.add(
          pattern, after: after, rule: index, role, crossesSentences: rule.scope != .sentence, extra: extra, &vocabulary
        )
      }
      compiled.append(
        Compiled(
          main: add(
            rule.pattern, .main(isForHeadings: rule.scope == .heading, hasContextBefore: rule.before != nil),
            after: rule.after, extra: extra.isEmpty ? .always : .all(extra)),
          exceptions: rule.exceptions.map { add($0, .exception) },
          before: rule.before.map { (add($0, .context), $0.longestMatch.flatMap { $0 <= 8 ? $0 : nil }) }))
    }
    graph.finish()
    self.rules = rules
    self.compiled = compiled
    self.graph = graph
    let byName = Dictionary(lists.map { ($0.name, $0) }) { first, _ in first }
    self.lists = vocabulary.lists.map { byName[$0] ?? WordList($0, []) }
    lexicon = Lexicon(self.lists)
    leafLists = rules.map(\.pattern.leafLists)
    needsPath = zip(rules, leafLists).map { rule, lists in
      !rule.pattern.captures.isEmpty || lists.contains { !$0.isEmpty }
    }
    let scanned = Dictionary(grouping: rules.indices.filter { isOn(rules[$0]) }) { rules[$0].requiredKinds.isEmpty }
    groups = [scanned[true], scanned[false]].compactMap(\.self).map { rules in
      rules.flatMap { [compiled[$0].main] + compiled[$0].exceptions }.map { Int32($0) }
    }
    isInsideAnnotation = rules.map { if case .annotation = $0.scope { true } else { false } }
    self.vocabulary = vocabulary
  }

  /// Calls `body` with a cache that nobody else uses.
  func withCache<Result>(_ body: (Cache) -> Result) -> Result {
    let cache = pool.withLock { $0.popLast() } ?? Cache(self)
    defer { pool.withLock { $0.append(cache) } }
    return body(cache)
  }
}

/// What is learned while reading: classes and states. It changes how long reading takes and nothing else.
///
/// Not `Sendable` by itself: the pool hands it to one caller at a time.
final class Cache: @unchecked Sendable {
  /// Programs that are read together.
  private enum Group {
    case together(Automaton)
    /// A program whose states are too many is walked node by node.
    case alone(Int32)
  }

  /// The size of all tables together, in numbers of four bytes.
  private static let budget = 1 << 22

  /// Owns the pool that this lies in, and lends it during its own calls only: never gone while this is used.
  private unowned let engine: Engine
  private var classifier: Classifier
  var steps: Steps
  var taker: Taker
  private var groups: [Group] = []

  init(_ engine: Engine) {
    self.engine = engine
    classifier = Classifier(engine.vocabulary, engine.lexicon)
    steps = Steps(engine.graph)
    taker = Taker(engine.graph)
    groups = engine.groups.map { .together(automaton($0, share: engine.groups.count)) }
  }

  private func automaton(_ programs: [Int32], share: Int) -> Automaton {
    Automaton(
      programs, engine.graph, tests: engine.vocabulary.tests.count, limit: max(Self.budget / share, 1 << 14))
  }

  /// Reads a paragraph once, from its end to its start.
  func read(_ layers: Layers, _ stretches: [Stretch]) -> Reading {
    if classifier.isFull {
      classifier = Classifier(engine.vocabulary, engine.lexicon)
      groups = groups.map {
        if case .together(let old) = $0 { .together(automaton(old.programs, share: groups.count)) } else { $0 }
      }
    }
    let (classes, entries) = classifier.classify(layers, stretches)
    var traces: [Trace] = []
    var number = 0
    while number < groups.count {
      switch groups[number] {
      case .together(let automaton):
        guard let states = automaton.read(classes, classifier.classes, &steps) else {
          split(number, automaton)
          continue
        }
        traces.append(.states(states))
      case .alone(let program): traces.append(.rows(rows(program, classes)))
      }
      number += 1
    }
    return Reading(engine, layers, classes, classifier.classes, entries, stretches, traces)
  }

  /// Parts a group whose states multiply: the programs that show the greatest variety go into a group of their own.
  private func split(_ number: Int, _ automaton: Automaton) {
    if automaton.programs.count == 1 {
      groups[number] = .alone(automaton.programs[0])
    } else {
      let variety = automaton.variety(engine.graph)
      let sorted = automaton.programs.sorted { (variety[$0] ?? 0, $0) < (variety[$1] ?? 0, $1) }
      let half = sorted.count / 2
      let share = groups.count + 1
      // The groups before keep their traces of this paragraph, so that the new ones stand where the old one stood.
      groups.replaceSubrange(
        number...number,
        with: [sorted[..<half], sorted[half...]].map { .together(self.automaton($0.sorted(), share: share)) })
    }
  }

  private func rows(_ program: Int32, _ classes: [Int32]) -> NodeRows {
    let item = engine.graph.programs[Int(program)]
    var rows = NodeRows(program, item.nodes, 0..<classes.count + 1)
    var live: [Int32] = []
    var edges = Edges.end
    for at in stride(from: classes.count - 1, through: 0, by: -1) {
      let passed = classifier.classes[Int(classes[at])]
      steps.back(&live, goals: CollectionOfOne(item.accept), edges, passed)
      rows.insert(live, at: at)
      let isFirst = passed.contains(Vocabulary.sentenceFirst)
      edges = Edges(isStart: isFirst, isEnd: isFirst && at > 0)
    }
    return rows
  }
}
