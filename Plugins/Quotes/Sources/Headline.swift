import DiplePluginKit

/// `“RUIZ: …`: a transcript whose paragraphs open with marks.
extension ParagraphReader {
  mutating func readMarkedTranscript() {
    guard let pair = pairs.all.first, pair.tokens.lowerBound == 0,
      let colon = pair.inner.prefix(5).first(where: { layers.word($0) == ":" }), colon > 1,
      colon + 1 < pair.inner.upperBound,
      (1..<colon).allSatisfy({ layers.shape($0).contains(.allCaps) || layers.shape($0).contains(.punctuation) }),
      layers.end(1) - layers.start(1) > 1
    else { return }
    taken[0] = true
    found.append(
      Found(
        pieces: [colon + 1..<pair.inner.upperBound], form: .direct, source: .phrase(1..<colon),
        cue: [colon..<colon + 1],
        attribution: .neutral, rule: .transcript, confidence: 0.8, scope: -1))
  }
}

/// `Ruiz: Bridge stays open` in a headline, and `RUIZ: …` in a transcript.
extension ParagraphReader {
  mutating func readHeadline(_ unit: Unit, _ spent: inout Set<Int>) {
    let phrases = SpeakerPhrase(unit: unit)
    guard unit.isNoun(0), let speaker = phrases.after(0), unit.word(speaker.upperBound) == ":" else { return }
    let colon = speaker.upperBound
    guard colon + 1 < unit.count, colon <= 7 else { return }
    let name = unit.tokens(speaker)
    let cue = unit.items[colon].tokens
    if name.allSatisfy({
      layers.shape($0).contains(.allCaps) || layers.shape($0).contains(.punctuation)
        || layers.shape($0).contains(.abbreviation)
    }),
      layers.kind == .text, name.count <= 4
    {
      // All of the paragraph is what was said.
      let end = layers.count
      guard cue.upperBound < end else { return }
      found.append(
        Found(
          pieces: [cue.upperBound..<end], form: .indirect, source: .phrase(name), cue: [cue], attribution: .neutral,
          rule: .transcript, confidence: 0.8, scope: -1))
      return
    }
    // A headline has no full stop and its source is named.
    let isHeadline =
      layers.kind == .heading || units.count { $0.scope == -1 } == 1 && layers.word(layers.count - 1) != "."
    guard isHeadline, unit.count < 48, unit.items[speaker].contains(where: { $0.kind == .noun && isNamed($0) }) else {
      return
    }
    let clause = Clause(unit: unit, cues: cues)
    let end = clause.trimmed(colon + 1, unit.count)
    add(
      unit, [colon + 1..<end], source: .phrase(name), cue: [cue], .neutral, .headline, confidence: 0.6)
  }

  private func isNamed(_ item: Item) -> Bool {
    item.tokens.contains { layers.tag($0).isProperNoun || Self.reporting.contains(layers.word($0)) }
  }
  private static let reporting: WordSet = [
    "report", "reports", "study", "poll", "source", "sources", "survey", "police",
  ]
}
