public import DipleAnnotations

/// What a full noun phrase takes up beside its base phrase.
public struct NounPhraseParts: OptionSet, Sendable {
  /// The bits.
  public let rawValue: UInt8
  /// Makes a set of its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Prepositions with their phrases (`the policy in Syria`, `the calls for a vote`); `of` is always taken.
  public static let prepositions = NounPhraseParts(rawValue: 1)
  /// Appositions, ages and brackets (`Ana Ruiz, the mayor`, `Lind, 54`, `Cole (R-Tex.)`).
  public static let appositions = NounPhraseParts(rawValue: 2)
  /// What is joined by `and`, `or` and commas (`the union and its members`).
  public static let conjuncts = NounPhraseParts(rawValue: 4)
  /// Restrictive clauses: relative, participle and infinitive (`those who voted`, `a letter sent to him`, `the plan to close it`).
  public static let clauses = NounPhraseParts(rawValue: 8)
  /// All of them.
  public static let all: NounPhraseParts = [.prepositions, .appositions, .conjuncts, .clauses]
}

extension Layers {
  /// The noun phrase whose head is base phrase `number`, with all that belongs to it on its right.
  ///
  /// No tree is built: the phrase grows to the right as long as what follows can belong to a noun. It never leaves
  /// the sentence, a quotation that it did not open, or `limit`, and takes at most 60 tokens.
  /// - Parameters:
  ///   - number: the base phrase, as `nounPhrases` counts them.
  ///   - parts: what is taken up.
  ///   - limit: the token at which to stop at the latest.
  public func fullNounPhrase(_ number: Int, _ parts: NounPhraseParts = .all, until limit: Int? = nil) -> Range<Int> {
    let base = nounPhrases[number]
    let end = Swift.min(sentences[sentence(at: base.head)].upperBound, limit ?? count, base.tokens.upperBound + 60)
    let start = leftEdge(of: base)
    return
      start..<Swift.max(
        base.tokens.upperBound, PhraseGrowth(layers: self, end: end).grow(from: base, parts, depth: 0))
  }

  /// The base phrase on which `number` depends through prepositions: from `State` to `the US Secretary` in `the US
  /// Secretary of State`; `number` itself where no preposition leads to a noun on its left.
  public func headPhrase(of number: Int) -> Int {
    var number = number
    for _ in 0..<8 {
      let before = nounPhrases[number].tokens.lowerBound - 1
      guard before > 0, joinsNouns(before), let outer = nounPhrase(at: before - 1),
        nounPhrases[outer].tokens.upperBound == before, !nounPhrases[outer].isPronoun || word(before) == "of"
      else { return number }
      // `a trial in May for the suit`: a time is no head.
      if isTime(nounPhrases[outer]) { return number }
      number = outer
    }
    return number
  }

  /// The base phrase that starts at `token`, or after the quotation mark, `both` or `not` there.
  public func nounPhrase(startingAt token: Int) -> Int? {
    var token = token
    while token < count, isQuotationMark(token) || Words.fillers.contains(word(token)) { token += 1 }
    guard let number = nounPhrase(at: token) else { return determinedPhrase(at: token) }
    return nounPhrases[number].tokens.lowerBound == token ? number : nil
  }

  /// The end of a clause that starts at `token`: before the sentence's last mark, a quotation mark or bracket that closes
  /// what was open before, a semicolon or dash, or a comma with which another clause begins.
  public func clauseEnd(from token: Int, until limit: Int? = nil) -> Int {
    guard token < count else { return token }
    let end = Swift.min(sentences[sentence(at: token)].upperBound, limit ?? count, token + 80)
    return PhraseGrowth(layers: self, end: end).clauseEnd(from: token)
  }

  /// True for a quotation mark; apostrophes of contractions are not tokens of their own.
  public func isQuotationMark(_ token: Int) -> Bool { Words.quotationMarks.contains(word(token)) }

  /// True for a mark that opens a quotation: a directed one, or a straight one with a space on its left side only.
  public func opensQuotation(_ token: Int) -> Bool {
    guard isQuotationMark(token) else { return false }
    if Words.openers.contains(word(token)) { return true }
    if Words.closers.contains(word(token)) { return false }
    let spaceAfter = token + 1 >= count || shape(token + 1).contains(.spaceBefore)
    return !spaceAfter && (shape(token).contains(.spaceBefore) || token == 0 || tag(token - 1) == .open)
  }

  /// True for a noun phrase that names a time (`Monday`, `last week`, `2016`).
  public func isTime(_ phrase: NounPhrase) -> Bool {
    Words.times.contains(word(phrase.head))
      || shape(phrase.head).contains(.digits) && end(phrase.head) - start(phrase.head) == 4
  }

  /// Where a base phrase begins for a reader: with the determiner that a quotation mark cut off (`the “continuous
  /// violations”`), with what qualifies its number (`more than 40 members`), without a day before a name (`on Tuesday
  /// Ana Ruiz`).
  private func leftEdge(of base: NounPhrase) -> Int {
    let start = base.tokens.lowerBound
    if start >= 2, opensQuotation(start - 1) {
      let before = tag(start - 2)
      if before == .dt || before == .prps || before == .jj, nounPhrase(at: start - 2) == nil { return start - 2 }
    }
    if tag(start) == .cd {
      let before = word(start - 1)
      if before == "than", Words.comparing.contains(word(start - 2)) { return start - 2 }
      if before == "least" || before == "most", word(start - 2) == "at" { return start - 2 }
      if Words.approximating.contains(before) { return start - 1 }
    }
    // `said that women in Lund …`: a conjunction that the tagger took for a determiner.
    if word(start) == "that", base.tokens.count > 1,
      tag(base.head) == .nns || tag(base.head) == .prp || tag(base.head).isProperNoun
    {
      return start + 1
    }
    if base.tokens.count > 1, Words.times.contains(word(start)), tag(start).isProperNoun, tag(start + 1).isProperNoun,
      start > 0, tag(start - 1) == .in, !Words.times.contains(word(start + 1))
    {
      return start + 1
    }
    return start
  }

  /// `the “quiet” harbour`: a determiner that stands alone before a quotation mark leads to the phrase behind it.
  private func determinedPhrase(at token: Int) -> Int? {
    guard token + 2 < count, tag(token) == .dt || tag(token) == .prps, opensQuotation(token + 1),
      let number = nounPhrase(at: token + 2), nounPhrases[number].tokens.lowerBound == token + 2
    else { return nil }
    return number
  }

  private func joinsNouns(_ token: Int) -> Bool {
    (tag(token) == .in || tag(token) == .to) && (Words.joining.contains(word(token)) || word(token) == "during")
  }
}

/// Words that tell what belongs to a noun.
enum Words {
  static let quotationMarks: WordSet = ["\"", "“", "”", "‘", "’", "«", "»", "``", "''", "'", "„", "‹", "›"]
  static let openers: WordSet = ["“", "‘", "«", "``", "„", "‹"]
  static let closers: WordSet = ["”", "»", "''", "›"]
  static let fillers: WordSet = ["both", "either", "not", "even", "only", "just"]
  /// Prepositions that attach to a noun more often than to the verb before it.
  static let joining: WordSet = [
    "of", "in", "for", "on", "against", "about", "with", "to", "from", "at", "between", "over", "toward", "towards",
    "within", "under", "behind", "among", "into", "near", "regarding", "concerning", "by", "through",
  ]
  /// Nouns of place and occasion that say where something was said, not which thing is meant.
  static let occasions: WordSet = [
    "statement", "interview", "speech", "letter", "tweet", "post", "email", "e-mail", "message", "television", "tv",
    "twitter", "facebook", "radio", "conference", "briefing", "meeting", "phone", "editorial", "blog", "debate",
    "hearing", "rally", "response", "vote", "testimony", "interviews", "addition", "return", "turn", "article",
    "memo",
  ]
  static let times: WordSet = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "june", "july", "august", "september", "october", "november", "december", "jan.", "feb.", "aug.",
    "sept.", "oct.", "nov.", "dec.", "today", "yesterday", "tomorrow", "tonight", "week", "weeks", "month", "months",
    "year", "years", "day", "days", "hour", "hours", "minute", "minutes", "morning", "afternoon", "evening", "night",
    "weekend", "decade", "decades", "century", "spring", "summer", "fall", "autumn", "winter", "mondays", "fridays",
    "time",
    "moment", "past", "future",
  ]
  static let comparing: WordSet = ["more", "less", "fewer", "other", "rather"]
  static let approximating: WordSet = ["about", "around", "nearly", "almost", "roughly", "some", "over"]
  static let dating: WordSet = ["on", "in", "at"]
  static let days: WordSet = [
    "today", "yesterday", "tonight", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]
  /// What is written or said to somebody: a participle behind it goes with the one who wrote it.
  static let documents: WordSet = [
    "letter", "letters", "statement", "message", "petition", "warning", "speech", "memo", "note", "email", "appeal",
    "tweet", "resolution", "report",
  ]
  static let amounts: WordSet = ["hundreds", "dozens", "thousands", "turns", "time"]
  static let relatives: WordSet = ["who", "which", "that", "whom", "whose", "where", "whereby"]
  static let subordinators: WordSet = [
    "after", "before", "because", "while", "although", "though", "as", "when", "if", "since", "unless", "until",
    "whereas", "once", "despite", "during", "whilst", "so",
  ]
}
