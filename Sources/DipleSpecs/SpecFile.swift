import DiplePluginKit
import Entities

/// A file of cases.
public struct SpecFile: Sendable {
  /// Its lines without terminators.
  public var lines: [String]
  /// Its cases in order.
  public var cases: [Case]

  /// Reads a file's text.
  public init(parsing text: String) throws(SpecError) {
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    cases = []
    var at = 0
    while at < lines.count {
      guard lines[at].hasPrefix("## ") else {
        at += 1
        continue
      }
      let heading = at
      at += 1
      let end = lines[at...].firstIndex { $0.hasPrefix("## ") || $0.hasPrefix("# ") } ?? lines.count
      cases.append(try Self.readCase(lines, heading: heading, end: end))
      at = end
    }
  }

  private static func readCase(_ lines: [String], heading: Int, end: Int) throws(SpecError) -> Case {
    var date: CivilDate?
    var kinds: Set<String>?
    var names: [OwnName] = []
    let body = heading + 1..<end
    guard let first = body.first(where: { lines[$0].hasPrefix(">") }) else {
      throw SpecError(line: heading + 1, cause: "the case has no text: write it as a block quote (“> …”)")
    }
    let last = (first..<end).first { !lines[$0].hasPrefix(">") } ?? end
    for line in body where line < first && lines[line].hasPrefix("- ") {
      let parts = lines[line].dropFirst(2).split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let value = parts[1].drop(while: \.isWhitespace)
      switch parts[0] {
      case "date":
        guard let day = CivilDate(iso: value) else {
          throw SpecError(line: line + 1, cause: "“\(value)” is no date: write YYYY-MM-DD")
        }
        date = day
      case "kinds":
        kinds = Set(value.split { $0 == "," || $0.isWhitespace }.map(String.init))
      case "name":
        let reader = OwnNamesReader(Array(value.utf8))
        if let problem = reader.problems.first { throw SpecError(line: line + 1, cause: problem.cause) }
        names += reader.names.map(\.name)
      default:
        throw SpecError(line: line + 1, cause: "no option is called “\(parts[0])”: there are date, kinds and name")
      }
    }
    var reader = MarkReader()
    for line in first..<last {
      var content = lines[line].dropFirst()
      if content.first == " " { content = content.dropFirst() }
      try reader.read(content, line: line + 1)
    }
    let (text, marks) = try reader.finish(line: last)
    return Case(
      name: String(lines[heading].dropFirst(3)), line: heading + 1, date: date, names: names,
      kinds: kinds ?? Set(marks.compactMap(\.kind)), text: text, marks: marks, quoteLines: first..<last)
  }
}

/// Reads `[text]{#name .kind attribute=value}`.
struct MarkReader {
  private var bytes: [UInt8] = []
  private var marks: [Mark] = []
  private var open: [(start: Int, order: Int, line: Int)] = []
  private var opened = 0
  private var orders: [Int] = []
  private var atParagraphStart = true

  mutating func read(_ line: Substring, line number: Int) throws(SpecError) {
    if line.allSatisfy(\.isWhitespace) {
      if !bytes.isEmpty, !atParagraphStart { bytes += Array("\n\n".utf8) }
      atParagraphStart = true
      return
    }
    if !atParagraphStart { bytes.append(0x20) }
    atParagraphStart = false
    let source = Array(line.utf8)
    var at = 0
    while at < source.count {
      let byte = source[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\\") where at < source.count && "[]\\".utf8.contains(source[at]):
        bytes.append(source[at])
        at += 1
      case UInt8(ascii: "["):
        open.append((bytes.count, opened, number))
        opened += 1
      case UInt8(ascii: "]"):
        guard let start = open.popLast() else {
          throw SpecError(line: number, cause: "“]” closes nothing: write “\\]” for the character")
        }
        guard at < source.count, source[at] == UInt8(ascii: "{"),
          let close = source[at...].firstIndex(of: UInt8(ascii: "}"))
        else { throw SpecError(line: number, cause: "“]” must be followed by “{…}”: write “\\]” for the character") }
        guard start.start < bytes.count else { throw SpecError(line: number, cause: "a mark covers no text") }
        try close_(Span(start.start, bytes.count), source[at + 1..<close], order: start.order, line: number)
        at = close + 1
      default:
        bytes.append(byte)
      }
    }
  }

  private mutating func close_(
    _ span: Span, _ braces: ArraySlice<UInt8>, order: Int, line: Int
  ) throws(SpecError) {
    var mark = Mark(name: nil, kind: nil, attributes: [], spans: [span], line: line)
    for item in try Self.items(String(decoding: braces, as: UTF8.self), line: line) {
      if item.hasPrefix("#") {
        mark.name = String(item.dropFirst())
      } else if item.hasPrefix(".") {
        mark.kind = String(item.dropFirst())
      } else if let equals = item.firstIndex(of: "=") {
        mark.attributes.append((String(item[..<equals]), String(item[item.index(after: equals)...])))
      } else {
        throw SpecError(line: line, cause: "“\(item)” is neither #name nor .kind nor attribute=value")
      }
    }
    if let name = mark.name, let index = marks.firstIndex(where: { $0.name == name }) {
      marks[index].spans = (marks[index].spans + [span]).sorted()
      marks[index].kind = marks[index].kind ?? mark.kind
      marks[index].attributes += mark.attributes
    } else {
      marks.append(mark)
      orders.append(order)
    }
  }

  /// Splits at white space outside quotation marks, and removes the marks.
  private static func items(_ text: String, line: Int) throws(SpecError) -> [String] {
    var items: [String] = []
    var item = ""
    var quoted = false
    for character in text {
      if character == "\"" {
        quoted.toggle()
      } else if character.isWhitespace, !quoted {
        if !item.isEmpty { items.append(item) }
        item = ""
      } else {
        item.append(character)
      }
    }
    if quoted { throw SpecError(line: line, cause: "a quotation mark inside braces does not end") }
    if !item.isEmpty { items.append(item) }
    return items
  }

  func finish(line: Int) throws(SpecError) -> (String, [Mark]) {
    if let start = open.first {
      throw SpecError(line: start.line, cause: "“[” does not close: write “\\[” for the character")
    }
    let sorted = zip(orders, marks).sorted { $0.0 < $1.0 }.map(\.1)
    for mark in sorted {
      for (_, value) in mark.attributes where value.hasPrefix("#") {
        guard sorted.contains(where: { $0.name == String(value.dropFirst()) }) else {
          throw SpecError(line: mark.line, cause: "no span of this case is called “\(value)”")
        }
      }
    }
    var bytes = bytes
    while bytes.last == 0x0A { bytes.removeLast() }
    return (String(decoding: bytes, as: UTF8.self), sorted)
  }
}
