/// What a linear model learned of its features: for each, a weight of 8 bits for those classes that it speaks for or against.
///
/// A feature is a hash of 64 bits. It is looked for in a bucket of four slots of four bytes: 11 bits of the hash, and where its weights begin. So
/// nothing is lost to collisions, and a feature that was never learned costs a look into one cache line. A feature with few weights has them
/// in a list, two bytes each: the class, with a bit that marks the last one, and the weight. One with many has a row, a byte for every class.
package struct SparseTable: Sendable {
  /// Buckets of four slots; a power of two.
  package let slots: Blob<UInt32>
  /// Pairs of a class and a weight.
  package let weights: Blob<UInt8>
  /// Rows of 64 weights.
  package let rows: Blob<Int8>
  private let mask: Int

  /// Classes of a row, and room for scores.
  package static let columns = 64
  /// A feature with at least so many weights has a row.
  private static let many = 10
  private static let offsetBits: UInt32 = 21
  private static let isRow: UInt32 = 1 << 20
  private static let last: UInt8 = 0x80

  /// A table of these parts; nil where they do not fit together.
  package init?(slots: Blob<UInt32>, weights: Blob<UInt8>, rows: Blob<Int8>) {
    guard slots.count >= 4, slots.count & (slots.count - 1) == 0, rows.count % Self.columns == 0 else { return nil }
    (self.slots, self.weights, self.rows) = (slots, weights, rows)
    mask = slots.count / 4 - 1
  }

  /// How many slots are in use.
  package var used: Int { (0..<slots.count).reduce(0) { $0 + (slots[$1] == 0 ? 0 : 1) } }

  /// The scores of all classes after these features, of which there are less than 200.
  @inline(__always)
  package func score(_ keys: UnsafePointer<UInt64>, _ count: Int, into scores: UnsafeMutablePointer<Int16>) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { found in
      guard let found = found.baseAddress else { return }
      // First all look-ups, which wait for memory side by side; then all sums.
      var known = 0
      let base = slots.address
      for at in 0..<count {
        let key = keys[at]
        let mark = Self.mark(key)
        let bucket = base + (Int(truncatingIfNeeded: key) & mask) << 2
        var slot: UInt32 = 0
        for way in 0..<4 {
          let one = bucket[way]
          slot |= one >> Self.offsetBits == mark ? one : 0
        }
        found[known] = slot
        known += slot == 0 ? 0 : 1
      }
      add(found, known, to: scores)
    }
  }

  @inline(__always)
  private func add(_ found: UnsafePointer<UInt32>, _ count: Int, to scores: UnsafeMutablePointer<Int16>) {
    scores.initialize(repeating: 0, count: Self.columns)
    for at in 0..<count {
      let place = Int(found[at] & (Self.isRow - 1))
      if found[at] & Self.isRow != 0 {
        // Plain loops, which the compiler makes vectors of: conversions of SIMD types are calls of generic functions.
        let row = rows.address + place * Self.columns
        for column in 0..<Self.columns { scores[column] &+= Int16(row[column]) }
      } else {
        var weight = weights.address + place << 1
        while true {
          let column = weight[0]
          scores[Int(column & 0x3F)] &+= Int16(Int8(bitPattern: weight[1]))
          if column & Self.last != 0 { break }
          weight += 2
        }
      }
    }
  }

  /// 1 to 2047, so that no slot in use is zero.
  @inline(__always)
  private static func mark(_ key: UInt64) -> UInt32 { max(1, UInt32(truncatingIfNeeded: key >> 53)) }

  /// A table of these features, of which those that come first are kept where a bucket is full or the list is at its end; nil where
  /// a bucket has no place in so few slots.
  package init?(_ features: [(key: UInt64, weights: [(column: Int, weight: Int8)])], logSlots: Int) {
    guard (2...24).contains(logSlots) else { return nil }
    var slots = [UInt32](repeating: 0, count: 1 << logSlots)
    var weights: [UInt8] = []
    var rows: [Int8] = []
    let mask = slots.count / 4 - 1
    for feature in features where !feature.weights.isEmpty {
      let bucket = (Int(truncatingIfNeeded: feature.key) & mask) << 2
      let hasRow = feature.weights.count >= Self.many
      let offset = hasRow ? rows.count / Self.columns : weights.count / 2
      guard let way = (bucket..<bucket + 4).first(where: { slots[$0] == 0 }),
        !(bucket..<way).contains(where: { slots[$0] >> Self.offsetBits == Self.mark(feature.key) }),
        offset + feature.weights.count < Int(Self.isRow)
      else { continue }
      slots[way] = Self.mark(feature.key) << Self.offsetBits | (hasRow ? Self.isRow : 0) | UInt32(offset)
      if hasRow {
        rows += [Int8](repeating: 0, count: Self.columns)
        for (column, weight) in feature.weights { rows[rows.count - Self.columns + column] = weight }
      } else {
        for (column, weight) in feature.weights { weights += [UInt8(column), UInt8(bitPattern: weight)] }
        weights[weights.count - 2] |= Self.last
      }
    }
    self.init(slots: Blob(slots), weights: Blob(weights), rows: Blob(rows))
  }
}

/// Makes keys of facts. A fact is mixed with the number of its template, so that equal values of two templates are two features.
@inline(__always)
package func featureKey(_ template: Int, _ fact: UInt64) -> UInt64 {
  let mixed = (fact ^ UInt64(template &+ 1) &* 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
  let twice = (mixed ^ mixed >> 31) &* 0x94D0_49BB_1331_11EB
  return twice ^ twice >> 29
}

/// Joins two facts into one, in order.
@inline(__always)
package func joined(_ first: UInt64, _ second: UInt64) -> UInt64 {
  (first &+ 0x2545_F491_4F6C_DD1D) &* 0xD6E8_FEB8_6659_FD93 ^ (second &* 0xA24B_AED4_963E_E407)
}
