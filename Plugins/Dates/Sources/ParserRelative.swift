import DiplePluginKit

/// Times told from another one: `last week`, `this summer`, `the following year`, `last year's third quarter`.
extension Parser {
  /// `last year`, `this week`, `the previous month`, as an amount of units; the article is passed over.
  func relativeUnit(_ at: Int) -> (unit: Unit, count: Int32, origin: Moment.Origin, next: Int)? {
    var start = at
    if `is`(start, .the) { start += 1 }
    guard `is`(start, .choice) else { return nil }
    var unitAt = start + 1
    if `is`(unitAt, .choice),
      pieces[unitAt].entry.choosing == .same || pieces[unitAt].entry.choosing == .current
        || pieces[unitAt].entry.choosing == .past || pieces[unitAt].entry.choosing == .coming
    {
      unitAt += 1
    }
    if `is`(unitAt, .fiscal) || word(unitAt) == "calendar" || word(unitAt) == "working" { unitAt += 1 }
    guard `is`(unitAt, .unit), !isGlued(unitAt) else { return nil }
    // `This Week` is a broadcast.
    if isCapitalized(start), isCapitalized(unitAt), !shape(unitAt).contains(.allCaps) { return nil }
    let unit = pieces[unitAt].entry.unit
    let hasArticle = start > at
    // `last-minute`, `the next hour`: no step of the calendar. A day has its own words, but for `the next day`.
    guard unit >= .day else { return nil }
    let (count, origin): (Int32, Moment.Origin)
    switch pieces[start].entry.choosing {
    case .last where unit != .day: (count, origin) = (-1, .document)
    case .past: return nil
    case .previous: (count, origin) = (-1, .text)
    case .next where unit == .day: (count, origin) = (1, .text)
    case .next: (count, origin) = (1, hasArticle && unit < .year ? .text : .document)
    case .coming: (count, origin) = (1, .document)
    case .following: (count, origin) = (1, .text)
    // `this past week`.
    case .this where unitAt > start + 1 && pieces[start + 1].entry.choosing == .past && unit <= .week:
      (count, origin) = (-1, .document)
    case .this where unit == .day: (count, origin) = (0, .text)
    case .this: (count, origin) = (0, .document)
    case .current: (count, origin) = (0, .document)
    case .same, .that: (count, origin) = (0, .text)
    case .latest: (count, origin) = (unit == .quarter ? -1 : 0, unit == .period ? .text : .document)
    default: return nil
    }
    if unit == .period, origin == .document { return nil }
    return (unit, count, origin, unitAt + 1)
  }

  /// A time that a word chooses from a row: of units, months, weekdays, seasons, holidays, parts of the day.
  func chosen(_ at: Int, article: Bool) -> Found? {
    if let found = compared(at, article: article) { return found }
    guard `is`(at, .choice) else { return nil }
    if let relative = relativeUnit(article ? at - 1 : at) {
      if relative.origin == .text, relative.count == 0, relative.unit < .year || relative.unit == .period {
        // `the same period last year`, `the same month a year ago`.
        let behind = `is`(relative.next, .of) ? relative.next + 1 : relative.next
        var year: (count: Int32, next: Int)?
        if let other = relativeUnit(behind), other.unit == .year, other.origin == .document {
          year = (other.count, other.next)
        } else if `is`(behind, .a), `is`(behind + 1, .unit), pieces[behind + 1].entry.unit == .year,
          word(behind + 2, in: Self.yearBack)
        {
          year = (-1, behind + 3)
        }
        if let year {
          let moment = Moment(shift: .init(unit: .year, count: year.count), origin: .text)
          return Found(meaning: .moment(moment), mod: nil, rule: .anaphoric, range: at..<year.next)
        }
      }
      var moment = Moment(shift: .init(unit: relative.unit, count: relative.count), origin: relative.origin)
      // `last week on Friday`, `next week Sunday`.
      let day = word(relative.next) == "on" ? relative.next + 1 : relative.next
      if relative.unit == .week, `is`(day, .weekday), isNamed(day), !`is`(day, .short), !`is`(day + 1, .possessive) {
        moment.fields.weekday = Int8(pieces[day].entry.number)
        return withTime(Found(meaning: .moment(moment), mod: nil, rule: .relative, range: at..<day + 1))
      }
      return possessed(moment, at, relative.next)
    }
    let choosing = pieces[at].entry.choosing
    var next = at + 1
    if choosing == .this || choosing == .that, `is`(next, .choice) { next += 1 }
    if `is`(next, .edge) { next += 1 }
    let (choice, origin): (Moment.Choice, Moment.Origin)
    switch choosing {
    case .last, .past: (choice, origin) = (.last, .document)
    case .previous: (choice, origin) = (.last, .text)
    case .next, .coming: (choice, origin) = (.next, .document)
    case .following: (choice, origin) = (.next, .text)
    case .this
    where next > at + 1 && (pieces[at + 1].entry.choosing == .past || pieces[at + 1].entry.choosing == .last):
      (choice, origin) = (.last, .document)
    case .this where next > at + 1 && `is`(at + 1, .choice) && pieces[at + 1].entry.choosing == .coming:
      (choice, origin) = (.next, .document)
    case .this: (choice, origin) = (.this, .document)
    case .same, .that: (choice, origin) = (.this, .text)
    default: return nil
    }
    if `is`(next, .part), !isGlued(next) {
      // `last night`, `this morning`, `the next morning`, `that evening`.
      guard choosing != .past, !(article && choosing == .last) else { return nil }
      var fields = Fields()
      fields.part = pieces[next].entry.part
      let count: Int32 = choice == .last ? -1 : choice == .next ? 1 : 0
      let from: Moment.Origin = choosing == .next ? .text : origin
      return withTime(
        Found(
          meaning: .moment(Moment(fields, shift: .init(unit: .day, count: count), origin: from)),
          mod: `is`(next - 1, .edge) ? pieces[next - 1].entry.mod : nil,
          rule: from == .text ? .anaphoric : .relative, range: at..<next + 1))
    }
    if let day = weekday(next, article: false), case .ambiguous = day.meaning {
      return Found(meaning: day.meaning, mod: nil, rule: day.rule, range: at..<day.range.upperBound)
    }
    guard !isGlued(next),
      let name = weekday(next, article: false) ?? dayAndMonth(next, article: false) ?? month(next) ?? chosenSeason(next)
        ?? holiday(next, article: false), case .moment(var moment) = name.meaning
    else { return nil }
    if moment.isComplete || moment.shift != nil {
      return Found(meaning: name.meaning, mod: nil, rule: name.rule, range: at..<name.range.upperBound)
    }
    (moment.choice, moment.origin) = (choice, origin)
    if moment.fields.weekday != nil, origin == .document, next == at + 1 {
      if choosing == .next { moment.choice = .notTomorrow }
      if choosing == .last { moment.choice = .notYesterday }
    }
    return Found(
      meaning: .moment(moment), mod: nil,
      rule: origin == .text ? .anaphoric : name.rule == .holiday ? .holiday : .relative,
      range: at..<name.range.upperBound)
  }

  private static let yearBack: WordSet = ["ago", "earlier", "before"]

  private func chosenSeason(_ at: Int) -> Found? {
    guard `is`(at, .season) else { return nil }
    var fields = Fields()
    fields.season = pieces[at].entry.season
    return found(fields, .partial, at..<at + 1)
  }

  /// `last year` with what belongs to it: `last year's third quarter`.
  private func possessed(_ moment: Moment, _ at: Int, _ next: Int) -> Found {
    let rule: Timex.Rule = moment.origin == .text ? .anaphoric : .relative
    if word(next) == "or", word(next + 1) == "so" {
      return Found(meaning: .moment(moment), mod: .approx, rule: rule, range: at..<next + 2)
    }
    let plain = Found(meaning: .moment(moment), mod: nil, rule: rule, range: at..<next)
    guard `is`(next, .possessive), moment.shift?.unit == .year, next + 1 < pieces.count,
      let part = quarter(next + 1, article: false) ?? chosenSeason(next + 1) ?? month(next + 1),
      case .moment(let inner) = part.meaning, inner.fields.year == nil, inner.shift == nil
    else { return plain }
    var whole = moment
    whole.fields = inner.fields
    return Found(meaning: .moment(whole), mod: nil, rule: rule, range: at..<part.range.upperBound)
  }

  /// `the year-earlier quarter`, `the year-ago period`, `year-ago`.
  private func compared(_ at: Int, article: Bool) -> Found? {
    if word(at) == "comparable" || word(at) == "corresponding", `is`(at + 1, .unit),
      let found = compared(at + 1, article: article)
    {
      return Found(meaning: found.meaning, mod: found.mod, rule: found.rule, range: at..<found.range.upperBound)
    }
    guard `is`(at, .unit), pieces[at].entry.unit == .year, word(at + 1) == "earlier" || word(at + 1) == "ago",
      isGlued(at + 1)
    else { return nil }
    var next = at + 2
    let moment: Moment
    if `is`(next, .ordinal), `is`(next + 1, .unit), pieces[next + 1].entry.unit == .quarter {
      var fields = Fields()
      fields.quarter = Int8(clamping: pieces[next].entry.number)
      moment = Moment(fields, shift: .init(unit: .year, count: -1))
      next += 2
    } else {
      moment = Moment(shift: .init(unit: .year, count: -1), origin: .text)
      if `is`(next, .unit), pieces[next].entry.unit == .quarter || pieces[next].entry.unit == .period { next += 1 }
    }
    return Found(meaning: .moment(moment), mod: nil, rule: .anaphoric, range: at..<next)
  }

  /// `the weekend`, `the quarter`, `the year`, `the day after the vote`: a unit with an article alone.
  func theUnit(_ at: Int) -> Found? {
    if let found = afterNext(at) ?? unitOffset(at) { return found }
    // `the full year`, `the fiscal year`.
    let unitAt =
      word(at + 1, in: Self.wholly) && `is`(at + 2, .unit) && pieces[at + 2].entry.unit == .year ? at + 2 : at + 1
    guard `is`(at, .the), `is`(unitAt, .unit), !isGlued(unitAt + 1) else { return nil }
    let unit = pieces[unitAt].entry.unit
    let range = at..<unitAt + 1
    if unitAt > at + 1 {
      guard !tag(unitAt + 1).isNoun, !`is`(unitAt + 1, .of.union(.year).union(.offset)), word(at - 1) != "a" else {
        return nil
      }
      return Found(
        meaning: .moment(Moment(shift: .init(unit: .year, count: 0))), mod: nil, rule: .anaphoric, range: range)
    }
    switch unit {
    case .weekend:
      var fields = Fields()
      fields.isWeekend = true
      return found(fields, .partial, range)
    case .quarter where !`is`(at + 2, .of):
      return Found(
        meaning: .moment(Moment(shift: .init(unit: .quarter, count: 0), origin: .text)), mod: nil, rule: .anaphoric,
        range: range)
    case .year, .month, .week:
      guard
        word(at - 1, in: Self.yearLed) || `is`(at - 1, .of) && `is`(at - 2, .edgeNoun)
          || word(at - 1) == "in" && word(at - 2, in: Self.earlierLater),
        !tag(at + 2).isNoun, !`is`(at + 2, .of.union(.offset))
      else { return nil }
      return Found(
        meaning: .moment(Moment(shift: .init(unit: unit, count: 0))), mod: nil, rule: .anaphoric, range: range)
    default: return nil
    }
  }
  private static let wholly: WordSet = ["full", "fiscal", "financial", "calendar", "whole", "entire"]
  private static let yearLed: WordSet = ["for", "during", "this", "throughout", "over"]
  private static let earlierLater: WordSet = ["earlier", "later", "early", "late", "mid"]
}
