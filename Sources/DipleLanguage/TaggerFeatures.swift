package import DipleAnnotations

/// What the tagger looks at: some thirty facts around a token, each hashed to a key of the model's table. The set is that of Collins
/// (2002) and Honnibal's averaged perceptron, with shapes, two words to each side, and classes of words (Turian 2010).
///
/// The trainer and the tagger read the same features from the same code, so they cannot drift apart.
package struct TaggerFeatures {
  /// How many keys a token has.
  package static let count = 41

  private let words: [UInt64]
  private let suffixes: [UInt64]
  private let longSuffixes: [UInt64]
  private let prefixes: [UInt64]
  private let shapes: [UInt64]
  private let forms: [UInt64]
  private let profiles: [WordProfile]

  /// Prepares the tokens of a paragraph.
  package init(_ bytes: [UInt8], _ tokens: Tokens, _ classes: WordClasses?) {
    words = tokens.words.map(\.hash)
    forms = tokens.forms.map(\.hash)
    shapes = tokens.shapes.map { UInt64($0.intersection(Self.telling).rawValue) }
    profiles = tokens.words.map { word in classes.map { $0[word] } ?? .unknown }
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
      longSuffixes.append(Self.pack(bytes, max(start, end - 5), end))
      prefixes.append(Self.pack(bytes, start, min(end, start + 3)))
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

  /// Writes the keys of `token` to `keys`.
  /// - Parameters:
  ///   - sentence: the tokens of its sentence; the model does not look beyond.
  ///   - previous: the tag before it; nil at the sentence's start.
  ///   - beforePrevious: the tag before that.
  @inline(__always)
  package func keys(
    of token: Int, in sentence: Range<Int>, previous: Tag?, beforePrevious: Tag?,
    into keys: UnsafeMutablePointer<UInt64>
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
    let suffix = suffixes[token]
    let suffix2 = suffix & 0xFFFF
    let profile = profiles[token]
    let beforeProfile = before ? profiles[token - 1] : Self.edge
    let nextProfile = after ? profiles[token + 1] : Self.edge
    let nextProfile2 = after2 ? profiles[token + 2] : Self.edge
    let own = profile.group
    let nextClass = nextProfile.group
    let beforeClass = beforeProfile.group
    let nextSuffix = after ? suffixes[token + 1] : 2
    let nextShape = after ? shapes[token + 1] : 0xFFFF
    var at = 0
    @inline(__always) func add(_ fact: UInt64) {
      keys[at] = featureKey(at, fact)
      at += 1
    }
    add(word)
    add(forms[token])
    add(suffix)
    add(longSuffixes[token])
    add(suffix2)
    add(prefixes[token])
    add(shapes[token] << 1 | (before ? 1 : 0))
    add(tag1)
    add(tag1 << 8 | tag2)
    add(joined(word, tag1))
    add(suffix << 8 | tag1)
    add(word1)
    add(before2 ? words[token - 2] : 1)
    add(next1)
    add(after2 ? words[token + 2] : 2)
    add(joined(word1, word))
    add(joined(next1, word))
    add(before ? suffixes[token - 1] : 1)
    add(nextSuffix)
    add(nextShape << 16 | shapes[token])
    add(joined(next1, tag1))
    add((before ? shapes[token - 1] : 0xFFFF) << 24 | shapes[token] << 8 | tag1)
    // Classes: what a rare word is like, and what stands around a word.
    add(own)
    add((own >> 4) << 16 | shapes[token])
    add(nextClass)
    add(beforeClass)
    add(own << 8 | tag1)
    add(joined(word, nextClass))
    add(joined(word, tag1 << 8 | tag2))
    add(suffix2 << 32 | own << 8 | (shapes[token] & 3))
    add((nextClass << 24 | suffix2) << 8 | tag1)
    add(joined(nextSuffix, suffix) &* 31 ^ tag1)
    add(joined(word, nextSuffix & 0xFFFF))
    // How a large text tags the words: where this one is rare, that is what it is.
    add(profile.tagging << 16 | shapes[token])
    add(profile.tagging << 16 | shapes[token] << 8 | tag1)
    add(nextProfile.tagging)
    add(beforeProfile.tagging << 8 | tag1)
    add(profile.tagging << 24 | nextProfile.tagging)
    add((profile.tagging << 8 | nextProfile.firstTag) << 8 | tag1)
    add((nextProfile.firstTag << 8 | nextProfile2.firstTag) << 32 | profile.tagging)
    add(suffix << 24 | profile.tagging)
  }

  private static let edge = WordProfile(group: 0x3FF, tags: [.xx])
}
