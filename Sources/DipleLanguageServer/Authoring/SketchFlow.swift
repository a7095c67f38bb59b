import DiplePluginKit

/// What stands in brackets: all of JSON, and YAML's `{a: b}` and `[a, b]`.
extension SketchReader {
  private static let mostLevels = 40

  /// Reads an object or a list. What is not closed ends where a line begins that stands no deeper than `parent`.
  mutating func readFlow(_ path: [Sketch.Step], parent: Int, depth: Int = 0) {
    let isObject = bytes[at] == UInt8(ascii: "{")
    at += 1
    var index = 0
    while true {
      let gap = at
      let isOver = !skipSpaceAndLines(parent)
      add(isObject ? path : path + [.element(index)], isObject ? .name : .value, .gap, Span(gap, at))
      if isOver { return }
      switch bytes[at] {
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        at += 1
        return
      case UInt8(ascii: ","):
        at += 1
        if !isObject { index += 1 }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if depth >= Self.mostLevels { return at = bytes.count }
        readFlow(path + [.element(index)], parent: parent, depth: depth + 1)
      default:
        if isObject {
          readMember(path, parent, depth)
        } else {
          readWord(path + [.element(index)], .value)
        }
      }
    }
  }

  private mutating func readMember(_ path: [Sketch.Step], _ parent: Int, _ depth: Int) {
    let name = readWord(path, .name)
    let end = at
    skipSpace()
    guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { return at = end }
    complete()
    at += 1
    let inner = path + [.member(name)]
    let gap = at
    skipSpace()
    add(inner, .value, .gap, Span(gap, at))
    let here = at
    // A value may stand on the next line, unless that is the next member already.
    guard skipSpaceAndLines(parent), !",}]".utf8.contains(bytes[at]), at == here || !isName(at) else {
      return at = here
    }
    if bytes[at] == UInt8(ascii: "{") || bytes[at] == UInt8(ascii: "[") {
      if depth >= Self.mostLevels { return at = bytes.count }
      readFlow(inner, parent: parent, depth: depth + 1)
    } else {
      readWord(inner, .value)
    }
  }

  /// True where a quoted text with a colon behind starts.
  private func isName(_ start: Int) -> Bool {
    guard bytes[start] == UInt8(ascii: "\""), let close = closing(start, lineEnd(start)) else { return false }
    return bytes[(close + 1)...].first { !isSpace($0) } == UInt8(ascii: ":")
  }

  /// Goes to what comes next; false where nothing of this does. Comments are YAML's.
  private mutating func skipSpaceAndLines(_ parent: Int) -> Bool {
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x09, 0x0D: at += 1
      case UInt8(ascii: "#") where parent >= 0: at = lineEnd(at)
      case 0x0A:
        var next = at + 1
        while next < bytes.count, isSpace(bytes[next]) { next += 1 }
        let isContent = next < bytes.count && bytes[next] != 0x0A && bytes[next] != 0x0D
        if isContent, next - at - 1 <= parent, !"}]".utf8.contains(bytes[next]) { return false }
        at += 1
      default: return true
      }
    }
    return false
  }

  /// A quoted text, which ends with its line at the latest, or a plain one.
  @discardableResult private mutating func readWord(_ path: [Sketch.Step], _ role: Sketch.Role) -> String {
    let start = at
    let end = lineEnd(start)
    let span: Span
    if bytes[start] == UInt8(ascii: "\"") || bytes[start] == UInt8(ascii: "'") {
      let close = closing(start, end)
      span = Span(start + 1, close ?? end)
      add(path, role, bytes[start] == UInt8(ascii: "'") ? .single : .double, span)
      at = close.map { $0 + 1 } ?? end
    } else {
      while at < end, !",{}[]".utf8.contains(bytes[at]) {
        if bytes[at] == UInt8(ascii: ":"), at + 1 >= end || " \t,}]".utf8.contains(bytes[at + 1]) { break }
        at += 1
      }
      // What starts nothing must not be looked at for ever.
      if at == start { at += 1 }
      var last = at
      while last > start, isSpace(bytes[last - 1]) { last -= 1 }
      span = Span(start, last)
      add(path, role, .plain, span)
    }
    return String(decoding: bytes[span.range], as: UTF8.self)
  }
}
