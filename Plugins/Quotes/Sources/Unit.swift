import DiplePluginKit

/// A step of a sentence as the rules read it: a noun phrase, a verb group, words in marks, or a single token.
struct Item: Sendable {
  enum Kind: Sendable { case noun, verb, quoted, word }
  var kind: Kind
  var tokens: Range<Int>
  /// The number of the noun phrase, verb group or pair of marks.
  var number: Int
}

/// A sentence at one level of marks. What stands in marks inside it is a single item, so that a quotation of three sentences
/// with `she said` behind it is one unit, and so are the words of the quotation themselves. An object, as every rule holds it.
final class Unit: Sendable {
  /// The pair of marks whose inside this is; -1 for the text itself.
  let scope: Int
  let items: [Item]
  let layers: Layers

  /// Whether words in marks are among the items.
  let hasMarks: Bool

  init(scope: Int, items: [Item], layers: Layers) {
    (self.scope, self.items, self.layers) = (scope, items, layers)
    hasMarks = items.contains { $0.kind == .quoted }
  }

  var count: Int { items.count }
  /// The tokens from the first item to the last.
  var tokens: Range<Int> { items[0].tokens.lowerBound..<items[count - 1].tokens.upperBound }

  func kind(_ at: Int) -> Item.Kind? { items.indices.contains(at) ? items[at].kind : nil }
  func isNoun(_ at: Int) -> Bool { kind(at) == .noun }
  func isVerb(_ at: Int) -> Bool { kind(at) == .verb }
  func isQuoted(_ at: Int) -> Bool { kind(at) == .quoted }
  /// The word at an item of one token; a word that equals no other for longer ones and outside.
  func word(_ at: Int) -> Word {
    guard items.indices.contains(at), items[at].kind != .quoted, items[at].tokens.count == 1 else {
      return Word(hash: 0)
    }
    return layers.word(items[at].tokens.lowerBound)
  }
  func tag(_ at: Int) -> Tag {
    items.indices.contains(at) && items[at].kind == .word ? layers.tag(items[at].tokens.lowerBound) : .xx
  }
  func noun(_ at: Int) -> NounPhrase? { isNoun(at) ? layers.nounPhrases[items[at].number] : nil }
  func verb(_ at: Int) -> VerbGroup? { isVerb(at) ? layers.verbGroups[items[at].number] : nil }
  func isComma(_ at: Int) -> Bool { word(at) == "," }
  func isFinite(_ at: Int) -> Bool { verb(at)?.form == .finite }
  /// The tokens of some items.
  func tokens(_ range: Range<Int>) -> Range<Int> {
    items[range.lowerBound].tokens.lowerBound..<items[range.upperBound - 1].tokens.upperBound
  }
  /// The first item that starts at or behind `token`.
  func item(from token: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if items[middle].tokens.lowerBound < token { low = middle + 1 } else { high = middle }
    }
    return low
  }
  /// A capitalised word that the tagger took for no noun (`Moscow considered`).
  func isBareName(_ at: Int) -> Bool {
    guard kind(at) == .word else { return false }
    let shape = layers.shape(items[at].tokens.lowerBound)
    guard shape.contains(.capitalized), shape.contains(.hasLetter) else { return false }
    switch tag(at) {
    case .rb: return at == 0 && isVerb(at + 1) && !Self.adverbs.contains(word(at)) && !endsInLy(at)
    case .jj, .jjr, .vb, .vbp, .vbd, .vbn, .vbg, .vbz, .fw, .uh, .nn, .nnp, .xx, .gw, .afx, .ls: return true
    default: return false
    }
  }
  private func endsInLy(_ at: Int) -> Bool {
    let end = items[at].tokens.upperBound
    return layers.bytes[..<layers.end(end - 1)].suffix(2).elementsEqual("ly".utf8)
  }
  private static let adverbs: WordSet = [
    "then", "so", "still", "now", "never", "also", "again", "perhaps", "maybe", "here", "there", "later", "earlier",
    "once", "soon", "instead", "however", "meanwhile", "nevertheless", "thus", "yet", "often", "not", "today",
    "yesterday", "tomorrow", "just", "even", "only", "first", "next", "please", "rather", "long", "together", "too",
  ]
  /// True for the last token before the closing mark of a quoted item being one of `words`.
  func quotedEnds(_ at: Int, with words: WordSet) -> Bool {
    guard isQuoted(at) else { return false }
    let tokens = items[at].tokens
    return tokens.count > 2 && words.contains(layers.word(tokens.upperBound - 2))
  }
  /// True where a comma stands before an item, also the comma inside a closing mark.
  func commaBefore(_ at: Int) -> Bool { isComma(at - 1) || quotedEnds(at - 1, with: Self.comma) }
  private static let comma: WordSet = [","]
  static let fullStops: WordSet = [".", "?", "!"]
  /// What ends a sentence inside marks.
  static let stops: WordSet = [".", "?", "!"]
  /// What ends words inside marks that somebody is said to speak.
  static let speechEnds: WordSet = [",", "?", "!", ".", "…", "...", "—", "–", "--"]
}

/// Parts a paragraph into units.
struct Units {
  private let layers: Layers
  private let pairs: MarkPairs
  private let cues: CueLexicon

  /// The units of the text, then those inside each pair of marks.
  static func read(_ layers: Layers, _ pairs: MarkPairs, _ cues: CueLexicon = .shared) -> [Unit] {
    let units = Units(layers: layers, pairs: pairs, cues: cues)
    var all = units.units(in: layers.tokens.indices, scope: -1)
    for (number, pair) in pairs.all.enumerated() { all += units.units(in: pair.inner, scope: number) }
    return all
  }

  private func units(in range: Range<Int>, scope: Int) -> [Unit] {
    var units: [Unit] = []
    var items: [Item] = []
    var at = range.lowerBound
    func close() {
      if !items.isEmpty { units.append(Unit(scope: scope, items: items, layers: layers)) }
      items = []
    }
    while at < range.upperBound {
      if !items.isEmpty, startsSentence(at, after: items[items.count - 1], scope: scope) { close() }
      let item = item(at, until: range.upperBound, scope: scope)
      items.append(item)
      at = item.tokens.upperBound
    }
    close()
    return units
  }

  /// True where a sentence starts at a token, also at marks behind a full stop, which the sentence before does not own.
  private func startsSentence(_ at: Int, after last: Item, scope: Int) -> Bool {
    if layers.sentence(at: at) != layers.sentence(at: at - 1) {
      // `“…” — Ana Ruiz`
      if last.kind == .quoted, ParagraphReader.dashes.contains(layers.word(at)) { return false }
      return !continues(last, at)
    }
    return last.kind == .word && Unit.fullStops.contains(layers.word(at - 1)) && pairs.hole(at: at, in: scope) != nil
  }

  private func item(_ at: Int, until end: Int, scope: Int) -> Item {
    if let hole = pairs.hole(at: at, in: scope) {
      return Item(kind: .quoted, tokens: at..<min(end, pairs.all[hole].tokens.upperBound), number: hole)
    }
    if let number = layers.nounPhrase(at: at), fits(layers.nounPhrases[number].tokens, at, end, scope) {
      let phrase = layers.nounPhrases[number]
      if layers.word(at) == "that", phrase.tokens.count > 1, !isDemonstrative(phrase) {
        return Item(kind: .word, tokens: at..<at + 1, number: -1)
      }
      return Item(kind: .noun, tokens: layers.nounPhrases[number].tokens, number: number)
    }
    if let number = layers.nounPhrase(at: at), at > layers.nounPhrases[number].tokens.lowerBound,
      layers.word(at - 1) == "that", at - 1 == layers.nounPhrases[number].tokens.lowerBound,
      fits(at..<layers.nounPhrases[number].tokens.upperBound, at, end, scope)
    {
      return Item(kind: .noun, tokens: at..<layers.nounPhrases[number].tokens.upperBound, number: number)
    }
    if let number = layers.verbGroup(at: at), fits(layers.verbGroups[number].tokens, at, end, scope) {
      return Item(kind: .verb, tokens: layers.verbGroups[number].tokens, number: number)
    }
    return Item(kind: .word, tokens: at..<at + 1, number: -1)
  }

  /// `that claim`, but not `that judges` or `that Ruiz`: there the word opens a clause.
  private func isDemonstrative(_ phrase: NounPhrase) -> Bool {
    layers.tag(phrase.head) == .nn && !layers.tag(phrase.tokens.lowerBound + 1).isProperNoun
      && layers.tag(phrase.tokens.lowerBound) == .dt
  }

  /// A phrase that a mark cuts is read word by word.
  private func fits(_ tokens: Range<Int>, _ at: Int, _ end: Int, _ scope: Int) -> Bool {
    tokens.lowerBound == at && tokens.upperBound <= end && tokens.allSatisfy { Int(pairs.innermost[$0]) == scope }
  }

  /// `“Why?” Smith asked.`: the sentence goes on behind closed marks where a subject and a cue, or a cue, follow.
  private func continues(_ last: Item, _ at: Int) -> Bool {
    guard last.kind == .quoted, last.tokens.count > 2 else { return false }
    let end = layers.word(last.tokens.upperBound - 2)
    guard
      end == "?" || end == "!" || end == "," || end == "…" || end == "..." || end == "—" || end == "–" || end == "--"
    else { return false }
    var verb = at
    if let noun = layers.nounPhrase(at: at) { verb = layers.nounPhrases[noun].tokens.upperBound }
    guard let number = layers.verbGroup(at: verb) else { return false }
    let group = layers.verbGroups[number]
    return group.form == .finite && cues.verb(layers, group.head, limit: layers.count)?.frames.contains(.quote) == true
  }
}
