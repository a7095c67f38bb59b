import Dates
import DiplePipeline
import DiplePluginKit
import TestSupport
import Testing

/// What an edit reaches: all that counts from what it changed, and nothing else.
struct EditTests {
  /// Paragraphs of a long story, each with a time that is told from the day of writing.
  private static let story =
    (1...40).map { "Pier \($0) was closed on Tuesday, and the divers went home yesterday." }
  private static let dateline = "KOSTEL, May 2, 2024 (Harbour Agency) — The bridge was closed after a crack was found."

  private func desk(_ paragraphs: [String], date: String? = nil) throws -> Desk {
    try Desk(paragraphs, counting: DatesAnnotator(), date: date)
  }

  @Test func theDatelineMovesAllThatIsToldFromIt() throws {
    let desk = try desk([Self.dateline] + Self.story)
    #expect(desk.values(of: "yesterday") == ["2024-05-01"])
    #expect(try desk.replace("May 2, 2024", "May 12, 2024") >= 41)
    #expect(desk.values(of: "yesterday") == ["2024-05-11"])
    #expect(desk.values(of: "Tuesday") == ["2024-05-07"])
    // Without a dateline nothing is known, until there is a byline at the foot.
    #expect(try desk.replace("KOSTEL, May 12, 2024", "Kostel opened on May 12, 2024.") >= 41)
    #expect(desk.values(of: "yesterday") == ["-"])
    #expect(try desk.replace("Pier 40 ", "Published 9 May 2024\n\nPier 40 ") >= 41)
    #expect(desk.values(of: "yesterday") == ["2024-05-08"])
  }

  @Test func aWordInTheDatelineParagraphMovesNothing() throws {
    let desk = try desk([Self.dateline] + Self.story)
    #expect(try desk.replace("a crack", "a deep crack") <= 2)
    #expect(try desk.replace("(Harbour", "(Old Harbour") <= 2)
  }

  @Test func theDatelineMovesNothingWhereTheDayIsGiven() throws {
    let desk = try desk([Self.dateline] + Self.story, date: "2024-05-03")
    #expect(try desk.replace("May 2, 2024", "May 1, 2024") <= 2)
    #expect(desk.values(of: "yesterday") == ["2024-05-02"])
  }

  @Test func aDayInTheStoryReachesWhatCountsFromIt() throws {
    let later = "Two days later the pier was shut again, and a week after that it burned."
    let desk = try desk([Self.dateline] + Self.story + ["On 5 June 1998 the pier opened."] + [later] + Self.story)
    #expect(desk.values(of: "Two days later") == ["1998-06-07"])
    #expect(try desk.replace("5 June 1998", "8 June 1999") <= 15)
    #expect(desk.values(of: "Two days later") == ["1999-06-10"])
    // A new date far above runs what stands near it.
    #expect(try desk.replace("Pier 9 was closed", "Pier 9 was opened on 1 May 1990 and closed") <= 15)
    #expect(desk.values(of: "Two days later") == ["1999-06-10"])
  }

  @Test func typingInAWordRunsOneParagraph() throws {
    let desk = try desk([Self.dateline] + Self.story + ["Nothing else is known of the pier."])
    #expect(try desk.replace("Nothing else", "Nothing at all") == 1)
    #expect(try desk.replace("Pier 20 was", "Pier 20 itself was") <= 5)
  }

  @Test func aTextThatBecomesAHistoryHasATimeOfItsOwn() throws {
    let siege =
      "The siege began in March 1622. On 5 June 1622 the gate fell. A truce was signed on 9 July 1622, in vain."
    let desk = try desk([siege, "On 21 August the town gave up."], date: "2020-01-15")
    #expect(desk.values(of: "21 August") == ["2019-08-21"])
    #expect(try desk.replace("in vain", "and broken on 3 August 1622") == 2)
    #expect(desk.values(of: "21 August") == ["1622-08-21"])
  }
}

extension Desk {
  fileprivate func values(of words: String) -> Set<String> {
    let analysis = live.analysis
    return Set(analysis.annotations.filter { analysis.text($0.place) == words }.map { $0.string("value") ?? "-" })
  }
}
