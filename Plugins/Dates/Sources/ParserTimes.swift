import DiplePluginKit

/// Clock times, and days told from today.
extension Parser {
  private static let beforeClock: WordSet = [
    "at", "around", "by", "before", "after", "from", "until", "till", "since", "between", "to", "and", "about",
  ]

  /// `10:30 a.m. GMT`, `5 p.m. Wednesday`, `noon`, `4 in the morning`, with the day that stands behind.
  func clock(_ at: Int) -> Found? {
    guard let clock = clockFields(at) else { return nil }
    if !clock.isSure, !word(at - 1, in: Self.beforeClock) || `is`(clock.next, .units.union(.number)) {
      guard `is`(clock.next, .weekday.union(.deictic)) else { return nil }
    }
    var next = clock.next
    if `is`(next, .comma) { next += 1 }
    if let day = day(next), case .moment(var moment) = day.meaning, !moment.fields.hasTime, moment.unit == .day {
      moment.fields = clock.fields.over(moment.fields)
      return Found(meaning: .moment(moment), mod: nil, rule: .clock, range: at..<day.range.upperBound)
    }
    return found(clock.fields, .clock, at..<clock.next)
  }

  private func day(_ at: Int) -> Found? {
    guard at < pieces.count else { return nil }
    return written(at) ?? deictic(at) ?? weekday(at, article: false) ?? dayAndMonth(at, article: false)
  }

  /// The fields of a clock time. `isSure` is false for plain numbers with a colon (`10:30`), which may be a score.
  func clockFields(_ at: Int) -> (fields: Fields, next: Int, isSure: Bool)? {
    guard at < pieces.count else { return nil }
    var fields = Fields()
    var next = at + 1
    var isSure = true
    if `is`(at, .clockWord) {
      if at > 0, pieces[at].isCapitalized, isCapitalized(at - 1), !`is`(at - 1, .triggers) { return nil }
      let hour = pieces[at].entry.number / 100
      (fields.hour, fields.minute) = (Int8(hour), 0)
      return (fields, next, true)
    }
    if `is`(at, .clock) {
      let (hour, minute, second) = pieces[at].written
      (fields.hour, fields.minute) = (Int8(hour), minute)
      if second >= 0 { fields.second = second }
      isSure = pieces[at].isGlued
    } else if let spoken = spokenClock(at) {
      (fields.hour, fields.minute, next, isSure) = (spoken.hour, spoken.minute, spoken.next, spoken.isSure)
    } else if `is`(at, .number), (1...12).contains(pieces[at].entry.number), pieces[at].hundredths % 100 < 60 {
      let minutes = pieces[at].hundredths % 100
      // `5.30 p.m.`
      guard
        `is`(next, .meridiem.union(.oclock)) || `is`(next + 2, .part) && word(next) == "in" && word(next + 1) == "the"
      else { return nil }
      (fields.hour, fields.minute) = (Int8(pieces[at].entry.number), Int8(minutes))
      if `is`(next, .oclock) { next += 1 }
    } else if `is`(at, .number), pieces[at].end - pieces[at].start == 4, pieces[at].shape.contains(.digits),
      pieces[at].entry.number % 100 < 60, pieces[at].entry.number < 2400,
      `is`(next, .zone) && shape(next).contains(.allCaps)
    {
      (fields.hour, fields.minute) = (Int8(pieces[at].entry.number / 100), Int8(pieces[at].entry.number % 100))
    } else {
      return nil
    }
    if `is`(next, .meridiem),
      !(word(next) == "am" && tag(next).isVerb && !shape(next).contains(.allCaps))
        || `is`(next, .meridiem) && !`is`(at, .clockWord),
      let hour = fields.hour, hour <= 12
    {
      fields.hour = hour % 12 + Int8(pieces[next].entry.number)
      next += 1
      isSure = true
    } else if `is`(next + 2, .part), word(next) == "in", word(next + 1) == "the", let hour = fields.hour, hour <= 12 {
      let part = pieces[next + 2].entry.part
      fields.hour = part == .morning ? hour % 12 : hour % 12 + 12
      next += 3
      isSure = true
    }
    if `is`(next, .zone), shape(next).contains(.allCaps) {
      if pieces[next].entry.number > -1000 { fields.zone = Int16(pieces[next].entry.number) }
      next += 1
      isSure = true
    }
    return (fields, next, isSure)
  }

  /// `half past five`, `a quarter to nine`, `ten past two`. The way to the hour is not sure: `a quarter to nine firms`.
  private func spokenClock(_ at: Int) -> (hour: Int8, minute: Int8, next: Int, isSure: Bool)? {
    var start = at
    if `is`(start, .a), `is`(start + 1, .unit) { start += 1 }
    let minutes: Int32
    if `is`(start, .half), start == at, word(start) == "half" {
      minutes = 30
    } else if `is`(start, .unit), pieces[start].entry.unit == .quarter {
      minutes = 15
    } else if `is`(start, .number), (1...29).contains(pieces[start].entry.number),
      !pieces[start].shape.contains(.hasDigit)
    {
      minutes = pieces[start].entry.number
    } else {
      return nil
    }
    var next = start + 1
    if `is`(next, .units), pieces[next].entry.unit == .minute { next += 1 }
    let isPast = `is`(next, .choice) && word(next) == "past"
    guard isPast || `is`(next, .range) && word(next) == "to" && minutes < 30 && (minutes == 15 || next > start + 1),
      `is`(next + 1, .number), (1...12).contains(pieces[next + 1].entry.number), pieces[next + 1].hundredths % 100 == 0,
      !`is`(next + 2, .units.union(.scale).union(.number))
    else { return nil }
    let hour = Int8(pieces[next + 1].entry.number)
    next += 2
    if `is`(next, .oclock) { next += 1 }
    if isPast { return (hour, Int8(minutes), next, true) }
    // `from a quarter to nine percent`.
    if word(at - 1) == "from" { return nil }
    return (hour == 1 ? 12 : hour - 1, Int8(60 - minutes), next, false)
  }

  /// `today`, `yesterday morning`, `tomorrow at` …
  func deictic(_ at: Int) -> Found? {
    guard `is`(at, .deictic) else { return nil }
    let entry = pieces[at].entry
    // `USA Today`, `overnight success`.
    if pieces[at].isCapitalized, at > 0, tag(at) == .nnp, tag(at - 1) == .nnp { return nil }
    if entry.part != nil, word(at) == "overnight", tag(at + 1).isNoun || tag(at) == .jj { return nil }
    var fields = Fields()
    fields.part = entry.part
    let moment = Moment(fields, shift: .init(unit: .day, count: entry.number))
    return withTime(Found(meaning: .moment(moment), mod: nil, rule: .relative, range: at..<at + 1))
  }
}
