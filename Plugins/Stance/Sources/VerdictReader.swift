import DiplePluginKit

/// Verdicts: words that judge what they are said of (`X is insane`, `called the sentence dangerous`, `a disgrace`).
extension Reader {
  /// A verdict that a phrase holds: the tokens that judge.
  private struct Verdict {
    var tokens: Range<Int>
    var entry: Verdicts.Entry
  }

  // MARK: Behind a copula

  /// `X is insane`, `this is a disgrace`: whoever speaks judges the subject.
  mutating func readVerdict(_ token: Int) {
    guard let entry = verdicts.adjectives[layers.word(token)] ?? verdicts.nouns[layers.word(token)], !isUsed(token),
      let verdict = verdict(at: token, entry)
    else { return }
    guard let copula = copula(beforeVerdict: verdict.tokens.lowerBound), layers.verbGroups[copula].form == .finite,
      Self.be.contains(layers.word(layers.verbGroups[copula].head)) || layers.verbGroups[copula].head == token,
      var scope = scope(of: copula, subject: nil), !scope.isDuty
    else { return }
    // `is “not fair”`: the negation may stand inside the marks.
    for at in layers.verbGroups[copula].tokens.upperBound..<max(token, layers.verbGroups[copula].tokens.upperBound)
    where clues.has(layers.word(at), .negator) {
      scope.negations.append(at)
    }
    // `welcome in the party`, `bad at the job`: no verdict on a thing.
    if Self.otherwise.contains(layers.word(verdict.tokens.upperBound)) { return }
    guard let subject = layers.subject(of: copula) else { return }
    let word = layers.word(subject.head)
    if Self.unjudged.contains(word) { return }
    if word == "it", subject.tokens.count == 1 {
      // `it is wrong to …`, `it was shameful that …`: the clause is judged.
      let end = verdict.tokens.upperBound
      let act = infinitive(at: end).flatMap { self.act($0) }
      let judged = act ?? (layers.word(end) == "that" ? clause(end, sentenceEnd(token)) : nil)
      // `it is fair to say`: nothing is judged.
      if let verb = judged?.verb, Self.thinking.contains(layers.word(layers.verbGroups[verb].head)) { return }
      if let judged {
        addVerdict(verdict, .speaker, judged, scope, .verdict)
        return
      }
      guard !entry.isWeak else { return }
    }
    let target = Target(tokens: subject.tokens, head: subject.head, evidence: .verdict)
    addVerdict(verdict, opinionHolder(before: subject.tokens.lowerBound), target, scope, .verdict)
  }
  private static let be: WordSet = ["is", "are", "was", "were", "be", "been", "'s", "'re", "being", "am", "'m"]
  private static let otherwise: WordSet = ["at", "in", "here", "back", "than"]
  private static let unjudged: WordSet = [
    "i", "we", "you", "there", "what", "who", "which", "whatever", "something", "nothing", "everything", "anything",
  ]

  /// `I think X is great`: the one who thinks so; otherwise the speaker.
  private func opinionHolder(before token: Int) -> Found.Holder {
    var at = token - 1
    if layers.word(at) == "that" { at -= 1 }
    guard let number = layers.verbGroup(at: at), Self.thinking.contains(layers.word(layers.verbGroups[number].head)),
      let subject = layers.subject(of: number), let holder = holder(subject)
    else { return .speaker }
    return holder
  }
  private static let thinking: WordSet = [
    "think", "thinks", "thought", "believe", "believes", "believed", "find", "feel", "feels", "felt",
  ]

  private func copula(beforeVerdict token: Int) -> Int? {
    if let own = layers.verbGroup(at: token), layers.verbGroups[own].head == token,
      layers.verbGroups[own].tokens.count > 1
    {
      return own
    }
    var before = token - 1
    var steps = 0
    while before > 0, steps < 4 {
      if let number = layers.verbGroup(at: before) {
        return layers.verbGroups[number].isPassive || layers.verbGroups[number].tokens.upperBound <= before
          ? nil : number
      }
      guard
        layers.tag(before).isAdverb || layers.opensQuotation(before)
          || Self.openers.contains(layers.word(before)) && before >= token - 2
      else { return nil }
      before -= 1
      steps += 1
    }
    return nil
  }

  private static let openers: WordSet = ["a", "an", "the", "such"]

  /// The whole verdict around a judging word: an adjective that stands alone, or a noun phrase with its head or one of its adjectives
  /// judging. `the disgraced senator` and `a critic of the bad law` judge nothing here.
  private func verdict(at token: Int, _ entry: Verdicts.Entry) -> Verdict? {
    guard let number = layers.nounPhrase(at: token) else {
      guard verdicts.adjectives[layers.word(token)] != nil else { return nil }
      // `fair or reasonable`
      let joined = layers.tag(token + 1) == .cc && layers.word(token + 1) != "but" && layers.tag(token + 2).isAdjective
      return Verdict(tokens: token..<token + (joined ? 3 : 1), entry: entry)
    }
    let phrase = layers.nounPhrases[number]
    // An adjective alone that the chunker took for a noun phrase, or the adjective of a phrase with an article.
    let first = layers.word(phrase.tokens.lowerBound)
    let hasArticle = first == "a" || first == "an" || first == "the"
    if phrase.tokens.count == 1 { return Verdict(tokens: phrase.tokens, entry: entry) }
    guard
      hasArticle || first == "such"
        || phrase.head == token && layers.tag(token) == .nns && layers.tag(phrase.tokens.lowerBound) != .dt
    else { return nil }
    if phrase.tokens.contains(where: { layers.tag($0) == .pos || layers.tag($0) == .prps }) { return nil }
    // A noun counts as the phrase's head only.
    if phrase.head != token, verdicts.adjectives[layers.word(token)] == nil { return nil }
    let start = hasArticle ? phrase.tokens.lowerBound + 1 : phrase.tokens.lowerBound
    return Verdict(tokens: start..<phrase.tokens.upperBound, entry: entry)
  }

  private mutating func addVerdict(
    _ verdict: Verdict, _ holder: Found.Holder, _ target: Target, _ scope: Scope, _ evidence: Found.Evidence
  ) {
    let pieces = intensified([verdict.tokens])
    let polarity = verdict.entry.polarity
    add(
      Found(
        cue: spans(pieces), family: "verdict", polarity: scope.turnsAround ? polarity.opposite : polarity,
        negations: scope.turnsAround ? scope.negations.map { negation($0) } : [], certainty: scope.certainty,
        hedge: scope.hedge.map { layers.span($0) }, holder: holder, target: layers.span(target.tokens),
        targetHead: layers.span(target.head), evidence: evidence,
        needsQuote: evidence == .verdict && verdict.entry.isWeak), cue: pieces)
  }

  // MARK: Behind a verb that names

  /// `called the sentence dangerous`, `described him as a bully`, and further verdicts joined to the first.
  mutating func readNaming(_ number: Int) {
    let verb = layers.verbGroups[number]
    var holder: Found.Holder?
    var target: Target?
    var at = verb.tokens.upperBound
    guard let scope = scope(of: number, subject: nil) else { return }
    if verb.isPassive, let agent = layers.agent(of: number) {
      guard let subject = layers.subject(of: number) else { return }
      holder = self.holder(agent)
      target = Target(tokens: subject.tokens, head: subject.head, evidence: .naming)
      at = agent.tokens.upperBound
    } else if !verb.isPassive || verb.tokens.count == 1, let subject = layers.subject(of: number),
      let object = layers.object(of: number)
    {
      holder = self.holder(subject)
      let base = layers.nounPhrases[object]
      var tokens = layers.fullNounPhrase(object, [.prepositions])
      // `called the vote “a farce”`: nothing else may stand between.
      if verdictPhrase(at: tokens.upperBound) == nil { tokens = base.tokens }
      target = Target(tokens: tokens, head: base.head, evidence: .naming)
      at = tokens.upperBound
    }
    guard let holder, let target else { return }
    if layers.word(at) == "as" || layers.word(at) == "to" && layers.word(at + 1) == "be" {
      at += layers.word(at) == "as" ? 1 : 2
    }
    let end = min(sentenceEnd(verb.head), at + 60)
    guard let first = verdictPhrase(at: at) else { return }
    addVerdict(first, holder, target, scope, .naming)
    at = first.tokens.upperBound
    // `…, a “bully” and a “narcissist”`
    for _ in 0..<8 {
      while at < end, Self.joints.contains(layers.word(at)) || layers.isQuotationMark(at) || layers.tag(at).isAdverb {
        at += 1
      }
      guard at < end else { return }
      guard let next = verdictPhrase(at: at) else {
        // A name that judges in words the list does not know, in its own marks: read over it.
        guard layers.isQuotationMark(at - 1), let close = closing(from: at, end) else { return }
        at = close + 1
        continue
      }
      addVerdict(next, holder, target, scope, .naming)
      at = next.tokens.upperBound
    }
  }
  private func closing(from token: Int, _ end: Int) -> Int? {
    var at = token
    while at < min(end, token + 8) {
      if layers.isQuotationMark(at) { return at }
      at += 1
    }
    return nil
  }
  private static let joints: WordSet = [",", "and", "or", "who", "is", "that", "but", ";"]

  /// The verdict that starts at a token, over marks, articles and adverbs.
  private func verdictPhrase(at start: Int) -> Verdict? {
    var at = start
    var steps = 0
    while steps < 4, at < layers.count,
      layers.isQuotationMark(at)
        || layers.tag(at).isAdverb && verdicts.nouns[layers.word(at)] == nil
          && verdicts.adjectives[layers.word(at)] == nil
        || layers.word(at) == "a" || layers.word(at) == "an"
    {
      at += 1
      steps += 1
    }
    guard at < layers.count, at < sentenceEnd(max(0, start - 1)) else { return nil }
    if let number = layers.nounPhrase(at: at) {
      let phrase = layers.nounPhrases[number]
      let rest = at..<phrase.tokens.upperBound
      guard !phrase.isPronoun else { return nil }
      for token in rest.reversed() {
        let word = layers.word(token)
        guard let entry = (token == phrase.head ? verdicts.nouns[word] : nil) ?? verdicts.adjectives[word] else {
          continue
        }
        return Verdict(tokens: rest, entry: entry)
      }
      return nil
    }
    guard let entry = verdicts.adjectives[layers.word(at)] ?? verdicts.nouns[layers.word(at)] else { return nil }
    return Verdict(tokens: at..<at + 1, entry: entry)
  }
}
