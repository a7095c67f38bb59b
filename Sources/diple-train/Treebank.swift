import DipleAnnotations
import DipleLanguage
import Foundation

/// A sentence of a treebank as it stands there (CoNLL-U, universaldependencies.org/format).
struct TreebankSentence {
  /// A word.
  struct Row {
    /// Its bytes in the sentence.
    var text: Range<Int>
    var tag: Tag?
    var universal: String
    var lemma: String
    /// The index of its head in the sentence; -1 for the root.
    var head: Int
    var relation: Relation
  }
  /// The text, with spaces where the treebank says that they are.
  var bytes: [UInt8] = []
  var rows: [Row] = []
  /// True where a document or a paragraph begins with it.
  var opensParagraph = false
  /// The document that it is of.
  var document = 0
}

/// Reads treebanks.
enum Treebank {
  static func sentences(_ path: String) throws -> [TreebankSentence] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var sentences: [TreebankSentence] = []
    var sentence = TreebankSentence()
    var document = 0
    var opens = true
    var range: (last: Int, space: Bool)?
    func close() {
      sentence.document = document
      sentence.opensParagraph = opens
      if !sentence.rows.isEmpty {
        sentences.append(sentence)
        opens = false
      }
      (sentence, range) = (TreebankSentence(), nil)
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty { close() }
      if line.hasPrefix("# newdoc") { document += 1 }
      if line.hasPrefix("# newdoc") || line.hasPrefix("# newpar") { opens = true }
      if line.isEmpty || line.hasPrefix("#") { continue }
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 10, !fields[0].contains(".") else { continue }
      let space = !fields[9].contains("SpaceAfter=No")
      let ids = fields[0].split(separator: "-").compactMap { Int($0) }
      if ids.count == 2 {
        range = (ids[1], space)
        continue
      }
      let start = sentence.bytes.count
      sentence.bytes += fields[1].utf8
      sentence.rows.append(
        TreebankSentence.Row(
          text: start..<sentence.bytes.count, tag: Tag(name: fields[4]), universal: String(fields[3]),
          lemma: String(fields[2]), head: (Int(fields[6]) ?? 0) - 1, relation: Relation(name: fields[7]) ?? .dep))
      let spaceAfter = range.map { ids[0] < $0.last ? false : $0.space && space } ?? space
      if let last = range?.last, ids[0] >= last { range = nil }
      if spaceAfter { sentence.bytes.append(0x20) }
    }
    close()
    return sentences
  }
}
