import DipleJSONRPC
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// Files of corrections: read when a text is opened, watched, and told of where something is wrong with them.
@Suite struct SidecarTests {
  private static let text = "🚧 Jonas Keller met Ana Ruiz on Monday.\r\n\r\nThe ferry came back on Friday 🚧.\r\n"

  private func override(_ exact: String, _ value: String, _ more: String = "") -> String {
    #"{\#(more)"action": "resolve", "selector": {"type": "TextQuoteSelector", "exact": "\#(exact)"}, "value": "\#(value)"}"#
  }
  private func file(_ overrides: String...) -> String {
    "{\"version\": 1, \"overrides\": [\n\(overrides.joined(separator: ",\n"))\n]}"
  }
  private func published(_ sent: [JSON]) -> JSON? {
    sent.first { $0["method"] == "diple/publishAnnotations" }?["params"]
  }

  @Test func aTextIsOpenedWithItsCorrections() async throws {
    let editor = try await Editor(["/news/quay.txt.diple.json": file(override("Monday", "2024-05-06"))])
    let sent = await editor.open(Self.text)
    let dates = published(sent)?["annotations"]?.array?.filter { $0["kind"] == "date" }
    #expect(dates?.map { $0["value"] } == ["2024-05-06", "2024-04-26"])
    #expect(dates?.first?["source"] == "override")
    #expect(await editor.diagnostics() == [])
  }

  @Test func theFileIsWatched() async throws {
    let editor = try await Editor()
    _ = await editor.open(Self.text)
    let made = published(await editor.write("/news/quay.txt.diple.json", file(override("Monday", "2024-05-06"))))
    #expect(made?["changed"]?.array?.map { $0["value"] } == ["2024-05-06"])
    #expect(made?["added"] == [] && made?["removed"] == [])
    let gone = published(await editor.write("/news/quay.txt.diple.json", nil))
    #expect(gone?["changed"]?.array?.map { $0["value"] } == ["2024-04-29"])
    // Somebody else's file is no news.
    #expect(await editor.write("/news/other.txt.diple.json", file(override("Monday", "2024-05-06"))) == [])
  }

  @Test func anOpenFileGoesBeforeTheDisk() async throws {
    let editor = try await Editor(["/news/quay.txt.diple.json": file(override("Monday", "2024-05-06"))])
    _ = await editor.open(Self.text)
    let text = file(override("Monday", "2024-05-13"))
    let sent = await editor.open(text, Editor.sidecar)
    // It is no prose.
    #expect(sent.first { $0["params"]?["uri"] == .string(Editor.sidecar) }?["params"]?["annotations"] == [])
    #expect(await editor.found("date", "value").first == "Monday 2024-05-13 !")
    let at = Position(line: 1, character: text.split(separator: "\n")[1].utf16.count - 4)
    await editor.session.give(.change(Editor.sidecar, 2, .edit(at, at.moved(2), "20")))
    #expect(await editor.found("date", "value").first == "Monday 2024-05-20 !")
    _ = await editor.session.notify("textDocument/didClose", ["textDocument": ["uri": .string(Editor.sidecar)]])
    #expect(await editor.found("date", "value").first == "Monday 2024-05-06 !")
  }

  @Test func aMistakeIsToldWithItsLineAndNothingElseIsLost() async throws {
    let good = file(override("Monday", "2024-05-06"), override("Friday", "soon"))
    let editor = try await Editor(["/news/quay.txt.diple.json": good])
    _ = await editor.open(Self.text)
    #expect(await editor.found("date", "value") == ["Monday 2024-05-06 !", "Friday 2024-04-26"])
    let told = await editor.diagnostics()
    #expect(told.map { $0["code"] } == ["malformed-override"])
    #expect(told.map { $0["severity"] } == [1])
    #expect(
      told.first?["message"] == "quay.txt.diple.json, line 3: `value` is no TIMEX3 value, such as 2024-05-02")
    #expect(told.first?["range"]?["start"] == Position(line: 0, character: 0).json)
    #expect(
      told.first?["relatedInformation"]?.array?.first?["location"]?["range"]?["start"]
        == Position(line: 2, character: 0).json)
    // While the file is no JSON, what it said before holds.
    _ = await editor.write("/news/quay.txt.diple.json", "{")
    #expect(await editor.found("date", "value") == ["Monday 2024-05-06 !", "Friday 2024-04-26"])
    #expect(
      await editor.diagnostics().map { $0["message"] }
        == ["quay.txt.diple.json, line 1: no JSON: a member needs a name"])
    // In the file itself each mistake is told where it stands.
    _ = await editor.open(good, Editor.sidecar)
    #expect(
      await editor.diagnostics(Editor.sidecar).map { $0["range"]?["start"] } == [Position(line: 2, character: 0).json])
  }

  @Test func aFileThatIsTooLargeIsNotRead() async throws {
    let editor = try await Editor(["/news/quay.txt.diple.json": String(repeating: " ", count: 1 << 20 + 1)])
    _ = await editor.open(Self.text)
    #expect(
      await editor.diagnostics().map { $0["message"] }
        == ["quay.txt.diple.json, line 1: the file is larger than 1 MB"])
  }

  @Test func anOrphanIsToldAndComesBack() async throws {
    let editor = try await Editor(["/news/quay.txt.diple.json": file(override("Monday", "2024-05-06"))])
    _ = await editor.open(Self.text)
    let monday = Position(line: 0, character: 32)
    await editor.session.give(.change(Editor.uri, 2, .edit(monday, monday.moved(6), "Sunday")))
    #expect(await editor.found("date", "value").first == "Sunday 2024-04-28")
    let told = await editor.diagnostics()
    #expect(told.map { $0["code"] } == ["orphaned-override"])
    #expect(told.map { $0["severity"] } == [2])
    #expect(
      told.first?["message"]
        == "“Monday”: the override that sets this date to 2024-05-06 is not applied, as these words do not stand in the text any more (quay.txt.diple.json, line 2)"
    )
    await editor.session.give(.change(Editor.uri, 3, .edit(monday, monday.moved(6), "Monday")))
    #expect(await editor.found("date", "value").first == "Monday 2024-05-06 !")
    #expect(await editor.diagnostics() == [])
  }

  @Test func aFolderHasOneFileForAll() async throws {
    let path = "/news/.diple/overrides.json"
    let editor = try await Editor([
      path: file(
        override("Monday", "2024-05-06", #""source": "quay.txt", "#),
        override("Friday", "2024-05-10", #""source": "b.txt", "#))
    ])
    _ = await editor.open(Self.text)
    #expect(await editor.found("date", "value") == ["Monday 2024-05-06 !", "Friday 2024-04-26"])
    // Where only that file is there, it is the one that is written.
    try await editor.choose("Fix “Friday”", at: Position(line: 2, character: 25))
    #expect(editor.file("/news/quay.txt.diple.json") == nil)
    #expect(editor.file(path)?.components(of: "\"source\"") == 3)
    #expect(await editor.found("date", "value") == ["Monday 2024-05-06 !", "Friday 2024-04-26 !"])
  }

  @Test func aSmallEditOfTheWordsIsTold() async throws {
    let words = "“The ferry has not run since the storm.”"
    let file = """
      {"overrides": [{"action": "remove", "kind": "quote", "selector": {"type": "TextQuoteSelector",
        "exact": "\(words)", "prefix": "The mayor said: ", "suffix": ""}}]}
      """
    let editor = try await Editor(["/news/quay.txt.diple.json": file])
    _ = await editor.open("The mayor said: \(words)\r\n")
    #expect(await editor.found("quote", "form") == [])
    let ferry = Position(line: 0, character: 21)
    await editor.session.give(.change(Editor.uri, 2, .edit(ferry, ferry, "old ")))
    #expect(await editor.found("quote", "form") == [])
    let told = await editor.diagnostics()
    #expect(told.map { $0["code"] } == ["edited-override"])
    #expect(told.first?["severity"] == 4)
    #expect(told.first?["range"]?["start"] == Position(line: 0, character: 16).json)
    let message =
      "\(words): the override that says that this is no quote is applied, although these words have been edited since (quay.txt.diple.json, line 1)"
    #expect(told.first?["message"]?.string == message)
    await editor.session.give(.change(Editor.uri, 3, .edit(ferry, ferry, "quite another ")))
    #expect(await editor.found("quote", "form") != [])
    #expect(await editor.diagnostics().map { $0["code"] } == ["orphaned-override"])
  }

  @Test func withoutAWatchAFileIsLookedAtWhenATextIsSavedOrOpened() async throws {
    let editor = try await Editor()
    _ = await editor.open(Self.text)
    let path = "/news/quay.txt.diple.json"
    editor.writeQuietly(path, file(override("Monday", "2024-05-06")))
    #expect(await editor.found("date", "value").first == "Monday 2024-04-29")
    func save() async -> [JSON] {
      await editor.session.notify("textDocument/didSave", ["textDocument": ["uri": .string(Editor.uri)]])
    }
    #expect(published(await save())?["changed"]?.array?.map { $0["value"] } == ["2024-05-06"])
    // What is as it was is not read again.
    #expect(await save() == [])
    editor.writeQuietly(path, nil)
    _ = await editor.open("Nothing.", "file:///news/other.txt")
    #expect(await editor.found("date", "value").first == "Monday 2024-04-29")
  }

  @Test func theyCanBeTurnedOff() async throws {
    let editor = try await Editor(
      ["/news/quay.txt.diple.json": file(override("Monday", "2024-05-06"))], options: ["overrides": false])
    _ = await editor.open(Self.text)
    #expect(await editor.found("date", "value").first == "Monday 2024-04-29")
    _ = await editor.session.notify("workspace/didChangeConfiguration", ["settings": ["diple": ["overrides": true]]])
    #expect(await editor.found("date", "value").first?.hasPrefix("Monday 2024-05-06") == true)
  }

  @Test func correctionsStayWhenOptionsChange() async throws {
    let editor = try await Editor(["/news/quay.txt.diple.json": file(override("Monday", "2024-05-06"))])
    _ = await editor.open(Self.text)
    _ = await editor.session.notify("workspace/didChangeConfiguration", ["settings": ["diple": ["only": ["date"]]]])
    #expect(await editor.found("date", "value").first == "Monday 2024-05-06 !")
  }
}
