import DiplePluginKit

/// What is named in one paragraph, and what was named before: says which thing a source phrase names, by the name inside it,
/// by its role, or through a pronoun.
struct Cast {
  private struct Mentioned {
    var span: Span
    var tokens: Range<Int>
    var thing: Conversation.Named
  }

  /// What a phrase names.
  struct Thing: Sendable, Equatable {
    var cluster: Cluster
    var isPerson: Bool
  }

  private let layers: Layers
  private let passage: Passage<QuotesAnnotator>
  /// In order of their starts.
  private var mentions: [Mentioned] = []
  private var roles: [(head: Word, cluster: Cluster)] = []

  /// How many of the names before a pronoun are looked at.
  private static let reach = 40

  /// Reads the names of a paragraph.
  init(
    _ view: ParagraphView<QuotesAnnotator.Summary>, _ entities: [Annotation], _ conversation: Conversation,
    _ passage: Passage<QuotesAnnotator>
  ) {
    (layers, self.passage) = (view.layers, passage)
    for entity in entities where entity.place.paragraph == view.number {
      guard let cluster = entity.cluster("entity") else { continue }
      let tokens = layers.tokens(in: entity.place.span)
      guard !tokens.isEmpty else { continue }
      let isPerson = entity.string("type") == "person"
      var thing = Conversation.Named(
        cluster: cluster, name: layers.word(tokens.upperBound - 1), isPerson: isPerson, gender: nil,
        isSubject: isSubject(tokens), age: 0)
      if isPerson {
        let role = entity.mention("role").flatMap { $0.place.paragraph == view.number ? $0.place.span : nil }
        let roleTokens = role.map { layers.tokens(in: $0) }
        thing.gender =
          gender(tokens, role: roleTokens) ?? mentions.suffix(Self.reach).last { $0.thing.cluster == cluster }?.thing
          .gender
          ?? conversation.gender(of: cluster) ?? given(entity)
        if let head = roleTokens.flatMap(roleHead) { roles.append((layers.word(head), cluster)) }
      }
      mentions.append(Mentioned(span: entity.place.span, tokens: tokens, thing: thing))
    }
  }

  /// Says which roles are given here: they count in the whole paragraph.
  func enter(_ conversation: inout Conversation) {
    for role in roles { conversation.gives(role.head, to: role.cluster) }
  }

  /// Hands the names on to the next paragraph.
  func leave(_ conversation: inout Conversation) { for mention in mentions { conversation.names(mention.thing) } }

  private func isSubject(_ tokens: Range<Int>) -> Bool {
    if let verb = layers.verbGroup(at: tokens.upperBound), layers.verbGroups[verb].form == .finite { return true }
    return layers.word(tokens.upperBound) == ","
      && layers.sentences[layers.sentence(at: tokens.lowerBound)].lowerBound + 3 >= tokens.lowerBound
  }

  // MARK: What a name tells

  private func gender(_ tokens: Range<Int>, role: Range<Int>?) -> Gender? {
    let lists = Lists.shared
    if let title = lists.gender(layers.word(tokens.lowerBound - 1)) { return title }
    if let role, let sex = role.lazy.compactMap({ lists.gender(layers.word($0)) }).last { return sex }
    return tokens.count > 1 ? certain(GivenNames.gender(of: layers.word(tokens.lowerBound))) : nil
  }

  /// What the given name tells where only the family name stands here.
  private func given(_ entity: Annotation) -> Gender? {
    guard let name = entity.string("name")?.utf8 else { return nil }
    let first = name.prefix { $0 != UInt8(ascii: " ") }
    return first.count < name.count ? certain(GivenNames.gender(of: Word(first))) : nil
  }

  /// The sex that titles elsewhere give the bearer of a family name.
  private func titled(_ name: Word) -> Gender? {
    if case .gender(let gender)? = passage.ask(.gender(name)) { gender } else { nil }
  }

  private func certain(_ gender: Gender?) -> Gender? { gender == .either ? nil : gender }

  /// The noun that can stand for a role alone: its last one before `of` (`secretary`, `minister`).
  private func roleHead(_ tokens: Range<Int>) -> Int? {
    tokens.prefix { layers.tag($0) != .in }.last { layers.tag($0).isNoun }
  }

  // MARK: Phrases

  /// What the phrase at `tokens` names; nil where it is not sure. `outer` is who speaks the words around it.
  func thing(_ tokens: Range<Int>, spokenBy outer: Cluster?, _ conversation: Conversation) -> Thing? {
    let word = layers.word(tokens.lowerBound)
    if tokens.count == 1 {
      let start = layers.start(tokens.lowerBound)
      if Self.first.contains(word) { return outer.map { Thing(cluster: $0, isPerson: true) } }
      if Self.masculine.contains(word) { return person(.male, before: start, not: outer, conversation) }
      if Self.feminine.contains(word) { return person(.female, before: start, not: outer, conversation) }
      if Self.neuter.contains(word) { return body(before: start, conversation) }
    }
    if let named = named(tokens) { return named }
    // `the minister`: a role that the text gave to somebody.
    guard word == "the", let phrase = layers.nounPhrase(at: tokens.lowerBound).map({ layers.nounPhrases[$0] }),
      phrase.tokens == tokens
    else { return nil }
    return conversation.bearer(of: layers.word(phrase.head)).map { Thing(cluster: $0, isPerson: true) }
  }
  private static let first: WordSet = ["i", "we", "my", "our", "us", "me"]
  private static let masculine: WordSet = ["he", "his", "him"]
  private static let feminine: WordSet = ["she", "her", "hers"]
  private static let neuter: WordSet = ["it", "they", "its", "their"]

  private func named(_ tokens: Range<Int>) -> Thing? {
    guard !mentions.isEmpty else { return nil }
    let span = layers.span(tokens)
    var fallback: Thing?
    let phrase = tokens.lazy.compactMap { layers.nounPhrase(at: $0) }.first
    let head = phrase.map { layers.nounPhrases[$0].head } ?? tokens.upperBound - 1
    for mention in mentions[count(before: span.start)...] {
      guard mention.span.start < span.end else { break }
      guard span.contains(mention.span) else { continue }
      let own = mention.tokens
      let after = layers.word(own.upperBound)
      if after == "'s" || after == "'", own.upperBound < tokens.upperBound { continue }
      let before = own.lowerBound > tokens.lowerBound ? layers.word(own.lowerBound - 1) : Word(hash: 0)
      let hangs =
        Self.prepositions.contains(before)
        || before == "the" && own.lowerBound - 2 >= tokens.lowerBound
          && Self.prepositions.contains(layers.word(own.lowerBound - 2))
      if mention.thing.isPerson, !hangs { return mention.thing.thing }
      if fallback == nil, own.contains(head) { fallback = mention.thing.thing }
    }
    return fallback
  }
  private static let prepositions: WordSet = [
    "of", "for", "at", "in", "from", "to", "with", "by", "on", "against", "near",
  ]

  // MARK: Pronouns

  /// How many names start before a byte.
  private func count(before start: Int) -> Int {
    var (low, high) = (0, mentions.count)
    while low < high {
      let middle = (low + high) / 2
      if mentions[middle].span.start < start { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// What was named before a byte, the last one first.
  private func things(before start: Int, _ conversation: Conversation) -> [Conversation.Named] {
    mentions[..<count(before: start)].suffix(Self.reach).reversed().map(\.thing) + conversation.named.reversed()
  }

  /// The person that `he` or `she` stands for: of those named last, the one who speaks or acts; nil where two are as likely.
  private func person(_ gender: Gender, before start: Int, not outer: Cluster?, _ conversation: Conversation)
    -> Thing?
  {
    var best: (cluster: Cluster, score: Int)?
    var second = 0
    var seen: [Cluster] = []
    for (step, thing) in things(before: start, conversation).prefix(Self.reach).enumerated() {
      guard thing.isPerson, thing.cluster != outer, !seen.contains(thing.cluster) else { continue }
      let known = thing.gender ?? titled(thing.name)
      if let known, known != gender { continue }
      guard seen.count < 8 else { break }
      seen.append(thing.cluster)
      var score = 10 - 3 * thing.age - min(4, (step + 1) / 2)
      if known == gender { score += 4 }
      if thing.isSubject { score += 3 }
      if conversation.lastSpeaker?.cluster == thing.cluster { score += 4 }
      if score > best?.score ?? 0 {
        second = best?.score ?? 0
        best = (thing.cluster, score)
      } else {
        second = max(second, score)
      }
    }
    guard let best, best.score > 4, best.score > second else { return nil }
    return Thing(cluster: best.cluster, isPerson: true)
  }

  /// The organization, place or group that `it` or `they` stands for: the last to speak, else the last subject nearby.
  private func body(before start: Int, _ conversation: Conversation) -> Thing? {
    if let last = conversation.lastSpeaker { return last.isPerson ? nil : last }
    if conversation.spokeUnnamed { return nil }
    let subject = things(before: start, conversation).first { $0.isSubject && $0.age <= 1 }
    return subject.flatMap { $0.isPerson ? nil : $0.thing }
  }
}

extension Conversation.Named {
  fileprivate var thing: Cast.Thing { Cast.Thing(cluster: cluster, isPerson: isPerson) }
}
