import DiplePluginKit

/// Units that are counted inside a year, and the week or weekend around a day.
extension Parser {
  /// `the third week of 2027`, `the last week of 2015`, `the ninth month of next year`, `week 3 of 2027`.
  func numbered(_ at: Int, article: Bool) -> Found? {
    let unitAt = word(at) == "week" ? at : at + 1
    guard `is`(unitAt, .unit), !isGlued(unitAt) else { return nil }
    let number: Int
    if unitAt == at {
      guard `is`(at + 1, .number), shape(at + 1).contains(.hasDigit), pieces[at + 1].entry.unit == .day,
        !`is`(at + 1, .year), pieces[at + 1].hundredths % 100 == 0
      else { return nil }
      number = Int(pieces[at + 1].entry.number)
    } else {
      guard `is`(at, .ordinal) || word(at) == "last" else { return nil }
      number = `is`(at, .ordinal) ? Int(pieces[at].entry.number) : -1
    }
    var next = at + 2
    let isJoined = `is`(next, .of) || word(next) == "in"
    if isJoined { next += 1 }
    var fields = Fields()
    switch pieces[unitAt].entry.unit {
    case .week where (1...53).contains(number) || number == -1: fields.week = Int8(number)
    case .month where (1...12).contains(number): fields.month = Int8(number)
    default: return nil
    }
    if isJoined, let year = yearNumber(next) {
      fields.year = Int16(clamping: year.number)
      if number == -1 { fields.week = Int8(CivilDate(year: year.number, month: 12, day: 28)!.isoWeek.week) }
      // A year has 53 weeks at most, and mostly 52.
      guard number < 53 || CivilDate(year: year.number, month: 12, day: 28)!.isoWeek.week == 53 else { return nil }
      return found(fields, .absolute, at..<year.next)
    }
    guard number > 0, let year = relativeUnit(next), year.unit == .year, year.origin == .document else { return nil }
    return Found(
      meaning: .moment(Moment(fields, shift: .init(unit: .year, count: year.count))), mod: nil, rule: .relative,
      range: at..<year.next)
  }

  private func yearNumber(_ at: Int) -> (number: Int, next: Int)? {
    if `is`(at, .year), !`is`(at, .short) { return (Int(pieces[at].entry.number), at + 1) }
    return spokenYear(at)
  }

  private static let openingWeek: WordSet = ["beginning", "starting", "commencing", "ending"]

  /// `the week of 5 June`, `the week beginning 4 February`: the week in which that day lies; `the weekend of 5 June`.
  func weekOf(_ at: Int) -> Found? {
    // `w/c 4 Feb`.
    if `is`(at, .lead), word(at) == "w/c", let day = dayAndMonth(at + 1, article: false),
      case .moment(var moment) = day.meaning,
      !moment.fields.hasTime
    {
      moment.beyond = [.init(unit: .week, count: 0)]
      return Found(meaning: .moment(moment), mod: nil, rule: day.rule, range: at..<day.range.upperBound)
    }
    let unitAt = `is`(at, .the) ? at + 1 : at
    guard `is`(unitAt, .unit), pieces[unitAt].entry.unit == .week || pieces[unitAt].entry.unit == .weekend,
      `is`(unitAt + 1, .of) || word(unitAt + 1, in: Self.openingWeek)
    else { return nil }
    var next = unitAt + 2
    if word(next) == "on" { next += 1 }
    let day: Found?
    if `is`(next, .the) {
      day = dayAndMonth(next + 1, article: true) ?? theDay(next + 1)
    } else {
      day = dayAndMonth(next, article: false) ?? written(next) ?? holiday(next, article: false)
    }
    guard let day, case .moment(var moment) = day.meaning, moment.unit == .day, !moment.fields.hasTime,
      moment.beyond.isEmpty
    else { return nil }
    moment.beyond = [.init(unit: pieces[unitAt].entry.unit, count: 0)]
    return Found(meaning: .moment(moment), mod: nil, rule: day.rule, range: at..<day.range.upperBound)
  }

  /// `the 18th`, where what stands before it says that it is a day.
  private func theDay(_ at: Int) -> Found? {
    guard `is`(at, .ordinal), shape(at).contains(.hasDigit), (1...31).contains(pieces[at].entry.number) else {
      return nil
    }
    var fields = Fields()
    fields.day = Int8(pieces[at].entry.number)
    return found(fields, .partial, at..<at + 1)
  }

  /// `the week after next`, `the year after the next`.
  func afterNext(_ at: Int) -> Found? {
    guard `is`(at, .the), `is`(at + 1, .unit), word(at + 2) == "after" else { return nil }
    let next = `is`(at + 3, .the) ? at + 4 : at + 3
    let unit = pieces[at + 1].entry.unit
    guard word(next) == "next", unit >= .day, unit <= .century, !`is`(next + 1, .unit.union(.units)) else { return nil }
    return Found(
      meaning: .moment(Moment(shift: .init(unit: unit, count: 2))), mod: nil, rule: .relative, range: at..<next + 1)
  }
}
