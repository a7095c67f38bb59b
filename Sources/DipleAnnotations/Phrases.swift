/// A base noun phrase: determiner to head, without prepositional phrases, clauses and appositions
/// (`the US Secretary of State` is two: `the US Secretary`, `State`). A possessor belongs to it (`Assad's regime`).
public struct NounPhrase: Sendable, Equatable {
  /// The tokens.
  public var tokens: Range<Int>
  /// The head: the last noun, or the pronoun.
  public var head: Int
  /// True for personal, demonstrative and other pronouns that stand alone.
  public var isPronoun: Bool

  /// Makes a noun phrase.
  public init(tokens: Range<Int>, head: Int, isPronoun: Bool) {
    (self.tokens, self.head, self.isPronoun) = (tokens, head, isPronoun)
  }
}

/// A verb group: auxiliaries, adverbs and negation up to the main verb (`has not yet been told`).
public struct VerbGroup: Sendable, Equatable {
  /// What the group says of time.
  public enum Tense: UInt8, Sendable { case past, present, future, conditional, none }
  /// What kind of clause it can carry.
  public enum Form: UInt8, Sendable { case finite, infinitive, gerund, participle }

  /// The tokens, from the first auxiliary (or `to`) to the main verb.
  public var tokens: Range<Int>
  /// The main verb.
  public var head: Int
  /// Its tense; `.none` for infinitives and participles without auxiliary.
  public var tense: Tense
  /// Finite or not.
  public var form: Form
  /// A form of `be` or `get` with a past participle, or a bare past participle.
  public var isPassive: Bool
  /// `not`, `n't`, `never`, `no longer` inside.
  public var isNegated: Bool
  /// The modal, where there is one.
  public var modal: Int?

  /// Makes a verb group.
  public init(
    tokens: Range<Int>, head: Int, tense: Tense, form: Form, isPassive: Bool, isNegated: Bool, modal: Int?
  ) {
    (self.tokens, self.head, self.tense, self.form) = (tokens, head, tense, form)
    (self.isPassive, self.isNegated, self.modal) = (isPassive, isNegated, modal)
  }
}
