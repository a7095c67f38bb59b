import Dates
import DiplePipeline
import DiplePluginKit
import Testing

/// What a value means for people: its first and last day, EDTF, the other end of a stretch; and the order of figures.
struct MeaningTests {
  private func dates(_ text: String, _ settings: [String: Settings.Value] = [:]) throws -> [Annotation] {
    let day = DocumentDate(CivilDate(iso: "2016-06-18")!, from: .option)
    let pipeline = try Pipeline([DatesAnnotator()], settings: ["dates": Settings(settings)])
    return pipeline.run(Document(text), date: day).annotations
  }

  private func checkBounds(
    _ text: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try #require(try dates(text).first, sourceLocation: sourceLocation)
    let line = ["earliest", "latest", "edtf"].map { found.string($0) ?? "-" }.joined(separator: " ")
    #expect(line == expected, sourceLocation: sourceLocation)
  }

  @Test func firstAndLastDayAndEDTF() throws {
    try checkBounds("It rained on 3 May 2016.", "- - -")
    try checkBounds("It rained in February 2016.", "2016-02-01 2016-02-29 -")
    try checkBounds("It rained last week.", "2016-06-06 2016-06-12 2016-06-06/2016-06-12")
    try checkBounds("It rained last weekend.", "2016-06-11 2016-06-12 2016-06-11/2016-06-12")
    try checkBounds("It rained in the third quarter of 2015.", "2015-07-01 2015-09-30 2015-35")
    try checkBounds("It rained in the first half of 2015.", "2015-01-01 2015-06-30 2015-40")
    try checkBounds("It rained in the winter of 2015.", "2015-12-01 2016-02-29 2015-24")
    try checkBounds("It rained about ten years ago.", "2006-01-01 2006-12-31 2006~")
    try checkBounds("It rained in the 1990s.", "1990-01-01 1999-12-31 -")
    try checkBounds("It rained in the 12th century.", "1100-01-01 1199-12-31 -")
    try checkBounds("It rained in 2015-16.", "2015-01-01 2016-12-31 -")
    try checkBounds("It rained at noon yesterday.", "2016-06-17 2016-06-17 2016-06-17T12:00:00")
    try checkBounds("The harbour was dug in 480 BC.", "- - -0479")
  }

  @Test func whatNamesNoDayHasNoBounds() throws {
    try checkBounds("It rained for two days.", "- - -")
    try checkBounds("It rains every Monday.", "- - -")
    try checkBounds("It rained recently.", "- - -")
    try checkBounds("The lease ends on 30 February 2016.", "- - -")
    // Every company has its own.
    try checkBounds("The port lost money in FY2015.", "- - -")
  }

  /// Who is linked to whom, as `begin > end`.
  private func checkStretch(
    _ text: String, _ expected: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let document = Document(text)
    let analysis = try Pipeline([DatesAnnotator()]).run(document, date: nil)
    let links = analysis.annotations.compactMap { found in
      found.mention("endPoint").map { "\(analysis.text(found.place)) > \(analysis.text($0.place))" }
    }
    #expect(links == expected, sourceLocation: sourceLocation)
    let back = analysis.annotations.compactMap { found in
      found.mention("beginPoint").map { "\(analysis.text($0.place)) > \(analysis.text(found.place))" }
    }
    #expect(back == expected, sourceLocation: sourceLocation)
  }

  @Test func theEndsOfAStretch() throws {
    try checkStretch("It rained from 3 May 2016 to 5 June 2016.", "3 May 2016 > 5 June 2016")
    try checkStretch("It rained between March and May 2016.", "March > May 2016")
    try checkStretch("It rained from 3 to 5 May 2016.", "3 > 5 May 2016")
    try checkStretch("The war of 1914–1918 ended it.", "1914 > 1918")
    try checkStretch("It was open 9 a.m. to 5 p.m. on 3 May 2016.", "9 a.m. > 5 p.m.")
    try checkStretch("It rained in 1914 and 1918.")
    try checkStretch("The vote was postponed from 3 May 2016 to 5 June 2016.")
  }

  @Test func aSettingOrdersFiguresWhereNothingElseDoes() throws {
    func value(_ text: String, _ order: String) throws -> String? {
      try dates(text, ["dateOrder": .string(order)]).first?.string("value")
    }
    #expect(try value("The form is dated 5/6/2014.", "auto") == nil)
    #expect(try value("The form is dated 5/6/2014.", "day") == "2014-06-05")
    #expect(try value("The form is dated 5/6/2014.", "month") == "2014-05-06")
    #expect(try value("The form is dated 5-6-2014.", "month") == "2014-05-06")
    // What the document shows goes before.
    #expect(try value("The form is dated 5/6/2014, the other 16/6/2014.", "month") == "2014-06-05")
    // It stays a date that can be read in two ways.
    let found = try #require(try dates("The form is dated 5/6/2014.", ["dateOrder": .string("day")]).first)
    #expect(found.reason.contains("two orders"))
  }
}
