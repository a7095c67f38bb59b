import DipleText
import DipleAnnotations
import DipleLanguage

/// A sentence to learn parsing from, with the tags that a tagger gives it which has not learned from it.
struct ParsedExample {
  var example: Example
  var tags: [Tag]
  /// The gold head, the root being `count`; -1 where it is not known.
  var heads: [Int]
  /// The gold dependents of each token, and of the root.
  var dependents: [[Int]]

  init(_ example: Example, tags: [Tag]) {
    (self.example, self.tags) = (example, tags)
    let count = example.tokens.count
    heads = example.heads.map { head in head.map { $0 < 0 ? count : $0 } ?? -1 }
    dependents = Array(repeating: [], count: count + 1)
    for (dependent, head) in heads.enumerated() where head >= 0 { dependents[head].append(dependent) }
  }
}

/// Learns the parser: averaged perceptrons for moves, with the dynamic oracle of Goldberg and Nivre (2013), and for relations.
final class ParserTraining {
  let moves = Weights(columns: 4)
  let relations = Weights(columns: 52)
  private let classes: WordClasses?
  private var random = SplitMix(state: 11)
  private var passes = 0
  private static let margin: Float = 5
  private let state = ParserState()
  private let keys = UnsafeMutablePointer<UInt64>.allocate(capacity: MoveFeatures.count)
  private let scores = UnsafeMutablePointer<Float>.allocate(capacity: SparseTable.columns)

  init(_ classes: WordClasses?) { self.classes = classes }
  deinit {
    keys.deallocate()
    scores.deallocate()
  }

  /// How many arcs of the gold tree can no longer be made after a move.
  private func cost(_ move: ParserState.Move, _ gold: ParsedExample) -> Int {
    var cost = 0
    switch move {
    case .shift:
      let (next, head) = (state.next, gold.heads[state.next])
      for below in 0..<state.depth {
        let token = state.top(below)
        if below > 0, token == head { cost += 1 }
        if gold.heads[token] == next { cost += 1 }
      }
    case .left, .right:
      let top = state.top(0)
      let head = gold.heads[top]
      if move == .left {
        if head >= 0, head == state.top(1) || head > state.next { cost += 1 }
      } else if head >= state.next {
        cost += 1
      }
      for dependent in gold.dependents[top] where dependent >= state.next { cost += 1 }
    }
    return cost
  }

  /// Learns from every sentence once; the share of moves that were right at first sight.
  func pass(_ examples: [ParsedExample]) -> Double {
    var order = Array(examples.indices)
    order.shuffle(using: &random)
    passes += 1
    var (right, all) = (0, 0)
    for index in order {
      let gold = examples[index]
      let example = gold.example
      state.begin(example.bytes, example.tokens, gold.tags, example.tokens.indices, classes)
      while !state.isDone {
        let (move, isRight) = choose(gold)
        all += 1
        if isRight { right += 1 }
        if move == .shift {
          state.shift()
          continue
        }
        let (head, dependent) = (move == .left ? state.next : state.top(1), state.top(0))
        var relation = Relation.root.rawValue
        if head < state.count {
          RelationFeatures.keys(ofArc: head, dependent, state, into: keys)
          relation = name(gold, dependent, head)
        }
        state.attach(to: head, relation)
      }
    }
    return Double(right) / Double(all)
  }

  /// The move to make, after learning which would have been right.
  private func choose(_ gold: ParsedExample) -> (ParserState.Move, isRight: Bool) {
    MoveFeatures.keys(state, into: keys)
    let keys = UnsafeBufferPointer(start: keys, count: MoveFeatures.count)
    moves.score(keys, into: scores)
    let allowed = ParserState.Move.allCases.filter { state.allows($0) }
    let costs = allowed.map { cost($0, gold) }
    let least = costs.min() ?? 0
    var best = allowed[0]
    var (bestRight, bestWrong): (ParserState.Move?, ParserState.Move?)
    for (move, cost) in zip(allowed, costs) {
      let score = scores[move.rawValue]
      if score > scores[best.rawValue] { best = move }
      if cost == least {
        if bestRight.map({ score > scores[$0.rawValue] }) ?? true { bestRight = move }
      } else if bestWrong.map({ score > scores[$0.rawValue] }) ?? true {
        bestWrong = move
      }
    }
    moves.tick()
    guard let bestRight else { return (best, true) }
    if let bestWrong, scores[bestRight.rawValue] - scores[bestWrong.rawValue] <= Self.margin {
      moves.learn(keys, right: bestRight.rawValue, wrong: bestWrong.rawValue)
    }
    // After the first pass it follows its own mistakes, so that it learns to go on from them.
    return (passes == 1 ? bestRight : best, best == bestRight || bestWrong == nil)
  }

  /// The relation that the model gives; where the arc is right, it learns which would have been.
  private func name(_ gold: ParsedExample, _ dependent: Int, _ head: Int) -> UInt8 {
    let keys = UnsafeBufferPointer(start: keys, count: RelationFeatures.count)
    relations.score(keys, into: scores)
    var guess = 1
    for column in 2..<Relation.allCases.count where scores[column] > scores[guess] { guess = column }
    relations.tick()
    let right = Int(gold.example.relations[dependent].rawValue)
    if gold.heads[dependent] == head, right != 0 {
      var rival = right == 1 ? 2 : 1
      for column in 1..<Relation.allCases.count where column != right && scores[column] > scores[rival] {
        rival = column
      }
      if scores[right] - scores[rival] <= Self.margin { relations.learn(keys, right: right, wrong: rival) }
    }
    return UInt8(guess)
  }
}
