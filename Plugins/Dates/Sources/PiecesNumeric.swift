import DiplePluginKit

/// Reads what is written in digits: numbers, years, dates, clock times.
extension PieceReader {
  /// Reads a token that starts with digits, or with an apostrophe before digits; false where it is nothing of time.
  mutating func numeric(_ start: Int, _ end: Int, _ token: Int) -> Bool {
    let bytes = layers.bytes
    if let elided = elision(start) { return shortYear(start, elided, end, token) }
    guard Digits.isDigit(bytes[start]) else {
      return lettered(start, end, token) || monthInFigures(start, end, token)
    }
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
    // `10:30am`, `8.30pm`, `5pm`; `2016-06-16T10:30:00Z`.
    if let entry = lexicon[Word(rest)], entry.classes.contains(.meridiem),
      marks.isEmpty || marks[0] == 0x3A || marks == [UInt8(ascii: ".")] && widths[1] == 2
    {
      guard plain(start, at, token, numbers, widths, marks) else { return false }
      add(at, end, token, Word(rest), entry)
      return true
    }
    // `8:45a`, `at 9p`.
    let half: Word = rest.first == UInt8(ascii: "a") ? "am" : "pm"
    if rest.count == 1, let letter = rest.first, letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p"),
      marks == [UInt8(ascii: ":")] || marks.isEmpty && layers.word(token - 1) == "at", numbers[0] <= 12,
      let entry = lexicon[half], plain(start, at, token, numbers, widths, marks)
    {
      add(at, end, token, half, entry)
      return true
    }
    if rest.count == 1, rest.first == UInt8(ascii: "Z"), marks.contains(UInt8(ascii: "T")) {
      return plain(start, end, token, numbers, widths, marks)
    }
    if monthInFigures(start, end, token) { return true }
    if marks.isEmpty, rest.first == UInt8(ascii: "-") { return parts(start, end, token) }
    if marks.isEmpty || marks == [UInt8(ascii: ".")] && widths[1] == 1 {
      return numberAndUnit(
        start, at, end, token, hundredths: numbers[0] * 100 + (marks.isEmpty ? 0 : numbers[1] * 10))
    }
    return false
  }

  /// `Q3`, `H1`, `FY2016`, `FY16`: the letter is a piece, the number another one joined to it.
  mutating func lettered(_ start: Int, _ end: Int, _ token: Int) -> Bool {
    let bytes = layers.bytes
    if end - start == 2, Digits.isDigit(bytes[start + 1]) {
      let number = Int(bytes[start + 1] - 0x30)
      var entry = Lexicon.Entry()
      switch bytes[start] & 0xDF {
      case UInt8(ascii: "Q") where (1...4).contains(number): (entry.classes, entry.unit) = (.unit, .quarter)
      case UInt8(ascii: "H") where (1...2).contains(number): (entry.classes, entry.number) = (.half, 1)
      default: return false
      }
      add(start, start + 1, token, .ordinal, number)
      add(start + 1, end, token, Word(hash: 1), entry)
      pieces[pieces.count - 1].isGlued = true
      return true
    }
    let isFiscal = bytes[start] & 0xDF == UInt8(ascii: "F")
    guard end - start == 4 || end - start == 6, isFiscal || bytes[start] & 0xDF == UInt8(ascii: "C"),
      bytes[start + 1] & 0xDF == UInt8(ascii: "Y"),
      bytes[(start + 2)..<end].allSatisfy(Digits.isDigit)
    else { return false }
    let number = Int(Digits.number(bytes[(start + 2)..<end]))
    let year = end - start == 6 ? number : Digits.century(number)
    guard (1000...2200).contains(year) else { return false }
    append(start, start + 2, token, isFiscal ? "fy" : "cy")
    add(start + 2, end, token, [.number, .year], year)
    pieces[pieces.count - 1].isGlued = true
    return true
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
      if monthAndYear(start, end, token, numbers, widths) { return true }
      let cut = start + widths[0]
      // `1914-1918`, `1990-94`.
      let isYears = widths == [4, 4]
      let opensYears = isYears || widths == [4, 2] && (1000...2200).contains(numbers[0])
      add(start, cut, token, opensYears ? [.number, .year] : .number, numbers[0])
      append(cut, cut + 1, token, "-")
      add(cut + 1, end, token, isYears ? [.number, .year] : .number, numbers[1])
      return true
    case 2 where marks[0] == slash:
      if widths[0] == 4, widths[1] == 2, (1000...2200).contains(numbers[0]), (numbers[0] + 1) % 100 == numbers[1] {
        add(start, end, token, .doubleYear, numbers[0])
        return true
      }
      return monthAndYear(start, end, token, numbers, widths) || dayAndMonth(start, end, token, numbers, widths)
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

  /// `2016-11`, `11/2016`: a date without a day, which is written as 0. `2010-12` is a span of years, as 12 follows 10.
  private mutating func monthAndYear(_ start: Int, _ end: Int, _ token: Int, _ numbers: [Int], _ widths: [Int]) -> Bool
  {
    let yearFirst = widths[0] == 4
    let (year, month) = yearFirst ? (numbers[0], numbers[1]) : (numbers[1], numbers[0])
    guard widths[yearFirst ? 0 : 1] == 4, widths[yearFirst ? 1 : 0] <= 2, (1900...2100).contains(year),
      (1...12).contains(month), !(yearFirst && month > year % 100)
    else { return false }
    add(start, end, token, .date, 0)
    pieces[pieces.count - 1].written = (Int16(year), Int8(month), 0)
    return true
  }

  /// `4/22`, `22/4`, `5/6`: a day and a month without a year, which is written as 0. May be a fraction: the parser looks around.
  private mutating func dayAndMonth(_ start: Int, _ end: Int, _ token: Int, _ numbers: [Int], _ widths: [Int]) -> Bool {
    let (a, b) = (numbers[0], numbers[1])
    guard widths[0] <= 2, widths[1] <= 2, (1...31).contains(a), (1...31).contains(b), min(a, b) <= 12,
      // `9/11` is a name.
      lexicon[layers.word(token)] == nil
    else { return false }
    let isOpen = a <= 12 && b <= 12 && a != b
    // `2 1/2 years` asks for the word.
    var entry = Lexicon.Entry()
    entry.classes = isOpen ? .slashed : .date
    add(start, end, token, layers.word(token), entry)
    pieces[pieces.count - 1].written = (0, Int8(isOpen || b > 12 ? a : b), Int8(isOpen || b > 12 ? b : a))
    return true
  }

  /// Year first, or year last; the order of day and month is left to the reader where both are possible.
  private mutating func date(_ start: Int, _ end: Int, _ token: Int, _ numbers: [Int], _ widths: [Int]) -> Bool {
    var written: (Int, Int, Int)
    var kind = TimeClass.date
    if widths[0] == 4 {
      written = (numbers[0], numbers[1], numbers[2])
    } else {
      guard widths[2] == 4 || widths[2] == 2, widths[0] <= 2, widths[1] <= 2 else { return false }
      let year = widths[2] == 4 ? numbers[2] : Digits.century(numbers[2])
      let (a, b) = (numbers[0], numbers[1])
      // `10.4.11` is a version; a date with a short year writes all figures (`10.04.11`).
      if layers.bytes[start + widths[0]] == UInt8(ascii: "."), widths[2] == 2, widths[0] + widths[1] < 4 {
        return false
      }
      if layers.bytes[start + widths[0]] != UInt8(ascii: "."), a <= 12, b <= 12, a != b {
        kind = .slashed
        written = (year, a, b)
      } else {
        // Stops part day, month and year in that order; elsewhere one number is too large for a month, or both are one.
        written = b > 12 ? (year, a, b) : (year, b, a)
      }
    }
    // A day that a month has not is a mistake for the resolver to tell, where the year is written out; otherwise no date.
    guard (1000...2200).contains(written.0), (1...12).contains(written.1), (1...31).contains(written.2),
      CivilDate(year: written.0, month: written.1, day: written.2) != nil || widths.contains(4)
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
      add(start, end, token, [.year, .short], Digits.century(number))
    case 3 where layers.bytes[digits + 2] == UInt8(ascii: "s") && number % 10 == 0:
      add(start, end, token, .decade, number)
    default: return false
    }
    return true
  }
}
