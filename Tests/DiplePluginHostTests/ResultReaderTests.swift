import DipleJSONRPC
import DiplePluginKit
import Testing

@testable import DiplePluginHost

/// What a module may answer, in each unit.
@Suite struct ResultReaderTests {
  private static let manifest: Manifest = {
    try! Manifest(
      Resource(
        "m/diple-plugin.json",
        text: """
          {"id": "m", "version": "1", "api": 1, "requires": ["entity"], "kinds": {"mark": {"attributes": {
            "strength": ["weak", "strong"], "free": "string", "sure": "bool", "n": "number", "holder": "mention",
            "thing": "cluster", "of": "annotation"}}, "other": {}}, "produces": ["mark"]}
          """))
  }()

  /// Two paragraphs, numbered 10 and 20: `Ça va 🙂 bien.` and `Yes.`
  private static func query() -> ModuleQuery {
    var entity = Annotation("entity", Place(10, Span(0, 3)), confidence: 1, source: "e", reason: "r")
    entity.id.number = 4
    let texts = ["Ça va 🙂 bien.", "Yes."]
    let items = zip([10, 20], texts).map { DocumentView.Item(number: $0, layers: English.read(Array($1.utf8))) }
    return ModuleQuery(key: "k", paragraphs: items, annotations: [entity])
  }

  private func read(_ annotations: String, _ unit: TextUnit = .utf8) throws -> (
    annotations: [Annotation], mistakes: [String]
  ) {
    let json = try JSON(parsing: Array(#"{"annotations": [\#(annotations)]}"#.utf8))
    return try ResultReader(Self.manifest, Self.query(), unit).read(json)
  }

  @Test(arguments: [(TextUnit.utf8, 7, 11), (.utf16, 6, 8), (.codepoint, 6, 7)])
  func offsetsCountInTheModulesUnit(unit: TextUnit, start: Int, end: Int) throws {
    let (found, mistakes) = try read(#"{"kind": "mark", "start": \#(start), "end": \#(end)}"#, unit)
    #expect(mistakes == [])
    #expect(found.map(\.pieces) == [[Place(10, Span(7, 11))]])
  }

  @Test(arguments: [(TextUnit.utf8, 8, 11), (.utf16, 7, 8)])
  func offsetsInsideACharacterAreRefused(unit: TextUnit, start: Int, end: Int) throws {
    let (found, mistakes) = try read(#"{"kind": "mark", "start": \#(start), "end": \#(end)}"#, unit)
    #expect(found == [])
    #expect(mistakes == ["m: annotations[0]: starts or ends inside a character (offsets count \(unit.plural))"])
  }

  @Test func aSpanOverParagraphsIsAPlaceInEach() throws {
    let (found, _) = try read(#"{"kind": "mark", "start": 12, "end": 21}"#)
    #expect(found.map(\.pieces) == [[Place(10, Span(12, 17)), Place(20, Span(0, 2))]])
    let (pieces, _) = try read(#"{"kind": "mark", "pieces": [[0, 3], [19, 22]]}"#)
    #expect(pieces.map(\.pieces) == [[Place(10, Span(0, 3)), Place(20, Span(0, 3))]])
  }

  @Test func allMembersAreTaken() throws {
    let (found, mistakes) = try read(
      #"""
      {"kind": "mark", "start": 0, "end": 3, "confidence": 0.25, "reason": "why", "rule": "r1", "attributes": {
        "strength": "weak", "free": "x", "sure": true, "n": 2.5, "holder": {"start": 4, "end": 6}, "thing": "France",
        "of": "entity-4"}},
      {"kind": "mark", "start": 4, "end": 6, "attributes": {"of": 0, "thing": "France", "sure": null}}
      """#)
    #expect(mistakes == [])
    let first = try #require(found.first)
    #expect(first.source == "m/r1" && first.reason == "why" && first.confidence == 0.25)
    #expect(first["strength"] == .string("weak") && first.flag("sure") && first["n"] == .number(2.5))
    #expect(first.mention("holder")?.places == [Place(10, Span(4, 6))])
    #expect(first["of"] == .annotation(AnnotationID("entity", 4)))
    #expect(found[1]["of"] == .sibling(0))
    #expect(found[1]["thing"] == first["thing"] && found[1]["thing"] != nil)
    #expect(found[1].source == "m" && found[1].confidence == 1)
  }

  /// Each with the cause as the user reads it.
  @Test(
    arguments: [
      (#"{"kind": "other", "start": 0, "end": 3}"#, ".kind: must be one of the manifest's kinds: mark"),
      (#"{"start": 0, "end": 3}"#, ".kind: must be one of the manifest's kinds: mark"),
      (#"{"kind": "mark"}"#, ": must have whole numbers “start” and “end”"),
      (#"{"kind": "mark", "start": 0.5, "end": 3}"#, ": must have whole numbers “start” and “end”"),
      (
        #"{"kind": "mark", "start": 3, "end": 3}"#,
        ": must have 0 ≤ start < end ≤ the length of the text in UTF-8 bytes"
      ),
      (#"{"kind": "mark", "start": 17, "end": 19}"#, ": lies in no paragraph that was sent"),
      (
        #"{"kind": "mark", "start": 0, "end": 3, "confidense": 1}"#,
        ".confidense: is not known; did you mean “confidence”?"
      ),
      (#"{"kind": "mark", "start": 0, "end": 3, "confidence": 1.5}"#, ".confidence: must be a number from 0 to 1"),
      (#"{"kind": "mark", "start": 0, "end": 3, "reason": 5}"#, ".reason: must be text of at most 4096 bytes"),
      (#"{"kind": "mark", "pieces": [[4, 6], [0, 3]]}"#, ".pieces: must stand in order and not overlap"),
      (#"{"kind": "mark", "pieces": []}"#, ".pieces: must be a list of 1 to 100 [start, end], without “start”"),
      (
        #"{"kind": "mark", "start": 0, "end": 3, "attributes": {"strenght": "weak"}}"#,
        ".attributes.strenght: is no attribute of “mark” in the manifest; did you mean “strength”?"
      ),
      (
        #"{"kind": "mark", "start": 0, "end": 3, "attributes": {"strength": "huge"}}"#,
        ".attributes.strength: must be one of weak, strong"
      ),
      (
        #"{"kind": "mark", "start": 0, "end": 3, "attributes": {"sure": 1}}"#, ".attributes.sure: must be true or false"
      ),
      (#"{"kind": "mark", "start": 0, "end": 3, "attributes": {"n": "1"}}"#, ".attributes.n: must be a number"),
      (
        #"{"kind": "mark", "start": 0, "end": 3, "attributes": {"holder": 4}}"#,
        ".attributes.holder: must be an object with “start” and “end”"
      ),
      (
        #"{"kind": "mark", "start": 0, "end": 3, "attributes": {"of": "entity-5"}}"#,
        ".attributes.of: must be the id of an annotation that was sent, or the index of one in the result"
      ), ("7", ": must be an object"),
    ])
  func whatIsWrongIsLeftOutAndNamed(annotation: String, cause: String) throws {
    let (found, mistakes) = try read(annotation + #", {"kind": "mark", "start": 0, "end": 3}"#)
    #expect(mistakes == ["m: annotations[0]" + cause])
    #expect(found.count == 1)
  }

  @Test func siblingsFollowWhenOthersAreLeftOut() throws {
    let (found, _) = try read(
      #"""
      {"kind": "nonsense", "start": 0, "end": 3}, {"kind": "mark", "start": 0, "end": 3},
      {"kind": "mark", "start": 4, "end": 6, "attributes": {"of": 1}},
      {"kind": "mark", "start": 4, "end": 6, "attributes": {"of": 0}}
      """#)
    #expect(found.map { $0["of"] } == [nil, .sibling(0), nil])
  }

  @Test func aResultWithoutAListGivesNothing() {
    for result in [nil, .null, "text", ["annotations": 7]] as [JSON?] {
      #expect(throws: ModuleFailure.invalid("m: the result has no list “annotations”")) {
        try ResultReader(Self.manifest, Self.query(), .utf8).read(result)
      }
    }
  }
}
