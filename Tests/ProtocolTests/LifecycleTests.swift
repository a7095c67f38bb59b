import DipleJSONRPC
import DiplePluginHost
import Testing

@testable import DipleLanguageServer

/// From `initialize` to `exit` (LSP 3.17, "Server lifecycle").
@Suite struct LifecycleTests {
  @Test func aWholeLife() async throws {
    try await check(
      """
      → {"id": 1, "method": "initialize", "params": {"processId": null, "rootUri": null, "capabilities": {}}}
      ← {"id": 1, "result": {"capabilities": {"positionEncoding": "utf-16",
          "textDocumentSync": {"openClose": true, "change": 2, "save": true},
          "hoverProvider": true, "completionProvider": {"…": "…"}, "inlayHintProvider": true,
          "documentSymbolProvider": {"label": "Diple"},
          "documentHighlightProvider": true, "definitionProvider": true, "referencesProvider": true,
          "callHierarchyProvider": true, "codeLensProvider": {"resolveProvider": true},
          "selectionRangeProvider": true, "foldingRangeProvider": true,
          "documentLinkProvider": {"resolveProvider": false},
          "workspaceSymbolProvider": true,
          "codeActionProvider": true, "executeCommandProvider": {"commands": "…"},
          "workspace": {"…": "…"},
          "experimental": {"diple": {"annotations": true, "kinds": ["quote", "entity", "date", "stance", "tone"]}}},
        "serverInfo": {"name": "diple", "version": "…"}}}
      → {"method": "initialized", "params": {}}
      → {"id": "last", "method": "shutdown"}
      ← {"id": "last", "result": null}
      """)
  }

  /// LSP requires `capabilities`; whoever sends none may try again.
  @Test(arguments: ["[1]", "{}", #"{"capabilities": []}"#])
  func initializeNeedsCapabilities(params: String) async throws {
    try await check(
      """
      → {"id": 1, "method": "initialize", "params": \(params)}
      ← {"id": 1, "error": {"code": -32602, "message": "…"}}
      → {"id": 2, "method": "shutdown"}
      ← {"id": 2, "error": {"code": -32002, "message": "…"}}
      """)
  }

  @Test func nothingWorksBeforeInitialize() async throws {
    try await check(
      """
      → {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "a", "version": 1, "text": "x"}}}
      → {"id": 1, "method": "diple/annotations", "params": {"textDocument": {"uri": "a"}}}
      ← {"id": 1, "error": {"code": -32002, "message": "…"}}
      → {"id": 2, "method": "shutdown"}
      ← {"id": 2, "error": {"code": -32002, "message": "…"}}
      → {"id": 3, "method": "no/such"}
      ← {"id": 3, "error": {"code": -32002, "message": "…"}}
      → {"id": 4, "method": "initialize", "params": {"capabilities": {}}}
      ← {"id": 4, "result": {"…": "…"}}
      → {"id": 5, "method": "diple/annotations", "params": {"textDocument": {"uri": "a"}}}
      ← {"id": 5, "error": {"code": -32602, "message": "a is not open"}}
      """)
  }

  @Test func nothingWorksAfterShutdown() async throws {
    try await check(
      """
      → {"id": 1, "method": "initialize", "params": {"capabilities": {}}}
      ← {"id": 1, "result": {"…": "…"}}
      → {"id": 2, "method": "initialize", "params": {"capabilities": {}}}
      ← {"id": 2, "error": {"code": -32600, "message": "`initialize` came before"}}
      → {"id": 3, "method": "shutdown"}
      ← {"id": 3, "result": null}
      → {"id": 4, "method": "shutdown"}
      ← {"id": 4, "error": {"code": -32600, "message": "the server is shut down"}}
      → {"id": 5, "method": "textDocument/hover", "params": {}}
      ← {"id": 5, "error": {"code": -32600, "message": "the server is shut down"}}
      → {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "a", "version": 1, "text": "x"}}}
      """)
  }

  @Test func whatIsUnknownIsSaidToBe() async throws {
    try await check(
      """
      → {"id": 1, "method": "initialize", "params": {"capabilities": {}}}
      ← {"id": 1, "result": {"…": "…"}}
      → {"id": 2, "method": "textDocument/rename", "params": {}}
      ← {"id": 2, "error": {"code": -32601, "message": "no method `textDocument/rename`"}}
      → {"id": 3, "method": "$/future"}
      ← {"id": 3, "error": {"code": -32601, "message": "…"}}
      → {"method": "$/future"}
      → {"method": "textDocument/future", "params": {}}
      → {"id": 9, "result": null}
      """)
  }

  @Test func theExitCodeTellsWhetherShutdownCame() async throws {
    let exit = Message.notification(method: "exit", params: nil)
    #expect(await (try Session()).give(exit) == 1)
    let session = try await Session.running()
    #expect(await session.give(exit) == 1)
    _ = await session.request("shutdown")
    #expect(await session.give(exit) == 0)
    #expect(await session.server.handle(.end(nil)) == 0)
    #expect(await (try Session.running()).server.handle(.end(.truncated)) == 1)
  }

  @Test(
    arguments: [
      (nil, "utf-16"), ([], "utf-16"), (["utf-8", "utf-16"], "utf-8"), (["utf-16", "utf-8"], "utf-16"),
      (["utf-32"], "utf-32"), (["utf-7"], "utf-16"), (["utf-7", "utf-32", "utf-8"], "utf-32"), ([8, "utf-8"], "utf-8"),
    ] as [([JSON]?, String)])
  func thePositionEncodingIsTheFirstThatBothKnow(offered: [JSON]?, agreed: String) async throws {
    let general: JSON = offered.map { ["positionEncodings": .array($0)] } ?? [:]
    let answer = await (try Session()).request("initialize", ["capabilities": ["general": general]])
    #expect(answer["result"]?["capabilities"]?["positionEncoding"]?.string == agreed)
  }

  @Test func aMalformedMessageIsAnsweredAndNothingElseHappens() async throws {
    let session = try await Session.running()
    let error = MalformedMessage(id: nil, error: ResponseError(.parseError, "not JSON"))
    #expect(await session.server.handle(.malformed(error)) == nil)
    #expect(
      session.taken() == [
        ["jsonrpc": "2.0", "id": nil, "error": ["code": -32700, "message": "not JSON"]]
      ])
    #expect(await session.request("shutdown")["result"] == .null)
  }

  @Test func aRequestThatIsCancelledInTimeIsNotAnswered() async throws {
    let session = try await Session.running()
    _ = await session.open("a", "Ana Ruiz spoke.")
    func ask(_ id: RequestID) -> Message {
      .request(id, method: "diple/annotations", params: ["textDocument": ["uri": "a"]])
    }
    func cancel(_ id: JSON) -> Message { .notification(method: "$/cancelRequest", params: ["id": id]) }
    await session.giveAtOnce([ask(.int(1)), ask(.int(2)), ask(.string("1")), cancel(2)])
    #expect(session.taken().map { $0["error"]?["code"] } == [nil, -32800, nil])
    // Too late, for nobody, and without sense: all are passed over; an id is free again afterwards.
    await session.giveAtOnce([cancel(1), cancel("nobody"), cancel(nil), ask(.int(1)), ask(.int(2))])
    #expect(session.taken().map { $0["error"]?["code"] } == [nil, nil])
  }

  // MARK: Stale requests

  private func impatient(_ methods: JSON) -> JSON {
    ["capabilities": ["general": ["staleRequestSupport": ["cancel": true, "retryOnContentModified": methods]]]]
  }

  /// LSP 3.17: a client that says it asks again need not wait for an answer about a text that it has changed already.
  @Test func aStaleRequestIsRefusedWhereTheClientAsksAgain() async throws {
    let session = try await Session.running(Bridge.registry, impatient(["diple/annotations"]))
    _ = await session.open("a", Bridge.text.text)
    _ = await session.open("b", "Text.")
    func ask(_ id: Int, _ method: String, _ uri: JSON) -> Message {
      .request(.int(id), method: method, params: ["textDocument": ["uri": uri]])
    }
    let new = Message.change("a", 2, ["text": "Ana Ruiz"])
    await session.giveAtOnce([
      ask(1, "diple/annotations", "a"), ask(2, "textDocument/documentSymbol", "a"), ask(3, "diple/annotations", "b"),
      new,
      ask(4, "diple/annotations", "a"),
    ])
    let answers = session.taken().filter { $0["id"] != nil }
    #expect(answers.map { $0["id"] } == [1, 2, 3, 4])
    #expect(answers[0]["error"] == ["code": -32801, "message": "a was changed since"])
    #expect(answers[1]["result"]?.array?.count == 6)
    #expect(answers[2]["result"]?["uri"] == "b")
    #expect(answers[3]["result"]?["version"] == 2)
  }

  /// All others get the answer of the version that they had.
  @Test func aStaleRequestIsAnsweredWhereTheClientDoesNotAskAgain() async throws {
    let session = try await Session.running()
    _ = await session.open("a", "Ana Ruiz spoke.")
    await session.giveAtOnce([
      .request(.int(1), method: "diple/annotations", params: ["textDocument": ["uri": "a"]]),
      .change("a", 2, ["text": ""]),
    ])
    #expect(session.taken().first?["result"]?["version"] == 1)
  }

  // MARK: Trace

  @Test func aClientMayHearWhatIsDone() async throws {
    let session = try await Session.running(.builtIn, ["capabilities": [:], "trace": "messages"])
    #expect(session.taken() == [])
    await session.give(.request(.int(7), method: "diple/annotators", params: ["a": 1]))
    var sent = session.taken()
    #expect(sent.map { $0["method"] } == [nil, "$/logTrace"])
    let message = sent.last?["params"]?["message"]?.string ?? ""
    #expect(message.hasPrefix("diple/annotators (7) was handled in ") && message.hasSuffix(" ms"))
    #expect(sent.last?["params"]?["verbose"] == nil)
    sent = await session.notify("$/setTrace", ["value": "verbose"])
    #expect(sent.last?["params"]?["verbose"] == #"{"value":"verbose"}"#)
    #expect(await session.notify("$/setTrace", ["value": "off"]) == [])
    #expect(await session.notify("textDocument/didSave", [:]) == [])
    sent = await session.notify("$/setTrace", ["value": "loud"])
    #expect(sent.map { $0["params"]?["message"] } == ["`trace` is none of off, messages, verbose"])
  }

  // MARK: Barrier

  @Test func synchronizeTellsWhatNobodyWasToldOf() async throws {
    let session = try await Session.running()
    _ = await session.open("b", "Text.")
    _ = await session.open("a", "Text.", version: 4)
    await session.giveAtOnce([
      .change("a", 5, ["text": "Mayor Ana Ruiz spoke."]), .request(.int(1), method: "diple/synchronize", params: nil),
      .change("a", 6, ["text": "Mayor Ana Ruiz sang."]),
    ])
    let sent = session.taken()
    #expect(sent.map { $0["params"]?["version"] } == [5, nil, 6])
    #expect(sent[1]["result"] == ["documents": [["uri": "a", "version": 5], ["uri": "b", "version": 1]]])
  }
}
