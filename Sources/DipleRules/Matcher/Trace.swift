/// What tells whether a match can be completed from a node at a place.
protocol Liveness {
  func contains(_ node: Int32, at place: Int) -> Bool
}

/// What the pass from the end to the start found out for a group of programs.
enum Trace {
  case states(StateTrace)
  case rows(NodeRows)
}

/// The state of an automaton at each place, with what the automaton knew of its states then.
struct StateTrace: Liveness {
  let states: [Int32]
  /// The places where a match starts, from the last to the first.
  let starts: [Int32]
  /// The nodes of all states, packed and sorted state by state, and where those of a state start.
  let liveNodes: [Int32]
  let firstLive: [Int32]
  /// Likewise the programs of which a match starts.
  let startPrograms: [Int32]
  let firstStart: [Int32]

  /// Whether a match can be completed from a node at a place.
  func contains(_ node: Int32, at place: Int) -> Bool {
    let state = Int(states[place])
    var low = Int(firstLive[state])
    var count = Int(firstLive[state + 1]) &- low
    if count == 0 { return false }
    // Without a branch that is taken every other time: the last that is not greater lies in `low ..< low + count`.
    while count > 1 {
      let half = count &>> 1
      low = low &+ (liveNodes[low &+ half] <= node ? half : 0)
      count &-= half
    }
    return liveNodes[low] == node
  }

  /// Where in `startPrograms` those stand of which a match starts at a place.
  func programs(at place: Int) -> Range<Int> {
    let state = Int(states[place])
    return Int(firstStart[state])..<Int(firstStart[state + 1])
  }
}

/// Bits for the nodes of a program at each of some places.
struct NodeRows: Liveness {
  /// The program.
  private(set) var program: Int32 = -1
  private var first: Int32 = 0
  private var width = 0
  private var places = 0..<0
  private var words: [UInt64] = []

  init() {}

  init(_ program: Int32, _ nodes: Range<Int32>, _ places: Range<Int>) { start(program, nodes, places) }

  /// Forgets what was there.
  mutating func start(_ program: Int32, _ nodes: Range<Int32>, _ places: Range<Int>) {
    self.program = program
    first = nodes.lowerBound
    width = (nodes.count + 63) / 64
    self.places = places
    words.removeAll(keepingCapacity: true)
    words.append(contentsOf: repeatElement(0, count: width * places.count))
  }

  func contains(_ node: Int32, at place: Int) -> Bool {
    let bit = Int(node - first)
    return words[(place - places.lowerBound) * width + bit >> 6] >> UInt64(bit & 63) & 1 != 0
  }

  mutating func insert(_ nodes: [Int32], at place: Int) {
    for node in nodes {
      let bit = Int(node - first)
      words[(place - places.lowerBound) * width + bit >> 6] |= 1 << UInt64(bit & 63)
    }
  }
}
