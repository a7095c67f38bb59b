import DiplePluginKit

/// Fields of the calendar and the clock, each set or open. What an expression leaves open, its context may fill.
struct Fields: Sendable, Equatable {
  /// The year, counted astronomically (0 is 1 BC); with `span`, the first year of a decade, century or millennium.
  var year: Int16?
  /// What `year` stands for: a year, or the longer span that it opens.
  var span = Unit.year
  /// True where the text itself wrote an era (`AD 79`).
  var hasEra = false
  /// The second year of a double year (`2016-17`).
  var toYear: Int16?
  var half: Int8?
  var quarter: Int8?
  var season: Season?
  var month: Int8?
  /// The ISO week; `year` is then the week's year.
  var week: Int8?
  var isWeekend = false
  var day: Int8?
  /// 1 for Monday.
  var weekday: Int8?
  /// Which of a month's weekdays of that name, from the end for -1: `the first Friday of May`.
  var nth: Int8?
  /// A number of lexicon `holidays.tsv`.
  var holiday: Int8?
  var part: DayPart?
  /// 0 to 24.
  var hour: Int8?
  var minute: Int8?
  var second: Int8?
  /// Minutes from UTC.
  var zone: Int16?

  init() {}

  init(_ date: CivilDate) {
    (year, month, day) = (Int16(clamping: date.year), Int8(date.month), Int8(date.day))
  }

  init(year: Int, span: Unit = .year) { (self.year, self.span) = (Int16(clamping: year), span) }

  /// True where a time of day is set.
  var hasTime: Bool { hour != nil || part != nil }

  /// The finest field that is set; nil where none is.
  var unit: Unit? {
    if second != nil { return .second }
    if minute != nil { return .minute }
    if hour != nil || part != nil { return .hour }
    if day != nil || weekday != nil || holiday != nil { return .day }
    if isWeekend { return .weekend }
    if week != nil { return .week }
    if month != nil { return .month }
    if quarter != nil { return .quarter }
    if half != nil { return .half }
    if season != nil { return .season }
    return year != nil ? span : nil
  }

  /// Year, month and day, where all are set and there is such a day.
  var date: CivilDate? {
    guard let year, span == .year, let month, let day else { return nil }
    return CivilDate(year: Int(year), month: Int(month), day: Int(day))
  }

  /// A day that lies inside what the fields name: its first, for counting from.
  var firstDay: CivilDate? {
    guard let year, span == .year else { return nil }
    if let date { return date }
    if let week { return Self.monday(ofWeek: Int(week), year: Int(year)).adding(days: isWeekend ? 5 : 0) }
    let month: Int =
      if let month = self.month {
        Int(month)
      } else if let quarter {
        Int(quarter) * 3 - 2
      } else if let half {
        Int(half) * 6 - 5
      } else if let season {
        [3, 6, 9, 12][Int(season.rawValue)]
      } else {
        1
      }
    return CivilDate(year: Int(year), month: month, day: 1)
  }

  /// The Monday of an ISO week.
  static func monday(ofWeek week: Int, year: Int) -> CivilDate {
    let fourth = CivilDate(year: year, month: 1, day: 4)!
    return fourth.adding(days: 1 - fourth.weekday + (week - 1) * 7)
  }

  /// The fields of these that are set, laid over the others.
  func over(_ other: Fields) -> Fields {
    var result = other
    if let year { (result.year, result.span, result.hasEra, result.toYear) = (year, span, hasEra, toYear) }
    if let half { result.half = half }
    if let quarter { result.quarter = quarter }
    if let season { result.season = season }
    if let month { result.month = month }
    if let week { result.week = week }
    if isWeekend { result.isWeekend = true }
    if let day { result.day = day }
    if let weekday { result.weekday = weekday }
    if let nth { result.nth = nth }
    if let holiday { result.holiday = holiday }
    if let part { result.part = part }
    if let hour { result.hour = hour }
    if let minute { result.minute = minute }
    if let second { result.second = second }
    if let zone { result.zone = zone }
    return result
  }
}
