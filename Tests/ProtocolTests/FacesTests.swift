import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// What a client sees of annotations: publications, hovers, inlay hints, symbols.
@Suite struct FacesTests {
  private func session(_ encoding: PositionEncoding = .utf16, _ documents: JSON = [:]) async throws -> Session {
    let session = try await Session.running(
      Bridge.registry,
      [
        "capabilities": ["general": ["positionEncodings": [.string(encoding.rawValue)]], "textDocument": documents],
        "initializationOptions": ["inlayHints": "all"],
      ])
    _ = await session.open("a", Bridge.text.text)
    return session
  }

  private func range(_ from: Int, _ to: Int, _ encoding: PositionEncoding = .utf16) throws -> JSON {
    ["start": try Bridge.text.position(from, encoding).json, "end": try Bridge.text.position(to, encoding).json]
  }

  private func ask(_ session: Session, _ method: String, _ more: (String, JSON)...) async -> JSON {
    let answer = await session.request(method, .object([("textDocument", ["uri": "a"])] + more))
    #expect(answer["error"] == nil)
    return answer["result"] ?? "none"
  }

  @Test(arguments: PositionEncoding.allCases)
  func annotationsStandWhereTheEditorCounts(encoding: PositionEncoding) async throws {
    let session = try await session(encoding)
    let found = await ask(session, "diple/annotations")
    #expect(found["uri"] == "a")
    #expect(found["version"] == 1)
    func annotation(_ kind: String) -> JSON? { found["annotations"]?.array?.first { $0["kind"]?.string == kind } }
    #expect(annotation("entity")?["range"] == (try range(1, 2, encoding)))
    #expect(annotation("quote")?["range"] == (try range(3, 5, encoding)))
    #expect(annotation("quote")?["pieces"]?.array?.first == (try range(3, 4, encoding)))
    #expect(annotation("stance")?["range"] == (try range(6, 7, encoding)))
    #expect(annotation("date")?["range"] == (try range(8, 9, encoding)))
  }

  @Test func anAnnotationSaysAllThatIsKnown() async throws {
    let found = await ask(try await session(), "diple/annotations")
    let quote = try #require(found["annotations"]?.array?.first { $0["kind"] == "quote" })
    let problem = quote.mismatch([
      "id": "quote-1", "kind": "quote", "range": "…",
      "text": "“Nobody 🚧 closes it,” she added, “while I am here.”", "pieces": ["…"], "confidence": .double(0.85),
      "source": "finder/phrase", "reason": "the test says so", "form": "direct",
      "speaker": ["range": "…", "text": "she", "entity": "E1"], "cue": ["range": "…", "text": "added"],
    ])
    #expect(problem == nil)
  }

  @Test func whatIsPublishedIsWhatIsAskedFor() async throws {
    let session = try await Session.running(Bridge.registry)
    let published = await session.open("a", Bridge.text.text).first
    #expect(published?["method"] == "diple/publishAnnotations")
    #expect(published?["params"] == (await ask(session, "diple/annotations")))
  }

  @Test func aHoverTellsTheInnermostFirst() async throws {
    let session = try await session()
    let inside = Position(line: 2, character: try Bridge.text.position(4).character - 3)
    let hover = await ask(session, "textDocument/hover", ("position", inside.json))
    let value = try #require(hover["contents"]?["value"]?.string)
    #expect(hover["contents"]?["kind"] == "markdown")
    #expect(
      value == """
        **Claim**\u{20}\u{20}
        note: a \\*kind\\* of another module\u{20}\u{20}
        *confidence 85 %, finder/phrase*: the test says so

        ---

        **Direct quote** — Ana Ruiz\u{20}\u{20}
        role: Mayor\u{20}\u{20}
        speaker: “she” (Ana Ruiz)\u{20}\u{20}
        cue: “added”\u{20}\u{20}
        *confidence 85 %, finder/phrase*: the test says so
        """)
  }

  @Test func aHoverCoversTheInnermostAnnotation() async throws {
    let session = try await session()
    let hover = await ask(session, "textDocument/hover", ("position", try Bridge.text.position(3).json))
    #expect(hover["range"] == (try range(3, 4)))
    // Between the pieces, behind the end, and on a line that is not there: nothing.
    for place in [
      try Bridge.text.position(4), try Bridge.text.position(2), Position(line: 1, character: 0),
      Position(line: 99, character: 0),
    ] {
      #expect(await ask(session, "textDocument/hover", ("position", place.json)) == .null)
    }
  }

  @Test func aHoverIsPlainForAClientThatKnowsNoMarkdown() async throws {
    let session = try await session(.utf16, ["hover": ["contentFormat": ["plaintext"]]])
    let hover = await ask(session, "textDocument/hover", ("position", try Bridge.text.position(8).json))
    #expect(
      hover["contents"] == [
        "kind": "plaintext",
        "value": "Date — 2024-05-02\nconfidence 85 %, finder/phrase: the test says so",
      ])
  }

  @Test func hintsAreShortAndStandBehindTheirWords() async throws {
    let session = try await session()
    let hints = await ask(
      session, "textDocument/inlayHint",
      ("range", ["start": Position(line: 0, character: 0).json, "end": Position(line: 99, character: 0).json]))
    let labels = (hints.array ?? []).compactMap { $0["label"]?.string }
    #expect(labels == ["person", "→ Ana Ruiz", "claim", "org", "against", "= 2024-05-02"])
    for label in labels { #expect(label.count <= 12) }
    #expect(hints.array?.first?["position"] == (try Bridge.text.position(2).json))
    #expect(hints.array?.first?["paddingLeft"] == true)
    #expect(hints.array?.first?["tooltip"]?["value"]?.string?.hasPrefix("**Person** — Ana Ruiz") == true)
  }

  @Test func onlyHintsInTheRangeAreSent() async throws {
    let session = try await session()
    let hints = await ask(session, "textDocument/inlayHint", ("range", try range(6, 9)))
    #expect(hints.array?.map { $0["label"] } == ["against", "= 2024-05-02"])
    #expect(
      await ask(session, "textDocument/inlayHint", ("range", try range(3, 3))).array == [])
  }

  @Test(
    arguments: [
      ("Ana Ruiz", "→ Ana Ruiz"), ("Ana Maria Ruiz", "→ Ruiz"), ("Ministry of Harbours", "→ Harbours"),
      ("Harbourmasters’ League", "→ League"), ("a very long description", "→ a very lo…"),
      ("Wolfeschlegelsteinhausen", "→ Wolfeschl…"), ("one  two", "→ one two"), ("👩‍🚒👩‍🚒👩‍🚒👩‍🚒", "→ 👩‍🚒👩‍🚒👩‍🚒👩‍🚒"),
    ])
  func aLabelHasAtMostTwelveCharacters(speaker: String, label: String) async throws {
    let registry = Registry([Finder(.init("quote", "“No.”", attributes: [("speaker", .phrase(speaker))]))])
    let session = try await Session.running(
      registry, ["capabilities": [:], "initializationOptions": ["inlayHints": "all"]])
    _ = await session.open("a", "“No.” That is what they heard from \(speaker) on the quay.")
    let hints = await ask(
      session, "textDocument/inlayHint",
      ("range", ["start": Position(line: 0, character: 0).json, "end": Position(line: 99, character: 0).json]))
    #expect(hints.array?.map { $0["label"]?.string } == [label])
    #expect(label.count <= 12)
  }

  @Test func symbolsAreATreeOfWhoAndWhat() async throws {
    let session = try await session(.utf16, ["documentSymbol": ["hierarchicalDocumentSymbolSupport": true]])
    let symbols = await ask(session, "textDocument/documentSymbol").array ?? []
    func outline(_ symbols: [JSON], _ indent: String = "") -> String {
      symbols.map { symbol in
        let detail = symbol["detail"]?.string.map { " (\($0))" } ?? ""
        return indent + (symbol["name"]?.string ?? "?") + detail + "\n"
          + outline(symbol["children"]?.array ?? [], indent + "  ")
      }.joined()
    }
    #expect(
      outline(symbols) == """
        Quotes
          Ana Ruiz (Mayor)
            “Nobody 🚧 closes it,” … “while I am here.” (direct)
        Entities
          Ana Ruiz (person)
            Ana Ruiz
          Harbour Workers Union (organization)
            Harbour Workers Union
        Dates
          2 May 2024 (2024-05-02)
        Stances
          Opposes: Harbour Workers Union → the plan (rejected)
        Claims
          closes it

        """)
    for symbol in symbols { checkRanges(symbol) }
    func checkRanges(_ symbol: JSON) {
      let (range, selection) = (Extent(symbol["range"]), Extent(symbol["selectionRange"]))
      #expect(range.contains(selection), "editors refuse a selection outside the range")
      for child in symbol["children"]?.array ?? [] {
        #expect(range.contains(Extent(child["range"])))
        checkRanges(child)
      }
    }
  }

  @Test func symbolsAreFlatForAClientThatKnowsNoTree() async throws {
    let symbols = await ask(try await session(), "textDocument/documentSymbol").array ?? []
    #expect(symbols.count == 6)
    #expect(symbols.first?["containerName"] == "Ana Ruiz")
    #expect(symbols.first?["location"] == ["uri": "a", "range": try range(3, 5)])
    #expect(symbols.first?["children"] == nil)
  }

  @Test(
    arguments: [
      ("textDocument/hover", #"{"textDocument": {"uri": "a"}}"#, "`position` is none"),
      ("textDocument/hover", #"{"textDocument": {"uri": "a"}, "position": {"line": 0}}"#, "`position` is none"),
      ("textDocument/inlayHint", #"{"textDocument": {"uri": "a"}, "range": {}}"#, "`range` is none"),
      ("textDocument/documentSymbol", #"{}"#, "`textDocument.uri` is missing"),
      ("diple/annotations", #"{"textDocument": {"uri": "b"}}"#, "b is not open"),
      ("diple/annotations", "[]", "`textDocument.uri` is missing"),
    ])
  func wrongParamsAreToldApart(method: String, params: String, message: String) async throws {
    let answer = await (try await session()).request(method, try JSON(parsing: Array(params.utf8)))
    #expect(answer["error"] == ["code": -32602, "message": .string(message)])
  }

  @Test func anEmptyDocumentHasEmptyFaces() async throws {
    let session = try await Session.running()
    #expect(await session.open("a", "").first?["params"] == ["uri": "a", "version": 1, "annotations": []])
    #expect(await ask(session, "textDocument/documentSymbol") == [])
    #expect(await ask(session, "textDocument/hover", ("position", Position(line: 0, character: 0).json)) == .null)
  }
}

/// A range for comparing.
private struct Extent {
  let start, end: Position
  init(_ json: JSON?) {
    start = Position(json?["start"]) ?? Position(line: -1, character: -1)
    end = Position(json?["end"]) ?? Position(line: -1, character: -1)
  }
  func contains(_ other: Extent) -> Bool { start <= other.start && other.end <= end && start.line >= 0 }
}
