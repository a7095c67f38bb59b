import DiplePluginKit

/// Dates in numbers that can be read in two orders (`5/6/2016`).
extension Resolver {
  /// By what the document's other dates show, else by the document's day, else by the setting; otherwise unresolved.
  func ordered(_ a: Int8, _ b: Int8, _ year: Int16?) -> Resolution {
    let readings = (dayFirst: read(day: a, month: b, year), monthFirst: read(day: b, month: a, year))
    func found(_ isDayFirst: Bool, _ why: String, _ confidence: Double) -> Resolution? {
      guard let date = isDayFirst ? readings.dayFirst : readings.monthFirst else { return nil }
      return Resolution(
        value: Value.of(Fields(date)), fields: Fields(date),
        reason: "a date in numbers; \(why) the \(isDayFirst ? "day" : "month") first", confidence: confidence)
    }
    if let order = document.isDayFirst, let result = found(order, "the document writes", 0.85) { return result }
    if let order = orderByDay(readings), let result = found(order, "the document's day is near where it writes", 0.65) {
      return result
    }
    if let order = document.isDayFirstBySetting,
      let result = found(order, "it can be read in two orders, and the setting dateOrder puts", 0.6)
    {
      return result
    }
    return Resolution(
      value: nil,
      reason: "unresolved: day and month can be read in two orders, and nothing in the document tells which",
      confidence: 0.8)
  }

  private func read(day: Int8, month: Int8, _ written: Int16?) -> CivilDate? {
    var fields = Fields()
    (fields.month, fields.day) = (month, day)
    guard let year = written.map(Int.init) ?? now.flatMap({ Completion.year(fields, from: $0, .byTense, .unknown) })
    else {
      return nil
    }
    return CivilDate(year: year, month: Int(month), day: Int(day))
  }

  /// News writes of what is near: the reading within two weeks of the document's day, where the other is not.
  private func orderByDay(_ readings: (dayFirst: CivilDate?, monthFirst: CivilDate?)) -> Bool? {
    guard let now else { return nil }
    func isNear(_ date: CivilDate?) -> Bool { date.map { abs($0.dayNumber - now.dayNumber) <= 14 } ?? false }
    let near = (isNear(readings.dayFirst), isNear(readings.monthFirst))
    return near.0 == near.1 ? nil : near.0
  }
}
