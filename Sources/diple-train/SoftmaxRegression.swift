import Foundation

/// Examples for a linear model: hashed facts, and numbers that every example has.
struct RegressionExamples {
  /// How many rows there are for facts.
  let rows: Int
  /// How many numbers an example has besides.
  let width: Int
  /// How many classes there are.
  let classes: Int
  private(set) var starts = [0]
  private(set) var factRows: [Int32] = []
  private(set) var factValues: [Float] = []
  private(set) var numbers: [Float] = []
  private(set) var answers: [Int] = []

  init(rows: Int, width: Int, classes: Int) { (self.rows, self.width, self.classes) = (rows, width, classes) }

  var count: Int { answers.count }

  mutating func add(_ facts: [(row: Int, value: Float)], _ numbers: [Float], answer: Int) {
    precondition(numbers.count == width)
    for fact in facts {
      factRows.append(Int32(fact.row))
      factValues.append(fact.value)
    }
    starts.append(factRows.count)
    self.numbers += numbers
    answers.append(answer)
  }
}

/// Multinomial logistic regression with a quadratic penalty, found by L-BFGS (Nocedal 1980). One thread, no chance: the same
/// examples give the same weights.
struct SoftmaxRegression {
  /// What an example's loss counts against the penalty.
  var strength: Double
  /// How often each class counts.
  var classWeights: [Float]
  var steps = 80
  /// Differences that are remembered.
  var memory = 8

  /// Weights: for each row, then each number, then the bias, one a class.
  func learn(_ examples: RegressionExamples) -> [Float] {
    var weights = [Float](repeating: 0, count: (examples.rows + examples.width + 1) * examples.classes)
    var (loss, gradient) = evaluate(weights, examples)
    var moves: [(move: [Float], turn: [Float], scale: Double)] = []
    for _ in 0..<steps {
      let direction = direction(gradient, moves)
      let slope = Self.dot(direction, gradient)
      guard slope < 0 else { break }
      var step: Float = moves.isEmpty ? Float(1 / max(1, Self.dot(gradient, gradient).squareRoot())) : 1
      var found: (weights: [Float], loss: Double, gradient: [Float])?
      for _ in 0..<20 {
        let tried = zip(weights, direction).map { $0 + step * $1 }
        let (newLoss, newGradient) = evaluate(tried, examples)
        if newLoss <= loss + 1e-4 * Double(step) * slope {
          found = (tried, newLoss, newGradient)
          break
        }
        step /= 2
      }
      guard let found else { break }
      let move = zip(found.weights, weights).map { $0 - $1 }
      let turn = zip(found.gradient, gradient).map { $0 - $1 }
      let curvature = Self.dot(move, turn)
      if curvature > 1e-10 {
        moves.append((move, turn, 1 / curvature))
        if moves.count > memory { moves.removeFirst() }
      }
      let gain = (loss - found.loss) / max(1, abs(loss))
      (weights, loss, gradient) = found
      if gain < 1e-5 { break }
    }
    return weights
  }

  private func direction(_ gradient: [Float], _ moves: [(move: [Float], turn: [Float], scale: Double)]) -> [Float] {
    var direction = gradient
    var shares: [Double] = []
    for (move, turn, scale) in moves.reversed() {
      let share = scale * Self.dot(move, direction)
      shares.append(share)
      Self.add(turn, -share, to: &direction)
    }
    if let last = moves.last {
      let size = Float(1 / (last.scale * Self.dot(last.turn, last.turn)))
      for at in direction.indices { direction[at] *= size }
    }
    for ((move, turn, scale), share) in zip(moves, shares.reversed()) {
      Self.add(move, share - scale * Self.dot(turn, direction), to: &direction)
    }
    return direction.map { -$0 }
  }

  /// The penalised loss and its gradient.
  private func evaluate(_ weights: [Float], _ examples: RegressionExamples) -> (Double, [Float]) {
    let classes = examples.classes
    var gradient = [Float](repeating: 0, count: weights.count)
    var loss = 0.0
    var scores = [Float](repeating: 0, count: classes)
    let numbersAt = examples.rows * classes
    let biasAt = numbersAt + examples.width * classes
    weights.withUnsafeBufferPointer { weights in
      gradient.withUnsafeMutableBufferPointer { gradient in
        examples.numbers.withUnsafeBufferPointer { numbers in
          for example in 0..<examples.count {
            let facts = examples.starts[example]..<examples.starts[example + 1]
            let first = example * examples.width
            for k in 0..<classes { scores[k] = weights[biasAt + k] }
            for fact in facts {
              let row = Int(examples.factRows[fact]) * classes
              for k in 0..<classes { scores[k] += weights[row + k] * examples.factValues[fact] }
            }
            for at in 0..<examples.width {
              let number = numbers[first + at]
              if number == 0 { continue }
              let row = numbersAt + at * classes
              for k in 0..<classes { scores[k] += weights[row + k] * number }
            }
            let answer = examples.answers[example]
            let counts = Float(strength) * classWeights[answer]
            let most = scores.max() ?? 0
            var sum: Float = 0
            for k in 0..<classes { sum += expf(scores[k] - most) }
            loss += Double(counts * (logf(sum) + most - scores[answer]))
            for k in 0..<classes { scores[k] = counts * (expf(scores[k] - most) / sum - (k == answer ? 1 : 0)) }
            for fact in facts {
              let row = Int(examples.factRows[fact]) * classes
              for k in 0..<classes { gradient[row + k] += scores[k] * examples.factValues[fact] }
            }
            for at in 0..<examples.width {
              let number = numbers[first + at]
              if number == 0 { continue }
              let row = numbersAt + at * classes
              for k in 0..<classes { gradient[row + k] += scores[k] * number }
            }
            for k in 0..<classes { gradient[biasAt + k] += scores[k] }
          }
          // The bias is not penalised.
          for at in 0..<biasAt {
            loss += 0.5 * Double(weights[at] * weights[at])
            gradient[at] += weights[at]
          }
        }
      }
    }
    return (loss, gradient)
  }

  private static func dot(_ a: [Float], _ b: [Float]) -> Double {
    var sum = 0.0
    for at in a.indices { sum += Double(a[at]) * Double(b[at]) }
    return sum
  }

  private static func add(_ a: [Float], _ share: Double, to b: inout [Float]) {
    let share = Float(share)
    for at in a.indices { b[at] += share * a[at] }
  }
}
