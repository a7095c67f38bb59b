import DiplePluginKit
import Testing

@testable import Dates

/// Arithmetic on the calendar, without any text.
struct CalendarTests {
  private func day(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  private func shifted(_ from: String, _ unit: Dates.Unit, _ count: Int32) -> String? {
    Completion.shift(day(from), .init(unit: unit, count: count)).flatMap { Value.of($0) }
  }

  @Test func stepsNameTheUnitAsAWhole() {
    #expect(shifted("2016-03-01", .day, -1) == "2016-02-29")
    #expect(shifted("2015-12-31", .day, 1) == "2016-01-01")
    #expect(shifted("2016-06-18", .week, -1) == "2016-W23")
    #expect(shifted("2016-06-18", .weekend, 0) == "2016-W24-WE")
    #expect(shifted("2016-01-31", .month, 1) == "2016-02")
    #expect(shifted("2016-01-31", .month, -1) == "2015-12")
    #expect(shifted("2016-02-10", .quarter, -1) == "2015-Q4")
    #expect(shifted("2016-06-18", .year, -60) == "1956")
    #expect(shifted("2016-06-18", .decade, -1) == "200X")
    #expect(shifted("2016-06-18", .century, -1) == "19XX")
  }

  @Test func weeksBelongToTheYearOfTheirThursday() {
    // 1 January 2016 was a Friday: it lies in the last week of 2015.
    #expect(shifted("2016-01-01", .week, 0) == "2015-W53")
    #expect(shifted("2016-01-04", .week, 0) == "2016-W01")
    #expect(Fields.monday(ofWeek: 1, year: 2015) == day("2014-12-29"))
  }

  @Test func whatLeadsOutOfTheCalendarHasNoValue() {
    #expect(shifted("2016-06-18", .day, .max) == nil)
    #expect(shifted("2016-06-18", .year, .min) == nil)
    #expect(shifted("2016-06-18", .millennium, -30_000) == nil)
  }

  @Test func weekdaysGoByChoiceAndTense() {
    // 18 June 2016 was a Saturday.
    let from = day("2016-06-18")
    #expect(Completion.weekday(2, from: from, .byTense, .past) == day("2016-06-14"))
    #expect(Completion.weekday(2, from: from, .byTense, .future) == day("2016-06-21"))
    #expect(Completion.weekday(6, from: from, .byTense, .past) == from)
    #expect(Completion.weekday(6, from: from, .last, .unknown) == day("2016-06-11"))
    #expect(Completion.weekday(6, from: from, .next, .unknown) == day("2016-06-25"))
  }

  @Test func easterIsEaster() {
    // Dates from the almanac.
    for (year, expected) in [
      (1961, "1961-04-02"), (2000, "2000-04-23"), (2016, "2016-03-27"), (2024, "2024-03-31"), (2038, "2038-04-25"),
    ] {
      #expect(Holidays.easter(year) == day(expected))
    }
  }

  @Test func holidaysThatMoveByWeekday() {
    #expect(Holidays.nth(4, 4, month: 11, year: 2016) == day("2016-11-24"))
    #expect(Holidays.nth(-1, 1, month: 5, year: 2016) == day("2016-05-30"))
    #expect(Holidays.nth(1, 1, month: 9, year: 2014) == day("2014-09-01"))
  }

  @Test func amountsAreWrittenInWholeNumbers() {
    #expect(Value.of(Amount(250, .year)) == "P2Y6M")
    #expect(Value.of(Amount(250, .hour)) == "PT2H30M")
    #expect(Value.of(Amount(50, .day)) == "PT12H")
    #expect(Value.of(Amount(nil, .week)) == "PXW")
    #expect(Value.of(Amount(nil, .decade)) == "PXE")
    #expect(Value.of(Amount(200, .decade)) == "P20Y")
    #expect(Value.of(Amount(100, .fortnight)) == "P2W")
    #expect(Value.of(Amount(150, .month)) == "P1.5M")
  }

  @Test func yearsBeforeTheFirst() {
    #expect(Value.of(Fields(era: -1, number: 490)) == "BC0490")
    #expect(Value.of(Fields(era: 1, number: 79)) == "0079")
  }
}
