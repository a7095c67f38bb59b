import DiplePluginKit

/// A time expression of a paragraph.
struct Timex: Sendable, Equatable {
  /// The rule that found it; the second half of an annotation's `source`.
  enum Rule: String, Sendable {
    case absolute, partial, clock, relative, offset, anaphoric, duration, age, set, vague, holiday, fiscal
  }

  /// What the verb that governs an expression says of time.
  enum Tense: UInt8, Sendable { case past, future, unknown }

  /// Bytes of the paragraph.
  var span: Span
  var meaning: Meaning
  var mod: Mod?
  var rule: Rule
  var tense = Tense.unknown
  /// The phrase that it counts from, where that is no time expression.
  var event: Span?
  /// True where it is the beginning of a stretch of time that the next expression ends: `from May to June`.
  var opensRange = false
  /// How it dates its document, where its paragraph looks as if it did.
  var stamp: Stamp.Kind?
  /// The order of day and month, where it is a slash date that shows it (`16/6/2016`).
  var written: Order?

  enum Order: UInt8, Sendable { case dayFirst, monthFirst }
}
