import DiplePluginKit

/// What a position is about.
struct Target {
  var tokens: Range<Int>
  /// The head of a noun phrase; the first token of a clause.
  var head: Int
  var evidence: Found.Evidence
  /// `not` before the act that is asked for.
  var negation: Int?
  /// The `to` that belongs to a cue such as `called on … to`.
  var link: Int?
  /// The verb of an act: an infinitive or gerund.
  var verb: Int?
  /// The slot asks for a negation.
  var needsDenial = false
  /// The slot asks for a person.
  var needsPerson = false
}

extension Reader {
  /// The target that stands behind a cue: the first of the frame's slots that the text fills.
  func target(of frame: Frame, from start: Int) -> Target? {
    let end = sentenceEnd(start - 1)
    // `proud that …`: the frame has taken the conjunction.
    if frame.rest.last == "that" {
      let stop = layers.clauseEnd(from: start, until: end)
      return stop > start + 1 ? Target(tokens: start..<stop, head: start, evidence: .clause) : nil
    }
    var at = start
    while at < end, at < start + 2, layers.tag(at).isAdverb, !clues.has(layers.word(at), .negator) { at += 1 }
    guard at < end else { return nil }
    for slot in frame.slots {
      guard var target = fill(slot, frame, at, end) else { continue }
      target.needsDenial = slot.needsDenial
      target.needsPerson = slot.kind == .person && !Self.kin.contains(layers.word(target.head))
      return target
    }
    return nil
  }

  /// Persons that no name names.
  private static let kin: WordSet = [
    "him", "her", "me", "us", "them", "wife", "husband", "father", "mother", "son", "daughter", "brother", "sister",
    "rival", "rivals", "opponent", "opponents", "critics", "predecessor",
  ]

  private func fill(_ slot: Slot, _ frame: Frame, _ at: Int, _ end: Int) -> Target? {
    switch slot.kind {
    case .object, .person: object(at, end, slot.grounds, frame, isThing: false)
    case .thing: object(at, end, slot.grounds, frame, isThing: true)
    case .gerund: act(at, .gerund)
    case .infinitive: act(at, .infinitive)
    case .objectInfinitive: objectInfinitive(at, end, frame)
    // `asked the mayor left` is no request.
    case .clause: (frame.family == "call-for" && layers.word(at) != "that") ? nil : proposal(clause(at, end), frame)
    case .question: question(at)
    }
  }

  // MARK: Noun phrases

  private static let persons: WordSet = [
    "he", "she", "him", "her", "them", "me", "us", "you", "they", "we", "i", "who",
  ]
  private static let empty: WordSet = [
    "there", "nothing", "himself", "herself", "itself", "themselves", "one", "you", "yourself", "myself", "what",
    "everything", "anyone", "anybody", "whoever", "whatever", "whomever", "nobody", "none",
  ]

  func object(_ at: Int, _ end: Int, _ grounds: [Word], _ frame: Frame, isThing: Bool) -> Target? {
    guard let number = layers.nounPhrase(startingAt: at) else { return nil }
    let base = layers.nounPhrases[number]
    let word = layers.word(base.head)
    guard base.head < end, !layers.isTime(base), !Self.empty.contains(word),
      layers.tag(base.head) != .wp || base.head > at
    else { return nil }
    if isThing, Self.persons.contains(word) || layers.tag(base.head).isProperNoun { return nil }
    var limit = end
    if !grounds.isEmpty { limit = ground(from: base.tokens.upperBound, grounds, end) ?? end }
    var tokens = layers.fullNounPhrase(number, until: limit)
    // `denied the mayor had left`: what a finite verb follows is a clause, not an object.
    if frame.slots.contains(where: { $0.kind == .clause }), let clause = clause(at, end) { return clause }
    if base.isPronoun, tokens.count > 1, layers.tag(base.head) == .prp { tokens = base.tokens }
    return Target(tokens: tokens, head: base.head, evidence: .object)
  }

  /// The word from which on the ground of a judgement follows: `for`, `of`. Before a gerund it surely is one.
  private func ground(from start: Int, _ grounds: [Word], _ end: Int) -> Int? {
    var first: Int?
    var at = start
    while at < min(end, start + 25), layers.tag(at) != .stop {
      if grounds.contains(layers.word(at)),
        layers.tag(at) == .in || layers.tag(at) == .to || layers.tag(at).isAdverb || layers.tag(at) == .wrb
      {
        if let verb = layers.verbGroup(at: at + 1), layers.verbGroups[verb].form == .gerund { return at }
        first = first ?? at
      }
      at += 1
    }
    return first
  }

  // MARK: Acts and clauses

  private func act(_ at: Int, _ form: VerbGroup.Form) -> Target? {
    var start = at
    while layers.isQuotationMark(start) { start += 1 }
    guard let number = layers.verbGroup(at: start) else { return nil }
    let verb = layers.verbGroups[number]
    guard verb.tokens.lowerBound == start, verb.form == form else { return nil }
    var target = act(number)
    if form == .gerund { target?.evidence = .gerund }
    return target
  }

  /// The act that an infinitive or gerund names, without `to`.
  func act(_ number: Int) -> Target? {
    let verb = layers.verbGroups[number]
    var start = verb.tokens.lowerBound
    var negation: Int?
    var link: Int?
    if layers.word(start) == "not" {
      negation = start
      start += 1
    }
    if layers.tag(start) == .to {
      link = start
      start += 1
    }
    if layers.word(start) == "not" || layers.word(start) == "never" {
      negation = start
      start += 1
    }
    // `to “pay the crews”`
    if layers.opensQuotation(start) { start += 1 }
    guard start < layers.count else { return nil }
    let end = max(actEnd(number, layers.clauseEnd(from: start)), start + 1)
    return Target(
      tokens: start..<end, head: start, evidence: .infinitive, negation: negation, link: link, verb: number)
  }

  /// An act ends where the verb of the sentence follows its object: `his refusal to pay the crews | angered them`.
  private func actEnd(_ number: Int, _ end: Int) -> Int {
    let next = number + 1
    guard next < layers.verbGroups.count, layers.verbGroups[next].head < end else { return end }
    let verb = layers.verbGroups[next]
    // A past tense may be tagged as a participle; with an object of its own it is none.
    guard
      verb.form == .finite && layers.tag(verb.tokens.lowerBound).isFinite
        || verb.form == .participle && layers.object(of: next) != nil,
      let base = layers.nounPhrase(at: verb.tokens.lowerBound - 1)
    else { return end }
    let object = layers.nounPhrases[layers.headPhrase(of: base)].tokens.lowerBound
    let outer = layers.verbGroups[number]
    guard object == outer.tokens.upperBound, !Self.reporting.contains(layers.word(outer.head)) else { return end }
    return verb.tokens.lowerBound
  }
  private static let reporting: WordSet = [
    "say", "think", "believe", "know", "see", "hope", "make", "let", "claim", "admit", "ensure", "acknowledge",
    "accept",
    "show", "prove", "tell", "pretend", "find", "saying", "thinking", "believing", "knowing", "claiming", "admitting",
  ]

  private func objectInfinitive(_ at: Int, _ end: Int, _ frame: Frame) -> Target? {
    guard let number = layers.nounPhrase(startingAt: at), layers.nounPhrases[number].head < end,
      layers.word(layers.nounPhrases[number].head) != "you" || frame.family == "call-for"
    else { return nil }
    let addressee = layers.fullNounPhrase(number, [.prepositions, .appositions, .conjuncts], until: end)
    for candidate in [addressee.upperBound, layers.nounPhrases[number].tokens.upperBound] {
      var after = candidate
      if layers.word(after) == ",", layers.tag(after + 1) == .to { after += 1 }
      while after < end, layers.tag(after).isAdverb, layers.word(after) != "not" { after += 1 }
      guard var target = infinitive(at: after).flatMap({ act($0) }) ?? quotedAct(at: after) else { continue }
      // `called for the council to resign`: the one who shall act belongs to what is asked for.
      if frame.rest.last == "for" {
        target.tokens = addressee.lowerBound..<target.tokens.upperBound
        target.head = layers.nounPhrases[number].head
        target.link = nil
      }
      return target
    }
    return nil
  }

  /// `to “pay the crews”`: an act whose verb stands behind a quotation mark.
  private func quotedAct(at token: Int) -> Target? {
    guard layers.word(token) == "to", layers.isQuotationMark(token + 1) else { return nil }
    let start = token + 2
    var verb = start
    while verb < layers.count, layers.tag(verb).isAdverb { verb += 1 }
    guard layers.tag(verb) == .vb || layers.tag(verb) == .vbp || layers.tag(verb) == .nn else { return nil }
    var end = layers.clauseEnd(from: start)
    // `to “name the ships” and hold them`
    if end + 2 < layers.count, layers.isQuotationMark(end), layers.tag(end + 1) == .cc,
      layers.tag(end + 2) == .vb || layers.tag(end + 2) == .vbp
    {
      end = layers.clauseEnd(from: end + 1)
    }
    return Target(tokens: start..<max(end, start + 1), head: verb, evidence: .infinitive, link: token)
  }

  /// The infinitive that starts at a token.
  func infinitive(at token: Int) -> Int? {
    guard let number = layers.verbGroup(at: token), layers.verbGroups[number].tokens.lowerBound == token,
      layers.verbGroups[number].form == .infinitive
    else { return nil }
    return number
  }

  func clause(_ at: Int, _ end: Int) -> Target? {
    var start = at
    if layers.isQuotationMark(start) { start += 1 }
    if layers.word(start) == "that", layers.tag(start) == .in || layers.nounPhrase(at: start) == nil {
      start += 1
      if layers.opensQuotation(start) { start += 1 }
    } else {
      guard let number = layers.nounPhrase(startingAt: start) else { return nil }
      let subject = layers.fullNounPhrase(number, [.prepositions], until: end)
      var verb = subject.upperBound
      while verb < end, layers.tag(verb).isAdverb { verb += 1 }
      guard let group = layers.verbGroup(at: verb), layers.verbGroups[group].form == .finite else { return nil }
    }
    let stop = layers.clauseEnd(from: start, until: end)
    guard stop > start + 1 else { return nil }
    return Target(tokens: start..<stop, head: start, evidence: .clause)
  }

  /// `proposed that the ferry be sold`: an act; `proposed that birds had flown earlier` is a theory.
  private func proposal(_ clause: Target?, _ frame: Frame) -> Target? {
    guard let clause, frame.lemma == "propose" || frame.lemma == "suggest" else { return clause }
    guard let number = layers.nounPhrase(startingAt: clause.tokens.lowerBound) else { return nil }
    let verb = layers.fullNounPhrase(number, [.prepositions]).upperBound
    guard layers.tag(verb) == .vb || layers.tag(verb) == .vbp || layers.word(verb) == "should" else { return nil }
    return clause
  }

  private func question(_ at: Int) -> Target? {
    let tag = layers.tag(at)
    guard tag == .wrb || tag == .wp || tag == .wdt || layers.word(at) == "whether" || layers.word(at) == "if" else {
      return nil
    }
    let end = layers.clauseEnd(from: at)
    guard end > at + 2 else { return nil }
    return Target(tokens: at..<end, head: at, evidence: .clause)
  }

  // MARK: Targets before the verb

  /// The target of a verb without object: the noun of its relative clause (`the law that he opposes`, `the school she loves`), or
  /// the object of the verb joined to it (`criticised and rejected the law`).
  func gap(_ verb: VerbGroup, after: Int, subject: Subject) -> Target? {
    let before = subject.tokens.lowerBound - 1
    if before >= sentenceStart(verb.head) {
      if layers.word(before) == "that" || layers.word(before) == "which" || layers.word(before) == "whom" {
        let last = layers.word(before - 1) == "," ? before - 2 : before - 1
        if let target = nounPhrase(endingAt: last) { return predicated(target) }
      } else if layers.word(before) == "what" {
        // `What parents want is a school`
        if let copula = layers.verbGroup(at: after), layers.word(layers.verbGroups[copula].head) == "is",
          let number = layers.nounPhrase(startingAt: layers.verbGroups[copula].tokens.upperBound)
        {
          return Target(
            tokens: layers.fullNounPhrase(number), head: layers.nounPhrases[number].head, evidence: .object)
        }
      } else if subject.path == .direct,
        layers.tag(subject.head) == .prp || layers.tag(subject.tokens.lowerBound) == .prps,
        let target = nounPhrase(endingAt: before)
      {
        return predicated(target)
      }
    }
    if layers.tag(after) == .cc {
      var next = after + 1
      while layers.tag(next).isAdverb { next += 1 }
      if let other = layers.verbGroup(at: next), layers.verbGroups[other].form == verb.form,
        let number = layers.object(of: other), !layers.isTime(layers.nounPhrases[number])
      {
        return Target(
          tokens: layers.fullNounPhrase(number), head: layers.nounPhrases[number].head, evidence: .object)
      }
    }
    return nil
  }

  /// What an indefinite pronoun stands for: `our schools are something we support`.
  func predicated(_ target: Target) -> Target {
    guard Self.indefinite.contains(layers.word(target.head)), target.tokens.lowerBound > 0,
      let copula = layers.verbGroup(at: target.tokens.lowerBound - 1),
      clues.has(layers.word(layers.verbGroups[copula].head), .copula), let subject = layers.subject(of: copula)
    else { return target }
    return Target(tokens: subject.tokens, head: subject.head, evidence: target.evidence)
  }
  private static let indefinite: WordSet = ["something", "anything", "one", "what"]

  private func nounPhrase(endingAt token: Int) -> Target? {
    guard token >= 0, let number = layers.nounPhrase(at: token),
      layers.nounPhrases[number].tokens.upperBound == token + 1
    else { return nil }
    let head = layers.headPhrase(of: number)
    guard !layers.isTime(layers.nounPhrases[head]), !Self.empty.contains(layers.word(layers.nounPhrases[head].head)),
      layers.tag(layers.nounPhrases[head].head) != .wp,
      layers.word(layers.nounPhrases[head].head) != "anything"
    else { return nil }
    let start = layers.fullNounPhrase(head, []).lowerBound
    return Target(tokens: start..<token + 1, head: layers.nounPhrases[head].head, evidence: .gap)
  }
}
