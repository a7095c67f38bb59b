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
  var pieces: [Piece] = []
  let lexicon = Lexicon.shared

  init(_ layers: Layers) { self.layers = layers }

  /// True where a sentence may hold a time expression. This is all that most sentences cost.
  func hasTrigger(_ tokens: Range<Int>) -> Bool {
    for token in tokens {
      if lexicon.triggers.contains(layers.tokens.words[token]) { return true }
      let shape = layers.tokens.shapes[token]
      if shape.contains(.hasDigit), !isAmount(token) || layers.word(token + 1) == "'s" { return true }
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

  mutating func append(_ start: Int, _ end: Int, _ token: Int, _ word: Word? = nil) {
    let word = word ?? Word(hash: 0)
    var entry = lexicon[word] ?? Lexicon.Entry()
    if end - start == 1, layers.bytes[start] == UInt8(ascii: ",") { entry.classes = .comma }
    add(start, end, token, word, entry)
  }

  mutating func add(
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

  mutating func add(
    _ start: Int, _ end: Int, _ token: Int, _ kind: TimeClass, _ number: Int, hundredths: Int? = nil
  ) {
    var entry = Lexicon.Entry()
    entry.classes = kind
    entry.number = Int32(clamping: number)
    add(start, end, token, Word(hash: 1), entry, hundredths: hundredths ?? number * 100)
  }

  // MARK: Hyphens

  mutating func parts(_ start: Int, _ end: Int, _ token: Int) -> Bool {
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
      } else if to - from == 2, Digits.isDigit(layers.bytes[from + 1]) {
        // `2017-Q1`.
        guard lettered(from, to, token) else { break }
      } else if let entry = lexicon[word] {
        add(from, to, token, word, entry)
      } else {
        break
      }
      if number > 0 { pieces[before].isGlued = true }
      // `mid-to-late`: two edges, and the time behind them.
      if pieces[before].is(.triggers.union([.number, .ordinal])) || cuts.count == 3 && pieces[before].is(.edge) {
        isTime = true
      }
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
}
