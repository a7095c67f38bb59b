import DiplePluginKit

/// What a document keeps besides its text, counted: what must not grow with the number of edits.
struct Retained: Equatable {
  /// What the board of every stage holds: questions, facts, who asked and what was noted as told.
  var boards: [Int] = []
  /// The paragraphs that annotations of others reach into, by stage.
  var visitors: [Int] = []
  /// Annotations of paragraphs that are gone.
  var orphans = 0
  /// Changes that nobody was told of.
  var pending = 0
  /// Paragraphs that may come back, in bytes of text, and the length of their queue.
  var memo = 0
  var memoQueue = 0
  /// Places whose ids are remembered, and ids that may be given again.
  var ids = 0
  /// Annotations that reach from one paragraph into another.
  var wide = 0
  /// Things with a number.
  var things = 0
  /// The bytes of text whose layers are kept.
  var layers = 0
}

extension LiveDocument {
  /// What it keeps now.
  var retained: Retained {
    Retained(
      boards: stages.map(\.retained.board), visitors: stages.map(\.retained.visitors),
      orphans: orphans.reduce(0) { $0 + $1.count } + bereft.reduce(0) { $0 + $1.count }, pending: pending.count,
      memo: memo.size, memoQueue: memo.queue.count, ids: formerIDs.count, wide: wide.count, things: naming.count,
      layers: shelf.size)
  }
}
