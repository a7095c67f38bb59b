/// What the recogniser looks at: some eighty facts around a token, each hashed to a row of the model's table. The set follows
/// Ratinov and Roth (2009), with what the lists and rules found, and the ends of the run of capitals that the token stands in.
///
/// The trainer and the recogniser read the same features from the same code, so they cannot drift apart.
package struct NameFeatures {
  /// How many rows are looked up for a token.
  package static let count = 84

  private let atoms: NameAtoms
  private let mask: UInt64
  private var groups: [UInt8]
  /// Where the run of capitals around a token begins and ends.
  private var runs: [Range<Int>]

  /// Prepares the tokens of a paragraph.
  package init(_ atoms: NameAtoms, _ lexicon: NameLexicon, logRows: Int) {
    self.atoms = atoms
    mask = 1 << UInt64(logRows) - 1
    groups = atoms.infos.map { UInt8(truncatingIfNeeded: lexicon.group($0)) }
    runs = []
    runs.reserveCapacity(atoms.count)
    var token = 0
    while token < atoms.count {
      var end = token + 1
      if atoms.active[token] { while end < atoms.count, atoms.active[end] { end += 1 } }
      for _ in token..<end { runs.append(token..<end) }
      token = end
    }
  }

  /// True where a token cannot stand inside of a name of a class.
  func bars(_ kind: NameLabel.Class, inside token: Int) -> Bool {
    kind != .other && atoms.bars[token] & (kind == .person ? 1 : 2) != 0
  }

  /// Writes the rows of `token` to `rows`.
  package func rows(of token: Int, into rows: UnsafeMutablePointer<UInt32>) {
    var at: UInt64 = 0
    @inline(__always) func add(_ fact: UInt64) {
      let mixed = (fact &+ (at &+ 1) &* 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
      rows[Int(at)] = UInt32(truncatingIfNeeded: ((mixed ^ mixed >> 31) &* 0x94D0_49BB_1331_11EB) >> 36 & mask)
      at &+= 1
    }
    @inline(__always) func has(_ at: Int) -> Bool { at >= 0 && at < atoms.count }
    @inline(__always) func word(_ at: Int) -> UInt64 { has(at) ? atoms.words[at] : 1 }
    @inline(__always) func shape(_ at: Int) -> UInt64 { has(at) ? UInt64(atoms.shapes[at]) + 1 : 0 }
    @inline(__always) func tag(_ at: Int) -> UInt64 { has(at) ? UInt64(atoms.tags[at]) + 1 : 0 }
    @inline(__always) func list(_ at: Int) -> UInt64 { has(at) ? UInt64(atoms.lists[at]) : 0 }
    @inline(__always) func kind(_ at: Int) -> UInt64 { has(at) ? UInt64(atoms.kinds[at]) : 0 }
    @inline(__always) func rule(_ at: Int) -> UInt64 { has(at) ? UInt64(atoms.rules[at]) : 0 }
    @inline(__always) func cls(_ at: Int) -> UInt64 { has(at) ? NameLexicon.kind(atoms.infos[at]) : 2047 }
    @inline(__always) func group(_ at: Int) -> UInt64 { has(at) ? UInt64(groups[at]) : 255 }
    @inline(__always) func capitals(_ at: Int) -> UInt64 { has(at) ? NameLexicon.capitals(atoms.infos[at]) : 0 }
    @inline(__always) func mix(_ a: UInt64, _ b: UInt64) -> UInt64 { (a &* 0xD6E8_FEB8_6659_FD93 ^ a >> 29) &+ b }

    let (w2, w1, w0, n1, n2) = (word(token - 2), word(token - 1), word(token), word(token + 1), word(token + 2))
    let (s1, s0, sn) = (shape(token - 1), shape(token), shape(token + 1))
    let start: UInt64 = atoms.starts[token] ? 1 : 0
    let headline: UInt64 = atoms.isHeadline ? 2 : 0
    let edge = start | headline
    // Words
    add(w0); add(w1); add(n1); add(w2); add(n2)
    add(atoms.forms[token])
    add(has(token - 1) ? atoms.forms[token - 1] : 1)
    add(has(token + 1) ? atoms.forms[token + 1] : 1)
    add(mix(w1, w0)); add(mix(w0, n1)); add(mix(w2, w1)); add(mix(n1, n2))
    add(mix(w1, n1))
    // Classes of words
    add(cls(token)); add(cls(token - 1)); add(cls(token + 1)); add(cls(token - 2)); add(cls(token + 2))
    add(cls(token - 1) << 11 | cls(token)); add(cls(token) << 11 | cls(token + 1))
    add(cls(token - 1) << 11 | cls(token + 1))
    add(group(token - 1) << 16 | group(token) << 8 | group(token + 1))
    add(group(token - 2) << 8 | group(token - 1)); add(group(token + 1) << 8 | group(token + 2))
    add(group(token) << 8 | s0)
    add(cls(token) << 4 | edge)
    // Shapes
    add(s0 << 2 | edge); add(s1 << 8 | s0); add(s0 << 8 | sn); add(s1 << 16 | s0 << 8 | sn)
    add(shape(token - 2) << 32 | s1 << 24 | s0 << 16 | sn << 8 | shape(token + 2))
    add(UInt64(atoms.patterns[token])); add(UInt64(atoms.patterns[token]) << 8 | s1)
    // Affixes
    let (prefix, suffix) = (UInt64(atoms.prefixes[token]), UInt64(atoms.suffixes[token]))
    add(prefix); add(prefix >> 8); add(suffix); add(suffix & 0xFF_FFFF); add(suffix & 0xFFFF)
    add((suffix & 0xFF_FFFF) << 8 | s0)
    add(has(token - 1) ? UInt64(atoms.suffixes[token - 1] & 0xFF_FFFF) : 0)
    add(has(token + 1) ? UInt64(atoms.suffixes[token + 1] & 0xFF_FFFF) : 0)
    // Parts of speech
    add(tag(token)); add(tag(token - 1) << 8 | tag(token)); add(tag(token) << 8 | tag(token + 1))
    add(tag(token - 1) << 16 | tag(token) << 8 | tag(token + 1))
    add(tag(token - 2) << 8 | tag(token - 1)); add(tag(token + 1) << 8 | tag(token + 2))
    // Lists
    add(list(token)); add(list(token) << 8 | s0); add(list(token - 1) << 8 | list(token))
    add(list(token) << 8 | list(token + 1)); add(mix(w1, list(token) + 1))
    add(mix(cls(token - 1), list(token) << 8 | capitals(token)))
    // What words are
    add(kind(token)); add(kind(token - 1)); add(kind(token + 1)); add(kind(token - 1) << 16 | kind(token))
    add(kind(token) << 16 | kind(token + 1)); add(kind(token) << 16 | s1 << 8 | s0)
    add(kind(token - 2)); add(kind(token + 2))
    // Rules
    let rough = rule(token) & 0x1F | (rule(token) == 0 ? 0 : 32)
    add(rule(token)); add(rough << 8 | s0); add(rough << 8 | group(token)); add(rule(token - 1)); add(rule(token + 1))
    add(rough << 24 | list(token) << 16 | edge); add(rule(token) << 11 | cls(token - 1));
    add(rule(token) << 8 | tag(token))
    // Capitals in other texts
    add(capitals(token) << 8 | s0 << 2 | edge); add(capitals(token - 1) << 8 | s1 << 4 | capitals(token))
    add(capitals(token) << 8 | capitals(token + 1) << 4 | sn)
    // The run of capitals
    let run = runs[token]
    let (last, first) = (run.upperBound - 1, run.lowerBound)
    let place = UInt64(min(token - first, 3)) << 2 | UInt64(min(last - token, 3))
    add(place << 2 | edge); add(mix(word(last), place)); add(mix(word(first), place))
    add(cls(last) << 4 | place); add(cls(first) << 4 | place)
    add(kind(last) << 4 | place); add(kind(first) << 4 | place)
    add(mix(word(first - 1), place)); add(mix(word(last + 1), place))
    add(cls(first - 1) << 4 | place); add(cls(last + 1) << 4 | place)
    add(mix(word(first - 2), word(first - 1)) ^ place)
  }
}
