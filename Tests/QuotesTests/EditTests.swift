import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Quotes
import Synchronization
import Testing

/// What an edit reaches: what it can change, and nothing else.
@Suite struct EditTests {
  private static let story = (1...60).map { "Pier \($0) was painted on Tuesday, and the ferry left." }

  /// A document that is edited, and how many paragraphs the quotes annotator ran for it.
  private struct Desk {
    let live: LiveDocument
    private let tally: Tally

    init(_ paragraphs: [String]) throws {
      let tally = Tally()
      let annotators = Registry.builtIn.annotators.map { annotator -> any Annotator in
        annotator.manifest.id == "quotes" ? Counted(base: QuotesAnnotator(), tally: tally) : annotator
      }
      live = LiveDocument(Document(paragraphs.joined(separator: "\n\n")), try Pipeline(annotators))
      self.tally = tally
    }

    /// Replaces the first such words. Returns how many paragraphs ran.
    func replace(_ words: String, _ new: String) throws -> Int {
      let text = live.document.text(Span(0, live.document.bytes.count))
      let range = try #require(text.firstRange(of: words))
      let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
      tally.runs.withLock { $0 = 0 }
      try live.apply(TextEdit(Span(start, start + words.utf8.count), Array(new.utf8)))
      _ = live.analysis
      return tally.runs.withLock { $0 }
    }

    var quotes: [[String]] {
      let analysis = live.analysis
      return analysis.annotations.filter { $0.kind == "quote" }.map { $0.pieces.map(analysis.text) }
    }
    /// The speakers' names, `-` for one that nobody is known for.
    var speakers: [String] {
      let analysis = live.analysis
      let names = Dictionary(
        analysis.annotations.compactMap { entity in entity.cluster("entity").map { ($0, entity.string("name") ?? "") } }
      ) { first, _ in first }
      return analysis.annotations.filter { $0.kind == "quote" }.map { quote in
        quote.mention("speaker")?.entity.flatMap { names[$0] } ?? "-"
      }
    }
  }

  @Test func typingInTheTextRunsOneParagraph() throws {
    let desk = try Desk(Self.story)
    #expect(try desk.replace("Pier 20 was painted", "Pier 20 was newly painted") == 1)
  }

  @Test func typingInAQuoteRunsFewParagraphs() throws {
    var story = Self.story
    story[30] = "“The bridge stays open,” Ana Ruiz, the mayor of Kostel, said on Monday."
    let desk = try Desk(story)
    #expect(try desk.replace("stays open", "stays wide open") <= 4)
    // A new name and role are forgotten in the end.
    #expect(try desk.replace("Pier 10 was", "Mayor Omar Diaz said that pier 10 was") <= 16)
  }

  @Test func aQuotationOverParagraphsFollowsItsPieces() throws {
    var story = Self.story
    story[10...12] = ["Omar Diaz said: “The river rose.", "“It came at night.", "“We left.”"]
    let desk = try Desk(story)
    #expect(desk.quotes == [["“The river rose.", "“It came at night.", "“We left.”"]])
    #expect(try desk.replace("came at", "came late at") <= 6)
    #expect(desk.quotes == [["“The river rose.", "“It came late at night.", "“We left.”"]])
    _ = try desk.replace("rose.", "rose.”")
    #expect(desk.quotes.first == ["“The river rose.”"])
    #expect(desk.quotes.count > 1)
    _ = try desk.replace("rose.”", "rose.")
    #expect(desk.quotes == [["“The river rose.", "“It came late at night.", "“We left.”"]])
  }

  @Test func whatIsNestedInALaterPieceKnowsTheQuoteAroundIt() throws {
    let desk = try Desk(["Omar Diaz said: “The river rose.", "“The owners deny that they knew of it.”"])
    let quotes = desk.live.analysis.annotations.filter { $0.kind == "quote" }
    #expect(quotes.map(\.pieces.count) == [2, 1])
    #expect(quotes[1]["within"] == .annotation(quotes[0].id))
  }

  @Test func aTitleElsewhereTellsWhoSheIs() throws {
    let desk = try Desk(
      ["Varga met Diaz in the town hall.", "She said that the dam would hold."] + Self.story
        + ["Mrs Varga and Mr Diaz left at noon."])
    #expect(desk.speakers == ["Varga"])
    // Who spoke last counts for some paragraphs.
    #expect(try desk.replace("Mrs Varga and Mr Diaz", "Mr Varga and Mrs Diaz") <= 10)
    #expect(desk.speakers == ["Diaz"])
  }
}

private final class Tally: Sendable {
  let runs = Mutex(0)
}

/// An annotator that counts the paragraphs that it reads.
private struct Counted<Base: PassageAnnotator>: PassageAnnotator {
  let base: Base
  let tally: Tally

  var manifest: Manifest { base.manifest }
  var start: Base.State { base.start }

  func summarize(_ layers: Layers) -> Base.Summary { base.summarize(layers) }
  func tell(_ paragraph: ParagraphView<Base.Summary>, _ board: (Base.Question, Base.Fact) -> Void) {
    base.tell(paragraph, board)
  }
  func answer(_ question: Base.Question, _ facts: [Base.Fact]) -> Base.Answer? { base.answer(question, facts) }
  func annotate(_ passage: Passage<Self>, _ state: inout Base.State) -> [Annotation] {
    tally.runs.withLock { $0 += 1 }
    let relay = Relay(passage: passage)
    return base.annotate(Passage<Base>(passage.paragraph, settings: passage.settings, source: relay), &state)
  }

  /// Hands on what is asked.
  private struct Relay: PassageSource {
    typealias A = Base
    let passage: Passage<Counted<Base>>
    func date() -> DocumentDate? { passage.date }
    func answer(_ question: Base.Question) -> Base.Answer? { passage.ask(question) }
    func annotations(_ kind: String, following distance: Int) -> [Annotation] {
      passage.annotations(kind, following: distance)
    }
    func following(_ distance: Int) -> ParagraphView<Base.Summary>? { passage.following(distance) }
  }
}
