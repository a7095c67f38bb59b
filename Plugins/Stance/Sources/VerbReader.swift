import DiplePluginKit

/// Positions that a verb takes.
extension Reader {
  /// Reads a verb group whose head the lexicon knows.
  mutating func readVerb(_ number: Int) {
    let verb = layers.verbGroups[number]
    let word = layers.word(verb.head)
    // `over disputed waters`: a participle behind a preposition belongs to the noun.
    let before = verb.head - 1
    if verb.tokens.count == 1, layers.tag(verb.head) == .vbn || layers.tag(verb.head) == .vbd,
      layers.tag(before) == .in && !Self.conjunctions.contains(layers.word(before))
        || Self.prepositions.contains(layers.word(before))
    {
      return
    }
    if let candidates = lexicon.verbs[word] {
      for index in candidates {
        let frame = lexicon.frames[index]
        guard let match = match(frame, at: verb.head), !match.cue.contains(where: { $0.contains { isUsed($0) } }),
          read(frame, number, match)
        else { continue }
        return
      }
    }
    if clues.has(word, .naming) { readNaming(number) }
  }

  private static let prepositions: WordSet = ["over", "around", "about", "through", "across", "by", "near", "under"]
  private static let conjunctions: WordSet = [
    "that", "as", "if", "when", "while", "than", "though", "although", "because",
  ]

  private mutating func read(_ frame: Frame, _ number: Int, _ match: Match) -> Bool {
    let verb = layers.verbGroups[number]
    let (cue, after) = (match.cue, match.end)
    if let agent = agent(of: number, after: after) { return readPassive(frame, number, match, agent) }
    // `was criticised`: nobody is named. A bare participle may be a past tense (`the council rejected the plan`).
    if verb.isPassive, verb.tokens.count > 1 || layers.tag(verb.head) != .vbn { return false }
    let decider = decider(of: number)
    guard let subject = decider ?? layers.subject(of: number), decider != nil || isHolder(subject, of: number),
      let target = target(of: frame, from: after) ?? gap(frame, verb, after, subject),
      let scope = scope(of: number, subject: subject), var holder = holder(subject)
    else { return false }
    guard isPosition(frame, number, target, scope, subject) else { return false }
    let isInert = clues.has(layers.word(subject.head), .inert)
    if isInert {
      // `said the crisis demands patience`: the one who says so demands it. Other things hold no position.
      guard frame.family == "demand" || frame.family == "call-for" else { return false }
      holder = .speaker
    }
    if let inner = target.verb,
      frame.family == "refuse" || frame.slots.contains(where: { $0.kind == .objectInfinitive })
    {
      spokenFor[inner] = true
    }
    let count = found.count
    add(frame, cue, holder, target, scope, distance: Int(subject.path.rawValue))
    if isInert, found.count > count { requireQuote() }
    return true
  }

  /// `the mayor's decision to oppose it`: whose decision it is.
  private func decider(of number: Int) -> Subject? {
    let verb = layers.verbGroups[number]
    let noun = verb.tokens.lowerBound - 1
    guard verb.form == .infinitive, noun > 0, clues.has(layers.word(noun), .resolving),
      let phrase = layers.nounPhrase(at: noun), let tokens = possessorTokens(in: phrase, before: noun)
    else { return nil }
    return Subject(tokens: tokens, head: tokens.upperBound - 1, path: .controlled)
  }

  private func gap(_ frame: Frame, _ verb: VerbGroup, _ after: Int, _ subject: Subject) -> Target? {
    guard frame.slots.contains(where: { ($0.kind == .object || $0.kind == .thing) && !$0.needsDenial }),
      layers.nounPhrase(startingAt: after) == nil
    else { return nil }
    return gap(verb, after: after, subject: subject)
  }

  /// The agent of a passive: also of a bare participle that the tagger took for a past tense (`the plan backed by Lund`).
  private func agent(of number: Int, after: Int) -> Subject? {
    let verb = layers.verbGroups[number]
    if verb.isPassive { return layers.agent(of: number) }
    guard layers.word(after) == "by", verb.tokens.count == 1, layers.tag(verb.head) == .vbd,
      let base = layers.nounPhrase(startingAt: after + 1), !layers.isTime(layers.nounPhrases[base])
    else { return nil }
    return Subject(
      tokens: layers.fullNounPhrase(base, [.prepositions, .appositions, .conjuncts]),
      head: layers.nounPhrases[base].head, path: .direct)
  }

  private mutating func readPassive(_ frame: Frame, _ number: Int, _ match: Match, _ agent: Subject) -> Bool {
    // `wanted by the police` is no wish.
    guard frame.lemma != "want", let holder = holder(withoutGround(agent, frame)),
      let scope = scope(of: number, subject: nil), !scope.isDuty
    else { return false }
    if frame.slots.contains(where: { $0.kind == .objectInfinitive }) {
      // `was asked by the union to resign`
      for token in [agent.tokens.upperBound, match.end] {
        guard let verb = infinitive(at: token), let target = act(verb) else { continue }
        spokenFor[verb] = true
        add(frame, match.cue, holder, target, scope, distance: 1)
        return true
      }
    }
    guard frame.slots.contains(where: { $0.kind == .object || $0.kind == .thing }),
      let subject = layers.subject(of: number), !subject.tokens.contains(layers.verbGroups[number].head)
    else { return false }
    // `I am honoured by the vote`: a feeling, no act of the vote.
    if Self.firstPerson.contains(layers.word(subject.head)),
      lexicon.adjectives[layers.word(layers.verbGroups[number].head)] != nil
    {
      return false
    }
    let target = Target(tokens: subject.tokens, head: subject.head, evidence: .passive)
    add(frame, match.cue, holder, target, scope, distance: 1)
    return true
  }

  /// `accused by the widow | of fraud`: the agent without the ground; a name is none (`the mayor of Lund`).
  private func withoutGround(_ agent: Subject, _ frame: Frame) -> Subject {
    let grounds = frame.slots.flatMap(\.grounds)
    guard
      let ground = agent.tokens.last(where: { $0 > agent.head && grounds.contains(layers.word($0)) }),
      ground + 1 < agent.tokens.upperBound, !layers.tag(ground + 1).isProperNoun
    else { return agent }
    return Subject(tokens: agent.tokens.lowerBound..<ground, head: agent.head, path: agent.path)
  }

  /// True where a subject can have the position: not the one who is asked for an act (`asked him to support it`).
  private func isHolder(_ subject: Subject, of number: Int) -> Bool {
    let verb = layers.verbGroups[number]
    // `crossed over disputed waters`: a bare participle is a past tense only beside its own subject.
    if verb.form == .participle, subject.path == .controlled { return false }
    // `let us welcome`, `made them love it`: an object is no subject of its own.
    if subject.path == .direct, Self.objects.contains(layers.word(subject.head)) { return false }
    let before = verb.tokens.lowerBound - 1
    // `a ban on criticising the king`, `accused him of opposing it`: a topic or a ground, and nobody's position.
    if verb.form == .gerund, isTopical(before) { return false }
    if verb.form == .gerund, let outer = layers.verbGroup(at: before) {
      // `stopped backing it`; not `mentions backing it`.
      let word = layers.word(layers.verbGroups[outer].head)
      return clues.has(word, .transparent) || clues.has(word, .refuser)
    }
    guard verb.form == .infinitive else { return true }
    if let outer = layers.verbGroup(at: before) {
      let word = layers.word(layers.verbGroups[outer].head)
      return clues.has(word, .transparent) || clues.has(word, .refuser) || clues.has(word, .seeming)
        || layers.verbGroups[outer].isPassive == false && clues.has(word, .copula)
    }
    // `his decision to back it`, `was ready to back it`, `came out and to …`: only with the subject's own adjective.
    if layers.tag(before).isAdjective, layers.verbGroup(at: before - 1) != nil {
      return layers.word(subject.head) != "it" && layers.word(subject.head) != "that"
    }
    return layers.tag(before) == .cc
  }

  /// True for a preposition that makes the gerund behind it a topic or a charge; `in the habit of backing it` and `thanked him for
  /// backing it` leave the position to their subject.
  private func isTopical(_ preposition: Int) -> Bool {
    guard Self.topical.contains(layers.word(preposition)) else { return false }
    guard let phrase = layers.nounPhrase(at: preposition - 1) else {
      return layers.verbGroup(at: preposition - 1) != nil
    }
    let start = layers.nounPhrases[phrase].tokens.lowerBound
    return layers.word(preposition) != "of" || layers.verbGroup(at: start - 1) != nil
  }
  private static let topical: WordSet = ["of", "on", "about", "over", "against"]
  private static let objects: WordSet = ["us", "me", "him", "them"]

  private func isPosition(_ frame: Frame, _ number: Int, _ target: Target, _ scope: Scope, _ subject: Subject) -> Bool {
    let verb = layers.verbGroups[number]
    if target.needsDenial, scope.turnsAround == (target.negation != nil) { return false }
    if scope.isDuty, !Self.firstPerson.contains(layers.word(subject.head)) { return false }
    if frame.family == "refuse", let act = target.verb,
      clues.has(layers.word(layers.verbGroups[act].head), .commenting)
    {
      return false
    }
    // `soldiers defended the bridge`: an act of war.
    if frame.family == "defend", clues.has(layers.word(subject.head), .fighter) { return false }
    // `backed the lorry into the gate`
    if frame.lemma == "back", target.tokens.contains(where: { Self.motion.contains(layers.word($0)) }) { return false }
    // `would like to …` is a wish, no liking.
    if frame.lemma == "like", verb.modal != nil { return false }
    // `denied them entry`: two objects, nothing is disputed.
    if frame.lemma == "deny", target.evidence == .object, layers.nounPhrase(startingAt: target.tokens.upperBound) != nil
    {
      return false
    }
    return true
  }

  private static let motion: WordSet = ["into", "onto", "toward", "towards"]
  private static let stopping: WordSet = [
    "stop", "stops", "stopped", "stopping", "cease", "ceases", "ceased", "ceasing", "quit", "quits",
  ]

  /// Adds what a frame found.
  mutating func add(
    _ frame: Frame, _ cue: [Range<Int>], _ holder: Found.Holder, _ target: Target, _ scope: Scope, distance: Int
  ) {
    var scope = scope
    var pieces = intensified(cue)
    if let negation = target.negation { scope.negations.append(negation) }
    // Who stops attacking somebody is not yet for them.
    if frame.polarity == .oppose, scope.negations.contains(where: { Self.stopping.contains(layers.word($0)) }) {
      return
    }
    if let link = target.link, frame.lemma == "call on" || frame.lemma == "call upon" { pieces.append(link..<link + 1) }
    add(
      Found(
        cue: spans(pieces), family: frame.family,
        polarity: scope.turnsAround ? frame.polarity.opposite : frame.polarity,
        negations: scope.turnsAround ? scope.negations.map { negation($0) } : [], certainty: scope.certainty,
        hedge: scope.hedge.map { layers.span($0) }, holder: holder, target: layers.span(target.tokens),
        targetHead: layers.span(target.head), evidence: target.evidence, needsPerson: target.needsPerson,
        distance: distance), cue: pieces)
  }
}
