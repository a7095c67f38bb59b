import DipleAnnotations

/// Finds base noun phrases and verb groups over tags: one pass from left to right, longest match (after S. Abney,
/// "Partial Parsing via Finite-State Cascades", 1996). Tags are trusted save where the words are plainer than they are.
struct Chunker {
  private let tokens: Tokens
  private let tags: [Tag]

  init(tokens: Tokens, tags: [Tag]) { (self.tokens, self.tags) = (tokens, tags) }

  /// The phrases of some sentences, in order.
  func phrases(in sentences: [Range<Int>]) -> (nouns: [NounPhrase], verbs: [VerbGroup]) {
    var nouns: [NounPhrase] = []
    var verbs: [VerbGroup] = []
    for sentence in sentences {
      var at = sentence.lowerBound
      while at < sentence.upperBound {
        if let verb = verbGroup(from: at, until: sentence.upperBound) {
          verbs.append(verb)
          at = verb.tokens.upperBound
        } else if let noun = nounPhrase(from: at, until: sentence.upperBound) {
          nouns.append(noun)
          at = noun.tokens.upperBound
        } else {
          at += 1
        }
      }
    }
    return (nouns, verbs)
  }

  // MARK: Noun phrases

  private static let longestPhrase = 64

  private func nounPhrase(from start: Int, until end: Int) -> NounPhrase? {
    if tags[start] == .prp || tags[start] == .ex || tags[start] == .wp {
      return NounPhrase(tokens: start..<start + 1, head: start, isPronoun: true)
    }
    var at = start
    var head: Int?
    var sawDeterminer = false
    // Nobody writes a base phrase that long; without a bound, a list of adjectives would be read from each of them.
    let end = min(end, start + Self.longestPhrase)
    while at < end {
      let tag = tags[at]
      if tag.isNoun || (tag == .fw || tag == .add) {
        head = at
        at += 1
      } else if tag == .pos, head != nil, at + 1 < end, startsNominal(at + 1) {
        // A possessor: the phrase goes on with what is possessed.
        head = nil
        at += 1
      } else if tag == .dt || tag == .pdt || tag == .prps || tag == .wps || tag == .wdt {
        guard !sawDeterminer || tag != .dt, head == nil else { break }
        if tag == .wdt, at + 1 >= end || !startsNominal(at + 1) { break }
        sawDeterminer = true
        at += 1
      } else if tag == .openQuote, sawDeterminer, head == nil, let next = behindQuotedModifier(at, end) {
        at = next
      } else if isModifier(at, end) {
        guard head == nil || modifierContinues(at, end) else { break }
        at += 1
      } else if tag == .cc, head == nil, at > start, at + 1 < end, tags[at - 1].isAdjective, tags[at + 1].isAdjective {
        at += 1
      } else if tag == .comma, head == nil, at > start, at + 1 < end, tags[at - 1].isAdjective, tags[at + 1].isAdjective
      {
        at += 1
      } else {
        break
      }
    }
    if let head { return NounPhrase(tokens: start..<head + 1, head: head, isPronoun: false) }
    // `this`, `those`, `some`, `many`, `the former`, `50` standing alone.
    let tag = tags[start]
    if tag == .dt, at == start + 1, tokens.words[start] != "the", tokens.words[start] != "a",
      tokens.words[start] != "an"
    {
      return NounPhrase(tokens: start..<start + 1, head: start, isPronoun: true)
    }
    if sawDeterminer || tag == .cd, at > start, tags[at - 1].isAdjective || tags[at - 1] == .cd {
      return NounPhrase(tokens: start..<at, head: at - 1, isPronoun: false)
    }
    return nil
  }

  /// The noun behind a modifier in quotation marks that opens at `start`: `talks` in `the “secret” talks`.
  private func behindQuotedModifier(_ start: Int, _ end: Int) -> Int? {
    for close in start + 2..<max(start + 2, min(start + 6, end - 1)) where tags[close] == .closeQuote {
      return startsNominalHead(close + 1) ? close + 1 : nil
    }
    return nil
  }

  private func isModifier(_ at: Int, _ end: Int) -> Bool {
    switch tags[at] {
    case .jj, .jjr, .jjs, .cd, .dollar, .afx, .hyph, .sym: true
    // `the targeted fighters`, `rising prices`: participles before a noun, never as the phrase's first word after a verb.
    case .vbn, .vbg: at + 1 < end && startsNominalHead(at + 1) && at > 0 && leadsIntoNoun(at - 1)
    case .rb, .rbr, .rbs:
      at + 1 < end && (tags[at + 1].isAdjective || tags[at + 1] == .cd || tags[at + 1] == .vbn && leadsIntoNoun(at))
    default: false
    }
  }

  private func modifierContinues(_ at: Int, _ end: Int) -> Bool {
    // A number or adjective after a noun belongs to the phrase only if another noun follows (`Boeing 737 jets`).
    (tags[at] == .cd && tags[at - 1].isProperNoun)
      || (tags[at].isAdjective && at + 1 < end && tags[at + 1].isNoun && tags[at - 1].isNoun)
  }

  private func leadsIntoNoun(_ at: Int) -> Bool {
    switch tags[at] {
    case .dt, .prps, .pos, .jj, .jjr, .jjs, .cd, .pdt, .in: true
    case .rb, .rbr, .rbs: at > 0 && leadsIntoNoun(at - 1)
    default: false
    }
  }

  private func startsNominalHead(_ at: Int) -> Bool { tags[at].isNoun || tags[at].isAdjective || tags[at] == .cd }

  private func startsNominal(_ at: Int) -> Bool {
    startsNominalHead(at) || tags[at] == .vbn || tags[at] == .vbg || tags[at].isAdverb
  }

  // MARK: Verb groups

  private static let be: WordSet = ["be", "is", "are", "was", "were", "been", "being", "am", "'s", "'re", "'m"]
  private static let have: WordSet = ["have", "has", "had", "having", "'ve"]
  private static let doing: WordSet = ["do", "does", "did"]
  private static let get: WordSet = ["get", "gets", "got", "getting", "gotten"]
  private static let negations: WordSet = ["not", "n't", "never", "hardly", "barely", "scarcely", "neither"]

  private static let negatedNouns: WordSet = ["event", "way", "circumstances", "case", "time", "point", "means"]

  private enum Auxiliary { case modal, be, have, do_, get }

  private func auxiliary(_ at: Int) -> Auxiliary? {
    let word = tokens.words[at]
    if tags[at] == .md { return .modal }
    guard tags[at].isVerb else { return nil }
    if Self.be.contains(word) { return .be }
    if Self.have.contains(word) || word == "'d" { return .have }
    if Self.doing.contains(word) { return .do_ }
    return Self.get.contains(word) ? .get : nil
  }

  private func verbGroup(from start: Int, until end: Int) -> VerbGroup? {
    var at = start
    var infinitive = false
    // `to` (with adverbs) opens an infinitive; `not to` belongs to it.
    if tokens.words[at] == "not", at + 1 < end, tags[at + 1] == .to { at += 1 }
    if tags[at] == .to {
      var next = at + 1
      while next < end, tags[next].isAdverb { next += 1 }
      guard next < end, tags[next] == .vb || tags[next] == .vbp && next == at + 1 else { return nil }
      infinitive = true
      at += 1
    } else if tags[at] != .md, !tags[at].isVerb {
      return nil
    }
    if !infinitive, isPrenominalParticiple(start, end) { return nil }
    var modal: Int?
    var head: Int?
    var first: Int?
    var last: Auxiliary?
    var beforeHead: Auxiliary?
    var negated = tokens.words[start] == "not"
    while at < end {
      let tag = tags[at]
      if let kind = auxiliary(at), head == nil || last != nil {
        if let last, !continues(last, at) { break }
        beforeHead = last
        if kind == .modal { modal = at }
        (head, last) = (at, kind)
        first = first ?? at
        at += 1
      } else if tag.isVerb, head == nil || last != nil {
        if let last, !continues(last, at) { break }
        beforeHead = last
        (head, last) = (at, nil)
        first = first ?? at
        at += 1
        break
      } else if tag.isAdverb || Self.negations.contains(tokens.words[at]) || isNegativePhrase(at),
        head != nil || infinitive
      {
        // Adverbs belong to the group where a verb of it follows.
        var next = at
        while next < end, next < at + 6,
          tags[next].isAdverb || Self.negations.contains(tokens.words[next]) || isNegativePhrase(next)
        {
          next += 1
        }
        let follows =
          next < end && (tags[next].isVerb || tags[next] == .md) && (last.map { continues($0, next) } ?? infinitive)
        if !follows {
          if head != nil, last != nil, (at..<next).contains(where: { Self.negations.contains(tokens.words[$0]) }) {
            negated = true
            at = next
          }
          break
        }
        if (at..<next).contains(where: { Self.negations.contains(tokens.words[$0]) || tokens.words[$0] == "no" }) {
          negated = true
        }
        at = next
      } else {
        break
      }
    }
    guard let head, let first else { return nil }
    return group(
      start..<max(at, head + 1), first: first, head: head, before: beforeHead, infinitive: infinitive, negated: negated,
      modal: modal)
  }

  /// `in no event`, `in no way`, `under no circumstances`, `no longer` between an auxiliary and its verb.
  private func isNegativePhrase(_ at: Int) -> Bool {
    func word(_ index: Int) -> Word? { index >= 0 && index < tokens.count ? tokens.words[index] : nil }
    for start in [at, at - 1, at - 2] where start >= 0 {
      if word(start) == "in" || word(start) == "under" || word(start) == "at", word(start + 1) == "no",
        word(start + 2).map(Self.negatedNouns.contains) == true
      {
        return true
      }
    }
    return word(at) == "no" && word(at + 1) == "longer" || word(at) == "longer" && word(at - 1) == "no"
  }

  /// True where a verb form can stand behind an auxiliary.
  private func continues(_ auxiliary: Auxiliary, _ at: Int) -> Bool {
    let tag = tags[at]
    switch auxiliary {
    case .modal: return tag == .vb || tag == .vbp
    case .do_: return tag == .vb || tag == .vbp
    case .be: return tag == .vbg || tag == .vbn || tag == .vbd
    case .have: return tag == .vbn || tag == .vbd
    case .get: return tag == .vbn
    }
  }

  /// `the targeted group`: a participle between a determiner and a noun is no verb.
  private func isPrenominalParticiple(_ at: Int, _ end: Int) -> Bool {
    guard tags[at] == .vbn || tags[at] == .vbg, at > 0, at + 1 < end else { return false }
    return leadsIntoNoun(at - 1) && tags[at - 1] != .in && startsNominalHead(at + 1)
  }

  private func group(
    _ range: Range<Int>, first: Int, head: Int, before: Auxiliary?, infinitive: Bool, negated: Bool, modal: Int?
  ) -> VerbGroup {
    let bePassive = before == .be || before == .get
    let passive = (tags[head] == .vbn || tags[head] == .vbd) && bePassive
    let tense: VerbGroup.Tense
    let form: VerbGroup.Form
    if infinitive {
      (tense, form) = (.none, .infinitive)
    } else if let modal {
      let word = tokens.words[modal]
      let isFuture = word == "will" || word == "wo" || word == "'ll" || word == "shall"
      (tense, form) = (isFuture ? .future : .conditional, .finite)
    } else {
      switch tags[first] {
      case .vbd: (tense, form) = (.past, .finite)
      case .vbz, .vbp:
        (tense, form) = (Self.have.contains(tokens.words[first]) && first != head ? .past : .present, .finite)
      case .vbg: (tense, form) = (.none, .gerund)
      case .vbn: (tense, form) = (.none, .participle)
      default: (tense, form) = (.present, .finite)
      }
    }
    let bare = form == .participle && first == head
    return VerbGroup(
      tokens: range, head: head, tense: tense, form: form, isPassive: passive || bare, isNegated: negated, modal: modal)
  }
}
