import DipleAnnotations
import DipleLanguage
import Foundation

/// A sentence of a treebank, read by our own tokenizer: a tag where the treebank has one for exactly this token.
struct TaggedSentence {
  var bytes: [UInt8]
  var tokens: Tokens
  var tags: [Tag?]
}

/// Reads CoNLL-U (universaldependencies.org/format). Treebanks part `well-known` into three tokens where we see one;
/// such a token gets the tag that the Penn Treebank gave it before 2012.
enum Treebank {
  private struct Row {
    var text: Range<Int>
    var tag: Tag?
    var head: Int
    var relation: String
  }

  static func sentences(_ path: String) throws -> [TaggedSentence] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var sentences: [TaggedSentence] = []
    var bytes: [UInt8] = []
    var rows: [Row] = []
    var range: (last: Int, space: Bool)?
    func close() {
      if !rows.isEmpty { sentences.append(align(bytes, rows)) }
      (bytes, rows, range) = ([], [], nil)
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty { close() }
      if line.isEmpty || line.hasPrefix("#") { continue }
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 10, !fields[0].contains(".") else { continue }
      let space = !fields[9].contains("SpaceAfter=No")
      let ids = fields[0].split(separator: "-").compactMap { Int($0) }
      if ids.count == 2 {
        range = (ids[1], space)
        continue
      }
      let start = bytes.count
      bytes += fields[1].utf8
      rows.append(
        Row(
          text: start..<bytes.count, tag: Tag(name: fields[4]), head: Int(fields[6]) ?? 0, relation: String(fields[7])))
      let spaceAfter =
        range.map { ids[0] < $0.last ? false : $0.space && space } ?? space
      if let last = range?.last, ids[0] >= last { range = nil }
      if spaceAfter { bytes.append(0x20) }
    }
    close()
    return sentences
  }

  private static func align(_ bytes: [UInt8], _ rows: [Row]) -> TaggedSentence {
    let tokens = Tokenizer.tokens(bytes)
    var tags: [Tag?] = []
    var row = 0
    for token in tokens.indices {
      let span = Int(tokens.starts[token])..<Int(tokens.ends[token])
      while row < rows.count, rows[row].text.upperBound <= span.lowerBound { row += 1 }
      let first = row
      var last = row
      while last < rows.count, rows[last].text.lowerBound < span.upperBound { last += 1 }
      let covered = first..<last
      let fits =
        !covered.isEmpty && rows[first].text.lowerBound == span.lowerBound
        && rows[last - 1].text.upperBound == span.upperBound
      tags.append(fits ? tag(of: covered, in: rows) : nil)
    }
    return TaggedSentence(bytes: bytes, tokens: tokens, tags: tags)
  }

  private static func tag(of covered: Range<Int>, in rows: [Row]) -> Tag? {
    if covered.count == 1 { return rows[covered.lowerBound].tag }
    // The row whose head lies outside speaks for the whole.
    guard let top = covered.last(where: { !covered.contains(rows[$0].head - 1) }), let tag = rows[top].tag else {
      return nil
    }
    if rows[top].relation == "amod" || tag == .vbn || tag == .vbg && rows[top].relation != "acl" { return .jj }
    if rows[top].relation == "compound", tag.isCommonNoun { return .jj }
    return tag == .hyph ? nil : tag
  }
}
