/// Tells which line ends of a block of lines only break a line that was too long, and which part paragraphs.
///
/// Two habits meet in plain text: lines broken at a column (books, mail, README files), and one paragraph a line. A line end is a hard
/// wrap where the next line's first word would not have fitted into the block's width, and that width is one people wrap at. Who wraps
/// by hand, or wrapped before the last change, stays short of the width: a line that goes on with a small letter may leave more
/// room, and where most lines of a block do so, all others may leave some.
struct HardWrap {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// The columns of the longest line.
  private let width: Int
  /// Most lines go on in the middle of a sentence, so the block is broken at a column.
  private let isBroken: Bool
  /// Each of at least four lines begins with a capital, as headlines and verses do: none goes on with another.
  private let isList: Bool

  /// Looks at a block of at least one line.
  init(_ block: [Span], _ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    width = block.reduce(0) { max($0, Self.columns($1, bytes)) }
    isBroken = block.dropFirst().count { Self.isSmall(bytes[$0.start]) } * 2 >= block.count - 1
    isList = block.count >= 4 && block.allSatisfy { (0x41...0x5A).contains(bytes[$0.start]) }
  }

  /// True where the line end between two lines of the block is a hard wrap.
  func joins(_ line: Span, _ next: Span) -> Bool {
    guard !isList, ((isBroken ? 50 : 60)...100).contains(width), bytes[line.start] != UInt8(ascii: "#") else {
      return false
    }
    var word = next.start
    while word < next.end, !bytes[word].isSpace { word += 1 }
    let left = width - Self.columns(line, bytes) - 1 - Self.columns(Span(next.start, word), bytes)
    return left < room(line, next)
  }

  /// How many columns may be left beside the next word.
  private func room(_ line: Span, _ next: Span) -> Int {
    if Self.isSmall(bytes[next.start]) { return width * 2 / 5 }
    guard isBroken, !opensItem(next) else { return 0 }
    return endsSentence(line) ? 6 : 12
  }

  /// `- one`, `* one`, `+ one`.
  private func opensItem(_ line: Span) -> Bool {
    let first = bytes[line.start]
    return line.count > 1 && bytes[line.start + 1] == 0x20
      && (first == UInt8(ascii: "-") || first == UInt8(ascii: "*") || first == UInt8(ascii: "+"))
  }

  private func endsSentence(_ line: Span) -> Bool {
    var end = line.end
    while end > line.start + 1, isClosing(end) { end -= bytes[end - 1] >= 0x80 ? 3 : 1 }
    let last = bytes[end - 1]
    return last == UInt8(ascii: ".") || last == UInt8(ascii: "?") || last == UInt8(ascii: "!")
      || last == UInt8(ascii: ":")
  }

  /// A mark or bracket before `end` that may stand behind a full stop: `"`, `'`, `)`, `*`, `”`, `’`.
  private func isClosing(_ end: Int) -> Bool {
    let last = bytes[end - 1]
    if last < 0x80 { return last == 0x22 || last == 0x27 || last == 0x29 || last == 0x2A }
    return end > 3 && (last == 0x9D || last == 0x99) && bytes[end - 2] == 0x80 && bytes[end - 3] == 0xE2
  }

  private static func isSmall(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

  /// Code points, as an editor counts columns.
  private static func columns(_ span: Span, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    (span.start..<span.end).count { bytes[$0] & 0xC0 != 0x80 }
  }
}
