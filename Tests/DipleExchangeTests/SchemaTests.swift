import DipleExchange
import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Foundation
import Testing

/// Real output against Specs/protocol/annotations.schema.json.
@Suite struct SchemaTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Specs/protocol/annotations.schema.json")
  private static var schema: JSON? {
    guard let bytes = try? Data(contentsOf: file.standardizedFileURL) else { return nil }
    return try? JSON(parsing: Array(bytes))
  }

  @Test(.enabled(if: schema != nil, "a checkout without Specs")) func ourArticleKeepsTheContract() throws {
    let checker = try SchemaChecker(#require(Self.schema))
    #expect(checker.problems(DocumentWriter().json(try Article.analysis(), id: "a", path: "a.txt")) == [])
    #expect(checker.problems(DocumentWriter(offsets: .utf16).json(try Article.analysis(), id: 3)) == [])
  }

  @Test(.enabled(if: schema != nil)) func theBuiltInAnnotatorsKeepTheContract() throws {
    let checker = try SchemaChecker(#require(Self.schema))
    let text = """
      ---
      date: 2024-05-02
      ---

      \(Article.text)

      "The so-called 'plan' is dead," Mr Petrov, the union's secretary, told reporters in Moscow two days later. He \
      criticised the mayor and called on the council to resign. It is believed to be insane.
      """
    let analysis = try Registry.builtIn.pipeline().run(Document(text))
    #expect(checker.problems(DocumentWriter().json(analysis, id: "a")) == [])
  }

  @Test(.enabled(if: schema != nil)) func theCheckerSeesMistakes() throws {
    let checker = try SchemaChecker(#require(Self.schema))
    let annotation: JSON = [
      "id": "quote-1", "kind": "quote", "start": 0, "end": "1", "text": "a", "confidence": 2, "source": "s",
      "form": "loud",
    ]
    let problems = checker.problems(["id": "a", "date": nil, "offsets": "scalar", "annotations": [annotation]])
    #expect(
      problems == [
        "/annotations/0: “reason” is missing", "/annotations/0/end: wrong type", "/annotations/0/confidence: too large",
        "/annotations/0/form: none of the words",
      ])
  }
}

/// As much of JSON Schema as our schema uses.
private struct SchemaChecker {
  let root: JSON
  init(_ root: JSON) { self.root = root }

  func problems(_ value: JSON) -> [String] { problems(value, root, "") }

  private func problems(_ value: JSON, _ schema: JSON, _ path: String) -> [String] {
    var found: [String] = []
    if let reference = schema["$ref"]?.string { found += problems(value, resolved(reference), path) }
    let types = schema["type"].map { $0.array ?? [$0] }
    if let types, !types.contains(where: { $0.string.map { isA(value, $0) } ?? false }) {
      found.append("\(path): wrong type")
    }
    if let words = schema["enum"]?.array, !words.contains(value) { found.append("\(path): none of the words") }
    if let word = schema["const"], word != value { found.append("\(path): not the word") }
    if let pattern = schema["pattern"]?.string, let text = value.string,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      found.append("\(path): not of the pattern")
    }
    if let least = schema["minimum"]?.number, let number = value.number, number < least {
      found.append("\(path): too small")
    }
    if let most = schema["maximum"]?.number, let number = value.number, number > most {
      found.append("\(path): too large")
    }
    for name in schema["required"]?.array ?? [] where value.object != nil {
      if let name = name.string, value[name] == nil { found.append("\(path): “\(name)” is missing") }
    }
    for (name, member) in schema["properties"]?.object ?? [] {
      if let inner = value[name] { found += problems(inner, member, "\(path)/\(name)") }
    }
    if let items = schema["items"] {
      for (index, element) in (value.array ?? []).enumerated() { found += problems(element, items, "\(path)/\(index)") }
    }
    if let least = schema["minItems"]?.int, let elements = value.array, elements.count < least {
      found.append("\(path): too few")
    }
    if let choices = schema["anyOf"]?.array, !choices.contains(where: { problems(value, $0, path).isEmpty }) {
      found.append("\(path): nothing that is allowed")
    }
    for part in schema["allOf"]?.array ?? [] { found += problems(value, part, path) }
    if let condition = schema["if"], let then = schema["then"], problems(value, condition, path).isEmpty {
      found += problems(value, then, path)
    }
    return found
  }

  private func resolved(_ reference: String) -> JSON {
    reference.split(separator: "/").dropFirst().reduce(root) { $0[String($1)] ?? .null }
  }

  private func isA(_ value: JSON, _ type: String) -> Bool {
    switch type {
    case "object": value.object != nil
    case "array": value.array != nil
    case "string": value.string != nil
    case "integer": value.int != nil
    case "number": value.number != nil
    case "boolean": value.bool != nil
    case "null": value == .null
    default: false
    }
  }
}
