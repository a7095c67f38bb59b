/// A line of Markdown that is read from the left: columns count, and tabs reach to the next multiple of four.
struct MarkdownLine {
  private let text: Bytes
  /// What is not read yet begins here.
  private(set) var at: Int
  /// The column of `at`; a tab may be read in part.
  private var column = 0
  /// Where the line's terminator begins.
  let end: Int
  /// Where the next line starts.
  let next: Int

  init(_ text: Bytes, at start: Int) {
    (self.text, at) = (text, start)
    end = text.lineEnd(start)
    next = text.nextLine(end)
  }

  /// The white space before what is left: its columns, and the first byte behind it.
  var indent: (columns: Int, first: Int) {
    var (column, first) = (column, at)
    while first < end {
      if text[first] == 0x20 { column += 1 } else if text[first] == 0x09 { column += 4 - column % 4 } else { break }
      first += 1
    }
    return (column - self.column, first)
  }

  var isBlank: Bool { indent.first == end }

  /// Reads white space of a width; a tab that is wider is read in part.
  mutating func skip(columns: Int) {
    let goal = column + columns
    while column < goal, at < end {
      if text[at] == 0x09 {
        let stop = column + 4 - column % 4
        if stop > goal {
          column = goal
          return
        }
        column = stop
      } else if text[at] == 0x20 {
        column += 1
      } else {
        return
      }
      at += 1
    }
  }

  /// Reads a marker of ASCII bytes that begins behind white space.
  mutating func skip(indent: Int, marker: Int) {
    skip(columns: indent)
    at += marker
    column += marker
  }

  /// Reads the containers that go on in this line. Returns how many do.
  mutating func match(_ containers: [BlockState.Container]) -> Int {
    for (index, container) in containers.enumerated() {
      let (columns, first) = indent
      switch container {
      case .quote:
        guard columns < 4, text[first] == UInt8(ascii: ">"), first < end else { return index }
        skip(indent: columns, marker: 1)
        skip(columns: 1)
      case .item(let width):
        if first == end { continue }
        guard columns >= width else { return index }
        skip(columns: width)
      }
    }
    return containers.count
  }

  /// Reads the marker of a container that begins here, if one does.
  /// - Parameter interrupts: true where it would end a paragraph; then not all that looks like a marker is one.
  mutating func open(interrupts: Bool) -> BlockState.Container? {
    let (columns, first) = indent
    guard columns < 4, first < end else { return nil }
    switch text[first] {
    case UInt8(ascii: ">"):
      skip(indent: columns, marker: 1)
      skip(columns: 1)
      return .quote
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"):
      return isRule(first) ? nil : item(columns, first, length: 1, interrupts)
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      var at = first
      while at < first + 9, text[at].isDigit { at += 1 }
      guard text[at] == UInt8(ascii: ".") || text[at] == UInt8(ascii: ")") else { return nil }
      if interrupts, at - first != 1 || text[first] != UInt8(ascii: "1") { return nil }
      return item(columns, first, length: at + 1 - first, interrupts)
    case UInt8(ascii: "[") where text[first + 1] == UInt8(ascii: "^"):
      // A note at the page's foot: `[^1]: text`.
      guard let close = text.noteEnd(first), text[close] == UInt8(ascii: ":") else { return nil }
      skip(indent: columns, marker: close + 1 - first)
      return .item(4)
    default: return nil
    }
  }

  private mutating func item(_ columns: Int, _ first: Int, length: Int, _ interrupts: Bool) -> BlockState.Container? {
    let after = first + length
    guard after >= end || text[after] == 0x20 || text[after] == 0x09 else { return nil }
    let isEmpty = text.skipBlanks(after, to: end) == end
    if interrupts, isEmpty { return nil }
    skip(indent: columns, marker: length)
    // Five columns are one, and indented code behind it.
    let gap = indent.columns
    let space = isEmpty || gap > 4 ? 1 : gap
    skip(columns: space)
    // `- [x] done`
    let (_, box) = indent
    if text[box] == UInt8(ascii: "["), text[box + 2] == UInt8(ascii: "]"), text[box + 3] == 0x20, box + 3 < end,
      text[box + 1] == 0x20 || text[box + 1] | 0x20 == UInt8(ascii: "x")
    {
      skip(indent: indent.columns, marker: 3)
    }
    return .item(columns + length + space)
  }

  // MARK: What a line is

  /// True where what is left is a thematic break: three `-`, `*` or `_`, and nothing else but blanks.
  func isRule(_ first: Int) -> Bool {
    let mark = text[first]
    guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "*") || mark == UInt8(ascii: "_") else { return false }
    var count = 0
    for at in first..<end {
      if text[at] == mark { count += 1 } else if text[at] != 0x20, text[at] != 0x09 { return false }
    }
    return count >= 3
  }

  /// The level of the ATX heading that begins here.
  func headingLevel(_ first: Int) -> Int? {
    var at = first
    while at < end, text[at] == UInt8(ascii: "#") { at += 1 }
    guard (1...6).contains(at - first), at == end || text[at] == 0x20 || text[at] == 0x09 else { return nil }
    return at - first
  }

  /// The length of the fence of code that begins here.
  func fence(_ first: Int) -> Int? {
    let mark = text[first]
    guard mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
    var at = first
    while at < end, text[at] == mark { at += 1 }
    guard at - first >= 3 else { return nil }
    // Where backticks follow in the line, it is code within a sentence.
    if mark == UInt8(ascii: "`"), text.first(mark, from: at, to: end) != nil { return nil }
    return at - first
  }

  /// True where this line closes a fence.
  func closesFence(_ mark: UInt8, _ length: Int) -> Bool {
    let (columns, first) = indent
    var at = first
    while at < end, text[at] == mark { at += 1 }
    return columns < 4 && at - first >= length && text.skipBlanks(at, to: end) == end
  }

  /// True for `===` or `---` under the words of a heading.
  func isUnderline(_ first: Int) -> Bool {
    let mark = text[first]
    guard mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-") else { return false }
    var at = first
    while at < end, text[at] == mark { at += 1 }
    return text.skipBlanks(at, to: end) == end
  }

  /// True where a block begins that ends a paragraph.
  /// - Parameter interrupts: false in a line that does not belong to all containers of the paragraph.
  func startsBlock(interrupts: Bool) -> Bool {
    let (columns, first) = indent
    guard columns < 4, first < end else { return false }
    switch text[first] {
    case UInt8(ascii: "#"): return headingLevel(first) != nil
    case UInt8(ascii: "`"), UInt8(ascii: "~"): return fence(first) != nil
    case UInt8(ascii: "<"): return MarkdownHTML.kind(text, first, end, interrupts: true) != nil
    case UInt8(ascii: "_"): return isRule(first)
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: ">"), UInt8(ascii: "["),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      if isRule(first) { return true }
      var line = self
      return line.open(interrupts: interrupts) != nil
    default: return false
    }
  }
}

extension Bytes {
  /// The offset behind the `]` of a reference to a note, `[^1]`, that begins at `start`.
  func noteEnd(_ start: Int) -> Int? {
    guard self[start] == UInt8(ascii: "["), self[start + 1] == UInt8(ascii: "^") else { return nil }
    var at = start + 2
    while at < start + 64, at < count, !self[at].isSpace, self[at] != UInt8(ascii: "["), self[at] != UInt8(ascii: "]") {
      at += 1
    }
    return at > start + 2 && self[at] == UInt8(ascii: "]") ? at + 1 : nil
  }
}
