import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// `textDocument/prepareCallHierarchy` and the calls: who speaks of whom.
@Suite struct CallHierarchyTests {
  /// Ruiz quotes Keller and names Kostel; two divers, who have no name, speak of her; the author calls something “safe”.
  private static let text = Marked(
    """
    1️⃣Ana Ruiz 🚧 told us: 2️⃣“Jonas Keller said that 3️⃣the dam 🏗️ of Kostel holds.” The “safe”4️⃣ dam leaks.\r
    “Ruiz is wrong,” 5️⃣two divers 👩‍🚒 said.\r
    “We wait,” Ruiz said. 6️⃣It rains.
    """)

  private static let first = "“Jonas Keller said that the dam 🏗️ of Kostel holds.”"

  private static func entity(_ words: String, _ number: Int, _ type: String) -> Finder.Phrase {
    .init(
      "entity", words, attributes: [("type", .string(type)), ("entity", .cluster(number)), ("name", .string(words))])
  }

  private static let registry = Registry([
    Finder(
      entity("Ana Ruiz", 1, "person"), entity("Jonas Keller", 2, "person"), entity("Kostel", 3, "place"),
      .init("entity", "Ruiz", attributes: [("type", .string("person")), ("entity", .cluster(1))]),
      .init("quote", first, attributes: [("form", .string("direct")), ("speaker", .phrase("Ana Ruiz", entity: 1))]),
      .init(
        "quote", "the dam 🏗️ of Kostel holds",
        attributes: [
          ("form", .string("indirect")), ("speaker", .phrase("Jonas Keller", entity: 2)), ("within", .other(4)),
        ]),
      .init("quote", "“safe”", attributes: [("form", .string("scare"))]),
      .init(
        "quote", "“Ruiz is wrong,”", attributes: [("form", .string("direct")), ("speaker", .phrase("two divers"))]),
      .init("entity", "Ruiz is wrong", attributes: [("type", .string("person")), ("entity", .cluster(1))]),
      .init("quote", "“We wait,”", attributes: [("form", .string("direct")), ("speaker", .phrase("Ruiz", entity: 1))]))
  ])

  private func reading(_ encoding: PositionEncoding = .utf16) async throws -> Reading {
    try await Reading(Self.text, Self.registry, encoding)
  }

  private func item(_ reading: Reading, at mark: Int, _ columns: Int = 0) async throws -> JSON {
    let found = try await reading.ask("textDocument/prepareCallHierarchy", at: mark, columns)
    #expect(found.array?.count == 1)
    return found.array?.first ?? "none"
  }

  /// The calls of an item: whom they lead to, and the words of the quotes.
  private func calls(_ reading: Reading, _ direction: String, _ item: JSON) async throws -> [[String]] {
    let answer = await reading.session.request("callHierarchy/\(direction)Calls", ["item": item])
    return try (answer["result"]?.array ?? [["none": 0]]).map { call in
      let other = call[direction == "incoming" ? "from" : "to"]
      return [other?["name"]?.string ?? "?"] + (try (call["fromRanges"]?.array ?? []).map { try reading.words($0) })
    }
  }

  @Test(arguments: PositionEncoding.allCases)
  func aSpeakerCallsThoseOfWhomTheQuotesSpeak(encoding: PositionEncoding) async throws {
    let reading = try await reading(encoding)
    let ruiz = try await item(reading, at: 1)
    #expect(ruiz["name"] == "Ana Ruiz")
    #expect(ruiz["kind"] == 19)
    #expect(ruiz["detail"] == "person")
    #expect(ruiz["range"] == ruiz["selectionRange"])
    #expect(try await calls(reading, "outgoing", ruiz) == [["Jonas Keller", Self.first], ["Kostel", Self.first]])
    #expect(
      try await calls(reading, "incoming", ruiz) == [
        ["a", Self.first, "“We wait,”"], ["two divers", "“Ruiz is wrong,”"],
      ])
  }

  @Test(arguments: PositionEncoding.allCases)
  func whoeverIsQuotedInsideIsCalledByTheSpeakerAroundIt(encoding: PositionEncoding) async throws {
    let reading = try await reading(encoding)
    let keller = try await item(reading, at: 3, 1)
    #expect(keller["name"] == "Jonas Keller")
    #expect(try await calls(reading, "incoming", keller) == [["Ana Ruiz", Self.first]])
    #expect(try await calls(reading, "outgoing", keller) == [["Kostel", "the dam 🏗️ of Kostel holds"]])
  }

  @Test func aSpeakerWithoutANameIsOneToo() async throws {
    let reading = try await reading()
    let divers = try await item(reading, at: 5, 4)
    #expect(divers["name"] == "two divers")
    #expect(divers["detail"] == nil)
    #expect(try reading.words(divers["range"]) == "two divers")
    #expect(try await calls(reading, "outgoing", divers) == [["Ana Ruiz", "“Ruiz is wrong,”"]])
    #expect(try await calls(reading, "incoming", divers) == [["a", "“Ruiz is wrong,”"]])
  }

  @Test(arguments: PositionEncoding.allCases)
  func theTextCallsAllWhoSpeakInIt(encoding: PositionEncoding) async throws {
    let reading = try await reading(encoding)
    let answer = await reading.session.request(
      "callHierarchy/incomingCalls", ["item": try await item(reading, at: 1)])
    let text = try #require(answer["result"]?.array?.first?["from"])
    #expect(text["kind"] == 1)
    #expect(try reading.words(text["range"]) == Self.text.text)
    #expect(try reading.words(text["selectionRange"]) == "")
    #expect(
      try await calls(reading, "outgoing", text)
        == [["Ana Ruiz", Self.first, "“We wait,”"], ["two divers", "“Ruiz is wrong,”"]])
    #expect(try await calls(reading, "incoming", text) == [])
  }

  /// A quote's words mean whoever speaks them; a scare quote and the author's words mean nobody.
  @Test func whereNobodySpeaksIsNoItem() async throws {
    let reading = try await reading()
    #expect(try await item(reading, at: 2)["name"] == "Ana Ruiz")
    #expect(try await reading.ask("textDocument/prepareCallHierarchy", at: 4) == .null)
    #expect(try await reading.ask("textDocument/prepareCallHierarchy", at: 6) == .null)
  }

  @Test func withoutEntitiesSpeakersAreTheirWords() async throws {
    let reading = try await Reading(Self.text, Self.registry, options: ["only": ["quote"]])
    let ruiz = try await item(reading, at: 1)
    #expect(ruiz["data"] == "words:Ana Ruiz")
    #expect(try await calls(reading, "outgoing", ruiz) == [["Jonas Keller", Self.first]])
  }

  @Test func whoIsGoneHasNoCalls() async throws {
    let reading = try await reading()
    let ruiz = try await item(reading, at: 1)
    await reading.session.give(.change("a", 2, ["text": "Nobody."]))
    #expect(await reading.session.request("callHierarchy/incomingCalls", ["item": ruiz])["result"] == .null)
    #expect(await reading.session.request("callHierarchy/outgoingCalls", ["item": ruiz])["result"] == .null)
    _ = await reading.session.notify("textDocument/didClose", ["textDocument": ["uri": "a"]])
    #expect(await reading.session.request("callHierarchy/outgoingCalls", ["item": ruiz])["error"]?["code"] == -32602)
  }

  @Test(
    arguments: [
      nil, [:], ["item": ["uri": "a"]], ["item": ["uri": "a", "data": 3]], ["item": ["uri": "a", "data": "thing:"]],
      ["item": ["uri": "a", "data": "thing:E"]], ["item": ["uri": "a", "data": "text:a"]],
      ["item": ["uri": "a", "data": ""]], ["item": ["data": "text"]],
    ] as [JSON?])
  func itemsOfOthersAreRefused(params: JSON?) async throws {
    let reading = try await reading()
    #expect(await reading.session.request("callHierarchy/outgoingCalls", params)["error"]?["code"] == -32602)
  }
}
