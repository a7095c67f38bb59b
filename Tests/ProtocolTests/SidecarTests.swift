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
    let desk = try await Desk(["/news/quay.txt.diple.json": file(override("Monday", "2024-05-06"))])
    let sent = await desk.open(Self.text)
    let dates = published(sent)?["annotations"]?.array?.filter { $0["kind"] == "date" }
    #expect(dates?.map { $0["value"] } == ["2024-05-06", "2024-04-26"])
    #expect(dates?.first?["source"] == "override")
    #expect(await desk.diagnostics() == [])
  }

  @Test func theFileIsWatched() async throws {
    let desk = try await Desk()
    _ = await desk.open(Self.text)
    let made = published(await desk.write("/news/quay.txt.diple.json", file(override("Monday", "2024-05-06"))))
    #expect(made?["changed"]?.array?.map { $0["value"] } == ["2024-05-06"])
    #expect(made?["added"] == [] && made?["removed"] == [])
    let gone = published(await desk.write("/news/quay.txt.diple.json", nil))
    #expect(gone?["changed"]?.array?.map { $0["value"] } == ["2024-04-29"])
    // Somebody else's file is no news.
    #expect(await desk.write("/news/other.txt.diple.json", file(override("Monday", "2024-05-06"))) == [])
  }

  @Test func anOpenFileGoesBeforeTheDisk() async throws {
    let desk = try await Desk(["/news/quay.txt.diple.json": file(override("Monday", "2024-05-06"))])
    _ = await desk.open(Self.text)
    let text = file(override("Monday", "2024-05-13"))
    let sent = await desk.open(text, Desk.sidecar)
    // It is no prose.
    #expect(sent.first { $0["params"]?["uri"] == .string(Desk.sidecar) }?["params"]?["annotations"] == [])
    #expect(await desk.found("date", "value").first == "Monday 2024-05-13 !")
    let at = Position(line: 1, character: text.split(separator: "\n")[1].utf16.count - 4)
    await desk.session.give(.change(Desk.sidecar, 2, .edit(at, at.moved(2), "20")))
    #expect(await desk.found("date", "value").first == "Monday 2024-05-20 !")
    _ = await desk.session.notify("textDocument/didClose", ["textDocument": ["uri": .string(Desk.sidecar)]])
    #expect(await desk.found("date", "value").first == "Monday 2024-05-06 !")
  }

  @Test func aMistakeIsToldWithItsLineAndNothingElseIsLost() async throws {
    let good = file(override("Monday", "2024-05-06"), override("Friday", "soon"))
    let desk = try await Desk(["/news/quay.txt.diple.json": good])
    _ = await desk.open(Self.text)
    #expect(await desk.found("date", "value") == ["Monday 2024-05-06 !", "Friday 2024-04-26"])
    let told = await desk.diagnostics()
    #expect(told.map { $0["code"] } == ["malformed-override"])
    #expect(told.map { $0["severity"] } == [1])
    #expect(
      told.first?["message"] == "quay.txt.diple.json, line 3: `value` is no TIMEX3 value, such as 2024-05-02")
    #expect(told.first?["range"]?["start"] == Position(line: 0, character: 0).json)
    #expect(
      told.first?["relatedInformation"]?.array?.first?["location"]?["range"]?["start"]
        == Position(line: 2, character: 0).json)
    // While the file is no JSON, what it said before holds.
    _ = await desk.write("/news/quay.txt.diple.json", "{")
    #expect(await desk.found("date", "value") == ["Monday 2024-05-06 !", "Friday 2024-04-26"])
    #expect(
      await desk.diagnostics().map { $0["message"] }
        == ["quay.txt.diple.json, line 1: no JSON: a member needs a name"])
    // In the file itself each mistake is told where it stands.
    _ = await desk.open(good, Desk.sidecar)
    #expect(
      await desk.diagnostics(Desk.sidecar).map { $0["range"]?["start"] } == [Position(line: 2, character: 0).json])
  }

  @Test func aFileThatIsTooLargeIsNotRead() async throws {
    let desk = try await Desk(["/news/quay.txt.diple.json": String(repeating: " ", count: 1 << 20 + 1)])
    _ = await desk.open(Self.text)
    #expect(
      await desk.diagnostics().map { $0["message"] }
        == ["quay.txt.diple.json, line 1: the file is larger than 1 MB"])
  }

  @Test func anOrphanIsToldAndComesBack() async throws {
    let desk = try await Desk(["/news/quay.txt.diple.json": file(override("Monday", "2024-05-06"))])
    _ = await desk.open(Self.text)
    let monday = Position(line: 0, character: 32)
    await desk.session.give(.change(Desk.uri, 2, .edit(monday, monday.moved(6), "Sunday")))
    #expect(await desk.found("date", "value").first == "Sunday 2024-04-28")
    let told = await desk.diagnostics()
    #expect(told.map { $0["code"] } == ["orphaned-override"])
    #expect(told.map { $0["severity"] } == [2])
    #expect(
      told.first?["message"]
        == "“Monday”: the override that sets this date to 2024-05-06 is not applied, as these words do not stand in the text any more (quay.txt.diple.json, line 2)"
    )
    await desk.session.give(.change(Desk.uri, 3, .edit(monday, monday.moved(6), "Monday")))
    #expect(await desk.found("date", "value").first == "Monday 2024-05-06 !")
    #expect(await desk.diagnostics() == [])
  }

  @Test func aFolderHasOneFileForAll() async throws {
    let path = "/news/.diple/overrides.json"
    let desk = try await Desk([
      path: file(
        override("Monday", "2024-05-06", #""source": "quay.txt", "#),
        override("Friday", "2024-05-10", #""source": "b.txt", "#))
    ])
    _ = await desk.open(Self.text)
    #expect(await desk.found("date", "value") == ["Monday 2024-05-06 !", "Friday 2024-04-26"])
    // Where only that file is there, it is the one that is written.
    try await desk.choose("Fix “Friday”", at: Position(line: 2, character: 25))
    #expect(desk.file("/news/quay.txt.diple.json") == nil)
    #expect(desk.file(path)?.components(of: "\"source\"") == 3)
    #expect(await desk.found("date", "value") == ["Monday 2024-05-06 !", "Friday 2024-04-26 !"])
  }

  @Test func theyCanBeTurnedOff() async throws {
    let desk = try await Desk(
      ["/news/quay.txt.diple.json": file(override("Monday", "2024-05-06"))], options: ["overrides": false])
    _ = await desk.open(Self.text)
    #expect(await desk.found("date", "value").first == "Monday 2024-04-29")
    _ = await desk.session.notify("workspace/didChangeConfiguration", ["settings": ["diple": ["overrides": true]]])
    #expect(await desk.found("date", "value").first?.hasPrefix("Monday 2024-05-06") == true)
  }

  @Test func correctionsStayWhenOptionsChange() async throws {
    let desk = try await Desk(["/news/quay.txt.diple.json": file(override("Monday", "2024-05-06"))])
    _ = await desk.open(Self.text)
    _ = await desk.session.notify("workspace/didChangeConfiguration", ["settings": ["diple": ["only": ["date"]]]])
    #expect(await desk.found("date", "value").first == "Monday 2024-05-06 !")
  }
}
