/// A unit of the calendar or the clock, from fine to coarse.
enum Unit: UInt8, Sendable, Comparable {
  case second, minute, hour, day, weekend, week, fortnight, month, quarter, half, season, year, decade, century,
    millennium
  /// `the period`: as long as the one that the text speaks of.
  case period

  static func < (a: Unit, b: Unit) -> Bool { a.rawValue < b.rawValue }

  /// The letter of the lexicon.
  init?(letter: UInt8) {
    switch letter {
    case UInt8(ascii: "s"): self = .second
    case UInt8(ascii: "m"): self = .minute
    case UInt8(ascii: "h"): self = .hour
    case UInt8(ascii: "D"): self = .day
    case UInt8(ascii: "K"): self = .weekend
    case UInt8(ascii: "W"): self = .week
    case UInt8(ascii: "F"): self = .fortnight
    case UInt8(ascii: "M"): self = .month
    case UInt8(ascii: "Q"): self = .quarter
    case UInt8(ascii: "Y"): self = .year
    case UInt8(ascii: "E"): self = .decade
    case UInt8(ascii: "C"): self = .century
    case UInt8(ascii: "L"): self = .millennium
    case UInt8(ascii: "P"): self = .period
    default: return nil
    }
  }

  /// As a TIMEX3 duration writes it after its number.
  var designator: String {
    switch self {
    case .second: "S"
    case .minute: "M"
    case .hour: "H"
    case .day: "D"
    case .weekend: "WE"
    case .week, .fortnight: "W"
    case .month: "M"
    case .quarter: "Q"
    case .half: "H"
    case .season: "X"
    case .year: "Y"
    case .decade: "E"
    case .century: "C"
    case .millennium: "L"
    case .period: "X"
    }
  }

  /// Hours, minutes and seconds stand behind the `T` of a value.
  var isClock: Bool { self <= .hour }

  /// As a person calls it.
  var name: String {
    switch self {
    case .second: "second"
    case .minute: "minute"
    case .hour: "hour"
    case .day: "day"
    case .weekend: "weekend"
    case .week: "week"
    case .fortnight: "fortnight"
    case .month: "month"
    case .quarter: "quarter"
    case .half: "half"
    case .season: "season"
    case .year: "year"
    case .decade: "decade"
    case .century: "century"
    case .millennium: "millennium"
    case .period: "period"
    }
  }
}

/// A season, with its TIMEX3 code.
enum Season: UInt8, Sendable {
  case spring, summer, autumn, winter
  var code: String { ["SP", "SU", "FA", "WI"][Int(rawValue)] }
}

/// A part of the day, with its TIMEX3 code.
enum DayPart: UInt8, Sendable {
  case morning, midday, afternoon, evening, night, daytime
  var code: String { ["MO", "MI", "AF", "EV", "NI", "DT"][Int(rawValue)] }

  /// An hour of twelve, said of this part of the day, on the clock of twenty-four: 7 in the evening is 19.
  func hour(_ hour: Int) -> Int8 {
    guard (1...12).contains(hour) else { return Int8(clamping: hour) }
    switch self {
    case .morning: return Int8(hour % 12)
    // `last night at 2` is past midnight.
    case .night where hour < 6 || hour == 12: return Int8(hour % 12)
    case .midday, .afternoon, .evening, .night, .daytime: return Int8(hour % 12 + 12)
    }
  }

  init?(code: some Sequence<UInt8>) {
    guard let index = ["MO", "MI", "AF", "EV", "NI", "DT"].firstIndex(where: { code.elementsEqual($0.utf8) }) else {
      return nil
    }
    self.init(rawValue: UInt8(index))
  }
}

/// TIMEX3 `mod`.
enum Mod: String, Sendable {
  case start = "START"
  case mid = "MID"
  case end = "END"
  case approx = "APPROX"
  case lessThan = "LESS_THAN"
  case moreThan = "MORE_THAN"
  case equalOrLess = "EQUAL_OR_LESS"
  case equalOrMore = "EQUAL_OR_MORE"
  case before = "BEFORE"
  case after = "AFTER"
}

/// The values of TIMEX3 that name no day.
enum Vague: String, Sendable {
  case past = "PAST_REF"
  case present = "PRESENT_REF"
  case future = "FUTURE_REF"
}
