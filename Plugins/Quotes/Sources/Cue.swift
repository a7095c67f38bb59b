import DiplePluginKit

/// The author's attitude in a cue (the `attribution` of a quote).
enum Attribution: String, Sendable, CaseIterable {
  case neutral, assertive, factive, distancing, denying, speculative, directive, commissive, evaluative, asking
}

/// What the content of a cue may be, as the columns of the cue tables name it.
struct Frames: OptionSet, Sendable {
  let rawValue: UInt32

  /// Marked words beside it.
  static let quote = Frames(rawValue: 1 << 0)
  /// A clause with `that`.
  static let that = Frames(rawValue: 1 << 1)
  /// A clause without.
  static let bare = Frames(rawValue: 1 << 2)
  /// `whether`, `how`, `why`.
  static let wh = Frames(rawValue: 1 << 3)
  /// An infinitive: `vowed to leave`.
  static let to = Frames(rawValue: 1 << 4)
  /// A hearer and an infinitive: `told her to leave`.
  static let order = Frames(rawValue: 1 << 5)
  /// Somebody and an infinitive that belong to the content: `wants them to leave`.
  static let objectTo = Frames(rawValue: 1 << 6)
  /// A hearer may stand before the content: `told reporters that`.
  static let hearer = Frames(rawValue: 1 << 7)
  /// A noun phrase is the content: `denied the claim`.
  static let noun = Frames(rawValue: 1 << 8)
  /// `denied stealing`.
  static let gerund = Frames(rawValue: 1 << 9)
  /// `accused X of stealing`.
  static let gerundOf = Frames(rawValue: 1 << 10)
  /// `blamed X for stealing`.
  static let gerundFor = Frames(rawValue: 1 << 11)
  /// `described X as Y`.
  static let as_ = Frames(rawValue: 1 << 12)
  /// `called X Y`.
  static let predicate = Frames(rawValue: 1 << 13)
  /// `is said to be`.
  static let raise = Frames(rawValue: 1 << 14)
  /// After a noun: `accusations of`.
  static let of = Frames(rawValue: 1 << 15)
  /// After a noun: `calls for`.
  static let for_ = Frames(rawValue: 1 << 16)

  /// A clause without `that` whose subject and verb follow at once: `knows he left`, not `knows the way he left`.
  static let near = Frames(rawValue: 1 << 17)

  private static let names: [String: Frames] = [
    "quote": .quote, "that": .that, "bare": .bare, "wh": .wh, "to": .to, "order": .order, "obj-to": .objectTo,
    "hearer": .hearer, "noun": .noun, "gerund": .gerund, "gerund-of": .gerundOf, "gerund-for": .gerundFor, "as": .as_,
    "pred": .predicate, "raise": .raise, "of": .of, "for": .for_, "near": .near,
  ]

  init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Reads names parted by spaces; nil where one is unknown.
  init?(names text: String) {
    var frames: Frames = []
    for name in text.split(separator: " ") {
      guard let frame = Self.names[String(name)] else { return nil }
      frames.insert(frame)
    }
    self = frames
  }
}

/// A word that attributes, found in a text.
struct Cue: Sendable {
  /// The verb without auxiliaries, or the noun, with the words that belong to it (`pointed out`).
  var tokens: Range<Int>
  var attribution: Attribution
  var frames: Frames
}

extension Cue {
  /// The class before a content: `told her to leave` and `asked them to stay` are orders and requests.
  func attribution(before opening: Clause.Opening) -> Attribution {
    opening == .infinitive && frames.contains(.order) && (attribution == .neutral || attribution == .asking)
      ? .directive : attribution
  }
}
