import DiplePluginKit

/// Puts the positions of a paragraph into the document: who the holder is, and whether a quote reports them.
struct PassageReader {
  private let passage: Passage<StanceAnnotator>
  private let pronouns: Pronouns
  private var around: Surroundings

  init(_ passage: Passage<StanceAnnotator>, before: LastNamed) {
    self.passage = passage
    let entities = passage.annotations("entity")
    pronouns = Pronouns(passage.layers, entities, before: before)
    let quotes = passage.summary.found.isEmpty ? [] : passage.annotations("quote")
    around = Surroundings(quotes: quotes, entities: entities, paragraph: passage.number)
  }

  /// Whom the next paragraph's pronouns would stand for.
  var after: LastNamed { pronouns.after }

  /// The annotations, in order.
  mutating func annotations() -> [Annotation] { passage.summary.found.compactMap { annotation($0) } }

  private mutating func annotation(_ found: Found) -> Annotation? {
    let quote = around.quote(around: found.cue[0])
    let target = around.name(at: found.targetHead, within: found.target)
    if found.needsQuote, quote == nil { return nil }
    if found.needsPerson, target?.isPerson != true { return nil }
    guard let holder = holder(found, quote) else { return nil }
    let aim = target?.cluster ?? pronounTarget(found, holder)
    var annotation = Annotation(
      "stance", found.cue.map { passage.place($0) }, confidence: confidence(found), source: "stance/\(found.family)",
      reason: reason(found, passage.layers),
      attributes: [
        "polarity": .string(found.polarity.rawValue), "holder": holder,
        "target": .mention(Mention(passage.place(found.target), entity: aim)),
        "certainty": .string(found.certainty.name), "negated": .bool(!found.negations.isEmpty),
        "voice": .string(quote == nil ? "author" : "reported"),
      ])
    if let quote { annotation["quote"] = .annotation(quote.id) }
    if isInfinitive(found.target, passage.layers) { annotation["infinitive"] = .bool(true) }
    return annotation
  }

  /// `blasted him`: who was named before, and is not the holder.
  private func pronounTarget(_ found: Found, _ holder: AttributeValue) -> Cluster? {
    guard found.target == found.targetHead, case .mention(let mention) = holder, let own = mention.entity,
      let cluster = pronouns.cluster(at: found.targetHead), cluster != own
    else { return nil }
    return cluster
  }

  /// An act without its `to`: `publish the contract`.
  private func isInfinitive(_ target: Span, _ layers: Layers) -> Bool {
    var token = layers.token(at: target.start)
    while layers.isQuotationMark(token) { token += 1 }
    guard layers.tag(token) == .vb, let number = layers.verbGroup(at: token) else { return false }
    return layers.verbGroups[number].form == .infinitive
  }

  /// Whose position it is; nil where a quote names no speaker, or no name where one is asked for.
  private func holder(_ found: Found, _ quote: Annotation?) -> AttributeValue? {
    switch found.holder {
    case .speaker:
      guard let quote else { return .string("author") }
      return (quote.mention("speaker") ?? around.neighbour(of: quote)).map { .mention($0) }
    case .phrase(let span, let head, let isFirstPerson):
      if found.needsNamedHolder, around.name(at: head, within: span) == nil { return nil }
      let speaker = isFirstPerson || opensSpeech(head, quote) ? quote?.mention("speaker")?.entity : nil
      let entity =
        speaker ?? around.name(at: head, within: span)?.cluster ?? around.speaker(at: head)
        ?? pronouns.cluster(at: head)
      return .mention(Mention(passage.place(span), entity: entity))
    }
  }

  /// `Ruiz said she opposes it`: a pronoun that opens an indirect quote, of the sex or kind of who speaks.
  private func opensSpeech(_ head: Span, _ quote: Annotation?) -> Bool {
    guard let quote, quote.place.span.start == head.start, let speaker = quote.mention("speaker"),
      let cluster = speaker.entity
    else { return false }
    let (layers, phrase) = (passage.layers, speaker.place.span)
    let pronoun = layers.word(layers.token(at: head.start))
    guard speaker.place.paragraph == passage.number else { return false }
    if layers.word(layers.token(at: phrase.start)) == pronoun { return true }
    return pronouns.agrees(pronoun, with: cluster, in: phrase, isPerson: around.isPerson(cluster, in: phrase))
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
