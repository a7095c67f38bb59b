import DiplePluginKit

/// Nouns that attribute: `Ruiz's claim that …`, `the promise to …`, `calls for …`, `accusations of …`.
extension ParagraphReader {
  mutating func readNoun(_ unit: Unit, _ at: Int) {
    guard let phrase = unit.noun(at), !phrase.isPronoun, !isNameWord(phrase.head),
      !layers.tag(phrase.head).isProperNoun,
      !(unit.word(at) == "order" && unit.word(at - 1) == "in"),
      let cue = cues.noun(layers, phrase.head), !readAnswer(unit, at, phrase, cue),
      let start = nounContent(unit, at, cue)
    else { return }
    let clause = Clause(unit: unit, cues: cues)
    var end = clause.end(from: start.item, opening: start.opening)
    if !unit.items.indices.prefix(at).contains(where: { unit.isFinite($0) }),
      let verb = clause.predicate(of: phrase.head, behind: start.item, opening: start.opening), verb < end
    {
      end = clause.trimmed(start.item, verb)
    }
    guard end > start.item else { return }
    let source = start.by ?? owner(unit, at, phrase)
    var tokens = [cue.tokens]
    if let joint = start.joint { tokens = [cue.tokens.lowerBound..<joint] }
    add(
      unit, [start.item..<end], source: source.map { .phrase($0) } ?? .none, cue: tokens, cue.attribution, .nounCue,
      confidence: source == nil ? 0.6 : 0.8)
  }

  /// `“…” was her reply`, `“…” came the answer`.
  private mutating func readAnswer(_ unit: Unit, _ at: Int, _ phrase: NounPhrase, _ cue: Cue) -> Bool {
    guard let verb = unit.verb(at - 1), verb.tokens.count == 1, Self.copulas.contains(layers.word(verb.head)),
      unit.isQuoted(at - 2), !taken[unit.items[at - 2].number], isSpeech(unit.items[at - 2].number),
      !isTitleInside(unit, at - 2)
    else { return false }
    let source = owner(unit, at, phrase)
    add(
      unit, [at - 2..<at - 1], source: source.map { .phrase($0) } ?? .none, cue: [cue.tokens], cue.attribution,
      .nounCue,
      confidence: source == nil ? 0.6 : 0.85)
    return true
  }
  private static let copulas: WordSet = ["was", "is", "came", "comes"]

  /// `expressed concern that …`: the noun attributes, the verb before it only carries it.
  func isNounCue(_ unit: Unit, _ at: Int) -> Bool {
    guard Self.light.contains(layers.word(unit.tokens(at - 1..<at).lowerBound)) || unit.isVerb(at - 1) else {
      return false
    }
    return unit.noun(at).flatMap { cues.noun(layers, $0.head) }.flatMap { nounContent(unit, at, $0) }?.opening == .that
  }

  /// `the Court of Appeals for the valley`: part of a name.
  private func isNameWord(_ token: Int) -> Bool {
    layers.word(token - 1) == "of" && layers.shape(token).contains(.capitalized)
      && layers.shape(token - 2).contains(.capitalized)
  }

  private func nounContent(
    _ unit: Unit, _ at: Int, _ cue: Cue
  ) -> (item: Int, opening: Clause.Opening, by: Range<Int>?, joint: Int?)? {
    var next = at + 1
    var by: Range<Int>?
    if Self.agents.contains(unit.word(next)), let agent = SpeakerPhrase(unit: unit).after(next + 1) {
      // `warnings from his lawyer that`, `the claim by the ministry that`.
      let behind = unit.isComma(agent.upperBound) ? agent.upperBound + 1 : agent.upperBound
      if unit.word(behind) == "that" || unit.verb(behind)?.form == .infinitive {
        by = unit.tokens(agent)
        next = behind
      }
    }
    if unit.word(next) == "against" || unit.word(next) == "to", unit.isNoun(next + 1) {
      // `accusations against the ministry of …`: whom the words are about or for.
      let behind = SpeakerPhrase(unit: unit).chainEnd(next + 1, wide: false)
      if unit.word(behind) == "that" { next = behind }
      let of = (next + 1..<min(unit.count, behind + 1)).first {
        unit.word($0) == "of" && unit.verb($0 + 1)?.form == .gerund
      }
      if let of { next = of }
    }
    if unit.isComma(next), unit.word(next + 1) == "that" { next += 1 }
    if cue.frames.contains(.that), unit.word(next) == "that", next + 1 < unit.count, !unit.isFinite(next + 1) {
      return (next + 1, .that, by, nil)
    }
    if cue.frames.contains(.to), let verb = unit.verb(next), verb.form == .infinitive {
      return (next, .infinitive, by, nil)
    }
    if cue.frames.contains(.to), unit.word(next) == "to", unit.verb(next + 1)?.form == .gerund {
      return (next + 1, .gerund, by, nil)
    }
    if cue.frames.contains(.wh),
      unit.word(next) == "whether" || unit.word(next) == "of" && unit.word(next + 1) == "whether"
    {
      return (unit.word(next) == "whether" ? next : next + 1, .wh, by, nil)
    }
    if cue.frames.contains(.for_), unit.word(next) == "for", unit.isNoun(next + 1) || unit.isQuoted(next + 1),
      !Self.answers.contains(unit.word(next + 1))
    {
      return (next + 1, .noun, by, unit.items[next].tokens.upperBound)
    }
    if cue.frames.contains(.of), unit.word(next) == "of" {
      if unit.verb(next + 1)?.form == .gerund { return (next + 1, .gerund, by, nil) }
    }
    return nil
  }
  /// `did not respond to requests for comment`: what a reporter asks for, whatever it was.
  private static let answers: WordSet = ["comment", "comments", "interview", "interviews"]
  private static let agents: WordSet = ["by", "from", "of"]

  /// Whose claim it is: the possessor, the noun before (`a ministry warning`), or the subject of a light verb (`made the claim`).
  private func owner(_ unit: Unit, _ at: Int, _ phrase: NounPhrase) -> Range<Int>? {
    let tokens = phrase.tokens
    if let possessive = tokens.last(where: { layers.tag($0) == .pos }), possessive < phrase.head,
      possessive > tokens.lowerBound
    {
      return tokens.lowerBound..<possessive
    }
    if layers.tag(tokens.lowerBound) == .prps { return tokens.lowerBound..<tokens.lowerBound + 1 }
    let names = (tokens.lowerBound..<phrase.head).drop { !layers.tag($0).isProperNoun }
    if let first = names.first, names.allSatisfy({ layers.tag($0).isProperNoun }) { return first..<phrase.head }
    if let verb = unit.verb(at - 1), Self.light.contains(layers.word(verb.head)), !verb.isPassive {
      return SpeakerPhrase(unit: unit).subject(of: at - 1).map { unit.tokens($0) }
    }
    return nil
  }
  static let light: WordSet = [
    "sounded", "make", "makes", "made", "making", "issue", "issues", "issued", "issuing", "give", "gives", "gave",
    "given",
    "giving", "have", "has", "had", "having", "express", "expresses", "expressed", "expressing", "voice", "voiced",
    "voicing", "repeat", "repeated", "repeats", "repeating", "raise", "raised", "raises", "raising", "renewed", "renew",
    "send", "sent", "offer", "offered", "offering", "share", "shared", "shares", "retracted", "withdrew", "reiterated",
    "came", "reached", "drew", "took", "filed", "published", "released", "hold", "holds", "held",
  ]
}
