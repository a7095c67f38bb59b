import DiplePluginKit

/// What counts with an amount or a unit: `two days ago`, `a week later`, `the day before` (the vote).
extension Parser {
  /// An amount with the words that say from where it counts.
  func counted(_ amount: Amount, from at: Int, next: Int, mod: Mod?) -> Found? {
    if let found = countedFromDay(amount, from: at, next: next, mod: mod) { return found }
    guard let step = step(next) else { return nil }
    let range = at..<step.next
    if let moment = summed(amount, step.sign, step.origin) {
      return Found(
        meaning: .moment(moment), mod: mod, rule: .offset, range: range, needsObject: step.origin == .following)
    }
    guard let whole = amount.whole ?? amount.rounded else {
      if step.origin == .document, let unit = amount.parts.first?.unit, unit.isClock {
        // `hours ago`: nobody says how many.
        return Found(
          meaning: .moment(Moment(shift: .init(unit: unit, count: 0))), mod: nil,
          rule: .offset, range: range)
      }
      if step.origin == .document {
        return Found(
          meaning: .vague(step.sign < 0 ? .past : .future), mod: nil, rule: .vague, range: range)
      }
      // `several days later`: no day follows from it.
      return Found(meaning: .duration(amount), mod: step.sign < 0 ? .before : .after, rule: .offset, range: range)
    }
    let (unit, factor): (Unit, Int) =
      switch whole.unit {
      case .fortnight: (.week, 2)
      // `a decade ago` is ten years ago, not some time of the decade before.
      case .decade: (.year, 10)
      default: (whole.unit, 1)
      }
    let shift = Moment.Shift(unit: unit, count: Int32(clamping: whole.count * factor * step.sign))
    var moment = Moment(shift: shift, origin: step.origin)
    // `a week ago Tuesday`: a week before the last one.
    if step.origin == .document, step.sign < 0, unit == .week, `is`(step.next, .weekday), isNamed(step.next),
      !`is`(step.next, .short), !`is`(step.next + 1, .possessive)
    {
      var fields = Fields()
      fields.weekday = Int8(pieces[step.next].entry.number)
      moment = Moment(fields, choice: .last)
      moment.beyond = [shift]
      return Found(meaning: .moment(moment), mod: mod, rule: .offset, range: at..<step.next + 1)
    }
    return Found(
      meaning: .moment(moment), mod: mod ?? (amount.whole == nil ? .approx : nil),
      rule: .offset,
      range: range, needsObject: step.origin == .following)
  }

  /// `two years and three months ago`, `1 year, 2 months and 3 days later`: a month of the calendar, or a day.
  private func summed(_ amount: Amount, _ sign: Int, _ origin: Moment.Origin) -> Moment? {
    guard amount.parts.count > 1, let finest = amount.parts.last?.unit, finest >= .day else { return nil }
    var shifts: [Moment.Shift] = []
    for part in amount.parts {
      guard let hundredths = part.hundredths, hundredths % 100 == 0, part.unit <= .year, part.unit != .quarter else {
        return nil
      }
      shifts.append(.init(unit: part.unit, count: Int32(clamping: hundredths / 100 * sign)))
    }
    if shifts.count == 2, shifts[0].unit == .year, shifts[1].unit == .month, (-299...299).contains(shifts[0].count) {
      return Moment(shift: .init(unit: .month, count: shifts[0].count * 12 &+ shifts[1].count), origin: origin)
    }
    var moment = Moment(shift: .init(unit: .day, count: 0), origin: origin)
    moment.beyond = shifts
    return moment
  }

  /// `two Mondays ago`, `three Fridays from now`.
  func countedWeekdays(_ at: Int) -> Found? {
    guard `is`(at, .number), let number = small(at) ?? plainNumber(at), (1...20).contains(number.number),
      `is`(number.next, .weekdays.union(.weekday)), isNamed(number.next), !`is`(number.next, .short),
      number.number == 1 || `is`(number.next, .weekdays) || !isCapitalized(number.next),
      let step = step(number.next + 1), step.origin != .following
    else { return nil }
    var fields = Fields()
    fields.weekday = Int8(pieces[number.next].entry.number)
    var moment = Moment(fields, choice: step.sign < 0 ? .last : .next, origin: step.origin)
    if number.number > 1 {
      moment.beyond = [.init(unit: .week, count: Int32((number.number - 1) * step.sign))]
    }
    return Found(meaning: .moment(moment), mod: nil, rule: .offset, range: at..<step.next)
  }

  private func plainNumber(_ at: Int) -> (number: Int, next: Int)? {
    pieces[at].hundredths % 100 == 0 ? (Int(pieces[at].entry.number), at + 1) : nil
  }

  /// The weeks or days behind a weekday: `Monday two weeks from now`, `Tuesday, a week ago`, `Saturday 3 days from now`.
  func weeksBehind(_ at: Int) -> (shift: Moment.Shift, next: Int)? {
    let start = `is`(at, .comma) ? at + 1 : at
    guard `is`(start, .number.union(.a)), let amount = amount(start), let whole = amount.amount.whole,
      whole.unit >= .day, whole.unit <= .fortnight, whole.unit != .weekend, let step = step(amount.next),
      step.origin == .document
    else { return nil }
    if whole.unit == .day { return (.init(unit: .day, count: Int32(clamping: whole.count * step.sign)), step.next) }
    let count = whole.count * (whole.unit == .week ? 1 : 2) * step.sign
    return (.init(unit: .week, count: Int32(clamping: count)), step.next)
  }

  /// `a week from Friday`, `two days from tomorrow`, `three weeks from 5 May`: one expression, as neither half says when.
  private func countedFromDay(_ amount: Amount, from at: Int, next: Int, mod: Mod?) -> Found? {
    guard word(next) == "from", let whole = amount.whole, whole.unit >= .day, whole.unit <= .year,
      let day = plain(next + 1), case .moment(var moment) = day.meaning, moment.unit == .day, !moment.fields.hasTime,
      moment.origin == .document, moment.beyond.isEmpty
    else { return nil }
    if word(next + 1) == "today", !`is`(next + 2, .part) { return nil }
    moment.beyond = [
      .init(
        unit: whole.unit == .fortnight ? .week : whole.unit,
        count: Int32(clamping: whole.count * (whole.unit == .fortnight ? 2 : 1)))
    ]
    // What is still to come is counted from the next such day, whatever the verb says.
    if moment.fields.weekday != nil, moment.choice == .byTense, moment.shift == nil { moment.choice = .next }
    return Found(meaning: .moment(moment), mod: mod, rule: .offset, range: at..<day.range.upperBound)
  }

  /// `ago`, `later`, `from now`, `before`: the way, and what it counts from.
  private func step(_ at: Int) -> (sign: Int, origin: Moment.Origin, next: Int)? {
    if word(at) == "from" {
      if word(at + 1) == "now" || word(at + 1) == "today" { return (1, .document, at + 2) }
      return nil
    }
    guard `is`(at, .offset) else { return nil }
    let entry = pieces[at].entry
    switch entry.choosing {
    case .this: return (Int(entry.number), .document, at + 1)
    case .that:
      if word(at) == "prior", word(at + 1) == "to" { return (-1, .following, at + 2) }
      // `a year earlier`; `three years later than planned` compares.
      if word(at + 1) == "than" { return nil }
      return (Int(entry.number), .text, at + 1)
    default:
      return (Int(entry.number), hasObject(at + 1) ? .following : .text, at + 1)
    }
  }

  /// True where a noun phrase or a clause follows that `before` or `after` can count from.
  private func hasObject(_ at: Int) -> Bool {
    guard at < pieces.count else { return false }
    let tag = tag(at)
    return !tag.isPunctuation && tag != .cc && tag != .in || `is`(at, .triggers)
  }

  /// `the day before` (the vote), `the week after`, `the night before`; `the day after tomorrow`.
  func unitOffset(_ at: Int) -> Found? {
    guard `is`(at, .the), `is`(at + 1, .unit), pieces[at + 1].entry.unit >= .day, pieces[at + 1].entry.unit != .period,
      let step = step(at + 2), step.origin != .document,
      // `later in the day, before …`
      !(word(at - 1) == "in" && (word(at - 2) == "later" || word(at - 2) == "earlier"))
    else { return nil }
    let unit = pieces[at + 1].entry.unit
    if unit == .day, `is`(step.next, .deictic), pieces[step.next].entry.part == nil, step.origin == .following {
      let count = pieces[step.next].entry.number + Int32(step.sign)
      return Found(
        meaning: .moment(Moment(shift: .init(unit: .day, count: count))), mod: nil, rule: .relative,
        range: at..<step.next + 1)
    }
    let moment = Moment(shift: .init(unit: unit, count: Int32(step.sign)), origin: step.origin)
    return Found(
      meaning: .moment(moment), mod: nil, rule: .offset, range: at..<step.next, needsObject: step.origin == .following)
  }
}

extension Amount {
  /// `a couple of years ago`, `two and a half years ago`: the whole number below, for counting.
  fileprivate var rounded: (count: Int, unit: Unit)? {
    guard parts.count >= 1, let hundredths = parts[0].hundredths, hundredths >= 100 else { return nil }
    return (hundredths / 100, parts[0].unit)
  }
}
