package import DipleAnnotations
import DipleLanguageResources

/// What the language layer learned: classes of words, a tagger and a parser, from one file.
package struct LanguageModel: Sendable {
  /// The file.
  package let file: ModelFile
  /// The classes of words.
  package let classes: WordClasses
  /// The tagger.
  package let tagger: Tagger
  /// The parser.
  package let parser: Parser

  /// The model that the program carries; a test sees to it that it is whole.
  package static let carried: LanguageModel? = Resource.withBytes(diple_language_model) { bytes in
    Blob<UInt8>(static: bytes).flatMap { LanguageModel($0) }
  }

  /// Reads a model; nil where the file is none, or lacks a part.
  package init?(_ bytes: Blob<UInt8>) {
    guard let file = try? ModelFile(bytes), let slots = file["words", as: UInt64.self],
      let classes = WordClasses(slots), let words = file["tagger.certain"], let tags = Self.sparse(file, "tagger"),
      let moves = file["parser.moves", as: UInt32.self].flatMap({ MoveTable($0) }),
      let relations = Self.sparse(file, "parser.relations")
    else { return nil }
    (self.file, self.classes) = (file, classes)
    tagger = Tagger(TaggerModel(table: tags, certain: Self.certain(words)), classes)
    parser = Parser(Parser.Model(moves: moves, relations: relations), classes)
  }

  private static func sparse(_ file: ModelFile, _ name: String) -> SparseTable? {
    guard let slots = file[name + ".slots", as: UInt32.self], let weights = file[name + ".weights"],
      let rows = file[name + ".rows", as: Int8.self]
    else { return nil }
    return SparseTable(slots: slots, weights: weights, rows: rows)
  }

  /// Nine bytes a word: its hash, and the only tag that it has.
  private static func certain(_ bytes: Blob<UInt8>) -> WordMap<UInt8> {
    var map = WordMap<UInt8>(capacity: bytes.count / 9)
    for at in stride(from: 0, to: bytes.count - 8, by: 9) where Int(bytes[at + 8]) < Tag.allCases.count {
      map[Word(hash: (0..<8).reversed().reduce(0) { $0 << 8 | UInt64(bytes[at + $1]) })] = bytes[at + 8]
    }
    return map
  }

  /// The file of a model with these parts.
  package static func file(
    about: String, classes: [UInt64], certain: [(word: Word, tag: UInt8)], tagger: SparseTable, parser: Parser.Model
  ) -> [UInt8] {
    var words: [UInt8] = []
    for (word, tag) in certain {
      for shift in stride(from: 0, to: 64, by: 8) {
        words.append(UInt8(truncatingIfNeeded: word.hash >> UInt64(shift)))
      }
      words.append(tag)
    }
    func bytes<Element>(_ blob: Blob<Element>) -> [UInt8] { Array(blob.bytes) }
    return ModelFile.file([
      ("about", Array(about.utf8)), ("words", bytes(Blob(classes))), ("tagger.certain", words),
      ("tagger.slots", bytes(tagger.slots)), ("tagger.weights", bytes(tagger.weights)),
      ("tagger.rows", bytes(tagger.rows)),
      ("parser.moves", bytes(parser.moves.slots)),
      ("parser.relations.slots", bytes(parser.relations.slots)),
      ("parser.relations.weights", bytes(parser.relations.weights)),
      ("parser.relations.rows", bytes(parser.relations.rows)),
    ])
  }
}
