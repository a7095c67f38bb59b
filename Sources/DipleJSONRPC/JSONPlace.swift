extension JSON {
  /// Where in a JSON text the value at `path` starts (member names from the outside in; the index of an element as a number in text).
  /// Nil where there is none. For messages about a file: the tree itself keeps no offsets.
  public static func offset(of path: [String], in text: [UInt8]) -> Int? {
    var finder = PlaceFinder(text: text)
    return finder.find(path[...])
  }

  /// The number of the line, from 1, that holds a byte.
  public static func line(of offset: Int, in text: [UInt8]) -> Int {
    1 + text.prefix(max(0, offset)).count { $0 == UInt8(ascii: "\n") }
  }
}

/// Walks over a text that was parsed already, so that it need not check anything.
private struct PlaceFinder {
  let text: [UInt8]
  var at = 0

  init(text: [UInt8]) { self.text = text }

  private mutating func skipSpace() {
    while at < text.count, text[at] <= 0x20 || text[at] == UInt8(ascii: ",") || text[at] == UInt8(ascii: ":") {
      at += 1
    }
  }

  mutating func find(_ path: ArraySlice<String>) -> Int? {
    skipSpace()
    guard at < text.count else { return nil }
    guard let name = path.first else { return at }
    let isObject = text[at] == UInt8(ascii: "{")
    guard isObject || text[at] == UInt8(ascii: "[") else { return nil }
    at += 1
    var number = 0
    while true {
      skipSpace()
      guard at < text.count, text[at] != UInt8(ascii: "}"), text[at] != UInt8(ascii: "]") else { return nil }
      var found = String(number)
      let start = at
      if isObject {
        skipValue()
        found = (try? JSON(parsing: Array(text[start..<at])))?.string ?? ""
      }
      if found == name { return path.count == 1 && isObject ? start : find(path.dropFirst()) }
      skipValue()
      number += 1
    }
  }

  private mutating func skipValue() {
    skipSpace()
    var depth = 0
    while at < text.count {
      switch text[at] {
      case UInt8(ascii: "\""):
        at += 1
        while at < text.count, text[at] != UInt8(ascii: "\"") { at += text[at] == UInt8(ascii: "\\") ? 2 : 1 }
        at += 1
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        at += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return }
        depth -= 1
        at += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"), 0...0x20:
        if depth == 0 { return }
        at += 1
        continue
      default:
        at += 1
        continue
      }
      if depth == 0 { return }
    }
  }
}
