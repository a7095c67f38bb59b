import DiplePluginHost
import DiplePluginKit
import TestSupport
import Testing

@testable import DiplePipeline

/// What a document keeps does not grow with the number of edits.
@Suite struct RetentionTests {
  private static let pipeline = try! Registry.builtIn.pipeline()

  @Test(arguments: 1...4) func editsLeaveNothingBehind(_ seed: UInt64) throws {
    var random = Seeded(state: seed &* 104_729)
    let text = Array(LiveDocumentTests.paragraphs.joined(separator: "\n\n").utf8)
    let live = LiveDocument(Document(bytes: text)!, Self.pipeline)
    let before = live.retained
    for step in 0..<300 {
      let document = live.document
      var offset = Int.random(in: 0...document.bytes.count, using: &random)
      while offset < document.bytes.count, UTF8Scan.isContinuation(document.bytes[offset]) { offset -= 1 }
      let words = ["Mr Holt \(step) ", "x", "“", "”", "\n\n", " said Ana Vidal.", "2024-05-02", "# ", " she "]
      try live.apply(TextEdit(Span(offset, offset), Array(words.randomElement(using: &random)!.utf8)))
      if step % 2 == 0 { _ = live.takeDelta() }
      if document.bytes.count > text.count * 2 { try live.replaceText(text) }
    }
    try live.replaceText(text)
    _ = live.takeDelta()
    let after = live.retained
    #expect(after.boards == before.boards)
    #expect(after.visitors == before.visitors)
    #expect(after.orphans == 0)
    #expect(after.pending == 0)
    #expect(after.memo <= Memo.limit)
    #expect(after.layers <= document(live) + Memo.limit)
    #expect(after.things <= 4096)
    #expect(after.wide == before.wide)
  }

  private func document(_ live: LiveDocument) -> Int { live.document.bytes.count }

  /// Ids are remembered for so many places, the latest ones; ids that nobody can ask for any more are not kept either.
  @Test func formerIDsAreForgotten() {
    var memo = IDMemo()
    func slot(_ content: Int) -> IDMemo.Slot {
      let quote = Annotation("quote", Place(1, Span(0, 5)), confidence: 1, source: "", reason: "")
      return IDMemo.Slot(quote, content: content)
    }
    for number in 0..<5 * IDMemo.least {
      memo.keep(AnnotationID("quote", number), at: slot(number))
      memo.release(AnnotationID("quote", number))
    }
    #expect(memo.count <= 4 * IDMemo.least)
    #expect(memo.ids(at: slot(0)) == [])
    let last = 5 * IDMemo.least - 1
    #expect(memo.ids(at: slot(last)) == [AnnotationID("quote", last)])
    let answers = [memo.revive(AnnotationID("quote", last)), memo.revive(AnnotationID("quote", last))]
    #expect(answers == [true, false])
  }

  /// A text that grows and shrinks by whole books keeps the layers of a part of it, and its memory is that of its text.
  @Test func layersOfLongTextsAreLetGo() throws {
    let shelf = LayersShelf(limit: 1000) { English.read($0, kind: $1, after: $2) }
    var texts = (0..<50).map { ParagraphText(Array("Ana Ruiz left for Oslo on day \($0).".utf8), .text, on: shelf) }
    let first = texts[0].layers
    for text in texts { #expect(text.layers.count > 0) }
    #expect(shelf.size <= 1000)
    #expect(!texts[0].isRead)
    #expect(texts[49].isRead)
    // They come back as they were.
    #expect(texts[0].layers.tags == first.tags)
    texts.removeAll()
    #expect(shelf.size == 0)
  }

  /// A run that keeps nothing finds what one that is edited finds, where the layers do not all stay, too.
  @Test func aFinalRunFindsTheSame() throws {
    let paragraph = LiveDocumentTests.paragraphs.joined(separator: "\n\n")
    let text = (0..<40).map { "\(paragraph)\n\nParagraph \($0) ends here." }.joined(separator: "\n\n")
    let live = LiveDocument(Document(text), Self.pipeline).analysis.annotations
    #expect(Self.pipeline.run(Document(text)).annotations == live)
  }
}
