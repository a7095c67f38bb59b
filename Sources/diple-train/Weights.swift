import DipleLanguage

/// The weights of a linear model while it is learned by an averaged perceptron (Collins 2002; lazy averaging after Daumé). A feature gets a row
/// when it is first corrected. Deterministic.
final class Weights {
  /// Classes of a row.
  let columns: Int
  private var keys: [UInt64]
  private var rowAt: [Int32]
  private var rowKeys: [UInt64] = []
  private var touched: [Int32] = []
  private var values: [Float] = []
  private var sums: [Double] = []
  private var clock = 1.0

  init(columns: Int) {
    self.columns = columns
    keys = Array(repeating: 0, count: 1 << 20)
    rowAt = Array(repeating: -1, count: 1 << 20)
  }

  /// How many features have a row.
  var count: Int { rowKeys.count }

  @inline(__always)
  private func slot(_ key: UInt64) -> Int {
    let mask = rowAt.count - 1
    var slot = Int(truncatingIfNeeded: key >> 7) & mask
    while rowAt[slot] >= 0, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  /// The scores of all classes.
  func score(_ features: UnsafeBufferPointer<UInt64>, into scores: UnsafeMutablePointer<Float>) {
    for column in 0..<columns { scores[column] = 0 }
    values.withUnsafeBufferPointer { values in
      for key in features {
        let row = Int(rowAt[slot(key)])
        if row < 0 { continue }
        let base = row * columns
        for column in 0..<columns { scores[column] += values[base + column] }
      }
    }
  }

  /// One more example was seen.
  func tick() { clock += 1 }

  /// Moves weight from a class to another; `share` is 1 but for steps that are not whole.
  func learn(_ features: UnsafeBufferPointer<UInt64>, right: Int, wrong: Int, share: Float = 1) {
    for key in features {
      let row = row(key)
      touched[row] += 1
      values[row * columns + right] += share
      sums[row * columns + right] += clock * Double(share)
      values[row * columns + wrong] -= share
      sums[row * columns + wrong] -= clock * Double(share)
    }
  }

  private func row(_ key: UInt64) -> Int {
    let at = slot(key)
    if rowAt[at] >= 0 { return Int(rowAt[at]) }
    if rowKeys.count * 2 > rowAt.count {
      grow()
      return row(key)
    }
    let row = rowKeys.count
    keys[at] = key
    rowAt[at] = Int32(row)
    rowKeys.append(key)
    touched.append(0)
    values.append(contentsOf: repeatElement(0, count: columns))
    sums.append(contentsOf: repeatElement(0, count: columns))
    return row
  }

  private func grow() {
    keys = Array(repeating: 0, count: keys.count * 2)
    rowAt = Array(repeating: -1, count: keys.count)
    for (row, key) in rowKeys.enumerated() {
      let at = slot(key)
      keys[at] = key
      rowAt[at] = Int32(row)
    }
  }

  /// The averaged weights in 8 bits, the largest first; those that round to less than `least` are left out, and features that were
  /// corrected less than `touches` times.
  ///
  /// All are scaled so that the largest is 127 (cutting off even 0.1 % of them costs two points: they matter most).
  func features(least: Int, touches: Int) -> [(key: UInt64, weights: [(column: Int, weight: Int8)])] {
    var limit = 1e-9
    for at in values.indices { limit = max(limit, abs(average(at))) }
    var found: [(key: UInt64, weights: [(column: Int, weight: Int8)], rank: Double)] = []
    for row in rowKeys.indices where Int(touched[row]) >= touches {
      var weights: [(column: Int, weight: Int8)] = []
      var rank = 0.0
      for column in 0..<columns {
        let scaled = (average(row * columns + column) / limit * 127).rounded()
        if abs(scaled) >= Double(least) {
          weights.append((column, Int8(max(-127, min(127, scaled)))))
          rank += abs(scaled)
        }
      }
      if !weights.isEmpty { found.append((rowKeys[row], weights, rank * Double(touched[row]))) }
    }
    found.sort { ($1.rank, $0.key) < ($0.rank, $1.key) }
    return found.map { ($0.key, $0.weights) }
  }

  private func average(_ at: Int) -> Double { Double(values[at]) - sums[at] / clock }
}
