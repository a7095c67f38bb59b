import DipleText
import TestSupport
import Testing

/// The paragraphs of a text; headings begin with `#`, front matter with `-`.
private func paragraphs(_ text: String) -> [String] {
  let document = Document(text)
  return document.paragraphs.map {
    switch $0.kind {
    case .text: document.text($0.span)
    case .heading: "# " + document.text($0.span)
    case .frontMatter: "- " + document.text($0.span)
    }
  }
}

@Suite struct ParagraphTests {
  @Test(arguments: ["\n\n", "\r\n\r\n", "\r\r", "\n \t\n", "\n\n\n\n"])
  func blankLinesPart(_ gap: String) {
    #expect(paragraphs("  One. \(gap)Two.\n") == ["One.", "Two."])
  }

  @Test func oneParagraphALine() {
    #expect(paragraphs("A short line.\nAnother one.\nThird.") == ["A short line.", "Another one.", "Third."])
  }

  @Test func hardWrappedLinesStayTogether() {
    let text = """
      The committee met on Tuesday to discuss the bridge, and it decided that
      nothing was to be done before the engineers had come back from the river
      with their report. It adjourned.
      """
    #expect(paragraphs(text) == [text])
  }

  @Test func headingsAndFrontMatter() {
    #expect(
      paragraphs("---\ndate: 2024-05-01\n---\n## The Bridge\n\nText.")
        == ["- ---\ndate: 2024-05-01\n---", "# The Bridge", "Text."])
    #expect(paragraphs("#hashtag") == ["#hashtag"])
  }

  @Test func spansHoldAllButWhiteSpaceAndMarkup() {
    var random = Seeded(state: 9)
    for _ in 0..<300 {
      let document = Document(oddText(&random, pieces: 25))
      var end = UTF8Scan.byteOrderMark(document.bytes)
      for paragraph in document.paragraphs {
        #expect(paragraph.span.start >= end && paragraph.span.end > paragraph.span.start)
        let between = document.bytes[end..<paragraph.span.start]
        #expect(between.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) || $0 == UInt8(ascii: "#") })
        end = paragraph.span.end
      }
    }
  }
}
