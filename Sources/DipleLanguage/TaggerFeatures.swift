package import DipleAnnotations

/// What the tagger looks at: about twenty facts around a token, each hashed to a row of the model's table. The set is
/// that of Collins (2002) and Honnibal's averaged perceptron, with shapes and two words to each side.
///
/// The trainer and the tagger read the same features from the same code, so they cannot drift apart.
package struct TaggerFeatures {
  /// How many rows are looked up for a token.
  package static let count = 22

  private let words: [UInt64]
  private let suffixes: [UInt64]
  private let longSuffixes: [UInt64]
  private let prefixes: [UInt64]
  private let shapes: [UInt64]
  private let forms: [UInt64]

  /// Prepares the tokens of a paragraph.
  package init(_ bytes: [UInt8], _ tokens: Tokens) {
    words = tokens.words.map(\.hash)
    forms = tokens.forms.map(\.hash)
    shapes = tokens.shapes.map { UInt64($0.intersection(Self.telling).rawValue) }
    var suffixes: [UInt64] = []
    var longSuffixes: [UInt64] = []
    var prefixes: [UInt64] = []
    suffixes.reserveCapacity(tokens.count)
    longSuffixes.reserveCapacity(tokens.count)
    prefixes.reserveCapacity(tokens.count)
    for token in tokens.indices {
      let start = Int(tokens.starts[token])
      let end = Int(tokens.ends[token])
      suffixes.append(Self.pack(bytes, max(start, end - 3), end))
      longSuffixes.append(Self.pack(bytes, max(start, end - 4), end) | 0x0100_0000_0000)
      prefixes.append(Self.pack(bytes, start, min(end, start + 3)) | 0x0200_0000_0000)
    }
    (self.suffixes, self.longSuffixes, self.prefixes) = (suffixes, longSuffixes, prefixes)
  }

  private static let telling: Shape = [
    .capitalized, .allCaps, .mixedCase, .hasDigit, .digits, .punctuation, .hasLetter, .hyphenated, .abbreviation,
    .address,
  ]

  private static func pack(_ bytes: [UInt8], _ start: Int, _ end: Int) -> UInt64 {
    var packed: UInt64 = UInt64(end - start)
    for at in start..<end {
      let byte = bytes[at]
      packed = packed << 8 | UInt64(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }
    return packed
  }

  /// Writes the rows of `token` to `rows`.
  /// - Parameters:
  ///   - sentence: the tokens of its sentence; the model does not look beyond.
  ///   - previous: the tag before it; nil at the sentence's start.
  ///   - beforePrevious: the tag before that.
  ///   - mask: the number of rows less one; a power of two less one.
  @inline(__always)
  package func rows(
    of token: Int, in sentence: Range<Int>, previous: Tag?, beforePrevious: Tag?, mask: UInt64,
    into rows: UnsafeMutablePointer<Int>
  ) {
    let before = token > sentence.lowerBound
    let before2 = token > sentence.lowerBound + 1
    let after = token + 1 < sentence.upperBound
    let after2 = token + 2 < sentence.upperBound
    let word = words[token]
    let tag1 = UInt64(previous.map { $0.rawValue + 1 } ?? 0)
    let tag2 = UInt64(beforePrevious.map { $0.rawValue + 1 } ?? 0)
    let word1 = before ? words[token - 1] : 1
    let next1 = after ? words[token + 1] : 2
    var at = 0
    @inline(__always) func add(_ fact: UInt64) {
      let mixed = (fact &+ UInt64(at + 1) &* 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
      rows[at] = Int(((mixed ^ mixed >> 31) &* 0x94D0_49BB_1331_11EB) >> 40 & mask)
      at += 1
    }
    add(word)
    add(forms[token])
    add(suffixes[token])
    add(longSuffixes[token])
    add(suffixes[token] & 0xFFFF)
    add(prefixes[token])
    add(shapes[token] << 1 | (before ? 1 : 0))
    add(tag1)
    add(tag1 << 8 | tag2)
    add(word ^ tag1 << 1)
    add(suffixes[token] << 8 | tag1)
    add(word1)
    add(before2 ? words[token - 2] : 1)
    add(next1)
    add(after2 ? words[token + 2] : 2)
    add(word1 &* 31 ^ word)
    add(next1 &* 31 ^ word)
    add(before ? suffixes[token - 1] : 1)
    add(after ? suffixes[token + 1] : 2)
    add((after ? shapes[token + 1] : 0xFFFF) << 16 | shapes[token])
    add(next1 &* 31 ^ tag1)
    add((before ? shapes[token - 1] : 0xFFFF) << 24 | shapes[token] << 8 | tag1)
  }
}
