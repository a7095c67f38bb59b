/// Tests of which each match of a pattern passes one: a sentence in which no token does holds no match, and need not be read. Most
/// sentences hold none (the same is done with the strings that a match must contain: R. Cox, "Regular Expression
/// Matching with a Trigram Index", 2012).
struct Key {
  /// One of them holds of some token of each match.
  var tests: [TokenTest]
  /// The share of the tokens of a text that pass one, by rough estimate. It decides what is faster and nothing else.
  var share: Double

  /// What more tokens pass would not spare enough reading.
  static let largestShare = 0.1
}

extension Pattern {
  /// The key that the fewest tokens pass; nil where all keys are too common.
  var key: Key? { rarest.flatMap { $0.share <= Key.largestShare ? $0 : nil } }

  private var rarest: Key? {
    switch self {
    case .token(let test, _): return Key(tests: [test], share: test.share)
    case .entry(let list, let test, _):
      let both = TokenTest.all([.inList(list), test])
      return Key(tests: [both], share: both.share)
    // Where these are, is found out last.
    case .annotation, .edge: return nil
    case .sequence(let parts): return parts.compactMap(\.rarest).min { $0.share < $1.share }
    case .alternatives(let parts):
      let keys = parts.map(\.rarest)
      guard keys.allSatisfy({ $0 != nil }) else { return nil }
      return Key(tests: keys.flatMap { $0?.tests ?? [] }, share: keys.reduce(0) { $0 + ($1?.share ?? 0) })
    case .repetition(let part, let min, _): return min > 0 ? part.rarest : nil
    case .capture(_, let part): return part.rarest
    }
  }
}

extension TokenTest {
  /// The share of the tokens of a text that pass the test, by rough estimate.
  fileprivate var share: Double {
    switch self {
    case .word(let value), .form(let value), .lemma(let value): value.parts.reduce(0) { $0 + $1.share }
    case .inList: 0.01
    case .any, .tag, .shape, .letterCase, .inside, .not: 1
    case .all(let tests): tests.map(\.share).min() ?? 1
    case .some(let tests): tests.reduce(0) { $0 + $1.share }
    }
  }
}

extension ValuePattern.Part {
  /// The longer a word is, the rarer (G. K. Zipf).
  fileprivate var share: Double {
    switch text.utf8.count {
    case 0: 1
    case 1...2: 0.03
    case 3: 0.02
    case 4: 0.01
    default: isWhole ? 0.003 : 0.006
    }
  }
}
