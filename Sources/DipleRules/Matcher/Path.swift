import DiplePluginKit

/// How a match comes about: which node took each token, and what the captures took. It is used again for the next match.
struct Path {
  /// The node that took each token of the match.
  fileprivate(set) var nodes: [Int32] = []
  /// Where what each capture took last begins and ends.
  private var taken: [(from: Int32, to: Int32)] = []
  private var opened: [Int32] = []

  /// What a capture took last; nil where it took nothing.
  func capture(_ number: Int) -> Range<Int>? {
    let (from, to) = taken[number]
    return from < to ? Int(from)..<Int(to) : nil
  }

  fileprivate mutating func start(_ tokens: Range<Int>, captures: Int) {
    nodes.removeAll(keepingCapacity: true)
    taken.removeAll(keepingCapacity: true)
    opened.removeAll(keepingCapacity: true)
    for _ in 0..<captures {
      taken.append((0, 0))
      opened.append(Int32(tokens.lowerBound))
    }
  }

  fileprivate mutating func pass(_ node: Int32, _ item: Program.Node, at token: Int) {
    switch item.kind {
    case .open: opened[Int(item.number)] = Int32(token)
    case .close:
      let from = opened[Int(item.number)]
      if from < token { taken[Int(item.number)] = (from, Int32(token)) }
    case .token: nodes.append(node)
    default: break
    }
  }
}

extension Reading {
  /// Finds the path of a match that is known to be there (`Steps.path`), by a second pass over its tokens alone: first back, which tells from where the
  /// end can be reached, then forward, taking the first way that leads there. Both passes are linear.
  func findPath(_ number: Int, _ tokens: Range<Int>, _ steps: inout Steps) {
    let program = engine.graph.programs[number]
    steps.rows.start(Int32(number), program.nodes, tokens.lowerBound..<tokens.upperBound + 1)
    steps.path.start(tokens, captures: engine.graph.captures[number].count)
    var live: [Int32] = []
    for at in tokens.reversed() {
      let goals = CollectionOfOne(program.end).prefix(at == tokens.upperBound - 1 ? 1 : 0)
      steps.back(&live, goals: goals, edges(at + 1), bits[Int(classes[at])])
      steps.rows.insert(live, at: at)
    }
    var node = program.entry
    for at in tokens.lowerBound...tokens.upperBound {
      let goal = at == tokens.upperBound ? program.end : nil
      steps.findWay(from: node, to: goal, edges(at), at)
      for step in steps.way { steps.path.pass(step, engine.graph.nodes[Int(step)], at: at) }
      if let last = steps.way.last, engine.graph.nodes[Int(last)].kind == .token {
        node = engine.graph.nodes[Int(last)].next
      }
    }
  }
}
