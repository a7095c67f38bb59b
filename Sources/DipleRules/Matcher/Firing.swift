import DiplePluginKit

/// A rule that found something in a paragraph.
public struct Firing: Sendable, Hashable {
  /// What a named part of the pattern took.
  public struct Capture: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The tokens.
    public var tokens: Range<Int>
  }

  /// An entry of a word list that the pattern took.
  public struct Entry: Sendable, Hashable {
    /// The list's name.
    public var list: String
    /// The entry's index in the list.
    public var index: Int
    /// The tokens.
    public var tokens: Range<Int>
  }

  /// The index of the rule in the module.
  public var rule: Int
  /// The tokens that are marked: the capture `0`, or all.
  public var marked: Range<Int>
  /// The tokens that the pattern took.
  public var tokens: Range<Int>
  /// The captures that took something.
  public var captures: [Capture]
  /// The entries of word lists.
  public var entries: [Entry]
  /// The leaf of the pattern that took each token (`Pattern.leaves`); empty where nobody asked.
  public var leaves: [Int]

  /// What a capture took; nil where it took nothing.
  public func capture(_ name: String) -> Range<Int>? {
    name == "0" ? marked : captures.first { $0.name == name }?.tokens
  }
}

extension Engine {
  /// Runs the rules over a paragraph.
  /// - Parameters:
  ///   - stretches: the annotations that patterns name; asked for where they matter.
  ///   - withLeaves: whether each firing tells the parts of the pattern that took its tokens.
  func firings(_ layers: Layers, withLeaves: Bool, _ stretches: () -> [Stretch]) -> [Firing] {
    guard layers.count > 0, !rules.isEmpty else { return [] }
    return withCache { cache in
      guard let reading = cache.read(layers, stretches) else { return [] }
      let matches = cache.taker.matches(reading, &cache.steps)
      if matches.isEmpty { return [] }
      // What rules out findings of a rule; only rules that found something ask.
      var excluded: [Int: [Range<Int>]]?
      for match in matches {
        let program = graph.programs[match.program]
        guard case .exception = program.role else { continue }
        if excluded == nil { excluded = [:] }
        excluded?[program.rule, default: []].append(match.tokens)
      }
      let joined = excluded?.mapValues(\.joined)
      var firings: [Firing] = []
      for match in matches {
        let program = graph.programs[match.program]
        guard case .main = program.role else { continue }
        if let joined, joined[program.rule]?.containsOverlap(match.tokens) == true { continue }
        guard !isInsideAnnotation[program.rule] || reading.isInScope(rules[program.rule], match.tokens) else {
          continue
        }
        firings.append(reading.firing(match, program.rule, withLeaves: withLeaves, &cache.steps))
      }
      return firings
    }
  }
}

extension Reading {
  /// Whether an annotation that the rule must stay in holds all tokens; that each of them is in one, the pattern has seen to.
  func isInScope(_ rule: Rule, _ tokens: Range<Int>) -> Bool {
    guard case .annotation(let kind) = rule.scope else { return true }
    guard let query = engine.vocabulary.queries.firstIndex(of: AnnotationTest(kind: kind)) else { return false }
    return stretches.contains {
      $0.query == query && $0.tokens.lowerBound <= tokens.lowerBound && tokens.upperBound <= $0.tokens.upperBound
    }
  }

  /// - Parameter withLeaves: whether it tells the parts of the pattern that took its tokens.
  func firing(_ match: Match, _ rule: Int, withLeaves: Bool, _ steps: inout Steps) -> Firing {
    let tokens = match.tokens
    var firing = Firing(rule: rule, marked: tokens, tokens: tokens, captures: [], entries: [], leaves: [])
    let names = engine.graph.captures[match.program]
    let lists = engine.leafLists[rule]
    let taken = engine.namesLists[rule] ? entries.filter { tokens.contains($0.tokens.lowerBound) } : []
    guard withLeaves || !names.isEmpty || !taken.isEmpty else { return firing }
    findPath(match.program, tokens, &steps)
    for (number, name) in names.enumerated() {
      guard let took = steps.path.capture(number) else { continue }
      firing.captures.append(Firing.Capture(name: name, tokens: took))
      if name == "0" { firing.marked = took }
    }
    func leaf(_ node: Int32) -> Int { Int(engine.graph.nodes[Int(node)].leaf) }
    let nodes = steps.path.nodes
    for entry in taken {
      let list = engine.lists[entry.list].name
      let isTaken = entry.tokens.clamped(to: tokens).contains { at in
        let index = at - tokens.lowerBound
        return index < nodes.count && leaf(nodes[index]) >= 0 && lists[leaf(nodes[index])].contains(list)
      }
      if isTaken { firing.entries.append(Firing.Entry(list: list, index: entry.entry, tokens: entry.tokens)) }
    }
    if withLeaves { firing.leaves = nodes.map(leaf) }
    return firing
  }
}

extension [Range<Int>] {
  /// These ranges joined where they overlap, in order.
  fileprivate var joined: [Range<Int>] {
    var joined: [Range<Int>] = []
    for range in sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, range.lowerBound < last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }

  /// Whether one of these joined ranges shares a token with a range.
  fileprivate func containsOverlap(_ range: Range<Int>) -> Bool {
    let index = partitioningIndex { $0.upperBound > range.lowerBound }
    return index < count && self[index].lowerBound < range.upperBound
  }
}

extension Pattern {
  /// The word lists that each leaf names.
  var leafLists: [Set<String>] {
    switch self {
    case .token(let test, _): [test.lists]
    case .annotation: [[]]
    case .entry(let list, let test, _): [test.lists.union([list])]
    case .edge: []
    case .sequence(let parts), .alternatives(let parts): parts.flatMap(\.leafLists)
    case .repetition(let part, _, _), .capture(_, let part): part.leafLists
    }
  }

  /// The annotations that it names.
  var annotationTests: [AnnotationTest] {
    switch self {
    case .token(let test, _), .entry(_, let test, _): test.annotationTests
    case .annotation(let test, _): [test]
    case .edge: []
    case .sequence(let parts), .alternatives(let parts): parts.flatMap(\.annotationTests)
    case .repetition(let part, _, _), .capture(_, let part): part.annotationTests
    }
  }
}

extension TokenTest {
  fileprivate var lists: Set<String> {
    switch self {
    case .inList(let name): [name]
    case .not(let test): test.lists
    case .all(let tests), .some(let tests): tests.reduce(into: []) { $0.formUnion($1.lists) }
    default: []
    }
  }

  fileprivate var annotationTests: [AnnotationTest] {
    switch self {
    case .inside(let test): [test]
    case .not(let test): test.annotationTests
    case .all(let tests), .some(let tests): tests.flatMap(\.annotationTests)
    default: []
    }
  }
}
