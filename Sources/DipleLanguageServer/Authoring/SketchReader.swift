import DiplePluginKit

/// Reads the lines of a file by their indentation, as YAML means them, and what stands in brackets as JSON and YAML do. One pass.
struct SketchReader {
  let bytes: [UInt8]
  let caret: Int?
  var at = 0
  private(set) var parts: [Sketch.Part] = []
  private var frames: [Frame] = []

  /// An object or a list that lines still belong to.
  private struct Frame {
    let column: Int
    let path: [Sketch.Step]
    var position: Sketch.Step
    /// The path of what the latest member or element holds.
    var inner: [Sketch.Step] { path + [position] }
    var isList: Bool { if case .element = position { true } else { false } }
  }

  init(_ bytes: [UInt8], caret: Int?) { (self.bytes, self.caret) = (bytes, caret) }

  mutating func read() {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    while at < bytes.count { readLine() }
    // The caret may stand behind the last line end.
    if at == caret, bytes.last ?? 0x0A == 0x0A { readLine() }
  }

  mutating func add(_ path: [Sketch.Step], _ role: Sketch.Role, _ style: Sketch.Style, _ span: Span) {
    parts.append(Sketch.Part(path: path, role: role, style: style, span: span))
  }

  mutating func complete() { parts[parts.count - 1].isComplete = true }

  func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
  mutating func skipSpace() { while at < bytes.count, isSpace(bytes[at]) { at += 1 } }

  /// The end of a line's content.
  func lineEnd(_ start: Int) -> Int {
    let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    return end > start && bytes[end - 1] == 0x0D ? end - 1 : end
  }
  func nextLine(_ start: Int) -> Int { (bytes[start...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1 }

  private mutating func close(_ isOver: (Frame) -> Bool) {
    while let last = frames.last, isOver(last) { frames.removeLast() }
  }
  private var inner: [Sketch.Step] { frames.last?.inner ?? [] }

  // MARK: Lines

  private mutating func readLine() {
    let (start, end) = (at, lineEnd(at))
    skipSpace()
    let isBlank = at >= end
    if isBlank || bytes[at] == UInt8(ascii: "#") {
      if isBlank, let caret, start...end ~= caret { readRoom(caret, column: caret - start) }
      at = end < bytes.count ? nextLine(end) : bytes.count
      return
    }
    readContent(start, end)
    let last = lineEnd(min(at, bytes.count))
    at = last < bytes.count ? nextLine(last) : bytes.count
  }

  /// An empty line that somebody may write in.
  private mutating func readRoom(_ caret: Int, column: Int) {
    close { $0.column > column }
    let span = Span(caret, caret)
    guard let top = frames.last else { return add([], .name, .gap, span) }
    if top.column < column {
      add(top.inner, .either, .gap, span)
    } else if !top.isList {
      add(top.path, .name, .gap, span)
    } else {
      // Below a list of the same column its object goes on.
      let around = frames.dropLast().last { !$0.isList }
      if let around, around.column == column { add(around.path, .name, .gap, span) }
    }
  }

  private mutating func readContent(_ start: Int, _ end: Int) {
    while at < end, bytes[at] == UInt8(ascii: "-"), at + 1 == end || isSpace(bytes[at + 1]) {
      let column = at - start
      close { $0.column > column }
      if case .element(let index)? = frames.last?.position, frames.last?.column == column {
        frames[frames.count - 1].position = .element(index + 1)
      } else {
        frames.append(Frame(column: column, path: inner, position: .element(0)))
      }
      at += 1
      let gap = at
      skipSpace()
      if at >= end { return add(inner, .either, .gap, Span(min(gap + 1, end), end)) }
    }
    let column = at - start
    guard let name = readName(end) else { return readBare(column, end) }
    close { $0.column > column || $0.column == column && $0.isList }
    let path = frames.last?.column == column ? frames.last!.path : inner
    if frames.last?.column == column { frames.removeLast() }
    add(path, .name, name.style, name.span)
    complete()
    let text = String(decoding: bytes[name.span.range], as: UTF8.self)
    frames.append(Frame(column: column, path: path, position: .member(text)))
    readValue(column, end)
  }

  /// `name:`; leaves `at` behind the colon, or where it was.
  private mutating func readName(_ end: Int) -> (span: Span, style: Sketch.Style)? {
    let start = at
    var span = Span(start, start)
    var style = Sketch.Style.plain
    if let quote = [UInt8(ascii: "'"), UInt8(ascii: "\"")].first(where: { $0 == bytes[start] }) {
      guard let close = bytes[(start + 1)..<end].firstIndex(of: quote) else { return nil }
      span = Span(start + 1, close)
      style = quote == UInt8(ascii: "'") ? .single : .double
      at = close + 1
      skipSpace()
    } else {
      guard !"{[|>&*!%@`".utf8.contains(bytes[start]) else { return nil }
      while at < end {
        if bytes[at] == UInt8(ascii: ":"), at + 1 == end || isSpace(bytes[at + 1]) { break }
        if bytes[at] == UInt8(ascii: "#"), at > start, isSpace(bytes[at - 1]) { break }
        at += 1
      }
      span = Span(start, at)
    }
    guard at < end, bytes[at] == UInt8(ascii: ":") else {
      at = start
      return nil
    }
    at += 1
    return (span, style)
  }

  /// A line without a name: a value, or the beginning of a name.
  private mutating func readBare(_ column: Int, _ end: Int) {
    close { $0.column > column || $0.column == column && $0.isList }
    if let top = frames.last, top.column == column {
      add(top.path, .name, .plain, Span(at, end))
      return at = end
    }
    let parent = frames.last?.column ?? -1
    if bytes[at] == UInt8(ascii: "{") || bytes[at] == UInt8(ascii: "[") { return readFlow(inner, parent: parent) }
    readScalar(inner, .either, parent, end)
  }

  private mutating func readValue(_ column: Int, _ end: Int) {
    let gap = at
    skipSpace()
    let path = inner
    guard at < end, bytes[at] != UInt8(ascii: "#") else {
      return add(path, .value, .gap, Span(min(gap + 1, at), max(min(gap + 1, at), at)))
    }
    switch bytes[at] {
    case UInt8(ascii: "{"), UInt8(ascii: "["): readFlow(path, parent: column)
    case UInt8(ascii: "|"), UInt8(ascii: ">"):
      at = nextLine(at)
      let start = min(at, bytes.count)
      skipDeeper(column)
      add(path, .value, .block, Span(start, max(start, at)))
    default: readScalar(path, .value, column, end)
    }
  }

  /// Goes behind all lines that are indented deeper than a column; `at` is then the end of the last one's content.
  private mutating func skipDeeper(_ column: Int, while goesOn: (Int) -> Bool = { _ in true }) {
    var last = at
    var line = at
    while line < bytes.count {
      var content = line
      while content < bytes.count, isSpace(bytes[content]) { content += 1 }
      let end = lineEnd(line)
      if content < end {
        guard content - line > column, goesOn(content) else { break }
        last = end
      }
      line = nextLine(line)
    }
    at = last
  }

  private mutating func readScalar(_ path: [Sketch.Step], _ role: Sketch.Role, _ column: Int, _ end: Int) {
    let start = at
    guard bytes[at] == UInt8(ascii: "'") || bytes[at] == UInt8(ascii: "\"") else {
      var stop = start
      while stop < end, !(bytes[stop] == UInt8(ascii: "#") && isSpace(bytes[stop - 1])) { stop += 1 }
      at = stop
      add(path, role, .plain, Span(start, at))
      return
    }
    let style = bytes[at] == UInt8(ascii: "'") ? Sketch.Style.single : .double
    // A mark that does not close is one that somebody is still writing behind: its text ends with the line.
    let line = nextLine(end)
    at = end < bytes.count ? line : end
    if at < bytes.count { skipDeeper(column) }
    let most = max(end, at)
    let close = closing(start, min(most, start + Self.longestText))
    at = close.map { $0 + 1 } ?? end
    add(path, role, style, Span(start + 1, close ?? end))
  }

  /// So far a closing mark is looked for: longer texts stand in no rule. In bytes.
  private static let longestText = 20_000

  /// The mark that closes a quoted text.
  func closing(_ start: Int, _ end: Int) -> Int? {
    var at = start + 1
    while at < end {
      switch bytes[at] {
      case UInt8(ascii: "\\") where bytes[start] == UInt8(ascii: "\""): at += 1
      case bytes[start]:
        guard bytes[start] == UInt8(ascii: "'"), at + 1 < end, bytes[at + 1] == UInt8(ascii: "'") else { return at }
        at += 1
      default: break
      }
      at += 1
    }
    return nil
  }
}
