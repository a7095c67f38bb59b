import DipleText
import Testing

@Suite struct DocumentTests {
  @Test func anEmptyTextHasOneLineAndNoParagraph() {
    let document = Document("")
    #expect(document.lines.count == 1)
    #expect(document.paragraphs.isEmpty)
  }
}
