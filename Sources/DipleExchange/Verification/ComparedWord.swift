import DiplePluginKit

/// A word as quotations and sources are compared by: its letters and digits in small letters. Case, quotation marks, apostrophes,
/// white space, dashes, hyphens and other punctuation make no difference.
struct ComparedWord: Sendable {
  /// FNV-1a of the normalised word.
  let hash: UInt64
  /// Where it stands: bytes of the document's source.
  let start: UInt32
  let end: UInt32
  /// A full stop, an exclamation or a question mark stands between it and the next word.
  var endsSentence = false
  /// Any mark but commas, quotation marks, apostrophes and hyphens stands between it and the next word.
  var isParted = false
  /// Its first letter is a capital.
  let isCapitalized: Bool
}

/// Which letters of a word are the author's (`[T]he`, `walk[ed]`).
struct WordEdit: Sendable, Equatable {
  /// What stands before and behind the brackets, normalised: letters of the source.
  var before: [UInt8]
  var after: [UInt8]
  /// How many bytes stand in the brackets.
  var inside: Int

  /// True where a word of the source, normalised, may have stood there: it has the letters outside, and hardly more in their place.
  func agrees(with word: [UInt8]) -> Bool {
    let kept = before.count + after.count
    return kept > 0 && word.count >= kept && word.count - kept <= inside + 2 && word.starts(with: before)
      && word.suffix(after.count).elementsEqual(after)
  }
}

/// A piece of a quotation.
enum QuotedElement: Sendable {
  /// A word, and which of its letters brackets say are the author's.
  case word(ComparedWord, edit: WordEdit?)
  /// `…`, `...`, `[…]`: words are left out.
  case ellipsis(Span)
  /// `[the mayor]`: words of the author, which may stand for some of the source.
  case bracket(Span)
}

/// Reads words from the prose of a document.
struct WordReader {
  private let paragraph: Paragraph
  private let prose: [UInt8]
  /// Where `prose` begins in the paragraph.
  private let base: Int
  private(set) var elements: [QuotedElement] = []
  private var normal: [UInt8] = []

  /// Reads a place of a document as a quotation.
  static func quotation(_ place: Place, in document: Document) -> [QuotedElement] {
    guard let paragraph = document.paragraph(place.paragraph) else { return [] }
    var reader = WordReader(paragraph, document.prose(place.span, of: paragraph), base: place.span.start)
    reader.read(marksCount: true)
    return reader.elements
  }

  /// Hands out the words of a paragraph; brackets and dots are punctuation.
  static func words(of paragraph: Paragraph, in document: Document) -> [ComparedWord] {
    var reader = WordReader(paragraph, document.prose(of: paragraph), base: 0)
    reader.read(marksCount: false)
    return reader.elements.compactMap { if case .word(let word, _) = $0 { word } else { nil } }
  }

  private init(_ paragraph: Paragraph, _ prose: [UInt8], base: Int) {
    (self.paragraph, self.prose, self.base) = (paragraph, prose, base)
  }

  private mutating func read(marksCount: Bool) {
    var at = 0
    while at < prose.count {
      if marksCount, let end = ellipsis(at) {
        elements.append(.ellipsis(source(at, end)))
        at = end
      } else if marksCount, prose[at] == UInt8(ascii: "["), let end = bracket(at) {
        elements.append(.bracket(source(at, end)))
        at = end
      } else if let end = word(at, marksCount) {
        at = end
      } else {
        let (value, length) = UTF8Scan.scalar(prose, at: at)
        mark(value)
        at += max(1, length)
      }
    }
  }

  private func source(_ start: Int, _ end: Int) -> Span { paragraph.source(Span(base + start, base + end)) }

  /// Notes a mark behind the last word.
  private mutating func mark(_ value: UInt32) {
    guard case .word(var word, let edit)? = elements.last, let scalar = Unicode.Scalar(value) else { return }
    if [".", "!", "?"].contains(scalar) { word.endsSentence = true }
    if !scalar.properties.isWhitespace, !Self.connectors.contains(scalar) { word.isParted = true }
    elements[elements.count - 1] = .word(word, edit: edit)
  }
  private static let connectors: Set<Unicode.Scalar> = [",", "“", "”", "\"", "‘", "’", "'", "«", "»", "-"]

  /// The end of `…`, `...`, `. . .` or one of them in brackets.
  private func ellipsis(_ start: Int) -> Int? {
    var at = start
    let isBracketed = prose[at] == UInt8(ascii: "[") || prose[at] == UInt8(ascii: "(")
    if isBracketed { at = blanks(at + 1) }
    var dots = 0
    while at < prose.count {
      if prose[at] == UInt8(ascii: ".") {
        dots += 1
        at += 1
      } else if prose[at...].starts(with: [0xE2, 0x80, 0xA6]) {
        dots += 3
        at += 3
      } else if dots > 0, at + 1 < prose.count, prose[at] == 0x20, prose[at + 1] == UInt8(ascii: ".") {
        at += 1
      } else {
        break
      }
    }
    guard dots >= 3 else { return nil }
    guard isBracketed else { return at }
    at = blanks(at)
    guard at < prose.count, [UInt8(ascii: "]"), UInt8(ascii: ")")].contains(prose[at]) else { return nil }
    return at + 1
  }

  private func blanks(_ start: Int) -> Int {
    var at = start
    while at < prose.count, prose[at] == 0x20 { at += 1 }
    return at
  }

  /// The end of an author's insertion; nil where the bracket is part of a word.
  private func bracket(_ start: Int) -> Int? {
    guard let close = prose[start...].prefix(200).firstIndex(of: UInt8(ascii: "]")) else { return nil }
    let isInWord = close + 1 < prose.count && isLetter(close + 1) || start > 0 && isLetterBefore(start)
    return isInWord ? nil : close + 1
  }

  private func isLetter(_ at: Int) -> Bool {
    Unicode.Scalar(UTF8Scan.scalar(prose, at: at).value).map(Self.isWordScalar) ?? false
  }
  private func isLetterBefore(_ at: Int) -> Bool {
    var before = at - 1
    while before > 0, UTF8Scan.isContinuation(prose[before]) { before -= 1 }
    return isLetter(before)
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 {
      return (0x30...0x39).contains(scalar.value) || (0x41...0x5A).contains(scalar.value & ~0x20)
    }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || scalar.properties.generalCategory == .nonspacingMark
  }

  /// The letters of a word of a document, as words are compared by.
  static func letters(of word: ComparedWord, in document: Document) -> [UInt8] {
    let text = document.text(word.span)
    return text.unicodeScalars.filter(isWordScalar).flatMap { Array($0.properties.lowercaseMapping.utf8) }
  }

  /// Reads the word that begins at a byte.
  private mutating func word(_ start: Int, _ marksCount: Bool) -> Int? {
    normal.removeAll(keepingCapacity: true)
    var (at, end) = (start, start)
    // How many bytes of the word stand before the first bracket and before the last.
    var (open, close): (Int?, Int?) = (nil, nil)
    var isCapitalized = false
    while at < prose.count {
      let (value, length) = UTF8Scan.scalar(prose, at: at)
      guard let scalar = Unicode.Scalar(value) else { break }
      if Self.isWordScalar(scalar) {
        if normal.isEmpty { isCapitalized = scalar.properties.isUppercase }
        if value < 0x80 {
          normal.append((0x41...0x5A).contains(prose[at]) ? prose[at] | 0x20 : prose[at])
        } else {
          normal += scalar.properties.lowercaseMapping.utf8
        }
        end = at + length
      } else if marksCount, scalar == "[" || scalar == "]" && open != nil, open == nil || !normal.isEmpty {
        // Before the first letter one bracket only: a row of them is no word, and is not read again from each.
        if scalar == "[" {
          open = open ?? normal.count
        } else {
          close = normal.count
          end = at + length
        }
      } else if normal.isEmpty || !joins(scalar, at + length) {
        break
      } else if scalar == "." {
        normal.append(0x2E)
      }
      at += length
    }
    guard !normal.isEmpty else { return nil }
    let span = source(start, end)
    let edit = open.map { open in
      let close = max(open, close ?? normal.count)
      return WordEdit(before: Array(normal[..<open]), after: Array(normal[close...]), inside: close - open)
    }
    elements.append(
      .word(
        ComparedWord(
          hash: FNV1a.hash(normal), start: UInt32(truncatingIfNeeded: span.start),
          end: UInt32(truncatingIfNeeded: span.end), isCapitalized: isCapitalized), edit: edit))
    return end
  }

  /// True for what stands inside a word: apostrophes, soft hyphens, and the marks of numbers.
  private func joins(_ scalar: Unicode.Scalar, _ next: Int) -> Bool {
    guard next < prose.count, isLetter(next) else { return false }
    switch scalar {
    case "'", "’", "ʼ", "\u{AD}": return true
    case ",", ".": return (0x30...0x39).contains(prose[next]) && normal.last.map { (0x30...0x39).contains($0) } ?? false
    default: return false
    }
  }
}
