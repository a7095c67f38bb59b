import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Synchronization
import Testing

@testable import DipleLanguageServer

/// A server in this process, and all that it sends.
final class Session: Sendable {
  let server: LanguageServer
  private let sent: Outbox

  private final class Outbox: Sendable {
    let messages = Mutex<[JSON]>([])
    func put(_ body: [UInt8]) {
      let message = (try? JSON(parsing: body)) ?? .string("not JSON: " + String(decoding: body, as: UTF8.self))
      messages.withLock { $0.append(message) }
    }
  }

  init(
    _ registry: Registry = .builtIn, files: Files = .none, runner: any ModuleRunner = NoRunner(),
    modules: SessionModules? = nil, today: CivilDate? = nil,
    read: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }
  ) throws {
    let outbox = Outbox()
    sent = outbox
    server = try LanguageServer(
      registry, log: Log(.error) { _ in }, read: read, files: files, runner: runner, modules: modules,
      questionDelay: .zero, today: { today }, send: outbox.put)
  }

  /// Waits for what the server sends by itself: `isEnough` takes what was sent since the last time. Gives up after half a
  /// minute, which no machine needs.
  func wait(_ isEnough: ([JSON]) -> Bool) async throws {
    for _ in 0..<3_000 {
      if isEnough(taken()) { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("nothing came")
  }

  /// A session that has been initialized.
  static func running(
    _ registry: Registry = .builtIn, _ params: JSON = ["capabilities": [:]], files: Files = .none,
    runner: any ModuleRunner = NoRunner(), today: CivilDate? = nil,
    read: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }
  ) async throws -> Session {
    let session = try Session(registry, files: files, runner: runner, today: today, read: read)
    let answer = await session.request("initialize", params)
    #expect(answer["result"] != nil)
    return session
  }

  /// Hands a message over; returns the exit code where it was the end.
  @discardableResult
  func give(_ message: Message) async -> Int32? {
    server.observe(.message(message))
    return await server.handle(.message(message))
  }

  /// Hands over messages that come so fast that the server knows of all before it handles the first.
  func giveAtOnce(_ messages: [Message]) async {
    for message in messages { server.observe(.message(message)) }
    for message in messages { _ = await server.handle(.message(message)) }
  }

  /// What was sent since the last time.
  func taken() -> [JSON] {
    sent.messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }

  /// Asks, and takes the answer; other messages before it are dropped.
  func request(_ method: String, _ params: JSON? = nil, id: Int = 1) async -> JSON {
    await give(.request(.int(id), method: method, params: params))
    return taken().last { $0["id"] == .int(id) } ?? .null
  }

  /// Tells, and takes what comes of it.
  func notify(_ method: String, _ params: JSON? = nil) async -> [JSON] {
    await give(.notification(method: method, params: params))
    return taken()
  }

  /// Opens a document, and takes what comes of it.
  func open(_ uri: String, _ text: String, version: Int = 1, language: String = "text") async -> [JSON] {
    await notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string(uri), "languageId": .string(language), "version": .int(version), "text": .string(text),
        ]
      ])
  }

  /// The text of a document as the server has it.
  func text(_ uri: String) async -> String? {
    await server.text(of: uri).map { String(decoding: $0.bytes, as: UTF8.self) }
  }
}

extension Message {
  /// `textDocument/didChange` with changes as LSP has them.
  static func change(_ uri: String, _ version: Int, _ changes: JSON...) -> Message {
    .notification(
      method: "textDocument/didChange",
      params: ["textDocument": ["uri": .string(uri), "version": .int(version)], "contentChanges": .array(changes)])
  }
}

extension JSON {
  /// A change of a range.
  static func edit(_ start: Position, _ end: Position, _ text: String) -> JSON {
    ["range": ["start": start.json, "end": end.json], "text": .string(text)]
  }
}

extension Position {
  var json: JSON { ["line": .int(line), "character": .int(character)] }
}
