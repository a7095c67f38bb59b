import DiplePluginKit

/// Writes a name down, with what the paragraph tells of it.
extension Reader {
  mutating func add(
    _ tokens: Range<Int>, _ type: EntityType?, _ evidence: Evidence, entry: Names.Entry? = nil,
    role: Span? = nil, in sentence: Range<Int>
  ) {
    var hash: UInt64 = 0
    var initials: [UInt8] = []
    var isShouted = true
    for token in tokens {
      hash = Names.join(hash, layers.word(token))
      let byte = layers.bytes[layers.start(token)]
      if !layers.shape(token).contains(.allCaps) { isShouted = false }
      if byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "Z") { initials.append(byte) }
    }
    let last = lastName(tokens)
    let sound = Spelling.shared.word(layers, last)
    let (first, family) = (tokens.lowerBound, layers.word(last))
    let given = first == last ? sound : Spelling.shared.word(layers, first)
    var item = Found(
      span: layers.span(tokens), type: type, evidence: evidence, words: hash, canonical: entry?.canonical ?? hash,
      first: layers.word(first), given: given, last: sound, person: Names.join(0, sound), count: tokens.count,
      initials: Word(initials))
    // Given names are as they sound where the family name is rare.
    if tokens.count > 1 { item.person = Names.join((sound == family ? item.first : given).hash, sound) }
    if tokens.count == 1 {
      item.addressed = titles.gender(of: layers.word(tokens.lowerBound - 1))
    } else if entry == nil {
      shorten(&item, tokens)
    }
    if type == .person {
      item.role = role ?? roleBefore(tokens.lowerBound, in: sentence) ?? roleAfter(tokens.upperBound, in: sentence)
    }
    item.isShouted = isShouted
    item.isFirm = evidence == .title || evidence == .own
    if entry?.mayGovern == true { item.metonym = acts(tokens) }
    let isSure = evidence == .own || evidence == .list || evidence == .title
    let isGuess = evidence == .shape || evidence == .usage
    item.weak = !isSure && (isHeadline || isGuess && startsSentence(tokens.lowerBound, in: sentence))
    found.append(item)
  }

  /// Writes one of the user's own names down; nobody else has a say in it.
  mutating func add(own number: Int, _ type: EntityType, _ tokens: Range<Int>, in sentence: Range<Int>) {
    add(tokens, type, .own, in: sentence)
    found[found.count - 1].own = Int32(number)
    found[found.count - 1].opinion = Opinion(certain: NameLabel.Class(type))
  }

  /// The family name: the last word that is not `Jr.` or a number.
  private func lastName(_ tokens: Range<Int>) -> Int {
    for token in tokens.reversed() where !Self.suffixes.contains(layers.word(token)) { return token }
    return tokens.upperBound - 1
  }

  /// What an organization may be called in short: `University` of `University of Marlow`, `Congress` of `U.S. Congress`, `Brisa` of
  /// `Brisa Inc.`. Forms of a company (`Inc.`) do not make another company, nor do short forms of a country another body.
  private func shorten(_ item: inout Found, _ tokens: Range<Int>) {
    func hash(_ tokens: Range<Int>) -> UInt64 {
      tokens.count == 1
        ? Names.join(0, Spelling.shared.word(layers, tokens.lowerBound))
        : tokens.reduce(0) { Names.join($0, layers.word($1)) }
    }
    if let of = tokens.dropFirst().first(where: { layers.word($0) == "of" || layers.word($0) == "for" }) {
      item.short = hash(tokens.lowerBound..<of)
      return
    }
    if let place = names.longest(layers, at: tokens.lowerBound, limit: tokens.upperBound), place.entry.type == .place,
      place.tokens.upperBound < tokens.upperBound
    {
      let rest = place.tokens.upperBound..<tokens.upperBound
      item.short = hash(rest)
      if rest.allSatisfy({ !heads.legal.contains(layers.word($0)) }) {
        item.canonical = rest.reduce(place.entry.canonical) { Names.join($0, layers.word($1)) }
      }
      return
    }
    var end = tokens.upperBound
    while end > tokens.lowerBound + 1, heads.legal.contains(layers.word(end - 1)) { end -= 1 }
    if end < tokens.upperBound { item.canonical = Names.join(hash(tokens.lowerBound..<end), "Inc") }
    while end > tokens.lowerBound + 1, heads.last[layers.word(end - 1)] == .organization { end -= 1 }
    let stem = tokens.lowerBound..<end
    if end < tokens.upperBound, names.entry(layers, stem)?.type != .place { item.short = hash(stem) }
  }
  static let suffixes: WordSet = ["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "MP", "MD"]

  /// True where a capital does what only a government does: it says, considers, decides.
  private func acts(_ tokens: Range<Int>) -> Bool {
    let before = layers.word(tokens.lowerBound - 1)
    if Self.places.contains(before) { return false }
    if layers.word(tokens.upperBound) == "'s" { return Self.attitudes.contains(layers.word(tokens.upperBound + 1)) }
    guard let number = layers.verbGroup(at: tokens.upperBound) else { return Self.against.contains(before) }
    let group = layers.verbGroups[number]
    return group.form == .finite && !(group.isPassive && layers.tag(group.head) != .vbn)
      && layers.word(group.head) != "is"
      && layers.word(group.head) != "was"
  }
  private static let places: WordSet = ["in", "at", "to", "from", "near", "of", "into", "outside", "around", "through"]
  private static let against: WordSet = ["against", "between", "with"]
  private static let attitudes: WordSet = [
    "patience", "policy", "position", "stance", "decision", "response", "support", "interest", "interests", "claim",
    "claims",
    "view", "refusal", "rejection", "willingness", "influence", "role", "ally", "allies", "demand", "demands",
    "warning",
  ]
}
