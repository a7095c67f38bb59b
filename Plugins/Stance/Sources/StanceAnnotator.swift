public import DiplePluginKit
import StanceResources

/// Stance: who is for or against what. Frames of words (frames.tsv) and the phrases around them name cue, holder and target; the
/// document says whether a quote reports the position.
public struct StanceAnnotator: Annotator {
  /// The positions of a paragraph.
  public struct Summary: Sendable, Equatable {
    var found: [Found]
  }

  /// What the module says of itself.
  public let manifest = Manifest(builtIn: Resource("stance/diple-plugin.json", stance_manifest))

  /// Makes the annotator.
  public init() {}

  /// Loads frames and words.
  public func prepare() { _ = (Lexicon.shared, Verdicts.shared, Clues.shared) }

  /// Reads one paragraph.
  public func summarize(_ layers: Layers) -> Summary {
    var reader = Reader(layers)
    reader.read()
    return Summary(found: reader.found)
  }
}

/// What the document adds.
extension StanceAnnotator: PassageAnnotator {
  /// Nobody is named before the first paragraph.
  public var start: LastNamed { LastNamed() }

  /// Says whose the positions of a paragraph are, and which quote reports them.
  public func annotate(_ passage: Passage<Self>, _ state: inout LastNamed) -> [Annotation] {
    var reader = PassageReader(passage, before: state)
    state = reader.after
    return reader.annotations()
  }
}
