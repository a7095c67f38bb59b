import DiplePluginKit

/// What the text says a person is, beside the name.
extension Reader {
  /// A role that ends right before the name: `foreign minister Jan Novak`, `his wife, Eva`.
  func roleBefore(_ name: Int, in sentence: Range<Int>) -> Span? {
    var end = name
    if end > sentence.lowerBound, layers.word(end - 1) == "," {
      // `his wife, Eva`: only with an owner, or every list of nouns would be a role.
      end -= 1
      guard end > sentence.lowerBound, titles.kind(layers, end - 1) == .role,
        let role = role(from: end - 1, to: end, in: sentence), owned(role)
      else { return nil }
      return role
    }
    guard end > sentence.lowerBound, titles.kind(layers, end - 1) == .role else { return nil }
    return role(from: end - 1, to: end, in: sentence)
  }

  private func owned(_ role: Span) -> Bool {
    let tokens = layers.tokens(in: role)
    return tokens.contains { layers.tag($0) == .prps || layers.tag($0) == .pos }
  }

  /// The noun phrase from its first word, without article, to `end`; `start` lies inside.
  func role(from start: Int, to end: Int, in sentence: Range<Int>) -> Span? {
    var first = start
    while first > sentence.lowerBound, belongs(first - 1) { first -= 1 }
    while first < end, layers.tag(first) == .dt || layers.tag(first) == .cd || layers.word(first) == "," { first += 1 }
    return first < end ? layers.span(first..<end) : nil
  }

  func belongs(_ token: Int) -> Bool {
    switch layers.tag(token) {
    case .jj, .jjr, .jjs, .nn, .nns, .nnp, .nnps, .pos, .prps, .vbn, .hyph:
      !NameWords.shared.never.contains(layers.word(token))
    default: false
    }
  }

  /// A role after the name: `Eva Holm, the ministry's spokeswoman,`.
  func roleAfter(_ name: Int, in sentence: Range<Int>) -> Span? {
    guard layers.word(name) == "," || layers.word(name) == "(", name + 1 < sentence.upperBound else { return nil }
    var start = name + 1
    // `, 54, a farmer,`
    if layers.shape(start).contains(.digits), layers.word(start + 1) == "," { start += 2 }
    while start < sentence.upperBound, layers.tag(start) == .dt || layers.tag(start) == .rb { start += 1 }
    guard start < sentence.upperBound else { return nil }
    var end = start
    while end < sentence.upperBound, belongs(end) { end += 1 }
    guard end > start, (start..<end).contains(where: { titles.kind(layers, $0) == .role }),
      titles.kind(layers, end - 1) != nil || layers.tag(end - 1).isNoun
    else { return nil }
    // The head must be what people are: `Press Secretary`, not `secretary pool`.
    guard titles.kind(layers, end - 1) == .role || layers.tag(end - 1).isProperNoun else { return nil }
    while end + 1 < sentence.upperBound, let next = extended(end, in: sentence) { end = next }
    let after = layers.word(end)
    let closes =
      end >= sentence.upperBound || Self.closers.contains(after) || layers.tag(end).isVerb
      || layers.tag(end) == .closeQuote || layers.tag(end) == .openQuote
    return closes ? layers.span(start..<end) : nil
  }
  private static let closers: WordSet = [
    ",", ".", ")", ";", "who", "whose", "which", "and", ":", "—", "–", "-", "as", "in",
  ]

  /// The end of a prepositional phrase, or of a further noun, that follows.
  private func extended(_ end: Int, in sentence: Range<Int>) -> Int? {
    let word = layers.word(end)
    guard Self.prepositions.contains(word) || word == "and" && layers.tag(end + 1).isProperNoun else { return nil }
    var at = end + 1
    while at < sentence.upperBound, layers.tag(at) == .dt { at += 1 }
    let first = at
    while at < sentence.upperBound, belongs(at) { at += 1 }
    return at > first ? at : nil
  }
  private static let prepositions: WordSet = ["of", "for", "at", "in", "to", "on", "with", "from"]
}
