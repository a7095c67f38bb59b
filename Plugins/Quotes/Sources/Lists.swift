import DiplePluginKit
import QuotesResources

/// The small word lists of `words.tsv`, by the list's name.
final class Lists: Sendable {
  static let shared = Lists(Resource("words.tsv", quotes_words))

  /// Nouns that head a phrase of time (`Tuesday`, `week`).
  let time: WordSet
  /// Words before a name, a term or a nickname in marks (`dubbed`).
  let naming: WordSet
  /// Words beside the title of a work (`novel`).
  let titling: WordSet
  /// Nouns for those who are told things (`reporters`).
  let hearer: WordSet
  /// Words that tell a person's sex.
  let female: WordSet
  let male: WordSet

  init(_ resource: Resource) {
    var lists: [String: WordSet] = [:]
    for row in resource.rows where row.count == 2 { lists[row[0], default: WordSet()].insert(Word(row[1])) }
    func list(_ name: String) -> WordSet { lists[name] ?? WordSet() }
    (time, naming, titling) = (list("time"), list("naming"), list("titling"))
    (hearer, female, male) = (list("hearer"), list("female"), list("male"))
  }
}
