package import DipleAnnotations

/// What is known of frequent words before any text is read: a class of words that stand in like contexts, from clustered word vectors, and how
/// the word is tagged in a large open text.
///
/// An open table of eight bytes a slot, a quarter of the slots empty: half of the word's hash, which also says where to look first, and a
/// `WordProfile`; 0 where it is empty. A word that is not listed is taken for one that is once in forty thousand times.
package struct WordClasses: Sendable {
  private let slots: Blob<UInt64>

  /// A table that lies in these slots; nil where none is empty, so that a search would not end.
  package init?(_ slots: Blob<UInt64>) {
    guard (0..<slots.count).contains(where: { slots[$0] == 0 }) else { return nil }
    self.slots = slots
  }

  /// What is known of a word; `.unknown` for one that is not listed.
  @inline(__always)
  package subscript(word: Word) -> WordProfile {
    let mark = Self.mark(word)
    var slot = Self.slot(mark, of: slots.count)
    while true {
      let found = slots[slot]
      if found == 0 { return .unknown }
      if found >> 32 == mark { return WordProfile(bits: UInt32(truncatingIfNeeded: found)) }
      slot = slot + 1 == slots.count ? 0 : slot + 1
    }
  }

  @inline(__always)
  private static func mark(_ word: Word) -> UInt64 { max(1, word.hash >> 32) }

  /// Where the search begins: the mark as a fraction of the table (Lemire 2019), whose size need be no power of two.
  @inline(__always)
  private static func slot(_ mark: UInt64, of count: Int) -> Int {
    Int(truncatingIfNeeded: (mark &* UInt64(count)) >> 32)
  }

  /// The table of these words; what comes first wins.
  package static func table(_ words: [(word: Word, profile: WordProfile)]) -> [UInt64] {
    let size = words.count * 4 / 3 + 1
    var slots = [UInt64](repeating: 0, count: size)
    for (word, profile) in words {
      let mark = mark(word)
      var slot = slot(mark, of: size)
      while slots[slot] != 0, slots[slot] >> 32 != mark { slot = slot + 1 == size ? 0 : slot + 1 }
      if slots[slot] == 0 { slots[slot] = mark << 32 | UInt64(profile.bits) }
    }
    return slots
  }
}

/// What is known of a word before any text is read.
package struct WordProfile: Sendable, Equatable {
  /// From the lowest: ten bits of class, three tags of six bits, two bits of capitals.
  package let bits: UInt32

  /// A word that is not listed.
  package static let unknown = WordProfile(bits: 0)

  @inline(__always)
  init(bits: UInt32) { self.bits = bits }

  /// A profile.
  /// - Parameters:
  ///   - group: the class, 1 to 1023; 0 for none. Its upper six bits are a coarser class.
  ///   - tags: the tags that it bears often, the most frequent first; three at most are kept.
  ///   - capitals: how often it has a capital inside a sentence: 0 not known, 1 hardly ever, 2 at times, 3 mostly.
  package init(group: Int, tags: [Tag] = [], capitals: Int = 0) {
    var bits = UInt32(group) | UInt32(capitals) << 28
    for (place, tag) in tags.prefix(3).enumerated() { bits |= (UInt32(tag.rawValue) + 1) << UInt32(10 + 6 * place) }
    self.bits = bits
  }

  /// The class.
  @inline(__always)
  package var group: UInt64 { UInt64(bits & 0x3FF) }
  /// The tags and the capitals in one number.
  @inline(__always)
  package var tagging: UInt64 { UInt64(bits >> 10) }
  /// The most frequent tag in one number.
  @inline(__always)
  package var firstTag: UInt64 { UInt64(bits >> 10 & 0x3F) }
}
