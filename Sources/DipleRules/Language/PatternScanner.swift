/// Reads the characters of a pattern.
struct PatternScanner {
  let bytes: [UInt8]
  var at = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { at >= bytes.count }
  var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  func fail(_ cause: String, _ advice: String, at offset: Int? = nil) -> PatternError {
    let end = min(offset ?? at, bytes.count)
    let column = bytes[..<end].count { $0 & 0xC0 != 0x80 } + 1
    return PatternError(column: column, cause: cause, advice: advice)
  }

  mutating func skipSpace() { while let byte = next, Self.isSpace(byte) { at += 1 } }

  /// Takes a text if it stands here.
  mutating func take(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard at + count <= bytes.count,
      text.withUTF8Buffer({ buffer in buffer.elementsEqual(bytes[at..<at + count]) })
    else { return false }
    at += count
    return true
  }

  mutating func take(while isWanted: (UInt8) -> Bool) -> Range<Int> {
    let start = at
    while let byte = next, isWanted(byte) { at += 1 }
    return start..<at
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The scalar here, for messages.
  var character: String {
    guard !isAtEnd else { return "the end" }
    return "“" + String(String(decoding: bytes[at...].prefix(4), as: UTF8.self).unicodeScalars.prefix(1)) + "”"
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
  static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
    default: false
    }
  }
  /// Letters, digits, all beyond ASCII, and the marks that mean nothing in a pattern.
  static func isWord(_ byte: UInt8) -> Bool { isName(byte) || byte >= 0x80 || "'-.,;%#@/\\~^`".utf8.contains(byte) }

  /// A number of at most three digits.
  mutating func number() -> Int? {
    let digits = take { (0x30...0x39).contains($0) }
    return digits.isEmpty || digits.count > 3 ? nil : Int(text(digits))
  }

  /// Text in quotation marks: `\` takes the next character as it is. `isEscaped` says so of each byte.
  mutating func quoted() throws(PatternError) -> (text: [UInt8], isEscaped: [Bool]) {
    let start = at
    at += 1
    var text: [UInt8] = []
    var isEscaped: [Bool] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      at += 1
      if byte == UInt8(ascii: "\\"), let escaped = next {
        at += 1
        text.append(escaped)
        isEscaped.append(true)
      } else {
        text.append(byte)
        isEscaped.append(false)
      }
    }
    guard take("\"") else { throw fail("the quotation mark does not close", "add “\"” behind the text", at: start) }
    guard !text.isEmpty else { throw fail("the quotation marks hold no text", "write a word between them", at: start) }
    return (text, isEscaped)
  }
}
