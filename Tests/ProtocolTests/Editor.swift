import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Synchronization
import Testing

@testable import DipleLanguageServer

/// An editor with a folder of files: it opens a text, asks for actions, and applies edits, as LSP says.
final class Editor: Sendable {
  static let folder = "/news"
  static let uri = "file:///news/quay.txt"
  static let sidecar = uri + ".diple.json"

  let session: Session
  let encoding: PositionEncoding
  private let held: Disk
  private let versions = Mutex<[String: Int]>([:])

  /// All that an editor of today can do.
  static let able: JSON = [
    "textDocument": [
      "codeAction": [
        "codeActionLiteralSupport": ["codeActionKind": ["valueSet": ["quickfix", "refactor"]]], "dataSupport": true,
        "resolveSupport": ["properties": ["edit"]],
      ],
      "diagnostic": ["relatedInformation": true],
    ],
    "workspace": [
      "applyEdit": true, "workspaceEdit": ["documentChanges": true, "resourceOperations": ["create"]],
    ],
  ]

  init(
    _ files: [String: String] = [:], _ encoding: PositionEncoding = .utf16, client: JSON = able, options: JSON = [:],
    today: CivilDate? = nil
  ) async throws {
    let held = Disk(files)
    let files = Files(
      stamp: { path in held.files.withLock { $0[path] }.map { Files.Stamp(size: $0.utf8.count, time: 1) } },
      read: { path, limit in
        held.files.withLock { $0[path] }.flatMap { $0.utf8.count > limit ? nil : Array($0.utf8) }
      }, list: { _, _ in [] })
    (self.held, self.encoding) = (held, encoding)
    let given: JSON = ["date": "2024-05-02"]
    let general: JSON = ["general": ["positionEncodings": [.string(encoding.rawValue)]]]
    session = try await Session.running(
      .builtIn,
      [
        "capabilities": client.overlaid(with: general), "rootUri": "file:///news",
        "initializationOptions": given.overlaid(with: options),
      ], files: files, today: today,
      read: { uri in held.files.withLock { $0[String(uri.dropFirst("file://".count))] }.map { Array($0.utf8) } })
  }

  private final class Disk: Sendable {
    let files: Mutex<[String: String]>
    init(_ files: [String: String]) { self.files = Mutex(files) }
  }

  // MARK: Files

  func file(_ path: String) -> String? { held.files.withLock { $0[path] } }

  /// Writes a file, or removes it, and tells nobody.
  func writeQuietly(_ path: String, _ text: String?) { held.files.withLock { $0[path] = text } }

  /// Writes a file, or removes it, and tells the server.
  func write(_ path: String, _ text: String?) async -> [JSON] {
    held.files.withLock { $0[path] = text }
    return await session.notify(
      "workspace/didChangeWatchedFiles", ["changes": [["uri": .string("file://" + path), "type": 2]]])
  }

  func open(_ text: String, _ uri: String = uri, language: String = "text") async -> [JSON] {
    versions.withLock { $0[uri] = 1 }
    return await session.open(uri, text, language: language)
  }

  /// What is annotated, as published: kind, words and where it comes from.
  func found(_ kind: String, _ attribute: String, _ uri: String = uri) async -> [String] {
    let answer = await session.request("diple/annotations", ["textDocument": ["uri": .string(uri)]])
    return (answer["result"]?["annotations"]?.array ?? []).filter { $0["kind"] == .string(kind) }.map { annotation in
      let value = annotation[attribute]
      let said = value?.string ?? value?["text"]?.string ?? "-"
      return "\(annotation["text"]?.string ?? "?") \(said)\(annotation["source"] == "override" ? " !" : "")"
    }
  }

  func diagnostics(_ uri: String = uri) async -> [JSON] {
    let answer = await session.request("textDocument/diagnostic", ["textDocument": ["uri": .string(uri)]])
    return answer["result"]?["items"]?.array ?? []
  }

  // MARK: Actions

  func actions(
    _ start: Position, _ end: Position? = nil, _ context: JSON? = nil, _ uri: String = uri
  ) async -> [JSON] {
    var context = context
    if context == nil { context = ["diagnostics": .array(await diagnostics(uri))] }
    let answer = await session.request(
      "textDocument/codeAction",
      [
        "textDocument": ["uri": .string(uri)], "range": ["start": start.json, "end": (end ?? start).json],
        "context": context ?? .null,
      ])
    return answer["result"]?.array ?? ["none"]
  }

  /// Chooses an action by a part of its title, asks for the rest of it, and applies its edit; returns what the server
  /// then publishes.
  @discardableResult
  func choose(_ title: String, at position: Position) async throws -> [JSON] {
    let action = try #require(await actions(position).first { $0["title"]?.string?.contains(title) == true })
    let resolved = await session.request("codeAction/resolve", action)
    return try await apply(try #require(resolved["result"]?["edit"]))
  }

  /// Applies a `WorkspaceEdit`: to open documents, and to files, of which the server is then told.
  @discardableResult
  func apply(_ edit: JSON) async throws -> [JSON] {
    var sent: [JSON] = []
    let plain: [JSON] = (edit["changes"]?.object ?? []).map { uri, edits in
      ["textDocument": ["uri": .string(uri)], "edits": edits]
    }
    let changes: [JSON] = edit["documentChanges"]?.array ?? plain
    for change in changes {
      guard let document = change["textDocument"], let uri = document["uri"]?.string else {
        #expect(change["kind"] == "create")
        continue
      }
      for edit in change["edits"]?.array ?? [] {
        if await session.text(uri) != nil {
          let version = versions.withLock { versions in
            if let version = document["version"] { #expect(version.int == versions[uri]) }
            versions[uri]! += 1
            return versions[uri]!
          }
          await session.give(.change(uri, version, edit.renamed("newText", "text")))
          sent += session.taken()
        } else {
          let path = String(uri.dropFirst(uri.hasPrefix("file://") ? 7 : 0))
          sent += await write(path, try applied(edit, to: file(path) ?? ""))
        }
      }
    }
    return sent
  }

  private func applied(_ edit: JSON, to text: String) throws -> String {
    let scalars = Array(text.unicodeScalars)
    let places = (0...scalars.count).map { Marked.position(scalars, $0, encoding) }
    let start = try #require(Position(edit["range"]?["start"]).flatMap { places.firstIndex(of: $0) })
    let end = try #require(Position(edit["range"]?["end"]).flatMap { places.lastIndex(of: $0) })
    let new = Array(try #require(edit["newText"]?.string).unicodeScalars)
    return String(String.UnicodeScalarView(scalars[..<start] + new + scalars[end...]))
  }
}

extension JSON {
  func renamed(_ name: String, _ new: String) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members.map { ($0.0 == name ? new : $0.0, $0.1) })
  }
}
