import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// `textDocument/foldingRange`
@Suite struct FoldingTests {
  /// Front matter, a quote of five lines with words behind it, one of six without, and a short one.
  private static let text = Marked(
    """
    ---\r
    date: 2024-05-02\r
    ---\r
    \r
    🚧 “One.\r
    \r
    Two.\r
    \r
    Three,” she said.\r
    \r
    “Four.\r
    \r
    Five.\r
    \r
    Six.\r
    Seven.”\r
    \r
    “Eight.\r
    \r
    Nine.”
    """)
  private static let registry = Registry([
    Finder(
      .init("quote", "“One.", "Two.", "Three,”", attributes: [("speaker", .phrase("she"))]),
      .init("quote", "“Four.", "Five.", "Six.", "Seven.”"), .init("quote", "“Eight.", "Nine.”"))
  ])

  private func folds(_ client: JSON = [:], _ encoding: PositionEncoding = .utf16) async throws -> [JSON] {
    let reading = try await Reading(Self.text, Self.registry, encoding, client: ["foldingRange": client])
    return await reading.ask("textDocument/foldingRange").array ?? []
  }

  @Test(arguments: [(PositionEncoding.utf8, 5), (.utf16, 3), (.utf32, 2)])
  func frontMatterAndLongQuotes(encoding: PositionEncoding, column: Int) async throws {
    #expect(
      try await folds([:], encoding) == [
        ["startLine": 0, "startCharacter": 0, "endLine": 2, "endCharacter": 3, "kind": "region"],
        [
          "startLine": 4, "startCharacter": .int(column), "endLine": 8,
          "endCharacter": encoding == .utf8 ? 9 : 7,
        ],
        ["startLine": 10, "startCharacter": 0, "endLine": 15, "endCharacter": encoding == .utf8 ? 9 : 7],
      ])
  }

  @Test func wholeLinesHideNothingBehindAQuote() async throws {
    #expect(
      try await folds(["lineFoldingOnly": true]) == [
        ["startLine": 0, "endLine": 2, "kind": "region"], ["startLine": 4, "endLine": 7],
        ["startLine": 10, "endLine": 15],
      ])
  }

  @Test(arguments: [(0, []), (1, [10]), (2, [4, 10]), (3, [0, 4, 10]), (99, [0, 4, 10])] as [(Int, [Int])])
  func theLongestWithinTheLimit(limit: Int, lines: [Int]) async throws {
    #expect(try await folds(["rangeLimit": .int(limit)]).map { $0["startLine"]?.int } == lines)
  }

  @Test func whatIsFoldedTellsItsSpeaker() async throws {
    let folds = try await folds(["foldingRange": ["collapsedText": true]])
    #expect(folds.map { $0["collapsedText"]?.string } == [nil, "… she", nil])
  }
}
