package import DipleAnnotations
import DipleText

/// Parts a paragraph into tokens, as the Penn Treebank does, in one pass over its bytes.
///
/// First a run without white space and marks is taken (a *chunk*), then contractions and final stops are cut from it.
package struct Tokenizer {
  private let bytes: [UInt8]
  private var tokens = Tokens()
  private var spaceBefore = true
  private var lineBefore = false
  /// The number of tokens by which an open single quotation mark is still open; a plural possessive is not looked for inside.
  private var openSingle = false

  package static func tokens(_ bytes: [UInt8]) -> Tokens {
    var tokenizer = Tokenizer(bytes: bytes)
    tokenizer.run()
    return tokenizer.tokens
  }

  /// A token of these bytes, whatever our own rules would make of them.
  package static func token(_ bytes: [UInt8], _ span: Range<Int>) -> Token {
    let slice = bytes[span]
    var shape = Shapes.shape(bytes, span.lowerBound, span.upperBound)
    if span.lowerBound == 0 || CharacterClass.at(span.lowerBound - 1, in: bytes).class == .space {
      shape.insert(.spaceBefore)
    }
    return Token(
      start: span.lowerBound, end: span.upperBound, word: Word(slice), form: Word(exactly: slice), shape: shape)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func byte(_ at: Int) -> UInt8 { at >= 0 && at < bytes.count ? bytes[at] : 0 }

  private func classAt(_ at: Int) -> CharacterClass {
    at >= 0 && at < bytes.count ? CharacterClass.at(at, in: bytes).class : .space
  }

  private func isWordByte(_ at: Int) -> Bool {
    let kind = classAt(at)
    return kind == .letter || kind == .digit
  }

  private mutating func run() {
    var at = 0
    while at < bytes.count {
      let (kind, length) = CharacterClass.at(at, in: bytes)
      switch kind {
      case .space:
        if bytes[at] == 0x0A || bytes[at] == 0x0D { lineBefore = true }
        spaceBefore = true
        at += length
      case .letter, .digit:
        at = chunk(from: at)
      case .apostrophe, .singleQuote, .doubleQuote:
        at = quote(from: at, kind, length)
      case .currency:
        emit(at, at + length)
        at += length
      case .dash, .ellipsis, .other:
        at = mark(from: at, length)
      }
    }
  }

  // MARK: Words

  /// Takes letters, digits and the marks that join them, from a letter or digit on.
  private mutating func chunk(from start: Int) -> Int {
    if let end = Address.end(bytes, from: start) {
      emit(start, end, [.address])
      return end
    }
    var end = start
    var lastApostrophe: (at: Int, length: Int)?
    while end < bytes.count {
      let (kind, length) = CharacterClass.at(end, in: bytes)
      switch kind {
      case .letter, .digit:
        end += length
        continue
      case .dash where bytes[end] == UInt8(ascii: "-") && isWordByte(end + 1) && byte(end - 1) != UInt8(ascii: "-"),
        .dash where kind == .dash && length == 3 && scalarIsHyphen(end) && isWordByte(end + length):
        end += length
        continue
      case .apostrophe where isWordByte(end + length) && end > start:
        lastApostrophe = (end, length)
        end += length
        continue
      case .other where joins(end, start):
        end += 1
        continue
      default: break
      }
      break
    }
    return finish(start, end, lastApostrophe)
  }

  private func scalarIsHyphen(_ at: Int) -> Bool {
    byte(at) == 0xE2 && byte(at + 1) == 0x80 && (byte(at + 2) == 0x90 || byte(at + 2) == 0x91)
  }

  /// True for `.`, `,`, `:`, `/`, `&` between letters or digits where they belong to one token.
  private func joins(_ at: Int, _ start: Int) -> Bool {
    let before = byte(at - 1)
    let after = byte(at + 1)
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    switch bytes[at] {
    case UInt8(ascii: "."):
      // `3.5`, `U.S`, `a.m`; not `end.Next`.
      if isDigit(before), isDigit(after) { return true }
      let single = at - 1 == start || byte(at - 2) == UInt8(ascii: ".")
      return single && classAt(at - 1) == .letter && classAt(at + 1) == .letter && !isWordByte(at + 2)
        || single && at - 1 == start && classAt(at + 1) == .letter && byte(at + 2) == UInt8(ascii: ".")
    case UInt8(ascii: ","): return isDigit(before) && isDigit(after) && isDigit(byte(at + 2)) && isDigit(byte(at + 3))
    case UInt8(ascii: ":"): return isDigit(before) && isDigit(after)
    case UInt8(ascii: "/"), UInt8(ascii: "&"): return isWordByte(at - 1) && isWordByte(at + 1)
    case UInt8(ascii: "@"), UInt8(ascii: "+"): return false
    default: return false
    }
  }

  /// Cuts contractions and decides on a full stop that follows.
  private mutating func finish(_ start: Int, _ stop: Int, _ apostrophe: (at: Int, length: Int)?) -> Int {
    var end = stop
    if byte(end) == UInt8(ascii: "."), Abbreviations.keepsStop(bytes, start, end) {
      end += 1
      emit(start, end, [.abbreviation])
      return end
    }
    if let apostrophe {
      let clitic = bytes[(apostrophe.at + apostrophe.length)..<end]
      if let cut = Contractions.cut(bytes, start: start, apostrophe: apostrophe.at, clitic: clitic) {
        emit(start, cut)
        emit(cut, end)
        return end
      }
    } else if end - start == 6, Word(bytes[start..<end]) == "cannot" {
      emit(start, start + 3)
      emit(start + 3, end)
      return end
    }
    emit(start, end)
    // `officers'`: a possessive, unless a quotation is open that this mark closes.
    let (kind, length) = end < bytes.count ? CharacterClass.at(end, in: bytes) : (.space, 0)
    if kind == .apostrophe, !openSingle, byte(end - 1) | 0x20 == UInt8(ascii: "s"), classAt(end + length) == .space,
      end - start > 2
    {
      emit(end, end + length)
      end += length
    }
    return end
  }

  // MARK: Marks

  private mutating func quote(from at: Int, _ kind: CharacterClass, _ length: Int) -> Int {
    // `'90s`, `'em`, `’til`: an elision, not a quotation mark.
    if kind == .apostrophe, at == 0 || !isWordByte(at - 1), Contractions.isElision(bytes, from: at + length) {
      var end = at + length
      while end < bytes.count, isWordByte(end) { end += CharacterClass.at(end, in: bytes).length }
      emit(at, end)
      return end
    }
    // Two of a kind stand for a double mark: `` and ''.
    if bytes[at] == UInt8(ascii: "`") || bytes[at] == UInt8(ascii: "'"), byte(at + 1) == bytes[at] {
      emit(at, at + 2)
      return at + 2
    }
    if kind == .singleQuote {
      openSingle = true
    } else if kind == .apostrophe {
      openSingle = (at == 0 || !isWordByte(at - 1)) && isWordByte(at + length)
    }
    emit(at, at + length)
    return at + length
  }

  private mutating func mark(from at: Int, _ length: Int) -> Int {
    let first = bytes[at]
    if first == UInt8(ascii: "#") || first == UInt8(ascii: "@"), isWordByte(at + 1), at == 0 || !isWordByte(at - 1) {
      var end = at + 1
      while end < bytes.count, isWordByte(end) { end += CharacterClass.at(end, in: bytes).length }
      emit(at, end, [.address])
      return end
    }
    var end = at + length
    // Runs of one mark are one token: `...`, `--`, `?!`.
    if first == UInt8(ascii: ".") || first == UInt8(ascii: "-") || first == UInt8(ascii: "*")
      || first == UInt8(ascii: "=")
    {
      while byte(end) == first { end += 1 }
    } else if first == UInt8(ascii: "!") || first == UInt8(ascii: "?") {
      while byte(end) == UInt8(ascii: "!") || byte(end) == UInt8(ascii: "?") { end += 1 }
    }
    emit(at, end)
    return end
  }

  private mutating func emit(_ start: Int, _ end: Int, _ extra: Shape = []) {
    guard start < end else { return }
    var shape = Shapes.shape(bytes, start, end).union(extra)
    if spaceBefore { shape.insert(.spaceBefore) }
    if lineBefore { shape.insert(.lineBefore) }
    (spaceBefore, lineBefore) = (false, false)
    let slice = bytes[start..<end]
    tokens.append(start: start, end: end, word: Word(slice), form: Word(exactly: slice), shape: shape)
  }
}

/// What a token looks like.
enum Shapes {
  static func shape(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Shape {
    var shape: Shape = []
    var (letters, capitals, digits, others) = (0, 0, 0, 0)
    var firstIsCapital = false
    var at = start
    while at < end {
      let (kind, length) = CharacterClass.at(at, in: bytes)
      switch kind {
      case .letter:
        let isCapital = CharacterClass.isCapital(UTF8Scan.scalar(bytes, at: at).value)
        if letters == 0, digits == 0 { firstIsCapital = isCapital }
        if isCapital, letters > capitals { shape.insert(.mixedCase) }
        letters += 1
        if isCapital { capitals += 1 }
      case .digit: digits += 1
      case .dash where at > start: shape.insert(.hyphenated)
      default: others += 1
      }
      at += length
    }
    if letters > 0 { shape.insert(.hasLetter) }
    if firstIsCapital { shape.insert(.capitalized) }
    if letters > 0, capitals == letters { shape.insert(.allCaps) }
    if digits > 0 { shape.insert(.hasDigit) }
    if digits > 0, letters == 0, others == 0, !shape.contains(.hyphenated) { shape.insert(.digits) }
    if letters == 0, digits == 0 { shape.insert(.punctuation) }
    return shape
  }
}

/// Web and mail addresses.
enum Address {
  /// The end of the address that starts here, if one does: `http…`, `www.…`, `name@host.tld`, `host.tld/…`.
  static func end(_ bytes: [UInt8], from start: Int) -> Int? {
    var end = start
    var (dots, at, slashes) = (0, 0, 0)
    var hasScheme = false
    while end < bytes.count, end - start < 2048, isAddressByte(bytes[end]) {
      switch bytes[end] {
      case UInt8(ascii: "."): dots += 1
      case UInt8(ascii: "@"): at += 1
      case UInt8(ascii: "/"):
        slashes += 1
        if end >= start + 5, bytes[end - 1] == UInt8(ascii: ":"), bytes[start] | 0x20 == UInt8(ascii: "h") {
          hasScheme = true
        }
      default: break
      }
      end += 1
    }
    while end > start, isFinalMark(bytes[end - 1]) {
      if bytes[end - 1] == UInt8(ascii: ".") { dots -= 1 }
      end -= 1
    }
    guard end - start >= 5 else { return nil }
    let isWeb = start + 4 < end && bytes[start..<start + 4].elementsEqual("www.".utf8)
    let isMail = at == 1 && dots > 0 && bytes[start] != UInt8(ascii: "@")
    let isHost = dots > 0 && at == 0 && endsInDomain(bytes, start, end)
    return hasScheme || isWeb || isMail || isHost ? end : nil
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "/"),
      UInt8(ascii: ":"), UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "="), UInt8(ascii: "&"),
      UInt8(ascii: "+"), UInt8(ascii: "~"), UInt8(ascii: "#"):
      true
    default: false
    }
  }

  /// Marks that end a sentence or a clause rather than an address.
  private static func isFinalMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "!"),
      UInt8(ascii: "?"), UInt8(ascii: "'"), UInt8(ascii: "-"), UInt8(ascii: "/"):
      true
    default: false
    }
  }

  /// `example.org`, `example.co.uk/page`: the host ends in a domain that prose does not end words in.
  private static func endsInDomain(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
    let host = bytes[start..<end].prefix { $0 != UInt8(ascii: "/") }
    guard let dot = host.lastIndex(of: UInt8(ascii: ".")), dot - start >= 2 else { return false }
    return domains.contains(Word(host[(dot + 1)...]))
  }

  private static let domains: WordSet = ["com", "org", "net", "gov", "edu", "info", "uk", "io", "eu", "ru", "fr", "tv"]
}

/// Words that an apostrophe parts, and words that it opens.
enum Contractions {
  private static let clitics: WordSet = ["s", "re", "ve", "ll", "d", "m"]
  private static let elisions: WordSet = ["em", "til", "tis", "twas", "cause", "bout", "n", "round"]

  /// Where to cut a word with an apostrophe: `did|n't`, `Assad|'s`, `we|'ll`; nil for `O'Brien`.
  static func cut(_ bytes: [UInt8], start: Int, apostrophe: Int, clitic: ArraySlice<UInt8>) -> Int? {
    let word = Word(clitic)
    if word == "t", apostrophe - start >= 2, bytes[apostrophe - 1] | 0x20 == UInt8(ascii: "n") { return apostrophe - 1 }
    return clitics.contains(word) ? apostrophe : nil
  }

  /// True where the word at `start` follows an apostrophe that stands for letters: `'90s`, `'em`.
  static func isElision(_ bytes: [UInt8], from start: Int) -> Bool {
    var end = start
    while end < bytes.count, bytes[end] < 0x80,
      (bytes[end] | 0x20 >= 0x61 && bytes[end] | 0x20 <= 0x7A) || (0x30...0x39).contains(bytes[end])
    {
      end += 1
    }
    let word = bytes[start..<end]
    if word.count == 3, word.dropLast().allSatisfy({ (0x30...0x39).contains($0) }), word.last == UInt8(ascii: "s") {
      return true
    }
    if word.count == 2, word.allSatisfy({ (0x30...0x39).contains($0) }) {
      return end >= bytes.count || bytes[end] != UInt8(ascii: "'")
    }
    return !word.isEmpty && elisions.contains(Word(word))
  }
}
