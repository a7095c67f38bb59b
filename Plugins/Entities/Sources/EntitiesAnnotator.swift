public import DiplePluginKit
import EntitiesResources

/// Entities: who and what is named. Rules (lists, words that say what a name is, roles, context) and a learned recogniser find what
/// may be a name in a paragraph, each with its opinion; the document settles what it is and joins the mentions of one thing.
public final class EntitiesAnnotator: Annotator {
  /// The names of a paragraph.
  public struct Summary: Sendable, Equatable {
    var found: [Found]
  }

  /// What the module says of itself.
  public let manifest = Manifest(builtIn: Resource("entities/diple-plugin.json", entities_manifest))

  /// Where its model is from.
  private enum Source {
    /// The program carries it: it is read when the first text is, not when the program starts.
    case program
    /// Nil for the rules alone.
    case given(NameModel?)
  }
  private let source: Source
  private var model: NameModel? {
    switch source {
    case .program: NameModel.shared
    case .given(let model): model
    }
  }

  /// What its user adds to the lists.
  let own: OwnNames?

  /// Makes the annotator.
  /// - Parameter own: what its user adds to the lists; it goes before all else that is known.
  public init(own: OwnNames? = nil) { (source, self.own) = (.program, own.flatMap { $0.isEmpty ? nil : $0 }) }

  /// An annotator with another model, or with the rules alone.
  package init(model: NameModel?) { (source, own) = (.given(model), nil) }

  /// Loads the lists and the recogniser.
  public func prepare() {
    _ = (Names.shared, NameWords.shared, RoleWords.shared)
    _ = model
  }

  /// Reads one paragraph.
  public func summarize(_ layers: Layers) -> Summary {
    Summary(found: Reader.candidates(layers, model, own))
  }
}

/// What the document settles.
extension EntitiesAnnotator: PassageAnnotator {
  /// Tells the document what the names of a paragraph are.
  public func tell(_ paragraph: ParagraphView<Summary>, _ board: (NameQuestion, NameFact) -> Void) {
    for found in paragraph.summary.found { found.tell(paragraph.text, own, board) }
  }

  /// What the document makes of it.
  public func answer(_ question: NameQuestion, _ facts: [NameFact]) -> NameAnswer? { NameAnswer(question, facts) }

  /// Settles the names of a paragraph.
  public func annotate(_ passage: Passage<EntitiesAnnotator>, _ state: inout Nothing) -> [Annotation] {
    var settled: [Settled] = []
    for found in passage.summary.found {
      let answers = Answers(found, passage.ask)
      if let (type, confidence) = settle(found, answers) { settled.append((found, answers, type, confidence)) }
    }
    var annotations: [Annotation] = []
    var first = 0
    while first < settled.count {
      // Names that overlap, one with the next.
      var (last, end) = (first + 1, settled[first].found.span.end)
      while last < settled.count, settled[last].found.span.start < end {
        end = max(end, settled[last].found.span.end)
        last += 1
      }
      for name in Self.chosen(settled[first..<last]) {
        annotations.append(annotation(name, passage))
      }
      first = last
    }
    return annotations
  }

  private typealias Settled = (found: Found, answers: Answers, type: EntityType, confidence: Double)

  /// Of names that overlap, the user's, the firm and then the likelier stand.
  private static func chosen(_ names: ArraySlice<Settled>) -> [Settled] {
    if names.count == 1 { return Array(names) }
    let order = names.indices.sorted { a, b in
      if names[a].found.isOwn != names[b].found.isOwn { return names[a].found.isOwn }
      if names[a].found.isFirm != names[b].found.isFirm { return names[a].found.isFirm }
      return (names[b].confidence, a) < (names[a].confidence, b)
    }
    var chosen: [Settled] = []
    for number in order {
      let span = names[number].found.span
      if chosen.contains(where: { $0.found.span.start < span.end && span.start < $0.found.span.end }) { continue }
      chosen.append(names[number])
    }
    return chosen
  }

  /// The type that the document gives a name, and how sure it is; nil where it is none.
  private func settle(_ found: Found, _ answers: Answers) -> (EntityType, Double)? {
    if found.isOwn, let type = found.type { return (type, 1) }
    let ruled = found.ruled(answers)
    guard let model, found.opinion.isKnown else { return ruled.map { ($0, found.evidence.confidence) } }
    if found.needsBearer, ruled == nil { return nil }
    let likely = model.settling.likely(found.facts(ruled: ruled, answers))
    var outcome = (0..<Beliefs.count).max { likely[$0] < likely[$1] } ?? 0
    // What the rules hold against it is right about every other time (README).
    var least: Float = 0
    if let ruled, likely[outcome] < found.doubt {
      let held = Int(NameLabel.Class(ruled).rawValue) + 1
      if held != outcome { (outcome, least) = (held, 0.5) }
    }
    // Words in capitals only: nothing tells a name from what is shouted.
    if found.isShouted, found.evidence == .model, likely[outcome] < 0.7 { return nil }
    if let type = NameLabel.Class(rawValue: UInt8(max(1, outcome) - 1))?.type, outcome > 0 {
      // In hundredths: what others believe moves it by less, and a name that is as sure as before is the same annotation.
      return (type, Double((max(least, likely[outcome]) * 100).rounded()) / 100)
    }
    // Groups, events, products and works are the rules' to tell.
    guard let ruled, NameLabel.Class(ruled) == .other else { return nil }
    return (ruled, min(found.evidence.confidence, 0.5 + Double(likely[4]) / 2))
  }

  /// The thing that a name names: a family name stands for who bears it, initials for the organization.
  private func thing(
    _ found: Found, _ type: EntityType, _ answers: Answers, _ ask: (NameQuestion) -> NameAnswer?
  ) -> UInt64 {
    if let number = found.own, let own { return own.entries[Int(number)].thing }
    // `De Blasio` is a family name in two words.
    if type == .person, found.count > 1, Reader.particles.contains(found.first), let bearer = answers.bearer {
      return bearer.thing
    }
    if found.count == 1 {
      if type == .person, let thing = answers.bearer?.thing(for: found.addressed) { return thing }
      if type != .person, let thing = answers.organization { return thing }
    }
    if type == .organization, found.count < 4, found.canonical == found.words,
      case .organization(let thing)? = ask(.short(words: found.count == 1 ? found.person : found.words))
    {
      return thing
    }
    return found.thing(as: type)
  }

  private func annotation(_ name: Settled, _ passage: Passage<EntitiesAnnotator>) -> Annotation {
    let (found, answers, type, confidence) = name
    let thing = thing(found, type, answers, passage.ask)
    var name = passage.text(found.span)
    var key: String?
    switch passage.ask(.name(thing: thing)) {
    case .name(let fullest)?: name = fullest
    case .own(let number)?: if let entry = own?.entries[number].name { (name, key) = (entry.name, entry.id) }
    default: break
    }
    let evidence = found.type == nil || found.type == type ? found.evidence : .model
    var annotation = Annotation(
      "entity", passage.place(found.span), confidence: confidence,
      source: "entities/\(evidence.rawValue)", reason: evidence.reason(type),
      attributes: ["type": .string(type.rawValue), "entity": .thing(thing), "name": .string(name)])
    if type == .person, let role = found.role { annotation["role"] = .mention(Mention(passage.place(role))) }
    if found.metonym { annotation["metonym"] = .bool(true) }
    if let key { annotation["key"] = .string(key) }
    return annotation
  }
}
