/// The values of TIMEX3 (ISO-TimeML: ISO 8601 with what it has no words for), as annotations write them and people may.
///
///     2024, 199X, XXXX, BC0490, 2019/2020        years
///     2024-05, 2024-Q2, 2024-H1, 2024-SU         parts of a year
///     2024-W18, 2024-W18-5, 2024-W18-WE          weeks
///     2024-05-02, XXXX-05-02                     days
///     2024-05-02T10:30, 2024-05-02TMO, T10:30Z   times
///     P2D, P1Y6M, PT2.5H, PXW                    durations
///     PRESENT_REF, PAST_REF, FUTURE_REF
public enum TimexValue {
  /// What is wrong with a value.
  public enum Problem: Error, Hashable, Sendable {
    /// It has the form of none.
    case form
    /// It has the form of a month, a week, a day or an hour, and there is no such one.
    case calendar
    /// It holds no number and no word: a place for a value, and none yet.
    case open
  }

  /// What is wrong with a text as a value; nil for a value.
  public static func problem(_ text: some StringProtocol) -> Problem? {
    do throws(Problem) {
      try check(Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  private static func check(_ value: [UInt8]) throws(Problem) {
    if ["PRESENT_REF", "PAST_REF", "FUTURE_REF"].contains(where: { Array($0.utf8) == value }) { return }
    var rest = Reader(value[...])
    if rest.take("P") { return try duration(&rest) }
    var isOpen = true
    if !rest.isNext("T") { isOpen = try date(&rest) }
    if rest.take("T") {
      try time(&rest)
      isOpen = false
    }
    guard rest.isEmpty else { throw .form }
    if isOpen { throw .open }
  }

  // MARK: Dates

  /// Reads a date; returns true where nothing of it is known.
  private static func date(_ rest: inout Reader) throws(Problem) -> Bool {
    let isBeforeChrist = rest.take("BC")
    let year = try number(&rest, 4)
    if isBeforeChrist { return false }
    if rest.take("/") {
      guard case .known(let last) = try number(&rest, 4), case .known(let first) = year else { throw .form }
      guard last > first else { throw .calendar }
      return false
    }
    guard rest.take("-") else { return year == .open }
    for part in ["Q1", "Q2", "Q3", "Q4", "QX", "H1", "H2", "HX", "SP", "SU", "FA", "WI"] where rest.take(part) {
      return false
    }
    if rest.take("W") { return try week(&rest, of: year) }
    let month = try number(&rest, 2)
    if case .known(let month) = month, !(1...12).contains(month) { throw .calendar }
    guard rest.take("-") else { return year == .open && month == .open }
    let day = try number(&rest, 2)
    if case .known(let day) = day {
      var last = 31
      if case .known(let month) = month {
        // Where the year is not known it may be a leap year.
        last = CivilDate.days(inMonth: month, of: year.known ?? 2000)
      }
      guard (1...last).contains(day) else { throw .calendar }
    }
    return year == .open && month == .open && day == .open
  }

  private static func week(_ rest: inout Reader, of year: Number) throws(Problem) -> Bool {
    let week = try number(&rest, 2)
    if case .known(let week) = week {
      var last = 53
      // The 28th of December lies in a year's last week (ISO 8601).
      if case .known(let year) = year, let day = CivilDate(year: year, month: 12, day: 28) { last = day.isoWeek.week }
      guard (1...last).contains(week) else { throw .calendar }
    }
    guard rest.take("-") else { return year == .open && week == .open }
    if rest.take("WE") { return false }
    let day = try number(&rest, 1)
    if case .known(let day) = day, !(1...7).contains(day) { throw .calendar }
    return year == .open && week == .open && day == .open
  }

  // MARK: Times

  private static func time(_ rest: inout Reader) throws(Problem) {
    for part in ["MO", "MI", "AF", "EV", "NI", "DT", "PM", "XX"] where rest.take(part) { return }
    try clock(&rest, 24)
    if rest.take(":") {
      try clock(&rest, 59)
      if rest.take(":") {
        try clock(&rest, 60)
        if rest.take(".") { guard rest.digits() > 0 else { throw .form } }
      }
    }
    if rest.take("Z") { return }
    if rest.take("+") || rest.take("-") {
      try clock(&rest, 14)
      if rest.take(":") { try clock(&rest, 59) }
    }
  }

  private static func clock(_ rest: inout Reader, _ last: Int) throws(Problem) {
    guard case .known(let number) = try number(&rest, 2) else { return }
    guard number <= last else { throw .calendar }
  }

  // MARK: Durations

  private static func duration(_ rest: inout Reader) throws(Problem) {
    var count = 0
    func read(_ units: [String]) throws(Problem) {
      while !rest.isEmpty, !rest.isNext("T") {
        if !rest.take("X") {
          guard rest.digits() > 0 else { throw .form }
          if rest.take(".") { guard rest.digits() > 0 else { throw .form } }
        }
        guard units.contains(where: { rest.take($0) }) else { throw .form }
        count += 1
      }
    }
    try read(["WE", "Y", "M", "W", "D", "E", "C", "L", "Q", "H", "X"])
    if rest.take("T") {
      let before = count
      try read(["H", "M", "S"])
      guard count > before else { throw .form }
    }
    guard rest.isEmpty, count > 0 else { throw .form }
  }

  // MARK: Parts

  private enum Number: Equatable {
    case known(Int)
    /// `199X`
    case partly
    /// `XXXX`
    case open

    var known: Int? {
      if case .known(let number) = self { number } else { nil }
    }
  }

  /// A number of so many digits, of which the last ones may be open.
  private static func number(_ rest: inout Reader, _ width: Int) throws(Problem) -> Number {
    var (value, open) = (0, 0)
    for _ in 0..<width {
      if rest.take("X") {
        open += 1
      } else if open == 0, let digit = rest.digit() {
        value = value * 10 + digit
      } else {
        throw .form
      }
    }
    return open == 0 ? .known(value) : open == width ? .open : .partly
  }

  private struct Reader {
    private var rest: ArraySlice<UInt8>
    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isEmpty: Bool { rest.isEmpty }
    func isNext(_ text: String) -> Bool { rest.starts(with: text.utf8) }

    mutating func take(_ text: String) -> Bool {
      guard rest.starts(with: text.utf8) else { return false }
      rest.removeFirst(text.utf8.count)
      return true
    }
    mutating func digit() -> Int? {
      guard let byte = rest.first, (0x30...0x39).contains(byte) else { return nil }
      rest.removeFirst()
      return Int(byte) - 0x30
    }
    mutating func digits() -> Int {
      var count = 0
      while digit() != nil { count += 1 }
      return count
    }
  }
}
