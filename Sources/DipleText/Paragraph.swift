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
  /// Splits a text at blank lines, and at line ends that no hard wrap explains.
  ///
  /// Two habits meet in plain text: lines broken at a column (mail, README files), and one paragraph a line. Inside a
  /// block of lines, a line end is taken as a hard wrap where the next line's first word would not have fitted into
  /// the block's width, and that width is one people wrap at (60 to 100 columns). Every other line end parts paragraphs.
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
    let width = block.reduce(0) { max($0, $1.count) }
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
      var word = next.start
      while word < next.end, !isSpace(bytes[word]) { word += 1 }
      let wrapped =
        (60...100).contains(width) && previous.count + 1 + (word - next.start) > width
        && bytes[previous.start] != UInt8(ascii: "#")
      if wrapped {
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
