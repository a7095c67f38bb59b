/// What tells whether a match can be completed from a node at a place.
protocol Liveness {
  func contains(_ node: Int32, at place: Int) -> Bool
}

/// What the pass from the end to the start found out for a group of programs.
enum Trace {
  case states(StateTrace)
  case rows(NodeRows)
}

/// The state of an automaton at each place.
struct StateTrace: Liveness {
  let states: [Int32]
  let automaton: Automaton

  func contains(_ node: Int32, at place: Int) -> Bool { automaton.isLive(node, in: Int(states[place])) }
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
