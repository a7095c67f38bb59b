import DipleJSONRPC
import DiplePluginKit
import TestSupport
import Testing

@testable import DiplePluginHost

/// Whatever a module answers, what is kept could have been written by a careful author.
@Suite struct ResultFuzzTests {
  private static let manifest = try! Manifest(
    Resource(
      "m",
      text: """
        {"id": "m", "version": "1", "api": 1, "requires": ["entity"], "kinds": {"mark": {"attributes": {
          "strength": ["weak", "strong"], "sure": "bool", "n": "number", "holder": "mention", "thing": "cluster",
          "of": "annotation"}}}}
        """))
  private static let names = [
    "kind", "start", "end", "pieces", "attributes", "confidence", "reason", "rule", "strength", "sure", "n", "holder",
    "thing", "of", "nonsense",
  ]

  /// A value that often is nearly right.
  private func value(_ random: inout Seeded, _ depth: Int) -> JSON {
    switch Int.random(in: 0..<14, using: &random) {
    case 0: .null
    case 1: .bool(.random(using: &random))
    case 2...6: .int(.random(in: -2...40, using: &random))
    case 7: .int([.max, .min, 1 << 40].randomElement(using: &random)!)
    case 8: .double(.random(in: -1...2, using: &random))
    case 9: .string(["weak", "entity-4", "mark", "é🙂", ""].randomElement(using: &random)!)
    case 10,
      11 where depth > 0:
      .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in value(&random, depth - 1) })
    case 12,
      13 where depth > 0:
      annotation(&random, depth - 1)
    default: .int(3)
    }
  }

  private func annotation(_ random: inout Seeded, _ depth: Int) -> JSON {
    var members: [(String, JSON)] = [("kind", "mark")]
    let start = Int.random(in: 0..<30, using: &random)
    members += [("start", .int(start)), ("end", .int(start + .random(in: 0..<8, using: &random)))]
    if .random(using: &random) { members[Int.random(in: 0..<3, using: &random)].1 = value(&random, depth) }
    if .random(using: &random) {
      let attributes = (0..<Int.random(in: 0..<3, using: &random)).map { _ in
        (Self.names.randomElement(using: &random)!, value(&random, depth))
      }
      members.append(("attributes", .object(attributes)))
    }
    if .random(using: &random) { members.append((Self.names.randomElement(using: &random)!, value(&random, depth))) }
    return .object(members)
  }

  @Test(arguments: TextUnit.allCases) func whatIsKeptIsSound(unit: TextUnit) throws {
    var random = Seeded(state: 7)
    var entity = Annotation("entity", Place(10, Span(0, 3)), confidence: 1, source: "e", reason: "r")
    entity.id.number = 4
    let items = zip([10, 20, 30], ["Ça va 🙂 bien.", "Yes.", "Zoë 🙂🙂 left."]).map {
      DocumentView.Item(number: $0, layers: English.read(Array($1.utf8)))
    }
    let query = ModuleQuery(key: "k", paragraphs: items, annotations: [entity])
    var kept = 0
    for _ in 0..<3000 {
      let list = (0..<Int.random(in: 0..<4, using: &random)).map { _ in annotation(&random, 3) }
      let result: JSON = Int.random(in: 0..<50, using: &random) == 0 ? value(&random, 3) : ["annotations": .array(list)]
      guard let (found, _) = try? ResultReader(Self.manifest, query, unit).read(result) else { continue }
      kept += found.count
      for annotation in found { check(annotation, items, found.count) }
    }
    #expect(kept > 500)
  }

  private func check(_ annotation: Annotation, _ items: [DocumentView.Item], _ count: Int) {
    var places = annotation.pieces
    for (name, value) in annotation.attributes {
      guard let declared = Self.manifest.kinds[0].attributes.first(where: { $0.name == name }) else {
        Issue.record("an attribute “\(name)”")
        continue
      }
      switch (declared.type, value) {
      case (.string, .string(let word)): #expect(declared.values.contains(word))
      case (.mention, .mention(let mention)): places += mention.places
      case (.annotation, .sibling(let index)): #expect(index < count)
      case (.annotation, .annotation(let id)): #expect(id.number == 4)
      case (.bool, .bool), (.number, .number), (.cluster, .thing): break
      default: Issue.record("\(name) is \(value)")
      }
    }
    #expect(0...1 ~= annotation.confidence)
    for place in places {
      guard let bytes = items.first(where: { $0.number == place.paragraph })?.layers.bytes else {
        Issue.record("a paragraph \(place.paragraph)")
        continue
      }
      #expect(0 <= place.span.start && place.span.start < place.span.end && place.span.end <= bytes.count)
      #expect(String(validating: bytes[place.span.range], as: UTF8.self) != nil)
    }
  }
}
