import DiplePluginKit

/// Stretches of time without a number of their own: `the past three months`, `all day`, `the third straight day`, `for years`.
extension Parser {
  private static let entire: WordSet = ["full", "whole", "entire", "all"]

  /// `all day`, `a full year`, `full-week`, `the whole week`.
  func wholeUnit(_ at: Int) -> Found? {
    let start = `is`(at, .the.union(.a)) ? at + 1 : at
    // `the weeks ahead`.
    if `is`(at, .the), `is`(start, .units), word(start + 1) == "ahead", pieces[start].entry.unit >= .day {
      return Found(
        meaning: .duration(Amount(nil, pieces[start].entry.unit)), mod: nil, rule: .duration, range: at..<start + 2)
    }
    guard `is`(start, .lead), word(start, in: Self.entire), `is`(start + 1, .unit),
      pieces[start + 1].entry.unit >= .hour,
      pieces[start + 1].entry.unit <= .century, pieces[start + 1].entry.unit != .quarter, !tag(start + 2).isNoun,
      !(start > at && word(start) == "all"), !(`is`(at, .the) && pieces[start + 1].entry.unit == .year)
    else { return nil }
    return Found(
      meaning: .duration(Amount(100, pieces[start + 1].entry.unit)), mod: nil, rule: .duration, range: at..<start + 2)
  }

  /// `the past three months`, `the first nine months`, `recent weeks`, `the coming decades`.
  func chosenAmount(_ at: Int) -> Found? {
    var start = at
    if `is`(start, .the) { start += 1 }
    let isOrdinal = `is`(start, .ordinal) && start > at
    guard `is`(start, .choice) || isOrdinal else { return nil }
    // `it should last two hours`: a verb.
    if word(start) == "last", start == at, tag(start).isVerb || tag(at - 1) == .md || word(at - 1, in: Self.beforeVerb)
    {
      return nil
    }
    let choosing = isOrdinal ? Choosing.same : pieces[start].entry.choosing
    if let (amount, next, mod) = amount(start + 1), !`is`(start + 1, .a), word(start + 1) != "half" {
      // `the same two weeks`; `this 10-day trip`.
      if isOrdinal, amount.parts[0].hundredths == nil { return nil }
      if isGlued(next - 1) { return nil }
      return Found(meaning: .duration(amount), mod: mod, rule: .duration, range: at..<next)
    }
    let unitAt = start + 1
    if `is`(unitAt, .units), pieces[unitAt].entry.unit >= .day, !isOrdinal, !isGlued(unitAt),
      !`is`(unitAt, .short)
    {
      let vague: Vague
      switch choosing {
      case .recent where pieces[unitAt].entry.unit < .year:
        return Found(
          meaning: .duration(Amount(nil, pieces[unitAt].entry.unit)), mod: nil, rule: .duration,
          range: at..<unitsJoined(unitAt))
      case .recent, .past, .last, .previous: vague = .past
      case .coming, .future, .following, .next: vague = .future
      case .this where word(start) == "these" && pieces[unitAt].entry.unit == .day: vague = .present
      case .that where word(start) == "those" && pieces[unitAt].entry.unit == .day: vague = .past
      default: return nil
      }
      return Found(meaning: .vague(vague), mod: nil, rule: .vague, range: at..<unitsJoined(unitAt))
    }
    // `the past decade`, `the last hour`.
    if `is`(unitAt, .unit), !isGlued(unitAt), !isOrdinal {
      let unit = pieces[unitAt].entry.unit
      let isLong =
        choosing == .past
        || (choosing == .last || choosing == .next) && (unit == .hour || unit == .decade || unit == .century)
      guard isLong, unit != .period, unit != .second else { return nil }
      if choosing == .past, word(start - 1) == "this" { return nil }
      return Found(meaning: .duration(Amount(100, unit)), mod: nil, rule: .duration, range: at..<unitAt + 1)
    }
    return nil
  }

  /// Behind `weeks and months`, `weeks or months`.
  private func unitsJoined(_ at: Int) -> Int {
    `is`(at + 1, .and) && `is`(at + 2, .units) && pieces[at + 2].entry.unit >= .day && !isGlued(at + 2)
      ? at + 3 : at + 1
  }

  private static let beforeVerb: WordSet = ["to", "not", "n't", "did", "does", "do", "will", "can", "could", "would"]
  private static let unbroken: WordSet = ["straight", "consecutive", "successive"]

  /// `the third straight day`, `a second consecutive year`, `the third day in a row`, `the fifth year running`.
  func streak(_ at: Int) -> Found? {
    let start = `is`(at, .the.union(.a)) ? at + 1 : at
    guard `is`(start, .ordinal), pieces[start].entry.number > 1 else { return nil }
    let isLed = word(start + 1, in: Self.unbroken)
    let unitAt = isLed ? start + 2 : start + 1
    guard `is`(unitAt, .unit), pieces[unitAt].entry.unit >= .day, pieces[unitAt].entry.unit != .period else {
      return nil
    }
    var next = unitAt + 1
    if !isLed {
      if word(next) == "running" {
        next += 1
      } else if word(next) == "in", word(next + 1) == "a", word(next + 2) == "row" {
        next += 3
      } else {
        return nil
      }
    }
    let amount = Amount(Int(pieces[start].entry.number) * 100, pieces[unitAt].entry.unit)
    return Found(meaning: .duration(amount), mod: nil, rule: .duration, range: at..<next)
  }

  /// `for years`, `decades`, `weeks ago`; `decades-old`, `day-long`.
  func bareUnits(_ at: Int) -> Found? {
    guard `is`(at, .unit.union(.units)), !`is`(at, .short) else { return nil }
    let unit = pieces[at].entry.unit
    guard unit != .period, unit != .quarter || `is`(at, .units) else { return nil }
    if `is`(at + 1, .old), isGlued(at + 1) {
      let amount = Amount(`is`(at, .units) ? nil : 100, unit)
      return Found(meaning: .duration(amount), mod: nil, rule: .duration, range: at..<at + 2)
    }
    guard `is`(at, .units), unit != .second, !`is`(at - 1, .possessive), !pieces[at].isGlued else { return nil }
    let amount = Amount(nil, unit)
    if `is`(at + 1, .offset), let found = counted(amount, from: at, next: at + 1, mod: nil),
      pieces[at + 1].entry.choosing != .following
    {
      return found
    }
    // `months of talks`, `years of war`, where nothing says which.
    let isFilled =
      `is`(at + 1, .of) && !`is`(at + 2, .the.union(.choice)) && tag(at + 2).isNoun && !tag(at - 1).isAdjective
      && tag(at - 1) != .dt && tag(at - 1) != .prps && unit >= .day
    guard word(at - 1, in: Self.bare) || isFilled || unit == .decade && tag(at - 1) != .dt, !tag(at + 1).isNoun else {
      return nil
    }
    return Found(meaning: .duration(amount), mod: nil, rule: .duration, range: at..<unitsJoined(at))
  }
  private static let bare: WordSet = [
    "for", "in", "within", "after", "over", "take", "takes", "took", "last", "lasted", "of", "spent",
  ]
}
