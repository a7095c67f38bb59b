import DiplePluginKit

/// Finds the person that `he` or `she` stands for: a person named as the first in the sentence, or in the nearest sentence before that
/// names one, whose name speaks for the same sex. Two persons of one sex in one sentence leave it open.
struct Pronouns {
  private let document: DocumentView

  init(_ document: DocumentView) { self.document = document }

  private static let male: WordSet = ["he", "him", "his"]
  private static let female: WordSet = ["she", "her", "hers"]
  /// How many paragraphs before the pronoun's own are read.
  private static let reach = 1

  /// The thing that the pronoun at `place` stands for; nil where it is no such pronoun or nobody fits.
  func cluster(at place: Place, in layers: Layers) -> Cluster? {
    let token = layers.token(at: place.span.start)
    let word = layers.word(token)
    let gender: Gender
    if Self.male.contains(word) {
      gender = .male
    } else if Self.female.contains(word) {
      gender = .female
    } else {
      return nil
    }
    guard let index = document.paragraphs.firstIndex(where: { $0.number == place.paragraph }) else { return nil }
    var before: Int? = place.span.start
    for number in stride(from: index, through: max(0, index - Self.reach), by: -1) {
      let item = document.paragraphs[number]
      if let found = search(item, before: before ?? item.layers.bytes.count, gender) { return found }
      before = nil
    }
    return nil
  }

  private func search(_ item: DocumentView.Item, before limit: Int, _ gender: Gender) -> Cluster? {
    var best: (sentence: Int, clusters: [Cluster])?
    for entity in document.annotations("entity", inParagraph: item.number)
    where entity.string("type") == "person" && entity.place.span.end <= limit {
      guard let cluster = entity.cluster("entity"), fits(entity, gender) else { continue }
      let sentence = item.layers.sentence(at: item.layers.token(at: entity.place.span.start))
      if best.map({ $0.sentence < sentence }) ?? true { best = (sentence, []) }
      if best?.clusters.contains(cluster) == false { best?.clusters.append(cluster) }
    }
    guard let clusters = best?.clusters else { return nil }
    return clusters.count == 1 ? clusters[0] : nil
  }

  private func fits(_ entity: Annotation, _ gender: Gender) -> Bool {
    guard let name = entity.string("name"), let first = name.split(separator: " ").first else { return true }
    guard let own = GivenNames.gender(of: Word(String(first))) else { return true }
    return own == .either || own == gender
  }
}
