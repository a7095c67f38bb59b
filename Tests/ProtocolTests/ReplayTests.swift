import DipleJSONRPC
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// Sessions that were recorded, run again.
@Suite struct ReplayTests {
  /// Types a sentence letter by letter and asks now and then, as an editor does.
  private func recording() async throws -> Recording {
    let session = try Session()
    var recording = Recording()
    func give(_ message: Message) async throws {
      recording.entries.append(.init(time: 0, from: .client, message: try JSON(parsing: message.body)))
      await session.give(message)
      for sent in session.taken() { recording.entries.append(.init(time: 1, from: .server, message: sent)) }
    }
    try await give(.request(.int(1), method: "initialize", params: ["capabilities": [:]]))
    try await give(
      .notification(
        method: "textDocument/didOpen", params: ["textDocument": ["uri": "a", "version": 0, "text": "Talks.\n\n"]]))
    for (column, letter) in "Mayor Ana Ruiz of Kostel met Petr Holt.".enumerated() {
      let place = Position(line: 2, character: column)
      try await give(.change("a", column + 1, .edit(place, place, String(letter))))
    }
    try await give(.request(.string("x"), method: "diple/annotations", params: ["textDocument": ["uri": "a"]]))
    try await give(.request(.int(2), method: "shutdown", params: nil))
    try await give(.notification(method: "exit", params: nil))
    return recording
  }

  @Test func theSameComesOut() async throws {
    let replay = try await Replay.run(try await recording())
    #expect(replay.differences.map(\.what) == [])
    #expect(replay.compared == 43)
    #expect(replay.times["textDocument/didChange"]?.count == 39)
  }

  @Test func whatIsAnotherIsSeen() async throws {
    var recording = try await recording()
    let answer = try #require(recording.entries.lastIndex { $0.message["id"] == "x" && $0.from == .server })
    recording.entries[answer].message = ["jsonrpc": "2.0", "id": "x", "result": ["uri": "a"]]
    let first = try #require(recording.entries.firstIndex { $0.message["params"]?["annotations"] != nil })
    recording.entries[first].message = [
      "jsonrpc": "2.0", "method": "diple/publishAnnotations",
      "params": ["uri": "a", "version": 0, "annotations": [["id": "entity-9"]]],
    ]
    let replay = try await Replay.run(recording)
    #expect(replay.differences.map(\.what) == ["a version 0", #"diple/annotations ("x")"#])
  }

  @Test func whatWasTooLateIsNotCompared() async throws {
    var recording = try await recording()
    let answer = try #require(recording.entries.lastIndex { $0.message["id"] == "x" && $0.from == .server })
    recording.entries[answer].message = [
      "jsonrpc": "2.0", "id": "x", "error": ["code": -32800, "message": "cancelled"],
    ]
    #expect(try await Replay.run(recording).differences.isEmpty)
  }

  @Test func aRecordingIsLinesOfJSON() async throws {
    let recording = try await recording()
    #expect(try Recording(lines: recording.lines).entries == recording.entries)
    // The session ended while a line was written.
    let cut = Array(recording.lines.dropLast(20))
    #expect(try Recording(lines: cut).entries == recording.entries.dropLast())
    #expect(throws: RecordingError.self) { try Recording(lines: Array("{}\n{\"time\": 1}\n".utf8)) }
    let event = Recording.Event.received(.message(.notification(method: "exit", params: nil)))
    #expect(
      event.line(at: 1.23456).map { String(decoding: $0, as: UTF8.self) }
        == "{\"time\":1.235,\"from\":\"client\",\"message\":{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}}\n")
    #expect(Recording.Event.received(.end(nil)).line(at: 0) == nil)
  }
}
