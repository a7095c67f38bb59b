import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// `textDocument/codeLens`, `codeLens/resolve` and the command behind a lens.
@Suite struct CodeLensTests {
  private func lenses(_ reading: Reading) async -> [JSON] {
    await reading.ask("textDocument/codeLens").array ?? ["none"]
  }

  private func command(_ reading: Reading, _ lens: JSON?) async -> JSON? {
    await reading.session.request("codeLens/resolve", lens)["result"]?["command"]
  }

  @Test func thereAreNoneUnlessTheyAreAskedFor() async throws {
    #expect(await lenses(try await Reading()) == [])
    #expect(await lenses(try await Reading(options: ["codeLens": nil])) == [])
    #expect(await lenses(try await Reading(options: ["codeLens": true])).count == 1)
  }

  @Test(arguments: PositionEncoding.allCases)
  func aPersonHasOneOverTheFirstMention(encoding: PositionEncoding) async throws {
    let reading = try await Reading(Quay.text, Quay.registry, encoding, options: ["codeLens": true])
    let lenses = await lenses(reading)
    #expect(try lenses.map { try reading.words($0["range"]) } == ["Ana Ruiz"])
    #expect(lenses.first?["command"] == nil)
    let command = try #require(await command(reading, lenses.first))
    #expect(command["title"] == "1 quote · 2 mentions")
    #expect(command["command"] == "diple.references")
    #expect(command["arguments"] == ["a", try Quay.text.position(1, encoding).json])
    let places = await reading.session.request("workspace/executeCommand", command)["result"]
    #expect(places == (try await reading.ask("textDocument/references", at: 1)))
    #expect(places?.array?.count == 5)
  }

  @Test func peopleOfOneLineAreToldByName() async throws {
    func person(_ words: String, _ number: Int) -> Finder.Phrase {
      .init(
        "entity", words,
        attributes: [("type", .string("person")), ("entity", .cluster(number)), ("name", .string(words))])
    }
    let registry = Registry([Finder(person("Ana Ruiz", 1), person("Holt", 2), person("Jonas\r\nKeller", 3))])
    let reading = try await Reading(
      Marked("Ana Ruiz met Holt at the old quay of the harbour, and with him was Jonas\r\nKeller, too."), registry,
      options: ["codeLens": true])
    let lenses = await lenses(reading)
    // A lens stands over one line.
    #expect(try lenses.map { try reading.words($0["range"]) } == ["Ana Ruiz", "Holt", "Jonas"])
    var titles: [JSON?] = []
    for lens in lenses { titles.append(await command(reading, lens)?["title"]) }
    #expect(titles == ["Ana Ruiz: 1 mention", "Holt: 1 mention", "Jonas Keller: 1 mention"])
  }

  @Test(
    arguments: [
      (["editor.action.showReferences"], "editor.action.showReferences"),
      (["editor.action.showReferences", "diple.showReferences"], "diple.showReferences"),
      (["other"], "diple.references"),
    ] as [(JSON, JSON)])
  func theClientsOwnCommandGoesFirst(commands: JSON, used: JSON) async throws {
    let session = try await Session.running(
      Quay.registry,
      [
        "capabilities": ["experimental": ["commands": ["commands": commands]]],
        "initializationOptions": ["codeLens": true],
      ])
    _ = await session.open("a", Quay.text.text)
    let lens = await session.request("textDocument/codeLens", ["textDocument": ["uri": "a"]])["result"]?.array?.first
    let command = await session.request("codeLens/resolve", lens)["result"]?["command"]
    #expect(command?["command"] == used)
    #expect(command?["arguments"]?.array?.count == (used == "diple.references" ? 2 : 3))
    if used != "diple.references" { #expect(command?["arguments"]?.array?.last?.array?.count == 5) }
  }

  @Test func theServersCommandShowsTheNextPlace() async throws {
    let session = try await Session.running(
      Quay.registry, ["capabilities": ["window": ["showDocument": ["support": true]]]])
    _ = await session.open("a", Quay.text.text)
    await session.give(
      .request(
        .int(1), method: "workspace/executeCommand",
        params: ["command": "diple.references", "arguments": ["a", try Quay.text.position(1).json]]))
    let sent = session.taken()
    #expect(sent.map { $0["method"] } == ["window/showDocument", nil])
    #expect(sent.first?["params"]?["uri"] == "a")
    #expect(sent.first?["params"]?["selection"]?["start"] == Position(line: 2, character: 0).json)
  }

  @Test func aLensOfATextThatIsGoneStaysAsItIs() async throws {
    let reading = try await Reading(options: ["codeLens": true])
    let lens = try #require(await lenses(reading).first)
    await reading.session.give(.change("a", 2, ["text": "Nothing."]))
    #expect(await reading.session.request("codeLens/resolve", lens)["result"] == lens)
    _ = await reading.session.notify("textDocument/didClose", ["textDocument": ["uri": "a"]])
    #expect(await reading.session.request("codeLens/resolve", lens)["result"] == lens)
    #expect(await reading.session.request("codeLens/resolve", ["range": 1])["error"]?["code"] == -32602)
  }

  @Test(arguments: [nil, [], ["a"], ["a", 3], ["b", ["line": 0, "character": 0]]] as [JSON?])
  func theCommandNeedsAPlace(arguments: JSON?) async throws {
    let reading = try await Reading()
    let answer = await reading.session.request(
      "workspace/executeCommand", ["command": "diple.references", "arguments": arguments ?? .null])
    #expect(answer["error"]?["code"] == -32602)
  }
}
