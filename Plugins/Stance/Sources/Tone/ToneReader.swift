import DiplePluginKit

/// Says how a paragraph's sentences speak of the mentions in them.
struct ToneReader {
  let passage: Passage<StanceAnnotator>
  let model: ToneModel

  /// The tone towards each person and organization that is named.
  ///
  /// - Parameter positions: the stances of the paragraph.
  func mentions(_ positions: [Annotation]) -> [Annotation] {
    let mentions = passage.annotations("entity").filter {
      ($0.string("type") == "person" || $0.string("type") == "organization") && $0.place.paragraph == passage.number
    }
    guard !mentions.isEmpty else { return [] }
    let scene = scene(positions)
    return mentions.compactMap { mention in
      var annotation = annotation(of: mention.place.span, scene)
      annotation?["of"] = .annotation(mention.id)
      return annotation
    }
  }

  /// The tone towards each of some spans.
  func targets(_ spans: [Span], _ positions: [Annotation]) -> [Annotation] {
    guard !spans.isEmpty else { return [] }
    let scene = scene(positions)
    return spans.compactMap { annotation(of: $0, scene) }
  }

  private func scene(_ positions: [Annotation]) -> ToneScene {
    ToneScene(
      passage.layers, passage.annotations("entity") + passage.annotations("quote") + positions,
      paragraph: passage.number, words: model.words)
  }

  private func annotation(of span: Span, _ scene: ToneScene) -> Annotation? {
    guard let features = ToneFeatures(scene, target: span) else { return nil }
    let verdict = model.judge(features)
    let probability = Double(verdict.probabilities[verdict.tone.rawValue])
    return Annotation(
      "tone", passage.place(span), confidence: (probability * 100).rounded() / 100, source: "stance/tone",
      reason: reason(verdict, scene), attributes: ["polarity": .string(verdict.tone.name)])
  }

  /// The words that speak most for the verdict.
  private func reason(_ verdict: ToneVerdict, _ scene: ToneScene) -> String {
    let words = verdict.evidence.prefix(Self.shown).filter { $0.weight > Self.least }
      .map { "“\(scene.layers.text($0.token..<$0.token + 1))”" }
    return words.isEmpty ? "no word speaks clearly" : "a learned guess, most by \(words.joined(separator: ", "))"
  }
  private static let shown = 3
  /// In logits.
  private static let least: Float = 0.05
}
