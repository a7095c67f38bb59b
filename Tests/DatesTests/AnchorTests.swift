import Testing

/// What counts from another expression, and what dates the document itself.
struct AnchorTests {
  @Test func countsFromTheExpressionThatFollows() throws {
    try check(
      "The ferry sank two days after 3 May 2016.", nil, "two days after -> DATE 2016-05-05 @ 3 May 2016",
      "3 May 2016 -> DATE 2016-05-03")
    try check(
      "Shops were looted the day before the 3 May 2016 vote.", nil, "the day before -> DATE 2016-05-02 @ 3 May 2016",
      "3 May 2016 -> DATE 2016-05-03")
    try check(
      "Two weeks before Christmas 2015 the snow came.", nil, "Two weeks before -> DATE 2015-12-11 @ Christmas 2015",
      "Christmas 2015 -> DATE 2015-12-25")
  }

  @Test func anEventWithoutADateLeavesItOpen() throws {
    try check(
      "The fleet sailed two days after the minister's threat.", "2016-06-18",
      "two days after -> DATE - @ the minister's threat")
  }

  @Test func countsFromTheTimeNamedBefore() throws {
    try check(
      "The ferry sank on 3 May 2016. Two days later the owner fled.", nil, "3 May 2016 -> DATE 2016-05-03",
      "Two days later -> DATE 2016-05-05 @ 3 May 2016")
    try check(
      "The ferry sank on 3 May 2016. The owner fled the same day.", nil, "3 May 2016 -> DATE 2016-05-03",
      "the same day -> DATE 2016-05-03 @ 3 May 2016")
    try check(
      "The school opened in 1998. It closed the following year.", nil, "1998 -> DATE 1998",
      "the following year -> DATE 1999 @ 1998")
  }

  @Test func daysAreNotCountedFromAYear() throws {
    try check(
      "The school opened in 1998. Two days later it burned.", nil, "1998 -> DATE 1998", "Two days later -> DATE -")
  }

  @Test func aDatelineDatesTheDocument() throws {
    try check(
      "KOSTEL, May 2, 2024 (Harbour Agency) — The bridge was closed on Tuesday after a crack was found.", nil,
      "May 2, 2024 -> DATE 2024-05-02 !", "Tuesday -> DATE 2024-04-30")
  }

  @Test func aBylineDatesTheDocument() throws {
    try check(
      "Bridge closed\n\nPublished 2 May 2024\n\nThe bridge was closed yesterday after a crack was found.", nil,
      "2 May 2024 -> DATE 2024-05-02 !", "yesterday -> DATE 2024-05-01")
    try check(
      "The bridge was closed yesterday after a crack was found.\n\nMay 2, 2024, 10:15 am", nil,
      "yesterday -> DATE 2024-05-01", "May 2, 2024, 10:15 am -> TIME 2024-05-02T10:15 !")
  }

  @Test func aDateInTheStoryDoesNot() throws {
    try check(
      "The bridge was closed on 2 May 2024. A day earlier a crack was found, and it was sealed yesterday.", nil,
      "2 May 2024 -> DATE 2024-05-02", "A day earlier -> DATE 2024-05-01 @ 2 May 2024", "yesterday -> DATE -")
  }

  @Test func theDocumentIsAnAnchorToo() throws {
    let text = "The dam broke yesterday, a week after 3 May 2016, and was whole on 9 June 2016, three days later."
    #expect(
      try anchors(in: text, "2016-06-18") == [
        "yesterday: document", "a week after: 3 May 2016", "3 May 2016: -", "9 June 2016: -",
        "three days later: 9 June 2016",
      ])
    // Nobody knows the day, and still it is what the word counts from.
    #expect(try anchors(in: "The dam broke yesterday.", nil) == ["yesterday: document"])
  }

  @Test func whatDatesTheDocumentDoesNotCountFromIt() throws {
    let text = "KOSTEL, May 2, 2024 (Harbour Agency) — The bridge was closed on Tuesday after a crack was found."
    #expect(try anchors(in: text, nil) == ["May 2, 2024: -", "Tuesday: document"])
    let short = "KOSTEL, May 2 (Harbour Agency) — The bridge was closed on Tuesday after a crack was found."
    #expect(try anchors(in: short, "2024-05-02") == ["May 2: -", "Tuesday: document"])
  }
}
