import DiplePluginKit

/// What the words around a verb do to the position that it takes.
struct Scope {
  /// Tokens that turn it around; two of them cancel out.
  var negations: [Int] = []
  var certainty = Certainty.certain
  var hedge: Int?
  /// The text speaks of a duty (`should back`, `needs to reject`): whose position it is, is not said.
  var isDuty = false

  var turnsAround: Bool { negations.count % 2 == 1 }

  mutating func hedge(_ certainty: Certainty, by token: Int) {
    guard certainty > self.certainty else { return }
    (self.certainty, hedge) = (certainty, token)
  }
}

extension Reader {
  /// The words of a negation: `in no event` is one.
  func negation(_ token: Int) -> Span {
    guard layers.word(token) == "no", layers.tag(token - 1) == .in, token > 0, token + 1 < layers.count else {
      return layers.span(token)
    }
    return layers.span(token - 1..<token + 2)
  }

  /// Reads negation, modality and hedges around a verb group and the verbs that govern it. Nil where nobody takes the position
  /// (`instead of backing it`).
  func scope(of number: Int, subject: Subject?) -> Scope? {
    var scope = Scope()
    read(number, into: &scope)
    guard climb(from: number, into: &scope) else { return nil }
    if let subject {
      let first = layers.word(subject.tokens.lowerBound)
      // `nobody`, `none of them`, `no party`; `few` does not turn around, it leaves hardly anyone.
      if clues.has(first, .denier) || first == "no" {
        scope.negations.append(subject.tokens.lowerBound)
      } else if clues.has(layers.word(subject.head), .denier) {
        scope.negations.append(subject.head)
      }
      let before = subject.tokens.lowerBound - 1
      // `not all voters`, `neither the mayor nor her deputy`
      if layers.word(before) == "not" || layers.word(before) == "neither" { scope.negations.append(before) }
      if let fronted = frontedNegation(before: subject.tokens.lowerBound) { scope.negations.append(fronted) }
      for token in [before, before - 1] where token >= sentenceStart(subject.head) {
        if layers.word(token) == "if" || layers.word(token) == "unless" || layers.word(token) == "whether" {
          scope.hedge(.possible, by: token)
        }
      }
    }
    let last = sentenceEnd(layers.verbGroups[number].head) - 1
    for token in [last, last - 1] where token > 0 && layers.word(token) == "?" { scope.hedge(.possible, by: token) }
    return scope
  }

  /// The words of one verb group, and the adverbs directly before it.
  private func read(_ number: Int, into scope: inout Scope) {
    let verb = layers.verbGroups[number]
    var start = verb.tokens.lowerBound
    while start > sentenceStart(verb.head), verb.tokens.lowerBound - start < 2,
      layers.tag(start - 1).isAdverb || layers.word(start - 1) == "not"
    {
      start -= 1
    }
    for token in start..<verb.tokens.upperBound where token != verb.head {
      let word = layers.word(token)
      if clues.has(word, .negator) {
        // `no longer` is one negation, `in no event` another way to say `not`.
        if word == "longer", layers.word(token - 1) == "no" { continue }
        // `not only supports`: more than that, not less.
        if clues.has(layers.word(token + 1), .focus) { continue }
        scope.negations.append(token)
      } else if word == "would" || word == "'d" {
        if !isReportedPast(before: verb.tokens.lowerBound), !verb.isNegated { scope.hedge(.probable, by: token) }
      } else if clues.has(word, .obliging), layers.tag(token) == .md {
        scope.isDuty = true
      } else if clues.has(word, .possible), !isDenied(token, in: verb) {
        scope.hedge(.possible, by: token)
      } else if clues.has(word, .probable) {
        scope.hedge(.probable, by: token)
      }
    }
    // `cannot but support`: left as it is. A negation behind the head belongs to it: `was not`, `supports neither`.
    let next = verb.tokens.upperBound
    if layers.word(next) == "neither" || layers.word(next) == "no" && layers.word(next + 1) == "longer" {
      scope.negations.append(next)
    }
  }

  /// The negation before an auxiliary that stands in front of the subject: `nor did it`, `at no time has she`.
  private func frontedNegation(before subject: Int) -> Int? {
    let auxiliary = subject - 1
    guard auxiliary > 0, Self.auxiliaries.contains(layers.word(auxiliary)) else { return nil }
    let floor = max(sentenceStart(auxiliary), auxiliary - 3)
    var at = auxiliary - 1
    while at >= floor, layers.tag(at) != .comma {
      if clues.has(layers.word(at), .negator) { return at }
      at -= 1
    }
    return nil
  }
  private static let auxiliaries: WordSet = [
    "do", "does", "did", "has", "have", "had", "will", "would", "can", "could", "is", "are", "was", "were",
  ]

  /// `could not support`: the modal says no more than the negation.
  private func isDenied(_ modal: Int, in verb: VerbGroup) -> Bool {
    verb.isNegated && (layers.word(modal) == "could" || layers.word(modal) == "can")
  }

  /// True where an earlier verb of the sentence is in the past: `said he would back` is no condition.
  private func isReportedPast(before token: Int) -> Bool {
    var at = token - 1
    let floor = max(sentenceStart(token), token - 30)
    while at >= floor {
      if let number = layers.verbGroup(at: at), layers.verbGroups[number].form == .finite {
        return layers.verbGroups[number].tense == .past
      }
      at -= 1
    }
    return false
  }

  /// Climbs to the verbs that govern an infinitive or gerund, while they leave the position to their subject.
  private func climb(from number: Int, into scope: inout Scope) -> Bool {
    var current = number
    for _ in 0..<3 {
      let verb = layers.verbGroups[current]
      guard verb.form == .infinitive || verb.form == .gerund else { return true }
      var before = verb.tokens.lowerBound - 1
      while before > 0, layers.tag(before).isAdverb {
        if clues.has(layers.word(before), .negator) { scope.negations.append(before) }
        before -= 1
      }
      if layers.word(before) == "without" { scope.negations.append(before) }
      if verb.form == .gerund {
        if layers.word(before) == "of", layers.word(before - 1) == "instead" { return false }
        if layers.word(before) == "than", layers.word(before - 1) == "rather" { return false }
        if layers.word(before) == "from", let outer = layers.verbGroup(at: before - 1),
          Self.refraining.contains(layers.word(layers.verbGroups[outer].head))
        {
          scope.negations.append(layers.verbGroups[outer].head)
          return true
        }
      }
      guard let outer = layers.verbGroup(at: before) else { return true }
      let word = layers.word(layers.verbGroups[outer].head)
      if clues.has(word, .refuser) { scope.negations.append(layers.verbGroups[outer].head) }
      if verb.form == .infinitive, Self.duties.contains(word) { scope.isDuty = true }
      if clues.has(word, .seeming) { scope.hedge(.probable, by: layers.verbGroups[outer].head) }
      guard clues.has(word, .transparent) || clues.has(word, .refuser) || clues.has(word, .seeming) else { return true }
      // `is expected to back it`
      if layers.verbGroups[outer].isPassive { scope.hedge(.probable, by: layers.verbGroups[outer].head) }
      read(outer, into: &scope)
      current = outer
    }
    return true
  }
  private static let refraining: WordSet = ["refrained", "refrain", "refrains", "refraining", "abstained", "abstain"]
  private static let duties: WordSet = ["need", "needs", "needed", "have", "has", "had", "got", "ought", "supposed"]
}
