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
    var item = Found(
      span: layers.span(tokens), type: type, evidence: evidence, words: hash, canonical: entry?.canonical ?? hash,
      first: layers.word(tokens.lowerBound), last: lastName(tokens), count: tokens.count, initials: Word(initials))
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
  mutating func add(own number: Int, _ name: OwnName, _ tokens: Range<Int>, in sentence: Range<Int>) {
    add(tokens, name.type, .own, in: sentence)
    found[found.count - 1].own = Int32(number)
    found[found.count - 1].opinion = Opinion(certain: NameLabel.Class(name.type))
  }

  /// The family name: the last word that is not `Jr.` or a number.
  private func lastName(_ tokens: Range<Int>) -> Word {
    for token in tokens.reversed() where !Self.suffixes.contains(layers.word(token)) { return layers.word(token) }
    return layers.word(tokens.upperBound - 1)
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
