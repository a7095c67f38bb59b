import DiplePluginKit

/// The person whom `he` and `she` at the start of a paragraph would stand for: what flows from paragraph to paragraph.
public struct LastNamed: Sendable, Equatable {
  var he: Cluster?
  var she: Cluster?
  /// How many paragraphs ago a person was named.
  var age = 0

  /// Beyond this many paragraphs without a name, a pronoun is left open.
  static let reach = 2
}

/// Finds the person that `he` or `she` stands for: the one named in the pronoun's sentence before it, or in the nearest sentence
/// before that names one, whose name speaks for the same sex. Two persons of one sex in one sentence leave it open.
struct Pronouns {
  private struct Person {
    var end: Int
    var sentence: Int
    var cluster: Cluster
    var gender: Gender?
  }

  private let layers: Layers
  private let persons: [Person]
  private let before: LastNamed

  private static let male: WordSet = ["he", "him", "his"]
  private static let female: WordSet = ["she", "her", "hers"]
  private static let neuter: WordSet = ["it", "its", "they", "them", "their"]
  /// How many names before the pronoun are read.
  private static let reach = 32

  init(_ layers: Layers, _ entities: [Annotation], before: LastNamed) {
    (self.layers, self.before) = (layers, before)
    persons = entities.compactMap { entity in
      guard entity.string("type") == "person", let cluster = entity.cluster("entity") else { return nil }
      let first = entity.string("name")?.split(separator: " ").first
      return Person(
        end: entity.place.span.end, sentence: layers.sentence(at: layers.token(at: entity.place.span.start)),
        cluster: cluster, gender: first.flatMap { GivenNames.gender(of: Word(String($0))) })
    }.sorted { $0.end < $1.end }
  }

  /// Whom the next paragraph's pronouns would stand for.
  var after: LastNamed {
    if persons.isEmpty {
      return before.age < LastNamed.reach ? LastNamed(he: before.he, she: before.she, age: before.age + 1) : LastNamed()
    }
    return LastNamed(he: search(before: .max, .male), she: search(before: .max, .female))
  }

  /// The thing that the pronoun at `span` stands for; nil where it is no such pronoun or nobody fits.
  func cluster(at span: Span) -> Cluster? {
    let word = layers.word(layers.token(at: span.start))
    if Self.male.contains(word) { return search(before: span.start, .male) ?? (isFirst(span) ? before.he : nil) }
    if Self.female.contains(word) { return search(before: span.start, .female) ?? (isFirst(span) ? before.she : nil) }
    return nil
  }

  /// True where a pronoun can stand for the speaker that a phrase names: `she` for a woman, `it` and `they` for no person.
  func agrees(_ pronoun: Word, with speaker: Cluster, in phrase: Span, isPerson: Bool?) -> Bool {
    if Self.neuter.contains(pronoun) { return isPerson == false }
    guard isPerson != false, Self.male.contains(pronoun) || Self.female.contains(pronoun) else { return false }
    let end = count(before: phrase.end)
    let gender = persons[max(0, end - Self.reach)..<end].last { $0.cluster == speaker }?.gender
    return gender == nil || gender == .either || gender == (Self.male.contains(pronoun) ? .male : .female)
  }

  /// True where the paragraph names nobody before.
  private func isFirst(_ span: Span) -> Bool { persons.first.map { $0.end > span.start } ?? true }

  /// How many persons' names end before a byte.
  private func count(before limit: Int) -> Int {
    var (low, high) = (0, persons.count)
    while low < high {
      let middle = (low + high) / 2
      if persons[middle].end <= limit { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func search(before limit: Int, _ gender: Gender) -> Cluster? {
    let low = count(before: limit)
    var found: (sentence: Int, cluster: Cluster)?
    for person in persons[max(0, low - Self.reach)..<low].reversed() {
      if let found, person.sentence != found.sentence { break }
      guard person.gender == nil || person.gender == .either || person.gender == gender else { continue }
      if let found, found.cluster != person.cluster { return nil }
      found = (person.sentence, person.cluster)
    }
    return found?.cluster
  }
}
