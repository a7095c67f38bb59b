/// A deterministic automaton that reads a paragraph from its end to its start for some programs at once. Its states are sets of nodes
/// from which a match can be completed; they are made when they are first met.
final class Automaton {
  /// A state: the nodes that take the token behind the place and from which a match can be completed.
  struct State: Hashable {
    var live: [Int32]
    /// Of the place.
    var edges: Edges
    /// The programs of which a match starts here.
    var starts: [Int32] = []

    static func == (a: State, b: State) -> Bool { a.edges == b.edges && a.live == b.live }
    func hash(into hasher: inout Hasher) {
      hasher.combine(edges)
      hasher.combine(live)
    }
  }

  /// The programs.
  let programs: [Int32]
  private let goals: [Int32]
  /// The tests that these programs make: tokens that pass the same ones of them are of one class here.
  private var mask: BitSet
  private let limit: Int
  private var states: [State] = []
  /// The nodes of all states, packed, and where those of a state start; likewise the programs of which a match starts.
  private var liveNodes: [Int32] = []
  private var firstLive: [Int32] = [0]
  private(set) var startNodes: [Int32] = []
  private var firstStart: [Int32] = [0]
  private var numbers: [State: Int32] = [:]
  private var size = 0
  private var table: [Int32] = []
  private var stride = 16
  private var localOf: [Int32] = []
  private var locals: [BitSet: Int32] = [:]
  private var bitsOf: [BitSet] = []

  /// - Parameter limit: how large its tables may grow, in numbers of four bytes.
  init(_ programs: [Int32], _ graph: Graph, tests: Int, limit: Int) {
    self.programs = programs
    self.limit = limit
    goals = programs.map { graph.programs[Int($0)].accept }
    mask = BitSet(capacity: tests)
    mask.insert(Vocabulary.sentenceFirst)
    mask.insert(Vocabulary.paragraphFirst)
    for program in programs {
      for node in graph.programs[Int(program)].nodes where graph.nodes[Int(node)].kind == .token {
        mask.insert(Int(graph.nodes[Int(node)].number))
      }
    }
    _ = add(State(live: [], edges: .end))
  }

  private func add(_ state: State) -> Int32 {
    let number = Int32(states.count)
    states.append(state)
    liveNodes += state.live
    firstLive.append(Int32(liveNodes.count))
    startNodes += state.starts
    firstStart.append(Int32(startNodes.count))
    numbers[state] = number
    table += [Int32](repeating: -1, count: stride)
    size += stride + state.live.count * 3 + 16
    return number
  }

  /// Where in `startNodes` the programs stand of which a match starts in a state.
  @inline(__always)
  func starts(_ state: Int) -> (Int, Int) { (Int(firstStart[state]), Int(firstStart[state + 1])) }

  /// Whether a match can be completed from a node in a state.
  func isLive(_ node: Int32, in state: Int) -> Bool {
    var low = Int(firstLive[state])
    let end = Int(firstLive[state + 1])
    var high = end
    while low < high {
      let middle = (low + high) / 2
      if liveNodes[middle] < node { low = middle + 1 } else { high = middle }
    }
    return low < end && liveNodes[low] == node
  }

  /// Reads a paragraph's classes. Returns the state at each place between tokens; nil where the tables would grow too large.
  func read(_ classes: [Int32], _ bits: [BitSet], _ steps: inout Steps) -> [Int32]? {
    while localOf.count < bits.count { localOf.append(-1) }
    var trace = [Int32](repeating: 0, count: classes.count + 1)
    var state: Int32 = 0
    var at = classes.count - 1
    while at >= 0 {
      let known = localOf[Int(classes[at])]
      let local = known >= 0 ? known : self.local(Int(classes[at]), bits)
      var next = table[Int(state) * stride + Int(local)]
      if next < 0 {
        guard size < limit else { return nil }
        next = step(state, local, &steps)
      }
      state = next
      trace[at] = state
      at -= 1
    }
    return trace
  }

  private func local(_ number: Int, _ bits: [BitSet]) -> Int32 {
    let own = bits[number].intersection(mask)
    let local = locals[own] ?? Int32(bitsOf.count)
    if Int(local) == bitsOf.count {
      bitsOf.append(own)
      locals[own] = local
      if bitsOf.count > stride { widen() }
    }
    localOf[number] = local
    return local
  }

  private func widen() {
    var wider = [Int32](repeating: -1, count: table.count * 2)
    for state in states.indices {
      for local in 0..<stride { wider[state * stride * 2 + local] = table[state * stride + local] }
    }
    size += table.count
    table = wider
    stride *= 2
  }

  private func step(_ from: Int32, _ local: Int32, _ steps: inout Steps) -> Int32 {
    let passed = bitsOf[Int(local)]
    let before = states[Int(from)]
    let isFirst = passed.contains(Vocabulary.sentenceFirst)
    var state = State(
      live: steps.back(before.live, goals: goals, before.edges, passed),
      edges: Edges(isStart: isFirst, isEnd: isFirst && !passed.contains(Vocabulary.paragraphFirst)))
    let next: Int32
    if let known = numbers[state] {
      next = known
    } else {
      state.starts = steps.starts(state.live, state.edges)
      next = add(state)
    }
    table[Int(from) * stride + Int(local)] = next
    return next
  }

  /// How many different sets of nodes each program shows over all states: programs that show many are the ones that multiply states.
  func variety(_ graph: Graph) -> [Int32: Int] {
    var sets: [Int32: Set<[Int32]>] = [:]
    for state in states {
      for (owner, nodes) in Dictionary(grouping: state.live, by: { graph.owner[Int($0)] }) {
        sets[owner, default: []].insert(nodes)
      }
    }
    return sets.mapValues(\.count)
  }
}

extension BitSet {
  func intersection(_ other: BitSet) -> BitSet {
    var both = self
    both.formIntersection(other)
    return both
  }
}
