import DipleExchangeResources
import DipleLanguage
import DiplePluginKit

/// What kind of source a speaker is, by the way the text names it.
public enum SourceClass: String, Sendable, CaseIterable {
  /// Somebody or something with a name: `Ana Ruiz`, `the ministry` where its name is known.
  case named
  /// One person, or sources, without a name: `an official`, `people familiar with the talks`.
  case anonymous
  /// A group without a name: `residents`, `the government`.
  case collective
  /// A text: `the report`.
  case document
  /// Nobody, or a pronoun that stands for nobody known.
  case unknown

  /// - Parameter isGivenByName: true where a person named the speaker.
  init(_ speaker: Party?, isGivenByName: Bool) {
    guard let speaker else {
      self = .unknown
      return
    }
    self = speaker.entity != nil || isGivenByName ? .named : SourceWords.shared.sourceClass(speaker.name)
  }
}

/// Whether a text calls a person `she` or `he`; a name alone says neither.
public enum GenderSaid: String, Sendable, CaseIterable {
  case she, he
}

/// What the words of a phrase tell about the source that it names.
struct SourceWords: Sendable {
  static let shared = SourceWords(Resource("source_words.tsv", diple_source_words))

  private var lists: [Substring: Set<Substring>] = [:]

  init(_ resource: Resource) {
    for row in resource.rows where row.count == 2 { lists[row[0][...], default: []].insert(row[1][...]) }
  }

  /// The kind of a source without a name.
  func sourceClass(_ phrase: String) -> SourceClass {
    let words = headed(phrase)
    guard let head = words.last else { return .unknown }
    if words.count == 1, has(head, "pronoun") { return .unknown }
    if words.contains(where: { has($0, "anonymous") }) { return .anonymous }
    if has(head, "document") { return .document }
    if has(head, "collective") {
      // `people briefed on the talks` are sources, `people` are people.
      return head == "people" && isSpecific(phrase) ? .anonymous : .collective
    }
    let isPlural = head.hasSuffix("men") || head.hasSuffix("s") && !["ss", "us", "is"].contains { head.hasSuffix($0) }
    return isPlural ? .collective : .anonymous
  }

  /// What the phrase says of a person's gender.
  func gender(_ phrase: String) -> GenderSaid? {
    // `Mr and Mrs Holt` are two.
    guard !phrase.prefix(while: { $0 != "," }).split(separator: " ").contains(where: { ["and", "or"].contains($0) })
    else { return nil }
    let words = headed(phrase)
    let said = GenderSaid.allCases.filter { gender in
      words.contains { has($0, gender.rawValue[...]) }
    }
    return said.count == 1 ? said[0] : nil
  }

  private func has(_ word: Substring, _ list: Substring) -> Bool { lists[list]?.contains(word) ?? false }

  private func isSpecific(_ phrase: String) -> Bool {
    ["familiar", "close", "briefed", "involved"].contains { phrase.contains(" \($0) ") }
  }

  /// The words of a phrase as far as its head: before the first comma, preposition or relative clause.
  private func headed(_ phrase: String) -> [Substring] {
    let words = phrase.lowercased().prefix { $0 != "," }.split { !$0.isLetter && $0 != "-" && $0 != "'" && $0 != "’" }
      .map { word -> Substring in
        for suffix in ["'s", "’s"] where word.hasSuffix(suffix) { return word.dropLast(2) }
        return word
      }
    guard let first = words.first else { return [] }
    return [first] + words.dropFirst().prefix { !has($0, "end") }
  }
}
