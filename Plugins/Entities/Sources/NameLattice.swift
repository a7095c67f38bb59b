package import DiplePluginKit

/// What the recogniser thinks of a stretch of tokens: a score for every label at every token, the best way through them, and how
/// much worse other ways are. All in whole numbers, so that it is the same on every machine.
package struct NameLattice {
  private let count: Int
  private let weights: NameWeights
  /// Scores of labels, `columns` a token.
  private var local: [Int32]
  /// The best way to a label from the left, its own score included; and from the right, without.
  private var left: [Int32]
  private var right: [Int32]

  /// The score of the best way.
  package private(set) var best: Int32

  private static let never: Int32 = -1 << 24
  private static let columns = NameWeights.columns

  /// Reads the tokens of a region.
  package init(_ features: NameFeatures, _ region: Range<Int>, _ weights: NameWeights) {
    count = region.count
    self.weights = weights
    let columns = Self.columns
    var local = [Int32](repeating: 0, count: region.count * columns)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: NameFeatures.count) { rows in
      guard let rows = rows.baseAddress else { return }
      let table = weights.table.address
      for (number, token) in region.enumerated() {
        features.rows(of: token, into: rows)
        var sum = SIMD16<Int16>(repeating: 0)
        for at in 0..<NameFeatures.count {
          let row = UnsafeRawPointer(table + Int(rows[at]) * columns).loadUnaligned(as: SIMD16<Int8>.self)
          sum &+= SIMD16<Int16>(truncatingIfNeeded: row)
        }
        for label in 0..<NameLabel.count { local[number * columns + label] = Int32(sum[label]) }
        for kind in NameLabel.Class.allCases where features.bars(kind, inside: token) {
          local[number * columns + NameLabel.label(kind, at: 1, of: 3)] = Self.never
        }
      }
    }
    self.local = local
    left = [Int32](repeating: Self.never, count: region.count * columns)
    right = left
    best = 0
    walk()
  }

  private mutating func walk() {
    let columns = Self.columns
    for label in 0..<NameLabel.count where NameLabel.follows(label, NameLabel.outside) {
      left[label] = local[label] + weights.transition(NameLabel.outside, label)
    }
    for token in 1..<max(1, count) {
      for (before, label, score) in weights.steps {
        let way = left[(token - 1) * columns + before] + score
        if way > left[token * columns + label] { left[token * columns + label] = way }
      }
      for label in 0..<NameLabel.count { left[token * columns + label] += local[token * columns + label] }
    }
    for label in 0..<NameLabel.count where !NameLabel.mustGoOn(label) {
      right[(count - 1) * columns + label] = weights.transition(label, NameLabel.outside)
    }
    for token in (0..<max(0, count - 1)).reversed() {
      for (label, next, score) in weights.steps {
        let at = (token + 1) * columns + next
        let way = right[at] + local[at] + score
        if way > right[token * columns + label] { right[token * columns + label] = way }
      }
    }
    best = (0..<NameLabel.count).map { left[(count - 1) * columns + $0] + right[(count - 1) * columns + $0] }.max() ?? 0
  }

  /// The labels of the best way.
  package var labels: [Int] {
    var labels: [Int] = []
    for token in 0..<count {
      var found = NameLabel.outside
      var top = Int32.min
      for label in 0..<NameLabel.count {
        let way = left[token * Self.columns + label] + right[token * Self.columns + label]
        guard way > top,
          labels.last.map({ NameLabel.follows(label, $0) }) ?? NameLabel.follows(label, NameLabel.outside)
        else { continue }
        (top, found) = (way, label)
      }
      labels.append(found)
    }
    return labels
  }

  /// How much worse the best way is on which some tokens, counted from the region's first, are one name of a class: 0 where it is
  /// the best of all.
  package func loss(_ tokens: Range<Int>, _ kind: NameLabel.Class) -> Int32 {
    let columns = Self.columns
    var label = NameLabel.label(kind, at: 0, of: tokens.count)
    let first = tokens.lowerBound
    var way = Self.never
    if first == 0 {
      way = local[label] + weights.transition(NameLabel.outside, label)
    } else {
      for before in 0..<NameLabel.count where NameLabel.follows(label, before) {
        way = max(way, left[(first - 1) * columns + before] + weights.transition(before, label))
      }
      way += local[first * columns + label]
    }
    for token in tokens.dropFirst() {
      let next = NameLabel.label(kind, at: token - first, of: tokens.count)
      // What may not be is no less likely for being long, and its sum stays in its type.
      way = max(way + weights.transition(label, next) + local[token * columns + next], 2 * Self.never)
      label = next
    }
    let last = tokens.upperBound - 1
    guard last + 1 < count else { return best - way - weights.transition(label, NameLabel.outside) }
    var rest = Self.never
    for next in 0..<NameLabel.count where next == NameLabel.outside || NameLabel.begins(next) {
      let at = (last + 1) * columns + next
      rest = max(rest, right[at] + local[at] + weights.transition(label, next))
    }
    return best - way - rest
  }

  /// How much worse the best way is on which none of some tokens belongs to a name.
  package func lossOutside(_ tokens: Range<Int>) -> Int32 {
    let columns = Self.columns
    let outside = NameLabel.outside
    let first = tokens.lowerBound
    var way = Self.never
    if first == 0 {
      way = local[outside] + weights.transition(outside, outside)
    } else {
      way = left[first * columns + outside]
    }
    for token in tokens.dropFirst() { way += weights.transition(outside, outside) + local[token * columns + outside] }
    return best - way - right[(tokens.upperBound - 1) * columns + outside]
  }
}

/// The recogniser's weights: a row of 16 a feature, and what a label says of the next.
package struct NameWeights: Sendable {
  /// Columns of a row: every label, and one to make it sixteen.
  package static let columns = 16

  /// The rows, one behind the other.
  package let table: Blob<Int8>
  let transitions: [Int16]
  /// The steps from label to label that may be.
  fileprivate let steps: [(from: Int, to: Int, score: Int32)]

  /// Weights of these parts; `transitions` has 16 columns a label.
  package init(table: Blob<Int8>, transitions: [Int16]) {
    (self.table, self.transitions) = (table, transitions)
    var steps: [(from: Int, to: Int, score: Int32)] = []
    for from in 0..<NameLabel.count {
      for to in 0..<NameLabel.count where NameLabel.follows(to, from) {
        steps.append((from, to, Int32(transitions[from * Self.columns + to])))
      }
    }
    self.steps = steps
  }

  /// What it costs that `next` stands behind `label`.
  @inline(__always)
  fileprivate func transition(_ label: Int, _ next: Int) -> Int32 { Int32(transitions[label * Self.columns + next]) }
}
