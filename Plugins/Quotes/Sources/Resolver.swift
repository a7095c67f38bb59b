import DiplePluginKit

/// Says which thing of the document a source phrase names: by the name inside it, by its role, or through a pronoun.
struct Resolver {
  /// What is known of a cluster.
  private struct Thing {
    var type: String
    var gender: Gender?
  }

  private struct Mentioned {
    var place: Place
    /// The index of the paragraph; numbers have gaps.
    var paragraph: Int
    var cluster: Cluster
    var isSubject: Bool
  }

  private let document: DocumentView
  private var things: [Cluster: Thing] = [:]
  /// All mentions in document order, and how many stand before each paragraph.
  private var mentions: [Mentioned] = []
  private var firstMention: [Int] = []
  /// The heads of roles that the text gives to persons.
  private var roles = WordMap<Cluster>()
  private var lastSpeaker: Cluster?
  private var spokeUnnamed = false

  init(_ document: DocumentView) {
    self.document = document
    for (index, item) in document.paragraphs.enumerated() {
      firstMention.append(mentions.count)
      for entity in document.annotations("entity", inParagraph: item.number) {
        guard let cluster = entity.cluster("entity"), entity.place.paragraph == item.number else { continue }
        let tokens = item.layers.tokens(in: entity.place.span)
        guard !tokens.isEmpty else { continue }
        mentions.append(
          Mentioned(place: entity.place, paragraph: index, cluster: cluster, isSubject: isSubject(tokens, item.layers)))
        learn(cluster, entity, tokens, item.layers)
      }
    }
    firstMention.append(mentions.count)
  }

  private func isSubject(_ tokens: Range<Int>, _ layers: Layers) -> Bool {
    if let verb = layers.verbGroup(at: tokens.upperBound), layers.verbGroups[verb].form == .finite { return true }
    return layers.word(tokens.upperBound) == ","
      && layers.sentences[layers.sentence(at: tokens.lowerBound)].lowerBound + 3 >= tokens.lowerBound
  }

  // MARK: What names and roles tell

  private mutating func learn(_ cluster: Cluster, _ entity: Annotation, _ tokens: Range<Int>, _ layers: Layers) {
    let type = entity.string("type") ?? ""
    var thing = things[cluster] ?? Thing(type: type, gender: nil)
    if type == "person" {
      thing.gender = thing.gender ?? gender(tokens, layers, role: entity.mention("role"))
      if let role = entity.mention("role")?.place, role.paragraph == entity.place.paragraph {
        for token in roleHeads(layers.tokens(in: role.span), layers) { roles[layers.word(token)] = cluster }
      }
    }
    things[cluster] = thing
  }

  private func gender(_ tokens: Range<Int>, _ layers: Layers, role: Mention?) -> Gender? {
    let lists = Lists.shared
    func sex(_ token: Int) -> Gender? {
      let word = layers.word(token)
      return lists.female.contains(word) ? .female : lists.male.contains(word) ? .male : nil
    }
    if let title = sex(tokens.lowerBound - 1) { return title }
    if let role, let sex = layers.tokens(in: role.place.span).lazy.compactMap(sex).last { return sex }
    switch GivenNames.gender(of: layers.word(tokens.lowerBound)) {
    case .female? where tokens.count > 1: return .female
    case .male? where tokens.count > 1: return .male
    default: return nil
    }
  }

  /// The nouns that can stand for a role alone: its last noun before `of` (`secretary`, `minister`).
  private func roleHeads(_ tokens: Range<Int>, _ layers: Layers) -> [Int] {
    var head: Int?
    for token in tokens {
      if layers.tag(token) == .in { break }
      if layers.tag(token).isNoun { head = token }
    }
    return head.map { [$0] } ?? []
  }

  /// Notes who has just spoken; nil for a source that no name stands for.
  mutating func spoke(_ cluster: Cluster?) { (lastSpeaker, spokeUnnamed) = (cluster, cluster == nil) }

  // MARK: Phrases

  /// What the phrase at `tokens` of a paragraph names; nil where it is not sure.
  func entity(of tokens: Range<Int>, in paragraph: Int, spokenBy outer: Cluster?, isInside: Bool) -> Cluster? {
    let item = document.paragraphs[paragraph]
    let layers = item.layers
    let word = layers.word(tokens.lowerBound)
    if tokens.count == 1 {
      if Self.first.contains(word) { return outer }
      if Self.masculine.contains(word) { return person(.male, before: item.place(tokens), paragraph, not: outer) }
      if Self.feminine.contains(word) { return person(.female, before: item.place(tokens), paragraph, not: outer) }
      if word == "it" || word == "they" || word == "its" || word == "their" {
        return body(before: item.place(tokens), paragraph)
      }
    }
    if let named = named(tokens, paragraph, layers) { return named }
    // `the minister`: a role that the text gave to somebody.
    guard word == "the", let phrase = layers.nounPhrase(at: tokens.lowerBound).map({ layers.nounPhrases[$0] }),
      phrase.tokens == tokens
    else { return nil }
    return roles[layers.word(phrase.head)]
  }
  private static let first: WordSet = ["i", "we", "my", "our", "us", "me"]
  private static let masculine: WordSet = ["he", "his", "him"]
  private static let feminine: WordSet = ["she", "her", "hers"]

  private func named(_ tokens: Range<Int>, _ paragraph: Int, _ layers: Layers) -> Cluster? {
    let span = layers.span(tokens)
    var fallback: Cluster?
    let phrase = tokens.lazy.compactMap { layers.nounPhrase(at: $0) }.first
    let head = phrase.map { layers.nounPhrases[$0].head } ?? tokens.upperBound - 1
    for index in firstMention[paragraph]..<firstMention[paragraph + 1] {
      let mention = mentions[index]
      guard mention.place.span.start < span.end else { break }
      guard span.contains(mention.place.span) else { continue }
      let own = layers.tokens(in: mention.place.span)
      let after = layers.word(own.upperBound)
      if after == "'s" || after == "'", own.upperBound < tokens.upperBound { continue }
      let before = own.lowerBound > tokens.lowerBound ? layers.word(own.lowerBound - 1) : Word(hash: 0)
      let hangs =
        Self.prepositions.contains(before)
        || before == "the" && own.lowerBound - 2 >= tokens.lowerBound
          && Self.prepositions.contains(layers.word(own.lowerBound - 2))
      if things[mention.cluster]?.type == "person", !hangs { return mention.cluster }
      if fallback == nil, own.contains(head) { fallback = mention.cluster }
    }
    return fallback
  }
  private static let prepositions: WordSet = [
    "of", "for", "at", "in", "from", "to", "with", "by", "on", "against", "near",
  ]

  // MARK: Pronouns

  /// The person that `he` or `she` stands for: of those named last, the one who speaks or acts; nil where two are as likely.
  private func person(_ gender: Gender, before place: Place, _ paragraph: Int, not outer: Cluster?) -> Cluster? {
    var best: (cluster: Cluster, score: Int)?
    var second = 0
    var seen: [Cluster] = []
    var index = firstMention[paragraph + 1] - 1
    var steps = 0
    while index >= 0, steps < 40, seen.count < 8 {
      defer { index -= 1 }
      let mention = mentions[index]
      guard mention.place < place else { continue }
      steps += 1
      let distance = paragraph - mention.paragraph
      if distance > 3 { break }
      guard let thing = things[mention.cluster], thing.type == "person", mention.cluster != outer else { continue }
      if let known = thing.gender, known != gender { continue }
      var score = 10 - 3 * distance - min(4, steps / 2)
      if thing.gender == gender { score += 4 }
      if mention.isSubject { score += 3 }
      if lastSpeaker == mention.cluster { score += 4 }
      if seen.contains(mention.cluster) { continue }
      seen.append(mention.cluster)
      if score > best?.score ?? 0 {
        second = best?.score ?? 0
        best = (mention.cluster, score)
      } else {
        second = max(second, score)
      }
    }
    guard let best, best.score > 4, best.score > second else { return nil }
    return best.cluster
  }

  /// The organization, place or group that `it` or `they` stands for: the last to speak, else the last subject nearby.
  private func body(before place: Place, _ paragraph: Int) -> Cluster? {
    if let last = lastSpeaker { return things[last]?.type == "person" ? nil : last }
    if spokeUnnamed { return nil }
    var index = firstMention[paragraph + 1] - 1
    while index >= firstMention[max(0, paragraph - 1)] {
      let mention = mentions[index]
      if mention.place < place, mention.isSubject {
        return things[mention.cluster]?.type == "person" ? nil : mention.cluster
      }
      index -= 1
    }
    return nil
  }
}
