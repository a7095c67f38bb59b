import DipleAnnotations

/// Looks for a verb's subject.
struct SubjectSearch {
  let layers: Layers

  private static let reach = 80
  private static let maximumDepth = 4

  func subject(of number: Int, depth: Int) -> Subject? {
    guard depth < Self.maximumDepth else { return nil }
    let verb = layers.verbGroups[number]
    let sentence = layers.sentences[layers.sentence(at: verb.head)]
    let floor = Swift.max(sentence.lowerBound, verb.tokens.lowerBound - Self.reach)
    switch verb.form {
    case .finite: return finite(number, floor, depth)
    case .infinitive: return infinitive(number, floor, depth)
    case .gerund, .participle: return participle(number, floor, depth)
    }
  }

  // MARK: Finite verbs

  func finite(_ number: Int, _ floor: Int, _ depth: Int) -> Subject? {
    let verb = layers.verbGroups[number]
    var at = verb.tokens.lowerBound - 1
    var gaps = 0
    // Where an apposition or a bracket that belongs to the phrase ends.
    var end: Int?
    while at >= floor {
      let word = layers.word(at)
      if isRelative(at), let subject = antecedent(of: at, floor) { return subject }
      if let base = layers.nounPhrase(at: at) {
        let number = layers.nounPhrases[base].tokens
        // `we all want`
        if number.count == 1, word == "all" || word == "both" || word == "each", layers.nounPhrase(at: at - 1) != nil {
          at -= 1
          continue
        }
        if end != nil, number.count == 1, layers.tag(at) == .cd, layers.word(at - 1) == "," {
          // `Lind, 54, the mayor, said`
          at -= 2
          continue
        }
        return phrase(endingWith: base, before: end ?? at + 1, floor)
      }
      if layers.tag(at) == .cc { return conjoined(number, before: at, floor, depth) }
      if let other = layers.verbGroup(at: at) { return antecedent(ofClauseWith: other, before: at + 1, floor, depth) }
      if layers.tag(at).isAdverb || layers.tag(at) == .rp || word == "both" || word == "all" {
        at -= 1
        continue
      }
      gaps += 1
      if gaps > 4 { return nil }
      if layers.word(at) == "," || layers.tag(at) == .colon {
        if let before = parenthesisStart(at, floor) {
          let inside =
            layers.nounPhrase(startingAt: before + 2).map { layers.tag(layers.nounPhrases[$0].head) != .wp }
            ?? (layers.tag(before + 2) == .cd)
          end = inside ? end ?? at : nil
          at = before
          continue
        }
        // `…, opposes it`: an earlier clause of the same subject, or nothing.
        return layers.word(at) == "," ? conjoined(number, before: at, floor, depth) : nil
      }
      if layers.tag(at) == .close, let open = opening(at, floor) {
        end = end ?? at + 1
        at = open - 1
        continue
      }
      if layers.isQuotationMark(at), !layers.opensQuotation(at), let open = openingQuotation(at, floor) {
        // A quoted name is a subject; `the "open" group says`.
        if let base = layers.nounPhrase(at: at - 1) { return phrase(endingWith: base, before: at, floor) }
        at = open - 1
        continue
      }
      if layers.opensQuotation(at) {
        at -= 1
        continue
      }
      return nil
    }
    return nil
  }

  /// The full phrase whose last base phrase is `base`: climbs over prepositions and conjunctions to its head.
  func phrase(endingWith base: Int, before end: Int, _ floor: Int, path: Subject.Path = .direct) -> Subject? {
    var head = layers.headPhrase(of: base)
    var end = end
    let last = layers.nounPhrases[base].tokens
    if head != base, end == last.upperBound, layers.isTime(layers.nounPhrases[base]),
      Words.dating.contains(layers.word(last.lowerBound - 1))
    {
      // `the council on Monday rejected it`: the day is no part of the name.
      end = last.lowerBound - 1
    }
    var start = layers.fullNounPhrase(head, []).lowerBound
    // `the union and its members in Lund`; `A, B and C`: the first conjunct starts the phrase.
    var members = 0
    while members < 8, start - 2 >= floor {
      let mark = start - 1
      let joins =
        layers.tag(mark) == .cc && layers.word(mark) != "but"
        || layers.word(mark) == "," && members > 0 && layers.tag(mark) == .comma
      guard joins else { break }
      var last = mark - 1
      if layers.word(last) == ",", layers.tag(mark) == .cc {
        // `…, and he wants`: a new clause.
        if members == 0, layers.tag(layers.nounPhrases[head].head) == .prp { break }
        last -= 1
      }
      guard last >= floor, let other = layers.nounPhrase(at: last),
        layers.nounPhrases[other].tokens.upperBound == last + 1, !layers.isTime(layers.nounPhrases[other]),
        isFree(other, floor)
      else { break }
      head = layers.headPhrase(of: other)
      start = layers.fullNounPhrase(head, []).lowerBound
      members += 1
    }
    if path == .direct || path == .relative, let outer = container(of: start, floor) {
      return Subject(tokens: outer.start..<end, head: outer.head, path: path)
    }
    if path == .relative, let name = name(before: start, floor) {
      // `Ana Ruiz, a lawyer who opposes it`
      return Subject(tokens: name.tokens.lowerBound..<end, head: name.head, path: path)
    }
    // `the Home Office today rejects it`: the time at the end is no part of the name.
    let final = layers.nounPhrases[base]
    if head == base, final.tokens.count > 2, Words.days.contains(layers.word(final.head)),
      layers.tag(final.head - 1).isNoun, members == 0
    {
      return Subject(tokens: start..<final.head, head: final.head - 1, path: path)
    }
    if layers.isTime(layers.nounPhrases[head]), layers.word(layers.nounPhrases[head].tokens.lowerBound) != "the",
      members == 0, head == base
    {
      // `Peskov said Monday`, `The mayor this week called for …`: the time stands between subject and verb.
      let before = layers.nounPhrases[head].tokens.lowerBound - 1
      if before >= floor, let subject = layers.nounPhrase(at: before) {
        return phrase(endingWith: subject, before: before + 1, floor, path: path)
      }
    }
    return Subject(tokens: start..<end, head: layers.nounPhrases[head].head, path: path)
  }

  /// The noun, or the gerund, to which the clause before a phrase belongs: `the judge | handling the suits`, `the man | who
  /// shot the mayor`, `linking him to the attack`.
  func container(of start: Int, _ floor: Int) -> (start: Int, head: Int)? {
    guard start > floor, let number = layers.verbGroup(at: start - 1) else { return nil }
    let verb = layers.verbGroups[number]
    var before = verb.tokens.lowerBound - 1
    while before > floor, layers.tag(before).isAdverb { before -= 1 }
    if verb.form == .finite {
      guard before > floor,
        layers.word(before) == "who" || layers.word(before) == "which" || layers.tag(before) == .wdt,
        let noun = layers.nounPhrase(at: before - 1)
      else { return nil }
      let head = layers.headPhrase(of: noun)
      return (layers.fullNounPhrase(head, []).lowerBound, layers.nounPhrases[head].head)
    }
    if verb.form == .infinitive {
      // `moves to cut costs are welcome`
      guard before >= floor, let noun = layers.nounPhrase(at: before) else { return nil }
      let head = layers.headPhrase(of: noun)
      return (layers.fullNounPhrase(head, []).lowerBound, layers.nounPhrases[head].head)
    }
    guard verb.form == .gerund, verb.tokens.count == 1, !Self.reporting.contains(layers.word(verb.head)) else {
      return nil
    }
    if let noun = layers.nounPhrase(at: before), before >= floor {
      let head = layers.headPhrase(of: noun)
      return (layers.fullNounPhrase(head, []).lowerBound, layers.nounPhrases[head].head)
    }
    guard before < floor || layers.word(before) == "that" || layers.opensQuotation(before) else { return nil }
    return (verb.tokens.lowerBound, verb.head)
  }

  /// Gerunds with a clause behind them: what follows is its subject (`a report saying the council invited him`).
  private static let reporting: WordSet = [
    "saying", "arguing", "claiming", "adding", "noting", "insisting", "stating", "suggesting", "believing", "thinking",
    "telling", "alleging", "warning", "knowing", "hoping",
  ]

  /// The name to which a description after a comma belongs.
  func name(before start: Int, _ floor: Int) -> NounPhrase? {
    guard start - 2 >= floor, layers.word(start - 1) == ",",
      layers.tag(start) == .dt || !layers.shape(start).contains(.capitalized),
      let number = layers.nounPhrase(at: start - 2), layers.tag(layers.nounPhrases[number].head).isProperNoun,
      !layers.isTime(layers.nounPhrases[number])
    else { return nil }
    let head = layers.nounPhrases[layers.headPhrase(of: number)]
    return layers.tag(head.head).isProperNoun ? head : layers.nounPhrases[number]
  }

  /// True where the first conjunct is not an object of an earlier verb (`backs the plan and the mayor …`).
  func isFree(_ base: Int, _ floor: Int) -> Bool {
    let start = layers.nounPhrases[layers.headPhrase(of: base)].tokens.lowerBound
    guard start > floor else { return true }
    let before = start - 1
    if let verb = layers.verbGroup(at: before) {
      // A verb of saying or thinking may have a clause behind it: `said the union and its members want …`.
      return Self.clauseVerbs.contains(layers.word(layers.verbGroups[verb].head))
    }
    return layers.tag(before) != .in || layers.word(before) == "that"
      || Words.subordinators.contains(layers.word(before))
  }
  private static let clauseVerbs: WordSet = [
    "said", "says", "say", "thinks", "think", "believes", "believe", "believed", "added", "adds", "claimed", "claims",
  ]

  // MARK: Relative clauses

  func isRelative(_ at: Int) -> Bool {
    let word = layers.word(at)
    if word == "who" || word == "which" { return true }
    return word == "that"
      && (layers.tag(at) == .wdt || layers.nounPhrase(at: at) == nil && layers.nounPhrase(at: at - 1) != nil)
  }

  /// The noun phrase that `who`, `which` or `that` stands for.
  func antecedent(of relative: Int, _ floor: Int) -> Subject? {
    var before = relative - 1
    // `, many of whom`, `, who`
    if layers.word(before) == "," { before -= 1 }
    guard before >= floor else { return nil }
    if layers.tag(before) == .close, let open = opening(before, floor) { before = open - 1 }
    guard before >= floor, let base = layers.nounPhrase(at: before) else { return nil }
    return phrase(endingWith: base, before: before + 1, floor, path: .relative)
  }

  /// `the harbour that the mayor supports | is old`: the noun of the clause that ends with a verb.
  func antecedent(ofClauseWith verb: Int, before end: Int, _ floor: Int, _ depth: Int) -> Subject? {
    guard layers.verbGroups[verb].form == .finite, let inner = subject(of: verb, depth: depth + 1),
      inner.path == .direct,
      inner.tokens.lowerBound - 2 >= floor, isRelative(inner.tokens.lowerBound - 1)
    else { return nil }
    return antecedent(of: inner.tokens.lowerBound - 1, floor).map {
      Subject(tokens: $0.tokens.lowerBound..<end, head: $0.head, path: .direct)
    }
  }

  // MARK: Joined verbs

  /// The subject of an earlier verb to which `number` is joined.
  func conjoined(_ number: Int, before mark: Int, _ floor: Int, _ depth: Int) -> Subject? {
    let verb = layers.verbGroups[number]
    var candidate = number - 1
    var fallback: Int?
    while candidate >= 0, candidate > number - 6 {
      let other = layers.verbGroups[candidate]
      guard other.head >= floor else { break }
      if canJoin(candidate, number), verb.form != .finite || isParallel(other, verb) || !isEmbedded(candidate, floor) {
        fallback = fallback ?? candidate
        if verb.form != .finite, verb.form == other.form { break }
        // The nearest verb with the same finite form, outside a relative clause, is the one that is joined.
        if !isEmbedded(candidate, floor), layers.tag(other.tokens.lowerBound) == layers.tag(verb.tokens.lowerBound) {
          fallback = candidate
          break
        }
      }
      candidate -= 1
    }
    guard let chosen = fallback, var subject = subject(of: chosen, depth: depth + 1) else { return nil }
    subject.path = Swift.max(subject.path, .conjoined)
    return subject
  }

  /// Verbs of one form join; so do past tenses of which the tagger took one for a participle.
  func canJoin(_ first: Int, _ second: Int) -> Bool {
    let (a, b) = (layers.verbGroups[first], layers.verbGroups[second])
    func isBare(_ verb: VerbGroup) -> Bool { verb.form == .participle && verb.tokens.count == 1 }
    func isPast(_ verb: VerbGroup) -> Bool { verb.form == .finite && verb.tense == .past }
    return a.form == b.form || isBare(b) && isPast(a) || isBare(a) && isPast(b) && layers.object(of: first) != nil
  }

  func isParallel(_ a: VerbGroup, _ b: VerbGroup) -> Bool {
    a.tense == b.tense || a.modal != nil || b.modal != nil || (a.tense == .past) == (b.tense == .past)
  }

  func isEmbedded(_ number: Int, _ floor: Int) -> Bool {
    let start = layers.verbGroups[number].tokens.lowerBound
    return start - 1 >= floor && isRelative(start - 1)
  }

  // MARK: Help

  func raise(_ subject: Subject?, _ path: Subject.Path) -> Subject? {
    guard var subject else { return nil }
    subject.path = Swift.max(subject.path, path)
    return subject
  }

  /// The token before a parenthesis that ends with the comma or dash at `at` (`…, who had won, `; `…, the mayor of Lund, `).
  func parenthesisStart(_ at: Int, _ floor: Int) -> Int? {
    let mark = layers.word(at)
    var open = at - 1
    while open > floor {
      let isMark = layers.word(open) == mark
      if isMark, open + 1 < at, startsParenthesis(open + 1),
        layers.nounPhrase(at: open - 1) != nil || layers.tag(open - 1) == .close
      {
        return open - 1
      }
      if layers.tag(open) == .stop { return nil }
      open -= 1
    }
    return nil
  }

  func startsParenthesis(_ at: Int) -> Bool {
    let word = layers.word(at)
    let tag = layers.tag(at)
    if word == "who" || word == "which" || word == "whose" || word == "whom" || word == "where" || word == "however" {
      return true
    }
    if tag == .vbg || tag == .vbn || tag == .in || tag == .cd || tag.isAdverb || tag == .to { return true }
    if layers.verbGroup(at: at) != nil { return false }
    return layers.nounPhrase(startingAt: at) != nil
  }

  func opening(_ close: Int, _ floor: Int) -> Int? {
    var at = close - 1
    while at >= floor, at > close - 30 {
      if layers.tag(at) == .open { return at }
      at -= 1
    }
    return nil
  }

  func openingQuotation(_ close: Int, _ floor: Int) -> Int? {
    var at = close - 1
    while at >= floor {
      if layers.opensQuotation(at) { return at }
      at -= 1
    }
    return nil
  }
}
