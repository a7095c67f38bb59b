public import DiplePluginKit
import QuotesResources

/// Quotes: who said what. Marks are paired and rules read each sentence of a paragraph; the document joins quotes that run
/// over several paragraphs, and says whom a pronoun or a role names.
public struct QuotesAnnotator: DocumentAnnotator {
  /// The quotes of a paragraph, and what its marks mean for its neighbours.
  public struct Summary: Sendable, Equatable {
    var found: [Found]
    /// What the marks of the paragraph do to those of the next one.
    var transition: Transition
  }

  /// What the module says of itself.
  public let manifest = Manifest(builtIn: Resource("quotes/diple-plugin.json", quotes_manifest))

  /// Makes the annotator.
  public init() {}

  /// Reads one paragraph.
  public func summarize(_ layers: Layers) -> Summary {
    var reader = ParagraphReader(layers)
    reader.read()
    return Summary(found: reader.found, transition: Transition(reader.pairs))
  }

  /// Reads the document.
  public func annotate(_ document: DocumentView, _ summaries: [Summary]) -> [Annotation] {
    var reader = DocumentReader(document, summaries)
    return reader.annotations()
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
