import DiplePluginKit

/// Finds the person that `he` or `she` stands for: the one named in the pronoun's sentence before it, or in the nearest sentence
/// before that names one, whose name speaks for the same sex. Two persons of one sex in one sentence leave it open.
struct Pronouns {
  private struct Person {
    var end: Int
    var sentence: Int
    var cluster: Cluster
    var gender: Gender?
  }

  private let document: DocumentView
  /// The persons of the paragraphs asked for so far, by the paragraph's index.
  private var persons: [Int: [Person]] = [:]

  init(_ document: DocumentView) { self.document = document }

  private static let male: WordSet = ["he", "him", "his"]
  private static let female: WordSet = ["she", "her", "hers"]
  /// How many names before the pronoun are read in a paragraph.
  private static let reach = 32

  /// The thing that the pronoun at `span` of the paragraph with this index stands for; nil where it is no such pronoun or nobody
  /// fits.
  mutating func cluster(at span: Span, ofParagraph index: Int) -> Cluster? {
    let layers = document.paragraphs[index].layers
    let word = layers.word(layers.token(at: span.start))
    guard Self.male.contains(word) || Self.female.contains(word) else { return nil }
    let gender: Gender = Self.male.contains(word) ? .male : .female
    if let found = search(index, before: span.start, gender) { return found }
    return index > 0 ? search(index - 1, before: .max, gender) : nil
  }

  private mutating func search(_ index: Int, before limit: Int, _ gender: Gender) -> Cluster? {
    let all = persons[index] ?? read(index)
    persons[index] = all
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle].end <= limit { low = middle + 1 } else { high = middle }
    }
    var found: (sentence: Int, cluster: Cluster)?
    for person in all[max(0, low - Self.reach)..<low].reversed() {
      if let found, person.sentence != found.sentence { break }
      guard person.gender == nil || person.gender == .either || person.gender == gender else { continue }
      if let found, found.cluster != person.cluster { return nil }
      found = (person.sentence, person.cluster)
    }
    return found?.cluster
  }

  private func read(_ index: Int) -> [Person] {
    let item = document.paragraphs[index]
    return document.annotations("entity", inParagraph: item.number).compactMap { entity in
      guard entity.string("type") == "person", let cluster = entity.cluster("entity") else { return nil }
      let first = entity.string("name")?.split(separator: " ").first
      return Person(
        end: entity.place.span.end, sentence: item.layers.sentence(at: item.layers.token(at: entity.place.span.start)),
        cluster: cluster, gender: first.flatMap { GivenNames.gender(of: Word(String($0))) })
    }.sorted { $0.end < $1.end }
  }
}
