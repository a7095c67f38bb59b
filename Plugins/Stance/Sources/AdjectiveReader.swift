import DiplePluginKit

/// Positions that an adjective or participle names behind a copula (`is critical of`, `was frustrated that`).
extension Reader {
  mutating func readAdjective(_ token: Int) {
    guard let candidates = lexicon.adjectives[layers.word(token)] else {
      return readVerdict(token)
    }
    for index in candidates where readAdjective(lexicon.frames[index], token) { return }
    readVerdict(token)
  }

  private mutating func readAdjective(_ frame: Frame, _ token: Int) -> Bool {
    guard let match = match(frame, at: token), let target = target(of: frame, from: match.end) else { return false }
    let cue = match.cue
    if let copula = copula(before: token) {
      guard let subject = layers.subject(of: copula), let holder = holder(subject),
        let scope = scope(of: copula, subject: subject), !scope.isDuty
      else { return false }
      addPredicate(frame, cue, holder, target, scope, distance: Int(subject.path.rawValue))
      return true
    }
    // `groups opposed to the plan`: directly behind its noun.
    guard let number = layers.nounPhrase(at: token - 1), layers.nounPhrases[number].tokens.upperBound == token,
      frame.lemma != "against", target.evidence != .clause
    else { return false }
    let head = layers.headPhrase(of: number)
    let tokens = layers.fullNounPhrase(head, [.prepositions], until: token)
    guard tokens.upperBound <= token, let holder = holder(tokens, head: layers.nounPhrases[head].head) else {
      return false
    }
    addPredicate(frame, cue, holder, target, Scope(), distance: 1)
    return true
  }

  private mutating func addPredicate(
    _ frame: Frame, _ cue: [Range<Int>], _ holder: Found.Holder, _ target: Target, _ scope: Scope, distance: Int
  ) {
    var target = target
    target.evidence = .predicate
    target.link = nil
    add(frame, cue, holder, target, scope, distance: distance)
  }

  /// The copula that an adjective at `token` belongs to: in its own verb group (`are opposed`), or directly before, adverbs and a
  /// coordinated adjective apart (`is angry and disappointed with`).
  func copula(before token: Int) -> Int? {
    if let own = layers.verbGroup(at: token) {
      let verb = layers.verbGroups[own]
      guard verb.head == token else { return nil }
      for at in verb.tokens.lowerBound..<token where clues.has(layers.word(at), .copula) { return own }
    }
    var before = token - 1
    var steps = 0
    while before > 0, steps < 5 {
      if let number = layers.verbGroup(at: before) {
        return clues.has(layers.word(layers.verbGroups[number].head), .copula) ? number : nil
      }
      let tag = layers.tag(before)
      guard tag.isAdverb || layers.opensQuotation(before) || tag == .cc || tag.isAdjective || tag == .comma else {
        return nil
      }
      before -= 1
      steps += 1
    }
    return nil
  }
}
