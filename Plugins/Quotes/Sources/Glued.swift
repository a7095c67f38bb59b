import DiplePluginKit

/// `“Never,” cried Ruiz`, where the tagger took the verb for an adjective of the name: behind marks that end as speech does, a form
/// of a cue with a name, an article or a pronoun behind it is the verb.
extension ParagraphReader {
  mutating func readGlued(_ unit: Unit) {
    for hole in unit.items.indices where unit.isQuoted(hole) && !taken[unit.items[hole].number] {
      guard unit.quotedEnds(hole, with: Unit.speechEnds), unit.isNoun(hole + 1) else { continue }
      let phrase = unit.items[hole + 1].tokens
      guard phrase.count > 1, let cue = cues.verb(layers, phrase.lowerBound, limit: phrase.upperBound),
        !layers.shape(phrase.lowerBound).contains(.capitalized),
        case let name = cue.tokens.upperBound, name < phrase.upperBound, startsSource(name)
      else { continue }
      var end = SpeakerPhrase(unit: unit).after(hole + 1)?.upperBound ?? hole + 2
      while end > hole + 2, !Clause(unit: unit, cues: cues).endsSoon(end) { end -= 1 }
      var contents = [hole..<hole + 1]
      if let more = furtherPiece(unit, of: hole, from: end) { contents.append(more..<more + 1) }
      add(
        unit, contents, source: .phrase(name..<unit.items[end - 1].tokens.upperBound), cue: [cue.tokens],
        cue.attribution, .verbSubject, confidence: 0.85)
    }
  }

  /// `while chanting, “…”`, where the tagger took the verb for a noun: right before marks a form of a cue that ends in -ing.
  mutating func readGluedBefore(_ unit: Unit) {
    for hole in unit.items.indices.dropFirst() where unit.isQuoted(hole) && !taken[unit.items[hole].number] {
      let at = unit.isComma(hole - 1) || unit.word(hole - 1) == ":" ? hole - 2 : hole - 1
      guard at > 0, !unit.isVerb(at), unit.kind(at) != .quoted, isSpeech(unit.items[hole].number),
        case let token = unit.items[at].tokens.upperBound - 1, endsInIng(token),
        let cue = cues.verb(layers, token, limit: unit.tokens.upperBound), cue.frames.contains(.quote),
        let governor = unit.items.indices.prefix(at).last(where: { unit.isFinite($0) }),
        let source = SpeakerPhrase(unit: unit).subject(of: governor)
      else { continue }
      add(
        unit, [hole..<quoteEnd(unit, hole)], source: .phrase(unit.tokens(source)), cue: [cue.tokens], cue.attribution,
        .subjectVerb, confidence: 0.75)
    }
  }

  /// `The report states that …`, `The statement read: “…”`, where the tagger took the verb for the phrase's last noun.
  mutating func readGluedAfter(_ unit: Unit) {
    for at in unit.items.indices.dropLast(2) where unit.isNoun(at) && unit.items[at].tokens.count > 1 {
      let next = unit.word(at + 1)
      guard next == "that" || next == ":" && unit.isQuoted(at + 2), case let tokens = unit.items[at].tokens,
        case let token = tokens.upperBound - 1, !layers.shape(token).contains(.capitalized),
        cues.noun(layers, token) == nil,
        let cue = cues.verb(layers, token, limit: unit.tokens.upperBound),
        cue.frames.contains(next == "that" ? .that : .quote),
        layers.tag(token) != .nn || next == ":",
        !found.contains(where: { $0.scope == unit.scope && $0.extent.contains(unit.items[at + 2].tokens.lowerBound) })
      else { continue }
      let content =
        unit.isQuoted(at + 2)
        ? at + 2..<quoteEnd(unit, at + 2) : at + 2..<Clause(unit: unit, cues: cues).end(from: at + 2, opening: .that)
      add(
        unit, [content], source: .phrase(tokens.lowerBound..<token), cue: [token..<token + 1], cue.attribution,
        .subjectVerb,
        confidence: 0.75)
    }
  }

  private func endsInIng(_ token: Int) -> Bool {
    layers.bytes[layers.start(token)..<layers.end(token)].suffix(3).elementsEqual("ing".utf8)
  }

  private func startsSource(_ token: Int) -> Bool {
    layers.shape(token).contains(.capitalized) || layers.tag(token) == .dt || layers.tag(token) == .prps
  }
}
