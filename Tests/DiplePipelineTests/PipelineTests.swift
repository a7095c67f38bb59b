import DiplePipeline
import DiplePluginKit
import Testing

/// Marks every token of a given word; requires what it is told to.
private struct Marker: DocumentAnnotator {
  let manifest: Manifest
  let word: Word
  let sees: String?

  init(_ kind: String, word: String, requires: [String] = []) {
    manifest = Manifest(
      id: kind, version: "1", api: 1, title: kind, kinds: [.init(name: kind, label: kind, attributes: [])],
      requires: requires, settings: Settings())
    self.word = Word(word)
    sees = requires.first
  }

  func summarize(_ layers: Layers) -> [Int] { layers.tokens.indices.filter { layers.word($0) == word } }

  func annotate(_ document: DocumentView, _ summaries: [[Int]]) -> [Annotation] {
    var found: [Annotation] = []
    for (item, tokens) in zip(document.paragraphs, summaries) {
      for token in tokens {
        var annotation = Annotation(
          manifest.id, item.place(token..<token + 1), confidence: 1, source: "\(manifest.id)/word", reason: "the word")
        if let sees { annotation["seen"] = .number(Double(document.annotations(sees).count)) }
        found.append(annotation)
      }
    }
    // The order in which an annotator returns its findings must not matter.
    found.reverse()
    for index in found.indices { found[index]["self"] = .sibling(index) }
    return found
  }
}

@Suite struct PipelineTests {
  @Test func annotatorsRunAfterWhatTheyRequire() throws {
    let pipeline = try Pipeline([Marker("late", word: "b", requires: ["early"]), Marker("early", word: "a")])
    #expect(pipeline.manifests.map(\.id) == ["early", "late"])
    let analysis = pipeline.run(Document("a b a"))
    #expect(analysis.annotations.map(\.id.description) == ["early-1", "late-1", "early-2"])
    #expect(analysis.annotations[1]["seen"] == .number(2))
  }

  @Test func aCircleIsAnError() {
    #expect(throws: PipelineError.self) {
      try Pipeline([Marker("x", word: "b", requires: ["y"]), Marker("y", word: "a", requires: ["x"])])
    }
  }

  @Test func aKindThatNobodyMakesIsNoError() throws {
    let pipeline = try Pipeline([Marker("x", word: "a", requires: ["tokens", "nothing"])])
    #expect(pipeline.run(Document("a")).annotations.count == 1)
  }

  @Test func siblingsBecomeIds() throws {
    let analysis = try Pipeline([Marker("x", word: "a")]).run(Document("a\n\nb\n\na"))
    #expect(analysis.annotations.map { $0["self"] } == [.annotation(.init("x", 1)), .annotation(.init("x", 2))])
    #expect(analysis.annotations.map(analysis.span).map(\.range) == [0..<1, 6..<7])
  }

  @Test func limitingKeepsWhatIsNeeded() throws {
    let pipeline = try Pipeline([
      Marker("late", word: "b", requires: ["early"]), Marker("early", word: "a"), Marker("other", word: "c"),
    ])
    #expect(pipeline.limited(to: ["late"]).manifests.map(\.id) == ["early", "late"])
    #expect(pipeline.limited(to: ["other"]).manifests.map(\.id) == ["other"])
  }

  @Test func frontMatterGivesTheDateAndNoAnnotation() throws {
    let analysis = try Pipeline([Marker("x", word: "a")]).run(Document("---\ntitle: a\ndate: 2024-05-02\n---\n\na\n"))
    #expect(analysis.date == DocumentDate(CivilDate(iso: "2024-05-02")!, from: .frontMatter))
    #expect(analysis.annotations.count == 1)
  }
}
