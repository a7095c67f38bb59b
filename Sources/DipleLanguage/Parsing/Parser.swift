package import DipleAnnotations

/// Dependencies by a greedy arc-hybrid parser with linear models for its moves and for the relations of its arcs.
package struct Parser: DependencyParser {
  /// What it learned.
  package struct Model: Sendable {
    /// The weights of the moves.
    package var moves: MoveTable
    /// The weights of relations.
    package var relations: SparseTable
    /// A model of these parts.
    package init(moves: MoveTable, relations: SparseTable) { (self.moves, self.relations) = (moves, relations) }
  }

  private let model: Model
  private let classes: WordClasses?

  /// A parser with a model, and the classes of words with which it was trained.
  package init(_ model: Model, _ classes: WordClasses?) { (self.model, self.classes) = (model, classes) }

  /// The tree of a sentence.
  package func dependencies(
    _ bytes: [UInt8], _ tokens: Tokens, _ tags: [Tag], _ sentence: Range<Int>
  ) -> Dependencies {
    let state = ParserState()
    parse(bytes, tokens, tags, sentence, into: state)
    let first = Int32(sentence.lowerBound)
    return Dependencies(
      sentence: sentence,
      heads: (0..<state.count).map { state.head($0) < 0 ? -1 : first + Int32(state.head($0)) },
      relations: (0..<state.count).map { Relation.allCases[Int(state.relation($0))] })
  }

  /// Reads a sentence into `state`: afterwards every token has a head and a relation.
  package func parse(
    _ bytes: [UInt8], _ tokens: Tokens, _ tags: [Tag], _ sentence: Range<Int>, into state: ParserState
  ) {
    state.begin(bytes, tokens, tags, sentence, classes)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: MoveFeatures.count) { keys in
      withUnsafeTemporaryAllocation(of: Int16.self, capacity: SparseTable.columns) { scores in
        guard let keys = keys.baseAddress, let scores = scores.baseAddress else { return }
        while !state.isDone { step(state, keys, scores) }
      }
    }
  }

  @inline(__always)
  private func step(
    _ state: ParserState, _ keys: UnsafeMutablePointer<UInt64>, _ scores: UnsafeMutablePointer<Int16>
  ) {
    // Where only one move is allowed, there is no question.
    if state.depth == 0 { return state.shift() }
    var move = ParserState.Move.left
    if state.next == state.count {
      if state.depth > 1 { move = .right }
    } else {
      MoveFeatures.keys(state, into: keys)
      let sums = model.moves.scores(keys, MoveFeatures.count)
      move = sums.left > sums.shift ? .left : .shift
      if state.depth > 1, sums.right > max(sums.left, sums.shift) { move = .right }
    }
    if move == .shift { return state.shift() }
    let (head, dependent) = (move == .left ? state.next : state.top(1), state.top(0))
    var relation = Relation.root.rawValue
    if head < state.count {
      RelationFeatures.keys(ofArc: head, dependent, state, into: keys)
      relation = bestRelation(keys, scores)
    }
    state.attach(to: head, relation)
  }

  /// The relation with the highest score, `root` excepted.
  @inline(__always)
  private func bestRelation(_ keys: UnsafeMutablePointer<UInt64>, _ scores: UnsafeMutablePointer<Int16>) -> UInt8 {
    model.relations.score(keys, RelationFeatures.count, into: scores)
    var best = 1
    for column in 2..<Relation.allCases.count where scores[column] > scores[best] { best = column }
    return UInt8(best)
  }
}
