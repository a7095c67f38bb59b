/// The weights of the parser's moves. A slot of four bytes holds eight bits of a feature's hash and its weights for shift, left and right,
/// each with 128 added; a feature has the choice of two slots.
package struct MoveTable: Sendable {
  /// A power of two of slots.
  package let slots: Blob<UInt32>
  private let mask: Int

  /// A table that lies in these slots; nil where their number is no power of two.
  package init?(_ slots: Blob<UInt32>) {
    guard slots.count >= 2, slots.count & (slots.count - 1) == 0 else { return nil }
    self.slots = slots
    mask = slots.count - 2
  }

  private static let nothing: UInt32 = 0x8080_8000

  /// The scores of the moves after these features, all higher by the same amount than they are.
  @inline(__always)
  package func scores(_ keys: UnsafePointer<UInt64>, _ count: Int) -> (shift: UInt32, left: UInt32, right: UInt32) {
    // Two sums of 16 bits in each of these; a hundred bytes do not overflow them.
    var odd: UInt32 = 0
    var even: UInt32 = 0
    let base = slots.address
    for at in 0..<count {
      let key = keys[at]
      let bucket = base + (Int(truncatingIfNeeded: key) & mask)
      let mark = Self.mark(key)
      let (first, second) = (bucket[0], bucket[1])
      let found = first & 0xFF == mark ? first : second & 0xFF == mark ? second : Self.nothing
      odd &+= found >> 8 & 0x00FF_00FF
      even &+= found >> 16 & 0xFF
    }
    return (odd & 0xFFFF, even, odd >> 16)
  }

  /// 1 to 255: an empty slot is 0.
  @inline(__always)
  static func mark(_ key: UInt64) -> UInt32 { max(1, UInt32(truncatingIfNeeded: key >> 56)) }

  /// The table of these features, of which those that come first are kept where both slots are taken.
  package static func table(
    _ features: [(key: UInt64, weights: [(column: Int, weight: Int8)])], logSlots: Int
  ) -> (slots: [UInt32], dropped: Int) {
    var slots = [UInt32](repeating: 0, count: 1 << logSlots)
    var dropped = 0
    for feature in features {
      let at = Int(truncatingIfNeeded: feature.key) & (slots.count - 2)
      let mark = mark(feature.key)
      guard let way = [at, at + 1].first(where: { slots[$0] == 0 }), slots[at] & 0xFF != mark else {
        dropped += 1
        continue
      }
      var slot = nothing | mark
      for (column, weight) in feature.weights where column < 3 {
        let shift = UInt32(8 + 8 * column)
        slot = slot & ~(0xFF << shift) | UInt32(Int(weight) + 128) << shift
      }
      slots[way] = slot
    }
    return (slots, dropped)
  }
}
