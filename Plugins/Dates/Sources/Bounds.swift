import DiplePluginKit

/// What a value means for people and for tools that do not read TIMEX3: its first and last day, and EDTF.
enum Bounds {
  /// The first and the last day of what fields name; nil where the year is open or lies outside the years 1 to 9999.
  static func days(_ fields: Fields) -> (first: CivilDate, last: CivilDate)? {
    guard let year = fields.year.map(Int.init), (1...9999).contains(year) || year == 0 && fields.span > .year else {
      return nil
    }
    func day(_ year: Int, _ month: Int, _ day: Int = 1) -> CivilDate? { CivilDate(year: year, month: month, day: day) }
    func span(_ first: CivilDate?, months: Int) -> (CivilDate, CivilDate)? {
      first.map { ($0, $0.adding(months: months).adding(days: -1)) }
    }
    switch fields.span {
    case .decade: return span(day(max(1, year), 1), months: 12 * (year == 0 ? 9 : 10))
    case .century: return span(day(max(1, year), 1), months: 12 * (year == 0 ? 99 : 100))
    case .millennium: return span(day(max(1, year), 1), months: 12 * (year == 0 ? 999 : 1000))
    default: break
    }
    if let toYear = fields.toYear { return span(day(year, 1), months: 12 * (Int(toYear) - year + 1)) }
    if let date = fields.date { return (date, date) }
    if fields.week != nil, let first = fields.firstDay {
      return (first, first.adding(days: fields.isWeekend ? 1 : 6))
    }
    if let month = fields.month { return span(day(year, Int(month)), months: 1) }
    if let quarter = fields.quarter { return span(day(year, Int(quarter) * 3 - 2), months: 3) }
    if let half = fields.half { return span(day(year, Int(half) * 6 - 5), months: 6) }
    if fields.season != nil { return span(fields.firstDay, months: 3) }
    return span(day(year, 1), months: 12)
  }

  /// EDTF (ISO 8601-2:2019, level 2): `2016-06-18`, `199X`, `2016-22` for summer, `2016-35` for the third quarter, a week as
  /// an interval, `~` for about. Nil where the year is open.
  static func edtf(_ fields: Fields, _ mod: Mod?) -> String? {
    guard let year = fields.year.map(Int.init) else { return nil }
    let about = mod == .approx ? "~" : ""
    let text = (year < 0 ? "-" : "") + pad(abs(year), 4)
    switch fields.span {
    case .decade: return year >= 0 ? pad(year / 10, 3) + "X" + about : nil
    case .century: return year >= 0 ? pad(year / 100, 2) + "XX" + about : nil
    case .millennium: return year >= 0 ? pad(year / 1000, 1) + "XXX" + about : nil
    default: break
    }
    if let toYear = fields.toYear { return "\(text)/\(pad(Int(toYear), 4))" }
    if fields.week != nil { return days(fields).map { "\($0.first)/\($0.last)" } }
    if let month = fields.month {
      guard let day = fields.day else { return "\(text)-\(pad(Int(month), 2))\(about)" }
      var moment = "\(text)-\(pad(Int(month), 2))-\(pad(Int(day), 2))"
      // An hour needs its minutes and seconds in ISO 8601-2; a part of the day has no figure there.
      if let hour = fields.hour, hour < 24 {
        moment += "T\(pad(Int(hour), 2)):\(pad(Int(fields.minute ?? 0), 2)):\(pad(Int(fields.second ?? 0), 2))"
        if fields.zone == 0 { moment += "Z" }
        return moment
      }
      return moment + about
    }
    if let quarter = fields.quarter { return "\(text)-\(32 + Int(quarter))\(about)" }
    if let half = fields.half { return "\(text)-\(39 + Int(half))\(about)" }
    if let season = fields.season { return "\(text)-\(21 + Int(season.rawValue))\(about)" }
    return text + about
  }

  private static func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
