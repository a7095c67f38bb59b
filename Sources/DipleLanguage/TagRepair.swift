import DipleAnnotations

/// Corrects tags where the words around leave no choice: constructions too rare in the treebanks for the tagger to learn.
enum TagRepair {
  private static let negatedNouns: WordSet = ["event", "way", "circumstances", "case"]

  /// Forms with `-s` that are no nouns.
  private static let verbs: WordSet = [
    "opposes", "condemns", "criticises", "criticizes", "accuses", "urges", "denies", "refuses", "insists", "argues",
    "believes", "tells", "asks", "becomes", "agrees", "disagrees", "endorses", "defends", "considers", "describes",
    "denounces", "applauds", "commends", "deplores", "proposes", "recommends", "encourages",
  ]

  /// Corrects the tags of a paragraph in place.
  static func apply(to tags: inout [Tag], _ tokens: Tokens) {
    guard tokens.count > 2 else { return }
    for at in 1..<tokens.count where tags[at] == .nn || tags[at] == .nns {
      if tags[at] == .nns {
        if verbs.contains(tokens.words[at]), tags[at - 1].isNoun || tags[at - 1] == .prp { tags[at] = .vbz }
        continue
      }
      // `can in no event sympathize`: a modal waits for its verb.
      if at >= 4, tags[at - 4] == .md, tokens.words[at - 2] == "no", negatedNouns.contains(tokens.words[at - 1]) {
        tags[at] = .vb
      }
      // `those who question the vote`: a relative pronoun with nothing but nouns behind it.
      if tokens.words[at - 1] == "who", tags[at - 1] == .wp, at >= 2, tags[at - 2] == .dt || tags[at - 2].isNoun,
        at + 1 < tokens.count, startsPhrase(tags[at + 1])
      {
        tags[at] = .vbp
      }
    }
  }

  private static func startsPhrase(_ tag: Tag) -> Bool {
    tag == .dt || tag == .prp || tag == .prps || tag.isNoun || tag.isAdjective
  }
}
