/// Why a text is not JSON.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The offset of the byte at which reading stopped.
  public var offset: Int
  /// What is wrong there.
  public var cause: String
  /// For a person.
  public var description: String { "not JSON at byte \(offset): \(cause)" }
}

extension JSON {
  /// Reads a JSON text (RFC 8259). Depth is bounded, so hostile nesting cannot exhaust the stack. Bytes that are not
  /// UTF-8 are an error: a repaired text would no longer be the sender's. A lone surrogate escape becomes U+FFFD.
  public init(parsing bytes: [UInt8], maxDepth: Int = 128) throws(JSONError) {
    self = try bytes.withUnsafeBufferPointer { bytes throws(JSONError) in
      var reader = JSONReader(bytes: bytes, depthLeft: maxDepth)
      let value = try reader.value()
      reader.skipSpace()
      guard reader.at == bytes.count else { throw JSONError(offset: reader.at, cause: "text after the value") }
      return value
    }
  }
}

private struct JSONReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var at = 0
  var depthLeft: Int

  init(bytes: UnsafeBufferPointer<UInt8>, depthLeft: Int) { (self.bytes, self.depthLeft) = (bytes, depthLeft) }

  func fail(_ cause: String) -> JSONError { JSONError(offset: at, cause: cause) }

  mutating func skipSpace() {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
  }

  mutating func value() throws(JSONError) -> JSON {
    skipSpace()
    guard at < bytes.count else { throw fail("the text ends where a value should stand") }
    switch bytes[at] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw fail("no value starts so")
    }
  }

  mutating func literal(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    let length = text.utf8CodeUnitCount
    guard at + length <= bytes.count, (0..<length).allSatisfy({ bytes[at + $0] == text.utf8Start[$0] }) else {
      throw fail("no value starts so")
    }
    at += length
    return value
  }

  mutating func enter() throws(JSONError) {
    depthLeft -= 1
    if depthLeft < 0 { throw fail("nested too deep") }
    at += 1
    skipSpace()
  }

  mutating func object() throws(JSONError) -> JSON {
    try enter()
    var members: [(String, JSON)] = []
    if at < bytes.count, bytes[at] == UInt8(ascii: "}") {
      at += 1
      depthLeft += 1
      return .object([])
    }
    while true {
      skipSpace()
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw fail("a member needs a name") }
      let name = try string()
      skipSpace()
      guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { throw fail("a name needs a colon") }
      at += 1
      members.append((name, try value()))
      if try closes(UInt8(ascii: "}")) { return .object(members) }
    }
  }

  mutating func array() throws(JSONError) -> JSON {
    try enter()
    var elements: [JSON] = []
    if at < bytes.count, bytes[at] == UInt8(ascii: "]") {
      at += 1
      depthLeft += 1
      return .array([])
    }
    while true {
      elements.append(try value())
      if try closes(UInt8(ascii: "]")) { return .array(elements) }
    }
  }

  /// Reads a comma (false) or the closing mark (true).
  mutating func closes(_ mark: UInt8) throws(JSONError) -> Bool {
    skipSpace()
    guard at < bytes.count, bytes[at] == mark || bytes[at] == UInt8(ascii: ",") else {
      throw fail("a comma or a closing mark is missing")
    }
    at += 1
    if bytes[at - 1] == mark {
      depthLeft += 1
      return true
    }
    return false
  }

  mutating func number() throws(JSONError) -> JSON {
    let start = at
    if bytes[at] == UInt8(ascii: "-") { at += 1 }
    let firstDigit = at
    func digits(_ at: inout Int) { while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 } }
    digits(&at)
    guard at > firstDigit, bytes[firstDigit] != 0x30 || at == firstDigit + 1 else { throw fail("no number") }
    var isInteger = true
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      isInteger = false
      at += 1
      let fraction = at
      digits(&at)
      if at == fraction { throw fail("a fraction needs digits") }
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
      let exponent = at
      digits(&at)
      if at == exponent { throw fail("an exponent needs digits") }
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    if isInteger, let value = Int(text) { return .int(value) }
    guard let value = Double(text), value.isFinite else { throw fail("a number out of range") }
    return .double(value)
  }

  mutating func string() throws(JSONError) -> String {
    at += 1
    let start = at
    skipPlain()
    if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
      at += 1
      return try text(bytes[start..<at - 1], from: start)
    }
    var unescaped = Array(bytes[start..<at])
    while true {
      guard at < bytes.count else { throw fail("a string does not end") }
      switch bytes[at] {
      case UInt8(ascii: "\""):
        at += 1
        return try text(unescaped, from: start)
      case UInt8(ascii: "\\"):
        at += 1
        try escape(&unescaped)
      case 0..<0x20: throw fail("a control character in a string")
      default:
        let run = at
        skipPlain()
        unescaped += bytes[run..<at]
      }
    }
  }

  /// Goes to the next byte of a string that is not simply a part of it.
  mutating func skipPlain() {
    while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\"), bytes[at] >= 0x20 {
      at += 1
    }
  }

  func text(_ bytes: some Collection<UInt8>, from start: Int) throws(JSONError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw JSONError(offset: start, cause: "a string is not UTF-8")
    }
    return text
  }

  mutating func escape(_ text: inout [UInt8]) throws(JSONError) {
    guard at < bytes.count else { throw fail("a string does not end") }
    let byte = bytes[at]
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var value = try hex()
      if (0xD800..<0xDC00).contains(value), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
        bytes[at + 1] == UInt8(ascii: "u")
      {
        let before = at
        at += 2
        let low = try hex()
        if (0xDC00..<0xE000).contains(low) {
          value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        } else {
          at = before
        }
      }
      text.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
    default:
      at -= 1
      throw fail("no such escape")
    }
  }

  mutating func hex() throws(JSONError) -> UInt32 {
    guard at + 4 <= bytes.count else { throw fail("an escape needs four digits") }
    var value: UInt32 = 0
    for _ in 0..<4 {
      let byte = bytes[at]
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
      case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
      default: throw fail("an escape needs four digits")
      }
      at += 1
    }
    return value
  }
}
