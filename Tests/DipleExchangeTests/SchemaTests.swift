import DipleExchange
import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Foundation
import TestSupport
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
