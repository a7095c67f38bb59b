/// The unit of work: a run of lines that belong together, without white space around it.
public struct Paragraph: Sendable, Hashable {
  /// What a paragraph is for.
  public enum Kind: UInt8, Sendable {
    /// Running text.
    case text
    /// A heading (its marks lie outside the span).
    case heading
    /// Front matter (`FrontMatter`): metadata, never annotated.
    case frontMatter
  }

  /// The bytes, counted from the document's start.
  public var span: Span
  /// What it is for.
  public var kind: Kind
  /// What of it is prose, in order; none where all is.
  public var pieces: [Piece] = []
}

extension Paragraph {
  /// Splits a text at blank lines, and at line ends that no hard wrap explains (`HardWrap`).
  static func split(_ bytes: [UInt8], _ lines: LineIndex) -> [Paragraph] { split(bytes, lines, 0..<lines.count) }

  /// Splits some lines; blank lines, or the text's ends, must stand around them.
  static func split(_ bytes: [UInt8], _ lines: LineIndex, _ range: Range<Int>) -> [Paragraph] {
    var paragraphs: [Paragraph] = []
    var line = range.lowerBound
    if line == 0, let front = FrontMatter.paragraph(bytes, lines) {
      paragraphs.append(front)
      line = lines.line(at: front.span.end) + 1
    }
    bytes.withUnsafeBufferPointer { bytes in
      while line < range.upperBound {
        guard let _ = trimmed(bytes, lines, line) else {
          line += 1
          continue
        }
        var block: [Span] = []
        while line < range.upperBound, let span = trimmed(bytes, lines, line) {
          block.append(span)
          line += 1
        }
        append(block, bytes, to: &paragraphs)
      }
    }
    return paragraphs
  }

  /// A line's bytes without white space around them; nil for a blank line.
  static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>, _ lines: LineIndex, _ line: Int) -> Span? {
    var start = lines.starts[line]
    var end = line + 1 < lines.count ? lines.starts[line + 1] : bytes.count
    if line == 0 { start += UTF8Scan.byteOrderMark(bytes) }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    while start < end, isSpace(bytes[start]) { start += 1 }
    return start < end ? Span(start, end) : nil
  }

  private static func append(
    _ block: [Span], _ bytes: UnsafeBufferPointer<UInt8>, to paragraphs: inout [Paragraph]
  ) {
    let wrap = HardWrap(block, bytes)
    var open = block[0]
    func close() {
      var kind = Kind.text
      if bytes[open.start] == UInt8(ascii: "#") {
        var text = open.start
        while text < open.end, bytes[text] == UInt8(ascii: "#") { text += 1 }
        if text - open.start <= 6, text < open.end, bytes[text] == 0x20 {
          while text < open.end, isSpace(bytes[text]) { text += 1 }
          if text < open.end { (open.start, kind) = (text, .heading) }
        }
      }
      paragraphs.append(Paragraph(span: open, kind: kind))
    }
    for (previous, next) in zip(block, block.dropFirst()) {
      if wrap.joins(previous, next) {
        open.end = next.end
      } else {
        close()
        open = next
      }
    }
    close()
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte.isSpace }
}
