import Testing

/// Words that are times elsewhere, and text that means harm.
struct AmbiguityTests {
  private func checkNone(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try found(text, "2016-06-18") == [], sourceLocation: sourceLocation)
  }

  @Test func wordsThatAreNoTimes() throws {
    try checkNone("They may march against the decree.")
    try checkNone("Theresa Marsh saw the sun rise over the fall of ropes.")
    try checkNone("The second goal came from a corner.")
    try checkNone("Prices fall and spring back.")
    try checkNone("Wanda May sings in the choir.")
    try checkNone("The union won 3-2 in the tie-break.")
  }

  @Test func numbersThatAreNoYears() throws {
    try checkNone("The firm paid $1995 for it.")
    try checkNone("It hired 2000 workers.")
    try checkNone("The road climbs 1900 metres.")
  }

  @Test func mayIsAMonthWhereADateIsMeant() throws {
    try check("It may rain in May.", "2016-06-18", "May -> DATE 2017-05")
    try check("On May 3 they may march.", "2016-06-18", "May 3 -> DATE 2016-05-03")
    try check("In March they will march.", "2016-06-18", "March -> DATE 2017-03")
  }

  @Test(arguments: [
    String(repeating: "two days after ", count: 3000),
    String(repeating: "the end of the last day of ", count: 3000),
    String(repeating: "early ", count: 5000) + "June",
    String(repeating: "1990-", count: 3000),
    String(repeating: "the comparable ", count: 5000) + "year-ago quarter",
    String(repeating: "the week of the weekend of ", count: 3000) + "4 July",
    String(repeating: "9 a.m. on every ", count: 3000) + "Friday the 13th",
    String(repeating: "in the early morning of ", count: 3000) + "1/2 11/2016 4-5-16 ½ ½",
    String(repeating: "9", count: 5000) + " years ago, 99999999999999999999 days later",
    String(repeating: "May ", count: 5000),
    String(repeating: "a million billion ", count: 500) + "years",
    "’80s ’ '9 '99s 00/00/0000 99:99 24:60 30 February 2016 31/31/2016 0000 BC AD 0",
    "two thousand million billion million years ago and 31 April, 29 February 2015",
    "\u{2019}\u{0}5\u{FEFF} p.m. \u{202E}yadsruhT 𝟏𝟗𝟗𝟎 １９９０",
  ])
  func hostileTextIsReadToItsEnd(_ text: String) throws {
    // What is found may be odd; it must be found in order, inside the text, and twice the same.
    let lines = try found(text, "2016-06-18")
    #expect(try found(text, "2016-06-18") == lines)
    #expect(lines.allSatisfy { !$0.hasPrefix(" ") })
  }

  @Test func daysThatDoNotExistHaveNoValue() throws {
    try check("It was signed on 29 February 2015.", nil, "29 February 2015 -> DATE -")
  }
}
