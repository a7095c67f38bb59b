import DiplePluginKit

/// Writes what was found as annotations.
extension Block {
  /// The annotations; `within` counts on their order.
  func annotations() -> [Annotation] { items.map(annotation) }

  private func annotation(_ item: Item) -> Annotation {
    let found = item.found
    let view = views[item.paragraph]
    let confidence = item.isUnclosed ? min(0.4, found.confidence) : found.confidence
    var annotation = Annotation(
      "quote", item.pieces.sorted(), confidence: confidence, source: "quotes/\(found.rule.rawValue)",
      reason: reason(item),
      attributes: ["form": .string(found.form.rawValue)])
    if let speaker = item.speaker { annotation["speaker"] = .mention(speaker) }
    if !found.cue.isEmpty { annotation["cue"] = .mention(Mention(found.cue.map { view.place($0) })) }
    if let attribution = found.attribution { annotation["attribution"] = .string(attribution.rawValue) }
    if let within = item.within { annotation["within"] = .sibling(within) }
    if item.isUnclosed { annotation["unclosed"] = .bool(true) }
    return annotation
  }

  private func reason(_ item: Item) -> String {
    let layers = views[item.paragraph].layers
    let cue = item.found.cue.map { layers.text($0) }.joined(separator: " ")
    var text =
      switch item.found.rule {
      case .subjectVerb: "a subject and “\(cue)”"
      case .verbSubject: "“\(cue)” and its subject behind it"
      case .floating: "a subject and “\(cue)” set off by a comma"
      case .accordingTo: "“\(cue)” with a source"
      case .headline: "a name and a colon in a headline"
      case .transcript: "a name in capitals and a colon"
      case .nounCue: "the noun “\(cue)” with a content"
      case .saying: "“\(cue)” names what the source said"
      case .passive: "the passive “\(cue)”"
      case .object: "what “\(cue)” is about"
      case .adverb: "“\(cue)”: the text does not say who says so"
      case .citing: "“\(cue)” passes on another source"
      case .byline: "a name behind a dash signs the marks"
      case .continued: "a sentence in marks"
      case .unattributed: "words in marks that read like speech"
      case .marks: "marks"
      }
    if !item.found.note.isEmpty { text += "; \(item.found.note)" }
    if item.isUnclosed { text += "; no mark closes it" }
    return text
  }
}
