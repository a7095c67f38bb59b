import DiplePluginKit

/// Clock times, and days told from today.
extension Parser {
  // MARK: Behind a day

  /// Adds a clock time or a part of the day that stands behind a day: `Tuesday morning`, `Tuesday in the late evening`,
  /// `tomorrow at 8:30`, `tonight at 7`.
  func withTime(_ found: Found) -> Found {
    guard case .moment(var moment) = found.meaning, moment.fields.hour == nil,
      moment.unit == .day || moment.fields.hasTime
    else { return found }
    var result = found
    if !moment.fields.hasTime, let part = partBehind(found.range.upperBound) {
      moment.fields.part = part.part
      result.mod = found.mod ?? part.mod
      result.range = found.range.lowerBound..<part.next
      result.meaning = .moment(moment)
    }
    guard let clock = clockBehind(result.range.upperBound, part: moment.fields.part) else { return result }
    moment.fields.part = nil
    moment.fields = clock.fields.over(moment.fields)
    result.mod = found.mod
    result.range = found.range.lowerBound..<clock.next
    result.meaning = .moment(moment)
    return result
  }

  /// `morning`, `in the morning`, `early afternoon` behind a day; `Saturday Night Live` is a show.
  private func partBehind(_ at: Int) -> (part: DayPart?, mod: Mod?, next: Int)? {
    var next = `is`(at, .comma) && word(at + 1) == "in" ? at + 1 : at
    if word(next) == "in", `is`(next + 1, .the) { next += 2 }
    let isLed = next > at
    // `Tuesday AM`.
    if !isLed, `is`(next, .meridiem), shape(next).contains(.allCaps) {
      return (pieces[next].entry.number == 0 ? .morning : .afternoon, nil, next + 1)
    }
    var mod: Mod?
    if `is`(next, .edge) {
      mod = pieces[next].entry.mod
      next += 1
    }
    guard `is`(next, .part), mod != nil || !isGlued(next), !(!isLed && isCapitalized(next) && tag(next + 1) == .nnp)
    else {
      return nil
    }
    return (pieces[next].entry.part, mod, next + 1)
  }

  private static let toClock: WordSet = ["at", "around", "about", "by", "@"]

  /// `at 8:30 p.m.`, `, 8 p.m.`; where the part of the day is known, also `at 7`.
  private func clockBehind(_ at: Int, part: DayPart?) -> (fields: Fields, next: Int)? {
    var next = at
    // `6 Jan 2017 - 6:37am`, as pages date themselves.
    let isStamp = `is`(at - 1, .year) && `is`(at, .range) && clockFields(at + 1)?.isSure == true
    if `is`(next, .comma) || isStamp { next += 1 }
    let isLed = word(next, in: Self.toClock)
    if isLed { next += 1 }
    if let clock = clockFields(next) {
      guard clock.isSure || `is`(next, .clock) else { return nil }
      var fields = clock.fields
      // `this evening at 7:30`.
      if let part, let hour = fields.hour, !`is`(clock.next - 1, .meridiem), !`is`(next, .clockWord) {
        fields.hour = part.hour(Int(hour))
      }
      return (fields, clock.next)
    }
    guard isLed, let part, `is`(next, .number), (1...12).contains(pieces[next].entry.number),
      pieces[next].hundredths % 100 == 0, !`is`(next + 1, .units.union(.scale).union(.number)), !tag(next + 1).isNoun
    else { return nil }
    var fields = Fields()
    (fields.hour, fields.minute) = (part.hour(Int(pieces[next].entry.number)), 0)
    return (fields, next + 1)
  }

  // MARK: Clock times

  private static let beforeClock: WordSet = [
    "at", "around", "by", "before", "after", "from", "until", "till", "since", "between", "to", "and", "about",
  ]

  /// `10:30 a.m. GMT`, `5 p.m. Wednesday`, `noon`, `4 in the morning`, with the day that stands behind.
  func clock(_ at: Int) -> Found? {
    guard let clock = clockFields(at) else { return nil }
    if !clock.isSure, !word(at - 1, in: Self.beforeClock) || `is`(clock.next, .units.union(.number)) {
      let behind = `is`(clock.next, .comma) ? clock.next + 1 : clock.next
      guard `is`(behind, .weekday.union(.deictic).union(.date)) || isMonth(behind) else { return nil }
    }
    var next = clock.next
    // `8 p.m. in the evening` says it twice.
    if `is`(next - 1, .meridiem), word(next) == "in", word(next + 1) == "the", `is`(next + 2, .part) { next += 3 }
    let end = next
    let isApart = word(next) == "on"
    if `is`(next, .comma) || isApart { next += 1 }
    if let set = setBehind(next, clock.fields, from: at) { return set }
    if let day = day(next) ?? (`is`(next, .choice) ? chosen(next, article: false) : nil),
      case .moment(var moment) = day.meaning, moment.fields.hour == nil,
      moment.unit == .day || moment.fields.part != nil, moment.origin == .document
    {
      var fields = clock.fields
      if let part = moment.fields.part, let hour = fields.hour, !`is`(at, .clockWord),
        `is`(at, .clock) || !shape(at).contains(.hasDigit), !`is`(clock.next - 1, .meridiem)
      {
        fields.hour = part.hour(Int(hour))
      }
      // `10:30 a.m. on 3 May`: two expressions, the hour told from the day behind it.
      if isApart {
        return Found(
          meaning: .moment(Moment(fields, shift: .init(unit: .day, count: 0), origin: .following)), mod: nil,
          rule: .clock,
          range: at..<end)
      }
      moment.fields.part = nil
      moment.fields = fields.over(moment.fields)
      return Found(meaning: .moment(moment), mod: nil, rule: .clock, range: at..<day.range.upperBound)
    }
    return found(clock.fields, .clock, at..<end)
  }

  /// `9 a.m. every Sunday`, `3 p.m. each day`.
  private func setBehind(_ at: Int, _ clock: Fields, from start: Int) -> Found? {
    guard `is`(at, .every.union(.weekdays)), var set = recurrence(at), case .recurrence(var recurrence) = set.meaning
    else {
      return nil
    }
    switch recurrence.base {
    case .fields(let fields): recurrence.base = .fields(clock.over(fields))
    case .period(let amount):
      guard amount.whole.map({ $0.count == 1 && $0.unit == .day }) ?? false else { return nil }
      recurrence.base = .fields(clock)
    }
    (set.meaning, set.range) = (.recurrence(recurrence), start..<set.range.upperBound)
    return set
  }

  func day(_ at: Int) -> Found? {
    guard at < pieces.count else { return nil }
    return written(at) ?? deictic(at) ?? weekday(at, article: false) ?? dayAndMonth(at, article: false)
  }

  /// The fields of a clock time. `isSure` is false for plain numbers with a colon (`10:30`), which may be a score.
  func clockFields(_ at: Int) -> (fields: Fields, next: Int, isSure: Bool)? {
    guard at < pieces.count else { return nil }
    var fields = Fields()
    var next = at + 1
    var isSure = true
    // `12 noon`.
    if `is`(next, .clockWord), !isGlued(next), `is`(at, .number), pieces[at].entry.number == 12 {
      (fields.hour, fields.minute) = (Int8(pieces[next].entry.number / 100), 0)
      return (fields, next + 1, true)
    }
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
    } else if `is`(at, .number), pieces[at].shape.contains(.digits), (100...1259).contains(pieces[at].entry.number),
      pieces[at].entry.number % 100 < 60, `is`(next, .meridiem), pieces[at].hundredths % 100 == 0
    {
      // `1140 a.m.`
      (fields.hour, fields.minute) = (Int8(pieces[at].entry.number / 100), Int8(pieces[at].entry.number % 100))
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
    // `8:00 early morning`.
    if `is`(next, .edge), `is`(next + 1, .part), let hour = fields.hour, hour <= 12,
      let part = pieces[next + 1].entry.part
    {
      fields.hour = part.hour(Int(hour))
      next += 2
      isSure = true
    }
    if `is`(next, .zone), shape(next).contains(.allCaps) {
      if pieces[next].entry.number > -1000 { fields.zone = Int16(pieces[next].entry.number) }
      next += 1
      isSure = true
    }
    return (fields, next, isSure)
  }

  /// `at 10 past 9`, `20 min past eight`: with figures only where a time is said.
  private func isDigitsPast(_ at: Int) -> Bool {
    word(at + 1) == "past" && (word(at - 1) == "at" || `is`(at + 3, .oclock))
      || `is`(at + 1, .units) && pieces[at + 1].entry.unit == .minute && word(at + 2) == "past"
  }

  /// `half past five`, `a quarter to nine`, `ten past two`. The way to the hour is not sure: `a quarter to nine firms`.
  private func spokenClock(_ at: Int) -> (hour: Int8, minute: Int8, next: Int, isSure: Bool)? {
    var start = at
    if `is`(start, .a), `is`(start + 1, .unit) { start += 1 }
    if let spoken = hourAndMinutes(at) { return spoken }
    let minutes: Int32
    var last = start
    if `is`(start, .half), start == at, word(start) == "half" {
      minutes = 30
    } else if `is`(start, .unit), pieces[start].entry.unit == .quarter {
      minutes = 15
    } else if `is`(start, .number), (1...29).contains(pieces[start].entry.number),
      !pieces[start].shape.contains(.hasDigit) || isDigitsPast(start)
    {
      minutes = pieces[start].entry.number
    } else if let tens = small(start), (30...59).contains(tens.number), `is`(tens.next, .units),
      pieces[tens.next].entry.unit == .minute, word(tens.next + 1) == "past"
    {
      // `thirty-six minutes past eight`.
      minutes = Int32(tens.number)
      last = tens.next - 1
    } else {
      return nil
    }
    var next = last + 1
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

  /// `five thirty`, `at nine fifty-five`: an hour and its minutes in words. Sure behind `at` only.
  private func hourAndMinutes(_ at: Int) -> (hour: Int8, minute: Int8, next: Int, isSure: Bool)? {
    guard `is`(at, .number), !shape(at).contains(.hasDigit), (1...12).contains(pieces[at].entry.number),
      let minutes = small(at + 1), (10...59).contains(minutes.number),
      // `since nine eleven`.
      !(pieces[at].entry.number == 9 && minutes.number == 11),
      !`is`(minutes.next, .units.union(.unit).union(.scale).union(.number).union(.of)),
      !tag(minutes.next).isNoun || `is`(minutes.next, .triggers),
      word(minutes.next) != "percent", !isGlued(minutes.next)
    else { return nil }
    return (Int8(pieces[at].entry.number), Int8(minutes.number), minutes.next, word(at - 1) == "at")
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
