import DiplePipeline
import DiplePluginKit

/// An annotator that finds the phrases it is told to, with the attributes it is told to: findings as a test wants them.
struct Marker: DocumentAnnotator {
  /// A phrase to find and what to say of it. `{…}` values name another phrase.
  struct Phrase: Sendable {
    var kind: String
    var texts: [String]
    var attributes: [(String, Value)]

    init(_ kind: String, _ texts: String..., attributes: [(String, Value)] = []) {
      (self.kind, self.texts, self.attributes) = (kind, texts, attributes)
    }
  }

  enum Value: Sendable {
    case string(String)
    case bool(Bool)
    case number(Double)
    case cluster(Int)
    case phrase(String, Int?)
    case phrases([String])
    case sibling(Int)
  }

  let manifest: Manifest
  let phrases: [Phrase]

  init(_ phrases: [Phrase]) {
    self.phrases = phrases
    var kinds: [String] = []
    for phrase in phrases where !kinds.contains(phrase.kind) { kinds.append(phrase.kind) }
    manifest = Manifest(
      id: "marker", version: "1", api: 1, title: "Marker",
      kinds: kinds.map { .init(name: $0, label: $0, attributes: []) }, requires: [], settings: Settings())
  }

  func summarize(_ layers: Layers) -> Bool { true }

  func annotate(_ document: DocumentView, _ summaries: [Bool]) -> [Annotation] {
    phrases.map { phrase in
      var annotation = Annotation(
        phrase.kind, phrase.texts.map { place($0, document) }, confidence: 0.9, source: "marker/phrase",
        reason: "told to")
      for (name, value) in phrase.attributes {
        annotation[name] =
          switch value {
          case .string(let value): .string(value)
          case .bool(let value): .bool(value)
          case .number(let value): .number(value)
          case .cluster(let number): .cluster(Cluster(number))
          case .phrase(let text, let entity):
            .mention(Mention(place(text, document), entity: entity.map { Cluster($0) }))
          case .phrases(let texts): .mention(Mention(texts.map { place($0, document) }))
          case .sibling(let index): .sibling(index)
          }
      }
      return annotation
    }
  }

  /// The first place of a phrase.
  private func place(_ text: String, _ document: DocumentView) -> Place {
    let wanted = Array(text.utf8)
    for item in document.paragraphs where item.layers.bytes.count >= wanted.count {
      for start in 0...item.layers.bytes.count - wanted.count
      where item.layers.bytes[start..<start + wanted.count].elementsEqual(wanted) {
        return item.place(Span(start, start + wanted.count))
      }
    }
    return Place(0, Span(0, 0))
  }
}

/// A short article of our own, and what is to be found in it.
enum Article {
  static let text = """
    # Bridge at Kostel stays open 🚧

    KOSTEL, 2 May 2024 - Mayor Ana Ruiz said on Thursday that the bridge would stay open. "Nobody closes it," she \
    said, "while I am here."

    The Harbour Union rejected the plan. 議会 had asked for it last winter.
    """

  static let phrases: [Marker.Phrase] = [
    .init(
      "entity", "Ana Ruiz",
      attributes: [
        ("type", .string("person")), ("entity", .cluster(1)), ("name", .string("Ana Ruiz")),
        ("role", .phrase("Mayor", nil)),
      ]),
    .init(
      "entity", "KOSTEL",
      attributes: [("type", .string("place")), ("entity", .cluster(2)), ("name", .string("Kostel"))]),
    .init(
      "entity", "Kostel",
      attributes: [("type", .string("place")), ("entity", .cluster(2)), ("name", .string("Kostel"))]),
    .init(
      "entity", "Harbour Union",
      attributes: [("type", .string("organization")), ("entity", .cluster(3)), ("name", .string("Harbour Union"))]),
    .init(
      "quote", "the bridge would stay open",
      attributes: [
        ("form", .string("indirect")), ("speaker", .phrase("Mayor Ana Ruiz", 1)), ("cue", .phrase("said", nil)),
        ("attribution", .string("neutral")),
      ]),
    .init(
      "quote", "\"Nobody closes it,\"", "\"while I am here.\"",
      attributes: [
        ("form", .string("direct")), ("speaker", .phrase("she", 1)), ("cue", .phrase("said,", nil)),
        ("attribution", .string("assertive")), ("within", .sibling(4)),
      ]),
    .init("date", "2 May 2024", attributes: [("type", .string("DATE")), ("value", .string("2024-05-02"))]),
    .init(
      "date", "Thursday",
      attributes: [
        ("type", .string("DATE")), ("value", .string("2024-05-02")), ("anchor", .phrase("2 May 2024", nil)),
      ]),
    .init("date", "last winter", attributes: [("type", .string("DATE"))]),
    .init(
      "stance", "rejected",
      attributes: [
        ("polarity", .string("oppose")), ("holder", .phrase("The Harbour Union", 3)),
        ("target", .phrase("the plan", nil)), ("certainty", .string("certain")), ("negated", .bool(false)),
        ("voice", .string("author")),
      ]),
  ]

  static func analysis() throws -> Analysis { try Pipeline([Marker(phrases)]).run(Document(text)) }
}
