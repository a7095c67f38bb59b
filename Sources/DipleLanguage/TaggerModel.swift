/// What the tagger learned: weights of features, and the words that have only one tag.
package struct TaggerModel: Sendable {
  /// The weights; a column is a tag.
  package var table: SparseTable
  /// Words that need no context.
  package var certain: WordMap<UInt8>
  /// Columns of a row while it is learned: every tag, padded.
  package static let columns = 52

  /// A model of these parts.
  package init(table: SparseTable, certain: WordMap<UInt8>) {
    (self.table, self.certain) = (table, certain)
  }
}
