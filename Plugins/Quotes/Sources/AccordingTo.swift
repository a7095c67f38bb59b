import DiplePluginKit

/// `According to X, …`, `…, according to X`, and the source that X quotes (`according to X, quoting Y, …`).
extension ParagraphReader {
  mutating func readAccordingTo(_ unit: Unit, _ spent: inout Set<Int>) {
    let phrases = SpeakerPhrase(unit: unit)
    let clause = Clause(unit: unit, cues: cues)
    for at in unit.items.indices where isAccording(unit, at) {
      // In front, all up to the comma names the source: `According to a survey by the institute, …`.
      guard let speaker = phrases.after(at + 2, wide: at == 0) else { continue }
      spent.insert(at)
      let cue = unit.items[at].tokens.lowerBound..<unit.items[at + 1].tokens.upperBound
      var sources = [(speaker: speaker, cue: cue, rule: Rule.accordingTo)]
      var next = speaker.upperBound
      if unit.isComma(next), let verb = unit.verb(next + 1), verb.form == .gerund,
        Self.relaying.contains(layers.word(verb.head)),
        let inner = phrases.after(next + 2)
      {
        sources.append((inner, verb.head..<verb.head + 1, .citing))
        spent.insert(next + 1)
        next = inner.upperBound
      }
      var contents: [Range<Int>] = []
      if at == 0 || unit.tag(at - 1) == .cc && at == 1 {
        if unit.isComma(next) { next += 1 }
        if next < unit.count { contents = [next..<clause.end(from: next, opening: .that)] }
      } else {
        var end = at
        if unit.isComma(end - 1) { end -= 1 }
        let start = leftEdge(unit, end)
        if start < end { contents = [start..<clause.trimmed(start, end)] }
        // `The bridge, according to X, will stay open.`
        if unit.isComma(next), unit.isComma(at - 1), next + 1 < unit.count, !contents.isEmpty, !clause.hasClause(start),
          !phrases.isRelative(next + 1)
        {
          contents.append(next + 1..<clause.end(from: next + 1, opening: .that))
        }
      }
      for source in sources {
        add(
          unit, contents, source: .phrase(unit.tokens(source.speaker)), cue: [source.cue], .neutral, source.rule,
          confidence: 0.9)
      }
    }
  }

  static let relaying: WordSet = ["quoting", "citing"]

  private func isAccording(_ unit: Unit, _ at: Int) -> Bool {
    guard at + 2 < unit.count, layers.word(unit.items[at].tokens.upperBound - 1) == "according" else { return false }
    return unit.word(at + 1) == "to"
  }
}
