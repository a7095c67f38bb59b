import DipleAnnotations

/// Corrects tags where the words around leave no choice: constructions too rare in the treebanks for the tagger to learn.
struct TagRepair {
  private let tokens: Tokens
  private(set) var tags: [Tag]

  /// The tags of a paragraph, corrected.
  static func repaired(_ tags: [Tag], _ tokens: Tokens) -> [Tag] {
    var repair = TagRepair(tokens: tokens, tags: tags)
    for at in tags.indices {
      if let tag = repair.better(at) { repair.tags[at] = tag }
    }
    return repair.tags
  }

  private func tag(_ at: Int) -> Tag { tags.indices.contains(at) ? tags[at] : .xx }
  private func word(_ at: Int) -> Word { tags.indices.contains(at) ? tokens.words[at] : Word(hash: 0) }

  /// What stands at a token rather than what the tagger said; nil where nothing speaks against it.
  private func better(_ at: Int) -> Tag? {
    switch tags[at] {
    case .vb, .jj: isInitialName(at) ? .nnp : nil
    case .nns: Self.verbs.contains(word(at)) && (tag(at - 1).isNoun || tag(at - 1) == .prp) ? .vbz : nil
    case .nn: isAwaited(at) ? .vb : isRelativePredicate(at) ? .vbp : nil
    case .rb: word(at) == "back" && hasModal(before: at) && startsPhrase(at + 1) ? .vb : nil
    default: nil
    }
  }

  /// `Ruiz voted`: no sentence starts with an infinitive, or an adjective, and its finite verb.
  private func isInitialName(_ at: Int) -> Bool {
    let starts = at == 0 || tag(at - 1) == .stop || tag(at - 1) == .openQuote
    let next = tag(at + 1)
    return starts && tokens.shapes[at].contains(.capitalized) && (next == .vbd || next == .vbz || next == .md)
      && !Self.quantities.contains(word(at))
  }
  /// Adjectives that stand for people: `many said`.
  private static let quantities: WordSet = [
    "many", "few", "several", "some", "most", "other", "others", "more", "less",
  ]

  /// `can in no event sympathize`: a modal waits for its verb.
  private func isAwaited(_ at: Int) -> Bool {
    tag(at - 4) == .md && word(at - 2) == "no" && Self.negatedNouns.contains(word(at - 1))
  }
  private static let negatedNouns: WordSet = ["event", "way", "circumstances", "case"]

  /// `those who question the vote`: a relative pronoun with nothing but nouns behind it.
  private func isRelativePredicate(_ at: Int) -> Bool {
    word(at - 1) == "who" && tag(at - 1) == .wp && (tag(at - 2) == .dt || tag(at - 2).isNoun) && startsPhrase(at + 1)
  }

  /// `might back the dam`, `will not back it`.
  private func hasModal(before at: Int) -> Bool { tag(at - 1) == .md || tag(at - 1) == .rb && tag(at - 2) == .md }

  private func startsPhrase(_ at: Int) -> Bool {
    let tag = tag(at)
    return tag == .dt || tag == .prp || tag == .prps || tag.isNoun || tag.isAdjective
  }

  /// Forms with `-s` that are no nouns.
  private static let verbs: WordSet = [
    "opposes", "condemns", "criticises", "criticizes", "accuses", "urges", "denies", "refuses", "insists", "argues",
    "believes", "tells", "asks", "becomes", "agrees", "disagrees", "endorses", "defends", "considers", "describes",
    "denounces", "applauds", "commends", "deplores", "proposes", "recommends", "encourages",
  ]
}
