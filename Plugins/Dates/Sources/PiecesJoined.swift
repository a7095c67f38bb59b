import DiplePluginKit

/// Reads what is typed without spaces: a number and its unit (`48hrs`), a month in figures' company (`Oct2`, `23/Sep/2020`).
extension PieceReader {
  /// `3h`, `10yr`, `48hrs`: a number at `start`, which ends at `cut`, and a unit of the lexicon.
  mutating func numberAndUnit(_ start: Int, _ cut: Int, _ end: Int, _ token: Int, hundredths: Int) -> Bool {
    let word = Word(layers.bytes[cut..<end])
    guard let entry = lexicon[word], !entry.classes.isDisjoint(with: .unit.union(.units)), entry.unit != .period else {
      return false
    }
    add(start, cut, token, .number, hundredths / 100, hundredths: hundredths)
    add(cut, end, token, word, entry)
    pieces[pieces.count - 1].isGlued = true
    return true
  }

  /// `Oct2`, `Oct/2`, `Dec/2018`, `23/Sep/2020`, `2019-sep-1`: runs of letters and digits, with one mark between all of them or
  /// with none. Exactly one run is the name of a month.
  mutating func monthInFigures(_ start: Int, _ end: Int, _ token: Int) -> Bool {
    guard end - start <= 17, let runs = Self.runs(layers.bytes[start..<end]), runs.count == 2 || runs.count == 3 else {
      return false
    }
    var month: (entry: Lexicon.Entry, at: Int)?
    for (index, run) in runs.enumerated() where !Digits.isDigit(layers.bytes[run.lowerBound]) {
      guard month == nil, run.count >= 3, let entry = lexicon[Word(layers.bytes[run])], entry.classes.contains(.month)
      else { return false }
      month = (entry, index)
    }
    // `MAR5` is a part of an engine.
    guard let month,
      !(runs.count == 2 && runs[0].upperBound == runs[1].lowerBound && layers.shape(token).contains(.allCaps))
    else { return false }
    let numbers = runs.indices.filter { $0 != month.at }.map { index in
      (value: Int(Digits.number(layers.bytes[runs[index]])), width: runs[index].count)
    }
    var written: (year: Int, day: Int)?
    switch (numbers.count, month.at) {
    case (1, 0) where numbers[0].width <= 2 && (1...31).contains(numbers[0].value):
      // A month and its day, as if a space stood between them. `Sep-1` has been parted at its hyphen before.
      add(runs[0].lowerBound, runs[0].upperBound, token, Word(layers.bytes[runs[0]]), month.entry)
      add(runs[1].lowerBound, end, token, .number, numbers[0].value)
      return true
    case (1, 0) where numbers[0].width == 4: written = (numbers[0].value, 0)
    case (2, 1) where numbers[1].width == 4 && numbers[0].width <= 2: written = (numbers[1].value, numbers[0].value)
    case (2, 1) where numbers[0].width == 4 && numbers[1].width <= 2: written = (numbers[0].value, numbers[1].value)
    default: return false
    }
    let isMonth = numbers.count == 1
    guard let written, (1900...2100).contains(written.year),
      isMonth || CivilDate(year: written.year, month: Int(month.entry.number), day: written.day) != nil
    else { return false }
    add(start, end, token, .date, 0)
    pieces[pieces.count - 1].written = (Int16(written.year), Int8(month.entry.number), Int8(written.day))
    return true
  }

  /// The runs of letters and of digits; nil where other marks stand between them, or different ones.
  private static func runs(_ bytes: ArraySlice<UInt8>) -> [Range<Int>]? {
    var result: [Range<Int>] = []
    var mark: UInt8?
    var at = bytes.startIndex
    while at < bytes.endIndex {
      if at > bytes.startIndex {
        var found: UInt8 = 0
        if [UInt8(ascii: "/"), UInt8(ascii: "-")].contains(bytes[at]) {
          found = bytes[at]
          at += 1
        }
        if let mark, mark != found { return nil }
        mark = found
      }
      let from = at
      if at < bytes.endIndex, Digits.isDigit(bytes[at]) {
        while at < bytes.endIndex, Digits.isDigit(bytes[at]) { at += 1 }
      } else {
        while at < bytes.endIndex, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[at] | 0x20) { at += 1 }
      }
      if at == from || result.count == 3 { return nil }
      result.append(from..<at)
    }
    return result
  }
}
