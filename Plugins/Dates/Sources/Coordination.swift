import DiplePluginKit

/// What stands in a row shares what stands once: `3-5 May`, `May 3 and 4`, `May, June and July 2015`, `1914–18`,
/// `9 to 11 a.m.`
extension Parser {
  func coordinated(_ list: [Found]) -> [Found] {
    var result: [Found] = []
    for found in list {
      // A year that a list already took (`May 3-5, 2016`).
      if let last = result.last, found.range.lowerBound < last.range.upperBound { continue }
      if let before = numberBefore(found, after: result.last?.range.upperBound ?? 0) { result.append(before) }
      result.append(found)
      while let last = result.last, let more = numberBehind(last) { result.append(more) }
    }
    // Right to left, so that a year behind a list reaches its first month.
    for index in result.indices.dropLast().reversed() {
      result[index] = sharing(result[index], with: result[index + 1])
    }
    return result
  }

  private func isJoint(_ at: Int) -> Bool { `is`(at, .and.union(.range).union(.comma)) && !`is`(at, .unit) }

  private func isDay(_ at: Int) -> Bool {
    guard `is`(at, .number.union(.ordinal)), !`is`(at, .year), pieces[at].shape.contains(.hasDigit) else {
      return false
    }
    return (1...31).contains(pieces[at].entry.number) && pieces[at].hundredths % 100 == 0
  }

  /// `3` of `3-5 May`; `9` of `9 to 11 a.m.`
  private func numberBefore(_ found: Found, after end: Int) -> Found? {
    let first = found.range.lowerBound
    guard first - 2 >= end, isJoint(first - 1), !`is`(first - 1, .comma), case .moment(var moment) = found.meaning
    else {
      return nil
    }
    // `264` of `264 to 241 BC`.
    if moment.fields.hasEra, moment.fields.span == .year, let year = moment.fields.year, year < 0,
      `is`(first - 2, .number),
      shape(first - 2).contains(.digits), `is`(first - 1, .range), 1 - pieces[first - 2].entry.number < Int32(year)
    {
      return self.found(Fields(era: -1, number: pieces[first - 2].entry.number), .absolute, first - 2..<first - 1)
    }
    if moment.fields.month != nil, moment.fields.day != nil, isDay(first), isDay(first - 2) {
      moment.fields.day = Int8(pieces[first - 2].entry.number)
      return Found(meaning: .moment(moment), mod: nil, rule: found.rule, range: first - 2..<first - 1)
    }
    let led = word(first - 3) == "between" || word(first - 3) == "from" || pieces[first - 1].isGlued
    if found.rule == .clock, let hour = moment.fields.hour, `is`(first - 2, .number), led,
      (1...12).contains(pieces[first - 2].entry.number), pieces[first - 2].hundredths % 100 == 0
    {
      let number = Int8(pieces[first - 2].entry.number)
      (moment.fields.hour, moment.fields.minute) = (number % 12 + (hour >= 12 ? 12 : 0), 0)
      // `from 11 to 2 p.m.` starts in the morning.
      if let from = moment.fields.hour, from > hour { moment.fields.hour = from - 12 }
      return Found(meaning: .moment(moment), mod: nil, rule: .clock, range: first - 2..<first - 1)
    }
    return nil
  }

  /// `4` of `May 3 and 4`; `18` of `1914–18`.
  private func numberBehind(_ found: Found) -> Found? {
    let at = found.range.upperBound
    guard case .moment(let moment) = found.meaning, isJoint(at), `is`(at + 1, .number.union(.ordinal)),
      !`is`(at + 2, .month.union(.units).union(.scale).union(.unit)), !`is`(at + 1, .year)
    else { return nil }
    if let month = moment.fields.month, moment.fields.day != nil, moment.fields.part == nil, moment.fields.hour == nil,
      isDay(at + 1),
      !`is`(found.range.upperBound - 1, .month), !tag(at + 2).isNoun, !tag(at + 2).isAdjective
    {
      // A comma alone joins only in a row that goes on.
      if `is`(at, .comma), !isJoint(at + 2) { return nil }
      var fields = Fields()
      (fields.month, fields.day) = (month, Int8(pieces[at + 1].entry.number))
      guard CivilDate.days(inMonth: Int(month), of: 2000) >= Int(fields.day!) else { return nil }
      if moment.fields.year != nil { fields.year = moment.fields.year }
      var next = closing(fields, from: at + 1, next: at + 2)
      next.rule = moment.fields.year != nil ? .absolute : next.rule
      return next
    }
    if let year = moment.fields.year, moment.fields.span == .year, moment.fields.month == nil, `is`(at, .range),
      `is`(at - 1, .year), pieces[at + 1].end - pieces[at + 1].start == 2, pieces[at].end == pieces[at + 1].start,
      pieces[at + 1].shape.contains(.hasDigit), Int(pieces[at + 1].entry.number) > Int(year) % 100
    {
      return self.found(
        Fields(year: Int(year) / 100 * 100 + Int(pieces[at + 1].entry.number)), .absolute, at + 1..<at + 2)
    }
    return nil
  }

  /// Gives the earlier of two joined dates the year of the later one.
  private func sharing(_ found: Found, with next: Found) -> Found {
    let at = found.range.upperBound
    let gap = next.range.lowerBound - at
    guard gap == 1 && isJoint(at) || gap == 2 && `is`(at, .comma) && `is`(at + 1, .and), found.rule == .partial,
      case .moment(var moment) = found.meaning, case .moment(let later) = next.meaning,
      let month = moment.fields.month ?? moment.fields.quarter ?? moment.fields.season.map({ Int8($0.rawValue) }),
      let other = later.fields.month ?? later.fields.quarter ?? later.fields.season.map({ Int8($0.rawValue) }),
      moment.fields.month != nil || later.fields.month == nil
    else { return found }
    var result = found
    if let year = later.fields.year {
      moment.fields.year = month > other && `is`(at, .range) ? year - 1 : year
      result.rule = .absolute
    } else if let shift = later.shift, shift.unit == .year {
      moment.shift = shift
      moment.origin = later.origin
      result.rule = next.rule
    }
    result.meaning = .moment(moment)
    return result
  }
}
