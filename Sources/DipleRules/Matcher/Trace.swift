import DiplePluginKit

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
    let live = Int(firstLive[state])..<Int(firstLive[state + 1])
    let index = live.partitioningIndex { liveNodes[$0] >= node }
    return index < live.upperBound && liveNodes[index] == node
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
  let program: Int32
  private let first: Int32
  private let width: Int
  private let places: Range<Int>
  private var words: [UInt64]

  init(_ program: Int32, _ nodes: Range<Int32>, _ places: Range<Int>) {
    self.program = program
    first = nodes.lowerBound
    width = (nodes.count + 63) / 64
    self.places = places
    words = [UInt64](repeating: 0, count: width * places.count)
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
