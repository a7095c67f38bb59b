import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// Every face can be switched, for each folder and without a restart.
@Suite struct FaceOptionsTests {
  private static let requests: [(face: Face, method: String)] = [
    (.hover, "textDocument/hover"), (.inlayHints, "textDocument/inlayHint"),
    (.documentSymbols, "textDocument/documentSymbol"), (.workspaceSymbols, "workspace/symbol"),
    (.documentHighlights, "textDocument/documentHighlight"), (.definition, "textDocument/definition"),
    (.references, "textDocument/references"), (.callHierarchy, "textDocument/prepareCallHierarchy"),
    (.codeLens, "textDocument/codeLens"), (.selectionRanges, "textDocument/selectionRange"),
    (.foldingRanges, "textDocument/foldingRange"),
    (.documentLinks, "textDocument/documentLink"),
    (.semanticTokens, "textDocument/semanticTokens/full"),
    (.codeActions, "textDocument/codeAction"),
  ]

  private static let text = "Mayor Ana Ruiz left. “No\n\none\n\nof\n\nus\n\nis ever here,” she said."
  private static let registry = Registry([
    Finder(
      .init(
        "entity", "Ana Ruiz",
        attributes: [("type", .string("person")), ("entity", .cluster(1)), ("name", .string("Ana Ruiz"))]),
      .init(
        "quote", "“No", "is ever here,”",
        attributes: [("form", .string("direct")), ("speaker", .phrase("she", entity: 1))]),
      .init("link", "left", attributes: [("target", .string("https://example.org/left"))])
    )
  ])

  private func session(_ options: JSON) async throws -> Session {
    let session = try await Session.running(
      Self.registry,
      [
        "capabilities": ["textDocument": ["semanticTokens": ["tokenTypes": ["class"], "requests": ["full": true]]]],
        "initializationOptions": options,
        "workspaceFolders": [["uri": "file:///news", "name": "news"], ["uri": "file:///law", "name": "law"]],
      ])
    for folder in ["news", "law"] { _ = await session.open("file:///\(folder)/a.txt", Self.text) }
    return session
  }

  private func answer(_ session: Session, _ method: String, in folder: String) async -> JSON {
    let place = Position(line: 0, character: 8).json
    let answer = await session.request(
      method,
      [
        "textDocument": ["uri": .string("file:///\(folder)/a.txt")], "position": place, "positions": [place],
        "range": ["start": Position(line: 0, character: 0).json, "end": Position(line: 8, character: 20).json],
        "context": ["diagnostics": [], "includeDeclaration": true], "query": "",
      ])
    #expect(answer["error"] == nil)
    return answer["result"] ?? "no result"
  }

  /// True where an answer holds something to show.
  private func shows(_ answer: JSON) -> Bool {
    answer != .null && answer != [] && answer["data"] != [] && answer != "no result"
  }

  @Test func everyRequestOfAFaceIsHere() {
    #expect(Set(Self.requests.map(\.face)) == Set(Face.allCases))
  }

  /// All on, so that what is tested is not one that has nothing to show.
  @Test(arguments: requests) func aFaceIsSwitchedWithoutARestart(face: Face, method: String) async throws {
    let all = JSON.object(Face.allCases.map { ($0.rawValue, .bool(true)) })
    let session = try await session(all)
    #expect(shows(await answer(session, method, in: "news")))
    let off = all.overlaid(with: .object([(face.rawValue, .bool(false))]))
    _ = await session.notify("workspace/didChangeConfiguration", ["settings": ["diple": off]])
    #expect(!shows(await answer(session, method, in: "news")))
    for other in Self.requests where other.face != face {
      #expect(shows(await answer(session, other.method, in: "news")), "\(other.face) goes with \(face)")
    }
    _ = await session.notify("workspace/didChangeConfiguration", ["settings": ["diple": all]])
    #expect(shows(await answer(session, method, in: "news")))
  }

  @Test(arguments: requests) func whatIsSaidNowhereIsSober(face: Face, method: String) async throws {
    let session = try await session([:])
    #expect(shows(await answer(session, method, in: "news")) == (face != .codeLens && face != .semanticTokens))
  }

  @Test func aFolderHasFacesOfItsOwn() async throws {
    let session = try await Session.running(
      Self.registry,
      [
        "capabilities": ["workspace": ["configuration": true]],
        "workspaceFolders": [["uri": "file:///news", "name": "news"], ["uri": "file:///law", "name": "law"]],
      ])
    for folder in ["news", "law"] { _ = await session.open("file:///\(folder)/a.txt", Self.text) }
    let asked = await session.notify("initialized", [:]).last
    await session.give(
      .response(RequestID(asked?["id"]), result: [nil, ["hover": false, "workspaceSymbols": false], nil], error: nil))
    _ = session.taken()
    #expect(!shows(await answer(session, "textDocument/hover", in: "news")))
    #expect(shows(await answer(session, "textDocument/hover", in: "law")))
    let symbols = await answer(session, "workspace/symbol", in: "law").array ?? []
    #expect(symbols.map { $0["location"]?["uri"] } == ["file:///law/a.txt", "file:///law/a.txt"])
  }

  @Test func callsOfAFaceThatIsOffAreNone() async throws {
    let session = try await session([:])
    let item = await answer(session, "textDocument/prepareCallHierarchy", in: "news").array?.first ?? .null
    #expect(shows(await session.request("callHierarchy/incomingCalls", ["item": item])["result"] ?? .null))
    _ = await session.notify("workspace/didChangeConfiguration", ["settings": ["diple": ["callHierarchy": false]]])
    #expect(await session.request("callHierarchy/incomingCalls", ["item": item])["result"] == .null)
  }

  // MARK: Labels that say what the words do not

  @Test(
    arguments: [
      ("“No,” she said.", "she", true), ("“No,” the mayor said.", "the mayor", true),
      ("“No,” Ruiz said.", "Ruiz", false),
      ("“No,” Mr Ruiz said.", "Mr Ruiz", false), ("She was sure.\n\n“No.”", "She", true),
      ("Ruiz was sure.\n\n“No.”", "Ruiz", true),
    ])
  func aSpeakerIsToldWhereTheTextDoesNot(text: String, speaker: String, isTold: Bool) async throws {
    let quote = text.contains("“No,”") ? "“No,”" : "“No.”"
    let finder = Finder(
      .init(
        "entity", "Ana Ruiz",
        attributes: [("type", .string("person")), ("entity", .cluster(1)), ("name", .string("Ana Ruiz"))]),
      .init("quote", quote, attributes: [("speaker", .phrase(speaker, entity: 1))]))
    #expect(try await hints(text + "\n\nAna Ruiz.", finder) == (isTold ? ["→ Ana Ruiz"] : []))
  }

  @Test(
    arguments: [
      ("Friday", "2024-05-03", ["= 2024-05-03"]), ("2 May", "2024-05-02", ["= 2024-05-02"]),
      ("2 May 2024", "2024-05-02", []),
      ("2024-05-02", "2024-05-02", []), ("the 1990s", "199", []), ("now", "PRESENT_REF", []), ("two weeks", "P2W", []),
      ("May", "XXXX-05", []), ("last year", "2023", ["= 2023"]),
    ])
  func aValueIsToldWhereTheTextDoesNot(words: String, value: String, labels: [String]) async throws {
    let finder = Finder(.init("date", words, attributes: [("type", .string("DATE")), ("value", .string(value))]))
    #expect(try await hints("They met \(words) by the quay.", finder) == labels)
  }

  private func hints(_ text: String, _ finder: Finder) async throws -> [String] {
    let session = try await Session.running(Registry([finder]))
    _ = await session.open("a", text)
    let answer = await session.request(
      "textDocument/inlayHint",
      [
        "textDocument": ["uri": "a"],
        "range": ["start": Position(line: 0, character: 0).json, "end": Position(line: 99, character: 0).json],
      ])
    return answer["result"]?.array?.compactMap { $0["label"]?.string } ?? ["none"]
  }
}
