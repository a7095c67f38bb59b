import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import Quotes

private func annotations(_ text: String) throws -> (quotes: [Annotation], text: (Place) -> String) {
  let document = Document(text)
  let analysis = try Registry.builtIn.pipeline().run(document)
  return (
    analysis.annotations.filter { $0.kind == "quote" },
    { place in
      let start = document.paragraph(place.paragraph)?.span.start ?? 0
      return String(
        decoding: document.bytes[start + place.span.start..<start + place.span.end], as: UTF8.self)
    }
  )
}

@Suite struct QuotesTests {
  @Test func aQuotationOverParagraphsIsOne() throws {
    let found = try annotations("Omar Diaz said: “The river rose.\n\n“It came at night.\n\n“We left.”")
    #expect(found.quotes.count == 1)
    #expect(found.quotes[0].pieces.map(found.text) == ["“The river rose.", "“It came at night.", "“We left.”"])
    #expect(found.quotes[0].confidence > 0.8)
  }

  @Test func theSourceMayStandBehindTheLastParagraph() throws {
    let found = try annotations("“The river rose.\n\n“It came at night,” Omar Diaz said.")
    #expect(found.quotes.count == 1)
    #expect(found.quotes[0].pieces.count == 2)
    #expect(found.quotes[0].mention("speaker").map { found.text($0.place) } == "Omar Diaz")
  }

  @Test func marksThatNobodyClosesAreUnsure() throws {
    let found = try annotations("Omar Diaz said: “The river rose.\n\nThe town slept.")
    #expect(found.quotes.count == 1)
    #expect(found.quotes[0].confidence <= 0.4)
    #expect(found.quotes[0].pieces.map(found.text) == ["“The river rose."])
  }

  @Test func everyFindingSaysWhy() throws {
    let found = try annotations("“No,” said Ana Ruiz. According to Lund, it rained. The “so-called” plan failed.")
    #expect(found.quotes.count >= 3)
    for quote in found.quotes {
      #expect(quote.source.hasPrefix("quotes/") && !quote.reason.isEmpty)
      #expect(quote.confidence > 0 && quote.confidence <= 1)
    }
  }

  @Test func twoSourcesInAChain() throws {
    let found = try annotations("According to Radio Nord, quoting Lars Holm, the bridge is closed.")
    let speakers = found.quotes.compactMap { $0.mention("speaker").map { found.text($0.place) } }
    #expect(speakers.contains("Radio Nord") && speakers.contains("Lars Holm"))
  }

  /// Each of these must come to an end, and spans must lie inside their paragraph.
  @Test(arguments: [
    String(repeating: "\"", count: 10_000), String(repeating: "“", count: 10_000),
    String(repeating: "“a", count: 5_000) + String(repeating: "”", count: 5_000),
    String(repeating: "'a' ", count: 5_000), String(repeating: "\" ", count: 10_000),
    String(repeating: "he said, ", count: 5_000), String(repeating: "that he said ", count: 5_000),
    String(repeating: "“No,” ", count: 4_000) + "he said.", String(repeating: "Ana, ", count: 8_000) + "said so.",
    String(repeating: "according to ", count: 4_000), String(repeating: "as saying ", count: 4_000),
    String(repeating: "“x”\n\n", count: 3_000), String(repeating: "“x\n\n", count: 3_000),
    "”“’‘»«", "said", "\u{FEFF}“", ": “", "X:",
  ])
  func oddTextIsRead(_ text: String) throws {
    let document = Document(text)
    for quote in try Registry.builtIn.pipeline().run(document).annotations where quote.kind == "quote" {
      for place in quote.pieces {
        #expect(!place.span.isEmpty && place.span.end <= document.paragraph(place.paragraph)?.span.count ?? 0)
      }
    }
  }

  /// Twice the text may cost about twice the rules' work: what is found grows no faster than the text.
  @Test func findingsGrowWithTheText() throws {
    let sentence = "He said that she thinks that they claimed that it “fails”, and added that Lund denied it. "
    let one = try annotations(String(repeating: sentence, count: 100)).quotes.count
    let two = try annotations(String(repeating: sentence, count: 200)).quotes.count
    #expect(two <= 2 * one + 10)
  }
}
