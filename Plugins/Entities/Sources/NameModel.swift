package import DiplePluginKit
import EntitiesResources

/// What the recogniser learned: weights of features, what open texts say of words, and how the document settles names.
///
/// As a `ModelFile`: `about`, `names.numbers` (log2 of rows and units of a nat), the weights row by row, 256 transitions, the slots of
/// the lexicon and the group of each class of words, and the weights of `Settling`. The large tables are read where they lie.
package final class NameModel: Sendable {
  /// log2 of the number of rows.
  package let logRows: Int
  /// How many whole numbers of score one nat of likelihood is.
  package let unit: Int
  /// Whose texts it learned from, and under which licence it may be passed on.
  package let attribution: String
  /// What is known of words.
  package let lexicon: NameLexicon
  /// What is learned of features.
  package let weights: NameWeights
  /// What is learned of the document.
  package let settling: Settling

  /// The file that the program carries; a test sees to it that it is whole.
  package static let carried: ModelFile? = Resource.withBytes(entities_names) { bytes in
    Blob<UInt8>(static: bytes).flatMap { try? ModelFile($0) }
  }

  /// The model in it.
  package static let shared: NameModel? = carried.flatMap { NameModel($0) }

  /// A model of these parts.
  package init(
    logRows: Int, unit: Int, attribution: String, lexicon: NameLexicon, weights: NameWeights, settling: Settling
  ) {
    (self.logRows, self.unit, self.attribution) = (logRows, unit, attribution)
    (self.lexicon, self.weights, self.settling) = (lexicon, weights, settling)
  }

  /// Reads a model; nil where a part is missing or of another size.
  package convenience init?(_ file: ModelFile) {
    guard let numbers = file["names.numbers", as: Int32.self], numbers.count == 2, (1...20).contains(numbers[0]),
      numbers[1] > 0, let table = file["names.weights", as: Int8.self],
      table.count == NameWeights.columns << Int(numbers[0]),
      let transitions = file["names.transitions", as: Int16.self], transitions.count == 256,
      let slots = file["names.words", as: UInt32.self], slots.count.nonzeroBitCount == 1,
      let groups = file["names.groups"], groups.count == NameLexicon.classes,
      let settling = file["names.settling", as: UInt32.self], settling.count == Settling.size
    else { return nil }
    self.init(
      logRows: Int(numbers[0]), unit: Int(numbers[1]), attribution: file.about,
      lexicon: NameLexicon(slots: slots, groupOf: groups),
      weights: NameWeights(table: table, transitions: transitions.bytes.bindMemory(to: Int16.self).map(\.littleEndian)),
      settling: Settling(weights: settling.bytes.bindMemory(to: UInt32.self).map { Float(bitPattern: $0) }))
  }

  /// The model as a file.
  package var file: [UInt8] {
    func bytes<N: FixedWidthInteger>(_ numbers: [N]) -> [UInt8] {
      numbers.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }
    }
    return ModelFile.file([
      ("about", Array(attribution.utf8)), ("names.numbers", bytes([Int32(logRows), Int32(unit)])),
      ("names.weights", Array(weights.table.bytes)), ("names.transitions", bytes(weights.transitions)),
      ("names.words", Array(lexicon.slots.bytes)), ("names.groups", Array(lexicon.groupOf.bytes)),
      ("names.settling", bytes(settling.weights.map(\.bitPattern))),
    ])
  }
}
