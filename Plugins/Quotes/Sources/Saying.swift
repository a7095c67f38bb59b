import DiplePluginKit

/// `X is quoted as saying …`, and `media reported X, who …, as saying …`, where the media report and X speaks.
extension ParagraphReader {
  mutating func readSaying(_ unit: Unit, _ spent: inout Set<Int>) {
    let phrases = SpeakerPhrase(unit: unit)
    for at in unit.items.indices where unit.word(at) == "as" && Self.sayings.contains(head(unit, at + 1)) {
      guard let verb = unit.verb(at + 1), verb.form == .gerund, let reporting = reporting(unit, before: at),
        let group = unit.verb(reporting)
      else { continue }
      let clause = Clause(unit: unit, cues: cues)
      guard let start = clause.start(from: at + 2, frames: [.quote, .that, .bare]) else { continue }
      let end =
        start.opening == .quote ? quoteEnd(unit, start.item) : clause.end(from: start.item, opening: start.opening)
      spent.insert(at + 1)
      spent.insert(reporting)
      let content = start.item..<end
      if group.isPassive {
        guard let speaker = phrases.subject(of: reporting) else { continue }
        let cue =
          reporting + 1 == at ? [group.head..<verb.head + 1] : [group.head..<group.head + 1, at2(unit, at, verb)]
        add(
          unit, [content], source: .phrase(unit.tokens(speaker)), cue: cue, .neutral, .saying, confidence: 0.95)
        if let by = (reporting + 1..<at).first(where: { unit.word($0) == "by" }), let agent = phrases.after(by + 1) {
          add(
            unit, [content], source: .phrase(unit.tokens(agent)), cue: [group.head..<group.head + 1], .neutral, .citing,
            confidence: 0.8)
        }
        continue
      }
      let object = reporting + 1
      guard unit.isNoun(object), let speaker = phrases.after(object) else { continue }
      let attribution = cues.verb(layers, group.head, limit: unit.tokens.upperBound)?.attribution ?? .neutral
      // Two sources in a chain: the report holds all that its object is reported to say.
      add(
        unit, [object..<end], source: phrases.subject(of: reporting).map { .phrase(unit.tokens($0)) } ?? .none,
        cue: [group.head..<group.head + 1], attribution, .citing, confidence: 0.85)
      add(
        unit, [content], source: .phrase(unit.tokens(speaker)), cue: [verb.head..<verb.head + 1], .neutral, .saying,
        confidence: 0.95)
    }
  }

  private static let sayings: WordSet = [
    "saying", "telling", "stating", "claiming", "declaring", "writing", "insisting",
  ]
  private static let reports: WordSet = [
    "quoted", "quotes", "quote", "quoting", "reported", "reports", "report", "cited", "cites", "cite", "citing",
    "recorded", "heard", "paraphrased",
  ]

  private func at2(_ unit: Unit, _ at: Int, _ verb: VerbGroup) -> Range<Int> {
    unit.items[at].tokens.lowerBound..<verb.head + 1
  }

  private func head(_ unit: Unit, _ at: Int) -> Word {
    unit.verb(at).map { layers.word($0.head) } ?? Word(hash: 0)
  }

  private func reporting(_ unit: Unit, before at: Int) -> Int? {
    var index = at - 1
    while index >= max(0, at - 64) {
      if let verb = unit.verb(index), Self.reports.contains(layers.word(verb.head)) { return index }
      index -= 1
    }
    return nil
  }
}
