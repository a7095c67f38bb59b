import DiplePluginKit

/// Positions that a noun names (`Moscow's rejection of the plan`).
extension Reader {
  // MARK: Nouns

  mutating func readNoun(_ token: Int) {
    let word = layers.word(token)
    if let candidates = lexicon.persons[word],
      !layers.shape(token).contains(.capitalized) || token == sentenceStart(token)
    {
      for index in candidates where readPerson(lexicon.frames[index], token) { return }
    }
    guard let candidates = lexicon.nouns[word], let phrase = layers.nounPhrase(at: token),
      layers.nounPhrases[phrase].head == token
    else { return }
    for index in candidates where readPosition(lexicon.frames[index], token, phrase) { return }
  }

  private mutating func readPosition(_ frame: Frame, _ token: Int, _ phrase: Int) -> Bool {
    // `criticism by the union of the law`
    if layers.word(token + 1) == "by" || layers.word(token + 1) == "from",
      let base = layers.nounPhrase(startingAt: token + 2)
    {
      let full = layers.fullNounPhrase(base, [.appositions])
      if let last = frame.rest.first, frame.rest.count == 1, layers.word(full.upperBound) == last,
        let target = target(of: frame, from: full.upperBound + 1),
        let holder = holder(full, head: layers.nounPhrases[base].head)
      {
        addNoun(frame, [token..<token + 1], holder, target, nil, phrase, .agent)
        return true
      }
      if frame.rest.isEmpty, let target = target(of: frame, from: full.upperBound),
        let holder = holder(full, head: layers.nounPhrases[base].head)
      {
        addNoun(frame, [token..<token + 1], holder, target, nil, phrase, .agent)
        return true
      }
    }
    // `drew criticism from the union`, `has the support of the union`: the one who drew it is the target.
    let next = layers.word(token + 1)
    if next == "from" || next == "of", let carrier = verb(before: phrase),
      clues.has(layers.word(layers.verbGroups[carrier].head), .drawing),
      next == "from" ? frame.family != "call-for" && frame.family != "demand" : frame.family == "support"
    {
      return readDrawn(frame, token, carrier)
    }
    // `a conference call to …`
    if frame.family == "call-for", layers.tag(token - 1).isCommonNoun { return false }
    guard let match = match(frame, at: token), var target = target(of: frame, from: match.end) else { return false }
    let cue = match.cue
    if let holder = possessor(in: phrase, before: token) {
      addNoun(frame, cue, holder, target, verb(before: phrase), phrase, .possessor)
      return true
    }
    if let carrier = verb(before: phrase), clues.has(layers.word(layers.verbGroups[carrier].head), .light) {
      return readCarried(frame, cue, carrier, target, phrase)
    }
    if let holder = modifier(in: phrase, before: token) {
      let count = found.count
      addNoun(frame, cue, holder, target, verb(before: phrase), phrase, .possessor)
      if found.count > count { requireNamedHolder() }
      return true
    }
    // `the rejection of the offer by the miners`
    if let by = target.tokens.dropFirst().last(where: { layers.word($0) == "by" }), target.evidence == .object {
      target.tokens = target.tokens.lowerBound..<by
    }
    if layers.word(target.tokens.upperBound) == "by",
      let base = layers.nounPhrase(startingAt: target.tokens.upperBound + 1),
      let holder = holder(layers.fullNounPhrase(base, [.appositions, .conjuncts]), head: layers.nounPhrases[base].head)
    {
      addNoun(frame, cue, holder, target, nil, phrase, .agent)
      return true
    }
    return false
  }

  /// `voiced support for the plan`, also passive with an agent (`support for the plan was voiced` names nobody).
  private mutating func readCarried(
    _ frame: Frame, _ cue: [Range<Int>], _ carrier: Int, _ target: Target, _ phrase: Int
  ) -> Bool {
    guard !layers.verbGroups[carrier].isPassive || layers.verbGroups[carrier].tokens.count == 1,
      let subject = layers.subject(of: carrier), let holder = holder(subject),
      let scope = scope(of: carrier, subject: subject),
      !scope.isDuty || Self.firstPerson.contains(layers.word(subject.head))
    else { return false }
    var inner = scope
    negate(&inner, phrase)
    if let verb = target.verb { spokenFor[verb] = true }
    addNoun(frame, cue, holder, target, inner, .carrier, distance: Int(subject.path.rawValue))
    return true
  }

  private mutating func readDrawn(_ frame: Frame, _ token: Int, _ carrier: Int) -> Bool {
    guard let base = layers.nounPhrase(startingAt: token + 2), let subject = layers.subject(of: carrier),
      let scope = scope(of: carrier, subject: subject),
      let holder = holder(
        layers.fullNounPhrase(base, [.prepositions, .appositions, .conjuncts]), head: layers.nounPhrases[base].head)
    else { return false }
    let target = Target(tokens: subject.tokens, head: subject.head, evidence: .carrier)
    addNoun(frame, [token..<token + 1], holder, target, scope, .carrier, distance: 1)
    return true
  }

  mutating func addNoun(
    _ frame: Frame, _ cue: [Range<Int>], _ holder: Found.Holder, _ target: Target, _ carrier: Int?, _ phrase: Int,
    _ evidence: Found.Evidence
  ) {
    var scope = Scope()
    if let carrier {
      // `withdrew its support`: the noun is turned around.
      let verb = layers.verbGroups[carrier]
      if clues.has(layers.word(verb.head), .withdrawing) { scope.negations.append(verb.head) }
    }
    negate(&scope, phrase)
    addNoun(frame, cue, holder, target, scope, evidence, distance: 0)
  }

  mutating func addNoun(
    _ frame: Frame, _ cue: [Range<Int>], _ holder: Found.Holder, _ target: Target, _ scope: Scope,
    _ evidence: Found.Evidence, distance: Int
  ) {
    var target = target
    target.evidence = evidence
    target.link = nil
    add(frame, cue, holder, target, scope, distance: distance)
  }

  /// `no support`, `little support`
  func negate(_ scope: inout Scope, _ phrase: Int) {
    let tokens = layers.nounPhrases[phrase].tokens
    for token in tokens where layers.word(token) == "no" || layers.word(token) == "little" {
      scope.negations.append(token)
    }
  }

  /// The verb directly before a noun phrase, quotation marks apart.
  private func verb(before phrase: Int) -> Int? {
    // `had areas of disagreement with`
    let phrase = layers.headPhrase(of: phrase)
    var before = layers.nounPhrases[phrase].tokens.lowerBound - 1
    while before > 0, layers.isQuotationMark(before) || layers.word(before) == "out" { before -= 1 }
    return layers.verbGroup(at: before)
  }

  /// `Moscow's rejection`, `his rejection`: who has what the noun names.
  private func possessor(in phrase: Int, before token: Int) -> Found.Holder? {
    possessorTokens(in: phrase, before: token).flatMap { holder($0, head: $0.upperBound - 1) }
  }

  func possessorTokens(in phrase: Int, before token: Int) -> Range<Int>? {
    let tokens = layers.nounPhrases[phrase].tokens
    for at in tokens.lowerBound..<token {
      if layers.tag(at) == .prps { return at..<at + 1 }
      if layers.tag(at) == .pos, at > tokens.lowerBound {
        var start = tokens.lowerBound
        // `the mayor of Lund's rejection`
        if start > 1, layers.word(start - 1) == "of", let outer = layers.nounPhrase(at: start - 2) {
          start = layers.nounPhrases[outer].tokens.lowerBound
        }
        guard layers.nounPhrase(at: at - 1) != nil,
          !layers.isTime(NounPhrase(tokens: tokens, head: at - 1, isPronoun: false))
        else { return nil }
        return start..<at
      }
    }
    return nil
  }

  /// `Russian opposition`, `World Bank recommendation`: a name before the noun.
  private func modifier(in phrase: Int, before token: Int) -> Found.Holder? {
    let tokens = layers.nounPhrases[phrase].tokens
    var start = tokens.lowerBound
    while start < token, layers.tag(start) == .dt || !layers.shape(start).contains(.capitalized) { start += 1 }
    var end = start
    while end < token, layers.shape(end).contains(.capitalized) { end += 1 }
    guard end > start, layers.tag(start).isProperNoun || layers.tag(start).isAdjective else { return nil }
    // An adjective names a nation here; the document asks for an entity.
    return .phrase(layers.span(start..<end), head: layers.span(end - 1), isFirstPerson: false)
  }
}
