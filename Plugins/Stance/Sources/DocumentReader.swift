import DiplePluginKit

/// Puts the positions of all paragraphs into the document: who the holder is, and whether a quote reports them.
struct DocumentReader {
  private let document: DocumentView
  private let summaries: [[Found]]
  private var pronouns: Pronouns

  init(_ document: DocumentView, _ summaries: [[Found]]) {
    (self.document, self.summaries) = (document, summaries)
    pronouns = Pronouns(document)
  }

  /// The annotations, in order.
  mutating func annotations() -> [Annotation] {
    var all: [Annotation] = []
    for (index, summary) in summaries.enumerated() where !summary.isEmpty {
      var around = Surroundings(document, paragraph: document.paragraphs[index].number)
      for found in summary {
        if let annotation = annotation(found, index, &around) { all.append(annotation) }
      }
    }
    return all
  }

  private mutating func annotation(_ found: Found, _ index: Int, _ around: inout Surroundings) -> Annotation? {
    let item = document.paragraphs[index]
    let quote = around.quote(around: found.cue[0])
    let target = around.name(at: found.targetHead, within: found.target)
    if found.needsQuote, quote == nil { return nil }
    if found.needsPerson, target?.isPerson != true { return nil }
    guard let holder = holder(found, index, quote, around) else { return nil }
    var annotation = Annotation(
      "stance", found.cue.map { item.place($0) }, confidence: confidence(found), source: "stance/\(found.family)",
      reason: reason(found, item.layers),
      attributes: [
        "polarity": .string(found.polarity.rawValue), "holder": holder,
        "target": .mention(Mention(item.place(found.target), entity: target?.cluster)),
        "certainty": .string(found.certainty.name), "negated": .bool(!found.negations.isEmpty),
        "voice": .string(quote == nil ? "author" : "reported"),
      ])
    if let quote { annotation["quote"] = .annotation(quote.id) }
    return annotation
  }

  /// Whose position it is; nil where a quote names no speaker.
  private mutating func holder(
    _ found: Found, _ index: Int, _ quote: Annotation?, _ around: Surroundings
  ) -> AttributeValue? {
    switch found.holder {
    case .speaker:
      guard let quote else { return .string("author") }
      return (quote.mention("speaker") ?? around.neighbour(of: quote)).map { .mention($0) }
    case .phrase(let span, let head, let isFirstPerson):
      let speaker = isFirstPerson ? quote?.mention("speaker")?.entity : nil
      let entity =
        speaker ?? around.name(at: head, within: span)?.cluster ?? around.speaker(at: head)
        ?? pronouns.cluster(at: head, ofParagraph: index)
      return .mention(Mention(document.paragraphs[index].place(span), entity: entity))
    }
  }

  // MARK: Evidence

  private func confidence(_ found: Found) -> Double {
    let base =
      switch found.evidence {
      case .object, .infinitive, .passive: 0.85
      case .predicate, .person, .possessor, .gerund: 0.8
      case .clause, .carrier, .agent, .naming: 0.75
      case .gap, .compound: 0.7
      case .verdict: 0.65
      }
    let doubt =
      0.05 * Double(found.distance) + (found.certainty == .certain ? 0 : 0.05) + (found.negations.isEmpty ? 0 : 0.05)
    return ((base - doubt) * 100).rounded() / 100
  }

  private func reason(_ found: Found, _ layers: Layers) -> String {
    let cue = found.cue.map { layers.text($0) }.joined(separator: " … ")
    var text =
      switch found.evidence {
      case .object: "“\(cue)” with its object"
      case .clause: "“\(cue)” with a clause"
      case .infinitive: "“\(cue)” with an act asked for"
      case .gerund: "“\(cue)” with an act"
      case .passive: "“\(cue)” in the passive with “by”"
      case .gap: "“\(cue)” in a clause about its target"
      case .possessor: "“\(cue)” with the one who has it"
      case .carrier: "“\(cue)” with the verb that carries it"
      case .agent: "“\(cue)” with the one it comes from"
      case .person: "“\(cue)” names somebody after a position"
      case .predicate: "“\(cue)” said of its holder"
      case .verdict: "“\(cue)” judges what it is said of"
      case .naming: "“\(cue)” is what the target is called"
      case .compound: "“\(cue)” behind the name of its holder"
      }
    if !found.negations.isEmpty {
      text += "; “\(found.negations.map { layers.text($0) }.joined(separator: " … "))” turns it around"
    }
    if let hedge = found.hedge { text += "; “\(layers.text(hedge))” makes it \(found.certainty.name)" }
    return text
  }
}
