import DiplePluginKit

/// How a match comes about: which node took each token, and what the captures took.
struct Path {
  /// The node that took each token of the match.
  var nodes: [Int32] = []
  /// What each capture took last; nil where it took nothing.
  var captures: [Range<Int>?]
}

extension Reading {
  /// The path of a match that is known to be there, by a second pass over its tokens alone: first back, which tells from where the
  /// end can be reached, then forward, taking the first way that leads there. Both passes are linear.
  func path(_ number: Int, _ tokens: Range<Int>, _ steps: inout Steps) -> Path {
    let program = engine.graph.programs[number]
    let captures = engine.graph.captures[number].count
    var rows = NodeRows(Int32(number), program.nodes, tokens.lowerBound..<tokens.upperBound + 1)
    var live: [Int32] = []
    for at in tokens.reversed() {
      let goals = CollectionOfOne(program.end).prefix(at == tokens.upperBound - 1 ? 1 : 0)
      steps.back(&live, goals: goals, edges(at + 1), bits[Int(classes[at])])
      rows.insert(live, at: at)
    }
    var path = Path(captures: [Range<Int>?](repeating: nil, count: captures))
    var opened = [Int](repeating: tokens.lowerBound, count: captures)
    var node = program.entry
    for at in tokens.lowerBound...tokens.upperBound {
      let goal = at == tokens.upperBound ? program.end : nil
      steps.findWay(from: node, to: goal, edges(at), at, rows)
      for step in steps.way {
        let item = engine.graph.nodes[Int(step)]
        switch item.kind {
        case .open: opened[Int(item.number)] = at
        case .close:
          let from = opened[Int(item.number)]
          if from < at { path.captures[Int(item.number)] = from..<at }
        case .token: path.nodes.append(step)
        default: break
        }
      }
      if let last = steps.way.last, engine.graph.nodes[Int(last)].kind == .token {
        node = engine.graph.nodes[Int(last)].next
      }
    }
    return path
  }
}
