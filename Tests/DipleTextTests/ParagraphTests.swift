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

  /// Wrapped by hand: `The` and `no` would have fitted into the line before.
  @Test func aLineMayBeShortOfTheWidth() {
    let text = """
      The ferry to the outer islands had been late all week, and nobody at
      the harbour could say why. Old Tom the pilot blamed the fog, and
      the boys who sold fish on the pier blamed the pilot and his pipe.
      The harbour master, who was new and wanted to be thought strict, said
      no word at all and looked at his watch.
      """
    #expect(paragraphs(text) == [text])
  }

  /// Marks of three bytes make no line longer.
  @Test func columnsAreCharacters() {
    let text = """
      “‘“The ferry”’” had been late all week, and nobody at the harbour could
      say why. “Blame the fog,” said the pilot, while the boys on the pier who
      had fish to sell blamed him
      Tom said nothing.
      """
    #expect(paragraphs(text) == [String(text.dropLast(18)), "Tom said nothing."])
  }

  /// Headlines of about one length, and items: each begins anew, whatever room is left.
  @Test func linesThatBeginAnewStayApart() {
    let headlines = [
      "Bridge at Kostel stays open after the council votes for repairs",
      "Ferry line stops for winter, and the islanders send a letter",
      "Two schools share one roof until the new house is ready",
      "Mayor says that nobody is to blame for the late buses",
    ]
    #expect(paragraphs(headlines.joined(separator: "\n")) == headlines)
    let items = [
      "- the bridge is to stay open for lorries of up to seven tons, which\n  is what the engineers had asked for",
      "- the ferry stops for winter",
      "- two schools share a roof",
    ]
    #expect(paragraphs(items.joined(separator: "\n")) == items)
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
