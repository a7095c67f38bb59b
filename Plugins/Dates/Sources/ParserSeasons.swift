import DiplePluginKit

/// Quarters, halves, seasons; the beginnings and ends of longer spans.
extension Parser {
  /// `the third quarter of 2016`, `third-quarter`, `the first half`, `Q3 2016`, `the 1988 third quarter`.
  func quarter(_ at: Int, article: Bool) -> Found? {
    var next = at
    var fields = Fields()
    if `is`(next, .year), `is`(next + 1, .ordinal), quarterWord(next + 2) {
      fields.year = Int16(pieces[next].entry.number)
      next += 1
    }
    if `is`(next, .fiscal) { next += 1 }
    guard `is`(next, .ordinal.union(.choice)), quarterWord(next + 1) else { return nil }
    // `Q3` is a quarter where a year or a preposition says so, and a car or a question elsewhere.
    if pieces[next].token == pieces[next + 1].token, pieces[next].end == pieces[next + 1].start {
      let end = closing(Fields(), from: at, next: next + 2)
      guard end.rule != .partial || fields.year != nil || word(at - 1, in: Self.leadIn) && isCapitalized(next) else {
        return nil
      }
    }
    let isLast = word(next) == "last"
    guard isLast || `is`(next, .ordinal) else { return nil }
    let number = isLast ? -1 : pieces[next].entry.number
    if `is`(next + 1, .half) {
      guard number == 1 || number == 2 || number == -1 else { return nil }
      fields.half = number == -1 ? 2 : Int8(number)
      // A half of anything: only with a year behind it, or with the year's own words before it.
      let end = closing(fields, from: at, next: next + 2)
      if end.rule == .partial, fields.year == nil { return nil }
      return end
    }
    guard (1...4).contains(number) || number == -1 && !isLast else { return nil }
    fields.quarter = number == -1 ? 4 : Int8(number)
    if fields.year != nil { return found(fields, .absolute, at..<next + 2) }
    return closing(fields, from: at, next: next + 2)
  }

  private func quarterWord(_ at: Int) -> Bool {
    `is`(at, .half) && pieces[at].entry.number >= 0 || `is`(at, .unit) && pieces[at].entry.unit == .quarter
  }

  /// `the first week of May`, `the last days of 2016`: no days of its own, but the beginning or end of what is named.
  func partOfSpan(_ at: Int) -> Found? {
    guard `is`(at + 2, .of), `is`(at + 1, .unit.union(.units)), `is`(at, .ordinal) || word(at) == "last" else {
      return nil
    }
    let number = word(at) == "last" ? -1 : pieces[at].entry.number
    // `the first week of 2027` is that week.
    if pieces[at + 1].entry.unit == .week, !`is`(at + 1, .units), numbered(at, article: true) != nil { return nil }
    guard number == 1 || number == -1, pieces[at + 1].entry.unit != .quarter,
      var found = plain(at + 3), case .moment(let moment) = found.meaning,
      let unit = moment.unit, pieces[at + 1].entry.unit >= .day, pieces[at + 1].entry.unit < unit
    else { return nil }
    // `the 1st day of May` is that day.
    if unit == .month, pieces[at + 1].entry.unit == .day, number == 1, !`is`(at + 1, .units) { return nil }
    found.mod = number == 1 ? .start : .end
    found.range = at - 1..<found.range.upperBound
    return found
  }

  /// `summer`, `the summer of 2016`, `spring 2016`.
  func season(_ at: Int, article: Bool) -> Found? {
    guard `is`(at, .season) else { return nil }
    var fields = Fields()
    fields.season = pieces[at].entry.season
    let result = closing(fields, from: at, next: at + 1)
    if result.rule != .partial { return result }
    // Alone it must stand as a time: `in summer`, `the winter`; not `summer school`, `a fall`.
    if `is`(at, .loose), tag(at).isVerb || !article && `is`(at - 1, .and) { return nil }
    if tag(at + 1).isNoun, !`is`(at + 1, .triggers) { return nil }
    if `is`(at, .loose), `is`(at + 1, .of) { return nil }
    if article { return `is`(at, .loose) && !word(at - 2, in: Self.leadIn) ? nil : result }
    return word(at - 1, in: Self.inSeason) || `is`(at - 1, .edge) ? result : nil
  }
  private static let inSeason: WordSet = [
    "in", "during", "by", "until", "since", "till", "before", "after", "and", "or",
  ]
}
