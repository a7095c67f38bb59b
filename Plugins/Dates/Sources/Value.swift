/// TIMEX3 values (ISO 8601 as TimeML writes it).
enum Value {
  /// The value of fields whose year is known; nil where it is not.
  static func of(_ fields: Fields) -> String? {
    guard let date = date(fields) else { return nil }
    return date + time(fields)
  }

  private static func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func date(_ fields: Fields) -> String? {
    guard let year = fields.year.map(Int.init) else { return nil }
    switch fields.span {
    case .decade: return pad(year / 10, 3) + "X"
    case .century:
      return year > 0 || year == 0 && !fields.hasEra
        ? pad(year / 100, 2) + "XX" : "BC" + pad((-year + 1) / 100 - 1, 2) + "XX"
    case .millennium: return pad(year / 1000, 1) + "XXX"
    default: break
    }
    let text = year > 0 ? pad(year, 4) : "BC" + pad(1 - year, 4)
    if let toYear = fields.toYear { return text + "/" + pad(Int(toYear), 4) }
    if let week = fields.week { return "\(text)-W\(pad(Int(week), 2))" + (fields.isWeekend ? "-WE" : "") }
    if let month = fields.month {
      return "\(text)-\(pad(Int(month), 2))" + (fields.day.map { "-" + pad(Int($0), 2) } ?? "")
    }
    if let quarter = fields.quarter { return "\(text)-Q\(quarter)" }
    if let half = fields.half { return "\(text)-H\(half)" }
    if let season = fields.season { return "\(text)-\(season.code)" }
    return text
  }

  private static func time(_ fields: Fields) -> String {
    guard let hour = fields.hour else { return fields.part.map { "T" + $0.code } ?? "" }
    var text = "T" + pad(Int(hour), 2)
    if let minute = fields.minute { text += ":" + pad(Int(minute), 2) }
    if let second = fields.second { text += ":" + pad(Int(second), 2) }
    // As TimeBank and MEANTIME do: `Z` for UTC, nothing for a local zone.
    return fields.zone == 0 ? text + "Z" : text
  }

  // MARK: Durations

  /// `P2D`, `PT2H30M`, `PXW`.
  static func of(_ amount: Amount) -> String {
    var (days, clock) = ("", "")
    for part in amount.parts {
      for (number, unit) in whole(part) {
        if unit.isClock { clock += number + unit.designator } else { days += number + unit.designator }
      }
    }
    return "P" + days + (clock.isEmpty ? "" : "T" + clock)
  }

  /// A part in whole numbers where the unit has a finer one that divides it: half a year is six months.
  private static func whole(_ part: Amount.Part) -> [(String, Unit)] {
    guard var hundredths = part.hundredths else { return [("X", part.unit)] }
    var unit = part.unit
    switch unit {
    case .fortnight: (hundredths, unit) = (hundredths * 2, .week)
    case .decade: (hundredths, unit) = (hundredths.multipliedReportingOverflow(by: 10).partialValue, .year)
    case .century: (hundredths, unit) = (hundredths.multipliedReportingOverflow(by: 100).partialValue, .year)
    case .millennium: (hundredths, unit) = (hundredths.multipliedReportingOverflow(by: 1000).partialValue, .year)
    default: break
    }
    let (count, rest) = (hundredths / 100, hundredths % 100)
    if rest == 0 { return [(String(count), unit)] }
    let finer: (Unit, Int)? =
      switch unit {
      case .year: (.month, 12)
      case .day: (.hour, 24)
      case .hour: (.minute, 60)
      case .minute: (.second, 60)
      default: nil
      }
    if let (other, factor) = finer, rest * factor % 100 == 0 {
      let small = (String(rest * factor / 100), other)
      return count == 0 ? [small] : [(String(count), unit), small]
    }
    let decimals = rest % 10 == 0 ? String(rest / 10) : pad(rest, 2)
    return [("\(count).\(decimals)", unit)]
  }

  // MARK: Sets

  /// `P1W`, `XXXX-WXX-1`, `XXXX-07`.
  static func of(_ base: Recurrence.Base) -> String {
    switch base {
    case .period(let amount): return of(amount)
    case .fields(let fields):
      let part = time(fields)
      if let weekday = fields.weekday { return "XXXX-WXX-\(weekday)\(part)" }
      if fields.isWeekend { return "XXXX-WXX-WE" }
      if let month = fields.month { return "XXXX-" + pad(Int(month), 2) }
      if let season = fields.season { return "XXXX-\(season.code)" }
      return "XXXX-XX-XX\(part)"
    }
  }

  /// `2X` for twice, `3D` for three days.
  static func of(_ frequency: Recurrence.Frequency) -> String {
    guard let unit = frequency.unit else { return "\(frequency.count)X" }
    return (unit.isClock ? "T" : "") + "\(frequency.count)\(unit.designator)"
  }
}
