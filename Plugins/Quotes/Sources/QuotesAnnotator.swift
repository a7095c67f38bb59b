public import DiplePluginKit
import QuotesResources

/// Quotes: who said what.
public struct QuotesAnnotator: DocumentAnnotator {
  /// What a paragraph holds for this annotator.
  public struct Summary: Sendable, Equatable {}

  /// What the module says of itself.
  public let manifest = Manifest(builtIn: Resource("quotes/diple-plugin.json", quotes_manifest))

  /// Makes the annotator.
  public init() {}

  /// Reads one paragraph.
  public func summarize(_ layers: Layers) -> Summary { Summary() }

  /// Reads the document.
  public func annotate(_ document: DocumentView, _ summaries: [Summary]) -> [Annotation] { [] }
}
