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
