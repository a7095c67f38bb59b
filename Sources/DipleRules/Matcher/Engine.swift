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

  /// Programs that are run together.
  struct Group: Sendable {
    var programs: [Int32]
    /// Whether they ask for annotations, whose marks would multiply the states of others.
    var readsAnnotations: Bool
    /// Whether a match may leave its sentence.
    var crossesSentences: Bool
    /// Tests of which each match of the main patterns passes one; nil for programs that must read everything.
    var keys: [Condition]?
  }

  /// What rules must have in common to be run together.
  private struct Company: Hashable {
    var readsAnnotations: Bool
    var crossesSentences: Bool
    /// Rules of one key are wanted in the same sentences, and few of them have small tables. Nil for those without.
    var keys: Set<Condition>?
  }

  /// A group is a bit of a set.
  private static let maxGroups = 64

  let rules: [Rule]
  let lists: [WordList]
  let graph: Graph
  let vocabulary: Vocabulary
  let lexicon: Lexicon
  let compiled: [Compiled]
  /// The word lists that each leaf of each rule's pattern names.
  let leafLists: [[Set<String>]]
  /// Whether a rule's pattern names lists.
  let namesLists: [Bool]
  /// The programs that are run over a paragraph, in groups whose states are kept apart.
  let groups: [Group]
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
    namesLists = leafLists.map { $0.contains { !$0.isEmpty } }
    let keys = rules.map(\.pattern.key)
    var companies: [(company: Company, rules: [Int])] = []
    var known: [Company: Int] = [:]
    for rule in rules.indices where isOn(rules[rule]) {
      let company = Company(
        readsAnnotations: !rules[rule].requiredKinds.isEmpty,
        // Who reads everything needs no such difference.
        crossesSentences: keys[rule] == nil || rules[rule].scope != .sentence,
        keys: keys[rule].map { Set($0.tests.map { vocabulary.condition($0) }) })
      if let number = known[company] {
        companies[number].rules.append(rule)
      } else {
        known[company] = companies.count
        companies.append((company, [rule]))
      }
    }
    groups = Self.fewer(companies).map { company, rules in
      Group(
        programs: rules.flatMap { [compiled[$0].main] + compiled[$0].exceptions }.map { Int32($0) },
        readsAnnotations: company.readsAnnotations, crossesSentences: company.crossesSentences,
        keys: company.keys.map(Array.init))
    }
    isInsideAnnotation = rules.map { if case .annotation = $0.scope { true } else { false } }
    self.vocabulary = vocabulary
  }

  /// Companies joined until they are few enough: of those alike but for their keys, neighbours.
  private static func fewer(_ companies: [(company: Company, rules: [Int])]) -> [(company: Company, rules: [Int])] {
    // Alike but for their keys are at most eight sorts.
    let limit = companies.count <= maxGroups ? 1 : (companies.count + maxGroups - 9) / (maxGroups - 8)
    var joined: [(company: Company, rules: [Int])] = []
    var open: [Company: (number: Int, members: Int)] = [:]
    for (company, rules) in companies {
      var sort = company
      sort.keys = company.keys.map { _ in [] }
      if let (number, members) = open[sort], members < limit || company.keys == nil {
        joined[number].company.keys?.formUnion(company.keys ?? [])
        joined[number].rules += rules
        open[sort] = (number, members + 1)
      } else {
        open[sort] = (joined.count, 1)
        joined.append((company, rules))
      }
    }
    return joined
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
  /// Programs that are read together: a group of the engine, or a part of one.
  private struct Part {
    /// What tells of the engine's group, and that group's bit.
    let readsAnnotations: Bool
    let crossesSentences: Bool
    let bit: UInt64
    var way: Way
  }
  private enum Way {
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
  private var parts: [Part] = []
  private var room = Automaton.Room()
  /// Of the paragraph at hand.
  private var keysOfSentences: [UInt64] = []

  init(_ engine: Engine) {
    self.engine = engine
    classifier = Self.classifier(engine)
    steps = Steps(engine.graph)
    taker = Taker(engine)
    parts = engine.groups.enumerated().map { number, group in
      Part(
        readsAnnotations: group.readsAnnotations, crossesSentences: group.crossesSentences, bit: 1 << UInt64(number),
        way: .together(automaton(group.programs, share: engine.groups.count)))
    }
  }

  private static func classifier(_ engine: Engine) -> Classifier {
    Classifier(engine.vocabulary, engine.lexicon, keys: engine.groups.map(\.keys))
  }

  private func automaton(_ programs: [Int32], share: Int) -> Automaton {
    Automaton(
      programs, engine.graph, tests: engine.vocabulary.tests.count, limit: max(Self.budget / share, 1 << 14))
  }

  /// Starts anew where so much was learned that it costs more than it spares.
  private func refresh() {
    guard classifier.isFull else { return }
    classifier = Self.classifier(engine)
    for index in parts.indices {
      guard case .together(let old) = parts[index].way else { continue }
      parts[index].way = .together(automaton(old.programs, share: parts.count))
    }
  }

  /// A paragraph's classes, with nothing read yet.
  func classified(_ layers: Layers, _ stretches: [Stretch]) -> Reading {
    refresh()
    var (classes, entries) = classifier.classify(layers)
    classifier.mark(stretches, &classes)
    return Reading(engine, layers, classes, classifier.classes, entries, stretches, [])
  }

  /// Reads a paragraph once, from its end to its start: those of its sentences in which a match may lie. Nil where none does.
  ///
  /// - Parameter stretches: what annotations patterns name; asked for once at most.
  func read(_ layers: Layers, _ stretches: () -> [Stretch]) -> Reading? {
    refresh()
    var (classes, entries) = classifier.classify(layers)
    let keys = classifier.findKeys(layers.sentences, classes, into: &keysOfSentences)
    guard keys != 0 else { return nil }
    var found: [Stretch]?
    var traces: [Trace] = []
    var number = 0
    while number < parts.count {
      let bit = parts[number].bit
      guard keys & bit != 0 else {
        number += 1
        continue
      }
      if parts[number].readsAnnotations, found == nil {
        let all = stretches()
        classifier.mark(all, &classes)
        found = all
      }
      switch parts[number].way {
      case .together(let automaton):
        room.ranges.removeAll(keepingCapacity: true)
        if parts[number].crossesSentences {
          room.ranges.append(0..<layers.count)
        } else {
          for (sentence, keys) in keysOfSentences.enumerated() where keys & bit != 0 {
            room.ranges.append(layers.sentences[sentence])
          }
        }
        switch automaton.read(classes, &room, classifier.classes, &steps) {
        case .nothing: break
        case .found(let states): traces.append(.states(states))
        case .tooMuch:
          split(number, automaton)
          continue
        }
      case .alone(let program): traces.append(.rows(rows(program, classes)))
      }
      number += 1
    }
    if traces.isEmpty { return nil }
    return Reading(engine, layers, classes, classifier.classes, entries, found ?? [], traces)
  }

  /// Parts a group whose states multiply: the programs that show the greatest variety go into a group of their own.
  private func split(_ number: Int, _ automaton: Automaton) {
    let part = parts[number]
    if automaton.programs.count == 1 {
      parts[number].way = .alone(automaton.programs[0])
    } else {
      let variety = automaton.variety(engine.graph)
      let sorted = automaton.programs.sorted { (variety[$0] ?? 0, $0) < (variety[$1] ?? 0, $1) }
      let half = sorted.count / 2
      let share = parts.count + 1
      // The parts before keep their traces of this paragraph, so that the new ones stand where the old one stood.
      parts.replaceSubrange(
        number...number,
        with: [sorted[..<half], sorted[half...]].map { programs in
          var new = part
          new.way = .together(self.automaton(programs.sorted(), share: share))
          return new
        })
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
