import DipleJSONRPC
import DiplePipeline
import DiplePluginKit
import Foundation
import TestSupport

/// What a text of a random script of edits is like.
enum ScriptText: String, CaseIterable {
  /// Paragraphs of news.
  case news
  case markdown, html, latex
  /// Marks, emoji, line ends of all sorts, and words that matter to annotators, in no order.
  case odd
  /// One paragraph of 100 KB; a tenth of it in a short run.
  case huge
  /// Texts of other people, where they are: none elsewhere.
  case real

  var format: SourceFormat {
    switch self {
    case .markdown: .markdown
    case .html: .html
    case .latex: .latex
    default: .plain
    }
  }

  func text(_ random: inout Seeded, isLong: Bool) -> String? {
    switch self {
    case .news: return LiveDocumentTests.text(&random)
    case .markdown, .html, .latex: return FormatEditTests.text(format, &random)
    case .odd:
      return (0..<Int.random(in: 1...150, using: &random)).map { _ in
        Self.pieces.randomElement(using: &random)!
      }.joined()
    case .huge:
      var text = ""
      while text.utf8.count < (isLong ? 100_000 : 10_000) {
        text += LiveDocumentTests.paragraphs.randomElement(using: &random)! + " "
      }
      return text
    case .real: return RealTexts.shared.randomElement(using: &random)
    }
  }

  private static let pieces = [
    "“", "”", "‘", "’", "\"", "'", "«", "»", "—", " ", " ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\t", "\u{A0}",
    "\u{2028}",
    "😀", "👩‍👩‍👧", "e\u{301}", "\u{FEFF}", "ﬁ", "漢字", "---\n", "# ", ".", ",", " said ", " told ", "Ana Ruiz", " Ruiz",
    "Mr Holt",
    " she ", " on Tuesday", " two days later", "2024-05-02", " May 2, 2024", " not ", " support", " reject", "the WHO",
    "“Never,” ",
    " according to ",
  ]
}

/// The texts beside the project, cut to a few paragraphs each.
enum RealTexts {
  static let shared: [String] = {
    let folder = URL(filePath: FileManager.default.currentDirectoryPath).appending(path: "../shared")
    var texts: [String] = []
    if let sample = try? String(contentsOf: folder.appending(path: "samples/assad.txt"), encoding: .utf8) {
      texts.append(sample)
    }
    for path in ["data/own/news-dev.jsonl", "data/opentext/wikinews/text.jsonl"] {
      guard let lines = try? String(contentsOf: folder.appending(path: path), encoding: .utf8) else { continue }
      for line in lines.split(separator: "\n").prefix(400) {
        guard let text = (try? JSON(parsing: Array(line.utf8)))?["text"]?.string else { continue }
        texts.append(text.split(separator: "\n", omittingEmptySubsequences: false).prefix(24).joined(separator: "\n"))
      }
    }
    return texts
  }()
}

/// A random script of edits, as clients send them, and what it leaves.
struct ScriptRun {
  private let client: Follower
  private let pipeline: Pipeline
  private let kind: ScriptText
  private var random: Seeded
  /// Texts of before, for an undo.
  private var past: [[UInt8]] = []
  private var clipboard: [UInt8] = []

  /// Nil where there is no text of the kind.
  init?(_ kind: ScriptText, seed: UInt64, _ pipeline: Pipeline, isLong: Bool) {
    random = Seeded(state: seed &* 2_654_435_761 &+ 99)
    guard let text = kind.text(&random, isLong: isLong) else { return nil }
    (self.kind, self.pipeline) = (kind, pipeline)
    client = Follower(LiveDocument(Document(text, format: kind.format), pipeline))
  }

  private var document: Document { client.live.document }

  /// Runs so many steps. Returns what is wrong after one of them; nothing where all is as it must be.
  mutating func problems(steps: Int) throws -> [String] {
    for step in 0..<steps {
      let before = document.bytes
      var what: [String] = []
      for _ in 0..<Int.random(in: 1...2, using: &random) { what.append(try edit()) }
      past.append(before)
      if Bool.random(using: &random) { _ = client.live.analysis }
      if Int.random(in: 0..<3, using: &random) > 0 { client.hear() }
      let fresh = pipeline.run(Document(bytes: document.bytes, format: kind.format)!)
      var problems = client.problems
      if image(client.live.analysis) != image(fresh) { problems.append("not what a fresh run finds") }
      if step + 1 == steps || !problems.isEmpty { problems += client.differences() }
      if !problems.isEmpty { return ["step \(step): " + what.joined(separator: ", ")] + problems.prefix(6) }
    }
    return []
  }

  // MARK: Edits

  /// Makes an edit and says what it was.
  private mutating func edit() throws -> String {
    switch Int.random(in: 0..<16, using: &random) {
    case 0: return try sendAll(past.randomElement(using: &random) ?? [], "undo of some steps")
    case 1: return try sendAll(past.last ?? document.bytes, "undo")
    case 2: return try sendAll(altered(2), "two words changed")
    case 3: return try sendAll(shuffled(), "paragraphs moved")
    case 4: return try move()
    case 5:
      // A quotation mark that may be taken back by an undo.
      let start = document.paragraphs.randomElement(using: &random)?.span.start ?? 0
      try client.apply(TextEdit(Span(start, start), Array(["“", "\"", "‘"].randomElement(using: &random)!.utf8)))
      return "a mark opens"
    case 6:
      let range = document.paragraphs.indices
      guard let first = range.randomElement(using: &random) else { return "nothing" }
      let last = min(range.upperBound - 1, first + Int.random(in: 0...3, using: &random))
      let span = Span(document.paragraphs[first].span.start, document.paragraphs[last].span.end)
      clipboard = Array(document.bytes[span.range])
      try client.apply(TextEdit(span, []))
      return "cut"
    case 7:
      let start = document.paragraphs.randomElement(using: &random)?.span.start ?? 0
      try client.apply(TextEdit(Span(start, start), clipboard + [0x0A, 0x0A]))
      return "paste"
    default:
      let edit = LiveDocumentTests.randomEdit(document, FormatEditTests.markup(kind.format), &random)
      try client.apply(edit)
      return "\(edit.span.range) to \(String(decoding: edit.bytes, as: UTF8.self).debugDescription)"
    }
  }

  /// The whole text, with a range or without one.
  private mutating func sendAll(_ new: [UInt8], _ what: String) throws -> String {
    if Bool.random(using: &random) {
      try client.replaceText(new)
      return what + ", as a whole text"
    }
    try client.apply(TextEdit(Span(0, document.bytes.count), new))
    return what + ", as one range"
  }

  /// The text with some small edits.
  private mutating func altered(_ count: Int) throws -> [UInt8] {
    var copy = Document(bytes: document.bytes, format: kind.format)!
    for _ in 0..<count {
      try copy.apply(LiveDocumentTests.randomEdit(copy, FormatEditTests.markup(kind.format), &random))
    }
    return copy.bytes
  }

  private mutating func shuffled() -> [UInt8] {
    var lines = document.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let line = lines.remove(at: .random(in: lines.indices, using: &random))
      lines.insert(line, at: .random(in: 0...lines.count, using: &random))
    }
    return Array(lines.joined(separator: [0x0A]))
  }

  /// A paragraph goes elsewhere: cut first or pasted first.
  private mutating func move() throws -> String {
    guard let from = document.paragraphs.randomElement(using: &random)?.span,
      let to = document.paragraphs.randomElement(using: &random)?.span.start, to <= from.start || to >= from.end
    else { return "no move" }
    let bytes = Array(document.bytes[from.range]) + [0x0A, 0x0A]
    if Bool.random(using: &random) {
      try client.apply(TextEdit(Span(to, to), bytes))
      try client.apply(TextEdit(to <= from.start ? from.shifted(by: bytes.count) : from, []))
      return "paste and cut"
    }
    try client.apply(TextEdit(from, []))
    let place = to <= from.start ? to : to - from.count
    try client.apply(TextEdit(Span(place, place), bytes))
    return "cut and paste"
  }
}
