import DiplePluginKit

/// A cue at the end of a paragraph whose content is the next one: `Ruiz said:`.
struct Lead: Sendable, Equatable {
  var source: Range<Int>
  var cue: Range<Int>
  var attribution: Attribution
  /// A colon ends the paragraph: the next one is the content also without marks.
  var isColon: Bool
}

extension Found {
  /// A paragraph without marks as the content of a cue at the end of the one before; nil for what is none, as an item of a list.
  static func block(_ layers: Layers, holding inner: [Found]) -> Found? {
    guard layers.count >= 10, layers.kind == .text, case let last = layers.count - 1,
      Unit.fullStops.contains(layers.word(last)), layers.shape(0).contains(.capitalized)
    else { return nil }
    let isMarked = inner.contains { $0.form != .indirect }
    return Found(
      pieces: [0..<(layers.word(last) == "." ? last : last + 1)], form: isMarked ? .mixed : .indirect,
      source: .previous,
      cue: [], attribution: nil, rule: .subjectVerb, confidence: 0.6, scope: -1, note: "the paragraph behind a colon")
  }
}

extension ParagraphReader {
  /// The cue that the paragraph ends with, where nothing was found for it.
  func lead() -> Lead? {
    guard let unit = units.last(where: { $0.scope == -1 }), unit.count > 1 else { return nil }
    let last = unit.count - 1
    let isOpen = Self.leading.contains(unit.word(last)) || !layers.shape(layers.count - 1).contains(.punctuation)
    guard isOpen else { return nil }
    if let lead = gluedLead(unit, last) ?? nounLead(unit, last) { return lead }
    guard let verb = unit.items.indices.last(where: { unit.isVerb($0) && isSaying(unit, $0) }),
      let group = unit.verb(verb), let cue = cues.verb(layers, group.head, limit: unit.tokens.upperBound),
      !found.contains(where: { $0.cue.contains(cue.tokens) }),
      !unit.items.indices.dropFirst(verb + 1).contains(where: {
        unit.isFinite($0) || unit.isQuoted($0) || unit.word($0) == "that"
      }),
      let subject = SpeakerPhrase(unit: unit).subject(of: verb)
    else { return nil }
    return Lead(
      source: unit.tokens(subject), cue: cue.tokens, attribution: cue.attribution, isColon: unit.word(last) == ":")
  }
  /// `The Courier reports:`, where the tagger took the verb for the name's last word.
  private func gluedLead(_ unit: Unit, _ last: Int) -> Lead? {
    guard last > 0, unit.word(last) == ":", let phrase = unit.noun(last - 1), phrase.tokens.count > 1,
      case let token = unit.items[last - 1].tokens.upperBound - 1, layers.tag(token - 1).isProperNoun,
      !layers.shape(token).contains(.capitalized), let cue = cues.verb(layers, token, limit: layers.count),
      cue.frames.contains(.quote)
    else { return nil }
    return Lead(
      source: unit.items[last - 1].tokens.lowerBound..<token, cue: cue.tokens, attribution: cue.attribution,
      isColon: unit.word(last) == ":")
  }
  /// `Ruiz made the following comment:`
  private func nounLead(_ unit: Unit, _ last: Int) -> Lead? {
    guard unit.word(last) == ":", let phrase = unit.noun(last - 1), let cue = cues.noun(layers, phrase.head),
      let verb = unit.verb(last - 2), !verb.isPassive, Self.light.contains(layers.word(verb.head)),
      let subject = SpeakerPhrase(unit: unit).subject(of: last - 2)
    else { return nil }
    return Lead(source: unit.tokens(subject), cue: cue.tokens, attribution: cue.attribution, isColon: true)
  }
  private static let leading: WordSet = [":", "—", "–", "--", ","]

  private func isSaying(_ unit: Unit, _ at: Int) -> Bool {
    guard let verb = unit.verb(at), !verb.isPassive || verb.tokens.count == 1,
      verb.form == .finite || verb.form == .gerund || isToSay(verb)
        || SpeakerPhrase(unit: unit).actsFinite(at)
    else { return false }
    return cues.verb(layers, verb.head, limit: unit.tokens.upperBound)?.frames.contains(.quote) ?? false
  }

  /// `paused to say:`
  private func isToSay(_ verb: VerbGroup) -> Bool { verb.form == .infinitive && layers.word(verb.head) == "say" }
}
