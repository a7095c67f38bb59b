import DipleText
import Testing
import TestSupport

@Suite struct FormatTests {
  @Test func whatTellsTheFormat() {
    #expect(SourceFormat(path: "/a.b/Notes.MD") == .markdown)
    #expect(SourceFormat(path: "file:///x/page.html") == .html)
    #expect(SourceFormat(path: "thesis.tex") == .latex)
    #expect(SourceFormat(path: "letter.txt") == .plain)
    #expect(SourceFormat(path: "/a.md/README") == nil)
    #expect(SourceFormat(languageID: "markdown") == .markdown)
    #expect(SourceFormat(languageID: "plaintext") == .plain)
    #expect(SourceFormat(languageID: "swift") == nil)
  }

  /// A byte order mark is no part of the first line.
  @Test(arguments: SourceFormat.allCases)
  func aByteOrderMarkHidesNothing(_ format: SourceFormat) throws {
    let front = "---\ndate: 2024-05-02\n---\n"
    #expect(prose("\u{FEFF}" + front + "Text.", format) == ["- ---\ndate: 2024-05-02\n---", "Text."])
    #expect(prose("\u{FEFF}Text.", format) == ["Text."])
    #expect(prose("\u{FEFF}", format).isEmpty)
    if format == .plain || format == .markdown {
      #expect(prose("\u{FEFF}# Head\n\nText.", format) == ["# Head", "Text."])
    }
    #expect(FrontMatter.value("date", in: Document("\u{FEFF}" + front, format: format)) == "2024-05-02")
    // It comes and goes.
    var document = Document(front, format: format)
    try document.apply(TextEdit(Span(0, 0), [0xEF, 0xBB, 0xBF]))
    #expect(document.paragraphs.map(\.span) == [Span(3, front.utf8.count + 2)])
    try document.apply(TextEdit(Span(0, 3), []))
    #expect(document.paragraphs == Document(front, format: format).paragraphs)
  }

  @Test(arguments: SourceFormat.allCases) func frontMatterInTOML(_ format: SourceFormat) throws {
    let front = "+++\ntitle = \"Paris\"\ndate = 2024-05-02\n+++"
    #expect(prose(front + "\n\nText.", format) == ["- " + front, "Text."])
    #expect(FrontMatter.value("date", in: Document(front + "\n", format: format)) == "2024-05-02")
    #expect(FrontMatter.value("title", in: Document(front + "\n", format: format)) == "Paris")
    // One fence does not close the other.
    // What stands in a table is no key of the page; `...` ends YAML, and no TOML.
    #expect(FrontMatter.value("date", in: Document("+++\n[params]\ndate = 2020-01-01\n+++\n", format: format)) == nil)
    #expect(FrontMatter.value("date", in: Document("---\ndate: 2020-01-01\n...\n", format: format)) == "2020-01-01")
    #expect(FrontMatter.value("date", in: Document("+++\ndate = 2020-01-01\n...\n", format: format)) == nil)
    #expect(!prose("+++\na = 1\n---\n", format).contains { $0.hasPrefix("- +") })
    var document = Document("++\na\n+++\n", format: format)
    try document.apply(TextEdit(Span(0, 0), Array("+".utf8)))
    #expect(document.paragraphs == Document("+++\na\n+++\n", format: format).paragraphs)
  }

  /// What holds more than a formula or code holds its marks, too; what is one stands within.
  @Test(
    arguments: [
      (.latex, "So $x$ is \\verb|y| here", "$x$ is \\verb|y|", "x"),
      (.markdown, "So `x` is ``y`` here", "`x` is ``y``", "x"),
      (.html, "So <code>x</code> is <kbd>y</kbd> here", "<code>x</code> is <kbd>y</kbd>", "x"),
      (.markdown, "> So `x\n> y` is $z$ here", "`x\n> y` is $z$", "x\n> y"),
    ] as [(SourceFormat, String, String, String)])
  func nothingBeginsBehindOneMarkOfAPair(format: SourceFormat, text: String, both: String, alone: String) throws {
    let document = Document(text, format: format)
    let paragraph = try #require(document.paragraphs.first)
    #expect(document.text(paragraph.source(Span(3, 3 + 3 + 4 + 3))) == both)
    #expect(document.text(paragraph.source(Span(3, 6))) == alone)
    // At the edges of a paragraph as well.
    let bare = Document("`x` is `y`", format: .markdown)
    #expect(bare.text(bare.paragraphs[0].span) == "`x` is `y`")
    #expect(bare.text(bare.paragraphs[0].source(Span(0, 10))) == "`x` is `y`")
  }

  /// Whatever is edited: the paragraphs are those of a fresh text, and those around the edit keep their numbers.
  @Test(arguments: SourceFormat.allCases)
  func editsLeaveWhatAFreshTextHas(_ format: SourceFormat) throws {
    for seed in Array(0..<120) + [5028, 5180, 5631] {
      var random = Seeded(state: UInt64(seed) &* 7919 &+ 11)
      var document = Document(
        MarkedUp.text(format, &random, count: .random(in: 0...60, using: &random)), format: format)
      for step in 0..<40 {
        let start = boundary(.random(in: 0...document.bytes.count, using: &random), document)
        let length = Int.random(in: 0...3, using: &random) == 0 ? Int.random(in: 0...30, using: &random) : 0
        let end = max(start, boundary(min(document.bytes.count, start + length), document))
        let new = MarkedUp.text(format, &random, count: .random(in: 0...3, using: &random))
        let before = document
        let changes = try document.apply(TextEdit(Span(start, end), Array(new.utf8)))
        let fresh = Document(bytes: document.bytes, format: format)!
        try #require(
          document.paragraphs == fresh.paragraphs,
          "seed \(seed), step \(step): \(start)..<\(end) of \(before.text(Span(0, before.bytes.count)).debugDescription) to \(new.debugDescription)"
        )
        #expect(zip(document.numbers, document.numbers.dropFirst()).allSatisfy { $0 < $1 })
        #expect(Followed(before, changes, document).problems == [])
      }
    }
  }

  /// Paragraphs and pieces are in order, hold no white space at their ends, and cut no scalar.
  @Test(arguments: SourceFormat.allCases)
  func piecesAreInOrder(_ format: SourceFormat) {
    var random = Seeded(state: 5)
    for _ in 0..<400 {
      let document = Document(MarkedUp.text(format, &random, count: 50), format: format)
      var end = 0
      for paragraph in document.paragraphs {
        #expect(paragraph.span.start >= end && !paragraph.span.isEmpty)
        end = paragraph.span.end
        let prose = document.prose(of: paragraph)
        #expect(prose.count == paragraph.proseCount && UTF8Scan.firstInvalid(prose) == nil)
        #expect(prose.first.map { $0 > 0x20 } ?? false && prose.last.map { $0 > 0x20 } ?? false)
        var last = paragraph.span.start
        for offset in 0..<prose.count where !UTF8Scan.isContinuation(prose[offset]) {
          let length = UTF8Scan.length(lead: prose[offset])
          let source = paragraph.source(Span(offset, offset + length))
          #expect(source.start >= last && paragraph.span.contains(source) && !source.isEmpty)
          #expect(paragraph.prose(at: source.start) == offset)
          #expect(
            document.prose(Span(offset, offset + length), of: paragraph) == Array(prose[offset..<offset + length]))
          last = source.end
        }
      }
    }
  }

  /// A fence or a comment that is opened makes one block of all behind it, and closing it brings all back.
  @Test func whatIsOpenedOverTheWholeText() throws {
    let paragraphs = (0..<200).map { "Paragraph \($0) of *this* text." }
    for (format, open, close, gap) in [
      (SourceFormat.markdown, "```\n", "```\n", "\n\n"), (.markdown, "<!--\n", "-->\n", "\n\n"),
      (.html, "<!--", "-->", "<p>"), (.html, "<script>", "</script>", "<p>"),
      (.latex, "\\begin{verbatim}", "\\end{verbatim}", "\n\n"), (.latex, "\\end{document}", "", "\n\n"),
    ] {
      var document = Document(paragraphs.joined(separator: gap), format: format)
      let all = document
      let start = document.paragraphs[100].span.start
      try document.apply(TextEdit(Span(start, start), Array(open.utf8)))
      #expect(document.paragraphs.count == 100)
      if !close.isEmpty {
        let middle = start + open.utf8.count
        try document.apply(TextEdit(Span(middle, middle), Array(close.utf8)))
        #expect(document.paragraphs.count == 200)
        try document.apply(TextEdit(Span(middle, middle + close.utf8.count), []))
        #expect(document.paragraphs.count == 100)
      }
      try document.apply(TextEdit(Span(start, start + open.utf8.count), []))
      #expect(document.paragraphs == all.paragraphs)
    }
  }

  /// Texts that make readers slow that look ahead again and again. They end, or the test does not.
  @Test(arguments: SourceFormat.allCases)
  func nothingTakesTheSquareOfItsLength(_ format: SourceFormat) {
    let units = [
      "[", "]", "*", "_", "**a ", "<", ">", "`", "``a`", "![", "](", "[](", "[](a (", "<a x=\"<b y='\" z=\"' ", "<a ",
      "<!--", "<!",
      "</", "<?", "&", "&#", "\\", "<code>", "<sup>", "<script>", "<q>", "<p>", "<br>", "<div><b>", "> ", "- ", "1. ",
      ">\n", "- \n",
      "    ", "|-|\n", "| a ", "```\n", "~~~\n~~~~\n", "---\n", "[^a]: ", "[a]: b\n", "<p\n", "{", "}", "\\emph{",
      "\\label{",
      "\\footnote{", "\\item\\label{", "& \\(", "$", "$$ $ ", "\\[", "\\begin{equation}", "\\begin{verbatim}",
      "\\begin{a}", "\\item[",
      "\\section{", "%", "%\n", "\\verb|", "\\cite[", "~", "\\'{", "\\newcommand\\x", "\n", "\\\\", "*a **b ***c ",
      "_a*b", "$a ", "$a", "$$ a ", "$$\n", "$a$ ", "$a b", "\\enquote{", "\\foreignquote{x}{", "\\iffalse ",
      "\\section{\\iffalse}",
      "\\iffalse\\fi ", "<p hidden>", "<li hidden>", "<span hidden>", "<td hidden><p>", "<p style='",
      "<p style='display:", "+++\n",
    ]
    for unit in units {
      let text = String(repeating: unit, count: 100_000 / unit.utf8.count)
      var document = Document(text, format: format)
      _ = try? document.apply(TextEdit(Span(text.utf8.count, text.utf8.count), Array(unit.utf8)))
      for paragraph in document.paragraphs { _ = document.prose(of: paragraph) }
    }
    #expect(Document(String(repeating: "`", count: 1_000_000), format: format).bytes.count == 1_000_000)
  }

  private func boundary(_ offset: Int, _ document: Document) -> Int {
    var offset = offset
    while offset < document.bytes.count, UTF8Scan.isContinuation(document.bytes[offset]) { offset -= 1 }
    return offset
  }
}
