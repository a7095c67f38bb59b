import DiplePluginKit

/// Why something is taken for a name, and for one of its type.
public enum Evidence: String, Sendable {
  case list, title, given, head, context, shape
  /// A lone unknown word that acts or owns: a name only if it does so again.
  case usage
}

/// A name in one paragraph, before the document was read.
struct Found: Sendable, Equatable {
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

extension Evidence {
  /// How sure it makes a finding.
  var confidence: Double {
    switch self {
    case .title: 0.95
    case .list, .given: 0.9
    case .head: 0.85
    case .context: 0.7
    case .usage: 0.6
    case .shape: 0.5
    }
  }

  /// Says it to a person.
  func reason(_ type: EntityType) -> String {
    switch self {
    case .title: "a title or role stands before it"
    case .list: "a name that the lists know"
    case .given: "starts with a given name or holds an initial"
    case .head: "holds a word that names a kind of \(type.rawValue)"
    case .context: "the words around it, or another mention, speak for a \(type.rawValue)"
    case .usage: "stands several times where a \(type.rawValue) does: it acts or owns"
    case .shape: "capitals; another mention or the shape speaks for a \(type.rawValue)"
    }
  }
}
