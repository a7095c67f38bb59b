public import DiplePluginKit

/// What a paragraph may ask the document.
public enum QuoteQuestion: Hashable, Sendable {
  /// Is it a conversation, where many quotations have no cue?
  case conversation
  /// Which sex do titles and roles say that the bearer of this family name has?
  case gender(Word)
}

/// What a paragraph tells.
public enum QuoteFact: Equatable, Sendable {
  /// How many direct quotations it holds, and how many of them open it without a cue.
  case speech(direct: Int, uncued: Int)
  /// Somebody of this name bears such a title.
  case gender(Gender)
}

/// What the document answers.
public enum QuoteAnswer: Equatable, Sendable {
  case conversation(Bool)
  case gender(Gender)
}

extension QuoteAnswer {
  /// Makes an answer of the facts, which stand in document order.
  init?(_ question: QuoteQuestion, _ facts: [QuoteFact]) {
    switch question {
    case .conversation:
      var (all, open) = (0, 0)
      for case .speech(let direct, let uncued) in facts { (all, open) = (all + direct, open + uncued) }
      self = .conversation(open * 5 > all)
    case .gender:
      // A couple shares a name: then it tells nothing.
      guard case .gender(let first)? = facts.first, facts.allSatisfy({ $0 == .gender(first) }) else { return nil }
      self = .gender(first)
    }
  }
}

extension QuoteFact {
  /// What a paragraph tells.
  static func all(_ layers: Layers, _ found: [Found]) -> [QuoteQuestion: QuoteFact] {
    var facts: [QuoteQuestion: QuoteFact] = [:]
    var (direct, uncued) = (0, 0)
    for quote in found where quote.scope == -1 && quote.form == .direct {
      direct += 1
      if quote.opensWithoutCue { uncued += 1 }
    }
    if direct > 0 { facts[.conversation] = .speech(direct: direct, uncued: uncued) }
    var token = 0
    while token + 1 < layers.count {
      defer { token += 1 }
      guard layers.tag(token + 1).isProperNoun, layers.tag(token).isNoun,
        let gender = Lists.shared.gender(layers.word(token))
      else { continue }
      var last = token + 1
      while last + 1 < layers.count, layers.tag(last + 1).isProperNoun { last += 1 }
      let question = QuoteQuestion.gender(layers.word(last))
      if facts[question] == nil { facts[question] = .gender(gender) }
      token = last
    }
    return facts
  }
}

extension Found {
  /// A sentence in marks at the paragraph's start that nobody is said to speak.
  var opensWithoutCue: Bool { source == .previous && pieces[0].lowerBound == 0 }
}

extension Found {
  /// Marks without a cue at the paragraph's start, whose source may stand at the end of the one before.
  var opensInMarks: Bool { scope == -1 && form == .direct && cue.isEmpty && pieces[0].lowerBound == 0 }
}

extension Lists {
  /// The sex that a title or a word for a person tells.
  func gender(_ word: Word) -> Gender? { female.contains(word) ? .female : male.contains(word) ? .male : nil }
}
