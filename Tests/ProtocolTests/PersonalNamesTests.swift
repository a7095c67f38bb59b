import DipleJSONRPC
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// A user's own names: read when a text is opened, watched, and told of where something is wrong with them.
@Suite struct PersonalNamesTests {
  private static let text = "The quayside nine met Ana Ruiz.\r\n"
  private static let path = "/news/.diple/names.txt"
  private static let uri = "file:///news/.diple/names.txt"

  private func editor(_ names: String? = nil, options: JSON = [:]) async throws -> Editor {
    let editor = try await Editor(names.map { [Self.path: $0] } ?? [:], options: options)
    _ = await editor.open(Self.text)
    return editor
  }
  private func save(_ editor: Editor, _ uri: String = Editor.uri) async -> [JSON] {
    await editor.session.notify("textDocument/didSave", ["textDocument": ["uri": .string(uri)]])
  }

  @Test func aTextIsReadWithTheNamesOfItsFolder() async throws {
    let editor = try await editor("# of the quay\nquayside nine | group | | q-9\n")
    #expect(await editor.found("entity", "key") == ["quayside nine q-9", "Ana Ruiz -"])
    #expect(await editor.diagnostics() == [])
  }

  @Test func theFileIsWatched() async throws {
    let editor = try await editor()
    #expect(await editor.found("entity", "type") == ["Ana Ruiz person"])
    _ = await editor.write(Self.path, "quayside nine | group")
    #expect(await editor.found("entity", "type") == ["quayside nine group", "Ana Ruiz person"])
    _ = await editor.write(Self.path, "Ana Ruiz | work")
    #expect(await editor.found("entity", "type") == ["Ana Ruiz work"])
    _ = await editor.write(Self.path, nil)
    #expect(await editor.found("entity", "type") == ["Ana Ruiz person"])
    // Names of a folder that nobody has a text of are no news.
    #expect(await editor.write("/other/.diple/names.txt", "Ana Ruiz | work") == [])
  }

  @Test func withoutAWatchItIsLookedAtWhenATextIsSavedOrOpened() async throws {
    let editor = try await editor()
    editor.writeQuietly(Self.path, "quayside nine | group")
    #expect(await editor.found("entity", "type") == ["Ana Ruiz person"])
    #expect(await save(editor) != [])
    #expect(await editor.found("entity", "type") == ["quayside nine group", "Ana Ruiz person"])
    // What is as it was is not read again.
    #expect(await save(editor) == [])
    editor.writeQuietly(Self.path, nil)
    _ = await editor.open("Nothing.", "file:///news/other.txt")
    #expect(await editor.found("entity", "type") == ["Ana Ruiz person"])
  }

  @Test func whatIsTypedCountsOnceItIsSaved() async throws {
    let names = "quayside nine | group\n"
    let editor = try await editor(names)
    let sent = await editor.open(names, Self.uri)
    // It is no prose.
    #expect(sent.first { $0["params"]?["uri"] == .string(Self.uri) }?["params"]?["annotations"] == [])
    #expect(await editor.diagnostics(Self.uri) == [])
    let end = Position(line: 1, character: 0)
    await editor.session.give(.change(Self.uri, 2, .edit(end, end, "Ana Ruiz | wrok\n")))
    let told = await editor.diagnostics(Self.uri)
    #expect(told.map { $0["code"] } == ["malformed-name"])
    #expect(told.first?["message"] == "there is no type “wrok”; did you mean “work”?")
    #expect(told.first?["range"]?["start"] == end.json)
    await editor.session.give(
      .change(Self.uri, 3, .edit(Position(line: 1, character: 11), Position(line: 1, character: 15), "work")))
    #expect(await editor.found("entity", "type") == ["quayside nine group", "Ana Ruiz person"])
    editor.writeQuietly(Self.path, names + "Ana Ruiz | work\n")
    _ = await save(editor, Self.uri)
    #expect(await editor.found("entity", "type") == ["quayside nine group", "Ana Ruiz work"])
  }

  @Test func aMistakeIsToldWithFileAndLineAndTheRestCounts() async throws {
    let editor = try await Editor([Self.path: "quayside nine | group\nRuiz\nAna | | x\n"])
    let sent = await editor.open(Self.text)
    let log = sent.first { $0["method"] == "window/logMessage" }?["params"]
    #expect(log?["type"] == 2)
    #expect(
      log?["message"]
        == "file:///news/.diple/names.txt, line 2: a type is missing: a line is written name | type | other forms | id (and 1 more)"
    )
    #expect(await editor.found("entity", "type") == ["quayside nine group", "Ana Ruiz person"])
  }

  @Test func theOptionHasNamesTooAndGoesBeforeTheFile() async throws {
    let names: JSON = ["names": [["name": "quayside nine", "type": "event", "id": "mine"]]]
    let editor = try await editor("quayside nine | group | | q-9\nAna Ruiz | person | | r-1", options: names)
    #expect(await editor.found("entity", "key") == ["quayside nine mine", "Ana Ruiz r-1"])
    _ = await editor.session.notify("workspace/didChangeConfiguration", ["settings": ["diple": ["names": []]]])
    #expect(await editor.found("entity", "key") == ["quayside nine q-9", "Ana Ruiz r-1"])
  }

  @Test func aHugeFileIsNotRead() async throws {
    let editor = try await Editor([Self.path: String(repeating: "#", count: 32 << 20 + 1)])
    let sent = await editor.open(Self.text)
    #expect(
      sent.first { $0["method"] == "window/logMessage" }?["params"]?["message"]
        == "file:///news/.diple/names.txt, line 1: the file is larger than 32 MB")
    #expect(await editor.found("entity", "type") == ["Ana Ruiz person"])
  }
}
