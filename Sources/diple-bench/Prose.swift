import DipleText

/// Writes news-like prose: the same for the same seed, never the same paragraph twice but by chance.
///
/// Sentences are patterns with gaps; what fills a gap is drawn from `Stock`, and a person who was named in full goes on by family
/// name and pronoun, as in an article. Quotes, cues, dates, roles and positions come about as often as in a newspaper.
struct Prose {
  private var random: SplitMix
  /// Who was named last.
  private var person = Stock.people[0]
  private var family = Stock.families[0]

  init(seed: UInt64) { random = SplitMix(state: seed) }

  /// At least so many bytes of articles, paragraphs parted by blank lines.
  mutating func text(bytes: Int) -> String {
    var text = ""
    text.reserveCapacity(bytes + 4000)
    while text.utf8.count < bytes { text += article() }
    return text
  }

  private mutating func article() -> String {
    var article = "# " + fill(pick(Stock.headlines)) + "\n\n"
    for number in 0..<Int.random(in: 6...14, using: &random) {
      var sentences: [String] = []
      if number == 0 { sentences.append(fill("{TOWN}, {date} – ")) }
      for _ in 0..<Int.random(in: 1...5, using: &random) { sentences.append(fill(pick(Stock.sentences))) }
      article += sentences.joined(separator: " ").replacing("–  ", with: "– ") + "\n\n"
    }
    return article
  }

  private mutating func pick<Element>(_ all: [Element]) -> Element { all.randomElement(using: &random) ?? all[0] }

  /// Fills the gaps of a pattern, those inside what fills them too.
  private mutating func fill(_ pattern: String) -> String {
    var filled = ""
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      filled += rest[..<open]
      filled += filler(String(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }

  private mutating func filler(_ gap: String) -> String {
    switch gap {
    case "person":
      person = pick(Stock.people)
      family = pick(Stock.families)
      return "\(person.given) \(family)"
    case "family": return family
    case "he": return person.pronoun
    case "He": return person.pronoun == "he" ? "He" : "She"
    case "number": return String(Int.random(in: 2...980, using: &random))
    case "year": return String(Int.random(in: 1950...2029, using: &random))
    case "day": return String(Int.random(in: 1...28, using: &random))
    case "TOWN": return pick(Stock.words["town"] ?? []).uppercased()
    default: return fill(pick(Stock.words[gap] ?? ["?"]))
    }
  }
}
