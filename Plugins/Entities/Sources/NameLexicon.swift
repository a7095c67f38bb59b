package import DiplePluginKit

/// What open texts say of frequent words: which words stand in the same places (a class of GloVe vectors), and how often a word
/// is written with a capital where it need not be. Open addressing over the word's hash, as the model's file holds it: four bytes
/// a slot, 16 bits of the hash to tell words apart and 16 bits of what is known.
package struct NameLexicon: Sendable {
  /// How many classes there are, and how many groups of similar classes.
  package static let classes = 1024
  package static let groups = 128

  let slots: Blob<UInt32>
  /// The group of each class.
  let groupOf: Blob<UInt8>

  /// A lexicon of these parts; the number of slots is a power of two.
  package init(slots: Blob<UInt32>, groupOf: Blob<UInt8>) {
    (self.slots, self.groupOf) = (slots, groupOf)
  }

  /// What is known of a word: 0, or its class and its use of capitals.
  package func info(_ hash: UInt64) -> UInt16 {
    let mask = slots.count - 1
    let check = UInt32(truncatingIfNeeded: hash >> 48)
    var slot = Int(truncatingIfNeeded: hash >> 16) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 16 == check { return UInt16(truncatingIfNeeded: slots[slot]) }
      slot = (slot + 1) & mask
    }
    return 0
  }

  /// The class in an answer, from 1; 0 where there is none.
  @inline(__always)
  package static func kind(_ info: UInt16) -> UInt64 { UInt64(info >> 4) }
  /// How often it is written with a capital: 0 where nothing is known, else 1 (never) to 7 (always); 8 is the mark that the word is
  /// known.
  @inline(__always)
  package static func capitals(_ info: UInt16) -> UInt64 { UInt64(info & 7) }
  /// The group of a class, from 1.
  @inline(__always)
  package func group(_ info: UInt16) -> UInt64 { info >> 4 == 0 ? 0 : UInt64(groupOf[Int(info >> 4) - 1]) + 1 }

  /// The table of some words.
  package static func table(_ words: [(hash: UInt64, info: UInt16)], logSlots: Int) -> [UInt32] {
    precondition(words.count < 1 << logSlots, "a search for an unknown word ends at an empty slot")
    var slots = [UInt32](repeating: 0, count: 1 << logSlots)
    let mask = slots.count - 1
    for (hash, info) in words {
      let check = UInt32(truncatingIfNeeded: hash >> 48)
      var slot = Int(truncatingIfNeeded: hash >> 16) & mask
      while slots[slot] != 0, slots[slot] >> 16 != check { slot = (slot + 1) & mask }
      if slots[slot] == 0 { slots[slot] = check << 16 | UInt32(info) }
    }
    return slots
  }
}
