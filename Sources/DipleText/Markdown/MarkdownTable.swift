/// Rows of tables (GitHub Flavored Markdown 0.29, section 4.10).
enum MarkdownTable {
  /// The cells of a row. A `|` parts them even inside code, unless a backslash stands before it.
  static func cells(_ text: Bytes, _ row: Span) -> [Span] {
    var end = row.end
    while end > row.start, text[end - 1].isSpace { end -= 1 }
    var start = text.skipBlanks(row.start, to: end)
    if start < end, text[start] == pipe { start += 1 }
    var cells: [Span] = []
    var at = start
    while at < end {
      if text[at] == UInt8(ascii: "\\") {
        at += 2
        continue
      }
      if text[at] == pipe {
        cells.append(Span(start, at))
        start = at + 1
      }
      at += 1
    }
    if start < end { cells.append(Span(start, end)) }
    return cells
  }

  /// The number of columns, where a line is the one between a table's header and its rows: `| --- | :-: |`.
  static func width(_ text: Bytes, _ start: Int, _ end: Int) -> Int? {
    var hasPipe = false
    for at in start..<end {
      switch text[at] {
      case pipe: hasPipe = true
      case UInt8(ascii: "-"), UInt8(ascii: ":"), 0x20, 0x09: continue
      default: return nil
      }
    }
    guard hasPipe else { return nil }
    let cells = cells(text, Span(start, end))
    return cells.allSatisfy { isRule(text, $0) } ? cells.count : nil
  }

  private static func isRule(_ text: Bytes, _ cell: Span) -> Bool {
    var at = text.skipBlanks(cell.start, to: cell.end)
    if at < cell.end, text[at] == UInt8(ascii: ":") { at += 1 }
    let first = at
    while at < cell.end, text[at] == UInt8(ascii: "-") { at += 1 }
    if at == first { return false }
    if at < cell.end, text[at] == UInt8(ascii: ":") { at += 1 }
    return text.skipBlanks(at, to: cell.end) == cell.end
  }

  private static let pipe = UInt8(ascii: "|")
}
