import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import TestSupport
import Testing

/// A person's corrections: what they do, where they stay, and when they are orphans.
@Suite struct OverrideTests {
  private static let pipeline = try! Registry.builtIn.pipeline()

  private static let text = """
    Jonas Keller and Ana Ruiz met on Monday.

    “The bridge stays open,” he said. “Nobody pays for it.” Later Jonas Kellar left.

    The harbour master came back on Monday, two days after the vote.
    """

  private func live(_ overrides: Override..., text: String = text, date: String? = nil) -> LiveDocument {
    LiveDocument(
      Document(text), Self.pipeline, date: date.flatMap { CivilDate(iso: $0) }.map { DocumentDate($0, from: .option) },
      overrides: overrides)
  }

  /// What is found, each as its kind, its words and one of its attributes.
  private func found(_ analysis: Analysis, _ kind: String, _ attribute: String) -> [String] {
    analysis.annotations.filter { $0.kind == kind }.map { annotation in
      let value =
        switch annotation[attribute] {
        case .string(let text)?: text
        case .cluster(let cluster)?: cluster.description
        case .mention(let mention)?: analysis.text(mention.place)
        case nil: "-"
        default: "?"
        }
      return "\(analysis.text(annotation.place)) \(value)"
    }
  }

  // MARK: What they do

  @Test func aDateIsWhatAPersonSays() {
    let live = live(
      Override(
        Anchor(exact: "Monday", prefix: "Ruiz met on ", suffix: "."), .resolve(value: "2024-04-29", type: nil),
        creator: "Eva", created: "2024-05-02"))
    #expect(found(live.analysis, "date", "value").first == "Monday 2024-04-29")
    let date = live.analysis.annotations.first { $0.kind == "date" }
    #expect(date?.source == "override")
    #expect(date?.confidence == 1)
    #expect(date?.reason == "corrected by Eva on 2024-05-02")
    #expect(live.analysis.orphans == [])
  }

  @Test func wordsThatNobodyTookForADateBecomeOne() {
    let live = live(Override(Anchor(exact: "the vote"), .resolve(value: "2024-04-30T10:00", type: nil)))
    #expect(found(live.analysis, "date", "value").last == "the vote 2024-04-30T10:00")
    #expect(live.analysis.annotations.last?.string("type") == "TIME")
  }

  @Test func aQuoteIsWhoseAPersonSays() {
    let quote = Anchor(exact: "“The bridge stays open,”", suffix: " he said")
    #expect(
      found(live(Override(quote, .speaker("Ana Ruiz"))).analysis, "quote", "speaker").first?.hasSuffix("Ana Ruiz")
        == true)
    // Whoever the text does not name is told by name alone.
    #expect(
      found(live(Override(quote, .speaker("Omar Diaz"))).analysis, "quote", "speaker").first?.hasSuffix("Omar Diaz")
        == true)
  }

  @Test func whatIsNoneIsGone() {
    let before = live().analysis.annotations
    let quote = Anchor(exact: "“The bridge stays open,”")
    let live = live(Override(quote, .remove(kind: "quote")))
    #expect(live.analysis.annotations.count == before.count - 1)
    #expect(!live.analysis.annotations.contains { $0.kind == "quote" })
    #expect(!live.analysis.annotations.contains { $0["quote"] != nil || $0["within"] != nil })
    // A second time there is nothing left to do.
    live.overrides += [Override(quote, .remove(kind: "stance"))]
    #expect(live.analysis.orphans == [])
  }

  @Test func aSpanIsAdded() {
    let live = live(
      Override(
        Anchor(exact: "The harbour master"),
        .add(kind: "entity", attributes: [.init("type", .string("person")), .init("name", .string("Ana Ruiz"))])))
    let entities = live.analysis.annotations.filter { $0.kind == "entity" }
    let named = entities.filter { $0.string("name") == "Ana Ruiz" }
    #expect(named.map { live.analysis.text($0.place) } == ["Ana Ruiz", "The harbour master"])
    #expect(Set(named.map { $0.cluster("entity") }).count == 1)
  }

  @Test func twoNamesAreOne() {
    let live = live(Override(Anchor(exact: "Jonas Kellar"), .same(Anchor(exact: "Jonas Keller"))))
    let before = self.live().analysis
    let kellers = live.analysis.annotations.filter { $0.kind == "entity" && $0.string("name") == "Jonas Keller" }
    #expect(Set(before.annotations.compactMap { $0.cluster("entity") }).count == 3)
    #expect(kellers.map { live.analysis.text($0.place) } == ["Jonas Keller", "Jonas Kellar"])
    #expect(Set(kellers.map { $0.cluster("entity") }).count == 1)
  }

  @Test func oneNameIsTwo() throws {
    let text = "Ana Ruiz sang. Ruiz danced, and Ruiz left."
    let live = live(
      Override(
        Anchor(exact: "Ana Ruiz"), .different(Anchor(exact: "Ruiz", prefix: "sang. "))), text: text)
    let entities = live.analysis.annotations.filter { $0.kind == "entity" }
    #expect(entities.map { $0.string("name") } == ["Ana Ruiz", "Ruiz", "Ruiz"])
    let things = try entities.map { try #require($0.cluster("entity")) }
    #expect(things[0] != things[1] && things[1] == things[2])
    #expect(live.analysis.areDistinct(things[0], things[1]))
  }

  @Test func theLaterCounts() {
    let monday = Anchor(exact: "Monday", prefix: "met on ")
    let live = live(
      Override(monday, .resolve(value: "2024-04-29", type: nil)), Override(monday, .remove(kind: "date")),
      Override(monday, .resolve(value: "2024-05-06", type: nil)))
    #expect(found(live.analysis, "date", "value").first == "Monday 2024-05-06")
    let (a, b) = (Anchor(exact: "Jonas Keller"), Anchor(exact: "Jonas Kellar"))
    live.overrides = [Override(a, .same(b)), Override(b, .different(a))]
    #expect(Set(live.analysis.annotations.compactMap { $0.cluster("entity") }).count == 3)
  }

  // MARK: Where they stay

  private static let monday = Anchor(
    exact: "Monday", prefix: "The harbour master came back on ", suffix: ", two days after the vote.")

  /// Replaces words of the text; tells where the override of the second Monday stands then, or why nowhere.
  private func after(_ words: String, _ new: String, _ anchor: Anchor = monday) throws -> String {
    let live = live(Override(anchor, .resolve(value: "2024-05-06", type: nil)))
    let text = live.document.text(Span(0, live.document.bytes.count))
    let range = try #require(text.firstRange(of: words))
    let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
    try live.apply(TextEdit(Span(start, start + words.utf8.count), Array(new.utf8)))
    let analysis = live.analysis
    #expect(analysis.orphans == Self.pipeline.run(analysis.document, overrides: live.overrides).orphans)
    if let orphan = analysis.orphans.first { return "\(orphan.cause)" }
    let date = try #require(analysis.annotations.first { $0.source == "override" })
    return "\(analysis.document.position(of: analysis.span(date).start, .utf8).line)"
  }

  @Test func anEditElsewhereChangesNothing() throws {
    #expect(try after("Nobody pays", "Somebody pays") == "4")
    #expect(try after("met on Monday.", "met on Monday.\n\nA new paragraph.") == "6")
  }

  @Test func aContextThatIsMuchTheSameIsEnough() throws {
    #expect(try after("came back", "sailed home") == "4")
    #expect(try after("two days after", "three days after") == "4")
    #expect(try after("came back on ", "came back, and nobody knew where he had been for so long a time, on ") == "4")
  }

  @Test func whatIsTooDifferentIsAnOrphan() throws {
    #expect(try after("came back on Monday", "came back on Tuesday") == "changed")
    #expect(
      try after("The harbour master came back on Monday, two days after the vote", "Nobody saw it. Monday passed")
        == "changed")
    #expect(try after("Nobody", "Anyone", Anchor(exact: "Nobody pays for it.")) == "gone")
  }

  @Test func ofEqualPlacesTheHintDecides() throws {
    #expect(try after("Nobody", "Nobody", Anchor(exact: "Monday")) == "ambiguous")
    #expect(try after("Nobody", "Nobody", Anchor(exact: "Monday", prefix: "on ", start: 33)) == "0")
    #expect(try after("Nobody", "Nobody", Anchor(exact: "Monday", prefix: "on ", start: 34)) == "ambiguous")
  }

  @Test func aQuoteThatIsNoneHasNoSpeaker() {
    let live = live(Override(Anchor(exact: "Nobody pays for it."), .speaker("Ana Ruiz")))
    #expect(live.analysis.orphans.map(\.cause) == [.nothingThere(kind: "quote")])
  }

  @Test func anAnchorFindsItsPlaceAgain() throws {
    let text = "On Monday 🚧 it rained; on Monday 🚧 it snowed.\r\n\r\nOn Monday 🚧 it rained; on Monday 🚧 it hailed."
    let live = live(text: text)
    for date in live.analysis.annotations where date.kind == "date" {
      let anchor = try #require(live.anchor(for: date.place))
      #expect(anchor.exact == "Monday")
      live.overrides = [Override(anchor, .resolve(value: "2024-05-06", type: nil))]
      #expect(live.analysis.orphans == [])
      #expect(live.analysis.annotations.filter { $0.source == "override" }.map(\.place) == [date.place])
    }
  }

  // MARK: Edits

  /// Some corrections of what is found in a text.
  private func overrides(_ live: LiveDocument, _ random: inout Seeded) -> [Override] {
    let found = live.analysis.annotations
    guard !found.isEmpty else { return [] }
    func anchor(_ random: inout Seeded) -> Anchor {
      var anchor = live.anchor(for: found.randomElement(using: &random)!.place)!
      if Int.random(in: 0..<3, using: &random) == 0 { (anchor.prefix, anchor.suffix) = (nil, nil) }
      if Bool.random(using: &random) { anchor.start = nil }
      return anchor
    }
    return (0..<Int.random(in: 0...6, using: &random)).map { _ in
      let name = found.filter { $0.kind == "entity" }.randomElement(using: &random)?.string("name") ?? "Omar Diaz"
      let kind = ["quote", "entity", "date", "stance"].randomElement(using: &random)!
      let actions: [Override.Action] = [
        .resolve(value: "2024-05-06", type: nil), .speaker(name), .remove(kind: kind), .remove(kind: kind),
        .add(kind: "entity", attributes: [.init("type", .string("person")), .init("name", .string(name))]),
        .add(kind: "quote", attributes: [.init("form", .string("direct"))]), .same(anchor(&random)),
        .different(anchor(&random)),
      ]
      return Override(anchor(&random), actions.randomElement(using: &random)!)
    }
  }

  /// What an annotation says, its places apart.
  private func content(_ annotation: Annotation) -> String {
    let attributes = annotation.attributes.map { name, value in
      if case .mention(let mention) = value {
        return "\(name) \(mention.places.count) \(String(describing: mention.entity))"
      }
      return "\(name) \(value)"
    }
    return "\(annotation.kind) \(annotation.source) \(annotation.reason) \(annotation.confidence) \(attributes)"
  }

  private func contents(_ live: LiveDocument) -> [AnnotationID: String] {
    Dictionary(uniqueKeysWithValues: live.analysis.annotations.map { ($0.id, content($0)) })
  }

  @Test(arguments: 0..<24)
  func editsLeaveWhatAFreshRunGives(_ seed: UInt64) throws {
    var random = Seeded(state: seed &* 104729 &+ 31)
    let live = LiveDocument(Document(LiveDocumentTests.text(&random)), Self.pipeline)
    live.overrides = overrides(live, &random)
    var client = Mirror(live.analysis)
    _ = live.takeDelta()
    var told = contents(live)
    for step in 0..<50 {
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let edit = LiveDocumentTests.randomEdit(live.document, [], &random)
        try live.apply(edit)
        client.follow(edit)
      }
      if step % 11 == 10 { live.overrides = overrides(live, &random) }
      if Bool.random(using: &random) { _ = live.analysis }
      if step % 3 != 0 {
        let delta = live.takeDelta()
        client.follow(delta) { live.analysis.span($0) }
        for id in delta.removed { told[id] = nil }
        for annotation in delta.added + delta.changed { told[annotation.id] = content(annotation) }
        try #require(told == contents(live), "seed \(seed), step \(step)")
      }
      let fresh = Self.pipeline.run(Document(bytes: live.document.bytes)!, overrides: live.overrides)
      try #require(image(live.analysis) == image(fresh), "seed \(seed), step \(step)")
      try #require(live.analysis.orphans == fresh.orphans, "seed \(seed), step \(step)")
      try #require(
        live.analysis.edited.map(\.override) == fresh.edited.map(\.override), "seed \(seed), step \(step)")
    }
    client.follow(live.takeDelta(), live.analysis.span)
    #expect(client.spans == Mirror(live.analysis).spans, "seed \(seed)")
  }

  @Test func anIdStaysWhileTheWordsAreGone() throws {
    let live = live(Override(Anchor(exact: "The harbour master"), .add(kind: "entity", attributes: [])))
    func id() -> AnnotationID? { live.analysis.annotations.first { $0.source == "override" }?.id }
    let first = try #require(id())
    let start = Self.text.utf8.count - "The harbour master came back on Monday, two days after the vote.".utf8.count
    try live.apply(TextEdit(Span(start, start + 3), Array("A".utf8)))
    #expect(live.takeDelta().removed.contains(first))
    try live.apply(TextEdit(Span(start, start + 1), Array("The".utf8)))
    #expect(live.takeDelta().added.map(\.id).contains(first))
    #expect(id() == first)
    // Text above moves it, and that is no news.
    try live.apply(TextEdit(Span(0, 0), Array("Above.\n\n".utf8)))
    #expect(live.takeDelta().isEmpty)
  }
}
