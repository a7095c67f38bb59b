import DiplePluginKit

/// Fills what an expression leaves open: the day of a clock time, the date of a weekday, the year of a month.
extension Resolver {
  func completed(_ moment: Moment, _ timex: Timex) -> Resolution {
    let fields = moment.fields
    // A clock time alone belongs to the day that the text speaks of, otherwise to the document's.
    if fields.hasTime, fields.day == nil, fields.weekday == nil, fields.holiday == nil, fields.month == nil {
      if let day = named.dayHere, let date = day.fields.date {
        let whole = fields.over(Fields(date))
        return Resolution(
          value: Value.of(whole), fields: whole, anchor: .expression(day.place),
          reason: "on the day named before, \(date)",
          confidence: 0.8)
      }
      guard let now, !document.isHistory else { return unresolved("the text does not say on which day") }
      let whole = fields.over(Fields(now))
      return Resolution(
        value: Value.of(whole), fields: whole, anchor: .document, reason: "on the document's day, \(now)",
        confidence: 0.6)
    }
    if fields.day != nil, fields.month == nil { return dayAlone(fields, timex) }
    if fields.weekday == nil || fields.nth != nil, !fields.isWeekend, moment.choice == .byTense {
      // The year that a history speaks of.
      if document.isHistory || now == nil, let year = named.year, let day = year.fields.firstDay {
        let chosen =
          year.fields.unit == .year ? day.year : Completion.year(fields, from: day, .byTense, .unknown) ?? day.year
        return placed(fields, inYear: chosen, year.place, "the year that the text speaks of")
      }
    }
    if document.isHistory, moment.choice == .byTense, fields.weekday != nil && fields.nth == nil || fields.isWeekend {
      if let day = named.dayHere, let date = day.fields.date {
        return filled(moment, timex, from: date, anchor: .expression(day.place), "the day named before")
      }
      // `she said on Tuesday`, in a portrait: where the text is dated, what it reports is told from that day.
      guard now != nil else { return unresolved("the text does not say in which week") }
    }
    guard let now else { return noDate }
    return filled(moment, timex, from: now, anchor: .document, "the document's day")
  }

  /// `on the 16th`: of the month that a history named last; else the last such day, or the next, by the verb's tense.
  private func dayAlone(_ fields: Fields, _ timex: Timex) -> Resolution {
    var fields = fields
    if document.isHistory || now == nil {
      guard let near = named.day ?? named.nearYear, near.fields.month != nil else {
        return unresolved("the text does not say in which month")
      }
      fields.weekday = nil
      (fields.year, fields.month) = (near.fields.year, near.fields.month)
      guard let date = fields.date else { return unresolved("there is no such day in the calendar") }
      let whole = Fields(date)
      return Resolution(
        value: Value.of(whole), fields: whole, anchor: .expression(near.place), reason: "in the month named before",
        confidence: 0.75)
    }
    guard let now, let day = fields.day,
      let date = Completion.dayOfMonth(
        Int(day), weekday: fields.weekday.map(Int.init), from: now, timex.tense)
    else {
      return unresolved("no month near has such a day")
    }
    var rest = fields
    (rest.day, rest.weekday) = (nil, nil)
    let whole = rest.over(Fields(date))
    return Resolution(
      value: Value.of(whole), fields: whole, anchor: .document, reason: "told from the document's day, \(now)",
      confidence: timex.tense == .unknown ? 0.6 : 0.75)
  }

  private func placed(_ fields: Fields, inYear year: Int, _ place: Place, _ what: String) -> Resolution {
    var fields = fields
    fields.year = Int16(clamping: year)
    guard let settled = Completion.settled(fields), let value = Value.of(settled) else {
      return unresolved("there is no such day in \(year)")
    }
    return Resolution(
      value: value, fields: settled, anchor: .expression(place), reason: "in \(what), \(year)", confidence: 0.8)
  }

  func filled(
    _ moment: Moment, _ timex: Timex, from day: CivilDate, anchor: Anchor, _ what: String
  ) -> Resolution {
    var fields = moment.fields
    let side = moment.choice == .byTense ? timex.tense : .unknown
    if let weekday = fields.weekday, fields.nth == nil {
      let date = Completion.weekday(Int(weekday), from: day, moment.choice, timex.tense)
      fields = fields.over(Fields(date))
      fields.weekday = nil
    } else if fields.isWeekend {
      let isPast = moment.choice == .last || moment.choice == .byTense && timex.tense != .future && day.weekday < 6
      let count: Int32 = isPast ? -1 : moment.choice == .next ? 1 : 0
      fields = Completion.shift(day, .init(unit: .weekend, count: count)) ?? fields
    } else {
      guard let year = Completion.year(fields, from: day, moment.choice, timex.tense) else {
        return unresolved("no year near \(day) has such a day")
      }
      fields.year = Int16(clamping: year)
    }
    guard let settled = Completion.settled(fields), let value = Value.of(settled) else {
      return unresolved("there is no such day in the calendar")
    }
    let tense =
      switch side {
      case .past: " (the verb speaks of the past)"
      case .future: " (the verb speaks of what comes)"
      case .unknown: ""
      }
    return Resolution(
      value: value, fields: settled, anchor: anchor, reason: "told from \(what), \(day)\(tense)",
      confidence: side == .unknown && moment.choice == .byTense ? 0.7 : 0.85)
  }
}
