public import DiplePluginKit
import EntitiesResources

/// Entities: who and what is named. Lists, words that say what a name is, roles and context decide a name's type in its
/// paragraph; the document settles what is left open and joins the mentions of one thing.
public struct EntitiesAnnotator: Annotator {
  /// The names of a paragraph.
  public struct Summary: Sendable, Equatable {
    var found: [Found]
  }

  /// What the module says of itself.
  public let manifest = Manifest(builtIn: Resource("entities/diple-plugin.json", entities_manifest))

  /// Makes the annotator.
  public init() {}

  /// Reads one paragraph.
  public func summarize(_ layers: Layers) -> Summary {
    var reader = Reader(layers)
    reader.read()
    return Summary(found: reader.found)
  }
}

/// What the document settles.
extension EntitiesAnnotator: PassageAnnotator {
  /// Tells the document what the names of a paragraph are.
  public func tell(_ paragraph: ParagraphView<Summary>, _ board: (NameQuestion, NameFact) -> Void) {
    for found in paragraph.summary.found { found.tell(paragraph.text, board) }
  }

  /// What the document makes of it.
  public func answer(_ question: NameQuestion, _ facts: [NameFact]) -> NameAnswer? { NameAnswer(question, facts) }

  /// Settles the names of a paragraph.
  public func annotate(_ passage: Passage<Self>, _ state: inout Nothing) -> [Annotation] {
    passage.summary.found.compactMap { found in
      type(of: found, passage).map { annotation(found, $0, passage) }
    }
  }

  /// The type that the document gives a name; nil where it is none.
  private func type(of found: Found, _ passage: Passage<Self>) -> EntityType? {
    if found.count == 1, found.type != .group, found.evidence != .list || found.type == .person,
      case .bearer(_, isSure: true)? = passage.ask(.bearer(found.last))
    {
      return .person
    }
    if found.evidence == .list || found.evidence == .title { return found.type }
    if case .type(let type)? = passage.ask(.type(words: found.words)) { return type }
    if found.weak || found.evidence == .usage { return nil }
    return found.type ?? (found.count > 1 ? .organization : nil)
  }

  /// The thing that a name names: a family name stands for who bears it, initials for the organization.
  private func thing(_ found: Found, _ type: EntityType, _ passage: Passage<Self>) -> UInt64 {
    // `De Blasio` is a family name in two words.
    if type == .person, found.count > 1, Reader.particles.contains(found.first),
      case .bearer(let thing, _)? = passage.ask(.bearer(found.last))
    {
      return thing
    }
    guard found.count == 1 else { return found.thing(as: type) }
    if type == .person, case .bearer(let thing, _)? = passage.ask(.bearer(found.last)) { return thing }
    if type != .person, case .organization(let thing)? = passage.ask(.initials(found.first)) { return thing }
    return found.thing(as: type)
  }

  private func annotation(_ found: Found, _ type: EntityType, _ passage: Passage<Self>) -> Annotation {
    let thing = thing(found, type, passage)
    var name = passage.text(found.span)
    if case .name(let fullest)? = passage.ask(.name(thing: thing)) { name = fullest }
    var annotation = Annotation(
      "entity", passage.place(found.span), confidence: found.evidence.confidence,
      source: "entities/\(found.evidence.rawValue)", reason: found.evidence.reason(type),
      attributes: ["type": .string(type.rawValue), "entity": .thing(thing), "name": .string(name)])
    if type == .person, let role = found.role { annotation["role"] = .mention(Mention(passage.place(role))) }
    if found.metonym { annotation["metonym"] = .bool(true) }
    return annotation
  }
}
