public import DiplePluginKit
import StanceResources

/// Stance: who is for or against what. Frames of words (frames.tsv) and the phrases around them name cue, holder and target; the
/// document says whether a quote reports the position.
public struct StanceAnnotator: DocumentAnnotator {
  /// The positions of a paragraph.
  public struct Summary: Sendable, Equatable {
    var found: [Found]
  }

  /// What the module says of itself.
  public let manifest = Manifest(builtIn: Resource("stance/diple-plugin.json", stance_manifest))

  /// Makes the annotator.
  public init() {}

  /// Reads one paragraph.
  public func summarize(_ layers: Layers) -> Summary {
    var reader = Reader(layers)
    reader.read()
    return Summary(found: reader.found)
  }

  /// Reads the document.
  public func annotate(_ document: DocumentView, _ summaries: [Summary]) -> [Annotation] {
    var reader = DocumentReader(document, summaries.map(\.found))
    return reader.annotations()
  }
}
