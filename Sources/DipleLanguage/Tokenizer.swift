import DipleAnnotations

/// Parts bytes into tokens.
enum Tokenizer {
  static func tokens(_ bytes: [UInt8]) -> Tokens {
    var tokens = Tokens()
    var start = 0
    for i in 0...bytes.count where i == bytes.count || bytes[i] == 0x20 {
      if i > start {
        let slice = bytes[start..<i]
        tokens.append(start: start, end: i, word: Word(slice), form: Word(exactly: slice), shape: [])
      }
      start = i + 1
    }
    return tokens
  }
}
