/// The identity of a word form: a 64-bit hash of its bytes, so that comparing words is comparing integers.
///
/// Two forms are one word where they differ in case (ASCII, Latin-1 and Cyrillic or Greek capitals of two bytes are
/// folded as far as one bit does it) or in the kind of apostrophe (`’` counts as `'`). Collisions of 64 bits do not
/// happen at the size of a lexicon (FNV-1a with a final mix; 10⁶ words collide with probability 3·10⁻⁸).
public struct Word: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The hash.
  public let hash: UInt64

  /// A word with a known hash, as a model file holds it.
  @inlinable
  public init(hash: UInt64) { self.hash = hash }

  /// The word of some bytes, case folded.
  @inlinable
  public init(_ bytes: some Sequence<UInt8>) { self.init(bytes, fold: true) }

  /// The word of a string, case folded.
  @inlinable
  public init(_ text: String) { self.init(text.utf8, fold: true) }

  /// The word of a literal, case folded.
  ///
  /// The loop is simple enough for the optimizer to do it at compile time: rules compare words with literals all the time.
  @inlinable
  @inline(__always)
  public init(stringLiteral text: StaticString) {
    var hash = Self.offset
    for index in 0..<text.utf8CodeUnitCount {
      var byte = text.utf8Start[index]
      guard byte < 0x80 else {
        self.init(beyondASCII: text)
        return
      }
      if byte >= 0x41, byte <= 0x5A { byte |= 0x20 }
      hash = (hash ^ UInt64(byte)) &* Self.prime
    }
    self.init(hash: Self.mixed(hash))
  }

  @usableFromInline
  init(beyondASCII text: StaticString) { self = text.withUTF8Buffer { Word($0, fold: true) } }

  /// The word of exactly these bytes: `US` and `us` are two.
  @inlinable
  public init(exactly bytes: some Sequence<UInt8>) { self.init(bytes, fold: false) }

  // Inlinable, as hashing through an unspecialised sequence took a quarter of all time.
  @inlinable
  @inline(__always)
  init(_ bytes: some Sequence<UInt8>, fold: Bool) {
    var hash = Self.offset
    var before: UInt8 = 0
    var before2: UInt8 = 0
    // A pending `E2 80` may turn out to be an apostrophe; it is hashed once the third byte is known.
    for var byte in bytes {
      if byte == 0x99, before == 0x80, before2 == 0xE2 {
        (before2, before) = (0, 0)
        hash = (hash ^ 0x27) &* Self.prime
        continue
      }
      if before2 == 0xE2, before == 0x80 {
        hash = (hash ^ 0xE2) &* Self.prime
        hash = (hash ^ 0x80) &* Self.prime
        (before2, before) = (0, 0)
      } else if before == 0xE2, byte != 0x80 {
        hash = (hash ^ 0xE2) &* Self.prime
      }
      if byte == 0xE2 || (before == 0xE2 && byte == 0x80) {
        (before2, before) = (before, byte)
        continue
      }
      if fold {
        if byte >= 0x41, byte <= 0x5A {
          byte |= 0x20
        } else if before == 0xC3, byte >= 0x80, byte <= 0x9E, byte != 0x97 {
          byte += 0x20
        }
      }
      hash = (hash ^ UInt64(byte)) &* Self.prime
      (before2, before) = (before, byte)
    }
    self.init(hash: Self.mixed(hash))
  }

  @inlinable
  @inline(__always)
  static var offset: UInt64 { 0xCBF2_9CE4_8422_2325 }
  @inlinable
  @inline(__always)
  static var prime: UInt64 { 0x0000_0100_0000_01B3 }

  @inlinable
  @inline(__always)
  static func mixed(_ hash: UInt64) -> UInt64 {
    let mixed = (hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93
    return mixed ^ (mixed >> 29)
  }
}
