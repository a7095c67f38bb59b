import DipleLanguage
import DipleText
import Entities

/// A stretch of tokens to learn from: the rows of their features, and the labels that each may have.
struct NameExample {
  var rows: [UInt32]
  var allowed: [UInt16]
  /// How much it counts.
  var weight: Float
}

/// Learns a conditional random field (Lafferty et al. 2001) by AdaGrad (Duchi et al. 2011): it makes the ways through the labels
/// that the annotation allows as likely as it can. Where the annotation leaves a token open, every way that it allows counts.
struct NameTrainer {
  private typealias Row = SIMD16<Float>
  private static let labels = NameLabel.count

  /// Rows of weights, and the sums of their squared gradients.
  private let weights: UnsafeMutablePointer<SIMD16<Float>>
  private let squares: UnsafeMutablePointer<SIMD16<Float>>
  private var transitions = [Float](repeating: 0, count: 256)
  private var transitionSquares = [Float](repeating: 0, count: 256)
  private let logRows: Int
  /// The step, and the pull of every weight towards zero.
  var rate: Float = 0.08
  var decay: Float = 1e-5
  /// The share of rows left out of a token at random, so that it learns not to lean on one.
  var dropout: UInt64 = 0

  private var random = SplitMix(state: 0x5EED)

  init(logRows: Int) {
    self.logRows = logRows
    weights = .allocate(capacity: 1 << logRows)
    squares = .allocate(capacity: 1 << logRows)
    weights.initialize(repeating: .zero, count: 1 << logRows)
    squares.initialize(repeating: Row(repeating: 1), count: 1 << logRows)
  }

  func free() {
    weights.deallocate()
    squares.deallocate()
  }

  /// One pass over the examples in a random order.
  /// - Returns: the mean loss a token.
  mutating func pass(_ examples: [NameExample]) -> Float {
    var order = Array(examples.indices)
    order.shuffle(using: &random)
    var (loss, tokens): (Double, Double) = (0, 0)
    for number in order {
      loss += Double(learn(examples[number]))
      tokens += Double(examples[number].allowed.count)
    }
    return Float(loss / max(1, tokens))
  }

  private mutating func learn(_ example: NameExample) -> Float {
    let count = example.allowed.count
    let width = NameFeatures.count
    // Scores, scaled so that the largest of a token is 1.
    var emissions = [Row](repeating: .zero, count: count)
    var kept = example.rows
    if dropout > 0 { for at in kept.indices where random.next() & 0xFF < dropout { kept[at] = .max } }
    var scale = 0.0
    for token in 0..<count {
      var sum = Row.zero
      for at in token * width..<(token + 1) * width where kept[at] != .max { sum += weights[Int(kept[at])] }
      sum[15] = -1e9
      let top = sum.max()
      scale += Double(top)
      for label in 0..<Self.labels { sum[label] = power(sum[label] - top) }
      sum[15] = 0
      emissions[token] = sum
    }
    var steps = [Row](repeating: .zero, count: Self.labels)
    for from in 0..<Self.labels {
      for to in 0..<Self.labels where NameLabel.follows(to, from) {
        steps[from][to] = power(transitions[from * 16 + to])
      }
    }
    let free = sums(emissions, steps)
    var held = emissions
    for token in 0..<count {
      for label in 0..<Self.labels where example.allowed[token] >> UInt16(label) & 1 == 0 { held[token][label] = 0 }
    }
    let gold = sums(held, steps)
    guard gold.log.isFinite, free.log.isFinite else { return 0 }
    // The gradient.
    var gradients = [Float](repeating: 0, count: 256)
    for token in 0..<count {
      let gradient = (gold.marginals[token] - free.marginals[token]) * example.weight
      for at in token * width..<(token + 1) * width where kept[at] != .max {
        let row = Int(kept[at])
        squares[row] += gradient * gradient
        weights[row] += (gradient - decay * weights[row]) * rate / squares[row].squareRoot()
      }
    }
    add(gold, held, steps, 1, &gradients)
    add(free, emissions, steps, -1, &gradients)
    for at in 0..<256 where gradients[at] != 0 {
      let gradient = gradients[at] * example.weight
      transitionSquares[at] += gradient * gradient
      transitions[at] += rate * gradient / (transitionSquares[at] + 1e-3).squareRoot()
    }
    return Float(free.log - gold.log)
  }

  private struct Sums {
    var left: [Row]
    var right: [Row]
    var marginals: [Row]
    var log: Double
  }

  /// Forward and backward sums over all ways, each token's scaled to 1.
  private func sums(_ emissions: [Row], _ steps: [Row]) -> Sums {
    let count = emissions.count
    var result = Sums(left: emissions, right: emissions, marginals: emissions, log: 0)
    var way = steps[0] * emissions[0]
    for token in 0..<count {
      if token > 0 {
        var next = Row.zero
        for from in 0..<Self.labels { next += steps[from] * result.left[token - 1][from] }
        way = next * emissions[token]
      }
      let total = way.sum()
      result.log += Double(logarithm(total))
      result.left[token] = way / total
    }
    var back = Row.zero
    for label in 0..<Self.labels { back[label] = steps[label][0] }
    let end = (result.left[count - 1] * back).sum()
    result.log += Double(logarithm(end))
    for token in (0..<count).reversed() {
      if token < count - 1 {
        let next = emissions[token + 1] * result.right[token + 1]
        var row = Row.zero
        for from in 0..<Self.labels { row[from] = (steps[from] * next).sum() }
        back = row / max(row.sum(), 1e-30)
      }
      result.right[token] = back
      let marginal = result.left[token] * back
      result.marginals[token] = marginal / max(marginal.sum(), 1e-30)
    }
    return result
  }

  /// Adds how often each step is taken.
  private func add(_ sums: Sums, _ emissions: [Row], _ steps: [Row], _ sign: Float, _ gradients: inout [Float]) {
    let count = emissions.count
    for label in 0..<Self.labels {
      gradients[label] += sign * sums.marginals[0][label]
      gradients[label * 16] += sign * sums.marginals[count - 1][label]
    }
    for token in 1..<max(1, count) {
      let next = emissions[token] * sums.right[token]
      var total: Float = 0
      for from in 0..<Self.labels { total += sums.left[token - 1][from] * (steps[from] * next).sum() }
      guard total > 0 else { continue }
      for from in 0..<Self.labels where sums.left[token - 1][from] > 0 {
        let row = steps[from] * next * (sums.left[token - 1][from] / total * sign)
        for to in 0..<Self.labels { gradients[from * 16 + to] += row[to] }
      }
    }
  }

  /// The weights in whole numbers, the largest 127.
  func quantised() -> NameWeights {
    var limit: Float = 0
    for row in 0..<1 << logRows { limit = max(limit, max(weights[row].max(), -weights[row].min())) }
    let scale = 127 / max(limit, 1e-6)
    var table = [Int8](repeating: 0, count: 16 << logRows)
    for row in 0..<1 << logRows {
      for label in 0..<Self.labels { table[row * 16 + label] = Int8((weights[row][label] * scale).rounded()) }
    }
    return NameWeights(
      table: Blob(table), transitions: transitions.map { Int16(max(-32000, min(32000, ($0 * scale).rounded()))) })
  }

  /// What one nat of likelihood is in whole numbers.
  var unit: Float {
    var limit: Float = 0
    for row in 0..<1 << logRows { limit = max(limit, max(weights[row].max(), -weights[row].min())) }
    return 127 / max(limit, 1e-6)
  }
}

/// The natural logarithm, the same bits on every machine.
func logarithm(_ x: Float) -> Float {
  guard x > 0 else { return -.infinity }
  let (exponent, significand) = (Double(x.exponent), Double(x.significand))
  // log m = 2 artanh((m - 1) / (m + 1))
  let z = (significand - 1) / (significand + 1)
  let square = z * z
  var sum = 1.0 / 15
  for odd in stride(from: 13.0, through: 1, by: -2) { sum = sum * square + 1 / odd }
  return Float(exponent * 0.693_147_180_559_945_3 + 2 * z * sum)
}
