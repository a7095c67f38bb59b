/// Front matter as tools for web sites write it above texts of every format, at the very start of a text (a byte order mark may
/// stand before): YAML, that is lines of `key: value` between two lines `---`, or TOML, `key = value` between two `+++`.
public enum FrontMatter {
  private static let fences = Array("-+".utf8)
  /// The most lines that it may take.
  static let limit = 200

  /// The lines that it takes, fences included; nil where there is none.
  static func lines(_ bytes: [UInt8], _ lines: LineIndex) -> Range<Int>? {
    let mark = UTF8Scan.byteOrderMark(bytes)
    guard mark < bytes.count, fences.contains(bytes[mark]) else { return nil }
    func isFence(_ line: Int) -> Bool {
      var span = lines.content(of: line, in: bytes)
      if line == 0 { span.start += mark }
      return span.count >= 3 && bytes[span.start..<span.start + 3].allSatisfy { $0 == bytes[mark] }
        && bytes[span.start + 3..<span.end].allSatisfy { $0 == 0x20 }
    }
    /// `...` ends YAML, too.
    func isDots(_ line: Int) -> Bool {
      let span = lines.content(of: line, in: bytes)
      return bytes[mark] == fences[0] && span.count == 3 && bytes[span.start..<span.end].allSatisfy { $0 == 0x2E }
    }
    guard lines.count > 1, isFence(0) else { return nil }
    for line in 1..<min(lines.count, limit) where isFence(line) || isDots(line) { return 0..<line + 1 }
    return nil
  }

  /// The paragraph that it makes; nil where there is none.
  static func paragraph(_ bytes: [UInt8], _ lines: LineIndex) -> Paragraph? {
    Self.lines(bytes, lines).map {
      Paragraph(
        span: Span(UTF8Scan.byteOrderMark(bytes), lines.content(of: $0.upperBound - 1, in: bytes).end),
        kind: .frontMatter)
    }
  }

  /// How far a text is looked through for the end of front matter; nil where none begins.
  static func reach(_ bytes: [UInt8], _ lines: LineIndex) -> Int? {
    let text = bytes.dropFirst(UTF8Scan.byteOrderMark(bytes))
    guard fences.contains(where: { text.starts(with: [$0, $0, $0]) }) else { return nil }
    return limit < lines.count ? lines.starts[limit] : bytes.count
  }

  /// The value of a top-level key (compared without case), its quotation marks removed.
  public static func value(_ key: String, in document: Document) -> String? {
    guard let front = document.paragraphs.first, front.kind == .frontMatter else { return nil }
    let separator: Character = document.bytes[front.span.start] == fences[0] ? ":" : "="
    for line in document.text(front.span).split(whereSeparator: \.isNewline) {
      // Behind `[params]`, keys of TOML are a table's.
      if separator == "=", line.drop(while: \.isWhitespace).first == "[" { break }
      guard let end = line.firstIndex(of: separator) else { continue }
      // TOML has white space around its sign; a line of YAML that begins with some belongs to the one above.
      let name = separator == "=" ? String(line[..<end].filter { !$0.isWhitespace }) : String(line[..<end])
      guard name.lowercased() == key.lowercased() else { continue }
      let value = line[line.index(after: end)...].drop(while: \.isWhitespace)
      return String(value.filter { $0 != "\"" && $0 != "'" })
    }
    return nil
  }
}
