import DipleAnnotations

/// Subjects of verbs that have none of their own: participles, gerunds and infinitives.
extension SubjectSearch {
  // MARK: Participles and gerunds

  func participle(_ number: Int, _ floor: Int, _ depth: Int) -> Subject? {
    let verb = layers.verbGroups[number]
    var before = verb.tokens.lowerBound - 1
    while before >= floor, layers.tag(before).isAdverb || layers.opensQuotation(before) { before -= 1 }
    guard before >= floor else { return followingSubject(number) }
    if let time = layers.nounPhrase(at: before), layers.isTime(layers.nounPhrases[time]),
      layers.nounPhrase(at: layers.nounPhrases[time].tokens.lowerBound - 1) != nil
    {
      // `sent a letter this week urging …`
      before = layers.nounPhrases[time].tokens.lowerBound - 1
    }
    if let base = layers.nounPhrase(at: before) {
      // `protesters calling for …`; but whoever sent it: `sent a letter to the board urging …`.
      if let main = sender(of: base, floor) { return raise(subject(of: main, depth: depth + 1), .participle) }
      let start = layers.nounPhrases[layers.headPhrase(of: base)].tokens.lowerBound
      // `are on the ballot defending it`: the phrase belongs to the verb before it.
      if verb.form == .gerund, layers.tag(start - 1) == .in, let main = layers.verbGroup(at: start - 2) {
        return raise(subject(of: main, depth: depth + 1), .participle)
      }
      return phrase(endingWith: base, before: before + 1, floor, path: .participle)
    }
    if layers.tag(before) == .cc { return conjoined(number, before: before, floor, depth) }
    if layers.word(before) == "," {
      // A past tense that the tagger took for a participle: `Ruiz, the mayor of Kostel, called for …`.
      if verb.form == .participle, verb.tokens.count == 1, let name = parenthesisStart(before, floor),
        layers.nounPhrase(startingAt: name + 2) != nil, let base = layers.nounPhrase(at: name),
        governor(number, floor) == nil
      {
        return phrase(endingWith: base, before: before, floor)
      }
      // `…, calling for calm`: whoever the clause before is about.
      return governor(number, floor).flatMap { raise(subject(of: $0, depth: depth + 1), .participle) }
    }
    if layers.tag(before) == .in || layers.tag(before) == .to {
      guard let main = governor(number, floor) else { return followingSubject(number) }
      // `thanked Brandt for backing …`, `accused her of opposing …`: the object does it.
      if layers.word(before) == "for" || layers.word(before) == "of" || layers.word(before) == "from",
        let object = layers.object(of: main), layers.nounPhrases[object].tokens.upperBound <= before,
        layers.verbGroups[main].isPassive == false
      {
        let full = layers.fullNounPhrase(object, [.appositions, .conjuncts], until: before)
        if before - full.upperBound <= 3 {
          return Subject(tokens: full, head: layers.nounPhrases[object].head, path: .controlled)
        }
      }
      return raise(subject(of: main, depth: depth + 1), .controlled)
    }
    if let main = layers.verbGroup(at: before) { return raise(subject(of: main, depth: depth + 1), .controlled) }
    return nil
  }

  /// The verb whose object is a document, or a time, that ends with `base`: its subject wrote it, or spent it.
  func sender(of base: Int, _ floor: Int) -> Int? {
    var first = layers.headPhrase(of: base)
    // `a warning to the mayor and the council`
    for _ in 0..<3 {
      let mark = layers.nounPhrases[first].tokens.lowerBound - 1
      guard mark > floor, layers.tag(mark) == .cc, let other = layers.nounPhrase(at: mark - 1) else { break }
      first = layers.headPhrase(of: other)
    }
    let phrase = layers.nounPhrases[first]
    let word = layers.word(phrase.head)
    guard Words.documents.contains(word) || Words.times.contains(word) || Words.amounts.contains(word) else {
      return nil
    }
    var before = phrase.tokens.lowerBound - 1
    if layers.isQuotationMark(before) { before -= 1 }
    return before >= floor ? layers.verbGroup(at: before) : nil
  }

  /// `Calling for calm, the mayor …`: the subject of the next finite verb.
  func followingSubject(_ number: Int) -> Subject? {
    let sentence = layers.sentence(at: layers.verbGroups[number].head)
    var next = number + 1
    while next < layers.verbGroups.count, next <= number + 4,
      layers.sentence(at: layers.verbGroups[next].head) == sentence
    {
      let verb = layers.verbGroups[next]
      if verb.form == .finite, let base = layers.nounPhrase(at: verb.tokens.lowerBound - 1),
        layers.nounPhrases[base].tokens.lowerBound > layers.verbGroups[number].head
      {
        let head = layers.headPhrase(of: base)
        let start = layers.nounPhrases[head].tokens.lowerBound
        if layers.word(start - 1) == "," {
          return Subject(
            tokens: start..<verb.tokens.lowerBound, head: layers.nounPhrases[head].head, path: .participle)
        }
      }
      next += 1
    }
    return nil
  }

  // MARK: Infinitives

  func infinitive(_ number: Int, _ floor: Int, _ depth: Int) -> Subject? {
    let verb = layers.verbGroups[number]
    let before = verb.tokens.lowerBound - 1
    guard before >= floor else { return followingSubject(number) }
    if let main = layers.verbGroup(at: before) { return raise(subject(of: main, depth: depth + 1), .controlled) }
    if layers.tag(before) == .cc { return conjoined(number, before: before, floor, depth) }
    guard let main = governor(number, floor) else { return nil }
    if let base = layers.nounPhrase(at: before) {
      let head = layers.headPhrase(of: base)
      let phrase = layers.nounPhrases[head]
      // `asked him to leave`, `called on Brandt to leave`: the one who is asked.
      let start = phrase.tokens.lowerBound
      let isObject =
        layers.verbGroup(at: start - 1) == main
        || (layers.word(start - 1) == "on" || layers.word(start - 1) == "upon" || layers.word(start - 1) == "for")
          && layers.verbGroup(at: start - 2) == main
      if isObject, !Self.plans.contains(layers.word(phrase.head)) {
        return Subject(tokens: start..<before + 1, head: phrase.head, path: .controlled)
      }
    }
    return raise(subject(of: main, depth: depth + 1), .controlled)
  }
  /// Nouns whose infinitive belongs to whoever has them: `made a promise to support …`.
  private static let plans: WordSet = [
    "promise", "pledge", "plan", "plans", "decision", "vow", "attempt", "effort", "efforts", "refusal", "right", "bid",
    "chance", "offer", "failure", "willingness", "desire", "move", "proposal", "vote", "steps", "action", "time",
  ]

  /// The verb that governs a participle or infinitive: the nearest finite one on its left, or a participle or infinitive that
  /// stands closer.
  func governor(_ number: Int, _ floor: Int) -> Int? {
    var other = number - 1
    while other >= 0, other > number - 6, layers.verbGroups[other].head >= floor {
      let verb = layers.verbGroups[other]
      if verb.form == .finite || layers.verbGroups[number].form == .infinitive { return other }
      other -= 1
    }
    return nil
  }
}
