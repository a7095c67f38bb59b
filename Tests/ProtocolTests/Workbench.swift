import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Foundation
import Testing

@testable import DipleLanguageServer

/// A module of rules on the disk, and an editor in which somebody writes its files.
final class Workbench {
  private let root: URL
  private let client: JSON
  let session: Session
  let encoding: PositionEncoding
  private var version = 1

  var folder: URL { root.appending(path: ".diple/plugins/harbour") }

  static let manifest = """
    {
      "id": "harbour", "version": "1.0.0", "api": 1, "title": "Harbour talk",
      "kinds": {
        "boast": {"label": "Boast", "color": "#b58900", "attributes": {"size": ["small", "large"], "who": "mention", "firm": "bool"}},
        "sigh": {"label": "Sigh"}
      },
      "requires": ["tokens", "tags", "entity"],
      "entry": {"rules": ["rules/*.yml"]}
    }
    """

  init(_ encoding: PositionEncoding = .utf16, capabilities: JSON = [:]) async throws {
    root = FileManager.default.temporaryDirectory.appending(path: "diple-workbench-\(UUID().uuidString)")
    self.encoding = encoding
    client = capabilities.overlaid(with: ["general": ["positionEncodings": [.string(encoding.rawValue)]]])
    let modules = SessionModules(flags: PluginPlaces(), trustFile: root.appending(path: "trust.json"))
    session = try Session(modules: modules)
    try write("diple-plugin.json", Self.manifest)
    try write("rules/other.yml", "lists:\n  boats: { file: lists/boats.txt }\n")
    try write("lists/boats.txt", "ferry\nfishing boat\n")
    let answer = await session.request(
      "initialize",
      ["capabilities": client, "workspaceFolders": [["uri": .string(FileURI.uri(root.path)), "name": "work"]]])
    #expect(answer["result"]?["capabilities"]?["completionProvider"]?["triggerCharacters"]?.array?.isEmpty == false)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func write(_ path: String, _ text: String) throws {
    let url = folder.appending(path: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url, options: .atomic)
  }

  func uri(_ path: String) -> String { FileURI.uri(folder.appending(path: path).standardizedFileURL.path) }

  /// Opens a file, or changes all of it.
  func edit(_ path: String, _ text: String) async {
    version += 1
    if await session.text(uri(path)) == nil {
      _ = await session.open(uri(path), text, version: version)
    } else {
      await session.give(.change(uri(path), version, ["text": .string(text)]))
      _ = session.taken()
    }
  }

  /// Asks about the place 1️⃣ of a text that is put into a file.
  func ask(_ method: String, _ marked: String, in path: String = "rules/boasts.yml") async throws -> JSON {
    let text = Marked(marked)
    await edit(path, text.text)
    return await session.request(
      method,
      [
        "textDocument": ["uri": .string(uri(path))], "position": try text.position(1, encoding).json,
        "context": ["includeDeclaration": true],
      ])["result"] ?? .null
  }

  /// The items at 1️⃣.
  func items(_ marked: String, in path: String = "rules/boasts.yml") async throws -> [JSON] {
    let answer = try await ask("textDocument/completion", marked, in: path)
    #expect(answer["isIncomplete"] == false)
    return answer["items"]?.array ?? []
  }

  /// What the text is once the item of this name is chosen.
  func chosen(_ label: String, _ marked: String, in path: String = "rules/boasts.yml") async throws -> String {
    let items = try await items(marked, in: path)
    let item = try #require(items.first { $0["label"] == .string(label) }, "\(items.map { $0["label"] })")
    let scalars = Array(Marked(marked).text.unicodeScalars)
    let places = (0...scalars.count).map { Marked.position(scalars, $0, encoding) }
    let range = item["textEdit"]?["range"]
    let start = try #require(Position(range?["start"]).flatMap { places.firstIndex(of: $0) })
    let end = try #require(Position(range?["end"]).flatMap { places.firstIndex(of: $0) })
    let new = Array(try #require(item["textEdit"]?["newText"]?.string).unicodeScalars)
    return String(String.UnicodeScalarView(scalars[..<start] + new + scalars[end...]))
  }
}
