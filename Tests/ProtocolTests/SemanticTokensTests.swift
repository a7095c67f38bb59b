import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// `textDocument/semanticTokens/*`
@Suite struct SemanticTokensTests {
  private func reading(
    _ client: JSON = [:], _ encoding: PositionEncoding = .utf16, text: Marked = Quay.text,
    _ registry: Registry = Quay.registry
  ) async throws -> Reading {
    try await Reading(text, registry, encoding, client: ["semanticTokens": client], options: ["semanticTokens": true])
  }

  /// Tokens as a person reads them: `string “We wait,”`.
  private func tokens(_ data: JSON?, _ reading: Reading) throws -> [String] {
    let types = ["class", "number", "string", "keyword", "variable"]
    let numbers = try #require(data?.array).compactMap(\.int)
    #expect(numbers.count % 5 == 0)
    var at = Position(line: 0, character: 0)
    return try stride(from: 0, to: numbers.count, by: 5).map { index in
      if numbers[index] > 0 { at = Position(line: at.line + numbers[index], character: 0) }
      at.character += numbers[index + 1]
      return types[numbers[index + 3]] + " " + (try reading.words(at, length: numbers[index + 2]))
    }
  }

  private func full(_ reading: Reading) async throws -> [String] {
    try tokens(await reading.ask("textDocument/semanticTokens/full")["data"], reading)
  }

  @Test func theyAreOffUnlessAskedFor() async throws {
    func capability(_ options: JSON) async throws -> JSON? {
      let session = try Session()
      let answer = await session.request("initialize", ["capabilities": [:], "initializationOptions": options])
      return answer["result"]?["capabilities"]?["semanticTokensProvider"]
    }
    #expect(try await capability([:]) == nil)
    #expect(try await capability(["semanticTokens": false]) == nil)
    #expect(try await capability(["semanticTokens": true])?["range"] == true)
    let off = try await Reading()
    #expect(await off.ask("textDocument/semanticTokens/full")["data"] == [])
  }

  @Test func newOptionsTurnThemOff() async throws {
    let reading = try await reading()
    #expect(try await full(reading).isEmpty == false)
    _ = await reading.session.notify(
      "workspace/didChangeConfiguration", ["settings": ["diple": ["semanticTokens": false]]])
    #expect(try await full(reading) == [])
  }

  @Test func theLegendHasKindsAndTheirFirstVocabulary() async throws {
    func legend(_ types: JSON) async throws -> JSON? {
      let session = try Session()
      let answer = await session.request(
        "initialize",
        [
          "capabilities": ["textDocument": ["semanticTokens": ["tokenTypes": types]]],
          "initializationOptions": ["semanticTokens": true],
        ])
      return answer["result"]?["capabilities"]?["semanticTokensProvider"]?["legend"]
    }
    let plain = try await legend(["class", "string"])
    #expect(
      Set(plain?["tokenTypes"]?.array?.compactMap(\.string) ?? []) == [
        "string", "class", "number", "keyword", "variable",
      ])
    let modifiers = plain?["tokenModifiers"]?.array?.compactMap(\.string) ?? []
    #expect(Set(modifiers).isSuperset(of: ["direct", "indirect", "person", "duration", "support", "oppose"]))
    #expect(modifiers.count == Set(modifiers).count && modifiers.count <= 31)
    let own = try await legend(["quote", "entity", "date", "stance"])
    #expect(
      Set(own?["tokenTypes"]?.array?.compactMap(\.string) ?? []) == ["quote", "entity", "date", "stance", "variable"])
  }

  @Test(arguments: PositionEncoding.allCases)
  func nestedSpansAreFlatAndLinesApart(encoding: PositionEncoding) async throws {
    #expect(
      try await full(try await reading([:], encoding)) == [
        "class Ana Ruiz", "string “We 🚧 wait for the boats of the islands,”", "string “and all the",
        "string harbours of the coast wait with ", "class Kostel", "string .”", "keyword opposed", "number a week",
        "number after 2 May", "class Ms Ruiz",
      ])
  }

  @Test(arguments: PositionEncoding.allCases)
  func aClientThatCanGetsOverlapsAndLines(encoding: PositionEncoding) async throws {
    let second = "string “and all the\r\n  harbours of the coast wait with Kostel.”"
    #expect(
      try await full(
        try await reading(["overlappingTokenSupport": true, "multilineTokenSupport": true], encoding)) == [
          "class Ana Ruiz", "string “We 🚧 wait for the boats of the islands,”", second, "class Kostel",
          "keyword opposed", "number a week\r\nafter 2 May", "class Ms Ruiz",
        ])
    #expect(
      try await full(try await reading(["multilineTokenSupport": true], encoding))[2...4] == [
        "string “and all the\r\n  harbours of the coast wait with ", "class Kostel", "string .”",
      ])
    #expect(
      try await full(try await reading(["overlappingTokenSupport": true], encoding))[2...4] == [
        "string “and all the", "string harbours of the coast wait with Kostel.”", "class Kostel",
      ])
  }

  @Test func crossingSpansAreCutWhereTheLaterBegins() async throws {
    let registry = Registry([
      Finder(
        .init("quote", "one two three four"), .init("entity", "two three four five"), .init("date", "three"),
        .init("claim", "five"))
    ])
    let reading = try await reading([:], text: Marked("one two three four five six"), registry)
    #expect(
      try await full(reading) == ["string one ", "class two ", "number three", "class  four ", "variable five"])
  }

  @Test func modifiersSayFormTypeAndPolarity() async throws {
    let text = Marked("“We oppose the plan,” said Ana Ruiz.")
    let reading = try await reading([:], text: text, .builtIn)
    let again = await reading.session.request("initialize", [:])
    #expect(again["error"] != nil)
    let legend = await reading.session.server.client.tokenLegend
    let numbers = await reading.ask("textDocument/semanticTokens/full")["data"]?.array?.compactMap(\.int) ?? []
    let words = stride(from: 0, to: numbers.count, by: 5).map { index in
      let modifiers = (legend?.modifiers ?? []).enumerated().filter { numbers[index + 4] & (1 << $0.offset) != 0 }
      return ([legend?.types[numbers[index + 3]] ?? "?"] + modifiers.map(\.element)).joined(separator: " ")
    }
    #expect(words.first == "string direct")
    #expect(words.contains("keyword oppose"))
    #expect(words.last == "class person")
  }

  @Test func aRangeIsCutAtItsEnds() async throws {
    let reading = try await reading()
    let range: JSON = [
      "start": try Quay.text.position(2).json, "end": try Quay.text.position(4).json,
    ]
    let found = await reading.ask("textDocument/semanticTokens/range", ("range", range))
    #expect(found["resultId"] == nil)
    #expect(
      try tokens(found["data"], reading) == [
        "string wait with ", "class Kostel", "string .”", "keyword opposed", "number a week", "number after ",
      ])
  }

  /// Edits at the start, in the middle and at the end: what the client patches is what a full request says.
  @Test func deltasLeadToTheSameTokens() async throws {
    let reading = try await reading(text: Marked("one 🚧 two three four five"), words)
    var known = await reading.ask("textDocument/semanticTokens/full")
    var data = known["data"]?.array ?? []
    #expect(data.count == 25)
    let edits = [(0, 0, "Now "), (12, 17, ""), (0, 3, "\r\n"), (2, 9, "one two one"), (0, 0, "")]
    for (version, edit) in edits.enumerated() {
      let (start, end) = (Position(line: 0, character: edit.0), Position(line: 0, character: edit.1))
      await reading.session.give(.change("a", version + 2, .edit(start, end, edit.2)))
      let delta = await reading.ask(
        "textDocument/semanticTokens/full/delta", ("previousResultId", known["resultId"] ?? .null))
      let changes = try #require(delta["edits"]?.array)
      #expect(changes.count <= 1)
      for change in changes {
        let start = try #require(change["start"]?.int)
        let count = try #require(change["deleteCount"]?.int)
        data.replaceSubrange(start..<start + count, with: change["data"]?.array ?? [])
      }
      known = await reading.ask("textDocument/semanticTokens/full")
      #expect(known["data"]?.array == data)
      #expect(known["resultId"] == delta["resultId"])
    }
  }

  @Test func aDeltaAgainstAnUnknownResultIsAFullList() async throws {
    let reading = try await reading()
    let first = await reading.ask("textDocument/semanticTokens/full/delta", ("previousResultId", "none"))
    #expect(first["edits"] == nil)
    #expect(first == (await reading.ask("textDocument/semanticTokens/full")))
    let same = await reading.ask(
      "textDocument/semanticTokens/full/delta", ("previousResultId", first["resultId"] ?? .null))
    #expect(same["edits"] == [])
    #expect(same["resultId"] == first["resultId"])
  }

  private let words = Registry([
    Finder(
      .init("entity", "one"), .init("date", "two"), .init("stance", "three"), .init("quote", "four"),
      .init("claim", "five"))
  ])
}
