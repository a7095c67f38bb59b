import DipleJSONRPC
import DiplePluginHost
import Foundation
import Testing

@testable import DipleLanguageServer

/// Specs/protocol/protocol.md says what the server does: its examples, one after the other, are a session.
@Suite struct DocumentationTests {
  private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Specs/protocol/protocol.md")

  private func examples() throws -> [Substring] {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let fence = "```transcript\n"
    return text.components(separatedBy: fence).dropFirst().compactMap {
      Substring($0).components(separatedBy: "```").first
    }
    .map { Substring($0) }
  }

  @Test func theExamplesAreASession() async throws {
    let examples = try examples()
    #expect(examples.count >= 8)
    let hedges = Self.page.deletingLastPathComponent().appending(path: "../../Plugins/Examples/hedges")
      .standardizedFileURL
    let trust = FileManager.default.temporaryDirectory.appending(path: "diple-trust-\(UUID().uuidString).json")
    let session = try Session(modules: SessionModules(flags: PluginPlaces(given: [hedges]), trustFile: trust))
    for example in examples { try await Transcript(example).replay(session) }
  }

  /// The examples would also hold if the comparison were blind.
  @Test(
    arguments: [
      (#"{"a": 1}"#, #"{"a": 2}"#), (#"{"a": 1, "b": 2}"#, #"{"a": 1}"#), (#"{"a": 1}"#, #"{"a": 1, "b": "…"}"#),
      ("[1, 2]", "[1]"), ("[1]", "[1, 2]"), ("[2, 1]", #"["…", 1, 2]"#), ("[1]", #"[2, "…"]"#), ("1", #""1""#),
      ("null", "false"), (#"{"a": {"b": [1]}}"#, #"{"a": {"b": [], "…": "…"}}"#),
    ])
  func differencesAreSeen(value: String, expected: String) throws {
    let (value, expected) = (try JSON(parsing: Array(value.utf8)), try JSON(parsing: Array(expected.utf8)))
    #expect(value.mismatch(expected) != nil)
    #expect(value.mismatch(value) == nil)
  }

  @Test(
    arguments: [
      (#"{"a": 1, "b": 2}"#, #"{"b": 2, "a": "…"}"#), (#"{"a": 1, "b": 2}"#, #"{"b": 2, "…": "…"}"#),
      ("[1, 2, 3]", #"[2, "…"]"#), ("[]", #"["…"]"#), (#"[{"a": 1, "b": 2}]"#, #"[{"a": "…", "…": "…"}]"#),
    ])
  func whatIsLeftOpenMayBeAnything(value: String, expected: String) throws {
    let (value, expected) = (try JSON(parsing: Array(value.utf8)), try JSON(parsing: Array(expected.utf8)))
    #expect(value.mismatch(expected) == nil)
  }

  @Test func everyMethodOfTheServerIsDescribed() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    for method in [
      "initialize", "shutdown", "exit", "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose",
      "workspace/didChangeConfiguration", "$/cancelRequest", "diple/publishAnnotations", "diple/annotations",
      "textDocument/hover", "textDocument/inlayHint", "textDocument/documentSymbol", "window/logMessage",
      "$/setTrace", "$/logTrace", "window/workDoneProgress/create", "window/workDoneProgress/cancel",
      "workspace/configuration", "workspace/didChangeWorkspaceFolders", "workspace/executeCommand",
      "workspace/textDocumentContent",
      "textDocument/codeAction", "codeAction/resolve", "workspace/applyEdit", "workspace/didChangeWatchedFiles",
      "workspace/symbol", "textDocument/diagnostic", "textDocument/publishDiagnostics",
    ] {
      #expect(text.contains(method))
    }
    for method in Feature.requests.keys where method.hasPrefix("diple/") { #expect(text.contains(method)) }
    for method in [
      "inlayHint/resolve", "textDocument/documentHighlight", "textDocument/definition", "textDocument/references",
      "textDocument/selectionRange", "textDocument/foldingRange", "textDocument/semanticTokens/full",
      "textDocument/prepareCallHierarchy", "callHierarchy/incomingCalls", "callHierarchy/outgoingCalls",
      "textDocument/codeLens", "codeLens/resolve", "workspace/semanticTokens/refresh", "workspace/inlayHint/refresh",
      "workspace/codeLens/refresh", "workspace/diagnostic/refresh",
    ] {
      #expect(text.contains(method))
    }
  }
}
