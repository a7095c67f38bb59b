import DiplePluginKit

/// What speaks for a name, and for its type.
public enum Evidence: String, Sendable {
  /// The user's own list.
  case own
  case list, title, given, head, context, shape
  /// The recogniser, where no rule says anything.
  case model
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
  /// The first word; for persons it and the last one as they sound.
  var first: Word
  var given: Word
  var last: Word
  /// The thing that a person of several words is.
  var person: UInt64
  /// The hash of the words under which an organization may be named in short; 0 where there are none.
  var short: UInt64 = 0
  /// Whom the honorific before it is for.
  var addressed: Gender?
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
  /// What the recogniser thinks of it.
  var opinion = Opinion()
  /// All its letters are capitals.
  var isShouted = false
  /// What stands around it leaves hardly a choice: a title, a dateline.
  var isFirm = false
  /// A role that is a family name only where the document names who bears it.
  var needsBearer = false
  /// The number among the user's own names.
  var own: Int32?
  /// True for one of the user's own names.
  var isOwn: Bool { own != nil }

  /// The type that paragraph and rules give it together: the recogniser's where it is sure, else the rules'.
  var local: EntityType? {
    guard opinion.isKnown, !isOwn else { return type }
    switch opinion.beliefs.top {
    case 0: return opinion.beliefs[0] > 0.6 ? nil : type
    case 4: return type.map { NameLabel.Class($0) } == .other ? type : nil
    case let top: return NameLabel.Class(rawValue: UInt8(top - 1))?.type
    }
  }
}

/// What the recogniser thinks of a stretch of words.
struct Opinion: Sendable, Equatable {
  /// For each outcome (no name, person, organization, place, other) how much less likely it is than the best way to read the
  /// region, in nats: 0 or less.
  var nats = SIMD8<Float>.zero
  /// The same as likelihoods.
  var beliefs = Beliefs()
  /// The best way to read the region has this name.
  var isBest = false
  /// Rules found it.
  var isRuled = false
  /// False where there was no model to ask.
  var isKnown = false
}

extension Opinion {
  /// There is nothing to think about.
  init(certain kind: NameLabel.Class) {
    (isBest, isKnown) = (true, true)
    for outcome in 0..<Beliefs.count where outcome != Int(kind.rawValue) + 1 { nats[outcome] = -12 }
    beliefs = Beliefs(nats: nats)
  }
}

extension Evidence {
  /// How sure it makes a finding.
  var confidence: Double {
    switch self {
    case .own: 1
    case .title: 0.95
    case .list, .given: 0.9
    case .head: 0.85
    case .context: 0.7
    case .usage: 0.6
    case .model: 0.7
    case .shape: 0.5
    }
  }

  /// Says it to a person.
  func reason(_ type: EntityType) -> String {
    switch self {
    case .own: "one of your own names"
    case .title: "a title or role stands before it"
    case .list: "a name that the lists know"
    case .given: "starts with a given name or holds an initial"
    case .head: "holds a word that names a kind of \(type.rawValue)"
    case .context: "the words around it, or another mention, speak for a \(type.rawValue)"
    case .usage: "stands several times where a \(type.rawValue) does: it acts or owns"
    case .model: "reads like a \(type.rawValue): its words, those around it and its other mentions"
    case .shape: "capitals; another mention or the shape speaks for a \(type.rawValue)"
    }
  }
}
