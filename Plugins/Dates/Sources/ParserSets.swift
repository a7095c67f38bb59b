import DiplePluginKit

/// What comes back, and what is only before, at or after now.
extension Parser {
  /// `every Monday`, `daily`, `twice a week`, `Mondays`, `eight hours a day`.
  func recurrence(_ at: Int) -> Found? {
    if `is`(at, .every) { return every(at) }
    if `is`(at, .weekdays), isNamed(at) { return weekly(at) }
    if `is`(at, .weekday), isNamed(at), `is`(at + 1, .parts) { return weekly(at) }
    if `is`(at, .parts), let found = mornings(at) { return found }
    if `is`(at, .units), pieces[at].entry.unit == .weekend, word(at - 1) == "on" {
      var fields = Fields()
      fields.isWeekend = true
      return set(.fields(fields), quant: .every, freq: nil, at..<at + 1)
    }
    if `is`(at, .periodic) { return periodic(at) }
    return times(at) ?? perUnit(at)
  }

  private func set(
    _ base: Recurrence.Base, quant: Recurrence.Quant?, freq: Recurrence.Frequency?, _ range: Range<Int>
  ) -> Found {
    Found(
      meaning: .recurrence(Recurrence(base: base, quant: quant, freq: freq)), mod: nil, rule: .set, range: range)
  }

  /// `per year`. Not for the units of the clock: `90 miles per hour` is a speed.
  private func perUnit(_ at: Int) -> Found? {
    guard `is`(at, .lead), `is`(at + 1, .unit), word(at) == "per" else { return nil }
    let unit = pieces[at + 1].entry.unit
    guard unit >= .day, unit != .period else { return nil }
    return set(.period(Amount(100, unit)), quant: nil, freq: nil, at..<at + 2)
  }

  private func every(_ at: Int) -> Found? {
    let quant: Recurrence.Quant = word(at) == "each" ? .each : .every
    var next = at + 1
    var count = 1
    if word(next) == "other" || word(next) == "second" && `is`(next + 1, .unit) {
      count = 2
      next += 1
    } else if let number = small(next) {
      (count, next) = (number.number, number.next)
    } else if `is`(next, .number), pieces[next].hundredths % 100 == 0 {
      (count, next) = (Int(pieces[next].entry.number), next + 1)
    } else if word(next) == "few" {
      count = 0
      next += 1
    }
    if `is`(next, .unit.union(.units)), pieces[next].entry.unit != .period, !isGlued(next) {
      let amount = Amount(count > 0 ? count * 100 : nil, pieces[next].entry.unit)
      return set(.period(amount), quant: quant, freq: nil, at..<next + 1)
    }
    guard let base = repeated(next, count: count) else { return nil }
    return set(base.base, quant: quant, freq: nil, at..<base.next)
  }

  /// A name that comes back: a weekday, a month, a season, a part of the day.
  private func repeated(_ at: Int, count: Int) -> (base: Recurrence.Base, next: Int)? {
    var fields = Fields()
    var next = at + 1
    if `is`(at, .weekday), isNamed(at) {
      if count == 2 { return (.period(Amount(200, .week)), next) }
      fields.weekday = Int8(pieces[at].entry.number)
      if `is`(next, .part) {
        fields.part = pieces[next].entry.part
        next += 1
      }
    } else if `is`(at, .month), isNamed(at) {
      fields.month = Int8(pieces[at].entry.number)
    } else if `is`(at, .season) {
      fields.season = pieces[at].entry.season
    } else if `is`(at, .part) {
      fields.part = pieces[at].entry.part
    } else {
      return nil
    }
    next = hour(next, &fields)
    return (.fields(fields), next)
  }

  /// The hour behind a name that comes back (`every morning at 9`), and what follows it.
  private func hour(_ at: Int, _ fields: inout Fields) -> Int {
    var next = at
    if word(next) == "at" { next += 1 }
    guard let clock = clockFields(next), clock.isSure || next > at else {
      guard next > at, let part = fields.part, `is`(next, .number), (1...12).contains(pieces[next].entry.number),
        !`is`(next + 1, .units.union(.scale)), !tag(next + 1).isNoun
      else { return at }
      (fields.hour, fields.minute, fields.part) = (part.hour(Int(pieces[next].entry.number)), 0, nil)
      return next + 1
    }
    fields.part = nil
    fields = clock.fields.over(fields)
    return clock.next
  }

  /// `mornings at 9`; `in the evenings`.
  private func mornings(_ at: Int) -> Found? {
    var fields = Fields()
    fields.part = pieces[at].entry.part
    let next = hour(at + 1, &fields)
    guard next > at + 1 || word(at - 2) == "in" && `is`(at - 1, .the) else { return nil }
    return set(.fields(fields), quant: .every, freq: nil, at..<next)
  }

  private func weekly(_ at: Int) -> Found? {
    // `the Blue Mondays`: a name.
    if tag(at - 1) == .nnp, isCapitalized(at - 1), !`is`(at - 1, .triggers) { return nil }
    var fields = Fields()
    fields.weekday = Int8(pieces[at].entry.number)
    var next = at + 1
    if `is`(next, .parts.union(.part)) {
      fields.part = pieces[next].entry.part
      next += 1
    }
    next = hour(next, &fields)
    return set(.fields(fields), quant: .every, freq: nil, at..<next)
  }

  private func periodic(_ at: Int) -> Found? {
    let piece = pieces[at]
    // `the Daily Courier`; `Weekly` of another name.
    if piece.isGlued || piece.isCapitalized && (at > 0 || tag(at + 1) == .nnp) { return nil }
    if tag(at).isNoun && tag(at) != .nn || word(at) == "quarterly" && tag(at + 1).isNoun { return nil }
    let amount = Amount(Int(piece.entry.number) * 100, piece.entry.unit)
    if let times = frequency(at - 1), times.next == at { return nil }
    return set(.period(amount), quant: .every, freq: nil, at..<at + 1)
  }

  /// `once`, `twice`, `three times`.
  private func frequency(_ at: Int) -> (count: Int32, next: Int)? {
    if `is`(at, .times) { return (pieces[at].entry.number, at + 1) }
    guard `is`(at, .number) else { return nil }
    if let number = small(at), word(number.next) == "times" { return (Int32(number.number), number.next + 1) }
    if pieces[at].hundredths % 100 == 0, word(at + 1) == "times" {
      return (pieces[at].entry.number, at + 2)
    }
    return nil
  }

  private static let per: WordSet = ["a", "an", "per", "each", "every"]

  private func times(_ at: Int) -> Found? {
    if let frequency = frequency(at) {
      if word(frequency.next, in: Self.per), `is`(frequency.next + 1, .unit) {
        let amount = Amount(100, pieces[frequency.next + 1].entry.unit)
        let quant: Recurrence.Quant? =
          `is`(frequency.next, .every) ? word(frequency.next) == "each" ? .each : .every : nil
        return set(
          .period(amount), quant: quant, freq: .init(count: frequency.count, unit: nil), at..<frequency.next + 2)
      }
      if `is`(frequency.next, .periodic) {
        let entry = pieces[frequency.next].entry
        return set(
          .period(Amount(Int(entry.number) * 100, entry.unit)), quant: nil,
          freq: .init(count: frequency.count, unit: nil), at..<frequency.next + 1)
      }
    }
    // `eight hours a day`, `three days each week`.
    guard let inner = amount(at), let whole = inner.amount.whole, word(inner.next, in: Self.per),
      `is`(inner.next + 1, .unit), pieces[inner.next + 1].entry.unit > whole.unit,
      pieces[inner.next + 1].entry.unit != .period
    else { return nil }
    let period = Amount(100, pieces[inner.next + 1].entry.unit)
    let quant: Recurrence.Quant? = `is`(inner.next, .every) ? word(inner.next) == "each" ? .each : .every : nil
    return set(
      .period(period), quant: quant, freq: .init(count: Int32(clamping: whole.count), unit: whole.unit),
      at..<inner.next + 2)
  }

  // MARK: Vague

  private static let nearness: WordSet = ["near", "distant", "foreseeable", "recent", "immediate"]
  private static let degrees: WordSet = ["more", "most", "very"]
  private static let terms: WordSet = ["future", "past", "present", "moment"]

  /// `now`, `recently`, `the near future`, `at the moment`.
  func vague(_ at: Int) -> Found? {
    func found(_ vague: Vague, _ range: Range<Int>) -> Found {
      Found(meaning: .vague(vague), mod: nil, rule: .vague, range: range)
    }
    // `in the near term`.
    if `is`(at, .the), word(at + 2) == "term", word(at + 1) == "near" || word(at + 1) == "short", tag(at + 3) != .nn {
      return found(.future, at..<at + 3)
    }
    if word(at) == "as", word(at + 1) == "soon", word(at + 2) == "as", word(at + 3) == "possible" {
      return found(.future, at..<at + 4)
    }
    if `is`(at, .the), word(at + 1) == "present", word(at + 2) == "time", word(at - 1) == "at" {
      return found(.present, at..<at + 3)
    }
    if `is`(at, .the) {
      let noun = `is`(at + 2, .vagueNoun) && word(at + 1, in: Self.nearness) ? at + 2 : at + 1
      guard `is`(noun, .vagueNoun), word(noun, in: Self.terms), tag(noun + 1) != .nn, tag(noun + 1) != .nns,
        tag(noun + 1) != .cd,
        !isGlued(noun + 1)
      else {
        return nil
      }
      if word(noun) == "moment" || word(noun) == "present" {
        return word(at - 1) == "at" ? found(.present, at..<noun + 1) : nil
      }
      return found(pieces[noun].entry.vague, at..<noun + 1)
    }
    if `is`(at, .lead), `is`(at + 1, .vague) {
      let isNow = word(at + 1) == "now"
      if !isNow, word(at, in: Self.degrees) { return found(pieces[at + 1].entry.vague, at..<at + 2) }
      if isNow, word(at) == "right" { return found(.present, at..<at + 2) }
    }
    if `is`(at, .vagueNoun), word(at) == "present", word(at - 1) == "at" { return found(.present, at..<at + 1) }
    if `is`(at, .vague) {
      if word(at) == "soon", word(at - 1) == "as" || word(at - 1) == "too" || word(at + 1) == "after" { return nil }
      if word(at) == "now", word(at + 1) == "that" || isGlued(at + 1) || pieces[at].isGlued { return nil }
      return found(pieces[at].entry.vague, at..<at + 1)
    }
    guard `is`(at, .vagueNoun), !`is`(at + 1, .unit.union(.units)), !pieces[at].isGlued,
      !pieces[at].isCapitalized || at == 0
    else { return nil }
    switch word(at) {
    case "current" where tag(at) == .jj: return found(.present, at..<at + 1)
    case "future" where word(at - 1) == "in": return found(.future, at..<at + 1)
    default: return nil
    }
  }
}
