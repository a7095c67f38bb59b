import DiplePluginKit

/// What an expression counts from.
enum Anchor: Equatable, Sendable {
  /// The day of the document, known or not.
  case document
  /// Another expression.
  case expression(Place)
}

/// What an expression came to.
struct Resolution {
  var value: String?
  /// The fields behind the value, for what counts from it.
  var fields: Fields?
  var anchor: Anchor?
  var reason: String
  var confidence: Double
}

/// Resolves the expressions of a paragraph in reading order.
struct Resolver {
  let document: DocumentKnowledge
  private(set) var named: NamedTimes

  init(_ document: DocumentKnowledge, _ named: NamedTimes) { (self.document, self.named) = (document, named) }

  var now: CivilDate? { document.date?.date }

  mutating func resolve(_ timexes: [Timex], in paragraph: Int) -> [Resolution] {
    var result = [Resolution?](repeating: nil, count: timexes.count)
    var at = 0
    while at < timexes.count {
      // What counts from the expression behind it waits for that one.
      var end = at
      while end + 1 < timexes.count, timexes[end].countsFromFollowing { end += 1 }
      for number in stride(from: end, through: at, by: -1) {
        let timex = timexes[number]
        let following = number < end ? result[number + 1].map { ($0, Place(paragraph, timexes[number + 1].span)) } : nil
        let resolution = resolution(of: timex, following: following)
        result[number] = resolution
        if let fields = resolution.fields, fields.unit != nil, timex.stamp == nil {
          named.remember(
            fields, Place(paragraph, timex.span), isCompared: timex.rule == .offset || timex.rule == .anaphoric)
        }
      }
      at = end + 1
    }
    return result.compactMap { $0 }
  }

  private func resolution(of timex: Timex, following: (Resolution, Place)?) -> Resolution {
    switch timex.meaning {
    case .moment(let moment): return beyond(moment, resolve(moment, timex, following))
    case .duration(let amount):
      return Resolution(
        value: Value.of(amount), reason: "an amount of time", confidence: timex.rule == .age ? 0.95 : 0.9)
    case .recurrence(let recurrence):
      return Resolution(value: Value.of(recurrence.base), reason: "a time that comes back", confidence: 0.85)
    case .vague(let vague):
      let way = vague == .past ? "before" : vague == .future ? "after" : "at"
      return Resolution(
        value: vague.rawValue, reason: "a time \(way) the time of writing that names no day", confidence: 0.75)
    case .open(let why): return Resolution(value: nil, reason: "unresolved: \(why.rawValue)", confidence: 0.7)
    case .ambiguous(let a, let b, let year): return ordered(a, b, year)
    }
  }

  // MARK: Moments

  /// Goes on from the day that was found: a week from that Friday.
  private func beyond(_ moment: Moment, _ day: Resolution) -> Resolution {
    guard let first = moment.beyond.first, let date = day.fields?.date else { return day }
    if first.count == 0 {
      let steps = first
      // The week, or the weekend that is nearest.
      let inside = steps.unit == .weekend && date.weekday <= 2 ? date.adding(days: -date.weekday) : date
      guard let week = Completion.shift(inside, steps) else { return unresolved("it leads out of the calendar") }
      var result = day
      (result.fields, result.value) = (week, Value.of(week))
      result.reason = "the \(steps.unit.name) of \(date), which is \(day.reason)"
      return result
    }
    var target = date
    for steps in moment.beyond {
      guard let next = Self.step(steps, from: target) else { return unresolved("it leads out of the calendar") }
      target = next
    }
    let fields = Fields(target)
    var result = day
    (result.fields, result.value) = (fields, Value.of(fields))
    let way = moment.beyond.map { $0 == moment.beyond.last ? steps($0) : "\(abs($0.count)) \($0.unit.name)s" }
    result.reason = "\(way.joined(separator: ", ")) \(date), which is \(day.reason)"
    return result
  }

  private static func step(_ steps: Moment.Shift, from date: CivilDate) -> CivilDate? {
    let count = Int(steps.count)
    switch steps.unit {
    case .day where abs(count) <= 30_000: return date.adding(days: count)
    case .week where abs(count) <= 4_000: return date.adding(days: count * 7)
    case .month where abs(count) <= 3_000: return date.adding(months: count)
    case .year where abs(count) <= 300: return date.adding(months: count * 12)
    default: return nil
    }
  }

  private func resolve(
    _ moment: Moment, _ timex: Timex, _ following: (Resolution, Place)?
  ) -> Resolution {
    if moment.isComplete {
      guard let fields = Completion.settled(moment.fields), let value = Value.of(fields) else {
        return unresolved("there is no such day in the calendar")
      }
      return Resolution(value: value, fields: fields, reason: "a date of the calendar, written out", confidence: 0.95)
    }
    switch moment.origin {
    case .event:
      return Resolution(
        value: nil, reason: "unresolved: \(Meaning.Reason.event.rawValue) in the text", confidence: 0.75)
    case .following:
      guard let (resolution, place) = following, let fields = resolution.fields else {
        var result = unresolved("the time that it counts from is not resolved")
        result.anchor = (following?.1).map(Anchor.expression)
        return result
      }
      return counted(moment, from: fields, place, "the time that follows it")
    case .text: return fromText(moment, timex)
    case .document: return moment.shift != nil ? fromDocument(moment, timex) : completed(moment, timex)
    }
  }

  func unresolved(_ why: String) -> Resolution {
    Resolution(value: nil, reason: "unresolved: \(why)", confidence: 0.7)
  }

  var noDate: Resolution {
    var result = unresolved("it counts from the day of the document, which nothing tells")
    result.anchor = .document
    return result
  }

  private func fromDocument(_ moment: Moment, _ timex: Timex) -> Resolution {
    guard let shift = moment.shift else { return noDate }
    // `up from 3 percent a year ago`, behind a quarter: the same quarter of the year before.
    if timex.rule == .offset, shift == .init(unit: .year, count: -1), let quarter = named.quarterHere,
      now.map({ $0.year == quarter.fields.year.map(Int.init) }) ?? true
    {
      return quarterly(moment, shift, quarter)
    }
    // `by the end of the month` in a history is the month that the text speaks of.
    if timex.rule == .anaphoric, document.isHistory || now == nil {
      guard let anchor = named.nearYear else {
        return unresolved("the text names no time before it to count from")
      }
      return counted(moment, from: anchor.fields, anchor.place, "the time named before")
    }
    guard let now else { return noDate }
    if shift.unit.isClock { return onTheDay(shift, now) }
    guard let base = Completion.shift(now, shift), let fields = Completion.settled(moment.fields.over(base)),
      let value = Value.of(fields)
    else { return unresolved("it leads out of the calendar") }
    return Resolution(
      value: value, fields: fields, anchor: .document,
      reason: "\(steps(shift)) the document's day, \(now) (\(document.date?.origin.rawValue ?? ""))",
      confidence: 0.9)
  }

  /// `two hours ago`: on the document's day, whose hour nobody tells.
  private func onTheDay(_ shift: Moment.Shift, _ now: CivilDate) -> Resolution {
    let hours = shift.unit == .hour ? Int(shift.count) : Int(shift.count) / (shift.unit == .minute ? 60 : 3600)
    guard let day = Completion.shift(now, .init(unit: .day, count: Int32(hours / 24))), let value = Value.of(day) else {
      return unresolved("it leads out of the calendar")
    }
    let steps = shift.count == 0 ? "some \(shift.unit.name)s from" : steps(shift)
    return Resolution(
      value: value + "TXX", anchor: .document,
      reason: "\(steps) the hour of writing on the document's day, \(now), which is not known",
      confidence: 0.6)
  }

  private func steps(_ shift: Moment.Shift) -> String {
    if shift.count == 0 { return "the \(shift.unit.name) of" }
    let count = abs(shift.count)
    return "\(count) \(shift.unit.name)\(count == 1 ? "" : "s") \(shift.count < 0 ? "before" : "after")"
  }

  // MARK: From the text

  private func fromText(_ moment: Moment, _ timex: Timex) -> Resolution {
    guard let shift = moment.shift else {
      // `the following Tuesday`, `that June`.
      guard let anchor = named.day ?? named.nearYear, let day = anchor.fields.firstDay else {
        // `the following Friday` with nothing before it: from the day of writing.
        if moment.choice == .next || moment.choice == .last, let now, !document.isHistory {
          var moment = moment
          if timex.rule != .offset { moment.choice = moment.choice == .next ? .notTomorrow : .notYesterday }
          return filled(moment, timex, from: now, anchor: .document, "the document's day")
        }
        return unresolved("the text names no time before it to count from")
      }
      return filled(moment, timex, from: day, anchor: .expression(anchor.place), "the time named before")
    }
    if shift.unit == .quarter || shift.unit == .period || shift.unit == .year && shift.count == -1,
      let quarter = named.quarter, moment.fields.year == nil || moment.fields.quarter == nil
    {
      return quarterly(moment, shift, quarter)
    }
    if shift.unit == .quarter, let now {
      guard
        let fields = Completion.shift(
          now, .init(unit: .quarter, count: shift.count == 0 ? -1 : shift.count)), moment.fields.year == nil
      else {
        return unresolved("the text does not say which quarter")
      }
      return Resolution(
        value: Value.of(fields), fields: fields, anchor: .document,
        reason: "told from the quarter of the document's day, \(now)",
        confidence: 0.6)
    }
    if shift.unit == .period {
      guard let year = moment.fields.year else { return unresolved("the text does not say which period") }
      let fields = Fields(year: Int(year))
      return Resolution(
        value: Value.of(fields), fields: fields, reason: "a period of the year written", confidence: 0.6)
    }
    let anchor = shift.unit <= .day ? named.day : (shift.unit == .week ? named.day : named.nearYear)
    if let anchor { return counted(moment, from: anchor.fields, anchor.place, "the time named before") }
    // `a year earlier` in news compares with the time of writing.
    let isMoved = shift.count != 0 || !moment.beyond.isEmpty
    if timex.rule == .offset || timex.rule == .anaphoric && shift.unit >= .week, isMoved, let now,
      !document.isHistory
    {
      guard shift.unit > .hour, let base = Completion.shift(now, shift),
        let fields = Completion.settled(moment.fields.over(base))
      else { return unresolved("the text names no time before it to count from") }
      return Resolution(
        value: Value.of(fields), fields: fields, anchor: .document,
        reason: "\(steps(shift)) the document's day, \(now): the text names no other time to count from",
        confidence: 0.5)
    }
    return unresolved("the text names no time before it to count from")
  }

  /// `the quarter`, `the year-earlier period`, `a year earlier` behind a quarter: as long as that quarter.
  private func quarterly(_ moment: Moment, _ shift: Moment.Shift, _ quarter: NamedTimes.Named) -> Resolution {
    var fields = quarter.fields
    if let year = moment.fields.year {
      fields.year = year
    } else if shift.unit == .year {
      fields.year = fields.year.map { $0 &+ Int16(clamping: shift.count) }
    } else if shift.count != 0, let day = fields.firstDay {
      fields = Completion.shift(day, .init(unit: .quarter, count: shift.count)) ?? fields
    }
    return Resolution(
      value: Value.of(fields), fields: fields, anchor: .expression(quarter.place),
      reason: "compares with the quarter named before",
      confidence: 0.75)
  }

  private func counted(_ moment: Moment, from fields: Fields, _ place: Place, _ what: String) -> Resolution {
    guard let shift = moment.shift, let day = fields.firstDay, let unit = fields.unit else {
      var result = unresolved("\(what) names no day to count from")
      result.anchor = .expression(place)
      return result
    }
    // Days cannot be counted from a month or a year.
    guard shift.unit.isClock == false, !(shift.unit == .day && unit > .day) else {
      var result = unresolved("\(what) is not exact enough to count \(shift.unit.name)s from")
      result.anchor = .expression(place)
      return result
    }
    var step = shift
    if shift.unit == .week, unit <= .day { step = .init(unit: .day, count: shift.count &* 7) }
    guard var base = Completion.shift(day, step) else { return unresolved("it leads out of the calendar") }
    // `a year earlier` than a month is a month.
    if shift.unit == .year, unit == .month || unit == .quarter, moment.fields.unit == nil {
      (base.month, base.quarter) = (fields.month, fields.quarter)
    }
    guard let result = Completion.settled(moment.fields.over(base)), let value = Value.of(result) else {
      return unresolved("it leads out of the calendar")
    }
    return Resolution(
      value: value, fields: result, anchor: .expression(place),
      reason: "\(steps(shift)) \(what), \(Value.of(fields) ?? "")",
      confidence: 0.8)
  }
}

extension Timex {
  /// True where it waits for the expression behind it.
  fileprivate var countsFromFollowing: Bool {
    if case .moment(let moment) = meaning { moment.origin == .following } else { false }
  }
}
