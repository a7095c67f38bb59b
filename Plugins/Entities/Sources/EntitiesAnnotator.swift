public import DiplePluginKit
import EntitiesResources

/// Entities: who and what is named. Lists, words that say what a name is, roles and context decide a name's type in its
/// paragraph; the document settles what is left open and joins the mentions of one thing.
public struct EntitiesAnnotator: Annotator {
  /// The names of a paragraph.
  public struct Summary: Sendable, Equatable {
    var found: [Found]
  }

  /// What the module says of itself.
  public let manifest = Manifest(builtIn: Resource("entities/diple-plugin.json", entities_manifest))

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
    DocumentReader(document, summaries.map(\.found)).annotations()
  }
}
