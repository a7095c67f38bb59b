import DiplePluginKit

/// Something that holds of a token or does not, and is found out once for a distinct word or place. Tests are made of atoms.
enum Atom: Hashable, Sendable {
  case word(ValuePattern)
  case form(ValuePattern)
  case lemma(ValuePattern)
  /// One of these tags, a bit each.
  case tag(UInt64)
  case shape(TokenTest.Looks)
  case letterCase(TokenTest.LetterCase)
  /// The token starts a sentence.
  case sentenceFirst
  /// The token starts the paragraph.
  case paragraphFirst
  /// Its place in an entry of the list of this number.
  case list(Int, Edge)
  /// Its place in an annotation that the query of this number finds.
  case annotation(Int, Edge)

  /// A place in a stretch of tokens.
  enum Edge: Hashable, Sendable { case first, inside, last }
}

/// A test over atoms.
indirect enum Condition: Hashable, Sendable {
  case always
  case atom(Int)
  case not(Condition)
  case all([Condition])
  case some([Condition])

  /// Whether it holds where these atoms do.
  func holds(_ atoms: BitSet) -> Bool {
    switch self {
    case .always: true
    case .atom(let atom): atoms.contains(atom)
    case .not(let condition): !condition.holds(atoms)
    case .all(let conditions): conditions.allSatisfy { $0.holds(atoms) }
    case .some(let conditions): conditions.contains { $0.holds(atoms) }
    }
  }

  /// Whether it may hold (or, with `value` false, may not), as far as is known: of the atoms in `open`, nothing is.
  func canBe(_ value: Bool, _ atoms: BitSet, open: BitSet) -> Bool {
    switch self {
    case .always: value
    case .atom(let atom): open.contains(atom) || atoms.contains(atom) == value
    case .not(let condition): condition.canBe(!value, atoms, open: open)
    case .all(let conditions):
      value
        ? conditions.allSatisfy { $0.canBe(true, atoms, open: open) }
        : conditions.contains { $0.canBe(false, atoms, open: open) }
    case .some(let conditions):
      value
        ? conditions.contains { $0.canBe(true, atoms, open: open) }
        : conditions.allSatisfy { $0.canBe(false, atoms, open: open) }
    }
  }
}

/// A set of small numbers.
struct BitSet: Hashable, Sendable {
  private(set) var words: [UInt64]

  init(capacity: Int) { words = [UInt64](repeating: 0, count: (capacity + 63) / 64) }

  func contains(_ number: Int) -> Bool { words[number >> 6] >> UInt64(number & 63) & 1 != 0 }
  mutating func insert(_ number: Int) { words[number >> 6] |= 1 << UInt64(number & 63) }
  mutating func formIntersection(_ other: BitSet) { for index in words.indices { words[index] &= other.words[index] } }
}

/// A table from 64-bit keys to 32-bit values: open addressing. Zero is no key; keys must be well mixed.
struct IntTable {
  /// Side by side, so that a look-up touches one line of the cache.
  private struct Slot {
    var key: UInt64 = 0
    var value: Int32 = -1
  }

  private var slots: [Slot]
  private(set) var count = 0

  init(capacity: Int = 256) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    slots = [Slot](repeating: Slot(), count: size)
  }

  /// The value, or -1.
  @inline(__always)
  subscript(key: UInt64) -> Int32 {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while true {
      let found = slots[slot]
      // An empty slot holds -1.
      if found.key == key || found.key == 0 { return found.value }
      slot = (slot + 1) & mask
    }
  }

  mutating func insert(_ key: UInt64, _ value: Int32) {
    if count * 2 >= slots.count {
      var larger = IntTable(capacity: slots.count)
      for slot in slots where slot.key != 0 { larger.insert(slot.key, slot.value) }
      self = larger
    }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while slots[slot].key != 0, slots[slot].key != key { slot = (slot + 1) & mask }
    if slots[slot].key == 0 { count += 1 }
    slots[slot] = Slot(key: key, value: value)
  }

  /// Mixes two numbers to a key (the finisher of SplitMix64, S. Vigna); never 0.
  @inline(__always)
  static func key(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var z = a ^ (b &* 0x9E37_79B9_7F4A_7C15)
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z ^= z >> 29
    return z == 0 ? 1 : z
  }
}
