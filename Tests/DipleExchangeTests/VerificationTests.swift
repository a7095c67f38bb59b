import DiplePipeline
import DiplePluginKit
import TestSupport
import Testing

@testable import DipleExchange

/// What becomes of a quotation when it is looked for in a source: `[-dropped-]`, `{+added+}`, `mark<what it stands for>`.
@Suite struct VerificationTests {
  private let source = """
    We can under no circumstances agree to a delay. Every month costs us 4,000 crowns, and the people of Kostel have waited long \
    enough. I’ve spoken to the engineers. They are confident that the well-known cracks are harmless. That does not mean that we \
    stop looking at them. Mr. Holt knows the river.
    """

  /// Verifies a quotation, which is told to be one: what annotators find is not asked here.
  private func verify(_ quotation: String, form: String = "direct", _ sources: [String]) throws -> [Verification] {
    let marker = Marker([.init("quote", quotation, attributes: [("form", .string(form))])])
    let analysis = try Pipeline([marker]).run(Document("She said: " + quotation))
    return SourceIndex(sources.enumerated().map { ("\($0)", Document($1)) }).verify(analysis)
  }

  private func check(_ quotation: String, _ verdict: Verification.Verdict, _ expect: String? = nil) throws {
    let found = try verify(quotation, [source])
    #expect(found.map(\.verdict) == [verdict], "\(quotation)")
    let shown = found.flatMap(\.differences).map { difference -> String in
      let (mine, its) = (difference.draft, difference.source)
      return switch difference.kind {
      case .same: mine
      case .joined: "[-.-]"
      case .dropped, .added, .changed: (its.isEmpty ? "" : "[-\(its)-]") + (mine.isEmpty ? "" : "{+\(mine)+}")
      case .omitted, .bracketed: mine + (its.isEmpty ? "" : "<\(its)>")
      }
    }
    if let expect { #expect(shown.joined(separator: " ") == expect) }
  }

  // MARK: What makes no difference

  @Test func caseMarksAndDashesMakeNone() throws {
    try check("“We can under no circumstances agree to a delay,”", .verbatim)
    try check("\"we can under no circumstances  agree to a delay\"", .verbatim)
    try check("“the well known cracks – are harmless”", .verbatim)
    try check("«I've spoken to the engineers»", .verbatim)
    try check("“costs us 4000 crowns”", .verbatim)
    try check("“Mr Holt knows the river”", .verbatim)
  }

  @Test func oneWordIsFoundOrNot() throws {
    try check("“harmless”", .verbatim)
    try check("“dangerous”", .missing)
  }

  // MARK: What differs

  @Test func droppedWords() throws {
    try check(
      "“the people of Kostel have waited enough”", .differs, "the people of Kostel have waited [-long-] enough")
  }

  @Test func addedWords() throws {
    try check(
      "“the people of Kostel have all waited long enough”", .differs,
      "the people of Kostel have {+all+} waited long enough")
  }

  @Test func changedWords() throws {
    try check(
      "“We can never agree to a delay”", .differs, "We can [-under no circumstances-]{+never+} agree to a delay")
  }

  @Test func sentencesThatBecomeOne() throws {
    try check(
      "“I've spoken to the engineers, they are confident”", .differs,
      "I've spoken to the engineers [-.-] they are confident")
  }

  @Test func sentencesThatDoNotFollowEachOther() throws {
    try check(
      "“I've spoken to the engineers. That does not mean that we stop looking at them.”", .differs,
      "I've spoken to the engineers [-They are confident that the well-known cracks are harmless-] "
        + "That does not mean that we stop looking at them")
  }

  @Test func whatIsLikeNothingIsMissing() throws {
    try check("“Bananas grow under the bridge when the moon is full.”", .missing)
    try check("“We have to go to them at once”", .missing)
  }

  // MARK: What a quotation may do

  @Test(arguments: ["…", "...", "[…]", "[...]", ". . ."])
  func marksOfOmissionStandForWords(_ mark: String) throws {
    try check(
      "“We can under no circumstances agree to a delay \(mark) and the people of Kostel have waited”", .verbatim,
      "We can under no circumstances agree to a delay \(mark)<Every month costs us 4,000 crowns> "
        + "and the people of Kostel have waited")
  }

  @Test func bracketsAreTheAuthors() throws {
    try check(
      "“[The engineers] are confident that the [old] cracks are harmless”", .verbatim,
      "[The engineers] are confident that the [old]<well-known> cracks are harmless")
    try check("“they are confident that the [sic] well-known cracks”", .verbatim)
    try check("“[A]re confident that the well-known cracks are harmless”", .verbatim)
    try check("“They [were] confident that the cracks”", .differs)
  }

  @Test func lettersInBracketsAreTheAuthorsToo() throws {
    try check("“agree[d] to a delay”", .verbatim, "agree[d]<agree> to a delay")
  }

  /// Brackets are no licence to put one word for another.
  @Test func lettersOutsideBracketsAreTheSources() throws {
    try check("“[n]ever agree to a delay. Every month”", .differs)
    try check("“no circumstances w[ill] to a delay”", .differs)
  }

  @Test func aRowOfBracketsIsNoWord() throws {
    let brackets = String(repeating: "[", count: 200_000)
    try check("“agree to a delay \(brackets)”", .verbatim)
  }

  @Test func whatIsLeftOutElsewhereStillCounts() throws {
    try check(
      "“We can … agree to delay”", .differs, "We can …<under no circumstances> agree to [-a-] delay")
  }

  // MARK: What is looked for

  @Test func ofMixedQuotationsOnlyWhatStandsInMarks() throws {
    let found = try verify("that it was “under no circumstances” and “never” right", form: "mixed", [source])
    #expect(found.map(\.verdict) == [.verbatim, .missing])
  }

  @Test(arguments: ["indirect", "scare", "title"])
  func otherFormsAreNobodysWords(_ form: String) throws {
    #expect(try verify("“Bananas grow”", form: form, [source]).isEmpty)
  }

  @Test func theSourceThatHasItIsNamed() throws {
    let found = try verify("“the bridge stays open”", ["It is closed.", "Nobody knew. The bridge stays open."])
    #expect(found.map { $0.found?.path } == ["1"])
    #expect(found.first?.found.map { $0.document.text($0.span) } == "The bridge stays open")
  }

  @Test func wordsOfTwoSourcesAreNoQuotation() throws {
    #expect(
      try verify("“ends with red. begins with blue”", ["It ends with red.", "begins with blue"])[0].verdict != .verbatim
    )
  }

  @Test func withoutSourcesAllIsMissing() throws {
    #expect(try verify("“harmless”", []).map(\.verdict) == [.missing])
  }

  /// Few words in random order: every stretch of them is found, however often its parts are elsewhere; and one with a word that is
  /// nowhere is not verbatim.
  @Test func everyStretchOfASourceIsFound() throws {
    var random = SplitMix(state: 7)
    let words = (0..<3000).map { _ in ["red", "blue", "green", "gray", "white", "pink"].randomElement(using: &random)! }
    let text = words.joined(separator: " ")
    for _ in 0..<40 {
      let start = Int.random(in: 0..<2900, using: &random)
      let part = words[start..<start + Int.random(in: 1...40, using: &random)]
      #expect(try verify("“\(part.joined(separator: " "))”", [text]).map(\.verdict) == [.verbatim])
      let other: [Verification.Verdict] = try verify("“\(part.joined(separator: " ")) violet”", [text]).map(\.verdict)
      #expect(other != [.verbatim])
    }
  }
}
