import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Testing

/// After the first list, only what is different is told.
@Suite struct DeltaTests {
  @Test func whatIsTypedIsToldAndWhatMovesIsNot() async throws {
    try await check(
      """
      → {"id": 1, "method": "initialize", "params": {"capabilities": {}, "initializationOptions": {"only": ["entity"]}}}
      ← {"id": 1, "result": {"…": "…"}}
      → {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "a", "version": 1, "text": "We met Ana Ruiz.\\n\\nMr Holt left."}}}
      ← {"method": "diple/publishAnnotations", "params": {"uri": "a", "version": 1,
          "annotations": [{"id": "entity-1", "…": "…"}, {"id": "entity-2", "…": "…"}]}}
      → {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "a", "version": 2},
          "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 2}}, "text": "Nobody ever"}]}}
      ← {"method": "diple/publishAnnotations", "params": {"uri": "a", "version": 2, "added": [], "changed": [], "removed": []}}
      → {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "a", "version": 3},
          "contentChanges": [{"range": {"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 7}}, "text": "They"}]}}
      ← {"method": "diple/publishAnnotations", "params": {"uri": "a", "version": 3, "added": [], "changed": [], "removed": ["entity-2"]}}
      → {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "a", "version": 4},
          "contentChanges": [{"range": {"start": {"line": 0, "character": 24}, "end": {"line": 0, "character": 24}}, "text": " Holt"}]}}
      ← {"method": "diple/publishAnnotations", "params": {"uri": "a", "version": 4, "added": [],
          "changed": [{"id": "entity-1", "text": "Ana Ruiz Holt", "…": "…"}], "removed": []}}
      → {"method": "workspace/didChangeConfiguration", "params": {"settings": {"diple": {"fullLists": true}}}}
      ← {"method": "diple/publishAnnotations", "params": {"uri": "a", "version": 4, "annotations": "…"}}
      → {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "a", "version": 5}, "contentChanges": [{"text": "Nothing."}]}}
      ← {"method": "diple/publishAnnotations", "params": {"uri": "a", "version": 5, "annotations": []}}
      """, .builtIn)
  }

  /// What was found while nobody was told is not lost.
  @Test func aQuestionBetweenChangesTakesNothingAway() async throws {
    let session = try await Session.running()
    _ = await session.open("a", "Nobody came.")
    // The second change waits already while the first is handled, so that only the second is published.
    await session.giveAtOnce([
      .change("a", 2, ["text": "Nobody met Ana Ruiz."]),
      .request(
        .int(2), method: "textDocument/hover",
        params: ["textDocument": ["uri": "a"], "position": ["line": 0, "character": 12]]),
      .change("a", 3, .edit(Position(line: 0, character: 0), Position(line: 0, character: 6), "Somebody")),
    ])
    let published = session.taken().last { $0["method"] == "diple/publishAnnotations" }
    #expect(published?["params"]?["version"] == 3)
    #expect(published?["params"]?["added"]?.array?.map { $0["text"] } == ["Ana Ruiz"])
  }

  /// A text that is edited before it was published the first time: its list is the start, whatever was found until then.
  @Test func theFirstListLeavesNothingToTell() async throws {
    let session = try await Session.running()
    await session.giveAtOnce([
      .notification(
        method: "textDocument/didOpen",
        params: ["textDocument": ["uri": "a", "languageId": "text", "version": 1, "text": "Nobody came."]]),
      .change("a", 2, ["text": "Nobody met Ana Ruiz."]),
    ])
    let first = session.taken().filter { $0["method"] == "diple/publishAnnotations" }
    #expect(first.map { $0["params"]?["version"] } == [2])
    let ids = first.last?["params"]?["annotations"]?.array?.map { $0["id"] } ?? []
    #expect(ids.count == 1)
    await session.giveAtOnce([.change("a", 3, ["text": "Nobody came."])])
    let second = session.taken().last { $0["method"] == "diple/publishAnnotations" }
    #expect(second?["params"]?["added"] == [])
    #expect(second?["params"]?["removed"]?.array == ids)
  }
}
