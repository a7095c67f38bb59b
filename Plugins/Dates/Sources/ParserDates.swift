import DiplePluginKit

/// Dates of the calendar: written in numbers, days and months, years, quarters, seasons, decades, centuries, holidays.
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
      if article || tag(at - 1) == .nnp { return nil }
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
    guard CivilDate.days(inMonth: Int(fields.month!), of: 2000) >= Int(fields.day!) else { return nil }
    let day = closing(fields, from: at, next: next)
    return withTime(day)
  }

  /// `June`, `June 2016`, `June last year`.
  func month(_ at: Int) -> Found? {
    guard isMonth(at) else { return nil }
    var fields = Fields()
    fields.month = Int8(pieces[at].entry.number)
    return closing(fields, from: at, next: at + 1)
  }

  /// Adds the year that stands behind: `, 2016`, `of 2016`, `last year`, `of this year`; and an era.
  func closing(_ fields: Fields, from at: Int, next: Int) -> Found {
    var fields = fields
    if let year = yearBehind(next) {
      fields = year.fields.over(fields)
      return found(fields, .absolute, at..<year.next)
    }
    var after = next
    if `is`(after, .of) || word(after) == "in" || `is`(after, .comma) { after += 1 }
    if let shift = relativeUnit(after), shift.unit == .year {
      return Found(
        meaning: .moment(Moment(fields, shift: .init(unit: .year, count: shift.count), origin: shift.origin)), mod: nil,
        rule: .relative, range: at..<shift.next)
    }
    return found(fields, .partial, at..<next)
  }

  /// A year behind a month, season, quarter or holiday.
  private func yearBehind(_ at: Int) -> (fields: Fields, next: Int)? {
    var next = at
    if `is`(next, .comma) || `is`(next, .of) || word(next) == "in" && `is`(next + 1, .year) { next += 1 }
    if `is`(next, .fiscal) { next += 1 }
    if `is`(next, .of), word(next + 1) == "the", word(next + 2) == "year" { next += 3 }
    if `is`(next, .number), `is`(next + 1, .era) {
      return (Fields(era: pieces[next + 1].entry.number, number: pieces[next].entry.number), next + 2)
    }
    if let year = spokenYear(next) { return (Fields(year: year.number), year.next) }
    guard `is`(next, .year), isYearNumber(next) else { return nil }
    // `June 16, 2016 people`: the number counts what follows. A comma after the year is the rule in American dates.
    if next > at, `is`(at, .comma), tag(next + 1) == .nns, !`is`(next + 1, .triggers) { return nil }
    return (Fields(year: Int(pieces[next].entry.number)), next + 1)
  }

  // MARK: Years

  private func isYearNumber(_ at: Int) -> Bool {
    let piece = pieces[at]
    return piece.hundredths % 100 == 0 && !`is`(at - 1, .possessive) && tag(at - 1) != .dollar
  }

  /// `nineteen ninety-six`, `two thousand`: only after `the year`, a preposition or a month is a number in words a year.
  func spokenYear(_ at: Int) -> (number: Int, next: Int)? {
    guard `is`(at, .number), !pieces[at].shape.contains(.hasDigit) else { return nil }
    let first = Int(pieces[at].entry.number)
    if first == 2, word(at + 1) == "thousand" {
      var next = at + 2
      if word(next) == "and" { next += 1 }
      if let rest = small(next), rest.number < 100 { return (2000 + rest.number, rest.next) }
      return word(at + 2) == "and" ? nil : (2000, at + 2)
    }
    guard (16...20).contains(first), let rest = small(at + 1), (10...99).contains(rest.number) else { return nil }
    return (first * 100 + rest.number, rest.next)
  }

  /// A number in words up to 99: `ninety-six`, `ninety six`, `six`.
  func small(_ at: Int) -> (number: Int, next: Int)? {
    guard `is`(at, .number), !pieces[at].shape.contains(.hasDigit) else { return nil }
    let number = Int(pieces[at].entry.number)
    if number >= 20, number % 10 == 0, `is`(at + 1, .number), !pieces[at + 1].shape.contains(.hasDigit),
      (1...9).contains(pieces[at + 1].entry.number)
    {
      return (number + Int(pieces[at + 1].entry.number), at + 2)
    }
    return (number, at + 1)
  }

  private static let notYears: WordSet = [
    "$", "£", "€", "no.", "number", "page", "room", "flight", "route", "highway", "model", "boeing", "rs", "us$", "#",
    "psalm", "top", "some", "nearly", "almost", "over", "total", "than",
  ]
  private static let counted: WordSet = [
    "percent", "per", "miles", "km", "kilometers", "kilometres", "meters", "metres", "feet", "tons", "tonnes", "troops",
    "people", "men", "women", "points", "dollars", "pounds", "%", "rpm", "mph", "cc", "million", "billion", "hours",
    "times", "calories", "hp",
  ]

  /// `1990`, `the year 2000`, `fiscal 2016`, `FY 2016`, `2016-17`, `490 BC`, `AD 79`.
  func year(_ at: Int, article: Bool) -> Found? {
    if `is`(at, .era), pieces[at].entry.number > 0, `is`(at + 1, .number), pieces[at].shape.contains(.allCaps) {
      return found(Fields(era: 1, number: pieces[at + 1].entry.number), .absolute, at..<at + 2)
    }
    if `is`(at, .number), `is`(at + 1, .era), pieces[at + 1].shape.contains(.allCaps), pieces[at].entry.number > 0 {
      return found(
        Fields(era: pieces[at + 1].entry.number, number: pieces[at].entry.number), .absolute, at..<at + 2)
    }
    var next = at
    var isLed = false
    if `is`(next, .fiscal.union(.lead)), `is`(next, .fiscal) || word(next) == "fy" {
      next += 1
      isLed = true
    }
    if `is`(next + 1, .year.union(.number)), word(next) == "year" {
      next += 1
      isLed = true
    }
    if let year = spokenYear(next), isLed || word(at - 1, in: Self.yearly) {
      if isLed || !`is`(year.next, .units.union(.scale)), !tag(year.next).isCommonNoun {
        return found(Fields(year: year.number), .absolute, at..<year.next)
      }
    }
    if `is`(next, .doubleYear) {
      var fields = Fields(year: Int(pieces[next].entry.number))
      fields.toYear = fields.year.map { $0 + 1 }
      return found(fields, isLed ? .fiscal : .absolute, at..<next + 1)
    }
    guard `is`(next, .year), isLed || isYear(next, article: article) else { return nil }
    var end = next + 1
    // `the 1988 period`: the period is part of the expression and as long as the text says.
    if article, `is`(end, .unit), pieces[end].entry.unit == .period || pieces[end].entry.unit == .quarter {
      let unit: Unit = pieces[end].entry.unit
      end += 1
      return Found(
        meaning: .moment(
          Moment(Fields(year: Int(pieces[next].entry.number)), shift: .init(unit: unit, count: 0), origin: .text)),
        mod: nil, rule: .anaphoric, range: at..<end)
    }
    return found(
      Fields(year: Int(pieces[next].entry.number)), isLed && `is`(at, .fiscal) ? .fiscal : .absolute, at..<end)
  }
  private static let yearly: WordSet = [
    "in", "since", "by", "of", "until", "from", "before", "after", "the", "to", "and",
  ]

  private func isYear(_ at: Int, article: Bool) -> Bool {
    guard isYearNumber(at) else { return false }
    let piece = pieces[at]
    if `is`(at, .short) { return word(at - 1, in: Self.yearly) || `is`(at - 1, .the.union(.season).union(.month)) }
    let number = piece.entry.number
    let led =
      word(at - 1, in: Self.leadIn) || `is`(at - 1, .edge.union(.choice)) || piece.isGlued
      || `is`(at - 1, .range) && `is`(at - 2, .year) || `is`(at + 1, .range) && `is`(at + 2, .year)
    let enclosed =
      layers.tag(piece.token - 1) == .open || layers.tag(piece.token + 1) == .close && tag(at - 1) != .cd
    if word(at - 1, in: Self.notYears) || word(at + 1, in: Self.counted) { return false }
    if `is`(at + 1, .units.union(.scale)) { return false }
    if `is`(at + 1, .unit), pieces[at + 1].isGlued { return false }
    // A number before a plural counts it (`2000 troops`), unless a preposition asks for a year (`in 2000 voters …`).
    let counts = tag(at + 1) == .nns
    if (1900...2039).contains(number) {
      return counts
        ? word(at - 1, in: Self.yearly) && number > 1900 && !tag(at + 1).isNoun || article || led && number % 100 != 0
        : true
    }
    // `the 1784 treaty`.
    if article, number >= 1500, tag(at + 1) == .nn || tag(at + 1) == .nnp { return true }
    return (led && word(at - 1) != "than" || enclosed) && !tag(at + 1).isNoun && !tag(at + 1).isAdjective && !article
  }

  // MARK: Parts of the year

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
    guard number == 1 || number == -1,
      var found = plain(at + 3), case .moment(let moment) = found.meaning,
      let unit = moment.unit, pieces[at + 1].entry.unit >= .day, pieces[at + 1].entry.unit < unit
    else { return nil }
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

  // MARK: Decades and centuries

  /// `1990s`, `the '80s`, `the nineties`, `the 19th century`.
  func decade(_ at: Int, article: Bool) -> Found? {
    if `is`(at, .decade) {
      var number = Int(pieces[at].entry.number)
      if number < 100 {
        // `in his 80s` is an age, `temperatures in the 80s` are degrees: two figures need the apostrophe or the article.
        guard
          article || pieces[at].shape.contains(.punctuation) || !Digits.isDigit(layers.bytes[pieces[at].start])
            || `is`(at - 1, .edge)
        else { return nil }
        number += number < 30 ? 2000 : 1900
      }
      return found(Fields(year: number, span: .decade), .absolute, at..<at + 1)
    }
    if `is`(at, .decadeName), article || `is`(at - 1, .edge) {
      return found(Fields(year: 1900 + Int(pieces[at].entry.number), span: .decade), .absolute, at..<at + 1)
    }
    // `nineteen-nineties`.
    if `is`(at, .number), pieces[at].entry.number == 19, `is`(at + 1, .decadeName) {
      return found(Fields(year: 1900 + Int(pieces[at + 1].entry.number), span: .decade), .absolute, at..<at + 2)
    }
    guard let ordinal = ordinal(at) else { return nil }
    var next = ordinal.next
    var isCentury = `is`(next, .unit.union(.units)) && pieces[next].entry.unit == .century
    if !isCentury, `is`(next, .and.union(.range)) {
      // `the 18th and early 19th centuries`: the first is elided.
      var ahead = next + 1
      if `is`(ahead, .the) { ahead += 1 }
      if `is`(ahead, .edge) { ahead += 1 }
      guard let other = self.ordinal(ahead), `is`(other.next, .unit.union(.units)),
        pieces[other.next].entry.unit == .century
      else { return nil }
      return found(Fields(year: (ordinal.number - 1) * 100, span: .century), .absolute, at..<next)
    }
    guard isCentury, ordinal.number > 0 else { return nil }
    isCentury = `is`(next + 1, .era) && pieces[next + 1].entry.number < 0
    next += 1
    if isCentury {
      return Found(meaning: .open(.movable), mod: nil, rule: .absolute, range: at..<next + 1).asBC(ordinal.number)
    }
    return found(Fields(year: (ordinal.number - 1) * 100, span: .century), .absolute, at..<next)
  }

  /// `19th`, `nineteenth`, `twenty-first`.
  private func ordinal(_ at: Int) -> (number: Int, next: Int)? {
    if `is`(at, .ordinal), pieces[at].entry.number > 0 { return (Int(pieces[at].entry.number), at + 1) }
    if `is`(at, .number), (20...90).contains(pieces[at].entry.number), pieces[at].entry.number % 10 == 0,
      `is`(at + 1, .ordinal), pieces[at + 1].entry.number < 10
    {
      return (Int(pieces[at].entry.number + pieces[at + 1].entry.number), at + 2)
    }
    return nil
  }

  // MARK: Holidays

  /// `Christmas`, `Christmas 2016`, `Good Friday`.
  func holiday(_ at: Int, article: Bool) -> Found? {
    guard `is`(at, .holiday), pieces[at].isCapitalized, let name = Holidays.shared.longest(at: at, in: pieces),
      !article
    else { return nil }
    let next = at + name.count
    // `Easter Island`, `Christmas tree`: part of another name.
    if tag(next).isNoun, !`is`(next, .triggers.union(.possessive)), !word(next, in: Self.feast) { return nil }
    if Holidays.shared.list[name.number].rule == .moves {
      return Found(meaning: .open(.movable), mod: nil, rule: .holiday, range: at..<next)
    }
    var fields = Fields()
    fields.holiday = Int8(name.number)
    var result = closing(fields, from: at, next: next)
    result.rule = .holiday
    return withTime(result)
  }
  private static let feast: WordSet = ["morning", "night", "evening"]
}

extension Found {
  /// A century before the first year.
  fileprivate func asBC(_ century: Int) -> Found {
    var fields = Fields(year: -(century * 100) + 1, span: .century)
    fields.hasEra = true
    var result = self
    result.meaning = .moment(Moment(fields))
    return result
  }
}

extension Fields {
  /// A year with its era as written: 490 BC is the astronomical year -489.
  init(era: Int32, number: Int32) {
    self.init(year: Int(era < 0 ? 1 - number : number))
    hasEra = true
  }
}
