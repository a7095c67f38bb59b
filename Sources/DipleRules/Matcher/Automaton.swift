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
  /// The first is the paragraph's end; the second a place between two sentences over which no match goes.
  private var states: [State] = []
  /// The nodes of all states, packed, and where those of a state start; likewise the programs of which a match starts.
  private var liveNodes: [Int32] = []
  private var firstLive: [Int32] = [0]
  private var startPrograms: [Int32] = []
  private var firstStart: [Int32] = [0]
  private var numbers: [State: Int32] = [:]
  private var size = 0
  /// From a state and a class to the next state, twice its number; one more where a match starts there. -1 where it is not known yet.
  private var table = Numbers()
  private var stride = 16
  /// The class here of a class of the classifier; -1 where it is not known yet.
  private let localOf = Numbers()
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
    _ = add(State(live: [], edges: Edges(isStart: true, isEnd: true)))
  }

  private func add(_ state: State) -> Int32 {
    let number = Int32(states.count)
    states.append(state)
    liveNodes += state.live
    firstLive.append(Int32(liveNodes.count))
    startPrograms += state.starts
    firstStart.append(Int32(startPrograms.count))
    numbers[state] = number
    table.grow(by: stride)
    size += stride + state.live.count * 3 + 16
    return number
  }

  /// What reading needs besides, kept from one paragraph to the next.
  struct Room {
    /// What is to be read: ranges of tokens, in order. No match leaves one of them.
    var ranges: [Range<Int>] = []
    /// The state at each place of them; what stands elsewhere is of other readings.
    fileprivate var states: [Int32] = []
    fileprivate var starts: [Int32] = []
  }

  /// What came of reading.
  enum Outcome {
    /// No match starts in the ranges.
    case nothing
    case found(StateTrace)
    /// The tables would grow too large.
    case tooMuch
  }

  /// Reads some ranges of a paragraph, from the last to the first. Nothing is known then of places elsewhere.
  func read(_ classes: [Int32], _ room: inout Room, _ bits: [BitSet], _ steps: inout Steps) -> Outcome {
    if localOf.count < bits.count { localOf.grow(by: bits.count - localOf.count) }
    if room.states.count <= classes.count {
      room.states = [Int32](repeating: 0, count: (classes.count + 1) * 2)
    }
    room.starts.removeAll(keepingCapacity: true)
    var next = -1
    for range in room.ranges.reversed() {
      var at = range.upperBound
      // A sentence before one that was read goes on from there.
      if at != next { room.states[at] = at == classes.count ? 0 : 1 }
      next = range.lowerBound
      while true {
        at = follow(classes, at, range.lowerBound, &room)
        if at == range.lowerBound { break }
        let known = localOf[Int(classes[at - 1])]
        let local = known >= 0 ? known : self.local(Int(classes[at - 1]), bits)
        if table[Int(room.states[at]) * stride + Int(local)] < 0 {
          guard size < limit else { return .tooMuch }
          step(room.states[at], local, &steps)
        }
      }
    }
    if room.starts.isEmpty { return .nothing }
    var states = [Int32](repeating: 0, count: classes.count + 1)
    for range in room.ranges { for place in range.lowerBound...range.upperBound { states[place] = room.states[place] } }
    return .found(
      StateTrace(
        states: states, starts: room.starts, liveNodes: liveNodes, firstLive: firstLive, startPrograms: startPrograms,
        firstStart: firstStart))
  }

  /// Goes on from a place towards `end`, as far as the way is known. Returns where it ends.
  private func follow(_ classes: [Int32], _ from: Int, _ end: Int, _ room: inout Room) -> Int {
    // Properties of an object are looked up each time; these are not.
    let (table, stride, localOf) = (self.table.start, self.stride, self.localOf.start)
    var state = Int(room.states[from])
    var at = from
    while at > end {
      let local = localOf[Int(classes[at - 1])]
      if local < 0 { break }
      let next = table[state &* stride &+ Int(local)]
      if next < 0 { break }
      at -= 1
      state = Int(next >> 1)
      room.states[at] = next >> 1
      if next & 1 != 0 { room.starts.append(Int32(at)) }
    }
    return at
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
    let wider = Numbers()
    wider.grow(by: table.count * 2)
    for state in states.indices {
      for local in 0..<stride { wider[state * stride * 2 + local] = table[state * stride + local] }
    }
    size += table.count
    table = wider
    stride *= 2
  }

  private func step(_ from: Int32, _ local: Int32, _ steps: inout Steps) {
    let passed = bitsOf[Int(local)]
    let before = states[Int(from)]
    let isFirst = passed.contains(Vocabulary.sentenceFirst)
    var live = before.live
    steps.back(&live, goals: goals, before.edges, passed)
    live.sort()
    var state = State(
      live: live, edges: Edges(isStart: isFirst, isEnd: isFirst && !passed.contains(Vocabulary.paragraphFirst)))
    let next: Int32
    if let known = numbers[state] {
      next = known
    } else {
      state.starts = steps.starts(state.live, state.edges)
      next = add(state)
    }
    table[Int(from) * stride + Int(local)] = next << 1 | (firstStart[Int(next)] < firstStart[Int(next) + 1] ? 1 : 0)
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

/// Numbers in memory of its own, -1 at first: read at each token, where an array would be retained and checked each time.
private final class Numbers {
  private(set) var start: UnsafeMutablePointer<Int32>
  private(set) var count = 0
  private var capacity: Int

  init() {
    capacity = 256
    start = .allocate(capacity: capacity)
  }

  deinit { start.deallocate() }

  func grow(by more: Int) {
    if count + more > capacity {
      capacity = max(capacity * 2, count + more)
      let larger = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
      larger.initialize(from: start, count: count)
      start.deallocate()
      start = larger
    }
    (start + count).initialize(repeating: -1, count: more)
    count += more
  }

  subscript(at: Int) -> Int32 {
    get {
      assert(at >= 0 && at < count)
      return start[at]
    }
    set {
      precondition(at >= 0 && at < count)
      start[at] = newValue
    }
  }
}
