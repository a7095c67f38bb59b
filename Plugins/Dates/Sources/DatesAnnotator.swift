public import DiplePluginKit
import DatesResources

/// Dates: when.
public struct DatesAnnotator: DocumentAnnotator {
  /// What a paragraph holds for this annotator.
  public struct Summary: Sendable, Equatable {}

  /// What the module says of itself.
  public let manifest = Manifest(builtIn: Resource("dates/diple-plugin.json", dates_manifest))

  /// Makes the annotator.
  public init() {}

  /// Reads one paragraph.
  public func summarize(_ layers: Layers) -> Summary { Summary() }

  /// Reads the document.
  public func annotate(_ document: DocumentView, _ summaries: [Summary]) -> [Annotation] { [] }
}
