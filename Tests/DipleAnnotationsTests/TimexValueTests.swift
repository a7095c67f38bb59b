import DiplePluginKit
import Testing

/// Values of dates: what has the form of one, and what the calendar has.
@Suite struct TimexValueTests {
  @Test(
    arguments: [
      "2024", "199X", "19XX", "1XXX", "BC0490", "BC04XX", "2019/2020", "2024-05", "XXXX-05", "2024-Q2", "2024-QX",
      "2024-H1",
      "2024-SU", "XXXX-WI", "2024-W18", "2020-W53", "2024-W18-5", "2024-W18-WE", "XXXX-WXX-1", "XXXX-WXX-WE",
      "XXXX-WXX-1TMO",
      "2024-05-02", "2024-05-XX", "XXXX-05-02", "XXXX-02-29", "2024-02-29", "2024-05-02T10:30", "2024-05-02T10:30:15.5",
      "2024-05-02T10", "2024-05-02T24:00", "2024-05-02T10:30Z", "2024-05-02T10:30+02:00", "2024-05-02T10:30-05:00",
      "2024-05-02TMO", "2024-05-02TXX", "XXXX-XX-XXTEV", "T10:30", "TNI", "P2D", "P1Y6M", "PT2H30M", "P1DT12H", "PXW",
      "PTXM",
      "P2.5Y", "P1WE", "P1E", "P2C", "P1L", "P3Q", "PXX", "PRESENT_REF", "PAST_REF", "FUTURE_REF",
    ])
  func aValue(text: String) { #expect(TimexValue.problem(text) == nil) }

  @Test(
    arguments: [
      "", "soon", "24", "202", "20245", "2024-", "2024-5-2", "2024-05-02 ", " 2024", "2024-05-02T", "2024-05-02T1",
      "X99X",
      "2024_05", "2024-Q5", "2024-W1", "2024-05-02Z", "P", "PT", "PD", "P2", "P2DT", "PT2D", "P2H30M5", "T10:3",
      "2024/05", "REF", "PRESENT", "2024-05-02T10:30X", "２０２４",
    ])
  func aTextThatIsNone(text: String) { #expect(TimexValue.problem(text) == .form) }

  @Test(
    arguments: [
      "2024-13-45", "2024-13", "2024-00-10", "2024-05-00", "2024-04-31", "2023-02-29", "XXXX-02-30", "XXXX-13-01",
      "1900-02-29", "2024-W54", "2024-W53", "2024-W00", "2024-W18-8", "2024-05-02T25:00", "2024-05-02T10:60",
      "2020/2019",
    ])
  func whatTheCalendarHasNot(text: String) { #expect(TimexValue.problem(text) == .calendar) }

  @Test(arguments: ["XXXX", "XXXX-XX", "XXXX-XX-XX", "XXXX-WXX", "XXXX-WXX-X"])
  func aPlaceForAValue(text: String) { #expect(TimexValue.problem(text) == .open) }
}
