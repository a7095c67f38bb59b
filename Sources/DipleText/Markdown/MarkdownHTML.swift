/// HTML in Markdown (CommonMark 0.31, sections 4.6 and 6.6).
enum MarkdownHTML {
  /// How a block of HTML ends.
  enum Kind {
    /// With the line that holds these letters; nothing before is prose.
    case closed(StaticString)
    /// Before the next blank line.
    case blankLine
  }

  /// The block of HTML that begins with the `<` at `start`; nil where none does.
  /// - Parameters:
  ///   - end: the line's end.
  ///   - interrupts: true where it would end a paragraph; a tag of no meaning does not.
  static func kind(_ text: Bytes, _ start: Int, _ end: Int, interrupts: Bool) -> Kind? {
    guard text[start] == UInt8(ascii: "<") else { return nil }
    let line = text.prefix(end)
    if line.has("<!--", at: start) { return .closed("-->") }
    if line.has("<![cdata[", at: start) { return .closed("]]>") }
    if line[start + 1] == UInt8(ascii: "?") { return .closed("?>") }
    if line[start + 1] == UInt8(ascii: "!") { return line[start + 2].isLetter ? .closed(">") : nil }
    for (name, close) in raw where line.has(name, at: start + 1) && isNameEnd(line, start + 1 + name.utf8CodeUnitCount)
    {
      return .closed(close)
    }
    var name = start + 1
    if line[name] == UInt8(ascii: "/") { name += 1 }
    var at = name
    while line[at].isLetter || line[at].isDigit || line[at] == UInt8(ascii: "-") { at += 1 }
    guard at > name, line[name].isLetter else { return nil }
    let isSelfClosing = line[at] == UInt8(ascii: "/") && line[at + 1] == UInt8(ascii: ">")
    if isNameEnd(line, at) || isSelfClosing, HTMLElement(line, name, at).partsMarkdown { return .blankLine }
    guard !interrupts, let tag = tagEnd(line, at: start), line.skipBlanks(tag) == end else { return nil }
    return .blankLine
  }

  private static let raw: [(StaticString, StaticString)] = [
    ("pre", "</pre>"), ("script", "</script>"), ("style", "</style>"), ("textarea", "</textarea>"),
  ]

  private static func isNameEnd(_ line: Bytes, _ at: Int) -> Bool {
    at >= line.count || line[at].isSpace || line[at] == UInt8(ascii: ">")
  }

  /// The end of the tag, comment, instruction or declaration within a line of prose that begins with the `<` at `start`.
  /// - Parameter patience: how many bytes may still be looked at in vain. What looks like tags over and over, and is none,
  ///   would take the square of its length.
  static func end(_ text: Bytes, at start: Int, patience: inout Int) -> Int? {
    guard patience > 0 else { return nil }
    if text[start + 1] == UInt8(ascii: "!") || text[start + 1] == UInt8(ascii: "?") {
      guard let end = HTMLTag.commentEnd(text, at: start), end < text.count || text[end - 1] == UInt8(ascii: ">") else {
        patience -= text.count - start
        return nil
      }
      return end
    }
    var seen = 0
    let end = tagEnd(text, at: start, seen: &seen)
    if end == nil { patience -= seen }
    return end
  }

  /// The end of the tag that begins with the `<` at `start`. Stricter than browsers: `a <b and c> d` is no tag.
  static func tagEnd(_ text: Bytes, at start: Int) -> Int? {
    var seen = 0
    return tagEnd(text, at: start, seen: &seen)
  }

  /// - Parameter seen: gets the number of bytes that were looked at, where there is no tag.
  private static func tagEnd(_ text: Bytes, at start: Int, seen: inout Int) -> Int? {
    let isEnd = text[start + 1] == UInt8(ascii: "/")
    var at = start + (isEnd ? 2 : 1)
    guard text[at].isLetter else { return nil }
    while text[at].isLetter || text[at].isDigit || text[at] == UInt8(ascii: "-") { at += 1 }
    while true {
      let gap = text.skipSpace(at)
      seen = gap - start
      if text[gap] == UInt8(ascii: ">") { return gap + 1 }
      if isEnd { return nil }
      if text[gap] == UInt8(ascii: "/") { return text[gap + 1] == UInt8(ascii: ">") ? gap + 2 : nil }
      guard gap > at, let end = attributeEnd(text, gap, from: start, seen: &seen) else { return nil }
      at = end
    }
  }

  private static func attributeEnd(_ text: Bytes, _ start: Int, from tag: Int, seen: inout Int) -> Int? {
    var at = start
    guard text[at].isLetter || text[at] == UInt8(ascii: "_") || text[at] == UInt8(ascii: ":") else { return nil }
    while text[at].isLetter || text[at].isDigit || isNameMark(text[at]) { at += 1 }
    var value = text.skipSpace(at)
    guard text[value] == UInt8(ascii: "=") else { return at }
    value = text.skipSpace(value + 1)
    let quote = text[value]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let end = text.first(quote, from: value + 1)
      seen = (end ?? text.count) - tag
      return end.map { $0 + 1 }
    }
    at = value
    while at < text.count, !text[at].isSpace, !isUnquotedEnd(text[at]) { at += 1 }
    return at > value ? at : nil
  }

  private static func isNameMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-")
  }

  private static func isUnquotedEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "`"):
      true
    default: false
    }
  }
}

extension HTMLElement {
  /// True for the elements that begin a block of Markdown (CommonMark 0.31, section 4.6, condition 6, and a few that hide
  /// what they hold).
  fileprivate var partsMarkdown: Bool {
    switch role {
    case .block, .heading, .hiddenBlock: true
    case .hidden: true
    default: false
    }
  }
}
