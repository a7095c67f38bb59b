import DiplePluginKit

/// Days and months: written in numbers, by weekday, by day and month.
extension Parser {
  // MARK: Written in numbers

  /// `2016-06-16`, `16/6/2016`, with a clock time behind it.
  func written(_ at: Int) -> Found? {
    guard `is`(at, .date.union(.slashed)) else { return spacedMonth(at) }
    let (year, a, b) = pieces[at].written
    // `4/22` may be a fraction, `9/10` a mark: a preposition or a weekday shows the date.
    if year == 0, !isLedAsDay(at) || tag(at + 1).isNoun && clockFields(at + 1)?.isSure != true || `is`(at + 1, .of) {
      return nil
    }
    if `is`(at, .slashed) {
      return Found(
        meaning: .ambiguous(a, b, year: year == 0 ? nil : year), mod: nil, rule: .absolute, range: at..<at + 1)
    }
    var fields = Fields()
    if year == 0 {
      (fields.month, fields.day) = (a, b)
      return withTime(found(fields, .partial, at..<at + 1))
    }
    if b == 0 {
      (fields.year, fields.month) = (year, a)
      return found(fields, .absolute, at..<at + 1)
    }
    (fields.year, fields.month, fields.day) = (year, a, b)
    // `31/11/2016`: whole as it is written, though the calendar has no such day.
    return withTime(found(fields, .absolute, at..<at + 1))
  }

  /// `2016 / 11`, `11 - 2016`; `2010 - 12` is a span of years.
  private func spacedMonth(_ at: Int) -> Found? {
    guard `is`(at, .number), `is`(at + 2, .number), word(at + 1, in: Self.spacedMarks),
      shape(at).contains(.digits), shape(at + 2).contains(.digits), isLast(at + 3), !`is`(at - 1, .month.union(.range))
    else { return nil }
    let yearFirst = `is`(at, .year)
    let (year, month) = yearFirst ? (at, at + 2) : (at + 2, at)
    let (number, named) = (pieces[year].entry.number, pieces[month].entry.number)
    guard `is`(year, .year), !`is`(month, .year), (1900...2100).contains(number), (1...12).contains(named),
      pieces[month].hundredths % 100 == 0, !(yearFirst && named > number % 100)
    else { return nil }
    var fields = Fields(year: Int(number))
    fields.month = Int8(named)
    return found(fields, .absolute, at..<at + 3)
  }
  private static let spacedMarks: WordSet = ["-", "/"]

  private func isLedAsDay(_ at: Int) -> Bool {
    word(at - 1, in: Self.onDay) || `is`(at - 1, .weekday.union(.choice))
      || `is`(at - 1, .comma) && `is`(at - 2, .weekday)
  }

  /// The order that a slash date shows by a number too large for a month.
  func slashOrder(_ at: Int) -> Timex.Order? {
    guard `is`(at, .date), pieces[at].written.2 > 12 else { return nil }
    let bytes = layers.bytes[pieces[at].start..<pieces[at].end]
    guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")), slash - pieces[at].start <= 2 else { return nil }
    return Digits.number(bytes[..<slash]) > 12 ? .dayFirst : .monthFirst
  }

  // MARK: Days

  /// `Tuesday`, `Tuesday morning`, `Tuesday, 3 May 2016`.
  func weekday(_ at: Int, article: Bool) -> Found? {
    guard `is`(at, .weekday), isNamed(at) || isTyped(at), pieces[at].isCapitalized || !article else { return nil }
    var next = at + 1
    // `Sun., June 19`: the stop of a word that is mostly no abbreviation is a token of its own.
    if `is`(at, .short), word(next) == "." { next += 1 }
    let behind = next
    if `is`(next, .comma) { next += 1 }
    if `is`(next, .the) { next += 1 }
    if let day = dayAndMonth(next, article: true), case .moment(let moment) = day.meaning {
      // The date says it all; the name of the day only repeats it.
      return withTime(
        Found(meaning: .moment(moment), mod: nil, rule: day.rule, range: at..<day.range.upperBound))
    }
    if `is`(next, .date.union(.slashed)), var day = written(next) {
      day.range = at..<day.range.upperBound
      return day
    }
    if let day = weekdayAndNumber(at, behind: behind) { return day }
    // `Sun` and `Sat` alone are words; `the Sunday Times` is a newspaper.
    if `is`(at, .short) { return nil }
    if tag(at + 1) == .nnp, isCapitalized(at + 1), !`is`(at + 1, .triggers),
      article || !word(at - 1, in: Self.leadIn)
    {
      if article || tag(at - 1) == .nnp || `is`(at - 1, .the) { return nil }
    }
    var fields = Fields()
    fields.weekday = Int8(pieces[at].entry.number)
    if !article, let week = relativeUnit(`is`(at + 1, .of) ? at + 2 : at + 1), week.unit == .week {
      // `Tuesday last week`, `Tuesday of next week`.
      return withTime(
        Found(
          meaning: .moment(Moment(fields, shift: .init(unit: .week, count: week.count))), mod: nil, rule: .relative,
          range: at..<week.next))
    }
    if !article, let weeks = weeksBehind(at + 1) {
      // The name of the day only repeats what its number says.
      if weeks.shift.unit == .day { fields.weekday = nil }
      return Found(
        meaning: .moment(Moment(fields, shift: weeks.shift)), mod: nil, rule: .relative, range: at..<weeks.next)
    }
    let day = withTime(found(fields, .partial, at..<at + 1))
    // `Wednesday evening next week`.
    if case .moment(var moment) = day.meaning, moment.fields.part != nil, !article,
      let week = relativeUnit(day.range.upperBound), week.unit == .week
    {
      moment.shift = .init(unit: .week, count: week.count)
      return Found(meaning: .moment(moment), mod: day.mod, rule: .relative, range: at..<week.next)
    }
    return day
  }

  /// `Friday the 13th`, `Mon 14th`, `Friday 13`.
  private func weekdayAndNumber(_ at: Int, behind next: Int) -> Found? {
    let hasArticle = `is`(next, .the)
    guard let day = dayNumber(hasArticle ? next + 1 : next),
      hasArticle || `is`(next, .ordinal) && shape(next).contains(.hasDigit) || `is`(next, .number) && isLast(day.next)
    else { return nil }
    let ahead = tag(day.next)
    guard
      !ahead.isNoun && !ahead.isAdjective && ahead != .cd && !`is`(day.next, .of.union(.unit).union(.units))
        || clockFields(day.next)?.isSure == true
    else { return nil }
    var fields = Fields()
    (fields.weekday, fields.day) = (Int8(pieces[at].entry.number), day.number)
    return withTime(found(fields, .partial, at..<day.next))
  }

  /// True where the sentence or a part of it ends.
  private func isLast(_ at: Int) -> Bool { at >= pieces.count || tag(at).isPunctuation || word(at) == "at" }

  /// The third Friday of a month: `the first Monday in May`, `the last Friday of next month`.
  func nthWeekday(_ at: Int) -> Found? {
    guard `is`(at, .ordinal) || word(at) == "last", `is`(at + 1, .weekday), isNamed(at + 1), !`is`(at + 1, .short)
    else {
      return nil
    }
    let number = `is`(at, .ordinal) ? pieces[at].entry.number : -1
    guard (1...5).contains(number) || number == -1 else { return nil }
    var next = at + 2
    var fields = Fields()
    (fields.weekday, fields.nth) = (Int8(pieces[at + 1].entry.number), Int8(number))
    if `is`(next, .part), !isGlued(next) {
      fields.part = pieces[next].entry.part
      next += 1
    }
    guard `is`(next, .of) || word(next) == "in" else { return nil }
    if isMonth(next + 1), !`is`(next + 2, .number) || `is`(next + 2, .year) {
      fields.month = Int8(pieces[next + 1].entry.number)
      return closing(fields, from: at, next: next + 2)
    }
    guard let month = relativeUnit(next + 1), month.unit == .month else { return nil }
    return Found(
      meaning: .moment(Moment(fields, shift: .init(unit: .month, count: month.count), origin: month.origin)), mod: nil,
      rule: month.origin == .text ? .anaphoric : .relative, range: at..<month.next)
  }

  private static let alsoWords: WordSet = ["may", "march", "august"]
  /// Short weekdays that are no words.
  private static let plainDays: WordSet = ["tues", "thur", "thurs"]
  /// Short months that are neither words nor names of people.
  private static let plainShort: WordSet = ["feb", "aug", "sep", "sept", "oct", "nov", "dec"]

  /// `wed Oct 26`, as computers and people type.
  private func isTyped(_ at: Int) -> Bool { word(at, in: Self.typedDays) && `is`(at + 1, .month) }
  private static let typedDays: WordSet = ["mon", "tue", "wed", "thu", "fri"]

  /// True for a capital, and for a name of the calendar that is no other word without one (`friday`).
  func isNamed(_ at: Int) -> Bool {
    isCapitalized(at) || word(at, in: Self.plainDays)
      || `is`(at, .month.union(.weekday).union(.weekdays)) && !`is`(at, .short) && !word(at, in: Self.alsoWords)
  }

  /// True where a piece is the name of a month here.
  func isMonth(_ at: Int) -> Bool {
    guard `is`(at, .month) else { return false }
    if !pieces[at].isCapitalized { return isLowerMonth(at) }
    // `May Day`, `April Fools' Day`.
    if `is`(at, .holiday), Holidays.shared.longest(at: at, in: pieces) != nil { return false }
    let isNumber = `is`(at + 1, .number.union(.year).union(.ordinal)) && pieces[at + 1].entry.number > 0
    if `is`(at, .short) {
      return isNumber || `is`(at - 1, .number.union(.ordinal)) || word(at + 1) == "." && `is`(at + 2, .number)
        || `is`(at - 1, .of) && `is`(at - 2, .number.union(.ordinal))
        || `is`(at + 1, .comma) && `is`(at + 2, .year) || `is`(at - 1, .choice)
        || isCapitalized(at) && word(at, in: Self.plainShort) && word(at - 1, in: Self.leadIn)
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
        // `the March accession`.
        || word(at) == "march" && `is`(at - 1, .the) && tag(at + 1) == .nn && !isCapitalized(at + 1)
    }
    return true
  }

  /// `in june`, `4 may`: as people type. What is a word too needs a number beside it.
  private func isLowerMonth(_ at: Int) -> Bool {
    if isNamed(at) { return true }
    // `4 may 2016`, but `of the nine, 4 may leave`, `20 march to the square`.
    if `is`(at - 1, .number.union(.ordinal)), shape(at - 1).contains(.hasDigit), dayNumber(at - 1) != nil {
      return tag(at + 1) != .vb && !(tag(at).isVerb && word(at) == "march")
    }
    guard `is`(at + 1, .number.union(.ordinal).union(.year)), shape(at + 1).contains(.hasDigit) || `is`(at, .short)
    else {
      return word(at) == "may" && word(at - 1) == "in" || `is`(at, .short) && `is`(at - 1, .choice)
    }
    return !tag(at).isVerb && tag(at) != .md || word(at - 1, in: Self.leadIn)
  }

  /// The day of a month: `16`, `16th`, `sixteenth`, `twenty-first`. A number in words is none.
  private func dayNumber(_ at: Int) -> (number: Int8, next: Int)? {
    guard `is`(at, .number.union(.ordinal)), !`is`(at, .year) else { return nil }
    let (number, piece) = (pieces[at].entry.number, pieces[at])
    guard (1...31).contains(number), piece.hundredths % 100 == 0 else { return nil }
    if piece.shape.contains(.hasDigit) || `is`(at, .ordinal) { return (Int8(number), at + 1) }
    guard number == 20 || number == 30, `is`(at + 1, .ordinal), (1...9).contains(pieces[at + 1].entry.number),
      number + pieces[at + 1].entry.number <= 31, !shape(at + 1).contains(.hasDigit)
    else { return nil }
    return (Int8(number + pieces[at + 1].entry.number), at + 2)
  }

  /// `16 June 2016`, `the 16th of June`, `June 16, 2016`, `June 16`, `June the sixteenth`.
  func dayAndMonth(_ at: Int, article: Bool) -> Found? {
    var fields = Fields()
    var next: Int
    // `$12 December 27` was paid on the 27th.
    let isPaid = tag(at - 1) == .dollar || word(at - 1, in: Self.currencies)
    if !isPaid, let day = dayNumber(at) ?? wordDay(at) {
      next = day.next
      if `is`(next, .ordinal), isGlued(next) { return nil }
      if `is`(next, .of), `is`(day.next - 1, .ordinal) || article { next += 1 }
      if word(next) == "day", `is`(next + 1, .of) { next += 2 }
      guard isMonth(next) else { return nil }
      (fields.day, fields.month) = (day.number, Int8(pieces[next].entry.number))
      next += 1
    } else if isMonth(at) {
      var start = at + 1
      if word(start) == "." || `is`(start, .comma) && `is`(start + 1, .ordinal) && shape(start + 1).contains(.hasDigit)
      {
        start += 1
      }
      let hasArticle = `is`(start, .the) && `is`(start + 1, .ordinal.union(.number))
      if hasArticle { start += 1 }
      guard let day = dayNumber(start) ?? spokenDay(start), !hasArticle || `is`(day.next - 1, .ordinal) else {
        return nil
      }
      next = day.next
      // `June 16 people`, `May 15 percent`: not a day where a unit of the clock or the calendar follows.
      if `is`(next, .units) || `is`(next, .unit) && isGlued(next) { return nil }
      (fields.month, fields.day) = (Int8(pieces[at].entry.number), day.number)
    } else {
      return nil
    }
    // `Feb 30` is a date that somebody got wrong: it is marked, and the resolver finds no day for it.
    var day = withTime(closing(fields, from: at, next: next))
    // `Oct 26 15:50:06 2016`, as computers write.
    if case .moment(var moment) = day.meaning, moment.fields.second != nil, moment.fields.year == nil,
      `is`(day.range.upperBound, .year), !`is`(day.range.upperBound, .short)
    {
      moment.fields.year = Int16(pieces[day.range.upperBound].entry.number)
      (day.meaning, day.rule, day.range) = (.moment(moment), .absolute, at..<day.range.upperBound + 1)
    }
    return day
  }

  private static let currencies: WordSet = ["$", "£", "€", "us$"]

  /// `fifteen August nineteen ninety-three`: a number in words before a month is its day where the year follows.
  private func wordDay(_ at: Int) -> (number: Int8, next: Int)? {
    guard let day = small(at), (1...31).contains(day.number), `is`(day.next, .month), isNamed(day.next),
      yearBehind(day.next + 1) != nil
    else { return nil }
    return (Int8(day.number), day.next)
  }

  /// `May twenty-one`: behind a month, two words for a number are its day.
  private func spokenDay(_ at: Int) -> (number: Int8, next: Int)? {
    guard let day = small(at), day.next == at + 2, (21...31).contains(day.number),
      !`is`(day.next, .units.union(.scale)),
      !tag(day.next).isNoun
    else { return nil }
    return (Int8(day.number), day.next)
  }

  private static let onDay: WordSet = [
    "on", "by", "until", "till", "since", "before", "after", "from", "through", "for",
  ]

  /// `on the 16th`, `the 16th of next month`: a day of the month that the document is written in, or of the one beside it.
  func dayAlone(_ at: Int, article: Bool) -> Found? {
    guard `is`(at, .ordinal.union(.number)), let day = dayNumber(at), `is`(day.next - 1, .ordinal), !isGlued(day.next)
    else {
      return nil
    }
    var fields = Fields()
    fields.day = day.number
    let behindDay = word(day.next) == "day" && `is`(day.next + 1, .of) ? day.next + 1 : day.next
    if let month = relativeUnit(`is`(behindDay, .of) ? behindDay + 1 : behindDay), month.unit == .month {
      return Found(
        meaning: .moment(Moment(fields, shift: .init(unit: .month, count: month.count), origin: month.origin)),
        mod: nil,
        rule: .relative, range: at..<month.next)
    }
    // `the 15th day of the month`.
    if behindDay > day.next, `is`(behindDay + 1, .the), word(behindDay + 2) == "month" {
      return Found(
        meaning: .moment(Moment(fields, shift: .init(unit: .month, count: 0))), mod: nil, rule: .anaphoric,
        range: at..<behindDay + 3)
    }
    guard shape(at).contains(.hasDigit), word(article ? at - 2 : at - 1, in: Self.onDay),
      !`is`(day.next, .of.union(.unit).union(.units))
    else {
      return nil
    }
    let behind = tag(day.next)
    guard !behind.isNoun, !behind.isAdjective, behind != .cd, !`is`(day.next, .and.union(.ordinal)) else { return nil }
    return withTime(found(fields, .partial, at..<day.next))
  }

  /// `June`, `June 2016`, `June last year`.
  func month(_ at: Int) -> Found? {
    guard isMonth(at) else { return nil }
    var fields = Fields()
    fields.month = Int8(pieces[at].entry.number)
    return closing(fields, from: at, next: at + 1)
  }
}
