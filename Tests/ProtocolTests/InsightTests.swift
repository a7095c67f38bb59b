import DipleJSONRPC
import DiplePluginHost
import Foundation
import TestSupport
import Testing

@testable import DipleLanguageServer

/// Our own methods over a whole document: why, who said what, when, and by whom it was found.
@Suite struct InsightTests {
  private let text = Marked(
    """
    1️⃣Mayor Ana Ruiz spoke of Kostel on 2 May 2024: “Kostel needs Petr Holt.”

    The 2️⃣mayor said 3️⃣a week later that it was “over”. Nothing4️⃣ was decided by March 2023.
    """)

  private let registry = Registry([
    Finder(
      .init(
        "entity", "Ana Ruiz",
        attributes: [
          ("type", .string("person")), ("entity", .cluster(1)), ("name", .string("Ana Ruiz")),
          ("role", .phrase("Mayor")),
        ]),
      .init(
        "entity", "Kostel needs",
        attributes: [("type", .string("place")), ("entity", .cluster(2)), ("name", .string("Kostel"))]),
      .init(
        "entity", "Petr Holt",
        attributes: [("type", .string("person")), ("entity", .cluster(3)), ("name", .string("Petr Holt"))]),
      .init(
        "quote", "“Kostel needs Petr Holt.”",
        attributes: [
          ("form", .string("direct")), ("speaker", .phrase("Mayor Ana Ruiz", entity: 1)), ("cue", .phrase("spoke")),
        ]),
      .init("quote", "“over”", attributes: [("form", .string("scare"))]),
      .init(
        "quote", "that it was “over”",
        attributes: [
          ("form", .string("indirect")), ("speaker", .phrase("The mayor", entity: 1)), ("cue", .phrase("said")),
        ]),
      .init("date", "2 May 2024", attributes: [("type", .string("DATE")), ("value", .string("2024-05-02"))]),
      .init(
        "date", "a week later",
        attributes: [("type", .string("DATE")), ("value", .string("2024-05-09")), ("anchor", .phrase("2 May 2024"))]),
      .init("date", "March 2023", attributes: [("type", .string("DATE")), ("value", .string("2023-03"))]))
  ])

  private func session() async throws -> Session {
    let session = try await Session.running(registry)
    _ = await session.open("file:///a b.txt", text.text)
    return session
  }

  private let document: JSON = ["uri": "file:///a b.txt"]

  // MARK: Explain

  private func explain(_ session: Session, _ mark: Int) async throws -> JSON {
    let place = try text.position(mark).json
    return await session.request("diple/explain", ["textDocument": document, "position": place])["result"] ?? .null
  }

  @Test func everythingAtAPlaceWithItsEvidence() async throws {
    let session = try await session()
    let result = try await explain(session, 3)
    #expect(result["uri"] == "file:///a b.txt")
    #expect(result["version"] == 1)
    let found = result["annotations"]?.array ?? []
    #expect(found.map { $0["annotation"]?["id"] } == ["date-2"])
    #expect(found.first?["title"] == "date 2024-05-09")
    #expect(found.first?["annotator"] == "finder" && found.first?["rule"] == "phrase")
    #expect(found.first?["requires"] == [])
    #expect(
      found.first?["dependsOn"] == [
        [
          "name": "anchor",
          "range": ["start": ["line": 0, "character": 34], "end": ["line": 0, "character": 44]], "text": "2 May 2024",
        ]
      ])
    #expect(
      found.first?["explanation"]?.string == """
        date 2024-05-09: “a week later”
          anchor: “2 May 2024”
          found by finder, rule phrase, confidence 85 %
          because: the test says so
        """)
  }

  @Test func theInnermostComesFirstAndNothingIsNoError() async throws {
    let session = try await session()
    let inside = await session.request(
      "diple/explain", ["textDocument": document, "position": ["line": 2, "character": 42]])
    #expect(
      inside["result"]?["annotations"]?.array?.map { $0["title"] } == ["scare quote", "indirect quote"])
    #expect(
      inside["result"]?["annotations"]?.array?.last?["dependsOn"]?.array?.first?["thing"] == [
        "name": "Ana Ruiz", "entity": "E1", "type": "person", "role": "Mayor",
      ])
    #expect(try await explain(session, 4)["annotations"] == [])
    let answer = await session.request("diple/explain", ["textDocument": document])
    #expect(answer["error"]?["code"] == -32602)
  }

  // MARK: Annotators

  @Test func theModulesSayWhatTheyAre() async throws {
    let answer = await (try Session.running()).request("diple/annotators")
    let modules = answer["result"]?["annotators"]?.array ?? []
    #expect(Set(modules.compactMap { $0["id"]?.string }) == ["entities", "dates", "quotes", "stance"])
    let entities = modules.first { $0["id"] == "entities" }
    #expect(entities?["kinds"]?["entity"]?["attributes"]?["entity"] == "cluster")
    #expect(entities?["kinds"]?["entity"]?["label"]?.string != nil)
  }

  // MARK: Ledger and timeline

  @Test func whoSaidWhatAboutWhomAndWhen() async throws {
    let session = try await session()
    let result = await session.request("diple/ledger", ["textDocument": document])["result"]
    let rows = result?["rows"]?.array ?? []
    #expect(rows.map { $0["text"] } == ["“Kostel needs Petr Holt.”", "that it was “over”"])
    #expect(rows.map { $0["speaker"]?["name"] } == ["Ana Ruiz", "Ana Ruiz"])
    #expect(rows.map { $0["source"] } == ["named", "named"])
    #expect(rows.map { $0["cue"] } == ["spoke", "said"])
    #expect(rows.map { $0["about"]?.array?.map { $0["name"] } } == [["Kostel", "Petr Holt"], []])
    #expect(rows.map { $0["when"]?.array?.map { $0["value"] } } == [["2024-05-02"], ["2024-05-09"]])
    #expect(result?["page"] == "diple:ledger?file%3A%2F%2F%2Fa%20b.txt")
  }

  @Test func datesByTheCalendarWithTheirSentences() async throws {
    let session = try await session()
    let result = await session.request("diple/timeline", ["textDocument": document])["result"]
    let rows = result?["rows"]?.array ?? []
    #expect(rows.map { $0["value"] } == ["2023-03", "2024-05-02", "2024-05-09"])
    #expect(
      rows.map { $0["dates"]?.array?.first?["sentence"]?["text"] } == [
        "Nothing was decided by March 2023.",
        "Mayor Ana Ruiz spoke of Kostel on 2 May 2024: “Kostel needs Petr Holt.”",
        "The mayor said a week later that it was “over”.",
      ])
    #expect(rows.first?["dates"]?.array?.first?["range"]?["start"]?["line"] == 2)
  }

  private let ledger = """
    Who said what

    Ana Ruiz, Mayor (named)
        “Kostel needs Petr Holt.”
            1:47  direct  “spoke”
            about Kostel, Petr Holt
            when 2 May 2024 = 2024-05-02
        that it was “over”
            3:29  indirect  “said”
            when a week later = 2024-05-09

    2 quotes; 1 source: 1 named

    """

  @Test func thePagesAreDocumentsToRead() async throws {
    let session = try await session()
    func page(_ uri: JSON) async -> JSON { await session.request("workspace/textDocumentContent", ["uri": uri]) }
    #expect(await page("diple:ledger?file%3A%2F%2F%2Fa%20b.txt")["result"] == ["text": .string(ledger)])
    #expect(
      await page("diple:/timeline?file%3A%2F%2F%2Fa%20b.txt")["result"]?["text"]?.string == """
        Timeline

        2023-03
            Nothing was decided by March 2023.
                3:72  “March 2023”

        2024-05-02
            Mayor Ana Ruiz spoke of Kostel on 2 May 2024: “Kostel needs Petr Holt.”
                1:35  “2 May 2024”
                who and what: Ana Ruiz, Kostel, Petr Holt

        2024-05-09
            The mayor said a week later that it was “over”.
                3:16  “a week later”
                who and what: Ana Ruiz

        """)
    for wrong in ["diple:diary?a", "diple:ledger", "file:ledger?a", "diple:ledger?%zz", 3, "diple:ledger?b"] as [JSON] {
      #expect(await page(wrong)["error"]?["code"] == -32602)
    }
    _ = await session.open("c", "")
    #expect(await page("diple:ledger?c")["result"]?["text"] == "Who said what\n\nNobody is quoted.\n")
    #expect(await page("diple:timeline?c")["result"]?["text"] == "Timeline\n\nNo date is named.\n")
  }

  @Test func aClientWithoutPagesAsksWithACommand() async throws {
    let session = try await session()
    func run(_ command: JSON, _ arguments: JSON) async -> JSON {
      await session.request("workspace/executeCommand", ["command": command, "arguments": arguments])
    }
    #expect(await run("diple.ledger", ["file:///a b.txt"])["result"] == .string(ledger))
    #expect(
      await run("diple.timeline", [["uri": "file:///a b.txt"]])["result"]?.string?.hasPrefix("Timeline\n") == true)
    for (command, arguments) in [("diple.ledger", []), ("diple.ledger", ["b"]), ("diple.diary", [])] as [(JSON, JSON)] {
      #expect(await run(command, arguments)["error"]?["code"] == -32602)
    }
  }

  @Test func pagesThatAreShownAreToldToBeOutOfDate() async throws {
    let session = try await Session.running(registry, ["capabilities": ["workspace": ["textDocumentContent": [:]]]])
    _ = await session.open("a", text.text)
    _ = await session.request("workspace/textDocumentContent", ["uri": "diple:ledger?a"])
    await session.give(.change("a", 2, ["text": "Ana Ruiz"]))
    let sent = session.taken()
    #expect(sent.last?["method"] == "workspace/textDocumentContent/refresh")
    #expect(sent.last?["params"] == ["uri": "diple:ledger?a"])
    // Not again before the client has answered, nor for a text that is as it was.
    await session.give(.change("a", 3, ["text": ""]))
    #expect(session.taken().map { $0["method"] } == ["diple/publishAnnotations"])
    await session.give(.response(RequestID(sent.last?["id"]), result: .null, error: nil))
    await session.give(.change("a", 4, ["text": " "]))
    #expect(session.taken().map { $0["method"] } == ["diple/publishAnnotations"])
    await session.give(.change("a", 5, ["text": "Petr Holt"]))
    #expect(
      session.taken().map { $0["method"] } == ["diple/publishAnnotations", "workspace/textDocumentContent/refresh"])
    _ = await session.notify("textDocument/didClose", ["textDocument": ["uri": "a"]])
    #expect(await session.open("a", "Ana Ruiz").map { $0["method"] } == ["diple/publishAnnotations"])
  }

  // MARK: Stances

  private let sides = Marked("1️⃣Ana Ruiz likes the dam. Petr Holt 2️⃣hates Ana Ruiz. Ana Ruiz hates the dam.")

  private func sidesSession() async throws -> Session {
    func stance(_ cue: String, _ polarity: String, _ holder: String, _ target: String, entity: Int? = nil)
      -> Finder.Phrase
    {
      .init(
        "stance", cue,
        attributes: [
          ("polarity", .string(polarity)), ("holder", .phrase(holder, entity: holder == "Ana Ruiz" ? 1 : 2)),
          ("target", .phrase(target, entity: entity)), ("certainty", .string("certain")), ("voice", .string("author")),
        ])
    }
    func person(_ name: String, _ cluster: Int) -> Finder.Phrase {
      .init(
        "entity", name,
        attributes: [("type", .string("person")), ("entity", .cluster(cluster)), ("name", .string(name))])
    }
    let session = try await Session.running(
      Registry([
        Finder(
          person("Ana Ruiz", 1), person("Petr Holt", 2), stance("likes", "support", "Ana Ruiz", "the dam"),
          stance("hates", "oppose", "Petr Holt", "Ana Ruiz", entity: 1),
          stance("hates the", "oppose", "Ana Ruiz", "the dam"))
      ]))
    _ = await session.open("a", sides.text)
    return session
  }

  @Test func whoIsForAndAgainstWhatWithTheEvidence() async throws {
    let session = try await sidesSession()
    let result = try #require(await session.request("diple/stances", ["textDocument": ["uri": "a"]])["result"])
    let rows = result["rows"]?.array ?? []
    #expect(rows.map { $0["holder"]?["name"] } == ["Ana Ruiz", "Petr Holt"])
    #expect(rows.map { $0["target"]?["name"] } == ["the dam", "Ana Ruiz"])
    #expect(rows.map { $0["side"] } == ["both", "oppose"])
    #expect(rows[0]["stances"]?.array?.map { $0["polarity"] } == ["support", "oppose"])
    #expect(
      rows[0]["stances"]?.array?.map { $0["sentence"]?["text"] } == [
        "Ana Ruiz likes the dam.", "Ana Ruiz hates the dam.",
      ]
    )
    let checker = try SchemaChecker(#require(Self.schema))
    #expect(checker.problems(result, definition: "stances") == [])
    #expect(checker.problems(["uri": "a", "version": 1, "page": "diple:ledger?a"], definition: "stances").count == 2)
    let page = await session.request("workspace/textDocumentContent", ["uri": "diple:stances?a"])
    #expect(page["result"]?["text"]?.string?.contains("\nOn both sides\n\nAna Ruiz: the dam\n") == true)
  }

  @Test func hoverOnANameTellsWhoIsForAndAgainstIt() async throws {
    let session = try await sidesSession()
    func hover(_ mark: Int) async throws -> String {
      let place = try sides.position(mark).json
      let answer = await session.request("textDocument/hover", ["textDocument": ["uri": "a"], "position": place])
      return answer["result"]?["contents"]?["value"]?.string ?? ""
    }
    #expect(try await hover(1).contains("against it: Petr Holt"))
    #expect(try await !hover(1).contains("for it:"))
    // What stands there is the position, whose holder is no target of one.
    #expect(try await !hover(2).contains("against it"))
  }

  // MARK: Schema

  private static let schema: JSON? = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Specs/protocol/insight.schema.json")
    return (try? Data(contentsOf: file.standardizedFileURL)).flatMap { try? JSON(parsing: Array($0)) }
  }()

  @Test(.enabled(if: schema != nil, "a checkout without Specs")) func modulesKeepTheContract() async throws {
    let checker = try SchemaChecker(#require(Self.schema))
    let bench = try await Workbench()
    let result = try #require(await bench.session.request("diple/plugins")["result"])
    #expect(checker.problems(result, definition: "plugins") == [])
    #expect(checker.problems(["plugins": [["id": 3]]], definition: "plugins") != [])
    let kinds = result["plugins"]?.array?.first { $0["id"] == "harbour" }?["kinds"]
    #expect(
      kinds == [
        ["name": "boast", "label": "Boast", "color": "#b58900"], ["name": "sigh", "label": "Sigh", "color": nil],
      ])
  }

  @Test(.enabled(if: schema != nil, "a checkout without Specs")) func theAnswersKeepTheContract() async throws {
    let checker = try SchemaChecker(#require(Self.schema))
    let session = try await session()
    for method in ["explain", "annotators", "ledger", "timeline", "stances", "synchronize"] {
      let params: JSON = ["textDocument": document, "position": ["line": 2, "character": 42]]
      let result = try #require(await session.request("diple/" + method, params)["result"])
      #expect(checker.problems(result, definition: method) == [])
      // A check that sees nothing would say the same.
      #expect(checker.problems([:], definition: method) != [])
    }
    let broken: JSON = ["uri": "a", "version": 1, "page": "diple:ledger?a", "rows": [["quote": 3, "form": "scare"]]]
    #expect(checker.problems(broken, definition: "ledger").count > 5)
  }
}
