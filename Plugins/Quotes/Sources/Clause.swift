import DiplePluginKit

/// Finds where a content starts and ends.
struct Clause {
  let unit: Unit
  let cues: CueLexicon

  /// How a content begins, seen from its cue.
  enum Opening: Sendable { case quote, that, bare, wh, infinitive, gerund, noun, colon }

  /// A content's first item, and how it begins.
  struct Start {
    var item: Int
    var opening: Opening
    /// The hearer passed on the way.
    var hearer: Range<Int>?
  }

  // MARK: The beginning

  private static let reach = 24
  private static let whWords: WordSet = ["whether", "how", "why", "what", "when", "where", "who", "which", "if"]

  /// The content to the right of a cue that ends before item `first`.
  func start(from first: Int, frames: Frames) -> Start? {
    var hearer: Range<Int>?
    if let start = start(from: first, frames: frames, hearer: &hearer) { return start }
    // `called on a new treaty`: what looked like a hearer is the content where no act follows.
    guard let hearer, frames.contains(.noun) else { return nil }
    return Start(item: hearer.lowerBound, opening: .noun, hearer: nil)
  }

  private func start(from first: Int, frames: Frames, hearer: inout Range<Int>?) -> Start? {
    var at = first
    let phrases = SpeakerPhrase(unit: unit)
    while at < unit.count, at - first < Self.reach {
      let word = unit.word(at)
      if unit.isQuoted(at) { return Start(item: at, opening: .quote, hearer: hearer) }
      if word == "that", opensClause(at) {
        if unit.isComma(at + 1) { return Start(item: at + 2, opening: .that, hearer: hearer) }
        return Start(item: at + 1, opening: unit.isQuoted(at + 1) ? .quote : .that, hearer: hearer)
      }
      if word == ":" || word == "—" || word == "–" || word == "--" {
        if unit.isQuoted(at + 1) { return Start(item: at + 1, opening: .quote, hearer: hearer) }
        return word == ":" && !frames.isDisjoint(with: [.quote, .bare]) && hasClause(at + 1)
          ? Start(item: at + 1, opening: .colon, hearer: hearer) : nil
      }
      if unit.isComma(at) {
        if unit.isQuoted(at + 1) { return Start(item: at + 1, opening: .quote, hearer: hearer) }
        guard let next = behindAside(at) else { return nil }
        at = next
        continue
      }
      if frames.contains(.wh), Self.whWords.contains(word), word != "if" || frames.contains(.order) || at == first {
        return Start(item: at, opening: .wh, hearer: hearer)
      }
      if let verb = unit.verb(at) {
        switch verb.form {
        case .infinitive where frames.contains(.to) || hearer != nil && !frames.isDisjoint(with: [.order, .objectTo]):
          if let hearer, frames.contains(.objectTo) {
            return Start(item: hearer.lowerBound, opening: .infinitive, hearer: nil)
          }
          return Start(item: at, opening: .infinitive, hearer: hearer)
        case .gerund where frames.contains(.gerund): return Start(item: at, opening: .gerund, hearer: hearer)
        case .gerund where frames.contains(.bare) && at == first && hasClause(at):
          return Start(item: at, opening: .bare, hearer: hearer)
        default: return nil
        }
      }
      if word == "to", isBareInfinitive(at + 1),
        frames.contains(.to) || hearer != nil && !frames.isDisjoint(with: [.order, .objectTo])
      {
        let start = frames.contains(.objectTo) ? hearer?.lowerBound ?? at : at
        return Start(item: start, opening: .infinitive, hearer: nil)
      }
      if unit.isNoun(at) {
        if phrases.isTime(at), at > first || !hasSubjectOnly(at) {
          at += 1
          continue
        }
        let end = phrases.chainEnd(at, wide: false)
        // `denied the charges: “…”`, `told the court: “…”`
        if unit.word(end) == ":", unit.isQuoted(end + 1) {
          return Start(item: end + 1, opening: .quote, hearer: hearer)
        }
        // `told a group that the dam is safe`: whom the words are for.
        if frames.contains(.hearer), hearer == nil, at == first, let next = behindHearer(at, end, frames) {
          hearer = at..<end
          at = next
          continue
        }
        if frames.contains(.bare) && (isSubject(at) || !frames.contains(.noun) && endsInPast(at))
          || frames.contains(.near) && isFollowedByVerb(end)
        {
          return Start(item: at, opening: .bare, hearer: hearer)
        }
        if let act = charge(end, frames) { return Start(item: act.item, opening: act.opening, hearer: at..<end) }
        let hears = !frames.isDisjoint(with: [.hearer, .order, .objectTo]) && hearer == nil
        if hears {
          hearer = at..<end
          at = end
          continue
        }
        return frames.contains(.noun) ? Start(item: at, opening: .noun, hearer: hearer) : nil
      }
      if unit.tag(at).isAdverb || word == "out" {
        at += 1
        continue
      }
      if unit.tag(at) == .in || unit.tag(at) == .to, unit.isNoun(at + 1), !opensSubordinate(at) {
        if frames.contains(.bare), at == first, !Self.conjunctions.contains(word), word != "of", word != "in",
          word != "on", word != "at", word != "to",
          word != "during",
          word != "by", word != "with", word != "for", hasClause(at)
        {
          return Start(item: at, opening: .bare, hearer: hearer)
        }
        at = phrases.chainEnd(at + 1, wide: true)
        continue
      }
      if frames.contains(.bare), at == first || hearer != nil, !Self.notOpening.contains(word), hasClause(at) {
        return Start(item: at, opening: .bare, hearer: hearer)
      }
      return nil
    }
    return nil
  }
  /// Where the content of `told X [in Kostel] [on Monday] …` begins: at `that`, at a question word, or at a clause with a subject of
  /// its own; nil where X may be the subject of what follows.
  private func behindHearer(_ noun: Int, _ end: Int, _ frames: Frames) -> Int? {
    let phrases = SpeakerPhrase(unit: unit)
    var at = end
    while at < unit.count, at - noun < 12 {
      if unit.word(at) == "that" { return opensClause(at) ? at : nil }
      if frames.contains(.wh), unit.tag(at) == .wp || unit.tag(at) == .wrb || unit.word(at) == "whether" { return at }
      if unit.tag(at).isAdverb || phrases.isTime(at) {
        at += 1
      } else if unit.tag(at) == .in || unit.tag(at) == .to, unit.isNoun(at + 1) {
        at = phrases.isTime(at + 1) ? at + 2 : phrases.chainEnd(at + 1, wide: false)
      } else {
        return unit.isNoun(at) && isFollowedByVerb(phrases.chainEnd(at, wide: true)) ? at : nil
      }
    }
    return nil
  }

  /// `accused X of stealing`, `accused X of “theft”`, `blamed X for losing it`: what stands behind the preposition.
  private func charge(_ at: Int, _ frames: Frames) -> Start? {
    guard
      frames.contains(.gerundOf) && unit.word(at) == "of" || frames.contains(.gerundFor) && unit.word(at) == "for"
    else { return nil }
    if unit.isQuoted(at + 1) { return Start(item: at + 1, opening: .quote, hearer: nil) }
    return unit.verb(at + 1)?.form == .gerund ? Start(item: at + 1, opening: .gerund, hearer: nil) : nil
  }

  /// `said after he left`, but not `said after the vote that`.
  private func opensSubordinate(_ at: Int) -> Bool {
    Self.conjunctions.contains(unit.word(at))
      && (isFollowedByVerb(SpeakerPhrase(unit: unit).chainEnd(at + 1, wide: true))
        || !Self.temporal.contains(unit.word(at)))
  }
  private static let temporal: WordSet = ["after", "before", "since"]
  private static let conjunctions: WordSet = ["after", "before", "since", "because", "while", "as", "than", "like"]

  private static let notOpening: WordSet = [
    "when", "as", "after", "before", "while", "because", "until", "since", "and", "than",
  ]

  /// `told her to rest`, where the tagger took the verb for a noun: a small word alone, at the end or before a preposition.
  private func isBareInfinitive(_ at: Int) -> Bool {
    guard let noun = unit.noun(at), noun.tokens.count == 1, !noun.isPronoun, unit.layers.tag(noun.head) == .nn,
      !unit.layers.shape(noun.head).contains(.capitalized)
    else { return false }
    return at + 1 >= unit.count || unit.tag(at + 1) == .in || unit.tag(at + 1) == .stop || unit.word(at + 1) == "."
      || unit.isComma(at + 1)
  }

  /// `that` with a clause behind it, not `that of` or `that year`.
  private func opensClause(_ at: Int) -> Bool {
    at + 1 < unit.count && unit.word(at + 1) != "of" && unit.tag(at + 1) != .stop && !unit.isComma(at + 1)
      || unit.isComma(at + 1) && at + 3 < unit.count
  }

  /// `said, however, that`: the item behind the second comma, where a content starts there.
  private func behindAside(_ comma: Int) -> Int? {
    var at = comma + 1
    while at < unit.count, at - comma < 16, !unit.isQuoted(at), !unit.isFinite(at) {
      if unit.isComma(at) {
        return unit.word(at + 1) == "that" || unit.isQuoted(at + 1) ? at + 1 : nil
      }
      at += 1
    }
    return nil
  }

  /// True where a subject and a finite verb follow from `start` on, before the sentence breaks.
  func hasClause(_ start: Int) -> Bool {
    var at = start
    var open = 0
    guard unit.tag(start) != .cc, !unit.isComma(start) else { return false }
    while at < unit.count, at - start < 40 {
      let word = unit.word(at)
      if word == ";" || word == ":" || unit.isComma(at) && open == 0 && at - start > 12 { return false }
      if SpeakerPhrase(unit: unit).isRelative(at), at > start { open += 1 }
      if unit.isFinite(at), at > start || unit.word(start) == "is" {
        if open == 0 { return true }
        open -= 1
      }
      at += 1
    }
    return false
  }

  /// A noun phrase that a finite verb follows: the subject of a clause without `that`.
  func isSubject(_ noun: Int) -> Bool {
    if Self.objects.contains(unit.word(noun)), unit.word(noun) != "her" || !unit.isNoun(noun + 1) { return false }
    var at = SpeakerPhrase(unit: unit).chainEnd(noun, wide: true)
    while unit.tag(at).isAdverb { at += 1 }
    if unit.isFinite(at) || holdsVerb(at) { return true }
    if unit.isQuoted(at) || unit.isComma(at) && unit.noun(noun)?.isPronoun == false && opensAside(at) || isDash(at)
      || unit.verb(at)?.form == .infinitive || unit.verb(at)?.form == .participle
      || SpeakerPhrase(unit: unit).isRelative(at) || unit.verb(at)?.form == .gerund || unit.word(at) == "and"
      || unit.tag(at) == .in
    {
      return hasClause(noun)
    }
    return false
  }

  /// `the mayor, who left, would`, `roofs, walls and doors are`: before the verb comes a second comma or a conjunction. With
  /// one comma alone the verb has a subject of its own (`Lamenting their luck, sailors say`).
  private func opensAside(_ comma: Int) -> Bool {
    let limit = min(unit.count, comma + 24)
    let verb = (comma + 1..<limit).first { unit.isFinite($0) } ?? limit
    return (comma + 1..<max(comma + 1, verb)).contains {
      unit.isComma($0) || unit.tag($0) == .cc || SpeakerPhrase(unit: unit).isRelative($0)
    }
  }

  private func isDash(_ at: Int) -> Bool { ParagraphReader.dashes.contains(unit.word(at)) }

  /// `said the roof leaked`: a past form that the tagger took for a participle ends the clause.
  private func endsInPast(_ noun: Int) -> Bool {
    let at = SpeakerPhrase(unit: unit).chainEnd(noun, wide: true)
    guard let verb = unit.verb(at), verb.form == .participle, verb.tokens.count == 1 else { return false }
    let next = at + 1
    return next >= unit.count || unit.tag(next) == .stop || unit.word(next) == "." || unit.word(next) == "and"
      || unit.isComma(next)
  }

  private func isFollowedByVerb(_ end: Int) -> Bool {
    var at = end
    while unit.tag(at).isAdverb { at += 1 }
    return unit.isFinite(at)
  }

  /// `told me that`: these are never subjects.
  private static let objects: WordSet = ["me", "us", "him", "them", "her", "himself", "herself", "themselves"]

  /// Marks that hold a verb: `said the plan “is dead”`.
  private func holdsVerb(_ at: Int) -> Bool {
    unit.isQuoted(at)
      && unit.items[at].tokens.contains { token in
        unit.layers.verbGroup(at: token).map { unit.layers.verbGroups[$0].form == .finite } ?? false
      }
  }

  private func hasSubjectOnly(_ at: Int) -> Bool { unit.isFinite(at + 1) }

  // MARK: The end

  /// The item behind a clause that starts at `start`.
  func end(from start: Int, opening: Opening) -> Int {
    var at = start + 1
    // Bounded, so that a sentence of a thousand cues costs no more than its length.
    let limit = min(unit.count, start + Self.longest)
    while at < limit {
      if unit.word(at) == ";" { return at }
      if stopsBefore(at, opening) { return trimmed(start, at) }
      if unit.quotedEnds(at - 1, with: Unit.stops), at - 1 >= start { return at }
      at += 1
    }
    return trimmed(start, limit)
  }
  private static let longest = 192

  /// `after`, `if`: a clause may follow.
  static func opensClause(_ word: Word) -> Bool { subordinators.contains(word) || word == "if" || word == "than" }

  private static let subordinators: WordSet = [
    "after", "when", "while", "because", "although", "though", "since", "until", "before", "but", "unless", "as",
  ]

  private func stopsBefore(_ at: Int, _ opening: Opening) -> Bool {
    let isPhrase = opening == .noun || opening == .gerund
    let word = unit.word(at)
    let afterComma = unit.commaBefore(at)
    if isPhrase {
      if unit.isComma(at) && !isInsideDate(at) || Self.subordinators.contains(word) { return true }
      if word == "and" || word == "or", unit.isVerb(at + 1) || unit.tag(at + 1).isAdverb && unit.isVerb(at + 2) {
        return unit.isFinite(at + 1) || unit.isFinite(at + 2)
      }
      if unit.isFinite(at), at > 0, !SpeakerPhrase(unit: unit).isRelative(at - 1), !isInsideRelative(at) { return true }
    }
    // An infinitive has no clause of another beside it: `vowed to leave, and the mayor wept`.
    if opening == .infinitive, unit.tag(at) == .cc, unit.isComma(at - 1), unit.isNoun(at + 1),
      unit.isFinite(SpeakerPhrase(unit: unit).chainEnd(at + 1, wide: false))
    {
      return true
    }
    if word == "according", unit.word(at + 1) == "to" { return true }
    if unit.isComma(at - 1), Self.breaks.contains(word) { return !isModal(at + 1, behind: word) }
    if afterComma || word == "and" || word == "but" || word == "while", let cue = conjoined(at) {
      return start(from: cue.next, frames: cue.frames) != nil
    }
    if afterComma, closesWithCue(at) { return true }
    return false
  }

  /// `said it was dear, but would pay in the end`: the modal has no other subject than the content's verb.
  private func isModal(_ at: Int, behind word: Word) -> Bool {
    guard word == "but", let verb = unit.verb(at), verb.form == .finite else { return false }
    return unit.layers.tag(verb.tokens.lowerBound) == .md
  }

  /// `May 2, 2024`
  private func isInsideDate(_ comma: Int) -> Bool {
    guard comma > 0, comma + 1 < unit.count else { return false }
    let (day, year) = (unit.items[comma - 1].tokens.upperBound - 1, unit.items[comma + 1].tokens.lowerBound)
    func isNumber(_ token: Int, digits: ClosedRange<Int>) -> Bool {
      unit.layers.shape(token).contains(.digits) && digits.contains(unit.layers.end(token) - unit.layers.start(token))
    }
    return isNumber(day, digits: 1...2) && isNumber(year, digits: 4...4)
      && Lists.shared.time.contains(unit.layers.word(day - 1))
  }

  /// After a comma these tell the author's own more often than they go on with the content (counted on PolNeAR train).
  private static let breaks: WordSet = ["which", "but", "while", "though", "although", "after", "whereas"]

  private func isInsideRelative(_ at: Int) -> Bool {
    (max(0, at - 6)..<at).contains { SpeakerPhrase(unit: unit).isRelative($0) }
  }

  /// `, stating that`, `, and he added`: a further cue that has a content of its own.
  private func conjoined(_ first: Int) -> (next: Int, frames: Frames)? {
    var at = first
    if unit.tag(at) == .cc || unit.word(at) == "while" { at += 1 }
    let hasConjunction = at > first
    while unit.tag(at).isAdverb { at += 1 }
    if unit.word(at) == "with", unit.isNoun(at + 1) { at = SpeakerPhrase(unit: unit).chainEnd(at + 1, wide: false) }
    if unit.isNoun(at), hasConjunction { at = SpeakerPhrase(unit: unit).chainEnd(at, wide: false) }
    while unit.tag(at).isAdverb { at += 1 }
    guard let verb = unit.verb(at), verb.form == .gerund || verb.form == .finite && hasConjunction,
      let cue = cues.verb(unit.layers, verb.head, limit: unit.tokens.upperBound),
      !cue.frames.isDisjoint(with: [.that, .quote])
    else { return nil }
    let next = unit.item(from: cue.tokens.upperBound)
    // Where speech goes on the cue must be plain: a clause or marks behind it.
    return (next, cue.frames.intersection([.that, .bare, .quote, .hearer, .wh]))
  }

  /// `…, Ruiz said.`: a subject and a cue with nothing behind.
  private func closesWithCue(_ at: Int) -> Bool {
    var verb = at
    if unit.isNoun(at) { verb = SpeakerPhrase(unit: unit).chainEnd(at, wide: false) }
    guard let group = unit.verb(verb), group.form == .finite,
      let cue = cues.verb(unit.layers, group.head, limit: unit.tokens.upperBound), cue.frames.contains(.quote)
    else { return false }
    if verb == at {
      return unit.isNoun(unit.item(from: cue.tokens.upperBound)) && cue.frames.contains(.that) && at + 4 > unit.count
    }
    return endsSoon(unit.item(from: cue.tokens.upperBound))
  }

  /// True where only phrases of place and time stand before a comma or the end.
  func endsSoon(_ from: Int) -> Bool {
    var at = from
    let phrases = SpeakerPhrase(unit: unit)
    while at < unit.count, at - from < 16 {
      if unit.isComma(at) || unit.tag(at) == .stop || unit.word(at) == "." || unit.word(at) == ";" { return true }
      if unit.tag(at).isAdverb || phrases.isTime(at) {
        at += 1
      } else if unit.tag(at) == .in || unit.tag(at) == .to, unit.isNoun(at + 1) {
        at = phrases.chainEnd(at + 1, wide: true)
      } else if unit.isNoun(at), at == from {
        at = phrases.chainEnd(at, wide: false)
      } else {
        return false
      }
    }
    return at >= unit.count
  }

  /// Without the commas, stops and conjunctions at the end.
  func trimmed(_ start: Int, _ end: Int) -> Int {
    var end = end
    while end > start + 1, isTrailing(end - 1) { end -= 1 }
    return end
  }

  private func isTrailing(_ at: Int) -> Bool {
    guard unit.kind(at) == .word else { return false }
    let word = unit.word(at)
    return unit.tag(at) == .stop || unit.isComma(at) || unit.tag(at) == .colon || word == "." || word == ":"
      || word == "and" || word == "but" || word == "?" && false || word == "—" || word == "–" || word == "--"
  }
}
