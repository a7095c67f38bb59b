import DipleAnnotations

/// Grows a noun phrase, or a clause, to the right. Every step goes forward, so the work is linear in the tokens taken; nested
/// phrases are followed to a small depth.
struct PhraseGrowth {
  let layers: Layers
  /// No token from here on is taken.
  let end: Int

  private static let maximumDepth = 4

  /// The token after the full phrase of a base phrase.
  func grow(from base: NounPhrase, _ parts: NounPhraseParts, depth: Int) -> Int {
    var at = base.tokens.upperBound
    guard depth < Self.maximumDepth else { return Swift.min(at, end) }
    if closesOwnQuotation(at, from: base.tokens.lowerBound) { at += 1 }
    while at < end {
      guard
        let next = preposition(at, parts, depth) ?? bracket(at, parts) ?? apposition(at, base, parts, depth)
          ?? conjunct(at, parts, depth) ?? clause(at, parts)
      else { break }
      at = next
    }
    return Swift.min(at, end)
  }

  /// The token after a whole phrase that starts at `at`; nil where none does.
  private func phrase(at: Int, _ parts: NounPhraseParts, _ depth: Int) -> (number: Int, end: Int)? {
    guard at < end, let number = layers.nounPhrase(startingAt: at), layers.nounPhrases[number].head < end else {
      return nil
    }
    return (number, grow(from: layers.nounPhrases[number], parts, depth: depth + 1))
  }

  private func closesOwnQuotation(_ at: Int, from start: Int) -> Bool {
    at < end && layers.isQuotationMark(at) && !layers.opensQuotation(at) && start > 0
      && layers.opensQuotation(start - 1)
  }

  // MARK: Parts

  private func preposition(_ at: Int, _ parts: NounPhraseParts, _ depth: Int) -> Int? {
    let word = layers.word(at)
    guard layers.tag(at) == .in || layers.tag(at) == .to, Words.joining.contains(word),
      word == "of" || parts.contains(.prepositions)
    else { return nil }
    if let verb = layers.verbGroup(at: at + 1), layers.verbGroups[verb].tokens.lowerBound == at + 1 {
      // `the calls to toppling it`, `accusations of targeting fighters`; not `opposed it by voting`.
      guard layers.verbGroups[verb].form == .gerund, word != "by", word != "in" else { return nil }
      let after = layers.verbGroups[verb].tokens.upperBound
      return phrase(at: after, parts.subtracting(.conjuncts), depth)?.end ?? after
    }
    guard let (number, end) = phrase(at: at + 1, parts.subtracting([.conjuncts, .appositions]), depth) else {
      return nil
    }
    let head = layers.nounPhrases[number]
    if word != "of", layers.isTime(head) || word != "for" && Words.occasions.contains(layers.word(head.head)) {
      return nil
    }
    return end
  }

  /// `(R-Tex.)`, `(WHO)`: a short bracket.
  private func bracket(_ at: Int, _ parts: NounPhraseParts) -> Int? {
    guard parts.contains(.appositions), layers.tag(at) == .open else { return nil }
    for close in at + 1..<Swift.max(at + 1, Swift.min(at + 8, end)) where layers.tag(close) == .close {
      return close + 1
    }
    return nil
  }

  private func apposition(_ at: Int, _ base: NounPhrase, _ parts: NounPhraseParts, _ depth: Int) -> Int? {
    guard parts.contains(.appositions), layers.word(at) == ",", !base.isPronoun, at + 1 < end else { return nil }
    if layers.shape(at + 1).contains(.digits), layers.word(at + 2) == "," || layers.tag(at + 2) == .stop {
      return at + 2
    }
    guard let (number, after) = phrase(at: at + 1, [.prepositions], depth), after > at + 1 else { return nil }
    let other = layers.nounPhrases[number]
    guard !other.isPronoun, !layers.isTime(other), layers.tag(other.tokens.lowerBound) != .cd,
      layers.tag(base.head).isProperNoun != layers.tag(other.head).isProperNoun
        || Self.determiners.contains(layers.word(other.tokens.lowerBound))
    else { return nil }
    // It ends with a comma or the clause; `A, B and C` is a list.
    let mark = after < layers.count ? layers.tag(after) : .stop
    guard mark == .comma || mark == .stop || mark == .colon || after >= end || layers.isQuotationMark(after) else {
      return nil
    }
    if mark == .comma, after + 1 < layers.count {
      if layers.tag(after + 1) == .cc, layers.nounPhrase(startingAt: after + 2) != nil,
        !layers.tag(base.head).isProperNoun
      {
        return nil
      }
      // `In the end, the council, …`: a clause starts where a verb follows without a comma, never here.
    }
    return after
  }
  private static let determiners: WordSet = ["the", "a", "an", "his", "her", "its", "their", "my", "our"]

  private func conjunct(_ at: Int, _ parts: NounPhraseParts, _ depth: Int) -> Int? {
    guard parts.contains(.conjuncts) else { return nil }
    var next = at
    // `A, B, and C`: up to eight members before the conjunction.
    var members = 0
    while layers.word(next) == ",", members < 8, layers.tag(next + 1) != .cc,
      let (_, after) = phrase(at: next + 1, parts.subtracting([.conjuncts, .appositions, .clauses]), depth)
    {
      next = after
      members += 1
    }
    if layers.word(next) == ",", members > 0 { next += 1 }
    guard next < end, Self.conjunctions.contains(layers.word(next)), layers.tag(next) == .cc,
      let (number, after) = phrase(at: next + 1, parts.subtracting(.conjuncts), depth)
    else { return nil }
    if layers.isTime(layers.nounPhrases[number]) { return nil }
    // `backs the plan and the mayor opposes it`: what a verb follows is a subject.
    return startsPredicate(after) ? nil : after
  }
  private static let conjunctions: WordSet = ["and", "or", "&", "nor"]

  /// True where a finite verb stands at `at`, adverbs apart.
  private func startsPredicate(_ at: Int) -> Bool {
    var at = at
    while at < layers.count, layers.tag(at).isAdverb { at += 1 }
    guard let verb = layers.verbGroup(at: at) else { return false }
    return layers.verbGroups[verb].form == .finite
  }

  private func clause(_ at: Int, _ parts: NounPhraseParts) -> Int? {
    guard parts.contains(.clauses) else { return nil }
    if Words.relatives.contains(layers.word(at)) { return clauseEnd(from: at) }
    // A contact clause: `the school her daughter attends`.
    if let number = layers.nounPhrase(at: at), layers.nounPhrases[number].isPronoun, layers.tag(at) == .prp,
      startsPredicate(layers.nounPhrases[number].tokens.upperBound)
    {
      return clauseEnd(from: at)
    }
    guard let number = layers.verbGroup(at: at) else { return nil }
    let verb = layers.verbGroups[number]
    guard verb.tokens.lowerBound == at, verb.form != .finite, !Self.manners.contains(layers.word(verb.head)) else {
      return nil
    }
    // `supporters of the ban cheered.`
    if verb.form == .participle, verb.tokens.upperBound >= end || layers.tag(verb.tokens.upperBound) == .stop {
      return nil
    }
    // `members supporting Lind declined to speak`: what governs an infinitive is the main verb, tagged as a participle.
    if verb.form == .participle, let next = layers.verbGroup(at: verb.tokens.upperBound),
      layers.verbGroups[next].form == .infinitive
    {
      return nil
    }
    return clauseEnd(from: at)
  }
  private static let manners: WordSet = ["saying", "adding", "citing", "arguing", "telling", "noting", "calling"]

  // MARK: Clauses

  /// The token after the clause that starts at `start`.
  func clauseEnd(from start: Int) -> Int {
    var at = start
    var brackets = 0
    var quotes = 0
    while at < end {
      switch layers.tag(at) {
      case .open: brackets += 1
      case .close:
        if brackets == 0 { return at }
        brackets -= 1
      case .stop where quotes == 0 && brackets == 0:
        return at
      case .colon where brackets == 0 && at > start && layers.word(at) != "..." && layers.word(at) != "…":
        return at
      case .comma where brackets == 0 && quotes == 0 && at > start && parts(at):
        return at
      default: break
      }
      if layers.isQuotationMark(at) {
        if layers.opensQuotation(at) {
          quotes += 1
        } else if quotes > 0 {
          quotes -= 1
        } else {
          return layers.tag(at - 1) == .comma || layers.tag(at - 1) == .stop ? Swift.max(start, at - 1) : at
        }
      }
      at += 1
    }
    // A sentence's last mark, and a quotation mark behind it, are no words of the clause.
    while at > start + 1, layers.tag(at - 1) == .stop || layers.tag(at - 1) == .comma { at -= 1 }
    return at
  }

  /// True for a comma behind which another clause, or what is said about this one, begins.
  private func parts(_ comma: Int) -> Bool {
    let next = comma + 1
    guard next < layers.count else { return true }
    let word = layers.word(next)
    if layers.tag(next) == .cc {
      return layers.nounPhrase(startingAt: next + 1).map { startsPredicate(layers.nounPhrases[$0].tokens.upperBound) }
        ?? layers.verbGroup(at: next + 1).map { layers.verbGroups[$0].form == .finite } ?? (word == "but")
    }
    if word == "which" || word == "who" || word == "whose" || word == "according" { return true }
    if Words.subordinators.contains(word) { return true }
    if let verb = layers.verbGroup(at: next), layers.verbGroups[verb].tokens.lowerBound == next {
      return layers.verbGroups[verb].form != .infinitive
    }
    // `…, the mayor said.`
    if let number = layers.nounPhrase(startingAt: next) {
      return startsPredicate(grow(from: layers.nounPhrases[number], [.prepositions], depth: 2))
    }
    return false
  }
}
