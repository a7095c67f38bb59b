import Testing

/// How words of time compose, and what they come to on a given day. 18 June 2016 was a Saturday.
struct ExpressionTests {
  private let day = "2016-06-18"

  @Test func datesInAllTheirSpellings() throws {
    try check("The pier opened on 16 June 2016.", nil, "16 June 2016 -> DATE 2016-06-16")
    try check("The pier opened on June 16, 2016, in the rain.", nil, "June 16, 2016 -> DATE 2016-06-16")
    try check("The pier opened on Thursday, June 16th, 2016.", nil, "Thursday, June 16th, 2016 -> DATE 2016-06-16")
    try check("The pier opened on the 16th of June, 2016.", nil, "the 16th of June, 2016 -> DATE 2016-06-16")
    try check("The pier opened on 2016-06-16.", nil, "2016-06-16 -> DATE 2016-06-16")
    try check("The pier opened on 16/6/2016.", nil, "16/6/2016 -> DATE 2016-06-16")
    try check("The pier opened on 16.6.2016.", nil, "16.6.2016 -> DATE 2016-06-16")
    try check("Building began in June 2014.", nil, "June 2014 -> DATE 2014-06")
    try check("Building began in Sept. 2014.", nil, "Sept. 2014 -> DATE 2014-09")
  }

  @Test func slashDatesAreReadOnlyWhereTheOrderIsKnown() throws {
    try check("The form is dated 5/6/2016.", nil, "5/6/2016 -> DATE -")
    try check(
      "The form is dated 5/6/2016 and stamped 17/6/2016.", nil, "5/6/2016 -> DATE 2016-06-05",
      "17/6/2016 -> DATE 2016-06-17")
    try check(
      "The form is dated 5/6/2016 and stamped 6/17/2016.", nil, "5/6/2016 -> DATE 2016-05-06",
      "6/17/2016 -> DATE 2016-06-17")
  }

  @Test func longerSpans() throws {
    try check("Wages fell in the 1990s.", nil, "the 1990s -> DATE 199X")
    try check("Wages fell in the '80s.", nil, "the '80s -> DATE 198X")
    try check("The mill dates from the 19th century.", nil, "the 19th century -> DATE 18XX")
    try check("The town was taken in 490 BC.", nil, "490 BC -> DATE BC0490")
    try check("The club lost money in 2015-16.", nil, "2015-16 -> DATE 2015/2016")
    try check("The club lost money in 1990-94.", nil, "1990 -> DATE 1990", "94 -> DATE 1994")
    try check("The war lasted from 264 to 241 BC.", nil, "264 -> DATE BC0264", "241 BC -> DATE BC0241")
    try check("The 1982 summer was wet.", nil, "The 1982 summer -> DATE 1982-SU")
    try check("The lease runs for 2 1/2 years.", nil, "2 1/2 years -> DURATION P2Y6M")
    try check("Profit rose in fiscal 2015.", nil, "fiscal 2015 -> DATE 2015")
    try check("Profit rose in the third quarter of 2015.", nil, "the third quarter of 2015 -> DATE 2015-Q3")
    try check("Profit rose in the first half of 2015.", nil, "the first half of 2015 -> DATE 2015-H1")
    try check("The dam was built in the summer of 1988.", nil, "the summer of 1988 -> DATE 1988-SU")
    try check("The port was shut after the 9/11 attacks.", nil, "9/11 -> DATE 2001-09-11")
    try check("The deed is dated the 1st day of May 1860.", nil, "the 1st day of May 1860 -> DATE 1860-05-01")
    try check("The first days of May 1860 were wet.", nil, "The first days of May 1860 -> DATE 1860-05 START")
    try check("Sales rose before Diwali.", day, "Diwali -> DATE -")
    try check("They married on Christmas Eve 1999.", nil, "Christmas Eve 1999 -> DATE 1999-12-24")
  }

  @Test func beginningsMiddlesAndEnds() throws {
    try check("The lease ends in early June 2017.", nil, "early June 2017 -> DATE 2017-06 START")
    try check("The lease ends in mid-November 2017.", nil, "mid-November 2017 -> DATE 2017-11 MID")
    try check("He taught there in the late 1970s.", nil, "the late 1970s -> DATE 197X END")
    try check("The lease runs to the end of 2018.", nil, "the end of 2018 -> DATE 2018 END")
    try check("The shop opened earlier this year.", day, "earlier this year -> DATE 2016 START")
  }

  @Test func clockTimes() throws {
    try check(
      "The train left at 10:30 a.m. on 3 May 2016.", nil, "10:30 a.m. -> TIME 2016-05-03T10:30 @ 3 May 2016",
      "3 May 2016 -> DATE 2016-05-03")
    try check("The train left at 10:30am yesterday.", day, "10:30am yesterday -> TIME 2016-06-17T10:30")
    try check("The train left at 5 p.m. Tuesday.", day, "5 p.m. Tuesday -> TIME 2016-06-14T17:00")
    try check("The quake struck at 14:05 UTC.", day, "14:05 UTC -> TIME 2016-06-18T14:05Z")
    try check("Polls close at noon Monday.", day, "noon Monday -> TIME 2016-06-20T12:00")
    try check("The alarm rang at 4 in the morning.", day, "4 in the morning -> TIME 2016-06-18T04:00")
    try check("The alarm rang at half past five.", day, "half past five -> TIME 2016-06-18T05:30")
    try check("The alarm rang at a quarter to one.", day, "a quarter to one -> TIME 2016-06-18T12:45")
    try check(
      "It was ten minutes past two in the afternoon yesterday.", day,
      "ten minutes past two in the afternoon yesterday -> TIME 2016-06-17T14:10")
    try check("It went from a quarter to nine percent.", day)
  }

  @Test func toldFromTheDayOfTheDocument() throws {
    try check(
      "He called yesterday and will call tomorrow.", day, "yesterday -> DATE 2016-06-17", "tomorrow -> DATE 2016-06-19")
    try check("The ferry sank two hours ago.", day, "two hours ago -> TIME 2016-06-18TXX")
    try check("The ferry sank hours ago.", day, "hours ago -> TIME 2016-06-18TXX")
    try check("The ferry sank 50 hours ago.", day, "50 hours ago -> TIME 2016-06-16TXX")
    try check("Rents rose last week.", day, "last week -> DATE 2016-W23")
    try check("Rents will rise next month.", day, "next month -> DATE 2016-07")
    try check("The ferry sank two days ago.", day, "two days ago -> DATE 2016-06-16")
    try check("The ferry sank about 40 years ago.", day, "about 40 years ago -> DATE 1976 APPROX")
    try check("The festival returns this summer.", day, "this summer -> DATE 2016-SU")
    try check("She was arrested last night.", day, "last night -> TIME 2016-06-17TNI")
    try check("He left the day before yesterday.", day, "the day before yesterday -> DATE 2016-06-16")
    try check("Sales fell in the third quarter of last year.", day, "the third quarter of last year -> DATE 2015-Q3")
    try check("Sales fell, unlike last year's third quarter.", day, "last year's third quarter -> DATE 2015-Q3")
  }

  @Test func theVerbTellsWhichDay() throws {
    try check("The council met on Tuesday.", day, "Tuesday -> DATE 2016-06-14")
    try check("The council will meet on Tuesday.", day, "Tuesday -> DATE 2016-06-21")
    try check("The trial begins Tuesday.", day, "Tuesday -> DATE 2016-06-21")
    try check("The verdict is due on Tuesday.", day, "Tuesday -> DATE 2016-06-21")
    try check("The mayor said Tuesday that he would resign.", day, "Tuesday -> DATE 2016-06-14")
    try check("The bank closed in October.", day, "October -> DATE 2015-10")
    try check("The bank will close in March.", day, "March -> DATE 2017-03")
  }

  @Test func durations() throws {
    try check("A 54-year-old baker was hurt.", day, "54-year-old -> DURATION P54Y")
    try check("The strike lasted two and a half hours.", day, "two and a half hours -> DURATION PT2H30M")
    try check("It rained for several weeks.", day, "several weeks -> DURATION PXW")
    try check("The feud had lasted for decades.", day, "decades -> DURATION PXE")
    try check("Prices doubled in the past three months.", day, "the past three months -> DURATION P3M")
    try check("They waited more than four hours.", day, "more than four hours -> DURATION PT4H MORE_THAN")
    try check("Repairs take at least 30 days.", day, "at least 30 days -> DURATION P30D EQUAL_OR_MORE")
    try check("The two-week strike is over.", day, "two-week -> DURATION P2W")
  }

  @Test func sets() throws {
    try check("The choir sings every Monday.", day, "every Monday -> SET XXXX-WXX-1 quant=EVERY")
    try check("The ferry runs daily.", day, "daily -> SET P1D quant=EVERY")
    try check("The yard builds 300 boats per year at 9 knots per hour.", day, "per year -> SET P1Y")
    try check("She swims twice a week.", day, "twice a week -> SET P1W freq=2X")
    try check("They work eight hours a day.", day, "eight hours a day -> SET P1D freq=T8H")
    try check("The board meets every other year.", day, "every other year -> SET P2Y quant=EVERY")
    try check("The museum is shut on Mondays.", day, "Mondays -> SET XXXX-WXX-1 quant=EVERY")
  }

  @Test func rows() throws {
    try check("The fair runs from 3 to 5 May 2016.", nil, "3 -> DATE 2016-05-03", "5 May 2016 -> DATE 2016-05-05")
    try check("The fair runs May 3-5, 2016.", nil, "May 3 -> DATE 2016-05-03", "5, 2016 -> DATE 2016-05-05")
    try check("He governed between 1990 and 1995.", nil, "1990 -> DATE 1990", "1995 -> DATE 1995")
    try check("Rain fell in June and July 2015.", nil, "June -> DATE 2015-06", "July 2015 -> DATE 2015-07")
    try check("The war of 1914–18 ruined it.", nil, "1914 -> DATE 1914", "18 -> DATE 1918")
  }

  @Test func withoutADayNothingIsGuessed() throws {
    try check("He called yesterday, and again on Tuesday.", nil, "yesterday -> DATE -", "Tuesday -> DATE -")
    try check("It was still raining now.", nil, "now -> DATE PRESENT_REF")
  }
}
