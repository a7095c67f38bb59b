package import DiplePluginKit

/// What is known of the tokens of a paragraph before the recogniser: small integers, one array a property, from which its
/// features are mixed.
package struct NameAtoms: Sendable {
  /// The words, case folded, and the forms with their case.
  package var words: [UInt64]
  package var forms: [UInt64]
  /// The first and the last four bytes in small letters.
  package var prefixes: [UInt32]
  package var suffixes: [UInt32]
  /// Capitals and digits in short: a number of a few bits.
  package var shapes: [UInt8]
  /// The run of capitals, small letters and digits (`Xx`, `X.X.`, `Xx-Xx`), hashed.
  package var patterns: [UInt32]
  /// Part of speech.
  package var tags: [UInt8]
  /// What a list says: 0, or the type and the place in the longest known name.
  package var lists: [UInt8]
  /// What the word is by itself: a given name, a family name, a title, a word that says what a name is.
  package var kinds: [UInt16]
  /// What the rules found: 0, or type, place in the name and evidence.
  package var rules: [UInt16]
  /// What open texts say of the words.
  package var infos: [UInt16]
  /// Where a sentence or a line begins.
  package var starts: [Bool]
  /// Tokens that a name may hold at all; others only between them.
  package var active: [Bool]
  /// What cannot stand inside of a name: 1 of a person's, 2 of an organization's or a place's.
  package var bars: [UInt8]
  /// In a headline capitals say nothing.
  package var isHeadline: Bool

  /// How many tokens there are.
  package var count: Int { words.count }

  /// Reads a paragraph that the rules have read.
  init(_ reader: Reader, _ lexicon: NameLexicon) {
    let layers = reader.layers
    let count = layers.count
    words = layers.tokens.words.map(\.hash)
    forms = layers.tokens.forms.map(\.hash)
    tags = layers.tags.map(\.rawValue)
    isHeadline = reader.isHeadline
    infos = words.map { lexicon.info($0) }
    (prefixes, suffixes, patterns) = ([], [], [])
    prefixes.reserveCapacity(count)
    suffixes.reserveCapacity(count)
    patterns.reserveCapacity(count)
    (shapes, kinds) = ([], [])
    shapes.reserveCapacity(count)
    kinds.reserveCapacity(count)
    lists = [UInt8](repeating: 0, count: count)
    rules = [UInt16](repeating: 0, count: count)
    starts = [Bool](repeating: false, count: count)
    active = [Bool](repeating: false, count: count)
    bars = [UInt8](repeating: 0, count: count)
    for sentence in layers.sentences {
      var first = sentence.lowerBound
      while first < sentence.upperBound, layers.shape(first).contains(.punctuation) { first += 1 }
      if first < sentence.upperBound { starts[first] = true }
    }
    for token in 0..<count {
      let (start, end) = (layers.start(token), layers.end(token))
      prefixes.append(Self.pack(layers.bytes, start, min(end, start + 4)))
      suffixes.append(Self.pack(layers.bytes, max(start, end - 4), end))
      let shape = layers.shape(token)
      let isNameLike = shape.contains(.capitalized) || shape.contains(.mixedCase)
      shapes.append(Self.short(shape, length: end - start))
      patterns.append(isNameLike ? Self.pattern(layers.bytes[start..<end]) : 0)
      kinds.append(isNameLike || token > 0 ? Self.kind(reader, token) : 0)
      if shape.contains(.lineBefore) { starts[token] = true }
      // In hasty writing, words that are capitals elsewhere are not.
      active[token] =
        shape.contains(.hasLetter) && !reader.heads.never.contains(layers.word(token))
        && (isNameLike || NameLexicon.capitals(infos[token]) == 7)
    }
    readLists(reader)
    for token in 1..<max(1, count) { bars[token] = bar(layers, reader.heads, token) }
    for found in reader.found {
      let tokens = layers.tokens(in: found.span)
      for token in tokens {
        rules[token] = Self.rule(found, Self.place(token, tokens))
        active[token] = true
      }
    }
  }

  private mutating func readLists(_ reader: Reader) {
    let layers = reader.layers
    var token = 0
    while token < layers.count {
      guard active[token] || layers.shape(token).contains(.capitalized),
        let known = reader.names.longest(layers, at: token, limit: layers.count)
      else {
        token += 1
        continue
      }
      for at in known.tokens {
        lists[at] = 1 + UInt8(Self.number(known.entry.type)) * 4 + Self.place(at, known.tokens)
        active[at] = true
      }
      token = known.tokens.upperBound
    }
  }

  /// `Norway's Ana Ruiz` are two names, and so are `Ana Ruiz of Marlow`; `Harald of Norway` and `Louis XI of France` are one.
  private func bar(_ layers: Layers, _ heads: NameWords, _ token: Int) -> UInt8 {
    if heads.closing.contains(layers.word(token)) { return 3 }
    if layers.tag(token) == .pos { return lists[token - 1] > 0 ? 3 : 1 }
    guard layers.word(token) == "of", token > 1, active[token - 1], active[token - 2] else { return 0 }
    return layers.shape(token - 1).contains(.allCaps) ? 0 : 1
  }

  /// Begin, inner, last, only.
  private static func place(_ token: Int, _ tokens: Range<Int>) -> UInt8 {
    if tokens.count == 1 { return 3 }
    return token == tokens.lowerBound ? 0 : token == tokens.upperBound - 1 ? 2 : 1
  }

  private static func number(_ type: EntityType?) -> Int {
    switch type {
    case .person: 0
    case .organization: 1
    case .place: 2
    case .group: 3
    case .event: 4
    case .product: 5
    case .work: 6
    case nil: 7
    }
  }

  private static func rule(_ found: Found, _ place: UInt8) -> UInt16 {
    let evidence: UInt16 =
      switch found.evidence {
      case .own, .list: 0
      case .title: 1
      case .given: 2
      case .head: 3
      case .context: 4
      case .usage: 5
      default: 6
      }
    return 1 + UInt16(place) + UInt16(number(found.type)) << 2 + evidence << 5 + (found.weak ? 1 << 8 : 0)
  }

  private static func kind(_ reader: Reader, _ token: Int) -> UInt16 {
    let word = reader.layers.word(token)
    var bits: UInt16 = 0
    if let gender = GivenNames.gender(of: word) {
      bits |= 1 + UInt16(gender.rawValue) & 1
      if GivenNames.isCommonWord(word) { bits |= 4 }
    }
    if reader.heads.surnames.contains(word) { bits |= 8 }
    switch reader.titles.kind(reader.layers, token) {
    case .honorific: bits |= 16
    case .short: bits |= 32
    case .role: bits |= 48
    case nil: break
    }
    if let type = reader.heads.last[word] { bits |= UInt16(number(type) + 1) << 6 }
    if let type = reader.heads.first[word] { bits |= UInt16(number(type) + 1) << 9 }
    if reader.heads.of.contains(word) { bits |= 1 << 12 }
    if reader.heads.never.contains(word) { bits |= 1 << 13 }
    return bits
  }

  private static func short(_ shape: Shape, length: Int) -> UInt8 {
    if shape.contains(.punctuation) { return 1 }
    if shape.contains(.digits) { return length == 4 ? 2 : 3 }
    if shape.contains(.address) { return 4 }
    if !shape.contains(.hasLetter) { return 5 }
    let digit: UInt8 = shape.contains(.hasDigit) ? 16 : 0
    let hyphen: UInt8 = shape.contains(.hyphenated) ? 32 : 0
    if shape.contains(.abbreviation) { return 6 + (length == 2 ? 1 : 0) }
    if shape.contains(.allCaps) { return (length == 1 ? 8 : length < 4 ? 9 : 10) + digit + hyphen }
    if shape.contains(.mixedCase) { return (shape.contains(.capitalized) ? 11 : 12) + digit + hyphen }
    return (shape.contains(.capitalized) ? 13 : 14) + digit + hyphen
  }

  private static func pattern(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var hash: UInt32 = 0x811C_9DC5
    var last: UInt8 = 0
    for byte in bytes {
      let kind: UInt8 =
        switch byte {
        case 0x41...0x5A: 0x58
        case 0x61...0x7A, 0x80...: 0x78
        case 0x30...0x39: 0x64
        default: byte
        }
      if kind == last { continue }
      hash = (hash ^ UInt32(kind)) &* 0x0100_0193
      last = kind
    }
    return hash
  }

  private static func pack(_ bytes: [UInt8], _ start: Int, _ end: Int) -> UInt32 {
    var packed: UInt32 = 0
    for at in start..<end {
      let byte = bytes[at]
      packed = packed << 8 | UInt32(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }
    return packed
  }
}

extension NameAtoms {
  /// Reads a paragraph, rules and all.
  package static func read(_ layers: Layers, _ lexicon: NameLexicon) -> NameAtoms {
    var reader = Reader(layers)
    reader.read()
    return NameAtoms(reader, lexicon)
  }

  /// True where a list knows a people, a faith or a party at a token.
  package func isGroup(_ token: Int) -> Bool {
    lists[token] > 0 && (lists[token] - 1) / 4 == UInt8(Self.number(.group))
  }

  /// The most tokens of a stretch in which names are looked for.
  package static let longest = 512

  /// The stretches in which names are looked for: tokens that a name may hold, with at most two others between them.
  ///
  /// A text all in capitals would be one: longer than `longest` they are cut, so that sums of scores stay far from the limits of
  /// their type.
  package var regions: [Range<Int>] {
    var regions: [Range<Int>] = []
    var token = 0
    while token < count {
      guard active[token] else {
        token += 1
        continue
      }
      var end = token + 1
      var at = end
      while at < min(count, token + Self.longest), at < end + 3 {
        if active[at] { end = at + 1 }
        at += 1
      }
      regions.append(token..<end)
      token = end
    }
    return regions
  }
}
