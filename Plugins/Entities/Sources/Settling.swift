/// What is believed of a mention: how likely each class is, and that it is no name. In 1/250 each, so that sums over a document
/// are exact whatever their order.
public struct Beliefs: Sendable, Equatable {
  /// No name, person, organization, place, other.
  package static let count = 5
  package private(set) var values: SIMD8<Int32>

  /// Nothing yet.
  package init() { values = .zero }

  /// Beliefs from scores in nats.
  package init(nats: SIMD8<Float>) {
    let top = (0..<Self.count).map { nats[$0] }.max() ?? 0
    var likely = SIMD8<Float>.zero
    for at in 0..<Self.count { likely[at] = power(nats[at] - top) }
    let total = likely.sum()
    values = .zero
    for at in 0..<Self.count { values[at] = Int32((likely[at] / total * 250).rounded()) }
  }

  /// The likelihood of an outcome, from 0 to 1.
  package subscript(outcome: Int) -> Float { Float(values[outcome]) / 250 }
  /// The likeliest outcome.
  package var top: Int {
    var top = 0
    for at in 1..<Self.count where values[at] > values[top] { top = at }
    return top
  }
  package static func + (a: Beliefs, b: Beliefs) -> Beliefs {
    var sum = a
    sum.values &+= b.values
    return sum
  }
  package static func - (a: Beliefs, b: Beliefs) -> Beliefs {
    var rest = a
    rest.values &-= b.values
    return rest
  }
  /// Rounded to tenths.
  package var coarse: Beliefs {
    var coarse = self
    for at in 0..<Self.count { coarse.values[at] = (values[at] + 12) / 25 * 25 }
    return coarse
  }
  /// An equal share of a sum for each of some mentions, or the sum of equal ones.
  package static func / (sum: Beliefs, count: Int) -> Beliefs {
    var share = sum
    for at in 0..<Self.count { share.values[at] = (sum.values[at] + Int32(count / 2)) / Int32(count) }
    return share
  }
  package static func * (each: Beliefs, count: Int) -> Beliefs {
    var sum = each
    sum.values &*= Int32(count)
    return sum
  }
  /// The larger of each.
  package static func max(_ a: Beliefs, _ b: Beliefs) -> Beliefs {
    var larger = a
    larger.values = pointwiseMax(a.values, b.values)
    return larger
  }
}

/// Settles what a mention is, from what its paragraph and the rest of the document say: a softmax regression over a few dozen
/// facts, learned on texts that the recogniser had not seen.
package struct Settling: Sendable {
  /// How many facts it looks at.
  package static let facts = 48
  /// How many weights there are.
  package static let size = Beliefs.count * facts

  package let weights: [Float]

  package init(weights: [Float]) { self.weights = weights }

  /// How likely each outcome is.
  package func likely(_ facts: [Float]) -> [Float] {
    var scores = [Float](repeating: 0, count: Beliefs.count)
    for outcome in 0..<Beliefs.count {
      var sum: Float = 0
      for at in 0..<Self.facts { sum += weights[outcome * Self.facts + at] * facts[at] }
      scores[outcome] = sum
    }
    let top = scores.max() ?? 0
    scores = scores.map { power($0 - top) }
    let total = scores.reduce(0, +)
    return scores.map { $0 / total }
  }
}

/// `e` to a power, from its halves and a polynomial: the same bits on every machine, which the C library does not promise.
package func power(_ x: Float) -> Float {
  if x < -80 { return 0 }
  let scaled = min(x, 80) * 1.442_695_04
  let whole = scaled.rounded()
  let rest = (scaled - whole) * 0.693_147_18
  var sum: Float = 1 + rest / 6
  sum = 1 + rest / 5 * sum
  sum = 1 + rest / 4 * sum
  sum = 1 + rest / 3 * sum
  sum = 1 + rest / 2 * sum
  sum = 1 + rest * sum
  return sum * Float(sign: .plus, exponent: Int(whole), significand: 1)
}
