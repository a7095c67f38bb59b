import DiplePluginKit

/// Reads the positions of one paragraph: verbs, nouns and adjectives that the lexicon knows, with their holder and target.
struct Reader {
  let layers: Layers
  let lexicon = Lexicon.shared
  let verdicts = Verdicts.shared
  let clues = Clues.shared
  private(set) var found: [Found] = []
  /// Tokens that are part of a cue, so that no other frame takes them.
  private var used: [Bool]
  /// Verb groups that an outer position has spoken for (`refused to endorse`).
  var spokenFor: [Bool]

  init(_ layers: Layers) {
    self.layers = layers
    used = [Bool](repeating: false, count: layers.count)
    spokenFor = [Bool](repeating: false, count: layers.verbGroups.count)
  }

  /// Reads all sentences.
  mutating func read() {
    for number in layers.verbGroups.indices where !spokenFor[number] { readVerb(number) }
    for token in 0..<layers.count where !used[token] {
      let tag = layers.tag(token)
      if tag.isNoun {
        readNoun(token)
      } else if tag == .in {
        readPhrase(token)
      }
      readAdjective(token)
      if layers.shape(token).contains(.hyphenated) { readCompound(token) }
    }
    if found.isEmpty { readHeadline() }
    found.sort { ($0.cue[0], $0.target) < ($1.cue[0], $1.target) }
  }

  /// Takes a finding, unless a word of its cue is taken.
  mutating func add(_ item: Found, cue: [Range<Int>]) {
    guard !cue.contains(where: { $0.contains { used[$0] } }) else { return }
    for token in cue.joined() { used[token] = true }
    found.append(item)
  }

  /// The last finding counts only where an entity is its holder.
  mutating func requireNamedHolder() { found[found.count - 1].needsNamedHolder = true }

  /// The last finding counts only in a quote: it is the speaker's.
  mutating func requireQuote() { found[found.count - 1].needsQuote = true }

  func isUsed(_ token: Int) -> Bool { used.indices.contains(token) && used[token] }

  // MARK: Words

  /// Where a frame stands.
  struct Match {
    /// The words of the cue: several pieces where an adverb parts them (`spoke out strongly against`).
    var cue: [Range<Int>]
    /// The token after the frame's last word.
    var end: Int
  }

  /// The frame whose first word stands at `token`; nil where its other words do not follow.
  func match(_ frame: Frame, at token: Int) -> Match? {
    var cue = [token..<token + 1]
    var at = token + 1
    for (index, word) in frame.rest.enumerated() {
      // `areas of “disagreement” with`
      if index == 0, layers.isQuotationMark(at), !layers.opensQuotation(at) { at += 1 }
      if index <= 1, frame.kind != .noun {
        var skipped = 0
        while skipped < 2, layers.word(at) != word, layers.tag(at).isAdverb, layers.tag(at + 1) != .dt {
          at += 1
          skipped += 1
        }
      }
      guard layers.word(at) == word || word == "one's" && layers.tag(at) == .prps else { return nil }
      if index < frame.cueCount {
        if cue[cue.count - 1].upperBound == at {
          cue[cue.count - 1] = cue[cue.count - 1].lowerBound..<at + 1
        } else {
          cue.append(at..<at + 1)
        }
      }
      at += 1
    }
    return Match(cue: cue, end: at)
  }

  /// The cue with the adverb before it, where that makes it stronger (`severely criticised`).
  func intensified(_ pieces: [Range<Int>]) -> [Range<Int>] {
    var pieces = pieces
    let first = pieces[0].lowerBound
    if first > 0, clues.has(layers.word(first - 1), .intensifier), layers.tag(first - 1).isAdverb {
      pieces[0] = first - 1..<pieces[0].upperBound
    }
    return pieces
  }

  func spans(_ pieces: [Range<Int>]) -> [Span] { pieces.map { layers.span($0) } }

  func sentenceEnd(_ token: Int) -> Int { layers.sentences[layers.sentence(at: token)].upperBound }
  func sentenceStart(_ token: Int) -> Int { layers.sentences[layers.sentence(at: token)].lowerBound }

  // MARK: Holders

  static let firstPerson: WordSet = ["i", "we", "my", "our", "me", "us", "mine", "ours", "myself", "ourselves"]
  private static let noHolders: WordSet = [
    "you", "your", "there", "this", "that", "these", "what", "which", "who", "whom", "it's", "anything", "something",
    "everything", "nothing", "one", "anyone", "anybody", "someone", "somebody", "whoever",
  ]

  /// The holder that a phrase names; nil for `you`, times, and pronouns that stand for no person.
  func holder(_ tokens: Range<Int>, head: Int) -> Found.Holder? {
    let word = layers.word(head)
    if Self.noHolders.contains(word), tokens.count == 1 { return nil }
    if layers.tag(head) == .cd, tokens.contains(where: { layers.tag($0) == .dollar }) { return nil }
    if let number = layers.nounPhrase(at: head), layers.isTime(layers.nounPhrases[number]) { return nil }
    // `federal hate crimes`: an adjective alone holds nothing; `the poor` do.
    guard !tokens.isEmpty, !layers.tag(head).isAdjective || layers.word(tokens.lowerBound) == "the" else { return nil }
    // `reduce taxes, repeal`: a list of acts.
    if layers.tag(tokens.lowerBound) == .vb || layers.tag(tokens.lowerBound) == .vbp { return nil }
    return .phrase(
      layers.span(tokens), head: layers.span(head), isFirstPerson: Self.firstPerson.contains(word))
  }

  func holder(_ subject: Subject) -> Found.Holder? {
    // `neither the mayor nor her deputy`
    let before = subject.tokens.lowerBound - 1
    let start = before >= 0 && layers.word(before) == "neither" ? before : subject.tokens.lowerBound
    return holder(start..<subject.tokens.upperBound, head: subject.head)
  }
}
