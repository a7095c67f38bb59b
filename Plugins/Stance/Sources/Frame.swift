import DiplePluginKit

/// For or against.
enum Polarity: String, Sendable {
  case support, oppose

  var opposite: Polarity { self == .support ? .oppose : .support }
}

/// How sure the text is that the position is taken.
enum Certainty: Int, Sendable, Comparable {
  case certain, probable, possible

  var name: String {
    switch self {
    case .certain: "certain"
    case .probable: "probable"
    case .possible: "possible"
    }
  }

  static func < (a: Certainty, b: Certainty) -> Bool { a.rawValue < b.rawValue }
}

/// What a frame's target may be.
struct Slot: Sendable {
  enum Kind: String, Sendable {
    case object = "OBJ"
    case thing = "THING"
    case person = "PERSON"
    case gerund = "ING"
    case infinitive = "INF"
    case objectInfinitive = "OBJ+INF"
    case clause = "THAT"
    case question = "WH"
  }

  var kind: Kind
  /// Words before which an object ends, because the ground follows (`blamed the crew | for the fire`).
  var grounds: [Word]
  /// Only with a negation: `will not accept the plan`.
  var needsDenial: Bool

  /// Reads `OBJ/for,as`, `INF!`.
  init?(_ text: Substring) {
    let parts = text.split(separator: "/")
    needsDenial = text.last == "!"
    guard let name = parts.first?.prefix(while: { $0 != "!" }), let kind = Kind(rawValue: String(name)) else {
      return nil
    }
    self.kind = kind
    grounds = parts.count > 1 ? parts[1].split(separator: ",").map { Word(String($0)) } : []
  }
}

/// A way to take a position: words, what their target may be, and what they amount to.
struct Frame: Sendable {
  enum Class: String, Sendable { case verb, noun, person, adjective, phrase }

  var lemma: String
  /// The words after the first; `one's` stands for any possessive.
  var rest: [Word]
  /// How many of them belong to the cue; those in brackets do not.
  var cueCount: Int
  var kind: Class
  var slots: [Slot]
  var polarity: Polarity
  /// As `source` shows it: `stance/condemn`.
  var family: String
}
