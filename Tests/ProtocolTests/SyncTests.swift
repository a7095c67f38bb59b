import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import TestSupport
import Testing

@testable import DipleLanguageServer

/// The server's text is the editor's, whatever is typed and however columns are counted.
@Suite struct SyncTests {
  private func running(_ encoding: PositionEncoding) async throws -> Session {
    try await Session.running(
      Registry([Finder()]), ["capabilities": ["general": ["positionEncodings": [.string(encoding.rawValue)]]]])
  }

  @Test(arguments: PositionEncoding.allCases)
  func editsAreReadInTheClientsColumns(encoding: PositionEncoding) async throws {
    let session = try await running(encoding)
    let marked = Marked("née 🚧 1️⃣議会2️⃣ rests\r\nnext 3️⃣👩‍🚒4️⃣\rlast")
    _ = await session.open("a", marked.text)
    let edits = [(3, 4, "fire"), (1, 2, "Council 🏛"), (3, 3, "")]
    await session.give(
      .change(
        "a", 2, .edit(try marked.position(3, encoding), try marked.position(4, encoding), edits[0].2),
        .edit(try marked.position(1, encoding), try marked.position(2, encoding), edits[1].2)))
    #expect(await session.text("a") == "née 🚧 Council 🏛 rests\r\nnext fire\rlast")
  }

  @Test func aSecondOpenAndVersionsThatDoNotGrowAreTold() async throws {
    let session = try await running(.utf16)
    func told(_ sent: [JSON]) -> [JSON?] {
      sent.filter { $0["method"] == "window/logMessage" && $0["params"]?["type"] == 2 }.map { $0["params"]?["message"] }
    }
    #expect(told(await session.open("a", "One.", version: 7)) == [])
    #expect(told(await session.open("a", "Two.", version: 7)) == ["a was open already; it is what was sent last"])
    #expect(await session.text("a") == "Two.")
    let end = Position(line: 0, character: 4)
    func change(_ version: Int) async -> [JSON?] {
      await session.give(.change("a", version, .edit(end, end, "!")))
      return told(session.taken())
    }
    #expect(await change(8) == [])
    #expect(await change(3) == ["a: version 3 after 8"])
    // Once is enough, and what the client sends counts all the same.
    #expect(await change(3) == [])
    #expect(await session.text("a") == "Two.!!!")
  }

  @Test(arguments: PositionEncoding.allCases)
  func hundredsOfEditsLeaveTheEditorsText(encoding: PositionEncoding) async throws {
    let session = try await running(encoding)
    var random = Seeded(state: 5)
    let pieces = ["a", "b ", "é", "’", "議", "😀", "\n", "\r\n", "\r", "\n\n", "🇫🇷", "\u{301}", "word "]
    func odd(_ count: Int) -> String { (0..<count).map { _ in pieces.randomElement(using: &random)! }.joined() }
    var text = Array(odd(40).unicodeScalars)
    _ = await session.open("a", String(String.UnicodeScalarView(text)), version: 0)
    /// A caret stands between scalars, but never inside `\r\n`.
    func caret(_ range: ClosedRange<Int>) -> Int {
      let at = Int.random(in: range, using: &random)
      return at > 0 && at < text.count && text[at - 1] == "\r" && text[at] == "\n" ? at - 1 : at
    }
    for version in 1...300 {
      var changes: [JSON] = []
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let ends = [caret(0...text.count), caret(0...text.count)].sorted()
        let start = ends[0]
        let end =
          min(ends[1], start + 6) > start && Bool.random(using: &random)
          ? caret(start...min(ends[1], start + 6)) : start
        let new = odd(Int.random(in: 0...3, using: &random))
        changes.append(
          .edit(Marked.position(text, start, encoding), Marked.position(text, max(start, end), encoding), new))
        text.replaceSubrange(start..<max(start, end), with: new.unicodeScalars)
      }
      await session.give(
        .notification(
          method: "textDocument/didChange",
          params: [
            "textDocument": ["uri": "a", "version": .int(version)], "contentChanges": .array(changes),
          ]))
      #expect(await session.text("a").map { Array($0.utf8) } == Array(String(String.UnicodeScalarView(text)).utf8))
    }
    #expect(!session.taken().contains { $0["method"] == "window/logMessage" })
  }

  @Test(
    arguments: [
      // Past the end of a line means its end; the start of the line behind the last one is the text's end.
      ((0, 99), (0, 99), "one+\ntwo"), ((1, 3), (2, 0), "one\ntwo+"), ((2, 0), (2, 0), "one\ntwo+"),
      // The wrong way round is read as the right way.
      ((1, 2), (0, 1), "o+o"),
    ] as [((Int, Int), (Int, Int), String)])
  func oddRangesThatAreAllRight(start: (Int, Int), end: (Int, Int), text: String) async throws {
    let session = try await running(.utf16)
    _ = await session.open("a", "one\ntwo")
    await session.give(
      .change(
        "a", 2,
        .edit(Position(line: start.0, character: start.1), Position(line: end.0, character: end.1), "+")))
    #expect(await session.text("a") == text)
    #expect(session.taken().map { $0["method"] } == ["diple/publishAnnotations"])
  }

  @Test func aChangeOutsideTheTextIsToldAndWorkGoesOn() async throws {
    try await check(
      """
      → {"id": 1, "method": "initialize", "params": {"capabilities": {}}}
      ← {"id": 1, "result": {"…": "…"}}
      → {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "a", "version": 1, "text": "one"}}}
      ← {"method": "diple/publishAnnotations", "params": {"uri": "a", "version": 1, "annotations": []}}
      → {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "a", "version": 2},
          "contentChanges": [{"range": {"start": {"line": 7, "character": 2}, "end": {"line": 8, "character": 0}}, "text": "!"}]}}
      ← {"method": "window/logMessage", "params": {"type": 1,
          "message": "a: a change names line 8, but the text has 1 lines; text and annotations may be out of step until it is closed and opened again"}}
      ← {"method": "diple/publishAnnotations", "params": {"uri": "a", "version": 2, "added": [], "changed": [], "removed": []}}
      """, Registry([Finder()]))
  }

  @Test(
    arguments: [
      "{}", #"{"text": 3}"#, #"{"range": {}, "text": "x"}"#, #"{"range": 1, "text": "x"}"#,
      #"{"range": {"start": {"line": -1, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "x"}"#,
      #"{"range": {"start": {"line": 0.5, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "x"}"#, "null",
    ])
  func whatIsNoChangeIsLeftOut(change: String) async throws {
    let session = try await running(.utf16)
    _ = await session.open("a", "one")
    await session.give(.change("a", 2, try JSON(parsing: Array(change.utf8)), ["text": "two"]))
    #expect(await session.text("a") == "two")
    let sent = session.taken()
    #expect(sent.map { $0["method"] } == ["window/logMessage", "diple/publishAnnotations"])
    #expect(sent.last?["params"]?["version"] == 2)
  }

  @Test func onlyTheNewestVersionIsPublished() async throws {
    let session = try await running(.utf16)
    _ = await session.open("a", "zero", version: 7)
    await session.giveAtOnce((8...20).map { .change("a", $0, ["text": .string("text \($0)")]) })
    #expect(session.taken().map { $0["params"]?["version"] } == [20])
    #expect(await session.text("a") == "text 20")
  }

  @Test func aChangeThatWaitsDelaysItsOwnDocumentOnly() async throws {
    let session = try await running(.utf16)
    _ = await session.open("a", "a")
    _ = await session.open("b", "b")
    await session.giveAtOnce([
      .change("a", 2, ["text": "a2"]), .change("b", 2, ["text": "b2"]), .change("a", 3, ["text": "a3"]),
    ])
    let sent = session.taken().map { $0["params"] }
    #expect(sent.map { $0?["uri"] } == ["b", "a"])
    #expect(sent.map { $0?["version"] } == [2, 3])
  }

  @Test func everyDocumentHasItsOwnText() async throws {
    let session = try await running(.utf16)
    _ = await session.open("a", "first")
    _ = await session.open("b", "second")
    await session.give(
      .change("a", 2, .edit(Position(line: 0, character: 0), Position(line: 0, character: 5), "third")))
    #expect(await session.text("a") == "third")
    #expect(await session.text("b") == "second")
    _ = await session.notify("textDocument/didClose", ["textDocument": ["uri": "a"]])
    #expect(await session.text("a") == nil)
    #expect(await session.text("b") == "second")
  }

  @Test func closingTakesBackWhatWasPublished() async throws {
    try await check(
      """
      → {"id": 1, "method": "initialize", "params": {"capabilities": {}}}
      ← {"id": 1, "result": {"…": "…"}}
      → {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "a", "version": 1, "text": "on 2 May 2024"}}}
      ← {"method": "diple/publishAnnotations", "params": {"uri": "a", "version": 1, "annotations": [{"kind": "date", "…": "…"}]}}
      → {"method": "textDocument/didClose", "params": {"textDocument": {"uri": "a"}}}
      ← {"method": "diple/publishAnnotations", "params": {"uri": "a", "annotations": []}}
      → {"id": 2, "method": "textDocument/hover", "params": {"textDocument": {"uri": "a"}, "position": {"line": 0, "character": 5}}}
      ← {"id": 2, "error": {"code": -32602, "message": "a is not open"}}
      → {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "a", "version": 2}, "contentChanges": [{"text": ""}]}}
      ← {"method": "window/logMessage", "params": {"type": 2, "message": "didChange of a, which is not open"}}
      → {"method": "textDocument/didClose", "params": {"textDocument": {"uri": "a"}}}
      → {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "a", "version": 1, "text": "2 May 2024"}}}
      ← {"method": "diple/publishAnnotations", "params": {"uri": "a", "version": 1, "annotations": [{"kind": "date", "…": "…"}]}}
      """, Bridge.registry)
  }

  @Test func messagesWithoutSenseAreToldAndPassedOver() async throws {
    try await check(
      """
      → {"id": 1, "method": "initialize", "params": {"capabilities": {}}}
      ← {"id": 1, "result": {"…": "…"}}
      → {"method": "textDocument/didOpen"}
      ← {"method": "window/logMessage", "params": {"type": 1, "message": "didOpen without uri or text"}}
      → {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "a", "version": 1}}}
      ← {"method": "window/logMessage", "params": {"type": 1, "message": "didOpen without uri or text"}}
      → {"method": "textDocument/didChange", "params": []}
      ← {"method": "window/logMessage", "params": {"type": 1, "message": "didChange without uri"}}
      → {"method": "textDocument/didClose", "params": null}
      """)
  }
}
