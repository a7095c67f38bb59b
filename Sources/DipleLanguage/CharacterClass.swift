import DipleText

/// What a scalar is to the tokenizer. ASCII is looked up; beyond it only ranges matter that news text holds.
enum CharacterClass: UInt8 {
  case space, letter, digit, apostrophe, doubleQuote, singleQuote, dash, ellipsis, currency, other

  /// The class of the scalar at `offset`, and its length in bytes.
  @inline(__always)
  static func at(_ offset: Int, in bytes: [UInt8]) -> (class: CharacterClass, length: Int) {
    let byte = bytes[offset]
    if byte < 0x80 { return (ascii[Int(byte)], 1) }
    let scalar = UTF8Scan.scalar(bytes, at: offset)
    return (beyondASCII(scalar.value), min(scalar.length, bytes.count - offset))
  }

  private static let ascii: [CharacterClass] = (0..<128).map { byte in
    switch UInt8(byte) {
    case 0x09...0x0D, 0x20: .space
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): .letter
    case UInt8(ascii: "'"): .apostrophe
    case UInt8(ascii: "\""): .doubleQuote
    case UInt8(ascii: "`"): .singleQuote
    case UInt8(ascii: "-"): .dash
    case UInt8(ascii: "$"): .currency
    default: .other
    }
  }

  private static func beyondASCII(_ scalar: UInt32) -> CharacterClass {
    switch scalar {
    case 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: .space
    case 0x2019, 0x02BC: .apostrophe
    case 0x201C...0x201F, 0xAB, 0xBB, 0x300C...0x300F: .doubleQuote
    case 0x2018, 0x201A, 0x201B, 0x2039, 0x203A: .singleQuote
    case 0x2010...0x2015, 0x2212: .dash
    case 0x2026: .ellipsis
    case 0xA2...0xA5, 0x20A0...0x20CF: .currency
    // A zero-width joiner or a variation selector must not part what it joins.
    case 0x200B...0x200F, 0x2060: .letter
    case 0xAA, 0xB5, 0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x1FFF: .letter
    case 0xA1...0xBF, 0xD7, 0xF7, 0x2000...0x2BFF, 0x3001...0x3020, 0xFE00...0xFE0F, 0x1F000...0x1FAFF: .other
    default: .letter
    }
  }

  /// True for a capital letter of ASCII, Latin-1, Latin Extended-A, Greek or Cyrillic.
  static func isCapital(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE, 0x391...0x3AB, 0x400...0x42F: true
    // Capitals and small letters take turns, but for two stretches where the capital is odd.
    case 0x139...0x148, 0x179...0x17E: scalar % 2 == 1
    case 0x100...0x17F: scalar % 2 == 0
    default: false
    }
  }
}
