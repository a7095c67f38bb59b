/// One measured number.
struct Figure {
  enum Unit: String { case milliseconds = "ms", megabytesPerSecond = "MB/s", megabytes = "MB", times = "×" }

  /// What was promised for it.
  enum Target {
    case atMost(Double)
    case atLeast(Double)

    func isMet(by value: Double) -> Bool {
      switch self {
      case .atMost(let limit): value < limit
      case .atLeast(let limit): value >= limit
      }
    }
  }

  var section: String
  var name: String
  var value: Double
  var unit: Unit
  var target: Target?
  /// What the value was made of: `median of 5`, `p99 of 200`.
  var basis: String
  /// A further word, such as a stage's share of the time.
  var note: String?

  var isMet: Bool? { target.map { $0.isMet(by: value) } }
}

/// Samples of one quantity.
struct Samples {
  private let sorted: [Double]
  init(_ samples: [Double]) { sorted = samples.sorted() }

  /// The value below which a part of the samples lies (nearest rank).
  func percentile(_ percent: Double) -> Double {
    guard !sorted.isEmpty else { return .nan }
    let rank = Int((percent / 100 * Double(sorted.count)).rounded(.up))
    return sorted[min(max(rank, 1), sorted.count) - 1]
  }

  var median: Double { percentile(50) }
}

extension Duration {
  var milliseconds: Double { self / .milliseconds(1) }
  var seconds: Double { self / .seconds(1) }
}
