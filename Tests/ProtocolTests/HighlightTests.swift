import DipleJSONRPC
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// `textDocument/documentHighlight`
@Suite struct HighlightTests {
  private func check(
    at mark: Int, _ columns: Int = 0, _ encoding: PositionEncoding = .utf16, finds expected: [String]
  ) async throws {
    let reading = try await Reading(Quay.text, Quay.registry, encoding)
    let found = try await reading.ask("textDocument/documentHighlight", at: mark, columns).array ?? []
    let kinds = [1: "text", 2: "read", 3: "write"]
    #expect(try found.map { "\(kinds[$0["kind"]?.int ?? 0] ?? "?") \(try reading.words($0["range"]))" } == expected)
  }

  @Test(arguments: PositionEncoding.allCases)
  func allPlacesThatNameTheSame(encoding: PositionEncoding) async throws {
    try await check(at: 5, 0, encoding, finds: ["read Mayor", "write Ana Ruiz", "read she", "read Ms Ruiz"])
  }

  @Test func aQuoteWithItsSpeakerAndCue() async throws {
    let second = "“and all the\r\n  harbours of the coast wait with Kostel.”"
    try await check(
      at: 2, finds: ["text “We 🚧 wait for the boats of the islands,”", "read she", "read said", "text " + second])
  }

  @Test func aStanceWithItsHolderAndTarget() async throws {
    try await check(at: 3, finds: ["read The union", "text opposed", "read the plan"])
  }

  @Test func aDateWithItsAnchor() async throws {
    try await check(at: 4, finds: ["text a week\r\nafter 2 May", "read 2 May"])
  }

  @Test func aCaretBehindAWordStandsOnIt() async throws {
    try await check(at: 1, 8, finds: ["read Mayor", "write Ana Ruiz", "read she", "read Ms Ruiz"])
    try await check(at: 3, 7, finds: ["read The union", "text opposed", "read the plan"])
  }

  @Test func whereNothingIsThereIsNone() async throws {
    #expect(try await Reading().ask("textDocument/documentHighlight", at: 6) == .null)
  }
}
