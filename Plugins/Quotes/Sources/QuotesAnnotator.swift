public import DiplePluginKit
import QuotesResources

/// Quotes: who said what. Marks are paired and rules read each sentence of a paragraph; quotes that run over several
/// paragraphs are joined, and what was said before tells whom a pronoun or a role names.
public struct QuotesAnnotator: Annotator {
  /// The quotes of a paragraph, and what it means for others.
  public struct Summary: Sendable, Equatable {
    var found: [Found]
    /// What the marks of the paragraph do to those of the next one.
    var transition: Transition
    /// The cue at the end whose content is the next paragraph.
    var lead: Lead?
    /// What the document may want to know of it.
    var facts: [QuoteQuestion: QuoteFact]
  }

  /// What the module says of itself.
  public let manifest = Manifest(builtIn: Resource("quotes/diple-plugin.json", quotes_manifest))

  /// Makes the annotator.
  public init() {}

  /// Loads the cues.
  public func prepare() { _ = (CueLexicon.shared, Lists.shared) }

  /// Reads one paragraph.
  public func summarize(_ layers: Layers) -> Summary {
    var reader = ParagraphReader(layers)
    reader.read()
    return Summary(
      found: reader.found, transition: Transition(reader.pairs), lead: reader.lead(),
      facts: QuoteFact.all(layers, reader.found))
  }
}

/// What the document adds.
extension QuotesAnnotator: PassageAnnotator {
  /// Nobody has spoken before the first paragraph.
  public var start: Conversation { Conversation() }

  /// Tells the document what the paragraph knows of persons, and whether it goes on with a conversation.
  public func tell(_ paragraph: ParagraphView<Summary>, _ board: (QuoteQuestion, QuoteFact) -> Void) {
    for (question, fact) in paragraph.summary.facts { board(question, fact) }
  }

  /// What the document makes of it.
  public func answer(_ question: QuoteQuestion, _ facts: [QuoteFact]) -> QuoteAnswer? { QuoteAnswer(question, facts) }

  /// Reads a paragraph, and with it those behind that go on with its last quotation.
  public func annotate(_ passage: Passage<Self>, _ state: inout Conversation) -> [Annotation] {
    if state.skipsParagraph() { return [] }
    var block = Block(passage, after: state)
    block.nest()
    block.resolve()
    state = block.conversation
    return block.annotations()
  }
}

/// A paragraph's marks as its neighbours see them.
struct Transition: Sendable, Equatable {
  /// The style of the marks that stand open at the end, and the tokens from the opening one on.
  var open: Mark.Style?
  var openTokens: Range<Int>?
  /// The style of the marks that open the paragraph, and their tokens.
  var first: Mark.Style?
  var firstTokens: Range<Int>?

  init(_ pairs: MarkPairs) {
    if let last = pairs.all.first(where: { !$0.isClosed }) { (open, openTokens) = (last.style, last.tokens) }
    if let pair = pairs.all.first, pair.tokens.lowerBound == 0 { (first, firstTokens) = (pair.style, pair.tokens) }
  }
}
