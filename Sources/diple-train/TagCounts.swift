import DipleAnnotations
import DipleLanguage

/// How words are tagged in a large text by a tagger: what a word is in most places tells what it is where the place does not.
struct TagCounts {
  private struct Count {
    var tags: [Tag: Int] = [:]
    var capitals = 0
    var all = 0
  }
  private var counts: [Word: Count] = [:]
  /// How many tokens were read.
  private(set) var all = 0

  /// Counts a paragraph. A sentence's first word is left out, as its capital says nothing.
  mutating func add(_ paragraph: String, _ tagger: Tagger) {
    let bytes = Array(paragraph.utf8)
    let tokens = Tokenizer.tokens(bytes)
    let sentences = Sentences.ranges(bytes, tokens)
    let tags = tagger.tags(bytes, tokens, sentences)
    all += tokens.count
    for sentence in sentences {
      for token in sentence.dropFirst() where tokens.shapes[token].contains(.hasLetter) {
        counts[tokens.words[token], default: Count()].all += 1
        counts[tokens.words[token]]?.tags[tags[token], default: 0] += 1
        if tokens.shapes[token].contains(.capitalized) { counts[tokens.words[token]]?.capitals += 1 }
      }
    }
  }

  /// The words that were seen at least `least` times, the most frequent first.
  func words(least: Int) -> [Word] {
    counts.filter { $0.value.all >= least }
      .sorted { ($1.value.all, $0.key.hash) < ($0.value.all, $1.key.hash) }
      .map(\.key)
  }

  /// The profile of a word of this class: tags that it bears in a tenth of the places or more. Nothing but its class where it was seen less than
  /// five times.
  func profile(_ word: Word, group: Int) -> WordProfile {
    guard let count = counts[word], count.all >= 5 else { return WordProfile(group: group) }
    let tags = count.tags.filter { $0.value * 10 >= count.all }
      .sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
    let share = Double(count.capitals) / Double(count.all)
    return WordProfile(group: group, tags: tags.map(\.key), capitals: share < 0.1 ? 1 : share < 0.7 ? 2 : 3)
  }
}
