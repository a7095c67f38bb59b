import DiplePluginKit

/// A position in one paragraph, before the document was read. All spans count from the paragraph's first byte.
struct Found: Sendable, Equatable {
  /// Whose position it is, as far as the paragraph tells.
  enum Holder: Sendable, Equatable {
    /// A phrase with its head; `isFirstPerson` for `I`, `we`, `our`.
    case phrase(Span, head: Span, isFirstPerson: Bool)
    /// Whoever is speaking: the quote's speaker, or the author.
    case speaker
  }

  /// The construction, for the reason and the confidence.
  enum Evidence: Sendable, Equatable {
    case object, clause, infinitive, gerund, passive, gap, possessor, carrier, agent, person, predicate, verdict,
      naming,
      compound
  }

  /// The words that take the position.
  var cue: [Span]
  /// The family of the frame: `condemn`.
  var family: String
  var polarity: Polarity
  /// The words that turned the cue's own polarity around; empty where none did.
  var negations: [Span]
  var certainty: Certainty
  /// The word that made it less than certain.
  var hedge: Span?
  var holder: Holder
  var target: Span
  var targetHead: Span
  var evidence: Evidence
  /// A weak verdict: counts only inside a quote.
  var needsQuote = false
  /// Counts only where the target's head names a person (`attacked Clinton`).
  var needsPerson = false
  /// Counts only where an entity is the holder (`Russian opposition`, not `Public opposition`).
  var needsNamedHolder = false
  /// How the holder was found, from a subject directly before the verb (0) to a governed infinitive (4).
  var distance = 0
}
