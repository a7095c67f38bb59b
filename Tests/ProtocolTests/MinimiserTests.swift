import DipleJSONRPC
import DiplePluginKit
import Foundation
import Testing

@testable import DipleLanguageServer

/// A failing session is made smaller and stays one that a client may say.
@Suite struct MinimiserTests {
  private static func told(_ method: String, _ params: JSON) -> Recording.Entry {
    .init(time: 0, from: .client, message: ["jsonrpc": "2.0", "method": .string(method), "params": params])
  }

  private static func open(_ uri: String, _ text: String) -> Recording.Entry {
    told("textDocument/didOpen", ["textDocument": ["uri": .string(uri), "version": 0, "text": .string(text)]])
  }

  private static func change(_ uri: String, _ version: Int, _ changes: JSON...) -> Recording.Entry {
    told(
      "textDocument/didChange",
      ["textDocument": ["uri": .string(uri), "version": .int(version)], "contentChanges": .array(changes)])
  }

  private static let hello = Recording.Entry(
    time: 0, from: .client,
    message: ["jsonrpc": "2.0", "id": 1, "method": "initialize", "params": ["capabilities": [:]]])

  /// Three documents that are written word by word, with questions between.
  private static func session() -> Recording {
    var entries = [hello, told("initialized", [:])]
    for uri in ["a", "b", "c"] { entries.append(open(uri, "The \(uri) was quiet.\nNobody came.\n")) }
    for version in 1...30 {
      for uri in ["a", "b", "c"] {
        let word = version == 17 && uri == "b" ? "a storm broke the pier " : "rain fell again "
        let place = Position(line: 1, character: 0)
        entries.append(change(uri, version, .edit(place, place, word), .edit(place, place, "")))
      }
    }
    return Recording(entries)
  }

  /// A server that dies of a word in a text.
  private static func crash(of word: String) -> Minimiser.Run {
    { recording in
      let session = try await Session.running()
      for entry in recording.entries where entry.from == .client {
        await session.give(try Message(body: entry.message.bytes))
        for uri in ["a", "b", "c"] {
          guard let text = await session.text(uri), text.contains(word) else { continue }
          var sent = Replay.Sent()
          sent.failure = .crash(-11)
          return Replay(recording, sent)
        }
      }
      return Replay(recording, Replay.Sent())
    }
  }

  @Test func whatDoesNotMatterGoes() async throws {
    var minimiser = try #require(try await Minimiser(Self.session(), run: Self.crash(of: "storm")))
    #expect(minimiser.failure == .crash(-11))
    try await minimiser.minimise()
    let methods = minimiser.recording.entries.map { $0.message["method"]?.string ?? "" }
    #expect(methods == ["initialize", "initialized", "textDocument/didOpen"])
    #expect(minimiser.recording.entries.last?.message["params"]?["textDocument"]?["text"] == "storm")
  }

  /// What needs two edits keeps two edits: the text is not what fails, the way to it is.
  @Test func theWayIsKeptWhereItMatters() async throws {
    let run: Minimiser.Run = { recording in
      let versions = recording.entries.compactMap { entry -> Int? in
        let text = entry.message["params"]?["contentChanges"]?.array?.first?["text"]?.string
        return text == "storm" || text == "calm" ? entry.message["params"]?["textDocument"]?["version"]?.int : nil
      }
      var sent = Replay.Sent()
      if versions.count > 1 { sent.failure = .hang }
      return Replay(recording, sent)
    }
    let place = Position(line: 0, character: 3)
    var recording = Self.session()
    recording.entries.append(Self.change("c", 40, .edit(place, place, "storm")))
    recording.entries.append(Self.change("c", 41, .edit(place, place, "rain")))
    recording.entries.append(Self.change("c", 42, .edit(place, place, "calm")))
    var minimiser = try #require(try await Minimiser(recording, run: run))
    try await minimiser.minimise()
    let changes = minimiser.recording.entries.compactMap { $0.message["params"]?["contentChanges"]?[0]?["text"] }
    #expect(changes == ["storm", "calm"])
  }

  /// Whatever is left out: documents are open when they are edited, versions grow, and ranges lie in the text.
  @Test(arguments: 1...20) func whatIsLeftIsLegal(_ seed: UInt64) throws {
    var dice = SplitMix(state: seed)
    var entries = Self.session().entries
    for _ in 0..<40 { entries.remove(at: Int.random(in: entries.indices, using: &dice)) }
    var texts: [String: (text: Document, version: Int)] = [:]
    for entry in LegalSession.of(entries) {
      let document = entry.message["params"]?["textDocument"]
      guard let uri = document?["uri"]?.string, let version = document?["version"]?.int else { continue }
      if entry.message["method"] == "textDocument/didOpen" {
        try #require(texts[uri] == nil)
        texts[uri] = (Document(document?["text"]?.string ?? ""), version)
        continue
      }
      var (text, before) = try #require(texts[uri])
      #expect(version > before)
      for change in entry.message["params"]?["contentChanges"]?.array ?? [] {
        let start = try #require(Position(change["range"]?["start"]))
        let end = try #require(Position(change["range"]?["end"]))
        try #require(end.line < text.lines.count)
        let span = Span(text.offset(of: start, .utf16), text.offset(of: end, .utf16))
        try text.apply(TextEdit(span, Array((change["text"]?.string ?? "").utf8)))
      }
      texts[uri] = (text, version)
    }
  }

  /// The same wrong answer, no other: what was recorded for a message that is gone does not count.
  @Test func anotherAnswerIsTheFailureThatStays() async throws {
    var entries = Self.session().entries
    for id in 2...9 {
      entries.append(
        .init(
          time: 0, from: .client,
          message: [
            "jsonrpc": "2.0", "id": .int(id), "method": "diple/annotations",
            "params": ["textDocument": ["uri": .string(["a", "b", "c"][id % 3])]],
          ]))
    }
    entries.append(
      .init(time: 0, from: .server, message: ["jsonrpc": "2.0", "id": 7, "result": ["uri": "b", "was": "otherwise"]]))
    var minimiser = try #require(try await Minimiser(Recording(entries), run: Replay.run))
    guard case .difference("diple/annotations (7)", now: _?) = minimiser.failure else {
      Issue.record("\(minimiser.failure)")
      return
    }
    try await minimiser.minimise()
    let ids = minimiser.recording.entries.compactMap { $0.message["id"]?.int }
    #expect(ids == [1, 7, 7])
    #expect(try await Replay.run(minimiser.recording).fails(minimiser.failure))
    #expect(minimiser.recording.entries.allSatisfy { $0.message["params"]?["textDocument"]?["uri"] != "a" })
  }

  @Test func aSessionThatDoesNotFailIsLeftAlone() async throws {
    #expect(try await Minimiser(Self.session(), run: Replay.run) == nil)
  }

  @Test func everySingleItemThatIsLeftIsNeeded() async {
    let found = await minimised(Array(0..<200)) { Set($0).isSuperset(of: [3, 77, 78, 199]) }
    #expect(found == [3, 77, 78, 199])
    #expect(await minimised([1]) { _ in true } == [])
    #expect(await minimised([Int]()) { _ in true } == [])
  }
}

extension JSON {
  fileprivate subscript(index: Int) -> JSON? { array.flatMap { $0.indices.contains(index) ? $0[index] : nil } }
}
