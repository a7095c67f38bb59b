import Testing

/// What people type without capitals, and times that take more than one word for the day and one for the hour.
struct TypedTests {
  private let day = "2016-06-18"

  @Test func namesWithoutCapitals() throws {
    try check("we met on friday.", day, "friday -> DATE 2016-06-17")
    try check("we met in january 2016.", day, "january 2016 -> DATE 2016-01")
    try check("we met on 4 may 2016.", day, "4 may 2016 -> DATE 2016-05-04")
    try check("we meet every tuesday.", day, "every tuesday -> SET XXXX-WXX-2 quant=EVERY")
    try check("we met on christmas day.", day, "christmas day -> DATE 2015-12-25")
    try check("they may march in an august hall and have an epiphany; of the nine, 4 may leave.", day)
  }

  @Test func daysByNumberAndName() throws {
    try check("It sank on Friday the 13th.", day, "Friday the 13th -> DATE 2016-05-13")
    try check("It sank on the first Monday in May 2015.", day, "the first Monday in May 2015 -> DATE 2015-05-04")
    try check("It sank on the last Friday of last month.", day, "the last Friday of last month -> DATE 2016-05-27")
    try check("It sank on a fifth Monday in May 2016.", day, "fifth Monday in May 2016 -> DATE 2016-05-30")
    try check("There is no fifth Monday in June 2016.", day, "fifth Monday in June 2016 -> DATE -")
    try check("It sank on May the sixteenth.", day, "May the sixteenth -> DATE 2016-05-16")
    try check("It sank on the twenty-first of May.", day, "the twenty-first of May -> DATE 2016-05-21")
  }

  @Test func hoursAndTheirDays() throws {
    try check("It rang at 8.30pm Tuesday.", day, "8.30pm Tuesday -> TIME 2016-06-14T20:30")
    try check("It rang on Tuesday at 8.30pm.", day, "Tuesday at 8.30pm -> TIME 2016-06-14T20:30")
    try check(
      "It rang at 8.30pm on Tuesday.", day, "8.30pm -> TIME 2016-06-14T20:30 @ Tuesday", "Tuesday -> DATE 2016-06-14")
    try check("It rang this morning at 7.", day, "this morning at 7 -> TIME 2016-06-18T07:00")
    try check("It rang last night at 2.", day, "last night at 2 -> TIME 2016-06-17T02:00")
    try check(
      "It rang in the late afternoon of 3 May 2016.", day, "the late afternoon of 3 May 2016 -> TIME 2016-05-03TAF END")
    try check("It rings mornings at 9.", day, "mornings at 9 -> SET XXXX-XX-XXT09:00 quant=EVERY")
    try check("They work at night markets and in morning sessions.", day)
  }

  @Test func weeks() throws {
    try check("It shuts in week 27 of 2016.", day, "week 27 of 2016 -> DATE 2016-W27")
    try check("It shut in the last week of 2015.", day, "the last week of 2015 -> DATE 2015-W53")
    try check("It shuts the week of June 20.", day, "the week of June 20 -> DATE 2016-W25")
    try check("There is no 53rd week of 2016.", day, "2016 -> DATE 2016")
    try check("It shuts on Thanksgiving weekend.", day, "Thanksgiving weekend -> DATE 2016-W47-WE")
  }
}
