import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// What a person is told to look at, with the built-in annotators.
@Suite struct DiagnosticsTests {
  private static let pulls: JSON = ["textDocument": ["diagnostic": ["relatedInformation": true]]]

  private func session(_ capabilities: JSON = pulls, _ options: JSON = ["date": "2024-05-02"]) async throws -> Session {
    try await Session.running(.builtIn, ["capabilities": capabilities, "initializationOptions": options])
  }

  private func pull(_ session: Session, previous: String? = nil) async -> JSON {
    var params: [(String, JSON)] = [("textDocument", ["uri": "a"])]
    if let previous { params.append(("previousResultId", .string(previous))) }
    return await session.request("textDocument/diagnostic", .object(params))["result"] ?? "none"
  }

  /// The diagnostics of a text: each begins at the mark of its number.
  private func check(
    _ marked: String, _ expected: [(mark: Int, code: String)], options: JSON = ["date": "2024-05-02"],
    _ place: SourceLocation = #_sourceLocation
  ) async throws {
    let text = Marked(marked)
    let session = try await session(Self.pulls, options)
    _ = await session.open("a", text.text)
    let items = await pull(session)["items"]?.array ?? []
    let found = items.map { "\($0["code"]?.string ?? "?") at \(($0["range"]?["start"] ?? .null).text)" }
    let wanted = try expected.map { "\($0.code) at \(try text.position($0.mark).json.text)" }
    #expect(found == wanted, sourceLocation: place)
  }

  @Test func aQuotationThatNobodySays() async throws {
    try await check(
      """
      The council met on Monday.

      1️⃣“The ferry has not run since the storm took its engine. Nobody told us why.”
      """, [(1, "unattributed-quotation")])
  }

  @Test(
    arguments: [
      "“The ferry has not run since the storm took its engine,” Ana Ruiz said.",
      "“No comment.”", "The so-called “storm that took the engine of the ferry” was a breeze.",
      "# “The ferry has not run since the storm took its engine!”",
      "Ruiz called it “an engine that has not run since the storm took it away.”",
    ])
  func aQuotationThatIsInOrder(text: String) async throws { try await check(text, []) }

  @Test func aMarkThatNoneCloses() async throws {
    try await check(
      """
      Ana Ruiz said: 1️⃣“The ferry has not run since the storm.

      The council met on Monday.
      """, [(1, "unbalanced-quotation-mark")])
  }

  @Test func marksThatAreOpenedAgainAreInOrder() async throws {
    try await check(
      """
      Ana Ruiz said: “The ferry has not run since the storm.

      “Nobody told us why.”
      """, [])
  }

  @Test func aTextWithoutADayIsToldOnce() async throws {
    let text = Marked("The ferry sank 1️⃣yesterday. A diver looked for it 2️⃣two days ago.")
    let session = try await session(Self.pulls, [:])
    _ = await session.open("a", text.text)
    let items = await pull(session)["items"]?.array ?? []
    #expect(items.map { $0["code"] } == ["unresolved-date"])
    #expect(items.first?["range"]?["start"] == (try text.position(1).json))
    #expect(
      items.first?["message"]
        == "Nothing tells when this text was written, so this and 1 more cannot be resolved to a date.")
    let related = items.first?["relatedInformation"]?.array
    #expect(related?.map { $0["location"]?["range"]?["start"] } == [try text.position(2).json])
    #expect(related?.first?["location"]?["uri"] == "a")
    // Once the day is known there is nothing to tell.
    try await check(text.text, [])
  }

  @Test func datesThatTheWriterCanSetRight() async throws {
    try await check("The vote was held on 1️⃣4/5/2021.", [(1, "unresolved-date")])
    try await check("The vote was held on 1️⃣29 February 2023.", [(1, "unresolved-date")])
    // An event without a date is no mistake.
    try await check("Two days after the flood the bridge was closed.", [])
  }

  @Test(
    arguments: [
      ("Mr Jonas Keller left. Mr Jonas Keller came back, and 1️⃣Mr Jonas Kellar stayed.", 3),
      ("Mrs Ana Ruiz left. Mrs 1️⃣A. Ruiz stayed.", 0),
    ])
  func namesThatMayBeOne(marked: String, offset: Int) async throws {
    let text = Marked(marked)
    let session = try await session()
    _ = await session.open("a", text.text)
    let items = await pull(session)["items"]?.array ?? []
    #expect(items.map { $0["code"] } == ["similar-names"])
    var start = try text.position(1)
    start.character += offset
    #expect(items.first?["range"]?["start"] == start.json)
    #expect(items.first?["relatedInformation"]?.array?.count == 1)
  }

  @Test(
    arguments: [
      "Mr Jonas Keller left. Mrs Paula Keller stayed.", "Mr Ivan Petrov left. Mrs Olga Petrova stayed.",
      "Mr Mario Lindholm left. Mrs Maria Lindholm stayed.", "Mr Jonas Keller left. Keller came back.",
    ])
  func namesThatAreTwo(text: String) async throws { try await check(text, []) }

  @Test func aFamilyNameOfTwo() async throws {
    try await check(
      "Mr Jonas Keller and Mrs Paula Keller bought the ferry. 1️⃣Keller painted it, and Keller sold it.",
      [(1, "ambiguous-family-name")])
    try await check("Mr Jonas Keller and Mrs Paula Keller bought the ferry. Mrs Keller painted it.", [])
    // Who had the name before the other one came is meant.
    try await check("Jonas Keller bought it. Keller paid. His wife, Paula Keller, did not. Keller left.", [])
  }

  @Test func eachCodeHasItsSeverity() async throws {
    let text = "The ferry sank yesterday. Mr Jonas Keller left. Mr Jonas Kellar stayed."
    func severities(_ diagnostics: JSON) async throws -> [JSON?] {
      let session = try await session(Self.pulls, ["diagnostics": diagnostics])
      _ = await session.open("a", text)
      return await pull(session)["items"]?.array?.map { $0["severity"] } ?? []
    }
    #expect(try await severities(true) == [3, 3])
    #expect(try await severities(false) == [])
    #expect(try await severities(["unresolved-date": "off", "similar-names": "warning"]) == [2])
    #expect(try await severities(["unresolved-date": "hint", "similar-names": "error"]) == [4, 1])
  }

  @Test(
    arguments: [
      (3, "`diagnostics` is neither a truth value nor an object"),
      (["typo": "off"], "`diagnostics`: there is no code `typo`"),
      (
        ["similar-names": "loud"],
        "`diagnostics.similar-names` is none of error, warning, information, hint and off"
      ),
    ] as [(JSON, String)])
  func wrongSeveritiesAreTold(option: JSON, message: String) {
    var problems: [String] = []
    let options = DiagnosticOptions(option, problems: &problems)
    #expect(problems == [message])
    #expect(options == DiagnosticOptions())
  }

  @Test func aListThatTheClientHasIsNotSentAgain() async throws {
    let session = try await session(Self.pulls, [:])
    _ = await session.open("a", "The ferry sank yesterday.")
    let first = await pull(session)
    #expect(first["kind"] == "full")
    let id = try #require(first["resultId"]?.string)
    #expect(await pull(session, previous: id) == ["kind": "unchanged", "resultId": .string(id)])
    // Text above moves the place, so the list is another one.
    await session.give(.change("a", 2, .edit(Position(line: 0, character: 0), Position(line: 0, character: 0), "So. ")))
    let second = await pull(session, previous: id)
    #expect(second["kind"] == "full")
    #expect(second["resultId"]?.string != id)
  }

  @Test func aClientGetsThemOneWayOnly() async throws {
    func published(_ messages: [JSON]) -> [JSON] {
      messages.filter { $0["method"] == "textDocument/publishDiagnostics" }.compactMap { $0["params"] }
    }
    let pulling = try await session(Self.pulls, [:])
    #expect(published(await pulling.open("a", "The ferry sank yesterday.")) == [])

    let pushed = try await session([:], [:])
    let first = published(await pushed.open("a", "The ferry sank yesterday.", version: 4))
    #expect(first.count == 1)
    #expect(first.first?["version"] == 4)
    #expect(first.first?["diagnostics"]?.array?.map { $0["code"] } == ["unresolved-date"])
    #expect(first.first?["diagnostics"]?.array?.first?["relatedInformation"] == nil)
    // What is mended is taken back, and then there is nothing more to say.
    await pushed.give(.change("a", 5, ["text": "The ferry sank."]))
    #expect(published(pushed.taken()) == [["uri": "a", "version": 5, "diagnostics": []]])
    await pushed.give(.change("a", 6, ["text": "The ferry sank!"]))
    #expect(published(pushed.taken()) == [])
  }

  @Test func theClosedDocumentHasNone() async throws {
    let session = try await session([:], [:])
    _ = await session.open("a", "The ferry sank yesterday.")
    let sent = await session.notify("textDocument/didClose", ["textDocument": ["uri": "a"]])
    #expect(sent.first?["params"] == ["uri": "a", "diagnostics": []])
  }

  @Test func largeTextsAreLookedThroughWhenTheyAreSaved() async throws {
    let session = try await session([:], [:])
    let text = String(repeating: "The harbour is quiet at night.\n\n", count: 9000)
    #expect(text.utf8.count > Diagnostics.largest)
    #expect(await session.open("a", text).count == 1)
    let start = Position(line: 0, character: 0)
    await session.give(.change("a", 2, .edit(start, start, "The ferry sank yesterday.\n\n")))
    #expect(session.taken().map { $0["method"] } == ["diple/publishAnnotations"])
    let saved = await session.notify("textDocument/didSave", ["textDocument": ["uri": "a"]])
    #expect(saved.map { $0["method"] } == ["textDocument/publishDiagnostics"])
  }

  @Test func thousandsOfNamesAreNoBurden() async throws {
    let names = (0..<3000).map { "Mr Jonas Keller\(Character(Unicode.Scalar(97 + UInt32($0 % 26))!))\($0)" }
    let text = names.joined(separator: " left. ") + String(repeating: "\n\n“Open and never closed", count: 500)
    let session = try await session()
    _ = await session.open("a", text)
    #expect(await pull(session)["items"]?.array?.count ?? 0 <= Diagnosis.most)
  }
}
