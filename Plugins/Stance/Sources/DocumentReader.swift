import DiplePluginKit

/// Puts the positions of all paragraphs into the document: who the holder is, and whether a quote reports them.
struct DocumentReader {
  private let document: DocumentView
  private let summaries: [[Found]]
  private let pronouns: Pronouns

  init(_ document: DocumentView, _ summaries: [[Found]]) {
    (self.document, self.summaries) = (document, summaries)
    pronouns = Pronouns(document)
  }

  func annotations() -> [Annotation] {
    var all: [Annotation] = []
    for (item, summary) in zip(document.paragraphs, summaries) where !summary.isEmpty {
      let quotes = document.annotations("quote", inParagraph: item.number).filter {
        $0.string("form") != "scare" && $0.string("form") != "title"
      }
      let entities = document.annotations("entity", inParagraph: item.number)
      for found in summary {
        guard let annotation = annotation(found, item, quotes, entities) else { continue }
        all.append(annotation)
      }
    }
    return all
  }

  private func annotation(
    _ found: Found, _ item: DocumentView.Item, _ quotes: [Annotation], _ entities: [Annotation]
  ) -> Annotation? {
    let cue = found.cue.map { item.place($0) }
    let quote = innermost(quotes, around: cue[0])
    if found.needsQuote, quote == nil { return nil }
    let target = item.place(found.target)
    let named = entity(item.place(found.targetHead), within: target, entities)
    if found.needsPerson, named?.string("type") != "person" { return nil }
    var annotation = Annotation(
      "stance", cue, confidence: confidence(found), source: "stance/\(found.family)",
      reason: reason(found, item.layers),
      attributes: ["polarity": .string(found.polarity.rawValue)])
    switch found.holder {
    case .speaker:
      if let quote {
        guard let speaker = quote.mention("speaker") ?? neighbour(of: quote, quotes) else { return nil }
        annotation["holder"] = .mention(speaker)
      } else {
        annotation["holder"] = .string("author")
      }
    case .phrase(let span, let head, let isFirstPerson):
      var entity = entity(item.place(head), within: item.place(span), entities)?.cluster("entity")
      if isFirstPerson { entity = quote?.mention("speaker")?.entity }
      entity = entity ?? speaker(at: item.place(head)) ?? pronouns.cluster(at: item.place(head), in: item.layers)
      annotation["holder"] = .mention(Mention(item.place(span), entity: entity))
    }
    annotation["target"] = .mention(Mention(target, entity: named?.cluster("entity")))
    annotation["certainty"] = .string(found.certainty.name)
    annotation["negated"] = .bool(!found.negations.isEmpty)
    annotation["voice"] = .string(quote == nil ? "author" : "reported")
    if let quote { annotation["quote"] = .annotation(quote.id) }
    return annotation
  }

  /// The smallest quote whose content holds a place.
  private func innermost(_ quotes: [Annotation], around place: Place) -> Annotation? {
    var best: (quote: Annotation, size: Int)?
    for quote in quotes {
      guard let piece = quote.pieces.first(where: { $0.contains(place) }) else { continue }
      if best.map({ piece.span.count < $0.size }) ?? true { best = (quote, piece.span.count) }
    }
    return best?.quote
  }

  /// A quotation without a source of its own has that of the quotation before it in its paragraph.
  private func neighbour(of quote: Annotation, _ quotes: [Annotation]) -> Mention? {
    var last: Mention?
    for other in quotes {
      if other.place.span.start >= quote.place.span.start, last != nil { break }
      last = other.mention("speaker") ?? last
    }
    return last
  }

  /// What the head of a phrase names.
  private func entity(_ head: Place, within phrase: Place, _ entities: [Annotation]) -> Annotation? {
    entities.first { $0.place.overlaps(head) && phrase.contains($0.place) }
  }

  /// A pronoun that the quotes annotator resolved as a speaker names the same thing here.
  private func speaker(at head: Place) -> Cluster? {
    for quote in document.annotations("quote", inParagraph: head.paragraph) {
      if let speaker = quote.mention("speaker"), speaker.place.contains(head), let entity = speaker.entity {
        return entity
      }
    }
    return nil
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
