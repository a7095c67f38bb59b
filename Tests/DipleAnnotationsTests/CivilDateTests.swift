import DipleAnnotations
import Testing

/// The calendar, held against one that counts every day.
@Suite struct CivilDateTests {
  /// Counts days the slow way. Starts on a day whose number and weekday are known: Monday, 1 January 1601.
  private struct Calendar {
    var (year, month, day) = (1601, 1, 1)
    var number = -134_774
    var weekday = 1
    /// The ISO week, and the day on which the next one starts.
    var (isoYear, week) = (1601, 1)

    static func isLeap(_ year: Int) -> Bool { year % 400 == 0 || year % 4 == 0 && year % 100 != 0 }
    static func length(_ month: Int, _ year: Int) -> Int {
      month == 2 && isLeap(year) ? 29 : [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    mutating func next() {
      number += 1
      weekday = weekday % 7 + 1
      day += 1
      if day > Self.length(month, year) { (day, month) = (1, month + 1) }
      if month > 12 { (month, year) = (1, year + 1) }
      guard weekday == 1 else { return }
      // A week belongs to the year of its Thursday: the fourth of January lies in week 1.
      let startsYear = month == 12 && day >= 29 || month == 1 && day <= 4
      if startsYear { (isoYear, week) = (month == 12 ? year + 1 : year, 1) } else { week += 1 }
    }
  }

  @Test func eightCenturiesDayByDay() {
    var calendar = Calendar()
    var mistakes = 0
    while calendar.year < 2401 {
      let date = CivilDate(dayNumber: calendar.number)
      let iso = date.isoWeek
      let isRight =
        date == CivilDate(year: calendar.year, month: calendar.month, day: calendar.day)
        && date.dayNumber == calendar.number && date.weekday == calendar.weekday
        && iso.year == calendar.isoYear && iso.week == calendar.week
      if !isRight {
        mistakes += 1
        if mistakes < 5 { Issue.record("\(date) for \(calendar)") }
      }
      calendar.next()
    }
    #expect(mistakes == 0)
    #expect(calendar.number == 157_420)
  }

  @Test(
    arguments: [
      ("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("2024-05-02", 19_845, 4), ("1582-10-15", -141_427, 5),
      ("0001-01-01", -719_162, 1),
    ])
  func knownDays(text: String, number: Int, weekday: Int) throws {
    let date = try #require(CivilDate(iso: text))
    #expect(date.dayNumber == number)
    #expect(date.weekday == weekday)
    #expect(date.description == text)
  }

  @Test(
    arguments: [
      ("2021-01-03", 2020, 53), ("2021-01-04", 2021, 1), ("2024-12-30", 2025, 1), ("2016-01-01", 2015, 53),
      ("2019-12-29", 2019, 52), ("2026-06-15", 2026, 25),
    ])
  func knownWeeks(text: String, year: Int, week: Int) throws {
    let iso = try #require(CivilDate(iso: text)).isoWeek
    #expect((iso.year, iso.week) == (year, week))
  }

  @Test(
    arguments: [
      ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"), ("2024-03-31", -1, "2024-02-29"),
      ("2024-05-02", 12, "2025-05-02"), ("2024-05-02", -5, "2023-12-02"), ("2024-12-15", 1, "2025-01-15"),
      ("2024-02-29", -48, "2020-02-29"), ("2024-02-29", 12, "2025-02-28"), ("0000-01-10", -1, "-0001-12-10"),
      ("2024-05-31", 0, "2024-05-31"),
    ])
  func monthsLater(text: String, months: Int, expected: String) throws {
    #expect(try #require(CivilDate(iso: text)).adding(months: months).description == expected)
  }

  @Test(
    arguments: [
      "2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01", "2024-00-10", "2024-01-00", "2024-1-2", "24-01-02",
      "2024-01", "2024-01-02-03", "2024/01/02", "", "-", "+024-01-02", "2024-01-0２", "yesterday",
    ])
  func noDays(text: String) {
    #expect(CivilDate(iso: text) == nil)
  }

  @Test(arguments: ["2024-05-02T10:00:00Z", "2024-05-02 10:00"])
  func theTimeOfDayIsLeftOut(text: String) {
    #expect(CivilDate(iso: text)?.description == "2024-05-02")
  }

  @Test func daysLaterAndOrder() throws {
    let day = try #require(CivilDate(year: 1999, month: 12, day: 31))
    #expect(day.adding(days: 1).description == "2000-01-01")
    #expect(day.adding(days: -365).description == "1998-12-31")
    #expect(day < day.adding(days: 1))
    #expect(day > day.adding(months: -1))
    #expect(!(day < day))
  }
}
