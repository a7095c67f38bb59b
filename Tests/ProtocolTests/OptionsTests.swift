import DipleJSONRPC
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// What a client may choose.
@Suite struct OptionsTests {
  private func running(_ options: JSON) async throws -> Session {
    try await Session.running(Bridge.registry, ["capabilities": [:], "initializationOptions": options])
  }

  private func kinds(_ published: [JSON]) -> [String] {
    published.last?["params"]?["annotations"]?.array?.compactMap { $0["kind"]?.string } ?? []
  }

  private func hints(_ session: Session) async -> [String] {
    let all = Position(line: 99, character: 0).json
    let answer = await session.request(
      "textDocument/inlayHint",
      ["textDocument": ["uri": "a"], "range": ["start": Position(line: 0, character: 0).json, "end": all]])
    return answer["result"]?.array?.compactMap { $0["label"]?.string } ?? ["none"]
  }

  private func configure(_ session: Session, _ settings: JSON) async -> [JSON] {
    await session.notify("workspace/didChangeConfiguration", ["settings": settings])
  }

  @Test func onlySomeKinds() async throws {
    let session = try await running(["only": ["date", "stance"], "inlayHints": "all"])
    #expect(kinds(await session.open("a", Bridge.text.text)) == ["stance", "date"])
    #expect(await hints(session) == ["against", "= 2024-05-02"])
  }

  @Test func theDayTheTextWasWritten() async throws {
    let session = try await running(["date": "2024-05-03"])
    let published = await session.open("a", "Text.").first?["params"]
    #expect(published == ["uri": "a", "version": 1, "date": "2024-05-03", "dateFrom": "option", "annotations": []])
    let front = try await running([:])
    let found = await front.open("a", "---\ndate: 2023-01-09\n---\n\nText.").first?["params"]
    #expect(found?["date"] == "2023-01-09")
    #expect(found?["dateFrom"] == "frontMatter")
  }

  @Test(
    arguments: [
      (false, []), (["enabled": false], []),
      // Who is quoted is called “she”; the day is written out.
      (nil, ["→ Ana Ruiz"]), (true, ["→ Ana Ruiz"]), (["enabled": true], ["→ Ana Ruiz"]),
      (["quote": false, "date": true], ["= 2024-05-02"]),
      (["quote": "implicit", "entity": true], ["person", "→ Ana Ruiz", "org"]),
      ("all", ["person", "→ Ana Ruiz", "claim", "org", "against", "= 2024-05-02"]),
      (["enabled": false, "date": true], []),
    ] as [(JSON, [String])])
  func hintsAsTheClientWantsThem(option: JSON, labels: [String]) async throws {
    let session = try await running(["inlayHints": option])
    _ = await session.open("a", Bridge.text.text)
    #expect(await hints(session) == labels)
  }

  @Test func newOptionsAnnotateAgainWhatIsOpen() async throws {
    let session = try await running(nil)
    _ = await session.open("a", Bridge.text.text, version: 4)
    _ = await session.open("b", "On 2 May 2024.", version: 9)
    let sent = await configure(session, ["diple": ["only": ["date"]]])
    #expect(sent.map { $0["params"]?["uri"] } == ["a", "b"])
    #expect(sent.map { $0["params"]?["version"] } == [4, 9])
    #expect(sent.map { $0["params"]?["annotations"]?.array?.map { $0["kind"] } } == [["date"], ["date"]])
    // The same again is no news.
    #expect(await configure(session, ["diple": ["only": ["date"]]]) == [])
  }

  @Test(arguments: [nil, [:], ["other": ["only": []]], 3] as [JSON])
  func settingsWithoutOursKeepWhatInitializeSaid(settings: JSON) async throws {
    let session = try await running(["only": ["date"], "inlayHints": "all"])
    _ = await session.open("a", Bridge.text.text)
    #expect(await configure(session, settings) == [])
    #expect(await hints(session) == ["= 2024-05-02"])
  }

  @Test(
    arguments: [
      (["only": "date"], "`only` is not a list of kinds"), (["only": [3]], "`only` is not a list of kinds"),
      (["only": ["date", "colour"]], "`only`: nobody makes the kind `colour`"),
      (["date": "yesterday"], "`date` is not a day written YYYY-MM-DD"),
      (["date": 2024], "`date` is not a day written YYYY-MM-DD"),
      (["semanticTokens": "yes"], "`semanticTokens` is neither true nor false"),
      (["inlayHints": 3], "`inlayHints` is neither a truth value, nor all, nor an object"),
      (["inlayHints": ["quote": "no"]], "`inlayHints.quote` is none of true, false and implicit"),
      (["inlayHints": ["enabled": "no"]], "`inlayHints.enabled` is neither true nor false"),
      (["inlayHints": ["quotes": true]], "`inlayHints`: nobody makes the kind `quotes`; did you mean `quote`?"),
      (["only": ["dates"]], "`only`: nobody makes the kind `dates`; did you mean `date`?"),
      (
        ["diagnostics": ["similar-name": "off"]],
        "`diagnostics`: there is no code `similar-name`; did you mean `similar-names`?"
      ),
      (["hover": 1], "`hover` is neither true nor false"),
      (["fulllists": true], "there is no option `fulllists`; did you mean `fullLists`?"),
      (["inlayHint": false], "there is no option `inlayHint`; did you mean `inlayHints`?"),
      (["disable": ["findr"]], "`disable`: there is no module `findr`; did you mean `finder`?"),
      (["modules": ["zebra": [:]]], "`modules`: there is no module `zebra`"),
      (["zebra": nil], "there is no option `zebra`"), ("all", "the options are no object"),
    ] as [(JSON, String)])
  func wrongOptionsAreTold(options: JSON, message: String) async throws {
    let session = try Session(Bridge.registry)
    await session.give(
      .request(.int(1), method: "initialize", params: ["capabilities": [:], "initializationOptions": options]))
    let sent = session.taken()
    #expect(sent.count == 2)
    #expect(sent.first?["params"] == ["type": 2, "message": .string(message)])
    #expect(sent.last?["result"] != nil)
    // Once is enough, as long as nothing else is said.
    await session.give(
      .notification(method: "workspace/didChangeConfiguration", params: ["settings": ["diple": options]]))
    #expect(session.taken() == [])
  }

  @Test func whatEditorsKeepBesidesOurOptionsIsNoMistake() async throws {
    let session = try Session(Bridge.registry)
    let options: JSON = [
      "path": "/bin/diple", "trace": ["server": "off"], "server": [:], "$schema": "options.schema.json",
    ]
    await session.give(
      .request(.int(1), method: "initialize", params: ["capabilities": [:], "initializationOptions": options]))
    #expect(session.taken().count == 1)
  }
}
