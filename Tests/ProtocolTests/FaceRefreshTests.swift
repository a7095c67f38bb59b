import DipleJSONRPC
import Testing

@testable import DipleLanguageServer

/// `workspace/…/refresh`: a client asks again for what new options make another.
@Suite struct FaceRefreshTests {
  private static let all: JSON = [
    "textDocument": ["diagnostic": [:]],
    "workspace": [
      "semanticTokens": ["refreshSupport": true], "inlayHint": ["refreshSupport": true],
      "codeLens": ["refreshSupport": true], "diagnostics": ["refreshSupport": true],
    ],
  ]

  /// What the client is asked when options change, one after the other.
  private func refreshes(
    _ options: JSON, then changes: JSON..., capabilities: JSON = all, isOpen: Bool = true
  ) async throws -> [[String]] {
    let session = try await Session.running(
      Bridge.registry, ["capabilities": capabilities, "initializationOptions": options])
    if isOpen { _ = await session.open("a", Bridge.text.text) }
    var asked: [[String]] = []
    for change in changes {
      let sent = await session.notify("workspace/didChangeConfiguration", ["settings": ["diple": change]])
      asked.append(sent.compactMap { $0["method"]?.string }.filter { $0.hasSuffix("/refresh") })
    }
    return asked
  }

  @Test func onlyWhatIsAnotherIsAskedForAgain() async throws {
    let asked = try await refreshes(
      ["semanticTokens": true], then: ["semanticTokens": false], ["inlayHints": ["quote": false]],
      ["inlayHints": ["quote": false], "codeLens": true],
      ["inlayHints": ["quote": false], "codeLens": true, "diagnostics": false],
      ["inlayHints": ["quote": false], "codeLens": true, "diagnostics": false],
      ["inlayHints": ["quote": false], "codeLens": true, "diagnostics": false, "fullLists": true])
    #expect(
      asked == [
        ["workspace/semanticTokens/refresh"], ["workspace/inlayHint/refresh"], ["workspace/codeLens/refresh"],
        ["workspace/diagnostic/refresh"], [], [],
      ])
  }

  @Test(
    arguments: [["only": ["date"], "semanticTokens": true], ["date": "2024-05-02", "semanticTokens": true]] as [JSON])
  func otherAnnotationsAreOthersInAllFaces(options: JSON) async throws {
    let asked = try await refreshes(["semanticTokens": true], then: options)
    #expect(
      asked == [
        [
          "workspace/semanticTokens/refresh", "workspace/inlayHint/refresh", "workspace/codeLens/refresh",
          "workspace/diagnostic/refresh",
        ]
      ])
  }

  @Test func nobodyIsAskedWhoCannotOrNeedNot() async throws {
    #expect(try await refreshes([:], then: ["only": ["date"]], capabilities: [:]) == [[]])
    #expect(try await refreshes([:], then: ["only": ["date"]], isOpen: false) == [[]])
    // Tokens that were not wanted at the start, and diagnostics that are pushed.
    let pushed: JSON = ["workspace": Self.all["workspace"] ?? .null]
    #expect(
      try await refreshes([:], then: ["only": ["date"]], capabilities: pushed)
        == [["workspace/inlayHint/refresh", "workspace/codeLens/refresh"]])
  }
}
