public import DiplePluginKit
import StanceResources

/// Stance: who is for or against what.
public struct StanceAnnotator: Annotator {
  /// What a paragraph holds for this annotator.
  public struct Summary: Sendable, Equatable {}

  /// What the module says of itself.
  public let manifest = Manifest(builtIn: Resource("stance/diple-plugin.json", stance_manifest))

  /// Makes the annotator.
  public init() {}

  /// Reads one paragraph.
  public func summarize(_ layers: Layers) -> Summary { Summary() }

  /// Reads the document.
  public func annotate(_ document: DocumentView, _ summaries: [Summary]) -> [Annotation] { [] }
}
