/// Links and what belongs to them (CommonMark 0.31, sections 4.7 and 6.3).
enum MarkdownLinks {
  /// No target or title is longer, in bytes.
  private static let limit = 4096

  /// The end of the definitions, `[label]: target "title"`, that a paragraph may begin with.
  static func definitionsEnd(_ text: Bytes, from start: Int) -> Int {
    var at = start
    while let end = definitionEnd(text, at) { at = end }
    return at
  }

  private static func definitionEnd(_ text: Bytes, _ start: Int) -> Int? {
    let first = text.skipSpace(start)
    guard text[first] == UInt8(ascii: "["), let label = labelEnd(text, first), text[label] == UInt8(ascii: ":"),
      let target = targetEnd(text, text.skipSpace(label + 1)), target > text.skipSpace(label + 1)
    else { return nil }
    // A title that something follows in its line is none, and the definition ends before.
    let title = text.skipSpace(target)
    if title > target, let end = titleEnd(text, title), let line = restOfLine(text, end) { return line }
    return restOfLine(text, target)
  }

  /// The start of the next line; nil where something stands before it.
  private static func restOfLine(_ text: Bytes, _ start: Int) -> Int? {
    let end = text.skipBlanks(start)
    if end >= text.count { return text.count }
    return text[end] == 0x0A || text[end] == 0x0D ? text.nextLine(end) : nil
  }

  /// The offset behind the `]` of the label that begins at `start`; a label has no brackets inside.
  static func labelEnd(_ text: Bytes, _ start: Int) -> Int? {
    var at = start + 1
    let end = min(text.count, start + 1000)
    var isBlank = true
    while at < end {
      switch text[at] {
      case UInt8(ascii: "\\"):
        at += 1
        isBlank = false
      case UInt8(ascii: "["): return nil
      case UInt8(ascii: "]"): return isBlank ? nil : at + 1
      case let byte: if !byte.isSpace { isBlank = false }
      }
      at += 1
    }
    return nil
  }

  /// The offset behind what follows the `]` of a link at `start`: `(target "title")`, `[label]` or `[]`; nil where nothing
  /// does. Labels alone are not taken for links: without all definitions of the document nobody knows, and editors of texts
  /// put their own words in brackets.
  static func tailEnd(_ text: Bytes, _ start: Int) -> Int? {
    if text[start] == UInt8(ascii: "[") {
      return text[start + 1] == UInt8(ascii: "]") ? start + 2 : labelEnd(text, start)
    }
    guard text[start] == UInt8(ascii: "("), let target = targetEnd(text, text.skipSpace(start + 1)) else { return nil }
    var at = text.skipSpace(target)
    if at > target, let title = titleEnd(text, at) { at = text.skipSpace(title) }
    return text[at] == UInt8(ascii: ")") ? at + 1 : nil
  }

  private static func targetEnd(_ text: Bytes, _ start: Int) -> Int? {
    var at = start
    let end = min(text.count, start + limit)
    if text[at] == UInt8(ascii: "<") {
      at += 1
      while at < end, text[at] != UInt8(ascii: "<"), text[at] != 0x0A, text[at] != 0x0D {
        if text[at] == UInt8(ascii: ">") { return at + 1 }
        at += text[at] == UInt8(ascii: "\\") ? 2 : 1
      }
      return nil
    }
    var depth = 0
    while at < end, text[at] > 0x20, text[at] != 0x7F {
      switch text[at] {
      case UInt8(ascii: "\\") where text[at + 1].isMark: at += 1
      case UInt8(ascii: "("):
        depth += 1
        if depth > 32 { return nil }
      case UInt8(ascii: ")"):
        if depth == 0 { return at }
        depth -= 1
      default: break
      }
      at += 1
    }
    return depth == 0 ? at : nil
  }

  private static func titleEnd(_ text: Bytes, _ start: Int) -> Int? {
    let close: UInt8
    switch text[start] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): close = text[start]
    case UInt8(ascii: "("): close = UInt8(ascii: ")")
    default: return nil
    }
    var at = start + 1
    let end = min(text.count, start + limit)
    while at < end {
      if text[at] == close { return at + 1 }
      if close == UInt8(ascii: ")"), text[at] == UInt8(ascii: "(") { return nil }
      at += text[at] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }
}
