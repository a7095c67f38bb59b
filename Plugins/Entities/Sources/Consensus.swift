/// What is believed of all mentions of some words.
///
/// It is an answer of the document: whoever used it is read again when it is another. Of a few mentions it is exact, so that each can
/// leave itself out. Of many it is the mean in coarse steps: one more or less is seldom seen in it, and a keystroke beside a name
/// does not read the whole book again.
public enum Consensus: Equatable, Sendable {
  /// The sum over mentions so few that each still counts.
  case few(sum: Beliefs, mentions: Int)
  /// The mean of more.
  case many(mean: Beliefs)

  /// So many others say all there is to say.
  package static let enough = 8

  /// - Parameters:
  ///   - sum: what is believed of all mentions together.
  ///   - mentions: how many there are.
  package init(sum: Beliefs, of mentions: Int) {
    self = mentions <= Self.enough + 1 ? .few(sum: sum, mentions: mentions) : .many(mean: (sum / mentions).coarse)
  }

  /// What is believed of the mentions besides one, and how many count; nil where it is the only one.
  package func others(than own: Beliefs) -> (sum: Beliefs, count: Int)? {
    switch self {
    case .few(_, ...1): nil
    case .few(let sum, let mentions): (sum - own, mentions - 1)
    case .many(let mean): (mean * Self.enough, Self.enough)
    }
  }
}
