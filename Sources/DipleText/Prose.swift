/// A run of a paragraph's prose, and the bytes of the source that it stands for.
///
/// What lies between the pieces of a paragraph is markup. Annotators see prose only; what they find in it is put back
/// into the source piece by piece, so that nothing begins or ends inside markup.
public struct Piece: Hashable, Sendable {
  /// Where it begins in the prose.
  let prose: Int32
  /// Its first byte, counted from the paragraph's first one.
  let start: Int32
  /// The byte after its last one.
  let end: Int32
  /// The scalar that stands for the bytes; 0 where they stand for themselves.
  let scalar: UInt32
  /// The bytes of markup before and behind an object that belong to it, as `$` to a formula. What holds more than the object
  /// holds them too: nothing begins behind one mark of a pair.
  let lead: Int32
  let tail: Int32

  /// What stands in prose for something in a sentence that is none: code, a formula. Unicode has this character for it; to the
  /// language layer it is one unknown word, as a thing that is named would be.
  static let object: UInt32 = 0xFFFC

  init(prose: Int, start: Int, end: Int, scalar: UInt32, lead: Int = 0, tail: Int = 0) {
    (self.prose, self.start, self.end) = (Int32(prose), Int32(start), Int32(end))
    self.scalar = scalar
    (self.lead, self.tail) = (Int32(lead), Int32(tail))
  }

  /// The length in the prose, in bytes.
  var count: Int { scalar == 0 ? Int(end - start) : scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4 }
  var proseEnd: Int { Int(prose) + count }
}

extension Paragraph {
  /// The length of the prose in bytes.
  public var proseCount: Int { pieces.last?.proseEnd ?? span.count }

  /// The bytes that stand for a span of the prose, counted from the document's start.
  public func source(_ prose: Span) -> Span {
    guard !pieces.isEmpty else { return prose.shifted(by: span.start) }
    let index = piece(at: prose.start)
    let first = pieces[index]
    var start = first.scalar == 0 ? Int(first.start) + prose.start - Int(first.prose) : Int(first.start)
    guard !prose.isEmpty else { return Span(start, start).shifted(by: span.start) }
    let lastIndex = piece(at: prose.end - 1)
    let last = pieces[lastIndex]
    var end = last.scalar == 0 ? Int(last.start) + prose.end - Int(last.prose) : Int(last.end)
    if lastIndex > index {
      start -= Int(first.lead)
      end += Int(last.tail)
    }
    return Span(start, end).shifted(by: span.start)
  }

  /// The place in the prose of a byte of the document; of one in markup, the place where the prose goes on.
  public func prose(at offset: Int) -> Int {
    guard !pieces.isEmpty else { return min(max(offset - span.start, 0), span.count) }
    let index = piece(from: offset)
    guard index < pieces.count else { return proseCount }
    let piece = pieces[index]
    return Int(piece.prose) + (piece.scalar == 0 ? max(0, offset - span.start - Int(piece.start)) : 0)
  }

  /// All of it as one piece of prose.
  fileprivate var whole: Piece { Piece(prose: 0, start: 0, end: span.count, scalar: 0) }

  /// The number of the first piece that does not end before a byte of the document.
  fileprivate func piece(from offset: Int) -> Int {
    let offset = offset - span.start
    return pieces.partitioningIndex { $0.end > offset }
  }

  /// The number of the piece that holds a byte of the prose; the last one for the prose's end.
  fileprivate func piece(at prose: Int) -> Int {
    pieces.dropLast().partitioningIndex { $0.proseEnd > prose }
  }
}

extension Document {
  /// The prose of a paragraph: what the language layer reads.
  public func prose(of paragraph: Paragraph) -> [UInt8] {
    guard !paragraph.pieces.isEmpty else { return Array(bytes[paragraph.span.range]) }
    var prose: [UInt8] = []
    prose.reserveCapacity(paragraph.proseCount)
    for piece in paragraph.pieces { append(piece, of: paragraph, to: &prose) }
    return prose
  }

  /// A part of a paragraph's prose. Characters that stand for some bytes of the source are not cut.
  public func prose(_ span: Span, of paragraph: Paragraph) -> [UInt8] {
    guard !paragraph.pieces.isEmpty else { return Array(bytes[paragraph.source(span).range]) }
    var prose: [UInt8] = []
    for piece in paragraph.pieces[paragraph.piece(at: span.start)...] {
      if piece.prose >= span.end { break }
      if piece.scalar == 0 {
        let (start, end) = (max(span.start, Int(piece.prose)), min(span.end, piece.proseEnd))
        let source = Int(piece.start) - Int(piece.prose) + paragraph.span.start
        if start < end { prose += bytes[source + start..<source + end] }
      } else {
        append(piece, of: paragraph, to: &prose)
      }
    }
    return prose
  }

  /// What a person reads between two places of the source: the text without its markup. Of code and formulas, which are no
  /// prose, the source.
  public func reading(_ span: Span) -> String {
    guard format != .plain else { return text(span) }
    var reading: [UInt8] = []
    var index = paragraphs.partitioningIndex { $0.span.end > span.start }
    while index < paragraphs.count, paragraphs[index].span.start < span.end {
      let paragraph = paragraphs[index]
      index += 1
      if paragraph.kind == .frontMatter { continue }
      if !reading.isEmpty { reading.append(0x0A) }
      let pieces =
        paragraph.pieces.isEmpty ? [paragraph.whole][...] : paragraph.pieces[paragraph.piece(from: span.start)...]
      for piece in pieces {
        let source = Span(Int(piece.start), Int(piece.end)).shifted(by: paragraph.span.start)
        if source.start >= span.end { break }
        if piece.scalar == 0 || piece.scalar == Piece.object {
          reading += bytes[max(span.start, source.start)..<min(span.end, source.end)]
        } else {
          append(piece, of: paragraph, to: &reading)
        }
      }
    }
    return String(decoding: reading, as: UTF8.self)
  }

  /// True where nothing but prose stands in the source of a span of the prose, so that other words may take its place: no
  /// markup between the words, and no tag, code or formula that stands for a character.
  public func isUnbroken(_ span: Span, of paragraph: Paragraph) -> Bool {
    guard !paragraph.pieces.isEmpty, !span.isEmpty else { return true }
    let pieces = paragraph.pieces[paragraph.piece(at: span.start)...paragraph.piece(at: span.end - 1)]
    return zip(pieces, pieces.dropFirst()).allSatisfy { $0.end == $1.start }
      && pieces.allSatisfy { piece in
        piece.scalar == 0
          || piece.scalar != Piece.object && bytes[paragraph.span.start + Int(piece.start)] != UInt8(ascii: "<")
      }
  }

  /// The source of the code or formula that stands at a place of a paragraph's prose.
  public func object(at prose: Int, of paragraph: Paragraph) -> Span? {
    guard !paragraph.pieces.isEmpty else { return nil }
    let piece = paragraph.pieces[paragraph.piece(at: prose)]
    guard piece.scalar == Piece.object else { return nil }
    return Span(Int(piece.start), Int(piece.end)).shifted(by: paragraph.span.start)
  }

  private func append(_ piece: Piece, of paragraph: Paragraph, to prose: inout [UInt8]) {
    if piece.scalar == 0 {
      prose += bytes[paragraph.span.start + Int(piece.start)..<paragraph.span.start + Int(piece.end)]
    } else if let scalar = Unicode.Scalar(piece.scalar) {
      prose += Array(String(scalar).utf8)
    }
  }
}
