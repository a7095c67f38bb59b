/// A character reference of HTML, which Markdown has too: `&amp;`, `&#8220;`, `&#x201C;`.
struct CharacterReference {
  /// What it stands for; 0 for nothing: a place where a word may be broken is no part of it.
  let scalar: UInt32
  /// The offset behind its semicolon.
  let end: Int

  /// Reads the reference that begins with the `&` at `start`. One without semicolon is none.
  init?(_ text: Bytes, at start: Int) {
    var at = start + 1
    if text[at] == UInt8(ascii: "#") {
      at += 1
      let isHex = text[at] | 0x20 == UInt8(ascii: "x")
      if isHex { at += 1 }
      let first = at
      var value: UInt32 = 0
      while at < first + 7, let digit = Self.digit(text[at], isHex) {
        value = value * (isHex ? 16 : 10) + digit
        at += 1
      }
      guard at > first, text[at] == UInt8(ascii: ";") else { return nil }
      scalar = Self.scalar(value)
    } else {
      var name: UInt64 = 0
      while at - start <= 8, text[at].isLetter || text[at].isDigit {
        name = name << 8 | UInt64(text[at])
        at += 1
      }
      guard text[at] == UInt8(ascii: ";"), let value = Self.byName[name] else { return nil }
      scalar = Self.scalar(value)
    }
    end = at + 1
  }

  private static func digit(_ byte: UInt8, _ isHex: Bool) -> UInt32? {
    if byte.isDigit { return UInt32(byte - UInt8(ascii: "0")) }
    let letter = byte | 0x20
    return isHex && (0x61...0x66).contains(letter) ? UInt32(letter - 0x61 + 10) : nil
  }

  /// Numbers that browsers read as another character: those of Windows-1252, and those that are none.
  private static func scalar(_ value: UInt32) -> UInt32 {
    if (0x80...0x9F).contains(value) { return windows1252[Int(value) - 0x80] }
    if value == softHyphen { return 0 }
    return value == 0 || Unicode.Scalar(value) == nil ? 0xFFFD : value
  }

  private static let softHyphen: UInt32 = 0xAD
  private static let windows1252: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
  ]

  private static let byName: [UInt64: UInt32] = {
    var table: [UInt64: UInt32] = [:]
    let words = names.utf8.split { $0.isSpace }
    for index in stride(from: 0, to: words.count, by: 2) {
      let name = words[index].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      table[name] = words[index + 1].reduce(UInt32(0)) { $0 * 10 + UInt32($1 - UInt8(ascii: "0")) }
    }
    return table
  }()
}
