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
  private var keys: [UInt64]
  private var values: [Int32]
  private(set) var count = 0

  init(capacity: Int = 256) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    keys = [UInt64](repeating: 0, count: size)
    values = [Int32](repeating: -1, count: size)
  }

  /// The value, or -1.
  @inline(__always)
  subscript(key: UInt64) -> Int32 {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while true {
      let found = keys[slot]
      if found == key { return values[slot] }
      if found == 0 { return -1 }
      slot = (slot + 1) & mask
    }
  }

  mutating func insert(_ key: UInt64, _ value: Int32) {
    if count * 2 >= keys.count {
      var larger = IntTable(capacity: keys.count)
      for (key, value) in zip(keys, values) where key != 0 { larger.insert(key, value) }
      self = larger
    }
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
    if keys[slot] == 0 { count += 1 }
    (keys[slot], values[slot]) = (key, value)
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
