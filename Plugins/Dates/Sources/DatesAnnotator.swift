import DatesResources
public import DiplePluginKit

/// Dates: when. Words of time are composed to TIMEX3 expressions in their paragraph; the document gives them values.
public struct DatesAnnotator: DocumentAnnotator {
  /// The time expressions of a paragraph.
  public struct Summary: Sendable, Equatable {
    var timexes: [Timex]
  }

  /// What the module says of itself.
  public let manifest = Manifest(builtIn: Resource("dates/diple-plugin.json", dates_manifest))

  /// Makes the annotator.
  public init() {}

  /// Reads one paragraph.
  public func summarize(_ layers: Layers) -> Summary { Summary(timexes: Reader(layers: layers).read()) }

  /// Reads the document.
  public func annotate(_ document: DocumentView, _ summaries: [Summary]) -> [Annotation] {
    DocumentReader(document, summaries.map(\.timexes)).annotations()
  }
}
