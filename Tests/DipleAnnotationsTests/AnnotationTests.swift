import DipleAnnotations
import DipleText
import Testing

/// Annotations, their places and attributes.
@Suite struct AnnotationTests {
  private func quote(_ paragraph: Int = 0, _ start: Int = 0, _ end: Int = 5) -> Annotation {
    Annotation(
      "quote", Place(paragraph, Span(start, end)), confidence: 0.9, source: "test/made", reason: "made by a test",
      attributes: ["form": .string("direct"), "negated": .bool(true)])
  }

  @Test func attributesKeepTheirOrder() {
    var annotation = quote()
    annotation["speaker"] = .cluster(Cluster(3))
    annotation["form"] = .string("mixed")
    #expect(annotation.attributes.map(\.name) == ["form", "negated", "speaker"])
    annotation["negated"] = nil
    annotation["missing"] = nil
    #expect(annotation.attributes.map(\.name) == ["form", "speaker"])
    annotation["negated"] = .bool(false)
    #expect(annotation.attributes.map(\.name) == ["form", "speaker", "negated"])
    #expect(annotation["form"] == .string("mixed"))
  }

  @Test func attributesAreReadByType() {
    var annotation = quote()
    let mention = Mention([Place(0, Span(1, 2)), Place(0, Span(4, 5))], entity: Cluster(2))
    annotation["speaker"] = .mention(mention)
    annotation["entity"] = .cluster(Cluster(7))
    #expect(annotation.string("form") == "direct")
    #expect(annotation.mention("speaker") == mention)
    #expect(annotation.cluster("entity") == Cluster(7))
    #expect(annotation.flag("negated"))
    // What has another type, or is not there, is nothing.
    #expect(annotation.string("entity") == nil)
    #expect(annotation.mention("form") == nil)
    #expect(annotation.cluster("speaker") == nil)
    #expect(!annotation.flag("form"))
    #expect(!annotation.flag("missing"))
    #expect(mention.place == Place(0, Span(1, 2)))
  }

  @Test func areEqualWhereAClientSeesNoDifference() {
    #expect(quote() == quote())
    let changes: [(inout Annotation) -> Void] = [
      { $0.id.number = 4 }, { $0.pieces = [Place(0, Span(0, 6))] }, { $0.confidence = 0.8 }, { $0.source = "test/x" },
      { $0.reason = "" }, { $0["form"] = .string("mixed") }, { $0["form"] = nil }, { $0["cue"] = .bool(true) },
    ]
    for change in changes {
      var other = quote()
      change(&other)
      #expect(other != quote())
    }
  }

  @Test func namesAsTheWireHasThem() {
    #expect(AnnotationID("quote", 3).description == "quote-3")
    #expect(Cluster(12).description == "E12")
    #expect(quote().kind == "quote")
  }

  @Test func placesAreOrderedAndCompared() {
    let places = [Place(0, Span(2, 9)), Place(0, Span(3, 4)), Place(0, Span(3, 5)), Place(1, Span(0, 1))]
    #expect(places.reversed().sorted() == places)
    #expect(places[0].contains(places[1]))
    #expect(!places[1].contains(places[0]))
    #expect(places[0].contains(places[0]))
    #expect(!Place(1, Span(2, 9)).contains(places[1]))
    #expect(places[0].overlaps(places[2]))
    #expect(!places[1].overlaps(Place(0, Span(4, 5))))
    #expect(!places[1].overlaps(Place(1, Span(3, 4))))
  }

  @Test func aViewFindsAnnotationsByParagraph() {
    var split = quote(2)
    split.pieces = [Place(2, Span(0, 3)), Place(2, Span(4, 5)), Place(4, Span(0, 2))]
    let all = [quote(1), split, quote(4, 3, 5)]
    var view = DocumentView(paragraphs: [], date: nil, settings: Settings(), annotations: ["quote": all])
    #expect(view.annotations("quote") == all)
    #expect(view.annotations("quote", inParagraph: 2) == [split])
    #expect(view.annotations("quote", inParagraph: 4) == [split, all[2]])
    #expect(view.annotations("quote", inParagraph: 3) == [])
    #expect(view.annotations("stance") == [])
    view.add([], kind: "quote")
    #expect(view.annotations("quote", inParagraph: 2) == [])
  }

  @Test func settingsOfTheUserLieOverTheDefaults() {
    let defaults = Settings(["limit": .number(3), "strict": .bool(true), "name": .string("a")])
    let settings = defaults.merging(Settings(["limit": .number(5), "name": .bool(false)]))
    #expect(settings.number("limit", default: 0) == 5)
    #expect(settings.bool("strict", default: false))
    #expect(settings.string("name", default: "fallback") == "fallback")
    #expect(settings.number("missing", default: 7) == 7)
  }
}
