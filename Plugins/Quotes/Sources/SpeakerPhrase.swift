import DiplePluginKit

/// Finds the phrase that names a source beside a verb: the noun phrase with its prepositional phrases, title and apposition.
struct SpeakerPhrase {
  let unit: Unit
  private let cues = CueLexicon.shared

  init(unit: Unit) { self.unit = unit }

  /// How far a subject is looked for, in items.
  static let reach = 48

  /// The subject of the verb at `verb`: before it, or the one that it shares with a verb before (`and added`, `stating`).
  func subject(of verb: Int, depth: Int = 0) -> Range<Int>? {
    guard depth < 4, let group = unit.verb(verb) else { return nil }
    if group.form == .finite || actsFinite(verb) {
      if let own = before(verb) { return confirmed(own, verb) }
    } else if let own = reduced(verb) {
      return own
    }
    // Only a verb behind a conjunction shares a subject that may stand far off; for others the tree is not worth its time.
    if depth == 0, group.form == .finite, isCoordinated(verb), let shared = sharedSubject(of: group.head) {
      return shared
    }
    return governor(of: verb).flatMap { subject(of: $0, depth: depth + 1) }
  }

  private func isCoordinated(_ verb: Int) -> Bool {
    var at = verb - 1
    while unit.tag(at).isAdverb { at -= 1 }
    return unit.tag(at) == .cc && isSaying(verb)
  }

  /// A past form that the tagger took for a participle: a subject stands before it and no other verb carries the clause.
  func actsFinite(_ verb: Int) -> Bool {
    guard let group = unit.verb(verb), group.form == .participle, group.tokens.count == 1 else { return false }
    guard unit.isNoun(verb - 1) || unit.isBareName(verb - 1) || unit.tag(verb - 1).isAdverb && unit.isNoun(verb - 2)
    else { return false }
    if unit.noun(verb - 1)?.isPronoun == true { return true }
    let start = max(0, verb - Self.reach)
    let end = min(unit.count, verb + 4)
    return !(start..<verb).contains { unit.isFinite($0) }
      && (unit.word(verb + 1) == "that" || unit.isQuoted(verb + 1) || !(verb + 1..<end).contains { unit.isFinite($0) })
  }

  /// The finite verb that a participle, an infinitive or a conjoined verb hangs on.
  func governor(of verb: Int) -> Int? {
    var at = verb - 1
    var nearest: Int?
    // `Ruiz said that there is a way that leads out, adding`: set off by a comma, it hangs on the cue, not on the content.
    // So does `Ruiz said her party backs the idea, and said …`.
    let isSetOff =
      unit.commaBefore(verb) && unit.verb(verb)?.form == .gerund
      || unit.word(verb - 1) == "and" && unit.isFinite(verb) && isSaying(verb)
    while at >= max(0, verb - Self.reach) {
      if unit.isFinite(at) || actsFinite(at), !isInRelativeClause(at, before: verb) {
        if !isSetOff { return at }
        if isSaying(at) { return at }
        nearest = nearest ?? at
      }
      at -= 1
    }
    return nearest
  }

  /// True where a verb is a cue that can stand beside marks.
  private func isSaying(_ verb: Int) -> Bool {
    unit.verb(verb).flatMap { cues.verb(unit.layers, $0.head, limit: unit.tokens.upperBound) }?.frames.contains(.quote)
      ?? false
  }

  /// `X, who leads the party, said … adding`: the verb of a relative clause that is over governs nothing behind it.
  private func isInRelativeClause(_ at: Int, before verb: Int) -> Bool {
    guard isRelative(at - 1) else { return false }
    return (at..<verb).contains { unit.isFinite($0) && $0 > at }
      || (at - 1 > 0 && unit.isComma(at - 2) && (at..<verb).contains { unit.isComma($0) })
  }

  func isRelative(_ at: Int) -> Bool {
    let word = unit.word(at)
    return word == "who" || word == "which" || word == "that" && unit.isNoun(at - 1) && unit.tag(at) != .dt
      || word == "that" && unit.tag(at) == .wdt
  }

  // MARK: Before the verb

  /// The subject that stands before a finite verb.
  func before(_ verb: Int) -> Range<Int>? {
    var at = verb - 1
    while at >= 0, unit.tag(at).isAdverb && !unit.isBareName(at) || Self.fillers.contains(unit.word(at)) { at -= 1 }
    if isRelative(at) {
      var antecedent = at - 1
      if unit.isComma(antecedent) { antecedent -= 1 }
      return chain(endingAt: antecedent)
    }
    if unit.isComma(at) { return beforeComma(at) }
    guard let own = chain(endingAt: at) else { return nil }
    // `The clerk who sent the letter called it off`: what the relative clause is about is no subject of the verb behind it.
    let inner = own.lowerBound - 1
    if unit.isFinite(inner), isRelative(inner - 1), !unit.isComma(inner - 2), let outer = chain(endingAt: inner - 2) {
      return outer
    }
    return own
  }
  private static let fillers: WordSet = ["also", "both", "all", "later", "earlier"]

  /// `Ana Ruiz, the mayor of Kostel, [speaking on Tuesday,] said`: walks the parts between commas back to the name.
  private func beforeComma(_ comma: Int) -> Range<Int>? {
    var end = comma
    var best: Range<Int>?
    while end > 0, comma - end < Self.reach {
      var start = end
      while start > 0, !unit.isComma(start - 1), !isBarrier(start - 1), end - start < Self.reach { start -= 1 }
      let part = start..<end
      if part.isEmpty { break }
      if isNominal(part) {
        // The apposition belongs to the phrase where it stands right behind the name.
        let chainStart = min(start, chain(endingAt: end - 1)?.lowerBound ?? start)
        best = chainStart..<(best.map { $0.lowerBound == end + 1 ? $0.upperBound : end } ?? end)
        if chainStart != start { break }
      } else if unit.isFinite(start) || (best != nil && !isAside(part)) || !isAside(part) {
        break
      } else if best != nil {
        break
      }
      guard start > 0, unit.isComma(start - 1) else { break }
      end = start - 1
    }
    return best
  }

  private func isBarrier(_ at: Int) -> Bool {
    unit.isQuoted(at) || unit.word(at) == ":" || unit.word(at) == ";" || unit.word(at) == "—" || unit.word(at) == "–"
  }

  /// Nouns with what joins them, and no finite verb.
  private func isNominal(_ part: Range<Int>) -> Bool {
    guard unit.isNoun(part.lowerBound), !isTime(part.lowerBound) else {
      return part.count == 1 && unit.layers.shape(unit.items[part.lowerBound].tokens.lowerBound).contains(.digits)
        && unit.isComma(part.lowerBound - 1)
    }
    return !part.contains { unit.isFinite($0) }
  }

  /// What may stand between a subject and its verb: `who …`, `speaking …`, `in a statement`, `however`.
  private func isAside(_ part: Range<Int>) -> Bool {
    let first = part.lowerBound
    if isRelative(first) || unit.word(first) == "whose" { return true }
    if let verb = unit.verb(first) { return verb.form == .gerund || verb.form == .participle }
    // `aged 24 and 31`, `unhappy with the plan`
    if unit.tag(first).isAdjective || unit.word(first) == "aged" { return true }
    return unit.tag(first) == .in || unit.tag(first) == .to || unit.tag(first).isAdverb || isTime(first)
      || unit.word(first) == "where"
  }

  func isTime(_ at: Int) -> Bool {
    let lists = Lists.shared
    guard let noun = unit.noun(at) else { return lists.time.contains(unit.word(at)) }
    // `Theresa May` is no month.
    return lists.time.contains(unit.layers.word(noun.head))
      && !unit.items[at].tokens.contains {
        unit.layers.tag($0).isProperNoun && !lists.time.contains(unit.layers.word($0))
      }
  }

  /// A phrase of time: `yesterday`, `on May 2`, `in the early morning`, `by 2030`.
  func tellsTime(_ at: Int) -> Bool {
    if isTime(at) { return true }
    return unit.tag(at) == .in && unit.word(at) != "of" && (isTime(at + 1) || isYear(at + 1))
  }

  private func isYear(_ at: Int) -> Bool {
    guard unit.items.indices.contains(at), unit.items[at].tokens.count == 1 else { return false }
    let token = unit.items[at].tokens.lowerBound
    return unit.layers.shape(token).contains(.digits) && unit.layers.end(token) - unit.layers.start(token) == 4
  }

  /// The noun phrase that ends with item `last`, with the phrases before it that it hangs on (`the head of X`).
  func chain(endingAt last: Int) -> Range<Int>? {
    var at = last
    if unit.word(at) == ")" {
      while at > max(0, last - 10), unit.word(at) != "(" { at -= 1 }
      at -= 1
    }
    if unit.isBareName(at) { return at..<last + 1 }
    guard unit.isNoun(at), !(isTime(at) && !unit.isNoun(at - 1) && unit.tag(at - 1) != .in) else { return nil }
    if isTime(at), unit.isNoun(at - 1) { return chain(endingAt: at - 1) }
    let limit = max(0, last - Self.reach)
    while at > limit {
      let joint = unit.word(at - 1)
      if unit.isNoun(at - 2), unit.tag(at - 1) == .in || joint == "to", !Self.clauseOpeners.contains(joint) {
        at -= 2
      } else if joint == "and" || joint == "or" || joint == "&", unit.isNoun(at - 2), !hasVerb(before: at - 2) {
        at -= 2
      } else if joint == "and", unit.isComma(at - 2), unit.isNoun(at - 3), !hasVerb(before: at - 3) {
        at -= 3
      } else if unit.isComma(at - 1), unit.isNoun(at - 2), isList(at, until: last), !hasVerb(before: at - 2) {
        at -= 2
      } else if unit.word(at - 1) == ")", let open = opening(at - 1), unit.isNoun(open - 1) {
        at = open - 1
      } else if unit.tag(at - 1) == .in || joint == "to", unit.tag(at - 2).isAdjective || unit.word(at - 2) == "close",
        unit.isNoun(at - 3)
      {
        // `a person familiar with the matter`
        at -= 3
      } else if let verb = unit.verb(at - 1), verb.form == .participle, unit.isNoun(at - 2) {
        // `a letter received from the ministry`: with the preposition this was no direct neighbour; nothing to join.
        break
      } else if unit.tag(at - 1) == .in, let verb = unit.verb(at - 2), unit.isNoun(at - 3),
        verb.form == .participle
          || verb.tokens.count == 1 && verb.tense == .past
            && (hasVerb(before: at - 3) || unit.tag(at - 4) == .in || unit.isVerb(at - 4))
      {
        at -= 3
      } else {
        break
      }
    }
    return withQuantifier(at)..<last + 1
  }

  /// `more than 50 officers`, `at least two`, `some of the`.
  private func withQuantifier(_ at: Int) -> Int {
    if unit.word(at - 1) == "than", Self.comparatives.contains(unit.word(at - 2)) { return at - 2 }
    if unit.word(at - 1) == "least" || unit.word(at - 1) == "most", unit.word(at - 2) == "at" { return at - 2 }
    if unit.tag(at - 1) == .pdt || Self.quantifiers.contains(unit.word(at - 1)) { return at - 1 }
    return at
  }
  private static let comparatives: WordSet = ["more", "fewer", "less"]
  private static let quantifiers: WordSet = ["about", "nearly", "almost", "around", "over", "both", "only", "another"]
  private static let clauseOpeners: WordSet = [
    "that", "if", "as", "because", "while", "after", "before", "since", "although", "though", "when", "until", "than",
    "whether", "unless",
  ]

  private func opening(_ close: Int) -> Int? {
    var at = close
    while at > max(0, close - 10) {
      at -= 1
      if unit.word(at) == "(" { return at }
    }
    return nil
  }

  /// True where a comma list is open: `A, B and C`.
  private func isList(_ at: Int, until last: Int) -> Bool {
    (at..<last).contains { unit.word($0) == "and" && unit.isNoun($0 + 1) } && at + 4 >= last
  }

  private func hasVerb(before at: Int) -> Bool {
    var index = at - 1
    while index >= max(0, at - 12) {
      if unit.isFinite(index) { return true }
      if unit.isComma(index) || isBarrier(index) { return false }
      index -= 1
    }
    return false
  }

  /// `a letter urging …`, `with Ruiz saying …`: the noun right before a bare participle.
  private func reduced(_ verb: Int) -> Range<Int>? {
    guard let group = unit.verb(verb), group.form == .gerund, let phrase = unit.noun(verb - 1), !phrase.isPronoun
    else { return nil }
    guard let chain = chain(endingAt: verb - 1) else { return nil }
    let opener = unit.word(chain.lowerBound - 1)
    if opener == "with" || opener == "as" { return chain }
    // `footage of Ana Ruiz asking, “…”`
    if opener == "of", unit.layers.tag(phrase.head).isProperNoun { return verb - 1..<verb }
    if governor(of: verb) == nil { return chain }
    return unit.layers.tag(phrase.head).isCommonNoun && chain.count == 1 ? chain : nil
  }

  // MARK: After the verb

  /// The source that starts at item `first`, behind the verb (`said Ana Ruiz, the mayor`) or a preposition (`by`, `to`).
  func after(_ first: Int, wide: Bool = false) -> Range<Int>? {
    guard unit.isNoun(first), !isTime(first) else { return nil }
    var end = chainEnd(first, wide: wide)
    // An apposition or a short list of them.
    var rounds = 0
    while rounds < 3, unit.isComma(end), let next = apposition(end + 1) {
      end = next
      rounds += 1
    }
    return first..<end
  }

  /// The item behind a noun phrase and the prepositional phrases that belong to it.
  func chainEnd(_ first: Int, wide: Bool) -> Int {
    var end = first + 1
    while end + 1 < unit.count, end - first < Self.reach {
      let joint = unit.word(end)
      if unit.isNoun(end + 1), !isTime(end + 1),
        joint == "of" || joint == "for" || wide && (Self.joints.contains(joint))
          || Self.coordinators.contains(joint)
            && !isFollowedByVerb(end + 1)
      {
        end += 2
      } else if joint == "(", let close = closing(end) {
        end = close + 1
      } else if unit.isNoun(end), unit.layers.tag(unit.items[end].tokens.lowerBound) == .nnp,
        unit.layers.tag(unit.items[end - 1].tokens.upperBound - 1).isNoun, !isTime(end)
      {
        end += 1
      } else {
        break
      }
    }
    return end
  }
  private static let joints: WordSet = ["at", "from", "in", "with", "on", "to", "near", "by"]
  private static let coordinators: WordSet = ["and", "&"]

  private func closing(_ open: Int) -> Int? {
    var at = open
    while at < min(unit.count - 1, open + 10) {
      at += 1
      if unit.word(at) == ")" { return at }
    }
    return nil
  }

  private func isFollowedByVerb(_ noun: Int) -> Bool { unit.isFinite(chainEnd(noun, wide: true)) }

  /// The end of the apposition that starts at `start`; nil where none does.
  private func apposition(_ start: Int) -> Int? {
    if unit.items.indices.contains(start), unit.layers.shape(unit.items[start].tokens.lowerBound).contains(.digits),
      unit.items[start].tokens.count == 1, isEnd(start + 1)
    {
      return start + 1
    }
    guard let noun = unit.noun(start), !noun.isPronoun, !isTime(start) else { return nil }
    let end = chainEnd(start, wide: true)
    return isEnd(end) ? end : nil
  }

  private func isEnd(_ at: Int) -> Bool {
    at >= unit.count || unit.isComma(at) || unit.isQuoted(at) || unit.tag(at) == .stop || unit.word(at) == "who"
      || unit.word(at) == "." || unit.word(at) == ";" || unit.word(at) == ":" || unit.tag(at) == .in
  }
}
