import DiplePluginKit

/// Years, with what says that a number is one.
extension Parser {
  /// Adds the year that stands behind: `, 2016`, `of 2016`, `last year`, `of this year`; and an era.
  func closing(_ fields: Fields, from at: Int, next: Int) -> Found {
    var fields = fields
    if let year = yearBehind(next) {
      fields = year.fields.over(fields)
      return found(fields, .absolute, at..<year.next)
    }
    // `April of 87`: too large for a day.
    if fields.month != nil, `is`(next, .of), `is`(next + 1, .number), shape(next + 1).contains(.digits),
      pieces[next + 1].end - pieces[next + 1].start == 2, pieces[next + 1].entry.number > 31,
      !`is`(next + 2, .units.union(.unit).union(.scale)), !tag(next + 2).isNoun
    {
      fields.year = Int16(Digits.century(pieces[next + 1].entry.number))
      return found(fields, .absolute, at..<next + 2)
    }
    var after = next
    if `is`(after, .of) || word(after) == "in" || `is`(after, .comma) { after += 1 }
    if let shift = relativeUnit(after), shift.unit == .year {
      return Found(
        meaning: .moment(Moment(fields, shift: .init(unit: .year, count: shift.count), origin: shift.origin)), mod: nil,
        rule: .relative, range: at..<shift.next)
    }
    // `the first quarter of the year`.
    if `is`(next, .of), `is`(next + 1, .the), word(next + 2) == "year", !tag(next + 3).isNoun, fields.year == nil {
      return Found(
        meaning: .moment(Moment(fields, shift: .init(unit: .year, count: 0))), mod: nil, rule: .relative,
        range: at..<next + 3)
    }
    return found(fields, .partial, at..<next)
  }

  /// A year behind a month, season, quarter or holiday.
  func yearBehind(_ at: Int) -> (fields: Fields, next: Int)? {
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
    guard (16...20).contains(first) else { return nil }
    // `seventeen hundred (and) thirty-three`, `nineteen oh one`.
    let isHundred = word(at + 1) == "hundred"
    var next = isHundred ? at + 2 : at + 1
    if isHundred, word(next) == "and" { next += 1 }
    if !isHundred, word(next) == "zero" || word(next) == "oh", let rest = small(next + 1), (1...9).contains(rest.number)
    {
      return (first * 100 + rest.number, rest.next)
    }
    guard let rest = small(next), (isHundred ? 1...99 : 10...99).contains(rest.number) else { return nil }
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
    "psalm", "top", "port", "gate", "channel", "version", "extension", "suite", "bus", "line", "club", "apartment",
    "some", "nearly", "almost", "over", "total", "than",
  ]
  private static let counted: WordSet = [
    "percent", "per", "miles", "km", "kilometers", "kilometres", "meters", "metres", "feet", "tons", "tonnes", "troops",
    "people", "men", "women", "points", "dollars", "pounds", "euros", "euro", "francs", "rubles", "roubles", "yen",
    "yuan", "rupees", "pesos", "kroner", "kronor", "%", "rpm", "mph", "cc", "million", "billion", "hours",
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
    if word(next) == "calendar" {
      next += 1
    } else if word(next) == "cy", `is`(next + 1, .year) {
      next += 1
      isLed = true
    }
    if `is`(next + 1, .year.union(.number)), word(next) == "year" {
      next += 1
      isLed = true
    }
    // `nineteen ninety-six` counts nothing: numbers are not said so.
    if let year = spokenYear(next),
      isLed || word(at - 1, in: Self.yearly) || pieces[next].entry.number == 19 && year.number >= 1920
    {
      if isLed || article || word(at - 1) == "a"
        || !`is`(year.next, .units.union(.scale)) && !tag(year.next).isCommonNoun
      {
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
    if !isLed, let later = insideYear(next) { return later }
    // `the 1970's`, but `1970's first quarter`.
    if article || word(at - 1) == "the", `is`(end, .possessive), pieces[next].entry.number % 10 == 0,
      pieces[end].end - pieces[end].start > 1, !`is`(end + 1, .ordinal)
    {
      return found(Fields(year: Int(pieces[next].entry.number), span: .decade), .absolute, at..<end + 1)
    }
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
      Fields(year: Int(pieces[next].entry.number)),
      isLed && (`is`(at, .fiscal) || word(at) == "fy") ? .fiscal : .absolute,
      at..<end)
  }
  /// `2016 November`, `1982 summer`: the year first, where nothing parts them.
  private func insideYear(_ at: Int) -> Found? {
    if `is`(at + 1, .season), !isGlued(at + 1), !isCapitalized(at + 1), !tag(at + 1).isVerb || !`is`(at + 1, .loose) {
      var fields = Fields(year: Int(pieces[at].entry.number))
      fields.season = pieces[at + 1].entry.season
      return found(fields, .absolute, at..<at + 2)
    }
    // `2016, Nov`, where the line ends with it.
    if `is`(at + 1, .comma), `is`(at + 2, .month), `is`(at + 2, .short) || !`is`(at + 2, .loose),
      at + 3 >= pieces.count || word(at + 3) == "."
    {
      var fields = Fields(year: Int(pieces[at].entry.number))
      fields.month = Int8(pieces[at + 2].entry.number)
      return found(fields, .absolute, at..<at + 3)
    }
    guard isMonth(at + 1), !isGlued(at), !`is`(at + 2, .number.union(.ordinal)), !tag(at + 2).isFinite else {
      return nil
    }
    var fields = Fields(year: Int(pieces[at].entry.number))
    fields.month = Int8(pieces[at + 1].entry.number)
    return found(fields, .absolute, at..<at + 2)
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
    // `020 7946 1999`: a number behind a number, which is no day of a month.
    if shape(at - 1).contains(.digits), !`is`(at - 1, .year), !`is`(at - 2, .month),
      pieces[at - 1].end - pieces[at - 1].start > 2
    {
      return false
    }
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
}
