import DipleJSONRPC
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// `textDocument/definition` and `textDocument/references`
@Suite struct NavigationTests {
  /// The pronoun of the quote's speaker.
  private static let she = Marked(Quay.text.text.replacing("she", with: "1️⃣she"))

  @Test(arguments: PositionEncoding.allCases)
  func aPronounLeadsToTheFullestMention(encoding: PositionEncoding) async throws {
    let reading = try await Reading(Self.she, Quay.registry, encoding)
    let found = try await reading.ask("textDocument/definition", at: 1)
    #expect(found["uri"] == "a")
    #expect(try reading.words(found["range"]) == "Ana Ruiz")
  }

  @Test(arguments: [(5, 0), (5, 7), (1, -6), (1, 2)])
  func soDoANameAndARole(mark: Int, columns: Int) async throws {
    let reading = try await Reading()
    #expect(
      try reading.words(try await reading.ask("textDocument/definition", at: mark, columns)["range"]) == "Ana Ruiz")
  }

  @Test func aClientThatKnowsLinksGetsTheOrigin() async throws {
    let reading = try await Reading(client: ["definition": ["linkSupport": true]])
    let links = try await reading.ask("textDocument/definition", at: 5, 3)
    #expect(links.array?.count == 1)
    let link = links.array?.first
    #expect(link?["targetUri"] == "a")
    #expect(try reading.words(link?["originSelectionRange"]) == "Ms Ruiz")
    #expect(try reading.words(link?["targetRange"]) == "Ana Ruiz")
    #expect(link?["targetRange"] == link?["targetSelectionRange"])
  }

  /// The words of a quote, a stance and a date name nothing.
  @Test(arguments: [2, 3, 4, 6]) func whereNothingIsNamedIsNoDefinition(mark: Int) async throws {
    let reading = try await Reading()
    #expect(try await reading.ask("textDocument/definition", at: mark) == .null)
    #expect(try await reading.ask("textDocument/references", at: mark) == .null)
  }

  @Test(arguments: PositionEncoding.allCases)
  func referencesAreMentionsAndQuotes(encoding: PositionEncoding) async throws {
    let reading = try await Reading(Quay.text, Quay.registry, encoding)
    func references(_ include: JSON) async throws -> [String] {
      let found = try await reading.ask("textDocument/references", at: 5, 0, ("context", include))
      return try (found.array ?? []).map { try reading.words($0["range"]) }
    }
    let quote =
      "“We 🚧 wait for the boats of the islands,” she said to us, “and all the\r\n  harbours of the coast wait with Kostel.”"
    #expect(
      try await references(["includeDeclaration": true]) == ["Mayor", "Ana Ruiz", quote, "she", "Ms Ruiz"])
    #expect(try await references(["includeDeclaration": false]) == ["Mayor", quote, "she", "Ms Ruiz"])
  }

  @Test func withoutEntitiesNothingIsNamed() async throws {
    let reading = try await Reading(options: ["only": ["quote"]])
    #expect(try await reading.ask("textDocument/definition", at: 5) == .null)
    // What speaks is known all the same, though not where it is named.
    let she = try await Reading(Self.she, Quay.registry, options: ["only": ["quote"]])
    #expect(try await she.ask("textDocument/definition", at: 1) == .null)
  }
}
