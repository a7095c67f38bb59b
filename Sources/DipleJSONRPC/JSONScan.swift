/// Where the parts of a JSON text stand: for messages about a line, and for edits that leave the rest as a person wrote it. The
/// tree itself keeps no offsets. The text must have been read as JSON before; nothing is checked again.
public struct JSONScan {
  private let bytes: [UInt8]

  /// Looks into a text.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The text's only value.
  public var root: Range<Int> { value(at: skipSpace(0)) }

  /// The value of an object's member; the last one where there are several of the name.
  public func member(_ name: String, of object: Range<Int>) -> Range<Int>? {
    key(name, of: object).map { value(at: skipSpace(skipSpace($0.upperBound) + 1)) }
  }

  /// The elements of an array.
  public func elements(of array: Range<Int>) -> [Range<Int>] { parts(of: array, "[").map { value(at: $0) } }

  /// Where what a path leads to stands: names of members from the outside in, and indices of elements as numbers in text. A member
  /// stands where its name does. Nil where there is none.
  public func offset(of path: [String]) -> Int? {
    var place = root
    for (number, name) in path.enumerated() {
      if let index = Int(name), case let all = elements(of: place), all.indices.contains(index) {
        place = all[index]
      } else if let key = key(name, of: place) {
        if number == path.count - 1 { return key.lowerBound }
        place = value(at: skipSpace(skipSpace(key.upperBound) + 1))
      } else {
        return nil
      }
    }
    return place.lowerBound
  }

  /// The line of an offset, from 1.
  public func line(of offset: Int) -> Int { 1 + bytes.prefix(max(0, offset)).count { $0 == UInt8(ascii: "\n") } }

  /// The name of an object's member, with its quotation marks.
  private func key(_ name: String, of object: Range<Int>) -> Range<Int>? {
    let wanted = Array(name.utf8)
    return parts(of: object, "{").lazy.map { value(at: $0) }.last { key in
      let inner = bytes[key.dropFirst().dropLast()]
      if !inner.contains(UInt8(ascii: "\\")) { return inner.elementsEqual(wanted) }
      return (try? JSON(parsing: Array(bytes[key])))?.string == name
    }
  }

  /// Where each part between the commas of an array or object starts.
  private func parts(of range: Range<Int>, _ open: Unicode.Scalar) -> [Int] {
    guard range.count > 2, bytes[range.lowerBound] == UInt8(ascii: open) else { return [] }
    var parts: [Int] = []
    var at = skipSpace(range.lowerBound + 1)
    while at < range.upperBound - 1 {
      parts.append(at)
      while at < range.upperBound - 1, bytes[at] != UInt8(ascii: ",") {
        at = skipSpace(bytes[at] == UInt8(ascii: ":") ? at + 1 : value(at: at).upperBound)
      }
      at = skipSpace(at + 1)
    }
    return parts
  }

  private func value(at start: Int) -> Range<Int> {
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
    return start..<max(start, min(at, bytes.count))
  }

  private func skipSpace(_ start: Int) -> Int {
    var at = start
    while at < bytes.count, " \t\r\n".utf8.contains(bytes[at]) { at += 1 }
    return at
  }
}
