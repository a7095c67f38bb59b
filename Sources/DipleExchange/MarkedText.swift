import DiplePipeline
import DiplePluginKit

/// The text of a document, wrapped, its annotations marked in place and told in the margin.
struct MarkedText {
  let things: Things
  let usesColor: Bool
  /// The columns of the text, and of the notes beside it (0 for none).
  let textWidth: Int
  let noteWidth: Int

  private static let objectWidth = 30

  private var page: [UInt8] = []
  private var line: [UInt8] = []
  private var lineWidth = 0
  private var ink = Ink.plain
  private var notes: [String] = []

  private struct Mark {
    let span: Span
    let annotation: Annotation
    let isFirst: Bool
  }

  /// A run of text that is not broken.
  fileprivate struct Piece {
    var gap: Ink?
    var runs: [(ink: Ink, text: [UInt8])] = []
    var width = 0
    var notes: [String] = []
  }

  init(_ things: Things, width: Int, usesColor: Bool) {
    (self.things, self.usesColor) = (things, usesColor)
    // Lines much longer than a column of a newspaper are hard to read, and narrow terminals have no room for a margin.
    noteWidth = width < 60 ? 0 : min(36, width / 3)
    textWidth = max(20, min(96, noteWidth == 0 ? width : width - noteWidth - 3))
  }

  /// The page, of the annotations of some kinds.
  mutating func render(_ kinds: Set<String>?) -> [UInt8] {
    var marks: [Int: [Mark]] = [:]
    for annotation in things.analysis.annotations where kinds?.contains(annotation.kind) ?? true {
      for (number, piece) in annotation.pieces.enumerated() {
        marks[piece.paragraph, default: []].append(
          Mark(span: piece.span, annotation: annotation, isFirst: number == 0))
      }
    }
    let document = things.analysis.document
    for (number, paragraph) in zip(document.numbers, document.paragraphs) where paragraph.kind != .frontMatter {
      if !page.isEmpty { page.append(0x0A) }
      let sorted = (marks[number] ?? []).sorted {
        ($0.span.start, $1.span.end) < ($1.span.start, $0.span.end)
      }
      write(paragraph, sorted)
    }
    return page
  }

  private mutating func write(_ paragraph: Paragraph, _ marks: [Mark]) {
    let document = things.analysis.document
    let bytes = document.prose(of: paragraph)
    let base = paragraph.kind == .heading ? Ink.bold : .plain
    var open: [Mark] = []
    var next = 0
    var event = 0
    var current = base
    var piece = Piece()
    var at = 0
    while at <= bytes.count {
      if at >= event {
        for mark in open.reversed() where mark.span.end <= at { piece.add(sign(mark.annotation).close, current) }
        open.removeAll { $0.span.end <= at }
        while next < marks.count, marks[next].span.start <= at {
          let mark = marks[next]
          next += 1
          open.append(mark)
          piece.add(sign(mark.annotation).open, current)
          if mark.isFirst, noteWidth > 0, let note = note(mark.annotation) { piece.notes.append(note) }
        }
        current = open.reduce(base) { $0.under(look($1.annotation)) }
        event = min(open.map(\.span.end).min() ?? .max, next < marks.count ? marks[next].span.start : .max)
      }
      guard at < bytes.count else { break }
      let (value, length) = UTF8Scan.scalar(bytes, at: at)
      let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
      if scalar.properties.isWhitespace, value != 0xA0, value != 0x202F {
        place(piece)
        piece = Piece(gap: current)
      } else if value == 0xFFFC, let source = document.object(at: at, of: paragraph) {
        // Code or a formula: no prose, but the sentence has a hole without it.
        piece.add(Columns.fit(Columns.clean(document.text(source)), Self.objectWidth), usesColor ? current : .plain)
      } else if PlainText.isControl(scalar) {
        piece.add("\u{FFFD}", current)
      } else {
        if Columns.isWide(value), piece.width > 0 {
          place(piece)
          piece = Piece()
        }
        piece.add(bytes[at..<at + length], Columns.width(scalar), usesColor ? current : .plain)
      }
      at += length
    }
    place(piece)
    endLine()
    while !notes.isEmpty { endLine() }
  }

  private mutating func place(_ piece: Piece) {
    if piece.runs.isEmpty && piece.notes.isEmpty { return }
    let gap = lineWidth > 0 && piece.gap != nil ? 1 : 0
    if lineWidth > 0, lineWidth + gap + piece.width > textWidth {
      endLine()
    } else if gap > 0 {
      // Adjacent inks run through the space between them; others end before it.
      change(to: piece.gap ?? .plain)
      line.append(0x20)
      lineWidth += 1
    }
    for run in piece.runs {
      change(to: run.ink)
      line += run.text
    }
    lineWidth += piece.width
    for note in piece.notes where note != notes.last { notes.append(note) }
  }

  private mutating func change(to next: Ink) {
    if next == ink || !usesColor { return }
    line += Array((next == .plain ? "\u{1B}[0m" : next.escape).utf8)
    ink = next
  }

  private mutating func endLine() {
    if lineWidth == 0, notes.isEmpty { return }
    change(to: .plain)
    page += line
    if !notes.isEmpty {
      var text = Columns.fit(notes.removeFirst(), noteWidth)
      while let more = notes.first, Columns.width(text) + 2 + Columns.width(more) <= noteWidth {
        text += "; " + more
        notes.removeFirst()
      }
      page += [UInt8](repeating: 0x20, count: max(1, textWidth + 1 - lineWidth))
      page += Array(Ink.dim.paint("│ \(text)", usesColor).utf8)
    }
    page.append(0x0A)
    line.removeAll(keepingCapacity: true)
    lineWidth = 0
  }

  /// What stands around an annotation where there are no colours.
  private func sign(_ annotation: Annotation) -> (open: String, close: String) {
    if usesColor { return ("", "") }
    return switch annotation.kind {
    case "quote": ("{", "}")
    case "date": ("<", ">")
    case "stance": ("*", "*")
    default: ("[", "]")
    }
  }

  /// What the marks mean.
  /// - Parameter kinds: the kinds that are shown; nil for all.
  static func legend(_ kinds: Set<String>?) -> String {
    let marks = [("quote", "{quote}"), ("entity", "[name]"), ("date", "<date>"), ("stance", "*for or against*")]
    guard let kinds else { return marks.map(\.1).joined(separator: " ") }
    let others = kinds.subtracting(marks.map(\.0)).sorted().map { "[\(Columns.clean($0))]" }
    return (marks.filter { kinds.contains($0.0) }.map(\.1) + others).joined(separator: " ")
  }

  /// The look of an annotation.
  private func look(_ annotation: Annotation) -> Ink {
    if !usesColor { return .plain }
    switch annotation.kind {
    case "quote": return Ink(isUnderlined: true)
    case "date": return Ink(color: 33)
    case "stance": return Ink(color: annotation.string("polarity") == "oppose" ? 31 : 32, isBold: true)
    case "entity":
      switch annotation.string("type") {
      case "person": return Ink(color: 36, isBold: true)
      case "organization": return Ink(color: 35, isBold: true)
      case "place": return Ink(color: 34, isBold: true)
      default: return Ink(color: 36)
      }
    default: return Ink(color: 35)
    }
  }

  /// What the margin says of an annotation; nil where the mark says it all.
  private func note(_ annotation: Annotation) -> String? {
    switch annotation.kind {
    case "entity": return nil
    case "quote":
      let form = annotation.string("form")
      if form == "scare" { return "scare quotes" }
      if form == "title" { return "title" }
      let manner = annotation.string("attribution").flatMap { $0 == "neutral" ? nil : $0 }
      guard let speaker = things.speaker(annotation).flatMap({ things.name(.mention($0)) }) else {
        return manner ?? "no speaker"
      }
      return speaker + (manner.map { " (\($0))" } ?? "")
    case "date": return annotation.string("value") ?? "when?"
    case "stance":
      let side = annotation.string("polarity") == "oppose" ? "against" : "for"
      let target = things.target(annotation).map { (annotation.flag("infinitive") ? ": " : " ") + $0 } ?? ""
      return side + target + (things.holder(annotation).map { " (\($0))" } ?? "")
    default: return annotation.kind
    }
  }
}

extension MarkedText.Piece {
  fileprivate mutating func add(_ text: String, _ ink: Ink) {
    if !text.isEmpty { add(Array(text.utf8)[...], Columns.width(text), ink) }
  }

  fileprivate mutating func add(_ text: ArraySlice<UInt8>, _ columns: Int, _ ink: Ink) {
    width += columns
    if let last = runs.indices.last, runs[last].ink == ink {
      runs[last].text += text
    } else {
      runs.append((ink, Array(text)))
    }
  }
}
