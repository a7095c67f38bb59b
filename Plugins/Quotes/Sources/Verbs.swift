import DiplePluginKit

/// Verbs that attribute: `“…,” she said`, `said Ruiz`, `he denied that …`, `…, Ruiz said`.
extension ParagraphReader {
  mutating func readVerb(_ unit: Unit, _ at: Int, _ spent: inout Set<Int>) {
    guard let group = unit.verb(at) else { return }
    guard let cue = cues.verb(layers, group.head, limit: unit.tokens.upperBound) else {
      _ = readUnknownVerb(unit, at, group)
      return
    }
    // `They say adding salt is simple`: the first word of a content is no cue.
    if group.form == .gerund, let before = unit.verb(at - 1),
      cues.verb(layers, before.head, limit: unit.tokens.upperBound) != nil
    {
      return
    }
    if unit.hasMarks, !cue.frames.contains(.quote), readUnknownVerb(unit, at, group, cue.attribution) { return }
    if readInversion(unit, at, cue) { return }
    if readNamed(unit, at, group, cue) { return }
    let phrases = SpeakerPhrase(unit: unit)
    let own = group.form == .finite || phrases.actsFinite(at) ? phrases.before(at) : nil
    if let own, readQuoteBefore(unit, own, cue) { return }
    if let own, isInserted(unit, own, cue) {
      let count = found.count
      readFloating(unit, own, cue)
      if found.count > count { return }
    }
    if group.isPassive, group.form != .gerund, !phrases.actsFinite(at) {
      readPassive(unit, at, group, cue)
      return
    }
    if let right = right(unit, cue, isOwn: own != nil) {
      // Only now: a subject may cost a tree.
      let subject = phrases.subject(of: at)
      // `to show that it can be done`, `it is too early to tell`: an aim of nobody's; `if you want to go`: of anybody's.
      if group.form == .infinitive, subject.map({ $0.count == 1 && unit.word($0.lowerBound) == "it" }) ?? true {
        return
      }
      if let subject, unit.word(subject.lowerBound) == "you", cue.attribution == .speculative { return }
      if !isActed(unit, subject, cue, right.opening) {
        add(
          unit, [right.content], source: subject.map { .phrase(unit.tokens($0)) } ?? .none, cue: [cue.tokens],
          right.attribution, right.rule, confidence: right.confidence)
        return
      }
    }
    if let own { readFloating(unit, own, cue) }
  }

  /// What stands at the end of marks where the sentence goes on behind them.
  private static let openEnds: WordSet = [",", "?", "!", "…", "—", "–", "--", "..."]
  private static let wholeEnds: WordSet = [".", "?", "!", ","]
  private static let unknownVerbEnds: WordSet = [",", "?", "!", "—"]

  // MARK: Marks before the cue

  /// `“…,” said Ana Ruiz, the mayor[, “…”]`, `The bridge stays, says the mayor`.
  private mutating func readInversion(_ unit: Unit, _ at: Int, _ cue: Cue) -> Bool {
    guard unit.isFinite(at) || isPastBehindMarks(unit, at), cue.frames.contains(.quote) else { return false }
    let phrases = SpeakerPhrase(unit: unit)
    let next = unit.item(from: cue.tokens.upperBound)
    guard let speaker = phrases.after(next) else { return false }
    var before = at - 1
    while unit.tag(before).isAdverb { before -= 1 }
    let hole = unit.isComma(before) ? before - 1 : before
    if unit.isQuoted(hole), isSpoken(unit, hole), !taken[unit.items[hole].number] {
      if hole == before, !unit.quotedEnds(hole, with: Self.openEnds), hole > 0 {
        return false
      }
      addBefore(unit, hole, speaker: speaker, cue, next: speaker.upperBound, .verbSubject)
      return true
    }
    if at == 0, unit.word(speaker.upperBound) == ":", unit.isQuoted(speaker.upperBound + 1) {
      // `Said Ruiz: “…”`
      let content = speaker.upperBound + 1
      add(
        unit, [content..<content + 1], source: .phrase(unit.tokens(speaker)), cue: [cue.tokens], cue.attribution,
        .verbSubject, confidence: 0.9)
      return true
    }
    let clause = Clause(unit: unit, cues: cues)
    let behind = speaker.upperBound + 1
    if unit.isComma(before), unit.isComma(behind - 1), unit.isFinite(behind), cue.frames.contains(.bare),
      case let start = leftEdge(unit, before), start < before, !(start..<before).contains(where: { unit.isFinite($0) })
    {
      // `The bridge, said Ruiz, stays open.`
      add(
        unit, [start..<before, behind..<clause.end(from: behind, opening: .that)],
        source: .phrase(unit.tokens(speaker)),
        cue: [cue.tokens], cue.attribution, .verbSubject, confidence: 0.8)
      return true
    }
    // `The suspects, aged 24 and 31, deny the charges`: without a verb before the comma, its subject stands there.
    guard unit.isComma(before), clause.endsSoon(speaker.upperBound), clause.hasClause(leftEdge(unit, before)),
      (leftEdge(unit, before)..<before).contains(where: { unit.isFinite($0) || unit.isQuoted($0) }),
      phrases.before(at) == nil || !unit.isNoun(before - 1), !cue.frames.isDisjoint(with: [.bare])
    else { return false }
    let start = leftEdge(unit, before)
    guard start < before else { return false }
    add(
      unit, [start..<clause.trimmed(start, before)], source: .phrase(unit.tokens(speaker)), cue: [cue.tokens],
      cue.attribution, .verbSubject, confidence: 0.75)
    return true
  }

  /// `“No,” corrected the teacher`: a past form that the tagger took for a participle.
  private func isPastBehindMarks(_ unit: Unit, _ at: Int) -> Bool {
    unit.verb(at)?.form == .participle && unit.verb(at)?.tokens.count == 1 && unit.isQuoted(at - 1)
      && unit.isNoun(at + 1)
  }

  /// `“…,” Ruiz said[, “…”]`
  private mutating func readQuoteBefore(_ unit: Unit, _ subject: Range<Int>, _ cue: Cue) -> Bool {
    guard !cue.frames.isDisjoint(with: [.quote, .that, .bare]) else { return false }
    var before = subject.lowerBound - 1
    if unit.word(before) == "as" { before -= 1 }
    let hole = unit.isComma(before) ? before - 1 : before
    guard unit.isQuoted(hole), isSpoken(unit, hole), !taken[unit.items[hole].number] else { return false }
    addBefore(unit, hole, speaker: subject, cue, next: unit.item(from: cue.tokens.upperBound), .subjectVerb)
    return true
  }

  /// Marks that can be what was said: closed by speech punctuation, followed by a comma, or opening the sentence.
  private func isSpoken(_ unit: Unit, _ hole: Int) -> Bool {
    if isTitleInside(unit, hole) { return false }
    return unit.quotedEnds(hole, with: Unit.speechEnds) || unit.isComma(hole + 1)
      || hole == 0 && unit.items[hole].tokens.count > 4
  }

  /// Adds what stands in marks before a cue, with the words before the marks where they belong to it, and what follows the cue.
  private mutating func addBefore(
    _ unit: Unit, _ hole: Int, speaker: Range<Int>, _ cue: Cue, next: Int, _ rule: Rule
  ) {
    var start = leftEdge(unit, hole)
    if start < hole, !Clause(unit: unit, cues: cues).hasWordsToKeep(start, hole) { start = hole }
    var contents = [start..<hole + 1]
    if let more = furtherPiece(unit, of: hole, from: next) { contents.append(more..<more + 1) }
    add(
      unit, contents, source: .phrase(unit.tokens(speaker)), cue: [cue.tokens], cue.attribution, rule, confidence: 0.95)
  }

  /// `…” she said in a statement, “…”`: the marks that go on behind the cue. Marks that closed with a comma have their sentence
  /// still to end, so the next ones go on with it whatever stands between.
  func furtherPiece(_ unit: Unit, of hole: Int, from next: Int) -> Int? {
    let isOpen = unit.quotedEnds(hole, with: Self.open)
    var at = next
    while at < unit.count, at - next < (isOpen ? 48 : 24) {
      if unit.isQuoted(at) {
        return isSpeech(unit.items[at].number) || unit.isComma(at - 1) || unit.word(at - 1) == ";" ? at : nil
      }
      if let verb = unit.verb(at), !(isOpen && goesOnSmall(unit, behind: at)) {
        let saying = cues.verb(layers, verb.head, limit: unit.tokens.upperBound)?.frames.contains(.quote) ?? false
        if verb.form == .gerund ? saying : verb.form == .finite && saying { return nil }
        if verb.form == .finite, !isOpen, !isBroughtUp(unit, at) { return nil }
      }
      at += 1
    }
    return nil
  }
  private static let open: WordSet = [","]

  /// `“Anne,” said Ruiz, wondering why nobody came, “sit down.”`: behind a comma, marks that open with a small letter go on with the
  /// sentence that stands open.
  private func goesOnSmall(_ unit: Unit, behind at: Int) -> Bool {
    guard let hole = (at + 1..<min(unit.count, at + 24)).first(where: { unit.isQuoted($0) }), unit.isComma(hole - 1),
      let first = pairs.all[unit.items[hole].number].inner.first
    else { return false }
    return !layers.shape(first).contains(.capitalized) && layers.shape(first).contains(.hasLetter)
  }

  /// `“Stop!” cried Ruiz, brought up short by the noise, “stop!”`: a past form right behind a comma that has no subject.
  private func isBroughtUp(_ unit: Unit, _ at: Int) -> Bool {
    unit.isComma(at - 1) && unit.verb(at)?.tokens.count == 1
  }

  /// `KOSTEL ― The bridge stays, …`: the item behind a dateline.
  private func dateline(_ unit: Unit, _ limit: Int) -> Int? {
    for at in 1..<max(1, min(6, limit)) where Self.dashes.contains(unit.word(at)) {
      return layers.shape(unit.items[0].tokens.lowerBound).contains(.allCaps) ? at + 1 : nil
    }
    return nil
  }

  /// Where a content to the left begins: behind what is spent, and behind a conjunction.
  func leftEdge(_ unit: Unit, _ limit: Int) -> Int {
    var start = 0
    for quote in found.reversed().prefix(64) {
      guard quote.scope == unit.scope, quote.extent.upperBound > unit.tokens.lowerBound else { break }
      if isReported(quote, unit, limit) { continue }
      let end = max(quote.extent.upperBound, quote.cue.last?.upperBound ?? 0)
      let item = unit.item(from: end)
      if item <= limit { start = max(start, item) }
    }
    if start == 0, let dateline = dateline(unit, limit) { start = dateline }
    while start < limit, unit.tag(start) == .cc || unit.isComma(start) || unit.tag(start) == .stop { start += 1 }
    return start
  }

  /// `Ruiz plans to go, Kell said`: a content that ends where the words before the cue end is in them, with its own cue and speaker.
  private func isReported(_ quote: Found, _ unit: Unit, _ limit: Int) -> Bool {
    guard quote.form == .indirect, quote.rule != .floating, quote.rule != .verbSubject, quote.rule != .accordingTo,
      let cue = quote.cue.first, cue.upperBound <= quote.extent.lowerBound
    else { return false }
    let end = unit.item(from: quote.extent.upperBound)
    return end == limit || end + 1 == limit && unit.isComma(end)
  }

  // MARK: Content behind the cue

  /// What a cue says behind it, before anything is known of who says it.
  private struct Right {
    var content: Range<Int>
    var opening: Clause.Opening
    var attribution: Attribution
    var rule: Rule
    var confidence: Double
  }

  private func right(_ unit: Unit, _ cue: Cue, isOwn: Bool) -> Right? {
    let clause = Clause(unit: unit, cues: cues)
    let next = unit.item(from: cue.tokens.upperBound)
    func right(
      _ content: Range<Int>, _ opening: Clause.Opening, _ rule: Rule = .subjectVerb, confidence: Double
    ) -> Right {
      Right(
        content: content, opening: opening, attribution: cue.attribution(before: opening), rule: rule,
        confidence: confidence)
    }
    if cue.frames.contains(.as_) || cue.frames.contains(.predicate), let content = described(unit, next, cue.frames) {
      return right(content, .bare, .object, confidence: 0.7)
    }
    let isOpen = isOwn && cue.frames.isSuperset(of: [.quote, .bare, .that])
    guard
      let start = clause.start(from: next, frames: cue.frames)
        ?? (isOpen ? clause.complement(of: cue.tokens, from: next) : nil)
    else { return nil }
    switch start.opening {
    case .quote:
      guard !cue.frames.isDisjoint(with: [.quote, .that, .bare, .noun, .to]) else { return nil }
      if unit.isQuoted(start.item), taken[unit.items[start.item].number] { return nil }
      if start.item > next + 1, isTitleInside(unit, start.item) { return nil }
      return right(start.item..<quoteEnd(unit, start.item), .quote, confidence: isOwn ? 0.9 : 0.75)
    case .noun:
      guard isContentNoun(unit, start.item, cue), !isNounCue(unit, start.item) else { return nil }
      return right(start.item..<clause.end(from: start.item, opening: .noun), .noun, .object, confidence: 0.55)
    default:
      var end = clause.end(from: start.item, opening: start.opening)
      // `wondering why, “sit down”`: marks that are another's words already end the content.
      if let spoken = (start.item..<end).first(where: { unit.isQuoted($0) && isSpokenElsewhere(unit, $0) }) {
        end = clause.trimmed(start.item, spoken)
      }
      guard end > start.item, !isSpokenElsewhere(unit, start.item) else { return nil }
      return right(
        start.item..<end, start.opening, confidence: start.opening == .that || start.opening == .wh ? 0.9 : 0.8)
    }
  }

  private func isSpokenElsewhere(_ unit: Unit, _ at: Int) -> Bool {
    unit.isQuoted(at) && taken[unit.items[at].number] && isDirect[unit.items[at].number]
  }

  /// Marks behind a cue end the content, unless the clause goes on behind them.
  func quoteEnd(_ unit: Unit, _ hole: Int) -> Int {
    if unit.quotedEnds(hole, with: Self.wholeEnds) || isSpeech(unit.items[hole].number) { return hole + 1 }
    let first = unit.items[hole].tokens.lowerBound + 1
    if layers.shape(first).contains(.capitalized), !layers.tag(first).isProperNoun { return hole + 1 }
    let next = hole + 1
    guard next < unit.count, !unit.isComma(next), unit.tag(next) != .stop, unit.tag(next) != .colon,
      !SpeakerPhrase(unit: unit).tellsTime(next)
    else { return next }
    let clause = Clause(unit: unit, cues: cues)
    // `shouted “stop” and nobody did`: a clause of its own; `said “nobody” had left`: the same one.
    if unit.tag(next) == .cc, unit.isNoun(next + 1), clause.hasClause(next + 1) { return next }
    return max(clause.end(from: hole, opening: unit.isFinite(next) ? .that : .noun), next)
  }

  /// `described X as Y`, `called X Y`.
  private func described(_ unit: Unit, _ next: Int, _ frames: Frames) -> Range<Int>? {
    let clause = Clause(unit: unit, cues: cues)
    guard unit.isNoun(next) || unit.isQuoted(next) || unit.word(next) == "as" else { return nil }
    let end = unit.isNoun(next) ? SpeakerPhrase(unit: unit).chainEnd(next, wide: true) : next
    let hasAs = frames.contains(.as_) && (end..<min(unit.count, end + 8)).contains { unit.word($0) == "as" }
    let hasPredicate =
      frames.contains(.predicate)
      && (unit.isNoun(end) || unit.isQuoted(end) || unit.tag(end).isAdjective
        || unit.isQuoted(end + 1) && unit.isNoun(next))
    guard hasAs || hasPredicate else { return nil }
    var stop = clause.end(from: next, opening: .noun)
    if hasAs, stop <= end {
      let as_ = (end..<min(unit.count, end + 8)).first { unit.word($0) == "as" }!
      guard as_ + 1 < unit.count else { return nil }
      stop = clause.end(from: as_, opening: .noun)
    }
    return stop > next ? next..<stop : nil
  }

  /// `in what Ruiz called “a mess”`, `what she described as a mess`: the name that the source gives to something.
  private mutating func readNamed(_ unit: Unit, _ at: Int, _ group: VerbGroup, _ cue: Cue) -> Bool {
    guard cue.frames.contains(.predicate) || cue.frames.contains(.as_), group.form != .gerund,
      !group.isPassive || group.tokens.count == 1,
      let own = SpeakerPhrase(unit: unit).before(at), unit.word(own.lowerBound - 1) == "what",
      case var next = unit.item(from: cue.tokens.upperBound), next < unit.count
    else { return false }
    if unit.word(next) == "as", next + 1 < unit.count { next += 1 }
    guard unit.isNoun(next) || unit.isQuoted(next) && !taken[unit.items[next].number] || unit.tag(next).isAdjective
    else {
      return false
    }
    let end =
      unit.isQuoted(next) ? quoteEnd(unit, next) : Clause(unit: unit, cues: cues).end(from: next, opening: .noun)
    add(
      unit, [next..<end], source: .phrase(unit.tokens(own)), cue: [cue.tokens], cue.attribution, .object,
      confidence: 0.8)
    return true
  }

  /// An act, a policy or a claim, not a person.
  private func isContentNoun(_ unit: Unit, _ at: Int, _ cue: Cue) -> Bool {
    guard let phrase = unit.noun(at), !phrase.isPronoun else { return false }
    // `denied these charges`: the words point to a content and do not give it.
    if Self.pointers.contains(layers.word(phrase.tokens.lowerBound)) { return false }
    if cue.attribution == .evaluative || cue.attribution == .denying {
      return layers.tag(phrase.head).isCommonNoun
    }
    return true
  }

  private static let pointers: WordSet = ["this", "that", "these", "those", "such"]

  // MARK: Content before the cue, without marks

  /// `The bridge stays open, Ruiz said.`, `The bridge, Ruiz said, will stay open.`
  private mutating func readFloating(_ unit: Unit, _ subject: Range<Int>, _ cue: Cue) {
    guard cue.frames.contains(.bare), cue.frames.contains(.quote), !isSpeaker(unit, subject) else { return }
    var comma = subject.lowerBound - 1
    if unit.word(comma) == "as" { comma -= 1 }
    if comma < 0, subject.lowerBound == 1, let start = behindComma(unit, unit.item(from: cue.tokens.upperBound)) {
      // `As Ruiz said, the bridge is old`
      let clause = Clause(unit: unit, cues: cues)
      guard clause.hasClause(start) else { return }
      add(
        unit, [start..<clause.end(from: start, opening: .that)], source: .phrase(unit.tokens(subject)),
        cue: [cue.tokens], cue.attribution, .floating, confidence: 0.75)
      return
    }
    guard unit.commaBefore(comma + 1) else { return }
    if unit.isQuoted(comma) { comma += 1 }
    let clause = Clause(unit: unit, cues: cues)
    let next = unit.item(from: cue.tokens.upperBound)
    guard clause.endsSoon(next) else { return }
    let start = leftEdge(unit, comma)
    guard start < comma else { return }
    var contents = [start..<clause.trimmed(start, comma)]
    // `The park, which, Ruiz said, is full`: what ends with a relative word goes on behind the cue.
    let isWhole =
      clause.hasClause(start) && unit.items[start..<comma].contains { $0.kind == .verb }
      && !SpeakerPhrase(unit: unit).isRelative(comma - 1)
    let after = behindComma(unit, next)
    if let after,
      !isWhole || hangsOn(unit, start..<comma) || Self.subordinators.contains(unit.word(after)) || unit.isFinite(after)
    {
      contents.append(after..<clause.end(from: after, opening: .that))
    } else if let after, unit.word(after) == "and", unit.isQuoted(after + 1), !taken[unit.items[after + 1].number] {
      // `The crowd was quiet, he said, and “nobody moved.”`
      contents.append(after..<quoteEnd(unit, after + 1))
    } else if !isWhole {
      return
    }
    add(
      unit, contents, source: .phrase(unit.tokens(subject)), cue: [cue.tokens], cue.attribution, .floating,
      confidence: 0.8)
  }

  /// `The truth, Ruiz said then, was that …`: between commas, and what was begun before goes on with its verb.
  private func isInserted(_ unit: Unit, _ subject: Range<Int>, _ cue: Cue) -> Bool {
    guard unit.isComma(subject.lowerBound - 1) else { return false }
    var next = unit.item(from: cue.tokens.upperBound)
    while unit.tag(next).isAdverb || SpeakerPhrase(unit: unit).isTime(next) { next += 1 }
    return unit.isComma(next) && unit.isFinite(next + 1)
  }

  /// `If the vote fails, he said, there are other ways`: a clause that hangs on one still to come.
  private func hangsOn(_ unit: Unit, _ range: Range<Int>) -> Bool {
    guard Self.hanging.contains(unit.word(range.lowerBound)) || unit.verb(range.lowerBound)?.form == .infinitive else {
      return false
    }
    return !range.contains { unit.isComma($0) } && range.count { unit.isFinite($0) } <= 1
  }
  private static let hanging: WordSet = [
    "if", "although", "though", "while", "when", "unless", "because", "since", "after", "before", "once", "until",
    "even",
  ]
  /// What goes on with a clause behind `he said,`.
  private static let subordinators: WordSet = ["since", "because", "until", "unless", "if", "so", "although", "though"]

  private func behindComma(_ unit: Unit, _ from: Int) -> Int? {
    var at = from
    while at < unit.count, at - from < 16 {
      if unit.isComma(at) { return at + 1 < unit.count ? at + 1 : nil }
      at += 1
    }
    return nil
  }

  // MARK: Verbs that no table lists

  /// `“Never,” she grinned.`: any verb can say what stands in marks before it.
  private mutating func readUnknownVerb(
    _ unit: Unit, _ at: Int, _ group: VerbGroup, _ attribution: Attribution? = nil
  ) -> Bool {
    guard unit.hasMarks, group.form == .finite || isPastBehindMarks(unit, at), group.tokens.count == 1 else {
      return false
    }
    let cue = Cue(tokens: group.head..<group.head + 1, attribution: attribution ?? .neutral, frames: [.quote])
    let phrases = SpeakerPhrase(unit: unit)
    func spoken(_ hole: Int) -> Bool {
      hole >= 0 && unit.quotedEnds(hole, with: Self.unknownVerbEnds) && !taken[unit.items[hole].number]
        && !isTitleInside(unit, hole)
    }
    // `the rant,” includes the letter`: only what names a person speaks without a known verb.
    func isPerson(_ speaker: Range<Int>) -> Bool {
      guard let noun = unit.noun(speaker.lowerBound) else { return false }
      if attribution != nil, layers.word(noun.tokens.lowerBound) == "the" { return true }
      return noun.isPronoun ? layers.tag(noun.head) == .prp : layers.tag(noun.head).isProperNoun
    }
    if spoken(at - 1), let speaker = phrases.after(at + 1), isPerson(speaker),
      Clause(unit: unit, cues: cues).endsSoon(speaker.upperBound)
    {
      addUnknown(unit, at - 1, speaker, cue, next: speaker.upperBound)
      return true
    }
    if let own = phrases.before(at), isPerson(own), spoken(own.lowerBound - 1) {
      addUnknown(unit, own.lowerBound - 1, own, cue, next: at + 1)
      return true
    }
    return false
  }

  private mutating func addUnknown(_ unit: Unit, _ hole: Int, _ speaker: Range<Int>, _ cue: Cue, next: Int) {
    var contents = [hole..<hole + 1]
    if let more = furtherPiece(unit, of: hole, from: next) { contents.append(more..<more + 1) }
    add(
      unit, contents, source: .phrase(unit.tokens(speaker)), cue: [cue.tokens], cue.attribution, .subjectVerb,
      confidence: 0.7,
      note: "a verb that no table lists")
  }
}

extension Clause {
  /// True where the words before marks belong to what is said (`The plan is “dead,” he said`), false for a mere opening.
  func hasWordsToKeep(_ start: Int, _ hole: Int) -> Bool {
    (start..<hole).contains { unit.isNoun($0) || unit.isVerb($0) } && unit.word(hole - 1) != ":"
  }
}
