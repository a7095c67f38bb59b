/// Where each line of a text starts, and the way between byte offsets and positions.
///
/// A line ends with `\n`, `\r\n` or a lone `\r` (LSP 3.17, "Text Documents"); the terminator belongs to the line
/// but has no columns. A text that ends with a terminator has one more, empty line.
public struct LineIndex: Sendable, Equatable {
  /// The offset of the first byte of every line; never empty.
  public private(set) var starts: [Int]

  /// Reads the lines of `bytes`.
  public init(_ bytes: [UInt8]) {
    starts = [0]
    starts += Self.starts(in: bytes, 0..<bytes.count)
  }

  /// The lines that start behind a terminator in `range`. A terminator may not be cut by the range's start.
  private static func starts(in bytes: [UInt8], _ range: Range<Int>) -> [Int] {
    var starts: [Int] = []
    bytes.withUnsafeBufferPointer { bytes in
      var i = range.lowerBound
      while i < range.upperBound {
        let byte = bytes[i]
        i += 1
        if byte == 0x0A {
          starts.append(i)
        } else if byte == 0x0D {
          if i < bytes.count, bytes[i] == 0x0A { i += 1 }
          starts.append(i)
        }
      }
    }
    return starts
  }

  /// Follows an edit: reads the lines that it touched again and moves those behind it.
  /// - Parameter bytes: the text after the edit.
  mutating func apply(_ edit: TextEdit, to bytes: [UInt8]) {
    let shift = edit.bytes.count - edit.span.count
    // One line more above, as `\n` put behind a `\r` makes one terminator of two. The line after the edit's end starts
    // behind a byte that the edit left alone.
    let first = max(0, line(at: edit.span.start) - 1)
    let next = line(at: edit.span.end) + 1
    let end = next < starts.count ? starts[next] + shift : bytes.count
    let read = Self.starts(in: bytes, starts[first]..<end)
    if shift != 0 { for line in next..<max(next, starts.count) { starts[line] += shift } }
    // The last line read is the first of those behind the edit.
    starts.replaceSubrange(first + 1..<min(next + 1, starts.count), with: read)
  }

  /// The number of lines, at least 1.
  public var count: Int { starts.count }

  /// The line that holds `offset` (an offset at the end of the text is on the last line).
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of a line without its terminator.
  public func content(of line: Int, in bytes: [UInt8]) -> Span {
    let start = starts[line]
    var end = line + 1 < starts.count ? starts[line + 1] : bytes.count
    if line + 1 < starts.count {
      if end > start, bytes[end - 1] == 0x0A { end -= 1 }
      if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    }
    return Span(start, end)
  }

  /// The position of a byte offset. An offset inside a scalar or a terminator counts as the scalar's start, or the line's end.
  public func position(of offset: Int, in bytes: [UInt8], _ encoding: PositionEncoding) -> Position {
    let line = line(at: min(max(offset, 0), bytes.count))
    let content = content(of: line, in: bytes)
    var end = min(offset, content.end)
    while end > content.start, end < bytes.count, UTF8Scan.isContinuation(bytes[end]) { end -= 1 }
    return Position(line: line, character: Self.units(bytes, content.start, end, encoding))
  }

  /// The byte offset of a position. A column past the end of its line means the line's end, a line past the last
  /// means the text's end, and a column inside a surrogate pair means the pair's start: so LSP clients expect.
  public func offset(of position: Position, in bytes: [UInt8], _ encoding: PositionEncoding) -> Int {
    guard position.line >= 0 else { return 0 }
    guard position.line < starts.count else { return bytes.count }
    let content = content(of: position.line, in: bytes)
    var left = max(position.character, 0)
    var i = content.start
    while i < content.end, left > 0 {
      let length = min(UTF8Scan.length(lead: bytes[i]), content.end - i)
      let units = encoding == .utf8 ? length : encoding.units(of: bytes[i])
      if units > left { break }
      left -= units
      i += length
    }
    return i
  }

  static func units(_ bytes: [UInt8], _ start: Int, _ end: Int, _ encoding: PositionEncoding) -> Int {
    if encoding == .utf8 { return end - start }
    return bytes.withUnsafeBufferPointer { bytes in
      var units = 0
      for i in start..<max(start, end) { units += encoding.units(of: bytes[i]) }
      return units
    }
  }
}
