import DiplePluginKit

/// Reads the quotes of one paragraph: rule after rule over each unit, then what the rules left in marks.
struct ParagraphReader {
  let layers: Layers
  let pairs: MarkPairs
  let units: [Unit]
  let cues = CueLexicon.shared
  var found: [Found] = []
  /// Pairs of marks that stand in the content of a quote.
  var taken: [Bool]
  /// Pairs that hold a name or a title: nothing nests in them.
  var isName: [Bool]
  /// Pairs that are all of a piece of a direct quote.
  var isDirect: [Bool]

  init(_ layers: Layers) {
    self.layers = layers
    pairs = MarkPairs(Marks.find(layers), layers: layers)
    units = Units.read(layers, pairs)
    taken = Array(repeating: false, count: pairs.all.count)
    isName = taken
    isDirect = taken
  }

  mutating func read() {
    let outer = units.prefix { $0.scope == -1 }
    readMarkedTranscript()
    var own: [Range<Int>] = []
    for (number, unit) in outer.enumerated() {
      let first = found.count
      read(unit, isFirst: number == 0)
      own.append(first..<found.count)
    }
    assemble(Array(outer), own: own)
    for unit in units.dropFirst(outer.count) where !isInsideName(unit.scope) { read(unit, isFirst: false) }
    dropInnerThoughts()
  }

  private mutating func read(_ unit: Unit, isFirst: Bool) {
    var spent = Set<Int>()
    if isFirst, unit.scope == -1 { readHeadline(unit, &spent) }
    readAccordingTo(unit, &spent)
    readFraming(unit, &spent)
    readSaying(unit, &spent)
    readByline(unit)
    if unit.hasMarks { readGlued(unit) }
    for at in unit.items.indices where unit.isVerb(at) && !spent.contains(at) { readVerb(unit, at, &spent) }
    if unit.hasMarks { readGluedBefore(unit) }
    readGluedAfter(unit)
    for at in unit.items.indices where unit.isNoun(at) { readNoun(unit, at) }
    readAdverb(unit)
    if isFirst, unit.scope == -1 { readTitleCase(unit) }
  }

  /// `“…” — Ana Ruiz`: a name behind a dash at the end.
  private mutating func readByline(_ unit: Unit) {
    guard unit.scope == -1, unit.isQuoted(0), unit.count >= 3, unit.count <= 12,
      layers.shape(unit.items[1].tokens.lowerBound).contains(.punctuation), Self.dashes.contains(unit.word(1)),
      let speaker = SpeakerPhrase(unit: unit).after(2), Clause(unit: unit, cues: cues).endsSoon(speaker.upperBound)
    else { return }
    add(
      unit, [0..<1], source: .phrase(unit.tokens(speaker)), cue: [], nil, .byline, confidence: 0.85)
  }
  static let dashes: WordSet = ["—", "–", "―", "--", "-"]

  private func isInsideName(_ scope: Int) -> Bool {
    var scope: Int? = scope
    while let number = scope {
      if isName[number] { return true }
      scope = pairs.all[number].parent
    }
    return false
  }

  // MARK: Adding

  /// Adds a quote; its form follows from the marks in its content.
  mutating func add(
    _ unit: Unit, _ contents: [Range<Int>], source: Source, cue: [Range<Int>], _ attribution: Attribution?,
    _ rule: Rule,
    confidence: Double, note: String = ""
  ) {
    let pieces = contents.filter { !$0.isEmpty }.map { unit.tokens($0) }
    guard !pieces.isEmpty, pieces.contains(where: hasWords) else { return }
    for content in contents { for at in content where unit.isQuoted(at) { taken[unit.items[at].number] = true } }
    let form = form(pieces, scope: unit.scope)
    if form == .direct {
      for content in contents where content.count == 1 && unit.isQuoted(content.lowerBound) {
        isDirect[unit.items[content.lowerBound].number] = true
      }
    }
    found.append(
      Found(
        pieces: pieces, form: form, source: source, cue: cue, attribution: attribution,
        rule: rule, confidence: confidence, scope: unit.scope, note: note))
  }

  private func hasWords(_ tokens: Range<Int>) -> Bool {
    tokens.contains { layers.shape($0).contains(.hasLetter) || layers.shape($0).contains(.hasDigit) }
  }

  func form(_ pieces: [Range<Int>], scope: Int) -> Form {
    var (inside, outside) = (0, 0)
    for piece in pieces {
      for token in piece where !layers.shape(token).contains(.punctuation) {
        if Int(pairs.innermost[token]) == scope { outside += 1 } else { inside += 1 }
      }
    }
    return inside == 0 ? .indirect : outside == 0 ? .direct : .mixed
  }

  /// Words of a pair that read like speech: enough of them with a verb, or punctuated as a sentence.
  func isSpeech(_ pair: Int) -> Bool {
    let inner = pairs.all[pair].inner
    guard let last = inner.last else { return false }
    let end = layers.word(last)
    if end == "," || end == "?" || end == "!" || end == "." || end == "…" || end == "—" { return inner.count > 1 }
    return inner.count >= 5
      && inner.contains { layers.verbGroup(at: $0).map { layers.verbGroups[$0].form == .finite } ?? false }
  }
}
