/// A text as it is on disk or in an editor: UTF-8 bytes that are never normalised, their lines and paragraphs.
public struct Document: Sendable {
  /// The text.
  public internal(set) var bytes: [UInt8]
  /// The lines of the text.
  public internal(set) var lines: LineIndex
  /// The paragraphs, in order; text between them is white space or markup.
  public internal(set) var paragraphs: [Paragraph]
  /// The paragraphs' numbers: they grow from paragraph to paragraph, with gaps, and a paragraph keeps its number while
  /// others come and go around it. Annotations name paragraphs by number.
  public internal(set) var numbers: [Int]
  /// How it is marked up.
  public let format: SourceFormat
  /// The blocks of a text that is marked up.
  var blocks: Blocks?

  /// Reads a text. Returns nil where it is not UTF-8; `UTF8Scan.firstInvalid` says where.
  public init?(bytes: [UInt8], format: SourceFormat = .plain) {
    guard UTF8Scan.firstInvalid(bytes) == nil else { return nil }
    self.init(valid: bytes, format)
  }

  /// Reads a string.
  public init(_ text: String, format: SourceFormat = .plain) { self.init(valid: Array(text.utf8), format) }

  private init(valid bytes: [UInt8], _ format: SourceFormat) {
    (self.bytes, self.format) = (bytes, format)
    lines = LineIndex(bytes)
    if format == .plain {
      paragraphs = Paragraph.split(bytes, lines)
    } else {
      paragraphs = []
      blocks = Blocks(bytes, lines, format, into: &paragraphs)
    }
    numbers = paragraphs.indices.map { $0 * Self.gap }
  }

  /// Replaces the bytes of `edit.span`. A span outside the text, or one that cuts a scalar, throws and changes nothing.
  /// - Returns: which paragraphs the edit replaced, first to last, each counted after the changes before it. All others have
  ///   moved, and that is all.
  @discardableResult
  public mutating func apply(_ edit: TextEdit) throws(EditError) -> [ParagraphChange] {
    try check(edit)
    return apply(EditScript(edit))
  }

  /// Throws where an edit does not fit the text.
  public func check(_ edit: TextEdit) throws(EditError) {
    guard edit.span.start >= 0, edit.span.end <= bytes.count else { throw .outOfRange(edit.span, length: bytes.count) }
    for offset in [edit.span.start, edit.span.end] where offset < bytes.count && UTF8Scan.isContinuation(bytes[offset])
    {
      throw .insideScalar(offset)
    }
    if let invalid = UTF8Scan.firstInvalid(edit.bytes) { throw .invalidUTF8(invalid) }
  }

  /// Does what a script says, which comes from an edit that fits the text. Paragraphs between its edits stay what they are.
  public mutating func apply(_ script: EditScript) -> [ParagraphChange] {
    guard let edit = script.whole(bytes) else { return [] }
    let front = paragraphs.first.flatMap { $0.kind == .frontMatter ? $0.span : nil }
    bytes.replaceSubrange(edit.span.range, with: edit.bytes)
    lines.apply(edit, to: bytes)
    return updateParagraphs(edit, script, touchesFrontMatter: front.map { edit.span.start <= $0.end } ?? false)
  }

  /// The position of a byte offset.
  public func position(of offset: Int, _ encoding: PositionEncoding) -> Position {
    lines.position(of: offset, in: bytes, encoding)
  }

  /// The byte offset of a position.
  public func offset(of position: Position, _ encoding: PositionEncoding) -> Int {
    lines.offset(of: position, in: bytes, encoding)
  }

  /// The text of a span as it is in the source.
  public func text(_ span: Span) -> String { String(decoding: bytes[span.range], as: UTF8.self) }
}

/// One replacement: the bytes of `span` give way to `bytes`.
public struct TextEdit: Sendable, Hashable {
  /// What is replaced, counted from the document's start; empty for an insertion.
  public var span: Span
  /// What comes instead; empty for a deletion.
  public var bytes: [UInt8]

  /// Makes an edit.
  public init(_ span: Span, _ bytes: [UInt8]) {
    self.span = span
    self.bytes = bytes
  }
}

/// Why an edit was refused.
public enum EditError: Error, Hashable {
  /// The span does not lie in the text.
  case outOfRange(Span, length: Int)
  /// The span starts or ends inside the scalar at this offset.
  case insideScalar(Int)
  /// The new bytes are not UTF-8; the offset counts from their start.
  case invalidUTF8(Int)
}
