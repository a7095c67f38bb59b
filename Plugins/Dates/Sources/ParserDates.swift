import DiplePluginKit

/// Days and months: written in numbers, by weekday, by day and month.
extension Parser {
  // MARK: Written in numbers

  /// `2016-06-16`, `16/6/2016`, with a clock time behind it.
  func written(_ at: Int) -> Found? {
    guard `is`(at, .date.union(.slashed)) else { return nil }
    let (year, a, b) = pieces[at].written
    if `is`(at, .slashed) {
      return Found(meaning: .ambiguous(a, b, year: year), mod: nil, rule: .absolute, range: at..<at + 1)
    }
    var fields = Fields()
    (fields.year, fields.month, fields.day) = (year, a, b)
    // `31/11/2016`: whole as it is written, though the calendar has no such day.
    return withTime(found(fields, .absolute, at..<at + 1))
  }

  /// The order that a slash date shows by a number too large for a month.
  func slashOrder(_ at: Int) -> Timex.Order? {
    guard `is`(at, .date), pieces[at].written.2 > 12 else { return nil }
    let bytes = layers.bytes[pieces[at].start..<pieces[at].end]
    guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")), slash - pieces[at].start <= 2 else { return nil }
    return Digits.number(bytes[..<slash]) > 12 ? .dayFirst : .monthFirst
  }

  /// Adds a clock time or a part of the day that stands right behind a day.
  func withTime(_ found: Found) -> Found {
    guard case .moment(var moment) = found.meaning, !moment.fields.hasTime, moment.unit == .day else { return found }
    var result = found
    var next = found.range.upperBound
    if `is`(next, .part), !isGlued(next) {
      // `Tuesday morning`; `Saturday Night Live` is a show.
      if isCapitalized(next), tag(next + 1) == .nnp { return found }
      moment.fields.part = pieces[next].entry.part
      result.range = found.range.lowerBound..<next + 1
    } else {
      if `is`(next, .comma) { next += 1 }
      guard let clock = clockFields(next) else { return found }
      guard clock.isSure || `is`(next, .clock) else { return found }
      moment.fields = clock.fields.over(moment.fields)
      result.range = found.range.lowerBound..<clock.next
    }
    result.meaning = .moment(moment)
    return result
  }

  // MARK: Days

  /// `Tuesday`, `Tuesday morning`, `Tuesday, 3 May 2016`.
  func weekday(_ at: Int, article: Bool) -> Found? {
    guard `is`(at, .weekday), pieces[at].isCapitalized || !`is`(at, .short) && !article else { return nil }
    var next = at + 1
    // `Sun., June 19`: the stop of a word that is mostly no abbreviation is a token of its own.
    if `is`(at, .short), word(next) == "." { next += 1 }
    if `is`(next, .comma) { next += 1 }
    if `is`(next, .the) { next += 1 }
    if let day = dayAndMonth(next, article: true), case .moment(let moment) = day.meaning {
      // The date says it all; the name of the day only repeats it.
      return withTime(
        Found(meaning: .moment(moment), mod: nil, rule: day.rule, range: at..<day.range.upperBound))
    }
    if `is`(next, .date), var day = written(next) {
      day.range = at..<day.range.upperBound
      return day
    }
    // `Sun` and `Sat` alone are words; `the Sunday Times` is a newspaper.
    if `is`(at, .short) { return nil }
    if tag(at + 1) == .nnp, isCapitalized(at + 1), !`is`(at + 1, .triggers),
      article || !word(at - 1, in: Self.leadIn)
    {
      if article || tag(at - 1) == .nnp || `is`(at - 1, .the) { return nil }
    }
    var fields = Fields()
    fields.weekday = Int8(pieces[at].entry.number)
    if !article, let week = relativeUnit(at + 1), week.unit == .week {
      // `Tuesday last week`.
      return withTime(
        Found(
          meaning: .moment(Moment(fields, shift: .init(unit: .week, count: week.count))), mod: nil, rule: .relative,
          range: at..<week.next))
    }
    return withTime(found(fields, .partial, at..<at + 1))
  }

  /// True where a piece is the name of a month here.
  func isMonth(_ at: Int) -> Bool {
    guard `is`(at, .month), pieces[at].isCapitalized else { return false }
    // `May Day`, `April Fools' Day`.
    if `is`(at, .holiday), Holidays.shared.longest(at: at, in: pieces) != nil { return false }
    let isNumber = `is`(at + 1, .number.union(.year).union(.ordinal)) && pieces[at + 1].entry.number > 0
    if `is`(at, .short) {
      return isNumber || `is`(at - 1, .number.union(.ordinal)) || word(at + 1) == "." && `is`(at + 2, .number)
    }
    guard `is`(at, .loose) else { return true }
    if isNumber { return tag(at) != .md || pieces[at + 1].end - pieces[at + 1].start <= 4 }
    if tag(at) == .md || tag(at).isVerb && !word(at - 1, in: Self.leadIn) { return false }
    // `Theresa May`, `April Ruiz`: a name beside a name.
    let beside = tag(at + 1) == .nnp && isCapitalized(at + 1) && !`is`(at + 1, .triggers)
    if beside && !word(at - 1, in: Self.leadIn) { return false }
    if tag(at - 1) == .nnp && isCapitalized(at - 1) && !`is`(at - 1, .triggers) { return false }
    if word(at) == "may" || word(at) == "march" {
      return word(at - 1, in: Self.leadIn)
        || `is`(at - 1, .choice.union(.edge).union(.ordinal).union(.number).union(.month))
        || `is`(at + 1, .choice.union(.and).union(.range)) && `is`(at + 2, .month) || `is`(at + 1, .choice)
    }
    return true
  }

  private func dayNumber(_ at: Int) -> Int8? {
    guard `is`(at, .number.union(.ordinal)), !`is`(at, .year) else { return nil }
    let (number, piece) = (pieces[at].entry.number, pieces[at])
    guard (1...31).contains(number), piece.hundredths % 100 == 0 else { return nil }
    // A number in words is no day of a month, an ordinal is (`May first`).
    return piece.shape.contains(.hasDigit) || `is`(at, .ordinal) ? Int8(number) : nil
  }

  /// `16 June 2016`, `the 16th of June`, `June 16, 2016`, `June 16`.
  func dayAndMonth(_ at: Int, article: Bool) -> Found? {
    var fields = Fields()
    var next: Int
    if let day = dayNumber(at) {
      next = at + 1
      if `is`(next, .ordinal), isGlued(next) { return nil }
      if `is`(next, .of), `is`(at, .ordinal) || article { next += 1 }
      if word(next) == "day", `is`(next + 1, .of) { next += 2 }
      guard isMonth(next) else { return nil }
      (fields.day, fields.month) = (day, Int8(pieces[next].entry.number))
      next += 1
    } else if isMonth(at), var day = dayNumber(at + 1 + (word(at + 1) == "." ? 1 : 0)) {
      next = at + 2 + (word(at + 1) == "." ? 1 : 0)
      // `March twenty-first`.
      if `is`(next, .ordinal), pieces[next].isGlued, day >= 20, (1...9).contains(pieces[next].entry.number) {
        day += Int8(pieces[next].entry.number)
        next += 1
      }
      // `June 16 people`, `May 15 percent`: not a day where a unit of the clock or the calendar follows.
      if `is`(next, .units) || `is`(next, .unit) && isGlued(next) { return nil }
      (fields.month, fields.day) = (Int8(pieces[at].entry.number), day)
    } else if isMonth(at), `is`(at + 1, .number), pieces[at + 1].entry.number % 10 == 0,
      (20...30).contains(pieces[at + 1].entry.number), `is`(at + 2, .ordinal), pieces[at + 2].isGlued,
      (1...9).contains(pieces[at + 2].entry.number)
    {
      (fields.month, fields.day) = (
        Int8(pieces[at].entry.number), Int8(pieces[at + 1].entry.number + pieces[at + 2].entry.number)
      )
      next = at + 3
    } else if isMonth(at), `is`(at + 1, .the), `is`(at + 2, .ordinal), let day = dayNumber(at + 2) {
      (fields.month, fields.day) = (Int8(pieces[at].entry.number), day)
      next = at + 3
    } else {
      return nil
    }
    // `Feb 30` is a date that somebody got wrong: it is marked, and the resolver finds no day for it.
    let day = closing(fields, from: at, next: next)
    return withTime(day)
  }

  private static let onDay: WordSet = ["on", "by", "until", "till", "since", "before", "after", "from", "through"]

  /// `on the 16th`: a day of the month that the document is written in, or of the one beside it.
  func dayAlone(_ at: Int) -> Found? {
    guard `is`(at, .ordinal), let day = dayNumber(at), pieces[at].shape.contains(.hasDigit),
      word(at - 2, in: Self.onDay), !isGlued(at + 1), !`is`(at + 1, .of.union(.unit).union(.units))
    else { return nil }
    let behind = tag(at + 1)
    guard !behind.isNoun, !behind.isAdjective, behind != .cd, !`is`(at + 1, .and.union(.ordinal)) else { return nil }
    var fields = Fields()
    fields.day = day
    return found(fields, .partial, at..<at + 1)
  }

  /// `June`, `June 2016`, `June last year`.
  func month(_ at: Int) -> Found? {
    guard isMonth(at) else { return nil }
    var fields = Fields()
    fields.month = Int8(pieces[at].entry.number)
    return closing(fields, from: at, next: at + 1)
  }
}
