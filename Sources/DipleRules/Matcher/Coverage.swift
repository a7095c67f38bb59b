/// What of a module's rules fired over some texts, and what never did.
public struct RuleCoverage: Sendable {
  /// A part of a pattern that took no token.
  public struct Part: Sendable, Hashable {
    /// The rule's name.
    public var rule: String
    /// The part, as its author wrote it.
    public var text: String
  }

  /// An entry of a word list that no rule took.
  public struct Entry: Sendable, Hashable {
    /// The list's name.
    public var list: String
    /// The entry.
    public var entry: WordList.Entry
  }

  private let rules: [Rule]
  private let lists: [WordList]
  private var leaves: [Set<Int>]
  private var entries: [String: Set<Int>] = [:]
  /// How often each rule fired.
  public private(set) var counts: [Int]

  /// Starts with nothing.
  public init(_ module: RulesAnnotator) {
    (rules, lists) = (module.rules, module.lists)
    counts = Array(repeating: 0, count: rules.count)
    leaves = Array(repeating: [], count: rules.count)
  }

  /// Takes note of what fired in a text.
  public mutating func add(_ firings: some Sequence<Firing>) {
    for firing in firings {
      counts[firing.rule] += 1
      leaves[firing.rule].formUnion(firing.leaves)
      for entry in firing.entries { entries[entry.list, default: []].insert(entry.index) }
    }
  }

  /// The names of the rules that never fired.
  public var idleRules: [String] { rules.indices.filter { counts[$0] == 0 }.map { rules[$0].id } }

  /// The parts of patterns that took no token, of rules that fired otherwise.
  public var idleParts: [Part] {
    rules.indices.filter { counts[$0] > 0 }.flatMap { rule in
      rules[rule].pattern.leaves.indices.filter { !leaves[rule].contains($0) }
        .map { Part(rule: rules[rule].id, text: rules[rule].part($0)) }
    }
  }

  /// The entries of word lists that no rule took.
  public var idleEntries: [Entry] {
    lists.flatMap { list in
      let taken = entries[list.name] ?? []
      return list.entries.indices.filter { !taken.contains($0) }.map { Entry(list: list.name, entry: list.entries[$0]) }
    }
  }
}
