import DipleJSONRPC
import DiplePluginHost
import Synchronization
import Testing

@testable import DipleLanguageServer

/// Options from the client and from folders' files, several folders at once, and changes without a restart.
@Suite struct ConfigurationTests {
  private static let pulls: JSON = ["workspace": ["configuration": true, "workspaceFolders": true]]
  private static let folders: JSON = [
    ["uri": "file:///news", "name": "news"], ["uri": "file:///news/courts/", "name": "courts"],
  ]

  private func kinds(_ message: JSON?) -> [String] {
    message?["params"]?["annotations"]?.array?.compactMap { $0["kind"]?.string } ?? ["nothing was published"]
  }

  /// Gives the client's answer to the last request of the server's.
  private func answer(_ session: Session, _ asked: JSON?, _ result: JSON) async -> [JSON] {
    guard let id = RequestID(asked?["id"]) else { return ["nothing was asked"] }
    await session.give(.response(id, result: result, error: nil))
    return session.taken()
  }

  @Test func everyFolderHasItsOwnOptions() async throws {
    let session = try await Session.running(
      Bridge.registry,
      ["capabilities": Self.pulls, "workspaceFolders": Self.folders, "initializationOptions": ["only": ["stance"]]])
    let asked = await session.notify("initialized", [:]).last
    #expect(asked?["method"] == "workspace/configuration")
    #expect(asked?["id"] == "diple-1")
    #expect(
      asked?["params"] == [
        "items": [
          ["section": "diple"], ["scopeUri": "file:///news", "section": "diple"],
          ["scopeUri": "file:///news/courts", "section": "diple"],
        ]
      ])
    // What is opened before the answer has what `initialize` said, and is published again where that was not right.
    for uri in ["file:///a", "file:///news/b", "file:///news/courts/c", "file:///newsletter/d"] {
      #expect(kinds(await session.open(uri, Bridge.text.text).last) == ["stance"])
    }
    let sent = await answer(session, asked, [nil, ["only": ["date"]], ["only": ["quote"]]])
    #expect(sent.map { $0["params"]?["uri"] } == ["file:///news/b", "file:///news/courts/c"])
    #expect(sent.map(kinds) == [["date"], ["quote"]])
  }

  /// A path is no URI: what has a meaning there is escaped.
  @Test(
    arguments: [
      (["rootPath": "/my news/50%"], "file:///my%20news/50%25"),
      (["rootPath": "/a", "rootUri": "file:///b"], "file:///b"), (["rootPath": nil, "rootUri": nil], nil),
      (["rootUri": "file:///b", "workspaceFolders": [["uri": "file:///c", "name": "c"]]], "file:///c"),
    ] as [(JSON, JSON)])
  func theFirstOfFoldersRootURIAndRootPathCounts(roots: JSON, folder: JSON) async throws {
    guard case .object(let roots) = roots else { return }
    let session = try await Session.running(.builtIn, .object(roots + [("capabilities", Self.pulls)]))
    let asked = await session.notify("initialized", [:]).last
    #expect(asked?["params"]?["items"]?.array?.dropFirst().first?["scopeUri"] ?? .null == folder)
  }

  @Test func aChangeWithoutSettingsIsAskedFor() async throws {
    let session = try await Session.running(Bridge.registry, ["capabilities": Self.pulls])
    _ = await session.notify("initialized", [:])
    _ = await session.open("a", Bridge.text.text)
    let asked = await session.notify("workspace/didChangeConfiguration", ["settings": nil]).last
    #expect(asked?["method"] == "workspace/configuration")
    #expect(kinds(await answer(session, asked, [["only": ["date"]]]).last) == ["date"])
    // A client that cannot tell, or answers with something else, takes nothing back by accident but its own settings.
    let again = await session.notify("workspace/didChangeConfiguration", [:]).last
    #expect(kinds(await answer(session, again, []).last).count == 6)
    let refused = await session.notify("workspace/didChangeConfiguration", [:]).last
    await session.give(.response(RequestID(refused?["id"]), result: nil, error: ["code": -32603, "message": "no"]))
    #expect(session.taken() == [])
  }

  @Test func anAnswerToNothingIsPassedOver() async throws {
    let session = try await Session.running()
    await session.give(.response(.string("diple-99"), result: [], error: nil))
    await session.give(.response(nil, result: nil, error: [:]))
    #expect(session.taken() == [])
  }

  @Test func foldersComeAndGo() async throws {
    let session = try await Session.running(Bridge.registry, ["capabilities": Self.pulls, "rootUri": "file:///news"])
    var asked = await session.notify("initialized", [:]).last
    #expect(asked?["params"]?["items"]?.array?.count == 2)
    _ = await answer(session, asked, [nil, ["only": ["date"]]])
    #expect(kinds(await session.open("file:///news/a", Bridge.text.text).last) == ["date"])
    asked =
      await session.notify(
        "workspace/didChangeWorkspaceFolders",
        [
          "event": [
            "added": [["uri": "file:///law", "name": "law"]], "removed": [["uri": "file:///news/", "name": "n"]],
          ]
        ]
      ).last
    #expect(asked?["params"]?["items"]?.array?.map { $0["scopeUri"] } == [nil, "file:///law"])
    _ = await answer(session, asked, [nil, ["only": ["stance"]]])
    #expect(kinds(await session.open("file:///news/b", Bridge.text.text).last).count == 6)
    #expect(kinds(await session.open("file:///law/c", Bridge.text.text).last) == ["stance"])
  }

  // MARK: A folder's file

  /// A session whose folder `file:///news` has a settings file that the test writes.
  private func session(file: String?, _ params: JSON) async throws -> (
    give: (Message) async -> [JSON], write: (String?) -> Void
  ) {
    final class Held: Sendable {
      let sent: Mutex<[JSON]> = Mutex([])
      let disk: Mutex<String?>
      init(_ file: String?) { disk = Mutex(file) }
    }
    let held = Held(file)
    let server = try LanguageServer(
      Bridge.registry, log: Log(.error) { _ in },
      read: { uri in uri == "file:///news/.diple.json" ? held.disk.withLock { $0 }.map { Array($0.utf8) } : nil }
    ) { body in
      if let message = try? JSON(parsing: body) { held.sent.withLock { $0.append(message) } }
    }
    let give: (Message) async -> [JSON] = { message in
      _ = await server.handle(.message(message))
      return held.sent.withLock { sent in
        defer { sent = [] }
        return sent
      }
    }
    _ = await give(.request(.int(1), method: "initialize", params: params))
    return (give, { new in held.disk.withLock { $0 = new } })
  }

  private func open(_ uri: String) -> Message {
    .notification(
      method: "textDocument/didOpen",
      params: ["textDocument": ["uri": .string(uri), "version": 1, "text": .string(Bridge.text.text)]])
  }

  @Test func aFoldersFileLiesOverTheClientsSettings() async throws {
    let (give, write) = try await session(
      file: #"{"only": ["date"]}"#,
      [
        "capabilities": [:], "rootUri": "file:///news",
        "initializationOptions": ["only": ["quote"], "date": "2024-05-02"],
      ])
    let first = await give(open("file:///news/a")).last
    #expect(kinds(first) == ["date"])
    #expect(first?["params"]?["date"] == "2024-05-02")
    #expect(kinds(await give(open("file:///b")).last) == ["quote"])
    let changed = Message.notification(
      method: "workspace/didChangeWatchedFiles", params: ["changes": [["uri": "file:///news/.diple.json", "type": 2]]])
    write(#"{"only": ["stance"]}"#)
    #expect(await give(changed).map(kinds) == [["stance"]])
    write(nil)
    #expect(await give(changed).map(kinds) == [["quote"]])
    write("{")
    #expect(await give(changed).map { $0["params"]?["message"] } == ["file:///news/.diple.json is no JSON object"])
  }

  /// A workspace's file may not say which programs run; who writes it there should know.
  @Test func whatAFoldersFileMayNotSayIsTold() async throws {
    let (give, write) = try await session(file: nil, ["capabilities": [:], "rootUri": "file:///news"])
    let changed = Message.notification(
      method: "workspace/didChangeWatchedFiles", params: ["changes": [["uri": "file:///news/.diple.json", "type": 2]]])
    write(#"{"plugins": ["mine"], "sandbox": "warn", "onyl": ["date"]}"#)
    let told = await give(changed)
    #expect(
      told.map { $0["params"]?["message"] } == [
        "`plugins` in file:///news/.diple.json is not followed: only the client may say what runs",
        "`sandbox` in file:///news/.diple.json is not followed: only the client may say what runs",
        "there is no option `onyl`; did you mean `only`?",
      ])
    #expect(told.allSatisfy { $0["method"] == "window/logMessage" && $0["params"]?["type"] == 2 })
    #expect(await give(changed) == [])
  }

  @Test func theClientIsAskedToSayWhenSomethingChanges() async throws {
    let session = try await Session.running(
      .builtIn,
      [
        "capabilities": [
          "workspace": [
            "didChangeConfiguration": ["dynamicRegistration": true],
            "didChangeWatchedFiles": ["dynamicRegistration": true],
          ]
        ]
      ])
    let sent = await session.notify("initialized", [:])
    #expect(
      sent == [
        [
          "jsonrpc": "2.0", "id": "diple-1", "method": "client/registerCapability",
          "params": [
            "registrations": [
              [
                "id": "diple:workspace/didChangeConfiguration", "method": "workspace/didChangeConfiguration",
                "registerOptions": ["section": "diple"],
              ],
              [
                "id": "diple:workspace/didChangeWatchedFiles", "method": "workspace/didChangeWatchedFiles",
                "registerOptions": [
                  "watchers": [
                    ["globPattern": "**/.diple.json"], ["globPattern": "**/.diple/names.txt"],
                    ["globPattern": "**/*.diple.json"],
                    ["globPattern": "**/.diple/overrides.json"],
                    ["globPattern": "**/.diple/plugins/**"],
                  ]
                ],
              ],
            ]
          ],
        ]
      ])
    #expect(await (try Session.running()).notify("initialized", [:]) == [])
  }
}
