import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Quotes
import TestSupport
import Testing

/// What an edit reaches: what it can change, and nothing else.
@Suite struct EditTests {
  private static let story = (1...60).map { "Pier \($0) was painted on Tuesday, and the ferry left." }

  private func desk(_ paragraphs: [String]) throws -> Desk {
    try Desk(paragraphs, counting: QuotesAnnotator(), among: Registry.builtIn.annotators)
  }

  @Test func typingInTheTextRunsOneParagraph() throws {
    let desk = try desk(Self.story)
    #expect(try desk.replace("Pier 20 was painted", "Pier 20 was newly painted") == 1)
  }

  @Test func typingInAQuoteRunsFewParagraphs() throws {
    var story = Self.story
    story[30] = "“The bridge stays open,” Ana Ruiz, the mayor of Kostel, said on Monday."
    let desk = try desk(story)
    #expect(try desk.replace("stays open", "stays wide open") <= 4)
    // A new name and role are forgotten in the end.
    #expect(try desk.replace("Pier 10 was", "Mayor Omar Diaz said that pier 10 was") <= 16)
  }

  @Test func aQuotationOverParagraphsFollowsItsPieces() throws {
    var story = Self.story
    story[10...12] = ["Omar Diaz said: “The river rose.", "“It came at night.", "“We left.”"]
    let desk = try desk(story)
    #expect(desk.quotes == [["“The river rose.", "“It came at night.", "“We left.”"]])
    #expect(try desk.replace("came at", "came late at") <= 6)
    #expect(desk.quotes == [["“The river rose.", "“It came late at night.", "“We left.”"]])
    _ = try desk.replace("rose.", "rose.”")
    #expect(desk.quotes.first == ["“The river rose.”"])
    #expect(desk.quotes.count > 1)
    _ = try desk.replace("rose.”", "rose.")
    #expect(desk.quotes == [["“The river rose.", "“It came late at night.", "“We left.”"]])
  }

  @Test func aCueAtTheEndTakesTheNextParagraph() throws {
    var story = Self.story
    story[10...11] = ["Omar Diaz looked at the river and said:", "“It came at night.”"]
    let desk = try desk(story)
    #expect(desk.quotes == [["“It came at night.”"]])
    #expect(desk.speakers == ["Omar Diaz"])
    _ = try desk.replace("and said:", "and smiled.")
    #expect(desk.speakers == ["-"])
    _ = try desk.replace("and smiled.", "and said:")
    #expect(desk.speakers == ["Omar Diaz"])
    // Without marks the paragraph is the content.
    _ = try desk.replace("“It came at night.”", "It came at night when nobody sat by the fire.")
    #expect(desk.quotes == [["It came at night when nobody sat by the fire"]])
  }

  @Test func whatIsNestedInALaterPieceKnowsTheQuoteAroundIt() throws {
    let desk = try desk(["Omar Diaz said: “The river rose.", "“The owners deny that they knew of it.”"])
    let quotes = desk.live.analysis.annotations.filter { $0.kind == "quote" }
    #expect(quotes.map(\.pieces.count) == [2, 1])
    #expect(quotes[1]["within"] == .annotation(quotes[0].id))
  }

  @Test func aTitleElsewhereTellsWhoSheIs() throws {
    let desk = try desk(
      ["Varga met Diaz in the town hall.", "She said that the dam would hold."] + Self.story
        + ["Mrs Varga and Mr Diaz left at noon."])
    #expect(desk.speakers == ["Varga"])
    // Who spoke last counts for some paragraphs.
    #expect(try desk.replace("Mrs Varga and Mr Diaz", "Mr Varga and Mrs Diaz") <= 10)
    #expect(desk.speakers == ["Diaz"])
  }
}

extension Desk {
  fileprivate var quotes: [[String]] {
    let analysis = live.analysis
    return analysis.annotations.filter { $0.kind == "quote" }.map { $0.pieces.map(analysis.text) }
  }

  /// The speakers' names, `-` for one that nobody is known for.
  fileprivate var speakers: [String] {
    let analysis = live.analysis
    let names = Dictionary(
      analysis.annotations.compactMap { entity in entity.cluster("entity").map { ($0, entity.string("name") ?? "") } }
    ) { first, _ in first }
    return analysis.annotations.filter { $0.kind == "quote" }.map { quote in
      quote.mention("speaker")?.entity.flatMap { names[$0] } ?? "-"
    }
  }
}
