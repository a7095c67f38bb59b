import DiplePluginKit

/// Calendar arithmetic for expressions that leave something open. Pure: a reference day in, fields out.
enum Completion {
  /// The unit that lies some steps from a day, named as a whole: one month before 2016-06-18 is May 2016.
  static func shift(_ day: CivilDate, _ shift: Moment.Shift) -> Fields? {
    let count = Int(shift.count)
    // No text speaks of a time so far away that the calendar's integers end.
    guard abs(count) <= 30_000 else { return nil }
    switch shift.unit {
    case .day: return Fields(day.adding(days: count))
    case .week, .fortnight, .weekend:
      let week = day.adding(days: count * 7).isoWeek
      var fields = Fields(year: week.year)
      fields.week = Int8(week.week)
      fields.isWeekend = shift.unit == .weekend
      return fields
    case .month:
      let month = CivilDate(year: day.year, month: day.month, day: 1)!.adding(months: count)
      var fields = Fields(year: month.year)
      fields.month = Int8(month.month)
      return fields
    case .quarter:
      let month = CivilDate(year: day.year, month: day.month, day: 1)!.adding(months: count * 3)
      var fields = Fields(year: month.year)
      fields.quarter = Int8((month.month + 2) / 3)
      return fields
    case .half:
      let month = CivilDate(year: day.year, month: day.month, day: 1)!.adding(months: count * 6)
      var fields = Fields(year: month.year)
      fields.half = month.month <= 6 ? 1 : 2
      return fields
    case .year: return Fields(year: day.year + count)
    case .decade:
      guard day.year + count * 10 >= 0 else { return nil }
      return Fields(year: (day.year + count * 10) / 10 * 10, span: .decade)
    case .century:
      guard abs(count) < 300, day.year + count * 100 >= 0 else { return nil }
      return Fields(year: (day.year + count * 100) / 100 * 100, span: .century)
    case .millennium:
      guard abs(count) < 30, day.year + count * 1000 >= 0 else { return nil }
      return Fields(year: (day.year + count * 1000) / 1000 * 1000, span: .millennium)
    case .second, .minute, .hour, .season, .period: return nil
    }
  }

  /// The day of a week that holds a day.
  static func weekday(_ weekday: Int, inWeekOf day: CivilDate) -> CivilDate { day.adding(days: weekday - day.weekday) }

  /// A weekday told from a day: the last one up to it, the next one from it on, or by the word that chooses it.
  static func weekday(_ weekday: Int, from day: CivilDate, _ choice: Moment.Choice, _ tense: Timex.Tense) -> CivilDate {
    let back = (day.weekday - weekday + 7) % 7
    let ahead = (weekday - day.weekday + 7) % 7
    switch choice {
    case .last: return day.adding(days: back == 0 ? -7 : -back)
    case .next: return day.adding(days: ahead == 0 ? 7 : ahead)
    // On a Monday, `last Sunday` was yesterday, as it was in the week before.
    case .notYesterday: return day.adding(days: back < 2 && weekday <= day.weekday ? -7 - back : -back)
    case .notTomorrow: return day.adding(days: ahead < 3 && weekday >= day.weekday ? 7 + ahead : ahead)
    case .this: return tense == .past ? self.weekday(weekday, inWeekOf: day) : day.adding(days: ahead)
    case .byTense: return day.adding(days: tense == .future ? ahead : -back)
    }
  }

  /// A day of the month told from a day: the last one up to it, the next one from it on, or else the nearest. Where it
  /// has the name of a weekday too (`Friday the 13th`), one that is.
  static func dayOfMonth(
    _ number: Int, weekday: Int?, from day: CivilDate, _ tense: Timex.Tense
  ) -> CivilDate? {
    let first = CivilDate(year: day.year, month: day.month, day: 1)!
    // Each day of a month falls on each weekday within fourteen months.
    let reach = weekday == nil ? 2 : 14
    let days = (-reach...reach).compactMap { step -> CivilDate? in
      let month = first.adding(months: step)
      guard let date = CivilDate(year: month.year, month: month.month, day: number) else { return nil }
      return weekday == nil || weekday == date.weekday ? date : nil
    }
    if weekday != nil { return days.min { abs($0.dayNumber - day.dayNumber) < abs($1.dayNumber - day.dayNumber) } }
    switch tense {
    case .past: return days.last { $0 <= day }
    case .future: return days.first { $0 >= day }
    case .unknown: return days.min { abs($0.dayNumber - day.dayNumber) < abs($1.dayNumber - day.dayNumber) }
    }
  }

  /// Gives a month, day, quarter, season or holiday its year.
  static func year(_ fields: Fields, from day: CivilDate, _ choice: Moment.Choice, _ tense: Timex.Tense) -> Int? {
    func start(_ year: Int) -> CivilDate? {
      if let holiday = fields.holiday { return Holidays.shared.day(Int(holiday), in: year) }
      var dated = fields
      dated.year = Int16(clamping: year)
      // 29 February is in no other year than a leap year.
      return dated.day == nil ? dated.firstDay : dated.date
    }
    // The day seen in the unit of the fields: its month, quarter …, so that this month is neither past nor to come.
    let unitStart: CivilDate
    let length: Int
    switch fields.unit ?? .day {
    case .month: (unitStart, length) = (CivilDate(year: day.year, month: day.month, day: 1)!, 31)
    case .quarter: (unitStart, length) = (CivilDate(year: day.year, month: (day.month - 1) / 3 * 3 + 1, day: 1)!, 92)
    case .half: (unitStart, length) = (CivilDate(year: day.year, month: day.month <= 6 ? 1 : 7, day: 1)!, 184)
    case .season: (unitStart, length) = (day, 92)
    default: (unitStart, length) = (day, 1)
    }
    let isSeason = fields.unit == .season
    // Four years each way, so that 29 February is found.
    let years = (day.year - 4...day.year + 4).compactMap { year in start(year).map { (year, $0) } }
    let past = years.last { isSeason ? $0.1.adding(days: length) <= day : $0.1 < unitStart }
    let pastOrNow = years.last { $0.1 <= unitStart }
    let futureOrNow = years.first { isSeason ? $0.1.adding(days: length) > day : $0.1 >= unitStart }
    switch choice {
    case .last, .notYesterday: return past?.0
    case .next, .notTomorrow: return years.first { $0.1 > unitStart }?.0
    case .this: return start(day.year) == nil ? nil : day.year
    case .byTense:
      // `extended to 20 November`, `payable on 7 December`: a day close by counts more than the tense.
      let isDay = fields.unit == .day || fields.hasTime
      if isDay,
        let nearest = years.min(by: { abs($0.1.dayNumber - day.dayNumber) < abs($1.1.dayNumber - day.dayNumber) }),
        abs(nearest.1.dayNumber - day.dayNumber) <= 60
      {
        return nearest.0
      }
      switch tense {
      case .past: return pastOrNow?.0
      case .future where fields.unit != .quarter: return futureOrNow?.0
      // What a company says of a quarter, it says of one that is over.
      case .unknown where fields.unit == .quarter: return pastOrNow?.0
      case .unknown, .future:
        return years.min { abs($0.1.dayNumber - unitStart.dayNumber) < abs($1.1.dayNumber - unitStart.dayNumber) }?.0
      }
    }
  }

  /// Turns weekdays and holidays of fields with a year into days.
  static func settled(_ fields: Fields) -> Fields? {
    var result = fields
    if let holiday = fields.holiday, let year = fields.year {
      guard let day = Holidays.shared.day(Int(holiday), in: Int(year)) else { return nil }
      result = Fields(day)
      result.part = fields.part
      result.hour = fields.hour
      result.minute = fields.minute
    }
    if let weekday = fields.weekday, let nth = fields.nth, let year = fields.year, let month = fields.month {
      guard let day = Holidays.nth(Int(nth), Int(weekday), month: Int(month), year: Int(year)),
        day.month == Int(month)
      else { return nil }
      result = Fields(day)
      (result.part, result.hour, result.minute, result.zone) = (fields.part, fields.hour, fields.minute, fields.zone)
    } else if let weekday = fields.weekday, fields.week != nil, let monday = fields.firstDay {
      result = Fields(monday.adding(days: Int(weekday) - 1))
      (result.part, result.hour, result.minute, result.zone) = (fields.part, fields.hour, fields.minute, fields.zone)
    }
    // There is no 30 February, and no 29th in most years.
    if result.day != nil, result.date == nil { return nil }
    return result
  }
}
