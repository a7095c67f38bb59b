import DiplePluginKit

/// `reportedly`, `allegedly`: somebody says so, and the text does not tell who.
extension ParagraphReader {
  mutating func readAdverb(_ unit: Unit) {
    let layers = layers
    for at in unit.items.indices {
      let tokens = unit.items[at].tokens
      guard unit.items[at].kind != .quoted, let token = tokens.first(where: { Self.isHearsay($0, layers) }),
        unit.kind(at) != .noun
      else { continue }
      let clause = Clause(unit: unit, cues: cues)
      let start = leftEdge(unit, at)
      let end = clause.end(from: at, opening: .that)
      let (first, last) = (unit.items[start].tokens.lowerBound, unit.items[end - 1].tokens.upperBound)
      let pieces = [first..<token, token + 1..<last].filter { !$0.isEmpty }
      guard !pieces.isEmpty else { continue }
      let word = layers.word(token)
      found.append(
        Found(
          pieces: pieces, form: form(pieces, scope: unit.scope), source: .none, cue: [token..<token + 1],
          attribution: word == "reportedly" ? .neutral : .distancing, rule: .adverb, confidence: 0.6, scope: unit.scope)
      )
      return
    }
  }
  private static func isHearsay(_ token: Int, _ layers: Layers) -> Bool {
    // Most words are shorter: a look at the length spares a look into the list.
    layers.end(token) - layers.start(token) >= 9 && hearsay.contains(layers.word(token))
  }
  private static let hearsay: WordSet = ["reportedly", "allegedly", "purportedly", "supposedly"]
}
