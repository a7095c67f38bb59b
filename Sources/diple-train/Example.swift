import DipleAnnotations
import DipleLanguage

/// A sentence to learn from, or to be measured on: tokens, and what the treebank says of each.
struct Example {
  var bytes: [UInt8]
  var tokens: Tokens
  /// The tag, where the treebank has one for exactly this token.
  var tags: [Tag?]
  /// The head's index, -1 for the root; nil where it is not known.
  var heads: [Int?]
  var relations: [Relation]
  /// The document that it is of.
  var document: Int

  /// The sentence in the treebank's own words.
  init(asParted sentence: TreebankSentence) {
    let own = Tokenizer.tokens(sentence.bytes)
    var tokens = Tokens()
    for row in sentence.rows { tokens.append(Self.token(sentence.bytes, row.text, own)) }
    self.init(
      bytes: sentence.bytes, tokens: tokens, tags: sentence.rows.map(\.tag), heads: sentence.rows.map { $0.head },
      relations: sentence.rows.map(\.relation), document: sentence.document)
  }

  /// The sentence as our tokenizer parts it. Treebanks part `well-known` into three words where we see one: it has the head of that
  /// word whose head lies outside, and the tag that the Penn Treebank gave it before 2012.
  init(asRead sentence: TreebankSentence) {
    let (bytes, rows) = (sentence.bytes, sentence.rows)
    let tokens = Tokenizer.tokens(bytes)
    var tokenOf = [Int](repeating: -1, count: rows.count)
    var covered: [Range<Int>] = []
    var row = 0
    for token in tokens.indices {
      let span = Int(tokens.starts[token])..<Int(tokens.ends[token])
      while row < rows.count, rows[row].text.upperBound <= span.lowerBound { row += 1 }
      var last = row
      while last < rows.count, rows[last].text.lowerBound < span.upperBound { last += 1 }
      for index in row..<last where tokenOf[index] < 0 { tokenOf[index] = token }
      covered.append(row..<last)
    }
    var example = Example(
      bytes: bytes, tokens: tokens, tags: [], heads: [], relations: [], document: sentence.document)
    for token in tokens.indices {
      let range = covered[token]
      let fits =
        !range.isEmpty && rows[range.lowerBound].text.lowerBound == Int(tokens.starts[token])
        && rows[range.upperBound - 1].text.upperBound == Int(tokens.ends[token])
      // The row whose head lies outside speaks for the whole.
      let top = range.last { rows[$0].head < 0 || tokenOf[rows[$0].head] != token }
      guard fits, let top else {
        example.tags.append(nil)
        example.heads.append(nil)
        example.relations.append(.dep)
        continue
      }
      example.tags.append(Self.tag(top, of: range, in: rows))
      example.heads.append(rows[top].head < 0 ? -1 : tokenOf[rows[top].head])
      example.relations.append(rows[top].relation)
    }
    self = example
  }

  private init(
    bytes: [UInt8], tokens: Tokens, tags: [Tag?], heads: [Int?], relations: [Relation], document: Int
  ) {
    (self.bytes, self.tokens, self.tags) = (bytes, tokens, tags)
    (self.heads, self.relations, self.document) = (heads, relations, document)
  }

  private static func token(_ bytes: [UInt8], _ span: Range<Int>, _ own: Tokens) -> Token {
    var token = Tokenizer.token(bytes, span)
    // What our tokenizer knows of the same bytes, as that the stop of `Mr.` is part of it.
    if let same = own.indices.first(where: { Int(own.starts[$0]) == span.lowerBound }),
      Int(own.ends[same]) == span.upperBound
    {
      token.shape = own.shapes[same]
    }
    return token
  }

  private static func tag(_ top: Int, of covered: Range<Int>, in rows: [TreebankSentence.Row]) -> Tag? {
    guard let tag = rows[top].tag else { return nil }
    if covered.count == 1 { return tag }
    if rows[top].relation == .amod || tag == .vbn || tag == .vbg && rows[top].relation != .acl { return .jj }
    if rows[top].relation == .compound, tag.isCommonNoun { return .jj }
    return tag == .hyph ? nil : tag
  }

  /// What to learn from: each sentence as we read it, and where the treebank parts it otherwise, as it stands there too.
  static func both(_ sentences: [TreebankSentence]) -> [Example] {
    sentences.flatMap { sentence -> [Example] in
      let read = Example(asRead: sentence)
      let parted = Example(asParted: sentence)
      return read.tokens.starts == parted.tokens.starts && read.tokens.ends == parted.tokens.ends
        ? [read] : [read, parted]
    }
  }
}
