import DipleAnnotations

/// Corrects tags where the words around leave no choice: constructions too rare in the treebanks for the tagger to learn.
struct TagRepair {
  private let bytes: [UInt8]
  private let tokens: Tokens
  private let sentence: Range<Int>
  private var tags: [Tag]

  /// Corrects the tags of a sentence of a paragraph. It looks at nothing outside.
  static func repair(_ tags: inout [Tag], _ bytes: [UInt8], _ tokens: Tokens, _ sentence: Range<Int>) {
    var repair = TagRepair(bytes: bytes, tokens: tokens, sentence: sentence, tags: tags)
    tags = []
    for at in sentence {
      if let tag = repair.better(at) { repair.tags[at] = tag }
    }
    tags = repair.tags
  }

  private func tag(_ at: Int) -> Tag { sentence.contains(at) ? tags[at] : .xx }
  private func word(_ at: Int) -> Word { sentence.contains(at) ? tokens.words[at] : Word(hash: 0) }

  /// What stands at a token rather than what the tagger said; nil where nothing speaks against it.
  private func better(_ at: Int) -> Tag? {
    switch tags[at] {
    case .vb, .jj:
      isInitialName(at) || isAbbreviatedName(at) ? .nnp : tags[at] == .jj && isLonePredicate(at) ? .vbp : nil
    case .vbp, .vbd, .vbz: isAbbreviatedName(at) ? .nnp : nil
    case .nns: Self.verbs.contains(word(at)) && followsSubject(at) ? .vbz : nil
    case .nn: isAdverb(at) ? .rb : isAwaited(at) ? .vb : isRelativePredicate(at) ? .vbp : nil
    case .rb: word(at) == "back" && hasModal(before: at) && startsPhrase(at + 1) ? .vb : nil
    default: nil
    }
  }

  /// `Ruiz voted`: no sentence starts with an infinitive, or an adjective, and its finite verb.
  private func isInitialName(_ at: Int) -> Bool {
    let starts = at == sentence.lowerBound || tag(at - 1) == .stop || tag(at - 1) == .openQuote
    let next = tag(at + 1)
    return starts && tokens.shapes[at].contains(.capitalized) && (next == .vbd || next == .vbz || next == .md)
      && !Self.quantities.contains(word(at))
  }
  /// Adjectives that stand for people: `many said`.
  private static let quantities: WordSet = [
    "many", "few", "several", "some", "most", "other", "others", "more", "less",
  ]

  /// `Holt & Sons Ltd. in Leeds`: what is shortened with a capital is no verb.
  private func isAbbreviatedName(_ at: Int) -> Bool { tokens.shapes[at].isSuperset(of: [.abbreviation, .capitalized]) }

  /// `The baths close on Sunday.`: behind a plural, in a sentence that has no other verb.
  private func isLonePredicate(_ at: Int) -> Bool {
    guard Self.alsoVerbs.contains(word(at)), tag(at - 1) == .nns, tag(at + 1) == .in || tag(at + 1) == .to else {
      return false
    }
    func hasVerb(_ step: Int) -> Bool {
      var other = at + step
      while sentence.contains(other), tags[other] != .stop {
        if tags[other].isFinite { return true }
        other += step
      }
      return false
    }
    return !hasVerb(-1) && !hasVerb(1)
  }
  private static let alsoVerbs: WordSet = ["close", "open", "slow", "clear", "cool", "dry", "empty"]

  /// `The mayor opposes`, `the mayor reportedly opposes`.
  private func followsSubject(_ at: Int) -> Bool {
    let subject = tag(at - 1).isAdverb ? at - 2 : at - 1
    return tag(subject).isNoun || tag(subject) == .prp
  }

  /// `the senator pointedly refused`.
  private func isAdverb(_ at: Int) -> Bool {
    let end = Int(tokens.ends[at])
    return tag(at - 1).isNoun && tag(at + 1).isFinite && end - Int(tokens.starts[at]) > 5
      && !tokens.shapes[at].contains(.capitalized) && bytes[end - 2] == UInt8(ascii: "l")
      && bytes[end - 1] == UInt8(ascii: "y")
  }

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
    "denounces", "applauds", "commends", "deplores", "backs", "proposes", "recommends", "encourages",
  ]
}
