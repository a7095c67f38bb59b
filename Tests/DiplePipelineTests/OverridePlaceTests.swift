import DiplePluginHost
import DiplePluginKit
import TestSupport
import Testing

@testable import DiplePipeline

/// Where the words of an override stand after an edit: the place that was meant, or none.
@Suite struct OverridePlaceTests {
  private static let pipeline = try! Registry.builtIn.pipeline()

  /// Anchors the marked words (`⟦…⟧`), makes an edit, and tells what the override is about then: the line and the words, with
  /// `edited` where they are not quite the same, or why it is an orphan.
  private func check(
    _ marked: String, _ old: String, _ new: String, kind: String = "quote", byHand: Anchor? = nil,
    _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let open = try #require(marked.firstRange(of: "⟦")), close = try #require(marked.firstRange(of: "⟧"))
    let start = marked.utf8.distance(from: marked.startIndex, to: open.lowerBound)
    let end = marked.utf8.distance(from: marked.startIndex, to: close.lowerBound) - 3
    let text = marked.replacing("⟦", with: "").replacing("⟧", with: "")
    let live = LiveDocument(Document(text), Self.pipeline)
    let (_, paragraph) = try #require(live.paragraph(at: start))
    let number = try #require(zip(live.document.paragraphs, live.document.numbers).first { $0.0 == paragraph }?.1)
    let place = Place(number, Span(start, end).shifted(by: -paragraph.span.start))
    let anchor = try byHand ?? #require(live.anchor(for: place))
    let value: Override.Attribute = kind == "quote" ? .init("form", .string("scare")) : .init("type", .string("group"))
    live.overrides = [Override(anchor, .add(kind: kind, attributes: [value]))]
    #expect(live.analysis.orphans == [], sourceLocation: sourceLocation)
    let range = try #require(text.firstRange(of: old))
    let from = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
    try live.apply(TextEdit(Span(from, from + old.utf8.count), Array(new.utf8)))
    let fresh = Self.pipeline.run(Document(bytes: live.document.bytes)!, overrides: live.overrides)
    #expect(told(live.analysis) == told(fresh), sourceLocation: sourceLocation)
    #expect(told(live.analysis) == expected, sourceLocation: sourceLocation)
  }

  private func told(_ analysis: Analysis) -> String {
    if let orphan = analysis.orphans.first { return "\(orphan.cause)" }
    guard let found = analysis.annotations.first(where: { $0.source == "override" }) else { return "nothing" }
    let line = analysis.document.position(of: analysis.span(found).start, .utf8).line + 1
    let isEdited = analysis.edited.map(\.place) == [found.place]
    return "\(line): \(analysis.text(found.place))\(isEdited ? " (edited)" : "")"
  }

  // MARK: Words that fill a paragraph

  @Test func wordsOfAParagraphOfTheirOwnAreNotMovedIntoAnother() throws {
    let text = """
      She asked him twice.

      ⟦“We will not pay for it.”⟧

      The others said “We will not pay for it.” and stayed.
      """
    try check(text, "“We will not pay for it.”\n\n", "", "changed")
    try check(text, "She asked him twice.", "Nobody asked.", "3: “We will not pay for it.”")
    try check(text, "She asked him twice.\n\n", "", "1: “We will not pay for it.”")
  }

  @Test func ofEqualParagraphsTheOthersTellWhichIsMeant() throws {
    let text = """
      Ana Ruiz asked the harbour master.

      ⟦“No.”⟧

      Then Jonas Keller came in.

      “No.”

      The lights went out over the quay.
      """
    try check(text, "“No.”\n\n", "", "changed")
    try check(text, "Ana", "A whole new paragraph.\n\nAna", "5: “No.”")
    try check(text, "“No.”\n\nThen", "“No.”\n\nSomebody coughed.\n\nThen", "3: “No.”")
    try check(text, "Then Jonas Keller came in.", "Nobody came.", "3: “No.”")
    try check(text, "Ana Ruiz asked the harbour master.", "He had a question, and she answered it at once:", "3: “No.”")
  }

  @Test func theLastParagraphKeepsItsOverride() throws {
    let text = "The ferry has not run since the storm.\n\n⟦“Nobody told us.”⟧"
    try check(text, "The", "A note. The", "3: “Nobody told us.”")
    try check(text, "“Nobody", "He was cross. “Nobody", "3: “Nobody told us.”")
    try check(text, "us.”", "us.” He left.", "3: “Nobody told us.”")
  }

  @Test func anEdgeMayBeWrittenByHand() throws {
    let text = "⟦No trees⟧\n\nThey saw no sea.\n\nNo trees grew there."
    try check(text, "No trees\n\n", "", byHand: Anchor(exact: "No trees", prefix: "", suffix: ""), "changed")
    try check(text, "No trees\n\n", "", byHand: Anchor(exact: "No trees", suffix: "\n\n"), "changed")
    // Nothing said is nothing asked for: these words are told to be wherever they stand alone.
    let alone = "⟦No trees⟧\n\nThey saw no sea."
    try check(
      alone, "No trees\n\nThey", "They said that no trees grew. No trees, they", byHand: Anchor(exact: "No trees"),
      "1: No trees")
    try check(alone, "no sea", "No trees", byHand: Anchor(exact: "No trees"), "ambiguous")
  }

  @Test func theFirstPieceOfAQuoteOverParagraphsHasAContext() throws {
    let text = """
      ⟦“The first winter was long, and the ice stayed.⟧

      “The second winter was short.”
      """
    let live = LiveDocument(Document(text.filter { !"⟦⟧".contains($0) }), Self.pipeline)
    let anchor = try #require(live.anchor(for: Place(0, Span(0, live.document.paragraphs[0].span.end))))
    #expect(anchor.prefix == "" && anchor.suffix == "\n\n“The second winter was short.")
    try check(text, "short", "dark and short", "1: “The first winter was long, and the ice stayed.")
    try check(text, "“The first", "She said: “The first", "1: “The first winter was long, and the ice stayed.")
    try check(text, "“The first winter was long, and the ice stayed.\n\n", "", "gone")
  }

  // MARK: Edited words

  private static let pay = """
    Ana Ruiz asked them twice.

    The mayor said: ⟦“We will not pay a cent for the bridge.”⟧ Nobody laughed.
    """

  @Test func aSmallEditIsTolerated() throws {
    try check(Self.pay, "not pay", "nott pay", "3: “We will nott pay a cent for the bridge.” (edited)")
    try check(Self.pay, "“We", "“Wie", "3: “Wie will not pay a cent for the bridge.” (edited)")
    try check(Self.pay, "bridge.”", "bridges”", "3: “We will not pay a cent for the bridges” (edited)")
    try check(Self.pay, "asked them twice", "asked", "3: “We will not pay a cent for the bridge.”")
    // So in a paragraph of its own.
    try check(
      "A headline\n\n⟦“We will not pay a cent for the bridge.”⟧\n\nNobody laughed.", "not", "n0t",
      "3: “We will n0t pay a cent for the bridge.” (edited)")
  }

  @Test func aLargeEditIsNot() throws {
    try check(Self.pay, "not pay a cent", "gladly pay", "gone")
    // Nor one where words and context are both others.
    try check(Self.pay, "said: “We", "shouted: “Wee", "gone")
  }

  @Test func whatIsPutBesideTheWordsIsNotTakenForThem() throws {
    try check(Self.pay, "bridge.” Nobody", "bridge.” he Nobody", "3: “We will not pay a cent for the bridge.”")
    try check(Self.pay, "said: “We", "said: ah “We", "3: “We will not pay a cent for the bridge.”")
  }

  @Test func ofTwoEditedPlacesNeitherIsMeant() throws {
    let twice = """
      The mayor said: ⟦“We will not pay a cent for the bridge.”⟧ Nobody laughed.

      The mayor said: “We will not pay a dime for the bridge.” Nobody laughed.
      """
    // The second place is near enough to be what the first was.
    try check(twice, "a cent", "a sent", "ambiguous")
  }

  @Test func inNamesAndDatesEachLetterCounts() throws {
    try check(
      "They came. ⟦The Harbour Commission of Kostel⟧ met at noon.", "Harbour", "Harbor", kind: "entity", "gone")
  }

  @Test func withoutContextOnBothSidesWordsMustBeTheSame() throws {
    let words = "“We will not pay a cent for the bridge.”"
    try check(Self.pay, "not", "nott", byHand: Anchor(exact: words, prefix: "said: "), "gone")
    try check(Self.pay, "not", "nott", byHand: Anchor(exact: words, suffix: " Nobody"), "gone")
    try check(
      Self.pay, "not", "nott", byHand: Anchor(exact: words, prefix: "said: ", suffix: " Nobody"),
      "3: “We will nott pay a cent for the bridge.” (edited)")
  }

  // MARK: Distances

  @Test(arguments: 0..<40 as Range<UInt64>)
  func theBoundedDistanceIsTheDistance(seed: UInt64) {
    var random = Seeded(state: seed &* 7919 &+ 3)
    func text(_ random: inout Seeded) -> [UInt8] {
      (0..<Int.random(in: 0...14, using: &random)).map { _ in UInt8.random(in: 97...99, using: &random) }
    }
    for _ in 0..<50 {
      let (a, b) = (text(&random), text(&random))
      // Levenshtein's table, row by row.
      var row = Array(0...b.count)
      for (i, byte) in a.enumerated() {
        var above = row
        above[0] = i + 1
        for j in b.indices { above[j + 1] = min(row[j] + (b[j] == byte ? 0 : 1), row[j + 1] + 1, above[j] + 1) }
        row = above
      }
      for limit in 0...8 {
        #expect(EditDistance.between(a, b, limit: limit) == (row[b.count] <= limit ? row[b.count] : nil))
      }
    }
  }
}
