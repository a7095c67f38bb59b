package import DipleAnnotations

/// Parts tokens into sentences. Every token belongs to one; marks that close belong to the sentence they close.
package struct Sentences {
  private let bytes: [UInt8]
  private let tokens: Tokens

  /// The sentences as ranges of tokens.
  package static func ranges(_ bytes: [UInt8], _ tokens: Tokens) -> [Range<Int>] {
    Sentences(bytes: bytes, tokens: tokens).ranges()
  }

  private func ranges() -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    var at = 0
    while at < tokens.count {
      guard let end = sentenceEnd(at) else {
        at += 1
        continue
      }
      ranges.append(start..<end)
      start = end
      at = end
    }
    if start < tokens.count { ranges.append(start..<tokens.count) }
    return ranges
  }

  private func first(_ at: Int) -> UInt8 { at < tokens.count ? bytes[Int(tokens.starts[at])] : 0 }
  private func isAbbreviation(_ at: Int) -> Bool { tokens.shapes[at].contains(.abbreviation) }

  /// The token after the sentence that ends with the mark at `at`; nil where none ends there.
  private func sentenceEnd(_ at: Int) -> Int? {
    // Most tokens are words: they need no look at what they are.
    guard !tokens.shapes[at].isDisjoint(with: [.punctuation, .abbreviation]) else { return nil }
    let word = tokens.words[at]
    let isStop =
      word == "." || word == "?" || word == "!" || first(at) == UInt8(ascii: "?") || first(at) == UInt8(ascii: "!")
    let isEllipsis = word == "…" || word == "..." || word == "...."
    guard isStop || isEllipsis || isAbbreviation(at) else { return nil }
    var end = at + 1
    var closed = false
    while end < tokens.count, isClosing(end, openedBefore: at) {
      closed = true
      end += 1
    }
    guard end < tokens.count else { return end }
    let shape = tokens.shapes[end]
    // What follows without a space goes on, save after a closing mark.
    if !shape.contains(.spaceBefore), !closed { return nil }
    var next = end
    while next < tokens.count, isOpening(next) { next += 1 }
    let follows = next < tokens.count ? tokens.shapes[next] : []
    let startsSentence = follows.contains(.capitalized) || follows.contains(.hasDigit) || next > end
    if isAbbreviation(at), !closed { return startsSentence && abbreviationEnds(at, next) ? end : nil }
    if isEllipsis { return follows.contains(.capitalized) || closed && startsSentence ? end : nil }
    // `“Go!” he said`: a reporting clause with a small letter goes on.
    if !startsSentence, follows.contains(.hasLetter) { return nil }
    // `“Why?” Smith asked.` stays one sentence: the mark is closed and a name with a verb of saying follows.
    return end
  }

  /// True for a mark that closes what stands before it: no space before it, or a bracket.
  private func isClosing(_ at: Int, openedBefore: Int) -> Bool {
    guard tokens.shapes[at].contains(.punctuation) else { return false }
    let word = tokens.words[at]
    if word == ")" || word == "]" || word == "”" || word == "»" || word == "''" || word == "›" { return true }
    guard word == "\"" || word == "'" || word == "’" else { return false }
    return !tokens.shapes[at].contains(.spaceBefore)
  }

  private func isOpening(_ at: Int) -> Bool {
    guard tokens.shapes[at].contains(.punctuation) else { return false }
    let word = tokens.words[at]
    if word == "“" || word == "‘" || word == "(" || word == "[" || word == "«" || word == "``" || word == "„" {
      return true
    }
    return (word == "\"" || word == "'") && tokens.shapes[at].contains(.spaceBefore)
  }

  /// Words that begin a sentence far more often than they continue a name.
  private static let starters: WordSet = [
    "the", "a", "an", "he", "she", "it", "they", "we", "i", "you", "this", "that", "these", "those", "his", "her",
    "their",
    "its", "our", "my", "in", "on", "at", "but", "and", "for", "as", "if", "when", "while", "after", "before", "since",
    "although", "however", "there", "what", "who", "why", "how", "where", "some", "many", "most", "no", "not", "so",
    "then", "according", "meanwhile", "earlier", "later", "both", "such", "by", "with", "from", "to",
  ]

  private func abbreviationEnds(_ at: Int, _ next: Int) -> Bool {
    var form = bytes[Int(tokens.starts[at])..<Int(tokens.ends[at])]
    if form.last == UInt8(ascii: ".") { form = form.dropLast() }
    switch Abbreviations.kinds[Word(form)] {
    case .title?, .number?: return false
    case .month?: return Self.starters.contains(tokens.words[next])
    default: break
    }
    // An initial goes on with a name: `J. Smith`.
    if form.count == 1 { return false }
    return Self.starters.contains(tokens.words[next]) || !tokens.shapes[next].contains(.hasLetter) && next > at + 1
  }
}
