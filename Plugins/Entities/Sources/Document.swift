import DiplePluginKit

/// Reads the names of all paragraphs together: settles types, drops what is no name, and joins mentions of one thing.
struct DocumentReader {
  /// A name with its paragraph.
  private struct Item {
    var paragraph: Int
    var found: Found
    var type: EntityType
    var cluster = 0
  }

  private struct Group {
    var type: EntityType
    /// The fullest form so far.
    var best: (paragraph: Int, span: Span)
  }

  private let document: DocumentView
  private var items: [Item] = []
  private var groups: [Group] = []
  /// Types by the words of names that are sure.
  private var votes = WordMap<EntityType>()
  /// Family names of persons named in full.
  private var families = WordSet()

  init(_ document: DocumentView, _ summaries: [[Found]]) {
    self.document = document
    var used = WordMap<Int>()
    for found in summaries.joined() where !found.weak {
      guard let type = found.type else { continue }
      let key = Word(hash: found.words)
      switch found.evidence {
      case .list, .title, .given, .head: votes[key] = type
      case .context: votes[key] = votes[key] ?? type
      case .usage: used[key] = (used[key] ?? 0) + 1
      case .shape: break
      }
      if type == .person, found.count > 1, found.evidence != .shape { families.insert(found.last) }
      if type == .organization, found.count > 1 { votes[found.initials] = votes[found.initials] ?? .organization }
    }
    // Once may be chance, and any other sign goes before.
    for found in summaries.joined() where found.evidence == .usage && !found.weak {
      let key = Word(hash: found.words)
      if used[key]! > 1 { votes[key] = votes[key] ?? found.type }
    }
    for (item, summary) in zip(document.paragraphs, summaries) {
      for found in summary {
        guard let type = settle(found) else { continue }
        items.append(Item(paragraph: item.number, found: found, type: type))
      }
    }
    join()
  }

  /// The type that the document gives a name; nil where it is none.
  private func settle(_ found: Found) -> EntityType? {
    if found.count == 1, families.contains(found.last), found.type != .group,
      !(found.evidence == .list && found.type != .person)
    {
      return .person
    }
    if found.evidence == .list || found.evidence == .title { return found.type }
    if let vote = votes[Word(hash: found.words)] { return vote }
    if found.weak || found.evidence == .usage { return nil }
    return found.type ?? (found.count > 1 ? .organization : nil)
  }

  private mutating func join() {
    var byWords = WordMap<Int>()
    var byFamily = WordMap<Int>()
    var byInitials = WordMap<Int>()
    var byBothNames = WordMap<Int>()
    // Full names first, so that a family name before the full one finds it.
    for index in items.indices.sorted(by: { order($0) < order($1) }) {
      let found = items[index].found
      let key = Word(hash: found.canonical &+ UInt64(items[index].type == .group ? 1 : 0))
      let both = Word(hash: Names.join(found.first.hash, found.last))
      var group = byWords[key]
      if items[index].type == .person, group == nil {
        group = found.count == 1 ? byFamily[found.last] : byBothNames[both]
      } else if group == nil, found.count == 1 {
        group = byInitials[found.first]
      }
      let number = group ?? groups.count
      if group == nil { groups.append(Group(type: items[index].type, best: (items[index].paragraph, found.span))) }
      items[index].cluster = number
      if found.span.count > groups[number].best.span.count {
        groups[number].best = (items[index].paragraph, found.span)
      }
      byWords[key] = number
      guard found.count > 1 else { continue }
      if items[index].type == .person {
        byBothNames[both] = number
        if byFamily[found.last] == nil { byFamily[found.last] = number }
        if byFamily[found.first] == nil { byFamily[found.first] = number }
      } else if byInitials[found.initials] == nil {
        byInitials[found.initials] = number
      }
    }
  }

  private func order(_ index: Int) -> (Int, Int) { (items[index].found.count > 1 ? 0 : 1, index) }

  /// The annotations, clusters numbered by first mention.
  func annotations() -> [Annotation] {
    var numbers = [Int?](repeating: nil, count: groups.count)
    var next = 1
    let layers = Dictionary(document.paragraphs.map { ($0.number, $0.layers) }) { first, _ in first }
    return items.map { item in
      let group = groups[item.cluster]
      let number = numbers[item.cluster] ?? next
      if numbers[item.cluster] == nil {
        numbers[item.cluster] = number
        next += 1
      }
      var annotation = Annotation(
        "entity", Place(item.paragraph, item.found.span), confidence: confidence(item.found),
        source: "entities/\(item.found.evidence.rawValue)", reason: reason(item.found, item.type),
        attributes: [
          "type": .string(item.type.rawValue), "entity": .cluster(Cluster(number)),
          "name": .string(layers[group.best.paragraph]?.text(group.best.span) ?? ""),
        ])
      if item.type == .person, let role = item.found.role {
        annotation["role"] = .mention(Mention(Place(item.paragraph, role)))
      }
      if item.found.metonym { annotation["metonym"] = .bool(true) }
      return annotation
    }
  }

  private func confidence(_ found: Found) -> Double {
    switch found.evidence {
    case .title: 0.95
    case .list, .given: 0.9
    case .head: 0.85
    case .context: 0.7
    case .usage: 0.6
    case .shape: 0.5
    }
  }

  private func reason(_ found: Found, _ type: EntityType) -> String {
    switch found.evidence {
    case .title: "a title or role stands before it"
    case .list: "a name that the lists know"
    case .given: "starts with a given name or holds an initial"
    case .head: "holds a word that names a kind of \(type.rawValue)"
    case .context: "the words around it, or another mention, speak for a \(type.rawValue)"
    case .usage: "stands several times where a \(type.rawValue) does: it acts or owns"
    case .shape: "capitals; another mention or the shape speaks for a \(type.rawValue)"
    }
  }
}
