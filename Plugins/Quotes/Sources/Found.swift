import DiplePluginKit

/// The shape of a quote, as the manifest names it.
enum Form: String, Sendable { case direct, mixed, indirect, scare, title }

/// The rule that found a quote; the part of `source` behind the slash.
enum Rule: String, Sendable {
  case subjectVerb = "subject-verb"
  case verbSubject = "verb-subject"
  case floating
  case accordingTo = "according-to"
  case headline
  case transcript
  case nounCue = "noun-cue"
  case saying = "as-saying"
  case passive
  case object
  case adverb
  case citing
  case byline
  case continued
  case unattributed
  case marks
}

/// Where the source of a content is to be looked for.
enum Source: Sendable, Equatable {
  /// The text names none.
  case none
  /// These tokens name it.
  case phrase(Range<Int>)
  /// The one who spoke before; the document knows.
  case previous
}

/// A quote in one paragraph, before the document was read.
struct Found: Sendable, Equatable {
  /// The content as tokens; marks included, in order.
  var pieces: [Range<Int>]
  var form: Form
  var source: Source
  /// The cue's tokens; empty where there is none.
  var cue: [Range<Int>]
  var attribution: Attribution?
  var rule: Rule
  var confidence: Double
  /// The pair of marks whose words this stands in; -1 for the text itself.
  var scope: Int
  /// Says more than the rule does, for `reason`.
  var note: String = ""

  /// True where all of another quote stands in one of the pieces.
  func holds(_ other: Found) -> Bool {
    pieces != other.pieces
      && pieces.contains { $0.lowerBound <= other.extent.lowerBound && $0.upperBound >= other.extent.upperBound }
  }

  /// The tokens from first to last.
  var extent: Range<Int> { pieces[0].lowerBound..<pieces[pieces.count - 1].upperBound }
}
