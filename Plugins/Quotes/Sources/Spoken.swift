import DiplePluginKit

/// What counts as a quotation inside the words of a direct one. People say what they do and know; that attributes nothing
/// (of 50 such findings in PolNeAR dev and our own news, 1 was a marked content).
extension ParagraphReader {
  /// `“We cannot agree to a delay”`, `“I know who it was”`: the quoted one acts and knows; no further content is ascribed.
  func isActed(_ unit: Unit, _ subject: Range<Int>?, _ cue: Cue, _ opening: Clause.Opening) -> Bool {
    guard unit.scope >= 0 else { return false }
    if opening == .noun { return true }
    guard let subject, isSpeaker(unit, subject) else { return false }
    if cue.attribution == .factive { return true }
    return (opening == .infinitive || opening == .gerund) && isDenied(cue)
  }

  /// Leaves out what somebody thinks or knows inside what is ascribed (`said that they knew it`, `“people want to go”`), unless a name
  /// says whose thought it is, or it is the quoted one's own (`“I think the tower leans”`).
  mutating func dropInnerThoughts() {
    // How many contents in other words begin or end at each token; their sum is how many stand around it.
    var edges = Array(repeating: 0, count: layers.count + 1)
    for quote in found where quote.form == .indirect {
      for piece in quote.pieces {
        edges[piece.lowerBound] += 1
        edges[piece.upperBound] -= 1
      }
    }
    var depth = 0
    let depths = edges.map { edge in
      depth += edge
      return depth
    }
    found.removeAll { quote in
      let isWeak =
        quote.source == .none || quote.attribution == .speculative || quote.attribution == .factive
        || quote.rule == .object
      guard isWeak, quote.form == .indirect, quote.scope >= 0 || depths[quote.pieces[0].lowerBound] > 1,
        !quote.cue.isEmpty
      else { return false }
      // `“the pretext that they shot first”`: a noun ascribes its content also where nobody is named.
      guard case .phrase(let source) = quote.source else {
        return quote.source == .none && (quote.scope < 0 || quote.rule != .nounCue)
      }
      if quote.scope >= 0, source.count == 1, Self.speakers.contains(layers.word(source.lowerBound)) { return false }
      return !source.contains { layers.tag($0).isProperNoun }
    }
  }

  /// `I` or `we` inside marks: the quoted one.
  func isSpeaker(_ unit: Unit, _ subject: Range<Int>) -> Bool {
    guard unit.scope >= 0, subject.count == 1 else { return false }
    return Self.speakers.contains(unit.word(subject.lowerBound))
  }
  private static let speakers: WordSet = ["i", "we"]

  /// `cannot agree`, `do not want`: the verb is denied, or one that may or must be.
  private func isDenied(_ cue: Cue) -> Bool {
    guard let number = layers.verbGroup(at: cue.tokens.lowerBound) else { return false }
    return layers.verbGroups[number].tokens.contains {
      layers.tag($0) == .md || layers.word($0) == "not" || layers.word($0) == "n't" || layers.word($0) == "never"
    }
  }
}
