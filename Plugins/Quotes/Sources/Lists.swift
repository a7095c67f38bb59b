import DiplePluginKit
import QuotesResources

/// The small word lists of `words.tsv`, by the list's name.
struct Lists: Sendable {
  static let shared = Lists(Resource("words.tsv", quotes_words))

  /// Nouns that head a phrase of time (`Tuesday`, `week`).
  private(set) var time = WordSet()
  /// Words before a name, a term or a nickname in marks (`dubbed`).
  private(set) var naming = WordSet()
  /// Words beside the title of a work (`novel`).
  private(set) var titling = WordSet()
  /// Nouns for those who are told things (`reporters`).
  private(set) var hearer = WordSet()
  /// Words that tell a person's sex.
  private(set) var female = WordSet()
  private(set) var male = WordSet()

  init(_ resource: Resource) {
    for row in resource.rows where row.count == 2 {
      let word = Word(row[1])
      switch row[0] {
      case "time": time.insert(word)
      case "naming": naming.insert(word)
      case "titling": titling.insert(word)
      case "hearer": hearer.insert(word)
      case "female": female.insert(word)
      case "male": male.insert(word)
      default: break
      }
    }
  }
}
