/// Where a place between two tokens lies with regard to sentences.
struct Edges: Hashable, Sendable {
  /// A sentence starts behind it.
  var isStart: Bool
  /// A sentence ends before it.
  var isEnd: Bool

  static let end = Edges(isStart: false, isEnd: true)
}

/// Walks a graph against its edges and along them, from a set of nodes at one place to the set at the next.
struct Steps {
  private let graph: Graph
  private var seen: [UInt32]
  private var now: UInt32 = 0
  private var stack: [Int32] = []
  private var live: [Int32] = []
  private var choices: [Choice] = []
  /// The nodes of the way that was found last.
  private(set) var way: [Int32] = []
  /// Of the match at hand.
  var path = Path()
  var rows = NodeRows()

  /// A node that a way may go on with, and how long the way to it was.
  private struct Choice {
    var node: Int32
    var length: Int
  }

  init(_ graph: Graph) {
    self.graph = graph
    seen = [UInt32](repeating: 0, count: graph.nodes.count)
  }

  private mutating func clear() {
    now &+= 1
    if now == 0 {
      seen = [UInt32](repeating: 0, count: seen.count)
      now = 1
    }
  }

  @inline(__always)
  private mutating func push(_ node: Int32) {
    guard seen[Int(node)] != now else { return }
    seen[Int(node)] = now
    stack.append(node)
  }

  /// The nodes that take a token of a class and from which a match can then be completed; in no order.
  ///
  /// - Parameters:
  ///   - live: such nodes behind the token; afterwards, those before it.
  ///   - goals: nodes at which a match is complete, anywhere.
  ///   - edges: of the place behind the token.
  ///   - passed: the tests that the token passes.
  mutating func back(_ live: inout [Int32], goals: some Sequence<Int32>, _ edges: Edges, _ passed: BitSet) {
    clear()
    for node in live {
      if edges.isStart, edges.isEnd, !graph.programs[Int(graph.owner[Int(node)])].crossesSentences { continue }
      push(node)
    }
    for goal in goals { push(goal) }
    // A token node has one way on, so that it is found once.
    live.removeAll(keepingCapacity: true)
    while let node = stack.popLast() {
      for index in graph.firstBefore[Int(node)]..<graph.firstBefore[Int(node) + 1] {
        let before = graph.before[Int(index)]
        let item = graph.nodes[Int(before)]
        switch item.kind {
        case .token: if passed.contains(Int(item.number)) { live.append(before) }
        case .sentenceStart: if edges.isStart { push(before) }
        case .sentenceEnd: if edges.isEnd { push(before) }
        case .split, .open, .close, .end, .accept: push(before)
        }
      }
    }
  }

  /// The programs whose start leads to one of the nodes without a token.
  mutating func starts(_ live: [Int32], _ edges: Edges) -> [Int32] {
    clear()
    for node in live { push(node) }
    var found: [Int32] = []
    while let node = stack.popLast() {
      let owner = graph.owner[Int(node)]
      if graph.programs[Int(owner)].entry == node { found.append(owner) }
      for index in graph.firstBefore[Int(node)]..<graph.firstBefore[Int(node) + 1] {
        let before = graph.before[Int(index)]
        switch graph.nodes[Int(before)].kind {
        case .token: break
        case .sentenceStart: if edges.isStart { push(before) }
        case .sentenceEnd: if edges.isEnd { push(before) }
        case .split, .open, .close, .end, .accept: push(before)
        }
      }
    }
    found.sort()
    return found
  }

  /// What is reached from some nodes without a token: the nodes that take one, and whether the match's end is among what is reached.
  /// The walk does not go past the end.
  mutating func forward(_ nodes: [Int32], _ edges: Edges) -> (tokens: [Int32], endsHere: Bool) {
    clear()
    for node in nodes { push(node) }
    var found: [Int32] = []
    var endsHere = false
    while let node = stack.popLast() {
      switch follow(node, edges) {
      case .token: found.append(node)
      case .end: endsHere = true
      case .ways: break
      }
    }
    return (found, endsHere)
  }

  /// The end of the longest match of a program that starts at a place; nil where none does. It looks no further than that end, as it
  /// follows only nodes from which a match can be completed.
  mutating func longest(_ program: Program, from place: Int, _ reading: Reading, _ trace: some Liveness) -> Int? {
    clear()
    push(program.entry)
    _ = advance(reading.edges(place), place, trace)
    var at = place
    var end: Int?
    while !live.isEmpty {
      at += 1
      clear()
      for node in live { push(graph.nodes[Int(node)].next) }
      let edges = reading.edges(at)
      let goesOn = !reading.stops(program, at: at)
      let endsHere = advance(edges, at, trace)
      if endsHere, contextHolds(program, edges, isLive: { goesOn && trace.contains($0, at: at) }) { end = at }
      if !goesOn { break }
    }
    return end
  }

  // MARK: A pattern that may start anywhere

  /// Forgets what was reached.
  mutating func start() { live.removeAll(keepingCapacity: true) }

  /// Goes on from the nodes whose tokens were taken, and starts the program anew besides. Whether its end is reached.
  mutating func step(_ program: Program, _ edges: Edges) -> Bool {
    clear()
    for node in live { push(graph.nodes[Int(node)].next) }
    push(program.entry)
    return advance(edges, 0, Everywhere())
  }

  /// Keeps the nodes whose test the next token passes.
  mutating func keep(_ passes: (_ test: Int32) -> Bool) { live.removeAll { !passes(graph.nodes[Int($0)].number) } }

  private struct Everywhere: Liveness {
    func contains(_ node: Int32, at place: Int) -> Bool { true }
  }

  /// What a node is to a walk: it takes a token, ends the match, or only leads on.
  private enum Followed { case token, end, ways }

  /// Pushes what a node leads to without a token.
  @inline(__always)
  private mutating func follow(_ node: Int32, _ edges: Edges) -> Followed {
    let item = graph.nodes[Int(node)]
    switch item.kind {
    case .token: return .token
    case .end: return .end
    case .accept: break
    case .split:
      push(item.number)
      push(item.next)
    case .open, .close: push(item.next)
    case .sentenceStart: if edges.isStart { push(item.next) }
    case .sentenceEnd: if edges.isEnd { push(item.next) }
    }
    return .ways
  }

  /// Follows what was pushed to the nodes that take the token here, and keeps those from which a match can be completed. Tells whether
  /// the match's end is reached.
  @inline(__always)
  private mutating func advance(_ edges: Edges, _ place: Int, _ trace: some Liveness) -> Bool {
    live.removeAll(keepingCapacity: true)
    var endsHere = false
    while let node = stack.popLast() {
      switch follow(node, edges) {
      case .token: if trace.contains(node, at: place) { live.append(node) }
      case .end: endsHere = true
      case .ways: break
      }
    }
    return endsHere
  }

  /// The best way from a node to one that takes the token at a place and from which the match's end can be reached (`rows`), or to `goal`,
  /// without a token. `way` holds its nodes then, both ends included; none where there is no way.
  mutating func findWay(from node: Int32, to goal: Int32?, _ edges: Edges, _ place: Int) {
    clear()
    way.removeAll(keepingCapacity: true)
    choices.removeAll(keepingCapacity: true)
    choices.append(Choice(node: node, length: 0))
    while let choice = choices.popLast() {
      guard seen[Int(choice.node)] != now else { continue }
      seen[Int(choice.node)] = now
      way.removeLast(way.count - choice.length)
      way.append(choice.node)
      let item = graph.nodes[Int(choice.node)]
      switch item.kind {
      case .token: if goal == nil, rows.contains(choice.node, at: place) { return }
      case .end: if goal == choice.node { return }
      case .accept: break
      case .split:
        choices.append(Choice(node: item.number, length: way.count))
        choices.append(Choice(node: item.next, length: way.count))
      case .open, .close: choices.append(Choice(node: item.next, length: way.count))
      case .sentenceStart: if edges.isStart { choices.append(Choice(node: item.next, length: way.count)) }
      case .sentenceEnd: if edges.isEnd { choices.append(Choice(node: item.next, length: way.count)) }
      }
    }
    way.removeAll(keepingCapacity: true)
  }

  /// Whether what must follow a match is there: its context is complete, or leads to one of the nodes that `isLive`.
  mutating func contextHolds(_ program: Program, _ edges: Edges, isLive: (Int32) -> Bool) -> Bool {
    let context = graph.nodes[Int(program.end)].next
    if context == program.accept { return true }
    clear()
    push(context)
    var holds = false
    while let node = stack.popLast() {
      let item = graph.nodes[Int(node)]
      switch item.kind {
      case .token: holds = holds || isLive(node)
      case .accept: holds = true
      case .split:
        push(item.number)
        push(item.next)
      case .open, .close, .end: push(item.next)
      case .sentenceStart: if edges.isStart { push(item.next) }
      case .sentenceEnd: if edges.isEnd { push(item.next) }
      }
    }
    return holds
  }
}
