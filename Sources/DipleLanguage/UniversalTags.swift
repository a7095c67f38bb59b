package import DipleAnnotations

/// From the tags of the Penn Treebank to those of Universal Dependencies.
package enum UniversalTags {
  /// The universal tag of a token of a sentence.
  package static func tag(_ token: Int, _ tokens: Tokens, _ tags: [Tag], _ sentence: Range<Int>) -> UniversalTag {
    let word = tokens.words[token]
    switch tags[token] {
    case .jj, .jjr, .jjs: return .adj
    case .rb, .rbr, .rbs, .wrb: return word == "not" || word == "n't" ? .part : .adv
    case .nn, .nns: return word == "%" ? .sym : pronouns.contains(word) ? .pron : .noun
    case .nnp, .nnps: return .propn
    case .prp, .prps, .wp, .wps, .ex: return .pron
    case .dt, .pdt, .wdt: return determiner(token, tokens, tags, sentence)
    case .in: return preposition(token, tokens, tags, sentence)
    case .rp: return .adp
    case .cc: return .cconj
    case .cd: return .num
    case .md: return .aux
    case .to, .pos: return .part
    case .uh: return .intj
    case .vb, .vbd, .vbg, .vbn, .vbp, .vbz: return verb(token, tokens, tags, sentence)
    case .sym, .dollar: return .sym
    case .fw, .add, .gw, .xx, .ls, .afx: return .x
    case .comma, .stop, .colon, .open, .close, .openQuote, .closeQuote, .hyph, .nfp: return .punct
    }
  }

  private static let pronouns: WordSet = [
    "something", "anything", "nothing", "everything", "someone", "anyone", "everyone", "somebody", "anybody", "nobody",
    "everybody", "none",
  ]
  private static let clauses: WordSet = [
    "that", "if", "because", "while", "although", "though", "whether", "unless", "whereas", "cause", "lest", "'cause",
  ]
  private static let auxiliaries: WordSet = ["do", "does", "did", "have", "has", "had", "having", "'ve", "'d"]
  private static let be: WordSet = [
    "be", "am", "is", "are", "was", "were", "been", "being", "'s", "'m", "'re", "’s", "ai",
  ]
  private static let getting: WordSet = ["get", "gets", "got", "getting", "gotten"]

  /// A determiner stands before its noun; alone it is a pronoun.
  private static func determiner(
    _ token: Int, _ tokens: Tokens, _ tags: [Tag], _ sentence: Range<Int>
  ) -> UniversalTag {
    let word = tokens.words[token]
    if word == "the" || word == "a" || word == "an" || word == "no" || word == "every" { return .det }
    if tags[token] == .pdt { return .det }
    var next = token + 1
    while next < sentence.upperBound,
      tags[next].isAdjective || tags[next] == .cd || tags[next].isAdverb || tags[next] == .vbn
    {
      next += 1
    }
    let stands = next < sentence.upperBound && (tags[next].isNoun || tags[next] == .dt && next == token + 1)
    if tags[token] == .wdt { return word == "that" || !stands ? .pron : .det }
    return stands || word == "all" && next < sentence.upperBound && tags[next] == .prps ? .det : .pron
  }

  /// What brings in a clause marks it; what brings in a noun phrase is a preposition.
  private static func preposition(
    _ token: Int, _ tokens: Tokens, _ tags: [Tag], _ sentence: Range<Int>
  ) -> UniversalTag {
    let word = tokens.words[token]
    if clauses.contains(word) { return .sconj }
    let next = token + 1
    guard next < sentence.upperBound else { return .adp }
    if tags[next] == .vbg { return .sconj }
    guard
      word == "as" || word == "since" || word == "after" || word == "before" || word == "until" || word == "than"
        || word == "like"
    else { return word == "so" && tags[next] == .prp ? .sconj : .adp }
    // A finite verb after the first noun phrase.
    var at = next
    var nouns = false
    while at < sentence.upperBound, at < next + 8 {
      let tag = tags[at]
      if tag.isFinite { return nouns ? .sconj : .adp }
      if tag.isPunctuation || tag == .in || tag == .cc || tag == .to { break }
      if tag.isNoun || tag == .prp || tag == .ex || tag == .dt { nouns = true }
      at += 1
    }
    return .adp
  }

  /// A form of `be` helps or joins; `have` and `do` help where their verb follows.
  private static func verb(_ token: Int, _ tokens: Tokens, _ tags: [Tag], _ sentence: Range<Int>) -> UniversalTag {
    let word = tokens.words[token]
    if be.contains(word) {
      let before = token - 1
      return before >= sentence.lowerBound && tags[before] == .ex ? .verb : .aux
    }
    guard auxiliaries.contains(word) || getting.contains(word) else { return .verb }
    var next = token + 1
    while next < sentence.upperBound, next < token + 5, tags[next].isAdverb || tags[next] == .prp { next += 1 }
    guard next < sentence.upperBound else { return .verb }
    let isDo = word == "do" || word == "does" || word == "did"
    if isDo { return tags[next] == .vb ? .aux : .verb }
    return tags[next] == .vbn || word == "'d" && tags[next] == .vb ? .aux : .verb
  }
}
