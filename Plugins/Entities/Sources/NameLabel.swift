/// What the recogniser says of a token: outside of names, or begin, inner, last or only word of one (BILOU; Ratinov and Roth
/// 2009). All that is neither person, organization nor place is one class, whose type the lists tell.
package enum NameLabel {
  /// How many there are.
  package static let count = 15
  /// The classes of names; `outside` is none of them.
  package enum Class: UInt8, Sendable, CaseIterable {
    case person, organization, place, other

    /// The class of a type.
    package init(_ type: EntityType) {
      switch type {
      case .person: self = .person
      case .organization: self = .organization
      case .place: self = .place
      case .group, .event, .product, .work: self = .other
      }
    }
    /// The type, where the class has only one.
    package var type: EntityType? {
      switch self {
      case .person: .person
      case .organization: .organization
      case .place: .place
      case .other: nil
      }
    }
  }

  /// Outside of names.
  package static let outside = 0

  /// The label at a token of a name.
  package static func label(_ kind: Class, at token: Int, of count: Int) -> Int {
    if kind == .other { return token == 0 ? 13 : 14 }
    let base = Int(kind.rawValue) * 4
    if count == 1 { return base + 4 }
    return token == 0 ? base + 1 : token == count - 1 ? base + 3 : base + 2
  }

  /// The class of a label; nil outside.
  package static func kind(_ label: Int) -> Class? {
    label == outside ? nil : label > 12 ? .other : Class(rawValue: UInt8((label - 1) / 4))
  }
  /// True where a name begins.
  package static func begins(_ label: Int) -> Bool {
    label == 13 || label > 0 && label < 13 && ((label - 1) & 3 == 0 || (label - 1) & 3 == 3)
  }
  /// True where the name must go on behind the label.
  package static func mustGoOn(_ label: Int) -> Bool { label > 0 && label < 13 && (label - 1) & 3 < 2 }

  /// True where `next` may stand behind `label`; `outside` stands for the edge of a text too.
  package static func follows(_ next: Int, _ label: Int) -> Bool {
    if begins(next) || next == outside { return !mustGoOn(label) }
    // An inner or last word goes on with a name of its class.
    guard kind(next) == kind(label) else { return false }
    return kind(next) == .other || mustGoOn(label)
  }
}
