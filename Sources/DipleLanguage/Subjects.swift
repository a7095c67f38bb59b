public import DipleAnnotations

/// The noun phrase that does what a verb says, and how it was found.
public struct Subject: Sendable, Equatable {
  /// The ways that lead from a verb to its subject, the plainest first.
  public enum Path: UInt8, Sendable, Comparable {
    /// It stands before the verb.
    case direct
    /// The verb stands in a relative clause behind it (`those who oppose it`).
    case relative
    /// The verb is joined to another one that has it (`came and asked`).
    case conjoined
    /// The verb is a participle or gerund that goes with it (`a letter calling for …`, `…, calling for …`).
    case participle
    /// The verb is an infinitive or gerund that another verb governs (`refused to back`, `asked him to leave`).
    case controlled

    /// The plainer path first.
    public static func < (a: Path, b: Path) -> Bool { a.rawValue < b.rawValue }
  }

  /// The full phrase: with its prepositions and appositions, without commas around it.
  public var tokens: Range<Int>
  /// The head: the noun, name or pronoun that the phrase is about.
  public var head: Int
  /// How it was found.
  public var path: Path

  /// Makes a subject.
  public init(tokens: Range<Int>, head: Int, path: Path) { (self.tokens, self.head, self.path) = (tokens, head, path) }
}

extension Layers {
  /// The subject of verb group `number`: of a passive, what it is done to (`agent(of:)` finds who does it). Nil where the sentence
  /// has none, or where finding it would be a guess.
  ///
  /// Reads the sentence from the verb to the left, over adverbs, parentheses and quotations; at most 80 tokens and four verbs.
  public func subject(of number: Int) -> Subject? { SubjectSearch(layers: self).subject(of: number, depth: 0) }

  /// Who does what a passive verb group says (`was rejected by the council`); nil where no `by` follows it closely.
  public func agent(of number: Int) -> Subject? {
    let verb = verbGroups[number]
    let sentence = sentences[sentence(at: verb.head)]
    var at = verb.tokens.upperBound
    // `was criticised sharply on Monday by …`: adverbs and times, or one phrase with a preposition.
    var skipped = 0
    while at < sentence.upperBound, skipped < 6, word(at) != "by" {
      guard tag(at).isAdverb || tag(at) == .in || tag(at) == .rp || nounPhrase(at: at) != nil else { return nil }
      at += 1
      skipped += 1
    }
    guard at < sentence.upperBound, word(at) == "by", let base = nounPhrase(startingAt: at + 1),
      !isTime(nounPhrases[base])
    else { return nil }
    let full = fullNounPhrase(base, [.prepositions, .appositions, .conjuncts])
    return Subject(tokens: full, head: nounPhrases[base].head, path: .direct)
  }

  /// The base phrase directly behind a verb group, quotation marks and adverbs apart.
  public func object(of number: Int) -> Int? {
    let verb = verbGroups[number]
    let sentence = sentences[sentence(at: verb.head)]
    var at = verb.tokens.upperBound
    while at < sentence.upperBound, tag(at).isAdverb, at < verb.tokens.upperBound + 2 { at += 1 }
    guard at < sentence.upperBound, let phrase = nounPhrase(startingAt: at),
      nounPhrases[phrase].head < sentence.upperBound
    else { return nil }
    return phrase
  }
}
