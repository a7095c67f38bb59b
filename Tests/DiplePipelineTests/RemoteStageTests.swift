import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import TestSupport
import Testing

/// Modules that answer later: nobody waits for them, and once all is answered the state is that of a fresh run.
@Suite struct RemoteStageTests {
  @Test func nothingIsThereUntilTheAnswerComes() throws {
    let live = LiveDocument(Document("The Dam holds.\n\nOld Gate."), try pipeline(Shouts(isLocal: true)))
    #expect(live.analysis.annotations.isEmpty)
    let queries = live.takeQueries()
    #expect(queries.asked.map { $0.paragraphs.map { $0.layers.text(0..<1) } } == [["The"], ["Old"]])
    #expect(live.isWaiting)
    for query in queries.asked { #expect(live.answer(query.id, Shouts.answer(query))) }
    #expect(!live.isWaiting)
    #expect(texts(live) == ["The", "Dam", "Old", "Gate"])
    #expect(live.takeDelta().added.count == 4)
  }

  @Test func typingAsksForItsParagraphAndKeepsTheRest() throws {
    let live = LiveDocument(Document("The Dam holds.\n\nOld Gate."), try pipeline(Shouts(isLocal: true)))
    settle(live)
    let ids = live.analysis.annotations.map(\.id)
    _ = live.takeDelta()
    try live.apply(TextEdit(Span(13, 13), Array(" Well".utf8)))
    #expect(texts(live) == ["The", "Dam", "Old", "Gate"])
    #expect(live.takeDelta().isEmpty)
    let queries = live.takeQueries().asked
    #expect(queries.map { $0.paragraphs.count } == [1])
    // A second letter makes the first question one that nobody needs.
    try live.apply(TextEdit(Span(18, 18), Array("s".utf8)))
    let later = live.takeQueries()
    #expect(later.withdrawn == queries.map(\.id))
    #expect(!live.answer(queries[0].id, []))
    #expect(live.answer(later.asked[0].id, Shouts.answer(later.asked[0])))
    let delta = live.takeDelta()
    #expect(delta.added.count == 1 && delta.changed.isEmpty && delta.removed.isEmpty)
    #expect(live.analysis.annotations.map(\.id).filter(ids.contains) == ids)
  }

  @Test func undoAsksNobody() throws {
    let live = LiveDocument(Document("The Dam holds."), try pipeline(Shouts(isLocal: true)))
    settle(live)
    try live.apply(TextEdit(Span(0, 3), []))
    settle(live)
    try live.apply(TextEdit(Span(0, 0), Array("The".utf8)))
    #expect(live.takeQueries().asked.isEmpty)
    #expect(texts(live) == ["The", "Dam"])
  }

  @Test func modulesBehindSeeTheAnswers() throws {
    let pipeline = try Pipeline([Echo(), Shouts(isLocal: true)])
    let live = LiveDocument(Document("The Dam holds."), pipeline)
    settle(live)
    #expect(live.analysis.annotations.filter { $0.kind == "echo" }.count == 2)
  }

  @Test(arguments: 0..<16)
  func settledIsWhatAFreshRunGives(_ seed: UInt64) throws {
    var random = Seeded(state: seed &* 977 &+ 5)
    let pipeline = try Pipeline([Echo(), Shouts(isLocal: seed % 2 == 0)])
    let live = LiveDocument(Document("The Dam holds.\n\nOld Gate."), pipeline)
    var waiting: [RemoteQuery] = []
    for step in 0..<60 {
      let bytes = live.document.bytes
      let start = Int.random(in: 0...bytes.count, using: &random)
      let end = min(bytes.count, start + Int.random(in: 0...4, using: &random))
      let words = ["Gate ", "a", "\n\n", "X", " the Mill", "", "---\ndate: 2024-01-01\n---\n"]
      try live.apply(TextEdit(Span(start, end), Array(words.randomElement(using: &random)!.utf8)))
      let (asked, withdrawn) = live.takeQueries()
      waiting = (waiting + asked).filter { !withdrawn.contains($0.id) }.shuffled(using: &random)
      // Some answers come, in any order, some not before the next edit.
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        guard let query = waiting.popLast() else { break }
        #expect(live.answer(query.id, Shouts.answer(query)))
      }
      guard step % 5 == 0 else { continue }
      for query in waiting { #expect(live.answer(query.id, Shouts.answer(query))) }
      waiting = []
      settle(live)
      let fresh = LiveDocument(Document(bytes: live.document.bytes)!, pipeline)
      settle(fresh)
      try #require(image(live) == image(fresh), "seed \(seed), step \(step)")
    }
  }

  // MARK: Help

  private func pipeline(_ shouts: Shouts) throws -> Pipeline { try Pipeline([shouts]) }

  private func settle(_ live: LiveDocument) {
    while case let queries = live.takeQueries().asked, !queries.isEmpty {
      for query in queries { live.answer(query.id, Shouts.answer(query)) }
    }
    #expect(!live.isWaiting)
  }

  private func texts(_ live: LiveDocument) -> [String] {
    let analysis = live.analysis
    return analysis.annotations.map { analysis.text($0.place) }
  }

  private func image(_ live: LiveDocument) -> [String] {
    let analysis = live.analysis
    return analysis.annotations.map { "\($0.kind) \(analysis.span($0).range) \($0.reason)" }
  }
}

/// Finds words with a capital, somewhere else.
private struct Shouts: RemoteAnnotator {
  let isLocal: Bool
  let manifest = Manifest(
    id: "shouts", version: "1", api: 1, title: "Shouts", kinds: [.init(name: "shout", label: "Shout", attributes: [])],
    requires: ["tokens"], settings: Settings())

  static func answer(_ query: RemoteQuery) -> [Annotation] {
    query.paragraphs.flatMap { item in
      item.layers.tokens.indices.filter { item.layers.shape($0).contains(.capitalized) }.map { token in
        Annotation(
          "shout", item.place(token..<token + 1), confidence: 1, source: "shouts/capital",
          reason: "a capital, on \(query.date.map { "\($0.date)" } ?? "no day")")
      }
    }
  }
}

/// Repeats what `Shouts` found.
private struct Echo: PassageAnnotator {
  let manifest = Manifest(
    id: "echo", version: "1", api: 1, title: "Echo", kinds: [.init(name: "echo", label: "Echo", attributes: [])],
    requires: ["shout"], settings: Settings())
  func summarize(_ layers: Layers) -> Nothing { Nothing() }
  func annotate(_ passage: Passage<Self>, _ state: inout Nothing) -> [Annotation] {
    passage.annotations("shout").map {
      Annotation("echo", $0.place, confidence: 1, source: "echo/echo", reason: $0.reason)
    }
  }
}
