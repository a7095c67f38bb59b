import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import TestSupport
import Testing

/// An id stays with what it names, whatever the edit looks like; and the client has all that it must be told.
@Suite struct StableIDTests {
  private static let pipeline = try! Registry.builtIn.pipeline()
  private static let text = LiveDocumentTests.paragraphs.joined(separator: "\n\n")

  private func follower(_ text: String = text, _ format: SourceFormat = .plain) -> Follower {
    Follower(LiveDocument(Document(text, format: format), Self.pipeline))
  }

  /// The ids of what is there, in document order.
  private func ids(_ follower: Follower) -> [AnnotationID] { follower.live.analysis.annotations.map(\.id) }

  private func edit(_ follower: Follower, _ words: String, _ new: String) throws -> TextEdit {
    let bytes = follower.live.document.bytes
    let range = try #require(bytes.firstRange(of: Array(words.utf8)))
    return TextEdit(Span(range.lowerBound, range.upperBound), Array(new.utf8))
  }

  private func whole(_ follower: Follower, _ new: String) -> TextEdit {
    TextEdit(Span(0, follower.live.document.bytes.count), Array(new.utf8))
  }

  // MARK: Edits that are larger than what is different

  /// A formatter sends the whole text; two words of it are others.
  @Test(arguments: [true, false]) func theWholeTextIsSent(_ hasRange: Bool) throws {
    let client = follower()
    let before = ids(client)
    let new = Self.text.replacing("on Tuesday", with: "on Monday").replacing("The mill burned", with: "The barn burned")
    if hasRange {
      try client.apply(whole(client, new))
    } else {
      try client.replaceText(Array(new.utf8))
    }
    let delta = client.hear()
    #expect(delta.removed == [])
    #expect(delta.added.map(\.kind) == [])
    #expect(ids(client) == before)
    #expect(client.differences() == [])
  }

  @Test func theSameTextIsSent() throws {
    let client = follower()
    let before = ids(client)
    try client.apply(whole(client, Self.text))
    #expect(ids(client) == before)
    #expect(client.differences() == [])
  }

  /// Small changes all over the text: most paragraphs are read again.
  @Test func spacesAreDoubledEverywhere() throws {
    let client = follower()
    let before = ids(client)
    let new = LiveDocumentTests.paragraphs.map { $0.replacing(". ", with: ".  ") }.joined(separator: "\n\n")
    try client.apply(whole(client, new))
    #expect(client.hear().removed == [])
    #expect(Set(before).isSubset(of: ids(client)))
    #expect(client.differences() == [])
  }

  @Test func aLongLineIsReplaced() throws {
    let line = LiveDocumentTests.paragraphs.joined(separator: " ")
    let client = follower(line)
    let before = ids(client)
    let new = line.replacing("to vote", with: "to talk").replacing("The mill burned", with: "The barn burned")
    try client.apply(whole(client, new))
    #expect(client.hear().removed == [])
    #expect(Set(before).isSubset(of: ids(client)))
    #expect(client.differences() == [])
  }

  // MARK: What goes and comes back

  /// Cut and pasted, told in between or not, in one message or in two; or pasted first, as some editors move lines.
  @Test(arguments: ["one edit", "two edits", "told between", "pasted first"])
  func aParagraphMoves(_ how: String) throws {
    let client = follower()
    let before = ids(client)
    let moved = LiveDocumentTests.paragraphs[5] + "\n\n"
    let rest = Self.text.replacing(moved, with: "")
    let cut = try edit(client, moved, "")
    let paste = TextEdit(Span(0, 0), Array(moved.utf8))
    switch how {
    case "one edit": try client.apply(whole(client, moved + rest))
    case "two edits":
      try client.apply(cut)
      try client.apply(paste)
    case "told between":
      try client.apply(cut)
      #expect(!client.hear().removed.isEmpty)
      try client.apply(paste)
    default:
      try client.apply(paste)
      try client.apply(TextEdit(cut.span.shifted(by: moved.utf8.count), []))
    }
    let delta = client.hear()
    #expect(delta.removed == [])
    if how != "told between" { #expect(delta.added.map(\.id) == []) }
    #expect(Set(ids(client)) == Set(before))
    #expect(client.differences() == [])
  }

  @Test(arguments: [true, false]) func whatIsDeletedComesBack(_ isTold: Bool) throws {
    let client = follower()
    let before = ids(client)
    try client.apply(whole(client, ""))
    if isTold { #expect(client.hear().removed.count == before.count) }
    try client.apply(TextEdit(Span(0, 0), Array(Self.text.utf8)))
    if !isTold { #expect(client.hear().removed == []) }
    #expect(ids(client) == before)
    #expect(client.differences() == [])
  }

  /// A mark opens before a long quote and is taken back: the quotes behind it are others for a moment.
  @Test(arguments: [true, false]) func aMarkOpensAndIsTakenBack(_ isTold: Bool) throws {
    let client = follower()
    let before = ids(client)
    for paragraph in [0, 5, 8] {
      let start = client.live.document.paragraphs[paragraph].span.start
      try client.apply(TextEdit(Span(start, start), Array("“".utf8)))
      if isTold { client.hear() }
      _ = client.live.analysis
      try client.apply(TextEdit(Span(start, start + 3), []))
      if isTold { client.hear() }
      #expect(ids(client) == before, "paragraph \(paragraph)")
    }
    #expect(client.differences() == [])
  }

  /// Paragraphs that are the same come back each as itself.
  @Test func paragraphsThatAreTheSame() throws {
    let text = Array(repeating: "Ana Ruiz left for Oslo.", count: 5).joined(separator: "\n\n")
    let client = follower(text)
    let before = ids(client)
    try client.apply(whole(client, ""))
    client.hear()
    try client.apply(TextEdit(Span(0, 0), Array(text.utf8)))
    #expect(ids(client) == before)
    #expect(client.differences() == [])
  }

  /// A copy is another thing than what it is a copy of.
  @Test func aCopyGetsIdsOfItsOwn() throws {
    let client = follower()
    let before = ids(client)
    try client.apply(TextEdit(Span(0, 0), Array((LiveDocumentTests.paragraphs[5] + "\n\n").utf8)))
    #expect(Set(before).isSubset(of: ids(client)))
    #expect(ids(client).count > before.count)
    #expect(client.differences() == [])
  }

  /// A paragraph below the first one, again and again: there is no room for its number at last.
  @Test func numbersThatRunOutChangeNoId() throws {
    let client = follower()
    let before = ids(client)
    for _ in 0..<60 {
      let end = client.live.document.paragraphs[0].span.end
      try client.apply(TextEdit(Span(end, end), Array("\n\nIt rained.".utf8)))
      #expect(client.hear().removed == [])
    }
    #expect(ids(client) == before)
    #expect(client.differences() == [])
  }

  // MARK: Words between pieces

  private static let split = "“The bridge stays open,” Ana Ruiz told reporters. “Nobody pays for it twice.”"

  @Test(arguments: SourceFormat.allCases) func wordsBetweenThePiecesAreTold(_ format: SourceFormat) throws {
    let client = follower(Self.split, format)
    let quote = try #require(client.live.analysis.annotations.first { $0.kind == "quote" && $0.pieces.count > 1 })
    try client.apply(try edit(client, "reporters", "journalists"))
    #expect(client.hear().changed.map(\.id).contains(quote.id))
    #expect(client.differences() == [])
  }

  /// White space between the paragraphs of a quote belongs to the text of the quote, and to no paragraph.
  @Test func spaceBetweenParagraphsIsTold() throws {
    let client = follower("“First we wait.\n\n“Then we build,” Ana Ruiz said two days later.")
    let quote = try #require(client.live.analysis.annotations.first { $0.kind == "quote" && $0.pieces.count > 1 })
    try client.apply(try edit(client, "\n\n", "\n\n\n"))
    #expect(client.hear().changed.map(\.id) == [quote.id])
    #expect(client.differences() == [])
    // And what stands before or behind it is nobody's.
    try client.apply(TextEdit(Span(0, 0), [0x0A]))
    #expect(client.hear().isEmpty)
  }
}
