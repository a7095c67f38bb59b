import DiplePluginKit

/// A name in one paragraph, before the document was read.
struct Found: Sendable, Equatable {
  /// Why it is taken for a name, and for this type.
  enum Evidence: String, Sendable {
    case list, title, given, head, context, shape
    /// A lone unknown word that acts or owns: a name only if it does so again.
    case usage
  }

  /// The bytes of the name.
  var span: Span
  /// Its type, where the paragraph tells.
  var type: EntityType?
  /// What told.
  var evidence: Evidence
  /// The hash of its words.
  var words: UInt64
  /// The hash under which a list knows the thing; otherwise `words`.
  var canonical: UInt64
  /// The first and the last word, for persons.
  var first: Word
  var last: Word
  /// How many words it has.
  var count: Int
  /// The word that the initials of the name make (`WHO`).
  var initials: Word
  /// What the text says a person is.
  var role: Span?
  /// A capital in the place of its government.
  var metonym = false
  /// A name only where the document names it elsewhere: it starts a sentence or stands in a headline.
  var weak = false
}
