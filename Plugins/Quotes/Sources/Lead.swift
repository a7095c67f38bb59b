import DiplePluginKit

/// A cue at the end of a paragraph whose content is the next one: `Ruiz said:`.
struct Lead: Sendable, Equatable {
  var source: Range<Int>
  var cue: Range<Int>
  var attribution: Attribution
}

extension ParagraphReader {
  /// The cue that the paragraph ends with, where nothing was found for it.
  func lead() -> Lead? {
    guard let unit = units.last(where: { $0.scope == -1 }), unit.count > 1 else { return nil }
    let last = unit.count - 1
    let isOpen = Self.leading.contains(unit.word(last)) || !layers.shape(layers.count - 1).contains(.punctuation)
    guard isOpen else { return nil }
    if let lead = gluedLead(unit, last) { return lead }
    guard let verb = unit.items.indices.last(where: { unit.isVerb($0) && isSaying(unit, $0) }),
      let group = unit.verb(verb), let cue = cues.verb(layers, group.head, limit: unit.tokens.upperBound),
      !found.contains(where: { $0.cue.contains(cue.tokens) }),
      !unit.items.indices.dropFirst(verb + 1).contains(where: { unit.isFinite($0) || unit.isQuoted($0) || unit.word($0) == "that" }),
      let subject = SpeakerPhrase(unit: unit).subject(of: verb)
    else { return nil }
    return Lead(source: unit.tokens(subject), cue: cue.tokens, attribution: cue.attribution)
  }
  /// `The Courier reports:`, where the tagger took the verb for the name's last word.
  private func gluedLead(_ unit: Unit, _ last: Int) -> Lead? {
    guard last > 0, unit.word(last) == ":", let phrase = unit.noun(last - 1), phrase.tokens.count > 1,
      case let token = unit.items[last - 1].tokens.upperBound - 1, layers.tag(token - 1).isProperNoun,
      !layers.shape(token).contains(.capitalized), let cue = cues.verb(layers, token, limit: layers.count),
      cue.frames.contains(.quote)
    else { return nil }
    return Lead(source: unit.items[last - 1].tokens.lowerBound..<token, cue: cue.tokens, attribution: cue.attribution)
  }
  private static let leading: WordSet = [":", "—", "–", "--", ","]

  private func isSaying(_ unit: Unit, _ at: Int) -> Bool {
    guard let verb = unit.verb(at), !verb.isPassive, verb.form == .finite || verb.form == .gerund || isToSay(verb) else {
      return false
    }
    return cues.verb(layers, verb.head, limit: unit.tokens.upperBound)?.frames.contains(.quote) ?? false
  }

  /// `paused to say:`
  private func isToSay(_ verb: VerbGroup) -> Bool { verb.form == .infinitive && layers.word(verb.head) == "say" }
}
