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

  /// Adjectives that stand for people: `many said`.
  private static let quantities: WordSet = [
    "many", "few", "several", "some", "most", "other", "others", "more", "less",
  ]

  /// Corrects the tags of a paragraph in place.
  static func apply(to tags: inout [Tag], _ tokens: Tokens) {
    for at in tags.indices {
      switch tags[at] {
      case .vb,
        .jj where at + 1 < tags.count:
        // `Ruiz voted`: a sentence does not start with an infinitive or adjective and its finite verb.
        let next = tags[at + 1]
        if at == 0 || tags[at - 1] == .stop || tags[at - 1] == .openQuote, tokens.shapes[at].contains(.capitalized),
          next == .vbd || next == .vbz || next == .md, !quantities.contains(tokens.words[at])
        {
          tags[at] = .nnp
        }
      case .nns where at > 0:
        if verbs.contains(tokens.words[at]), tags[at - 1].isNoun || tags[at - 1] == .prp { tags[at] = .vbz }
      case .nn where at > 0:
        // `can in no event sympathize`: a modal waits for its verb.
        if at >= 4, tags[at - 4] == .md, tokens.words[at - 2] == "no", negatedNouns.contains(tokens.words[at - 1]) {
          tags[at] = .vb
        }
        // `those who question the vote`: a relative pronoun with nothing but nouns behind it.
        if at >= 2, tokens.words[at - 1] == "who", tags[at - 1] == .wp, tags[at - 2] == .dt || tags[at - 2].isNoun,
          at + 1 < tags.count, startsPhrase(tags[at + 1])
        {
          tags[at] = .vbp
        }
      case .rb where at > 0 && tokens.words[at] == "back":
        // `might back the dam`
        var modal = at - 1
        if modal > 0, tags[modal] == .rb { modal -= 1 }
        if tags[modal] == .md, at + 1 < tags.count, startsPhrase(tags[at + 1]) { tags[at] = .vb }
      default: break
      }
    }
  }

  private static func startsPhrase(_ tag: Tag) -> Bool {
    tag == .dt || tag == .prp || tag == .prps || tag.isNoun || tag.isAdjective
  }
}
