import DiplePluginKit

/// A token, or a part of one between hyphens (`54-year-old` has three), with what it can be in a time expression.
struct Piece: Sendable {
  var word: Word
  var entry: Lexicon.Entry
  /// For numbers, in hundredths; so `2.5` is exact.
  var hundredths = 0
  /// Numbers that the token itself writes: year, month and day of a date; hour, minute and second of a clock time.
  var written: (Int16, Int8, Int8) = (0, 0, 0)
  /// Bytes of the paragraph.
  var start: Int
  var end: Int
  var token: Int
  /// A hyphen joins it to the piece before.
  var isGlued = false
  var shape: Shape

  func `is`(_ kind: TimeClass) -> Bool { !entry.classes.isDisjoint(with: kind) }
  var isCapitalized: Bool { shape.contains(.capitalized) }
}

/// Parts tokens into pieces and looks each one up.
struct PieceReader {
  let layers: Layers
  private(set) var pieces: [Piece] = []
  private let lexicon = Lexicon.shared

  init(_ layers: Layers) { self.layers = layers }

  /// True where a sentence may hold a time expression. This is all that most sentences cost.
  func hasTrigger(_ tokens: Range<Int>) -> Bool {
    for token in tokens {
      if lexicon.triggers.contains(layers.tokens.words[token]) { return true }
      let shape = layers.tokens.shapes[token]
      if shape.contains(.hasDigit), !isAmount(token) { return true }
      if shape.contains(.hyphenated), hasTriggerInside(token) { return true }
    }
    return false
  }

  /// True for `12` and `3.5`, which need a word of time beside them; false for what may be a year, a date, a clock time.
  private func isAmount(_ token: Int) -> Bool {
    let bytes = layers.bytes[layers.start(token)..<layers.end(token)]
    var (digits, marks) = (0, 0)
    for byte in bytes {
      if Digits.isDigit(byte) {
        digits += 1
      } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") {
        marks += 1
      } else {
        return false
      }
    }
    return marks == 0 ? digits != 4 : marks == 1
  }

  /// True where a part between hyphens is a word of time or a number (`mid-June`, nineteen `ninety-six`).
  private func hasTriggerInside(_ token: Int) -> Bool {
    var from = layers.start(token)
    let end = layers.end(token)
    for at in from...end {
      let length = at < end ? hyphen(at) : 1
      guard length > 0, at >= from else { continue }
      if let entry = lexicon[Word(layers.bytes[from..<at])],
        !entry.classes.isDisjoint(with: .triggers.union(.number).union(.ordinal))
      {
        return true
      }
      from = at + length
    }
    return false
  }

  /// The pieces of some tokens.
  mutating func read(_ tokens: Range<Int>) {
    pieces.removeAll(keepingCapacity: true)
    for token in tokens {
      let shape = layers.shape(token)
      let (start, end) = (layers.start(token), layers.end(token))
      if shape.contains(.address) {
        append(start, end, token)
      } else if shape.contains(.hasDigit), end - start <= 40, numeric(start, end, token) {
        continue
      } else if shape.contains(.hyphenated), end - start <= 40, parts(start, end, token) {
        continue
      } else {
        append(start, end, token, layers.word(token))
      }
    }
  }

  private mutating func append(_ start: Int, _ end: Int, _ token: Int, _ word: Word? = nil) {
    let word = word ?? Word(hash: 0)
    var entry = lexicon[word] ?? Lexicon.Entry()
    if end - start == 1, layers.bytes[start] == UInt8(ascii: ",") { entry.classes = .comma }
    add(start, end, token, word, entry)
  }

  private mutating func add(
    _ start: Int, _ end: Int, _ token: Int, _ word: Word, _ entry: Lexicon.Entry, hundredths: Int? = nil
  ) {
    var piece = Piece(word: word, entry: entry, start: start, end: end, token: token, shape: layers.shape(token))
    piece.hundredths = hundredths ?? Int(entry.number) * 100
    // A part between hyphens has its own capital (`mid-November`).
    if start > layers.start(token) {
      if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(layers.bytes[start]) {
        piece.shape.insert(.capitalized)
      } else {
        piece.shape.remove(.capitalized)
      }
    }
    pieces.append(piece)
  }

  private mutating func add(
    _ start: Int, _ end: Int, _ token: Int, _ kind: TimeClass, _ number: Int, hundredths: Int? = nil
  ) {
    var entry = Lexicon.Entry()
    entry.classes = kind
    entry.number = Int32(clamping: number)
    add(start, end, token, Word(hash: 1), entry, hundredths: hundredths ?? number * 100)
  }

  // MARK: Hyphens

  private mutating func parts(_ start: Int, _ end: Int, _ token: Int) -> Bool {
    var cuts: [(Int, Int)] = []
    var at = start
    var from = start
    while at <= end {
      let hyphen = at < end ? hyphen(at) : 1
      if hyphen > 0 {
        if at == from || cuts.count > 6 { return false }
        cuts.append((from, at))
        from = at + hyphen
        at = from
        if at > end { break }
      } else {
        at += 1
      }
    }
    guard cuts.count > 1 else { return false }
    let mark = pieces.count
    var isTime = false
    for (number, (from, to)) in cuts.enumerated() {
      let word = Word(layers.bytes[from..<to])
      let before = pieces.count
      if Digits.isDigit(layers.bytes[from]) {
        guard numeric(from, to, token) else { break }
      } else if let entry = lexicon[word] {
        add(from, to, token, word, entry)
      } else {
        break
      }
      if number > 0 { pieces[before].isGlued = true }
      if pieces[before].is(.triggers.union([.number, .ordinal])) { isTime = true }
      if number == cuts.count - 1, isTime { return true }
    }
    pieces.removeSubrange(mark...)
    return false
  }

  /// The length of a hyphen at a byte; 0 where there is none.
  private func hyphen(_ at: Int) -> Int {
    if layers.bytes[at] == UInt8(ascii: "-") { return 1 }
    if layers.bytes[at] == 0xE2, at + 2 < layers.bytes.count, layers.bytes[at + 1] == 0x80,
      layers.bytes[at + 2] == 0x90 || layers.bytes[at + 2] == 0x91
    {
      return 3
    }
    return 0
  }

  // MARK: Digits

  /// Reads a token that starts with digits, or with an apostrophe before digits; false where it is nothing of time.
  private mutating func numeric(_ start: Int, _ end: Int, _ token: Int) -> Bool {
    let bytes = layers.bytes
    if let elided = elision(start) { return shortYear(start, elided, end, token) }
    guard Digits.isDigit(bytes[start]) else { return false }
    // Runs of digits and the marks between them.
    var (numbers, widths, marks): ([Int], [Int], [UInt8]) = ([], [], [])
    var at = start
    while at < end, numbers.count < 7 {
      let from = at
      while at < end, Digits.isDigit(bytes[at]) { at += 1 }
      if at == from { break }
      numbers.append(Int(Digits.number(bytes[from..<at])))
      widths.append(at - from)
      guard at + 1 < end, Digits.isDigit(bytes[at + 1]) || bytes[at] == UInt8(ascii: "T") else { break }
      marks.append(bytes[at])
      at += 1
    }
    let rest = bytes[at..<end]
    if rest.isEmpty { return plain(start, end, token, numbers, widths, marks) }
    if numbers.count == 1, let kind = suffix(rest) {
      switch kind {
      case .ordinal:
        add(start, end, token, .ordinal, numbers[0])
      case .decade where numbers[0] % 10 == 0 && (widths[0] == 4 && numbers[0] >= 1000 || widths[0] == 2):
        add(start, end, token, .decade, numbers[0])
      default: return false
      }
      return true
    }
    // `10:30am`, `5pm`; `2016-06-16T10:30:00Z`.
    if let entry = lexicon[Word(rest)], entry.classes.contains(.meridiem), marks.isEmpty || marks[0] == 0x3A {
      guard plain(start, at, token, numbers, widths, marks) else { return false }
      add(at, end, token, Word(rest), entry)
      return true
    }
    if rest.count == 1, rest.first == UInt8(ascii: "Z"), marks.contains(UInt8(ascii: "T")) {
      return plain(start, end, token, numbers, widths, marks)
    }
    if marks.isEmpty, rest.first == UInt8(ascii: "-") { return parts(start, end, token) }
    return false
  }

  private func suffix(_ rest: ArraySlice<UInt8>) -> TimeClass? {
    let word = Word(rest)
    if word == "st" || word == "nd" || word == "rd" || word == "th" { return .ordinal }
    return word == "s" || word == "'s" ? .decade : nil
  }

  private mutating func plain(
    _ start: Int, _ end: Int, _ token: Int, _ numbers: [Int], _ widths: [Int], _ marks: [UInt8]
  ) -> Bool {
    let (hyphen, slash, stop, colon) = (UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: ":"))
    switch numbers.count {
    case 1:
      let isYear = widths[0] == 4 && numbers[0] >= 1000 && numbers[0] <= 2200
      add(start, end, token, isYear ? [.number, .year] : .number, numbers[0])
      return true
    case 2 where marks[0] == colon:
      guard numbers[0] <= 24, numbers[1] < 60, widths[1] == 2, widths[0] <= 2 else { return false }
      add(start, end, token, .clock, 0)
      pieces[pieces.count - 1].written = (Int16(numbers[0]), Int8(numbers[1]), -1)
      return true
    case 2 where marks[0] == stop && widths[1] <= 2:
      let hundredths = numbers[0] * 100 + (widths[1] == 1 ? numbers[1] * 10 : numbers[1])
      add(start, end, token, .number, numbers[0], hundredths: hundredths)
      return true
    case 2 where marks[0] == hyphen:
      if widths == [4, 2], (1000...2200).contains(numbers[0]), (numbers[0] + 1) % 100 == numbers[1] {
        add(start, end, token, .doubleYear, numbers[0])
        return true
      }
      let cut = start + widths[0]
      let isYears = widths == [4, 4]
      add(start, cut, token, isYears ? [.number, .year] : .number, numbers[0])
      append(cut, cut + 1, token, "-")
      add(cut + 1, end, token, isYears ? [.number, .year] : .number, numbers[1])
      return true
    case 2 where marks[0] == slash:
      if widths[0] == 4, widths[1] == 2, (1000...2200).contains(numbers[0]), (numbers[0] + 1) % 100 == numbers[1] {
        add(start, end, token, .doubleYear, numbers[0])
        return true
      }
      return false
    case 2 where marks[0] == UInt8(ascii: ","):
      add(start, end, token, .number, numbers[0] * 1000 + numbers[1])
      return true
    case 3 where marks == [UInt8(ascii: ","), UInt8(ascii: ",")]:
      add(start, end, token, .number, numbers[0] * 1_000_000 + numbers[1] * 1000 + numbers[2])
      return true
    case 3 where marks == [colon, colon]:
      guard numbers[0] <= 24, numbers[1] < 60, numbers[2] < 60 else { return false }
      add(start, end, token, .clock, 0)
      pieces[pieces.count - 1].written = (Int16(numbers[0]), Int8(numbers[1]), Int8(numbers[2]))
      return true
    case 3 where marks[0] == marks[1] && [hyphen, slash, stop].contains(marks[0]):
      return date(start, end, token, numbers, widths)
    case 5...6 where marks[0] == hyphen && marks[1] == hyphen && marks[2] == UInt8(ascii: "T"):
      guard numbers[3] <= 24, numbers[4] < 60, numbers.count == 5 || numbers[5] <= 60 else { return false }
      let cut = start + widths[0] + widths[1] + widths[2] + 2
      guard date(start, cut, token, Array(numbers[..<3]), Array(widths[..<3])) else { return false }
      add(cut + 1, end, token, .clock, 0)
      pieces[pieces.count - 1].written = (
        Int16(numbers[3]), Int8(numbers[4]), numbers.count > 5 ? Int8(min(59, numbers[5])) : -1
      )
      pieces[pieces.count - 1].isGlued = true
      return true
    default: return false
    }
  }

  /// Year first, or year last; the order of day and month is left to the reader where both are possible.
  private mutating func date(_ start: Int, _ end: Int, _ token: Int, _ numbers: [Int], _ widths: [Int]) -> Bool {
    var written: (Int, Int, Int)
    var kind = TimeClass.date
    if widths[0] == 4 {
      written = (numbers[0], numbers[1], numbers[2])
    } else {
      guard widths[2] == 4 || widths[2] == 2, widths[0] <= 2, widths[1] <= 2 else { return false }
      let year = widths[2] == 4 ? numbers[2] : numbers[2] + (numbers[2] < 50 ? 2000 : 1900)
      let (a, b) = (numbers[0], numbers[1])
      if layers.bytes[start + widths[0]] == UInt8(ascii: "/"), a <= 12, b <= 12, a != b {
        kind = .slashed
        written = (year, a, b)
      } else {
        // A stop or hyphen parts day, month and year in that order; with a slash one number is too large for a month.
        written = b > 12 ? (year, a, b) : (year, b, a)
      }
    }
    guard (1000...2200).contains(written.0), written.1 >= 1, written.2 >= 1,
      CivilDate(year: written.0, month: written.1, day: written.2) != nil
    else { return false }
    add(start, end, token, kind, 0)
    pieces[pieces.count - 1].written = (Int16(written.0), Int8(written.1), Int8(written.2))
    return true
  }

  /// The byte after an apostrophe at `start`.
  private func elision(_ start: Int) -> Int? {
    if layers.bytes[start] == UInt8(ascii: "'") { return start + 1 }
    let bytes = layers.bytes
    let isTypographic =
      bytes[start] == 0xE2 && start + 2 < bytes.count && bytes[start + 1] == 0x80
      && (bytes[start + 2] == 0x98 || bytes[start + 2] == 0x99)
    return isTypographic ? start + 3 : nil
  }

  /// `'80s`, `'98`.
  private mutating func shortYear(_ start: Int, _ digits: Int, _ end: Int, _ token: Int) -> Bool {
    guard digits + 2 <= end, Digits.isDigit(layers.bytes[digits]), Digits.isDigit(layers.bytes[digits + 1]) else {
      return false
    }
    let number = Int(Digits.number(layers.bytes[digits..<digits + 2]))
    switch end - digits {
    case 2:
      add(start, end, token, [.year, .short], number + (number < 40 ? 2000 : 1900))
    case 3 where layers.bytes[digits + 2] == UInt8(ascii: "s") && number % 10 == 0:
      add(start, end, token, .decade, number)
    default: return false
    }
    return true
  }
}
