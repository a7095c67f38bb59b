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

  /// What is asked for the tone towards it, by the paragraph's number; nil for the people and organizations that are named, where the setting wants it.
  private let targets: [Int: [Span]]?

  /// Makes the annotator.
  public init() { targets = nil }

  /// An annotator that says for some places of one document how their sentences speak of them.
  public init(targets: [Place]) {
    self.targets = Dictionary(grouping: targets, by: \.paragraph).mapValues { $0.map(\.span) }
  }

  /// Loads frames and words. The model of tone, which few ask for, is not loaded but read where it lies.
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
    let positions = reader.annotations()
    return positions + tones(passage, positions)
  }

  private func tones(_ passage: Passage<Self>, _ positions: [Annotation]) -> [Annotation] {
    let isWanted = targets != nil || passage.settings.bool("tone", default: false)
    guard isWanted, let model = ToneModel.shared else { return [] }
    let reader = ToneReader(passage: passage, model: model)
    guard let targets else { return reader.mentions(positions) }
    return reader.targets(targets[passage.number] ?? [], positions)
  }
}
