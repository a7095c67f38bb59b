/// Writes JSON into bytes, without a tree in between where a caller does not have one.
public struct JSONWriter: Sendable {
  /// What was written.
  public private(set) var bytes: [UInt8] = []
  /// True where the next value of the open array or object needs a comma before it.
  private var needsComma = false

  /// An empty text.
  public init() {}

  /// Hands over what was written so far; what comes goes on behind it.
  public mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = false
  }

  /// An object, whose members `body` writes with `member`.
  public mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows { try nested("{", "}", body) }
  /// An array, whose elements `body` writes.
  public mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows { try nested("[", "]", body) }

  private mutating func nested(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) throws -> Void
  ) rethrows {
    separate()
    bytes.append(UInt8(ascii: open))
    try body(&self)
    bytes.append(UInt8(ascii: close))
    needsComma = true
  }

  /// The name of the next member.
  public mutating func name(_ name: String) {
    separate()
    quoted(name)
    bytes.append(UInt8(ascii: ":"))
  }
  /// A member with a string; left out where it is nil.
  public mutating func member(_ name: String, _ value: String?) {
    guard let value else { return }
    self.name(name)
    string(value)
  }
  /// A member with a number; left out where it is nil.
  public mutating func member(_ name: String, _ value: Int?) {
    guard let value else { return }
    self.name(name)
    int(value)
  }
  /// A member with any value.
  public mutating func member(_ name: String, json value: JSON) {
    self.name(name)
    write(value)
  }

  /// A string value.
  public mutating func string(_ value: String) {
    separate()
    quoted(value)
    needsComma = true
  }
  /// A number.
  public mutating func int(_ value: Int) { raw(String(value)) }
  /// A number; what JSON cannot hold (infinities, NaN) is written as `null`.
  public mutating func double(_ value: Double) {
    if let int = Int(exactly: value) { return self.int(int) }
    raw(value.isFinite ? String(value) : "null")
  }
  /// A truth value.
  public mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }
  /// `null`
  public mutating func null() { raw("null") }
  /// Text that is JSON already.
  public mutating func raw(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  /// Any value.
  public mutating func write(_ value: JSON) {
    switch value {
    case .null: null()
    case .bool(let value): bool(value)
    case .int(let value): int(value)
    case .double(let value): double(value)
    case .string(let value): string(value)
    case .array(let elements): array { for element in elements { $0.write(element) } }
    case .object(let members): object { for (name, value) in members { $0.member(name, json: value) } }
    }
  }

  private mutating func quoted(_ value: String) {
    var value = value
    bytes.append(UInt8(ascii: "\""))
    value.withUTF8 { text in
      var clean = 0
      for i in text.indices where text[i] < 0x20 || text[i] == 0x22 || text[i] == 0x5C {
        bytes.append(contentsOf: text[clean..<i])
        escape(text[i])
        clean = i + 1
      }
      bytes.append(contentsOf: text[clean...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x22, 0x5C: bytes.append(byte)
    default:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
  }
}

extension JSON {
  /// The value as a JSON text on one line.
  public var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.write(self)
    return writer.bytes
  }
}
