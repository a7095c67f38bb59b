import DiplePluginHost
import DiplePluginKit

/// An annotator that finds the phrases it is told to, each where it first stands: findings as a test wants them.
struct Finder: DocumentAnnotator {
  struct Phrase: Sendable {
    var kind: String
    var pieces: [String]
    var attributes: [(String, Value)]

    init(_ kind: String, _ pieces: String..., attributes: [(String, Value)] = []) {
      (self.kind, self.pieces, self.attributes) = (kind, pieces, attributes)
    }
  }

  enum Value: Sendable {
    case string(String)
    case cluster(Int)
    case phrase(String, entity: Int? = nil)
    /// What is found for another phrase of this registry, by its number.
    case other(Int)
  }

  let phrases: [Phrase]
  let manifest = Manifest(
    id: "finder", version: "1", api: 1, title: "Finder",
    kinds: ["entity", "date", "quote", "stance", "claim"].map {
      Manifest.Kind(name: $0, label: $0.prefix(1).uppercased() + $0.dropFirst(), attributes: [])
    }, requires: [], settings: Settings())

  init(_ phrases: Phrase...) { self.phrases = phrases }

  func summarize(_ layers: Layers) -> Bool { true }

  func annotate(_ document: DocumentView, _ summaries: [Bool]) -> [Annotation] {
    phrases.compactMap { phrase in
      let pieces = phrase.pieces.compactMap { place($0, document) }
      guard pieces.count == phrase.pieces.count else { return nil }
      var annotation = Annotation(
        phrase.kind, pieces, confidence: 0.85, source: "finder/phrase", reason: "the test says so")
      for (name, value) in phrase.attributes {
        switch value {
        case .string(let value): annotation[name] = .string(value)
        case .cluster(let number): annotation[name] = .cluster(Cluster(number))
        case .other(let number): annotation[name] = .sibling(number)
        case .phrase(let text, let entity):
          annotation[name] = place(text, document).map { .mention(Mention($0, entity: entity.map { Cluster($0) })) }
        }
      }
      return annotation
    }
  }

  private func place(_ text: String, _ document: DocumentView) -> Place? {
    let wanted = Array(text.utf8)
    for item in document.paragraphs where item.layers.bytes.count >= wanted.count {
      for start in 0...item.layers.bytes.count - wanted.count
      where item.layers.bytes[start..<start + wanted.count].elementsEqual(wanted) {
        return item.place(Span(start, start + wanted.count))
      }
    }
    return nil
  }
}

/// A short report of our own, and what is found in it.
enum Bridge {
  static let text = Marked(
    """
    # Bridge at Kostel 🚧

    Mayor 1️⃣Ana Ruiz2️⃣ said: 3️⃣“Nobody 🚧 closes it,”4️⃣ she added, “while I am here.”5️⃣\r
    The Harbour Workers Union 6️⃣rejected7️⃣ the plan on 8️⃣2 May 20249️⃣.
    """)

  static let registry = Registry([
    Finder(
      .init(
        "entity", "Ana Ruiz",
        attributes: [
          ("type", .string("person")), ("entity", .cluster(1)), ("name", .string("Ana Ruiz")),
          ("role", .phrase("Mayor")),
        ]),
      .init(
        "entity", "Harbour Workers Union",
        attributes: [
          ("type", .string("organization")), ("entity", .cluster(2)), ("name", .string("Harbour Workers Union")),
        ]),
      .init(
        "quote", "“Nobody 🚧 closes it,”", "“while I am here.”",
        attributes: [("form", .string("direct")), ("speaker", .phrase("she", entity: 1)), ("cue", .phrase("added"))]),
      .init("date", "2 May 2024", attributes: [("type", .string("DATE")), ("value", .string("2024-05-02"))]),
      .init(
        "stance", "rejected",
        attributes: [
          ("polarity", .string("oppose")), ("holder", .phrase("The Harbour Workers Union", entity: 2)),
          ("target", .phrase("the plan")),
        ]),
      .init("claim", "closes it", attributes: [("note", .string("a *kind* of another module"))]))
  ])
}
