/// URIs inside URIs (RFC 3986, section 2).
enum PercentEncoding {
  /// Encodes everything but unreserved characters.
  static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Decodes; nil where an escape is none, or the bytes are not UTF-8.
  static func decode(_ text: some StringProtocol) -> String? {
    let source = Array(text.utf8)
    var bytes: [UInt8] = []
    var at = 0
    while at < source.count {
      guard source[at] == UInt8(ascii: "%") else {
        bytes.append(source[at])
        at += 1
        continue
      }
      guard at + 2 < source.count, let high = digit(source[at + 1]), let low = digit(source[at + 2]) else { return nil }
      bytes.append(high << 4 | low)
      at += 3
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
