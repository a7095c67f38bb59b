/// A pattern as a graph (K. Thompson, "Regular Expression Search Algorithm", 1968): nodes that take a token, and nodes that take none.
struct Program: Sendable {
  /// What a node is.
  enum Kind: UInt8, Sendable {
    /// Takes a token that a test holds of, then goes on.
    case token
    /// Goes both ways; the first is the better one.
    case split
    /// A capture starts.
    case open
    /// A capture ends.
    case close
    /// Passes at the start of a sentence.
    case sentenceStart
    /// Passes at the end of a sentence.
    case sentenceEnd
    /// The match ends; what follows is context.
    case end
    /// All is done.
    case accept
  }

  /// A node: where it leads, and a number (a test, the other way of a split, a capture).
  struct Node: Sendable {
    var kind: Kind
    var next: Int32
    var number: Int32 = -1
    /// The leaf of the pattern that a token node comes from.
    var leaf: Int32 = -1
  }

  /// What it is for.
  enum Role: Sendable {
    /// A rule's pattern, with what must follow it.
    case main(isForHeadings: Bool, hasContextBefore: Bool)
    /// A pattern that rules a finding out.
    case exception
    /// What must stand before a match.
    case context
  }

  /// The index of its rule.
  let rule: Int
  /// What it is for.
  let role: Role
  /// False where a match may not leave its sentence.
  let crossesSentences: Bool
  /// Its nodes among those of all programs.
  fileprivate(set) var nodes: Range<Int32> = 0..<0
  /// Where it starts.
  fileprivate(set) var entry: Int32 = -1
  /// Where the match ends, and where all is done.
  fileprivate(set) var end: Int32 = -1
  fileprivate(set) var accept: Int32 = -1
}

/// All programs of some rules: one graph, walked both ways.
struct Graph: Sendable {
  private(set) var nodes: [Program.Node] = []
  private(set) var programs: [Program] = []
  /// The names of each program's captures, by number.
  private(set) var captures: [[String]] = []
  /// The program of a node.
  private(set) var owner: [Int32] = []
  /// The nodes that lead to a node, packed: those of node `n` are `before[firstBefore[n] ..< firstBefore[n + 1]]`.
  private(set) var before: [Int32] = []
  private(set) var firstBefore: [Int32] = []

  /// Adds a pattern with what must follow it. Returns the program's number.
  mutating func add(
    _ pattern: Pattern, after: Pattern?, rule: Int, _ role: Program.Role, crossesSentences: Bool, extra: Condition,
    _ vocabulary: inout Vocabulary
  ) -> Int {
    var program = Program(rule: rule, role: role, crossesSentences: crossesSentences)
    captures.append(pattern.captures)
    let start = Int32(nodes.count)
    program.accept = append(.accept, next: -1)
    var builder = Builder(graph: self, vocabulary: vocabulary, captures: pattern.captures)
    let tail = after.map { builder.emit($0, program.accept) } ?? program.accept
    program.end = builder.graph.append(.end, next: tail)
    builder.extra = extra
    // Leaves of the pattern itself are counted from 0; those of the context have no number.
    builder.leaf = 0
    program.entry = builder.emit(pattern, program.end)
    self = builder.graph
    vocabulary = builder.vocabulary
    program.nodes = start..<Int32(nodes.count)
    owner += [Int32](repeating: Int32(programs.count), count: program.nodes.count)
    programs.append(program)
    return programs.count - 1
  }

  fileprivate mutating func append(_ kind: Program.Kind, next: Int32, number: Int32 = -1, leaf: Int32 = -1) -> Int32 {
    nodes.append(Program.Node(kind: kind, next: next, number: number, leaf: leaf))
    return Int32(nodes.count - 1)
  }

  fileprivate mutating func join(_ split: Int32, next: Int32) { nodes[Int(split)].next = next }

  /// Makes the edges that lead back, once all programs are there.
  mutating func finish() {
    var counts = [Int32](repeating: 0, count: nodes.count + 1)
    forEachEdge { _, to in counts[Int(to) + 1] += 1 }
    for index in 1..<max(counts.count, 1) where index < counts.count { counts[index] += counts[index - 1] }
    firstBefore = counts
    before = [Int32](repeating: 0, count: Int(counts.last ?? 0))
    var fill = counts
    forEachEdge { from, to in
      before[Int(fill[Int(to)])] = from
      fill[Int(to)] += 1
    }
  }

  private func forEachEdge(_ body: (Int32, Int32) -> Void) {
    for (index, node) in nodes.enumerated() {
      if node.next >= 0 { body(Int32(index), node.next) }
      if node.kind == .split, node.number != node.next { body(Int32(index), node.number) }
    }
  }
}

/// Writes a pattern as nodes, from its end to its start, as each node must know where it leads.
private struct Builder {
  var graph: Graph
  var vocabulary: Vocabulary
  let captures: [String]
  /// What must hold of every token besides.
  var extra = Condition.always
  /// The number of the leaf to come; nil in contexts.
  var leaf: Int?

  mutating func emit(_ pattern: Pattern, _ next: Int32) -> Int32 {
    switch pattern {
    case .token(let test, _):
      return token(vocabulary.condition(test), next, leaf)
    case .annotation(let test, _):
      let query = vocabulary.query(test)
      return stretch({ .annotation(query, $0) }, .always, next)
    case .entry(let name, let test, _):
      let list = vocabulary.list(name)
      return stretch({ .list(list, $0) }, vocabulary.condition(test), next)
    case .edge(.start): return graph.append(.sentenceStart, next: next)
    case .edge(.end): return graph.append(.sentenceEnd, next: next)
    case .sequence(let parts): return sequence(parts, next)
    case .alternatives(let parts): return alternatives(parts, next)
    case .repetition(let part, let min, let max): return repetition(part, min, max, next)
    case .capture(let name, let part):
      let number = Int32(captures.firstIndex(of: name) ?? 0)
      return graph.append(.open, next: emit(part, graph.append(.close, next: next, number: number)), number: number)
    }
  }

  private mutating func token(_ condition: Condition, _ next: Int32, _ leaf: Int?) -> Int32 {
    let parts = [condition, extra].filter { $0 != .always }
    let test = vocabulary.test(parts.count == 2 ? .all(parts) : parts.first ?? .always)
    return graph.append(.token, next: next, number: Int32(test), leaf: leaf.map { Int32($0) } ?? -1)
  }

  /// A run of tokens from a first to a last: one that is both, or first, any inside, last.
  private mutating func stretch(_ atom: (Atom.Edge) -> Atom, _ test: Condition, _ next: Int32) -> Int32 {
    let first = Condition.atom(vocabulary.number(of: atom(.first)))
    let inside = Condition.atom(vocabulary.number(of: atom(.inside)))
    let last = Condition.atom(vocabulary.number(of: atom(.last)))
    let end = token(.all([last, .not(first), test]), next, leaf)
    let loop = graph.append(.split, next: -1, number: end)
    graph.join(loop, next: token(.all([inside, .not(first), .not(last), test]), loop, leaf))
    let long = token(.all([first, .not(last), test]), loop, leaf)
    let short = token(.all([first, last, test]), next, leaf)
    return graph.append(.split, next: short, number: long)
  }

  /// Emits parts from the last to the first, each under the numbers of its own leaves.
  private mutating func sequence(_ parts: [Pattern], _ next: Int32) -> Int32 {
    let starts = firstLeaves(parts)
    var next = next
    for (part, start) in zip(parts, starts).reversed() {
      leaf = start
      next = emit(part, next)
    }
    leaf = starts.first ?? leaf
    return next
  }

  private mutating func alternatives(_ parts: [Pattern], _ next: Int32) -> Int32 {
    let starts = firstLeaves(parts)
    var ways: [Int32] = []
    for (part, start) in zip(parts, starts) {
      leaf = start
      ways.append(emit(part, next))
    }
    leaf = starts.first ?? leaf
    guard var entry = ways.popLast() else { return next }
    for way in ways.reversed() { entry = graph.append(.split, next: way, number: entry) }
    return entry
  }

  private mutating func repetition(_ part: Pattern, _ min: Int, _ max: Int?, _ next: Int32) -> Int32 {
    let start = leaf
    func again() { leaf = start }
    var entry = next
    if let max {
      for _ in 0..<(max - min) {
        again()
        entry = graph.append(.split, next: emit(part, entry), number: next)
      }
    } else {
      let loop = graph.append(.split, next: -1, number: next)
      again()
      graph.join(loop, next: emit(part, loop))
      entry = loop
    }
    for _ in 0..<min {
      again()
      entry = emit(part, entry)
    }
    again()
    return entry
  }

  private func firstLeaves(_ parts: [Pattern]) -> [Int?] {
    var at = leaf
    return parts.map { part in
      defer { at = at.map { $0 + part.leaves.count } }
      return at
    }
  }
}
