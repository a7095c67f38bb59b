package import DiplePluginKit

/// A paragraph as the tone of a mention is judged from it: its words, and what other annotators and the frames found.
package struct ToneScene {
  /// A position in the paragraph, as far as it stands there.
  struct Position {
    var isSupport: Bool
    var holder: [Span]
    var target: [Span]
  }

  package let layers: Layers
  let words: ToneWords
  /// Tokens inside a name.
  private(set) var isName: [Bool]
  /// Tokens inside a quote's content.
  private(set) var isQuoted: [Bool]
  /// The phrases that name who says a quote.
  private(set) var speakers: [Span] = []
  private(set) var positions: [Position] = []

  /// - Parameter annotations: entities, quotes and stances with a piece in the paragraph.
  package init(_ layers: Layers, _ annotations: [Annotation], paragraph: Int, words: ToneWords) {
    (self.layers, self.words) = (layers, words)
    isName = [Bool](repeating: false, count: layers.count)
    isQuoted = isName
    func here(_ places: [Place]) -> [Span] { places.filter { $0.paragraph == paragraph }.map(\.span) }
    for annotation in annotations {
      switch annotation.kind {
      case "entity":
        for span in here(annotation.pieces) { for token in layers.tokens(in: span) { isName[token] = true } }
      case "quote":
        for span in here(annotation.pieces) { for token in layers.tokens(in: span) { isQuoted[token] = true } }
        speakers += here(annotation.mention("speaker")?.places ?? [])
      case "stance":
        positions.append(
          Position(
            isSupport: annotation.string("polarity") == "support",
            holder: here(annotation.mention("holder")?.places ?? []),
            target: here(annotation.mention("target")?.places ?? [])))
      default: break
      }
    }
  }

  /// True for a word that names somebody or something: what it is called says nothing of the tone.
  func names(_ token: Int) -> Bool { layers.tag(token).isProperNoun || isName[token] }
}
