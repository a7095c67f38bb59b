import DiplePluginKit

/// Where the parts of a JSON text stand: for messages about a line, and for edits that leave the rest as a person wrote it.
/// The text must have been read as JSON before; nothing is checked again.
struct JSONScan {
  private let bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The text's only value.
  var root: Span { value(at: skipSpace(0)) }

  /// The value of an object's member; the last one where there are several of the name.
  func member(_ name: String, of object: Span) -> Span? {
    parts(of: object).last { part in name.utf8.elementsEqual(bytes[part.start + 1..<value(at: part.start).end - 1]) }
      .map { part in value(at: skipSpace(skipSpace(value(at: part.start).end) + 1)) }
  }

  /// The elements of an array.
  func elements(of array: Span) -> [Span] { parts(of: array).map { value(at: $0.start) } }

  /// The line of an offset, from 1.
  func line(of offset: Int) -> Int { bytes[..<min(offset, bytes.count)].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 } }

  /// What stands between the commas of an array or object.
  private func parts(of span: Span) -> [Span] {
    guard span.count > 2, bytes[span.start] == UInt8(ascii: "[") || bytes[span.start] == UInt8(ascii: "{") else {
      return []
    }
    var parts: [Span] = []
    var at = skipSpace(span.start + 1)
    while at < span.end - 1 {
      let start = at
      while at < span.end - 1, bytes[at] != UInt8(ascii: ",") {
        at = skipSpace(bytes[at] == UInt8(ascii: ":") ? at + 1 : value(at: at).end)
      }
      parts.append(Span(start, at))
      at = skipSpace(at + 1)
    }
    return parts
  }

  private func value(at start: Int) -> Span {
    var at = start
    var depth = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        at += 1
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
        at += 1
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        at += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        at += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D:
        at += 1
        continue
      default:
        while at < bytes.count, !",:]} \t\r\n".utf8.contains(bytes[at]) { at += 1 }
      }
      if depth == 0 { break }
    }
    return Span(start, min(at, bytes.count))
  }

  private func skipSpace(_ start: Int) -> Int {
    var at = start
    while at < bytes.count, " \t\r\n".utf8.contains(bytes[at]) { at += 1 }
    return at
  }
}
