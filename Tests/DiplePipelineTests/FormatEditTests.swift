import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import TestSupport
import Testing

/// Texts that are marked up: what is found, and that edits of words and of markup leave what a fresh run gives.
@Suite struct FormatEditTests {
  private static let pipeline = try! Registry.builtIn.pipeline()

  /// Each annotation: its source, and what it reads like where that is another.
  private func found(_ text: String, _ format: SourceFormat, _ kind: String) -> [String] {
    let analysis = Self.pipeline.run(Document(text, format: format))
    return analysis.annotations.filter { $0.kind == kind }.map { annotation in
      let (source, prose) = (analysis.document.text(analysis.span(annotation)), analysis.text(annotation.place))
      return source == prose ? source : "\(source) → \(prose)"
    }
  }

  @Test func marksAndTagsBreakNothing() {
    let markdown = "“The **bridge** stays open,” [Ana](a) *Ru*iz said on *Mon*day. `Petr Holt said`"
    #expect(found(markdown, .markdown, "quote").first == "“The **bridge** stays open,” → “The bridge stays open,”")
    #expect(found(markdown, .markdown, "entity") == ["Ana](a) *Ru*iz → Ana Ruiz"])
    #expect(found(markdown, .markdown, "date") == ["Mon*day → Monday"])
    let html = "<p>&ldquo;It stays <i>open</i>,&rdquo; Ana&nbsp;Ru<b>iz</b> said.<!-- Petr Holt --><pre>May 2</pre>"
    #expect(found(html, .html, "quote") == ["&ldquo;It stays <i>open</i>,&rdquo; → “It stays open,”"])
    #expect(found(html, .html, "entity") == ["Ana&nbsp;Ru<b>iz → Ana\u{A0}Ruiz"])
    #expect(found(html, .html, "date") == [])
    let latex = "``It stays \\emph{open},'' Ana~Ruiz of Z\\\"urich said.% Petr Holt\n$May 2$"
    #expect(found(latex, .latex, "quote") == ["``It stays \\emph{open},'' → “It stays open,”"])
    let enquote = "\\enquote{It stays \\emph{open},} Ana Ruiz said."
    #expect(found(enquote, .latex, "quote") == ["\\enquote{It stays \\emph{open},} → “It stays open,”"])
    #expect(found("Ana Ruiz said that $x$ is big.", .latex, "quote") == ["$x$ is big → x is big"])
    #expect(found(latex, .latex, "entity") == ["Ana~Ruiz → Ana Ruiz", "Z\\\"urich → Zürich"])
  }

  @Test(arguments: [SourceFormat.markdown, .html, .latex], 0..<12)
  func editsLeaveWhatAFreshRunGives(_ format: SourceFormat, _ seed: Int) throws {
    var random = Seeded(state: UInt64(seed) &* 7919 &+ 3)
    let live = LiveDocument(Document(Self.text(format, &random), format: format), Self.pipeline)
    var client = Reader(live.analysis)
    for step in 0..<40 {
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let edit = LiveDocumentTests.randomEdit(live.document, Self.markup(format), &random)
        try live.apply(edit)
        client.mirror.follow(edit)
      }
      if Bool.random(using: &random) { _ = live.analysis }
      if step % 3 != 0 { client.follow(live.takeDelta(), live) }
      let fresh = Self.pipeline.run(Document(bytes: live.document.bytes, format: format)!)
      try #require(image(live.analysis) == image(fresh), "seed \(seed), step \(step)")
    }
    client.follow(live.takeDelta(), live)
    #expect(client.mirror.spans == Mirror(live.analysis).spans)
    #expect(client.texts == Reader(live.analysis).texts)
  }

  @Test func anEditOfMarkupInsideIsTold() throws {
    let live = LiveDocument(Document("We met *Ana* Ruiz.", format: .markdown), Self.pipeline)
    try live.apply(TextEdit(Span(11, 12), Array("_".utf8)))
    try live.apply(TextEdit(Span(7, 8), Array("_".utf8)))
    let delta = live.takeDelta()
    // The mark behind the first name stands inside the whole name.
    #expect(delta.changed.map { live.document.text(live.analysis.span($0)) } == ["Ana_ Ruiz"])
    #expect(delta.added.isEmpty && delta.removed.isEmpty)
    // One outside moves it, and that is all.
    try live.apply(TextEdit(Span(7, 7), Array("*".utf8)))
    try live.apply(TextEdit(Span(live.document.bytes.count - 1, live.document.bytes.count - 1), Array("*".utf8)))
    #expect(live.takeDelta().isEmpty)
  }

  // MARK: Texts

  /// Paragraphs that are marked up in all ways, with blocks of no prose between.
  static func text(_ format: SourceFormat, _ random: inout Seeded) -> String {
    var text = Bool.random(using: &random) ? "---\ndate: 2024-05-02\n---\n\n" : ""
    for _ in 0..<Int.random(in: 1...10, using: &random) {
      let words = LiveDocumentTests.paragraphs.randomElement(using: &random)!.split(separator: " ").map { word in
        Int.random(in: 0..<5, using: &random) == 0 ? wrapped(String(word), format, &random) : String(word)
      }.joined(separator: " ")
      switch format {
      case .plain: text += words + "\n\n"
      case .markdown: text += ["", "> ", "- ", "1. ", "## "].randomElement(using: &random)! + words + "\n\n"
      case .html:
        let (open, close) = [("<p>", ""), ("<li>", "</li>"), ("<h2>", "</h2>"), ("<td>", "\n")].randomElement(
          using: &random)!
        text += open + words + close
      case .latex:
        text += ["", "\\item ", "\\section{A} ", "\\begin{quote}"].randomElement(using: &random)! + words + "\n\n"
      }
      if Bool.random(using: &random) { text += blocks(format).randomElement(using: &random)! }
    }
    return text
  }

  private static func wrapped(_ word: String, _ format: SourceFormat, _ random: inout Seeded) -> String {
    let (open, close) =
      switch format {
      case .plain: ("", "")
      case .markdown:
        [("*", "*"), ("**", "**"), ("[", "](x)"), ("`", "`"), ("<b>", "</b>")].randomElement(using: &random)!
      case .html:
        [("<i>", "</i>"), ("<a href='x'>", "</a>"), ("<code>", "</code>"), ("<q>", "</q>")].randomElement(
          using: &random)!
      case .latex:
        [("\\emph{", "}"), ("{\\em ", "}"), ("$", "$"), ("``", "''"), ("\\footnote{", "}")].randomElement(
          using: &random)!
      }
    return open + word + close
  }

  private static func blocks(_ format: SourceFormat) -> [String] {
    switch format {
    case .plain: ["\n\n"]
    case .markdown:
      [
        "```\nAna Ruiz said\n```\n\n", "<!-- Ana\n\nRuiz -->\n\n", "| Ana Ruiz | May |\n|---|---|\n| Holt | 1987 |\n\n",
        "***\n\n",
      ]
    case .html: ["<pre>Ana Ruiz</pre>", "<!-- Holt -->", "<script>\"said\"</script>", "<br><br>"]
    case .latex:
      [
        "\\begin{verbatim}\nAna\n\\end{verbatim}\n\n", "% Ana Ruiz\n",
        "\\begin{tabular}{l}Ana & Holt\\\\\\end{tabular}\n\n",
      ]
    }
  }

  static func markup(_ format: SourceFormat) -> [String] {
    switch format {
    case .plain: []
    case .markdown:
      [
        "*", "**", "_", "`", "```\n", "~~~\n", "[", "](x)", "<!-- ", "-->\n", "> ", "- ", "\n---\n", "&ldquo;",
        "&rdquo;", "\\", "<b>", "|", "$", "$$", "+++\n",
      ]
    case .html:
      [
        "<b>", "</b>", "<p>", "</p>", "<br>", "<!--", "-->", "<code>", "</code>", "<script>", "</script>", "<q>",
        "</q>", "&rdquo;", "<", "<span hidden>", "</span>", "<p hidden>",
      ]
    case .latex:
      [
        "{", "}", "\\emph{", "$", "%", "\\footnote{", "\\section{", "\\item ", "``", "''", "\\begin{verbatim}",
        "\\end{verbatim}", "&", "\\\\", "\\enquote{", "\\iffalse ", "\\fi ", "\\foreignquote{french}{",
      ]
    }
  }
}

/// A client that keeps what it was told of the words as well.
private struct Reader {
  var mirror: Mirror
  var texts: [AnnotationID: [String]]

  init(_ analysis: Analysis) {
    mirror = Mirror(analysis)
    texts = Dictionary(uniqueKeysWithValues: analysis.annotations.map { ($0.id, Self.texts($0, analysis)) })
  }

  mutating func follow(_ delta: Delta, _ live: LiveDocument) {
    let analysis = live.analysis
    mirror.follow(delta) { analysis.span($0) }
    for id in delta.removed { texts[id] = nil }
    for annotation in delta.added + delta.changed { texts[annotation.id] = Self.texts(annotation, analysis) }
  }

  private static func texts(_ annotation: Annotation, _ analysis: Analysis) -> [String] {
    annotation.pieces.flatMap { [analysis.document.text(analysis.span($0)), analysis.text($0)] }
  }
}
