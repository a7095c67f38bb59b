import DipleJSONRPC
import DiplePluginHost
import Synchronization
import Testing

@testable import DipleLanguageServer

/// `$/progress`: long work is told of, and may be stopped.
@Suite struct ProgressTests {
  private static let shows: JSON = ["capabilities": ["window": ["workDoneProgress": true]]]
  /// A little over what counts as long.
  private static let long = String(
    repeating: "Mayor Ana Ruiz of Kostel closed the bridge.\n\n", count: LanguageServer.longText / 44)

  /// Answers requests of the server while it is at work, as a client on another thread does.
  private func session(_ params: JSON, _ answer: @escaping @Sendable (LanguageServer, JSON) -> Void) async throws
    -> (server: LanguageServer, sent: Box)
  {
    let box = Box()
    let server = try LanguageServer(Registry([Finder(.init("entity", "Ana Ruiz"))]), log: Log(.error) { _ in }) {
      body in
      guard let message = try? JSON(parsing: body) else { return }
      box.sent.withLock { $0.append(message) }
      if let server = box.server.withLock({ $0 }) { answer(server, message) }
    }
    box.server.withLock { $0 = server }
    _ = await server.handle(.message(.request(.int(1), method: "initialize", params: params)))
    _ = box.taken()
    return (server, box)
  }

  final class Box: Sendable {
    let sent = Mutex<[JSON]>([])
    let server = Mutex<LanguageServer?>(nil)
    func taken() -> [JSON] {
      sent.withLock { sent in
        defer { sent = [] }
        return sent
      }
    }
  }

  private func open(_ text: String) -> Incoming {
    .message(
      .notification(
        method: "textDocument/didOpen",
        params: ["textDocument": ["uri": "file:///long.txt", "version": 1, "text": .string(text)]]))
  }

  private func grant(_ server: LanguageServer, _ message: JSON) {
    guard message["method"] == "window/workDoneProgress/create", let id = RequestID(message["id"]) else { return }
    server.observe(.message(.response(id, result: .null, error: nil)))
  }

  @Test func aLongTextIsToldOfWhileItIsRead() async throws {
    let (server, box) = try await session(Self.shows, grant)
    _ = await server.handle(open(Self.long))
    let sent = box.taken()
    #expect(sent.first?["method"] == "window/workDoneProgress/create")
    let token = sent.first?["params"]?["token"]
    #expect(token == "diple-1" && sent.first?["id"] == "diple-1")
    let values = sent.filter { $0["method"] == "$/progress" }.map { $0["params"] }
    #expect(values.allSatisfy { $0?["token"] == token })
    #expect(
      values.first??["value"] == [
        "kind": "begin", "title": "Annotating long.txt", "cancellable": true, "percentage": 0,
      ])
    let shares = values.dropFirst().dropLast().map { $0?["value"]?["percentage"]?.int ?? -1 }
    #expect(shares.count >= 3 && shares == shares.sorted() && shares.last == 90)
    #expect(values.last??["value"] == ["kind": "end"])
    #expect(sent.last?["params"]?["annotations"]?.array?.count == 1)
  }

  @Test func aTokenThatTheClientHasNotTakenIsNotUsed() async throws {
    let (server, box) = try await session(Self.shows) { _, _ in }
    _ = await server.handle(open(Self.long))
    #expect(box.taken().map { $0["method"] } == ["window/workDoneProgress/create", "diple/publishAnnotations"])
    let (refused, other) = try await session(Self.shows) { server, message in
      guard let id = RequestID(message["id"]) else { return }
      server.observe(.message(.response(id, result: nil, error: ["code": -1, "message": "no"])))
    }
    _ = await refused.handle(open(Self.long))
    #expect(other.taken().map { $0["method"] } == ["window/workDoneProgress/create", "diple/publishAnnotations"])
  }

  @Test func whoShowsNoProgressAndWhatIsShortHaveNone() async throws {
    let (server, box) = try await session(["capabilities": [:]], grant)
    _ = await server.handle(open(Self.long))
    #expect(box.taken().map { $0["method"] } == ["diple/publishAnnotations"])
    let (other, short) = try await session(Self.shows, grant)
    _ = await other.handle(open("Ana Ruiz spoke."))
    #expect(short.taken().map { $0["method"] } == ["diple/publishAnnotations"])
  }

  @Test func aLongTextMayBeGivenUp() async throws {
    let (server, box) = try await session(Self.shows) { server, message in
      grant(server, message)
      guard message["params"]?["value"]?["kind"] == "report" else { return }
      server.observe(
        .message(
          .notification(
            method: "window/workDoneProgress/cancel", params: ["token": message["params"]?["token"] ?? .null])))
    }
    _ = await server.handle(open(Self.long))
    let sent = box.taken()
    #expect(
      sent.suffix(3).map { $0["params"] } == [
        ["token": "diple-1", "value": ["kind": "end", "message": "cancelled"]],
        ["type": 3, "message": "file:///long.txt is not annotated: it was cancelled"],
        ["uri": "file:///long.txt", "version": 1, "annotations": []],
      ])
    // The text is there and stays in step; new options annotate it.
    _ = await server.handle(.message(.change("file:///long.txt", 2, ["text": "Ana Ruiz spoke."])))
    #expect(box.taken().last?["params"]?["added"] == [])
    _ = await server.handle(
      .message(
        .notification(
          method: "workspace/didChangeConfiguration", params: ["settings": ["diple": ["fullLists": true]]])))
    #expect(box.taken().last?["params"]?["annotations"]?.array?.count == 1)
  }

  @Test func aRequestAboutALongTextUsesTheClientsToken() async throws {
    let (server, box) = try await session(["capabilities": [:]], grant)
    _ = await server.handle(open(Self.long))
    _ = box.taken()
    _ = await server.handle(
      .message(
        .request(
          .int(2), method: "diple/annotations",
          params: ["textDocument": ["uri": "file:///long.txt"], "workDoneToken": "mine"])))
    let sent = box.taken()
    #expect(sent.map { $0["params"]?["value"]?["kind"] } == ["begin", "end", nil])
    #expect(sent.first?["params"]?["token"] == "mine")
    #expect(sent.last?["id"] == 2)
  }
}
