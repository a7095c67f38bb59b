import DiplePluginKit

/// Holidays by name.
extension Parser {
  /// `Christmas`, `Christmas 2016`, `Good Friday`.
  func holiday(_ at: Int, article: Bool) -> Found? {
    guard `is`(at, .holiday), let name = Holidays.shared.longest(at: at, in: pieces),
      isCapitalized(at) || shape(at).contains(.hasDigit) || !Holidays.shared.list[name.number].isName
    else { return nil }
    let next = at + name.count
    // `the 9/11 attacks`: it dates whatever is called by it.
    if case .once(let day) = Holidays.shared.list[name.number].rule { return found(Fields(day), .holiday, at..<next) }
    if article { return nil }
    // `Johnnie Christmas`: a name beside a name.
    if name.count == 1, tag(at - 1) == .nnp, isCapitalized(at - 1),
      !`is`(at - 1, .triggers.union(.edge).union(.choice)),
      !word(at - 1, in: Self.leadIn)
    {
      return nil
    }
    // `Easter Island`, `Christmas tree`: part of another name.
    if tag(next).isNoun, !`is`(next, .triggers.union(.possessive)), !word(next, in: Self.feast) { return nil }
    if Holidays.shared.list[name.number].rule == .moves {
      return Found(meaning: .open(.movable), mod: nil, rule: .holiday, range: at..<next)
    }
    var fields = Fields()
    fields.holiday = Int8(name.number)
    let isWeekend = `is`(next, .unit) && pieces[next].entry.unit == .weekend
    var result = closing(fields, from: at, next: isWeekend ? next + 1 : next)
    result.rule = .holiday
    // `Labor Day weekend`, `Labor Day 2021 weekend`.
    let end = result.range.upperBound
    let isBehind = !isWeekend && `is`(end, .unit) && pieces[end].entry.unit == .weekend
    guard isWeekend || isBehind, case .moment(var moment) = result.meaning else { return withTime(result) }
    moment.beyond = [.init(unit: .weekend, count: 0)]
    (result.meaning, result.range) = (.moment(moment), at..<(isBehind ? end + 1 : end))
    return result
  }
  private static let feast: WordSet = ["morning", "night", "evening"]
}
