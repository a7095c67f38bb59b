/// How a sentence speaks of somebody or something that it names.
package enum Tone: Int, Sendable, CaseIterable {
  case negative, neutral, positive

  /// As an annotation carries it.
  package var name: String {
    switch self {
    case .negative: "negative"
    case .neutral: "neutral"
    case .positive: "positive"
    }
  }

  /// The tone of this name.
  package init?(name: String) {
    guard let tone = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = tone
  }
}
