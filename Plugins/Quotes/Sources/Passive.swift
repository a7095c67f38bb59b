import DiplePluginKit

/// Passives: `is believed to`, `was told by X that`, `it is said that`.
extension ParagraphReader {
  mutating func readPassive(_ unit: Unit, _ at: Int, _ group: VerbGroup, _ cue: Cue) {
    let phrases = SpeakerPhrase(unit: unit)
    let clause = Clause(unit: unit, cues: cues)
    var next = unit.item(from: cue.tokens.upperBound)
    var source = Source.none
    if unit.word(next) == "by", let agent = phrases.after(next + 1) {
      source = .phrase(unit.tokens(agent))
      next = agent.upperBound
    }
    if cue.frames.contains(.gerundOf), unit.word(next) == "of", case let act = next + 1,
      unit.verb(act)?.form == .gerund || unit.isQuoted(act) && !taken[unit.items[act].number]
    {
      // `was accused of stealing the funds`
      let end = unit.isQuoted(act) ? quoteEnd(unit, act) : clause.end(from: act, opening: .gerund)
      add(
        unit, [act..<end], source: source, cue: [cue.tokens], cue.attribution, .passive,
        confidence: 0.7)
      return
    }
    if group.form == .finite, cue.frames.contains(.raise), unit.verb(next)?.form == .infinitive,
      let subject = phrases.before(at)
    {
      let end = clause.end(from: next, opening: .infinitive)
      if unit.word(subject.lowerBound) == "it", subject.count == 1 { return }
      add(
        unit, [subject, next..<end], source: source, cue: [cue.tokens], cue.attribution, .passive, confidence: 0.7)
      return
    }
    guard
      let start = clause.start(from: next, frames: cue.frames.subtracting([.noun, .bare, .gerund]).union(order(cue)))
    else {
      readQuotedPassive(unit, at, group, cue, source)
      return
    }
    if start.opening == .quote, taken[unit.items[start.item].number] { return }
    let end =
      start.opening == .quote ? quoteEnd(unit, start.item) : clause.end(from: start.item, opening: start.opening)
    add(
      unit, [start.item..<end], source: source, cue: [cue.tokens], cue.attribution(before: start.opening), .passive,
      confidence: 0.7)
  }

  /// The hearer is the subject, so an infinitive follows the cue at once: `she was told to leave`.
  private func order(_ cue: Cue) -> Frames { cue.frames.contains(.order) ? [.to] : [] }

  /// `The plan was criticised by X`: the subject is the content, where an agent is named.
  private mutating func readQuotedPassive(_ unit: Unit, _ at: Int, _ group: VerbGroup, _ cue: Cue, _ source: Source) {
    guard case .phrase = source, group.form == .finite, cue.frames.contains(.noun),
      let subject = SpeakerPhrase(unit: unit).before(at), let phrase = unit.noun(subject.lowerBound), !phrase.isPronoun,
      layers.tag(phrase.head).isCommonNoun
    else { return }
    add(unit, [subject], source: source, cue: [cue.tokens], cue.attribution, .passive, confidence: 0.6)
  }
}
