import DiplePluginKit

/// Parts of the day that stand alone or before their day: `in the late evening`, `early morning on Tuesday`.
extension Parser {
  private static let beforePart: WordSet = [
    "in", "during", "by", "until", "till", "since", "throughout", "before", "after", "through", "from",
  ]

  /// A part of the day; alone it needs a preposition, as `night` and `morning` before a noun are no time.
  func partAlone(_ at: Int, article: Bool) -> Found? {
    guard `is`(at, .part) else { return nil }
    var before = at - 1
    let hasEdge = `is`(before, .edge)
    if hasEdge { before -= 1 }
    if article || `is`(before, .the) { before -= 1 }
    let isLed = word(before, in: Self.beforePart)
    if let day = dayBehind(at + 1), hasEdge || isLed || !isCapitalized(at), case .moment(var moment) = day.meaning {
      moment.fields.part = pieces[at].entry.part
      return Found(meaning: .moment(moment), mod: nil, rule: day.rule, range: at..<day.range.upperBound)
    }
    // `the night the lights went out` is told by an event.
    guard isLed, article || hasEdge, !tag(at + 1).isNoun,
      word(before) == "in" || word(before) == "during" || tag(at + 1) != .dt && tag(at + 1) != .prp,
      !`is`(at + 1, .of),
      !isGlued(at + 1)
    else { return nil }
    var fields = Fields()
    fields.part = pieces[at].entry.part
    return withTime(found(fields, .clock, at..<at + 1))
  }

  /// The day that a part of it is said of: `of 3 May`, `on Tuesday`, `Tuesday`, `of this Friday`.
  private func dayBehind(_ at: Int) -> Found? {
    // `in the afternoon, last Friday`.
    let isApart = `is`(at, .comma) && `is`(at + 1, .choice) && `is`(at + 2, .weekday)
    let start = `is`(at, .of) || word(at) == "on" || isApart ? at + 1 : at
    let isNamedDay =
      `is`(start, .weekday.union(.month).union(.deictic)) || start > at && `is`(start, .number.union(.date))
    guard isNamedDay || `is`(start, .choice) && start > at,
      let day = day(start) ?? chosen(start, article: false), case .moment(let moment) = day.meaning,
      !moment.fields.hasTime, moment.unit == .day, moment.beyond.isEmpty
    else { return nil }
    return day
  }
}
