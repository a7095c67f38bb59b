import DipleExchange
import DipleJSONRPC
import DiplePipeline
import DiplePluginKit
import Foundation
import Testing

@Suite struct DocumentWriterTests {
  private func document(_ offsets: OffsetUnit = .scalar, kinds: Set<String>? = nil) throws -> JSON {
    let line = DocumentWriter(offsets: offsets, kinds: kinds).line(try Article.analysis(), id: "a", path: "a.txt")
    #expect(line.last == 0x0A && !line.dropLast().contains(0x0A))
    return try JSON(parsing: line)
  }

  private func found(_ document: JSON, _ id: String) -> JSON? {
    document["annotations"]?.array?.first { $0["id"]?.string == id }
  }

  @Test func aQuoteSaysWhoAndHow() throws {
    let quote = try #require(found(try document(), "quote-2"))
    #expect(quote["form"] == "direct")
    #expect(quote["speaker"]?["text"] == "she")
    #expect(quote["speaker"]?["entity"] == "E1")
    #expect(quote["speaker"]?["name"] == "Ana Ruiz")
    #expect(quote["cue"]?["name"] == nil)
    #expect(quote["cue"]?["text"] == "said,")
    #expect(quote["within"] == "quote-1")
    #expect(
      quote["pieces"]?.array?.compactMap { $0["text"]?.string } == ["\"Nobody closes it,\"", "\"while I am here.\""])
    #expect(quote["start"] == quote["pieces"]?.array?.first?["start"])
    #expect(quote["end"] == quote["pieces"]?.array?.last?["end"])
  }

  @Test func anUnresolvedDateHasNoValue() throws {
    let document = try document()
    #expect(found(document, "date-3")?["text"] == "last winter")
    #expect(found(document, "date-3")?["value"] == nil)
    #expect(found(document, "date-2")?["anchor"]?["text"] == "2 May 2024")
  }

  /// Whatever the unit, the offsets cut the annotation's text out of the document's.
  @Test func offsetsCutTheText() throws {
    let scalars = Array(Article.text.unicodeScalars)
    let (utf8, utf16) = (Array(Article.text.utf8), Array(Article.text.utf16))
    for unit in OffsetUnit.allCases {
      let document = try document(unit)
      #expect(document["offsets"]?.string == unit.rawValue)
      for span in spans(document) {
        let range = try #require(span["start"]?.int)..<#require(span["end"]?.int)
        let text: String
        switch unit {
        case .scalar:
          var view = String.UnicodeScalarView()
          view.append(contentsOf: scalars[range])
          text = String(view)
        case .utf8: text = String(decoding: utf8[range], as: UTF8.self)
        case .utf16: text = String(decoding: utf16[range], as: UTF16.self)
        }
        #expect(text == span["text"]?.string)
      }
    }
    let starts = try OffsetUnit.allCases.map { found(try document($0), "stance-1")?["start"]?.int }
    #expect(Set(starts).count == 3, "the emoji before it must count differently")
  }

  /// All objects with a start, however deep.
  private func spans(_ value: JSON) -> [JSON] {
    switch value {
    case .array(let elements): elements.flatMap(spans)
    case .object(let members): (value["start"] == nil ? [] : [value]) + members.flatMap { spans($0.1) }
    default: []
    }
  }

  @Test func onlySomeKinds() throws {
    let kinds = try document(kinds: ["date"])["annotations"]?.array?.compactMap { $0["kind"]?.string }
    #expect(kinds == ["date", "date", "date"])
  }

  @Test func theDateSaysWhereItComesFrom() throws {
    let pipeline = try Pipeline([Marker(Article.phrases)])
    let text = "---\ndate: 2024-05-02\n---\n\nText.\n"
    let day = try #require(CivilDate(iso: "2020-01-01"))
    func line(_ date: DocumentDate?) throws -> JSON {
      try JSON(parsing: DocumentWriter().line(pipeline.run(Document(text), date: date), id: 7))
    }
    #expect(try line(nil)["date"] == "2024-05-02")
    #expect(try line(nil)["dateFrom"] == "frontMatter")
    #expect(try line(DocumentDate(day, from: .option))["dateFrom"] == "option")
    #expect(try line(DocumentDate(day, from: .input))["dateFrom"] == "input")
    #expect(try document()["date"] == .null)
    #expect(try document()["dateFrom"] == nil)
    #expect(try line(nil)["id"] == 7)
  }

  /// A kind that nobody here has heard of is written like any other, and cannot disguise itself.
  @Test func aKindOfAnotherModule() throws {
    let marker = Marker([
      .init(
        "weather", "Rain",
        attributes: [
          ("amount", .number(2.5)), ("sure", .bool(true)), ("about", .phrases(["Rain", "snow"])),
          ("kind", .string("x")),
        ])
    ])
    let line = DocumentWriter().line(try Pipeline([marker]).run(Document("Rain or snow")), id: "a")
    let found = try #require(try JSON(parsing: line)["annotations"]?.array?.first)
    #expect(found["kind"] == "weather")
    #expect(found["amount"]?.number == 2.5)
    #expect(found["sure"] == true)
    #expect(found["about"]?["text"] == "Rain or snow")
    #expect(found["about"]?["pieces"]?.array?.count == 2)
  }

  /// What a module gets wrong is left out; nothing that follows may stumble over it.
  @Test func placesOutsideTheTextAreLeftOut() throws {
    let analysis = try Pipeline([Careless()]).run(Document("Rain."))
    let found = try #require(DocumentWriter().json(analysis, id: "a")["annotations"]?.array)
    #expect(found.count == 1)
    #expect(found[0]["speaker"] == nil)
    #expect(found[0]["text"] == "Rain.")
    #expect(found[0]["confidence"] == 0)
    #expect(!TextRendering().render(analysis, title: "a").isEmpty)
  }

  @Test func prettyIsTheSameValue() throws {
    let json = DocumentWriter().json(try Article.analysis(), id: "a")
    let pretty = json.pretty()
    #expect(try JSON(parsing: Array(pretty.utf8)) == json)
    #expect(pretty.hasPrefix("{\n  \"id\": \"a\",\n"))
  }
}

/// A module with mistakes: places that are not there, pieces out of order, a confidence that is no number.
private struct Careless: DocumentAnnotator {
  let manifest = Manifest(
    id: "careless", version: "1", api: 1, title: "", kinds: [.init(name: "quote", label: "", attributes: [])],
    requires: [], settings: Settings())

  func summarize(_ layers: Layers) -> Bool { true }

  func annotate(_ document: DocumentView, _ summaries: [Bool]) -> [Annotation] {
    [
      Annotation(
        "quote", [Place(0, Span(2, 5)), Place(0, Span(0, 1))], confidence: .nan, source: "", reason: "",
        attributes: ["speaker": .mention(Mention(Place(0, Span(3, 99))))]),
      Annotation("quote", Place(7, Span(0, 1)), confidence: 1, source: "", reason: ""),
    ]
  }
}

@Suite struct RecordTests {
  private func record(_ line: String) throws -> Record { try Record(line: Array(line.utf8)) }

  @Test func readsWhatIsThere() throws {
    let record = try record(#"{"id":"x","text":"a\nb","date":"2024-05-02T10:00","more":[1]}"#)
    #expect(record.id == "x")
    #expect(record.text == "a\nb")
    #expect(record.date == DocumentDate(try #require(CivilDate(iso: "2024-05-02")), from: .input))
    #expect(try self.record(#"{"text":"a","date":null}"#).date == nil)
    #expect(try self.record(#"{"text":"a","date":"May"}"#).unreadableDate == "May")
    #expect(try self.record(#"{"id":3,"text":"a"}"#).id == 3)
  }

  @Test(arguments: ["", "[]", "{", #"{"id":"x"}"#, #"{"text":3}"#, #"{"id":[],"text":"a"}"#])
  func refusesTheRest(_ line: String) {
    #expect(throws: RecordError.self) { try record(line) }
  }

  @Test func refusesWhatIsNotUTF8() {
    #expect(throws: RecordError(description: "not UTF-8: byte 0xFF at offset 1 of the line")) {
      try Record(line: [0x22, 0xFF])
    }
  }
}

@Suite struct TextCheckTests {
  @Test func saysWhatAndWhere() {
    #expect(TextCheck.problem(Array("a\nb é\n".utf8)) == nil)
    #expect(TextCheck.problem([0x61, 0x0A, 0xE9, 0x62]) == "not UTF-8: byte 0xE9 at offset 2 (line 2)")
    #expect(TextCheck.problem([0x61, 0]) == "not a text: NUL byte at offset 1")
    #expect(TextCheck.problem([0xFF, 0xFE, 0x61, 0]) == "not UTF-8: it starts like UTF-16")
  }
}
