/// Puts the prose of paragraphs together, piece by piece.
struct ProseBuilder {
  private struct Part {
    var span: Span
    var scalar: UInt32
    /// An object with its markup.
    var around = Span(0, 0)
    var whole: Span { around.isEmpty ? span : around }
  }

  private let text: Bytes
  /// The parts so far, counted from the document's start.
  private var parts: [Part] = []
  /// Where the bytes that are read come from, if they were copied out of the text: the start of each run, there and here.
  var runs: [(start: Int, source: Int)] = []

  /// - Parameter text: the document.
  init(_ text: Bytes) { self.text = text }

  /// True where nothing was added yet.
  var isEmpty: Bool { parts.isEmpty }

  /// Adds bytes that stand for themselves.
  mutating func add(_ start: Int, _ end: Int) {
    guard start < end else { return }
    if runs.isEmpty { return append(Span(start, end)) }
    var index = run(at: start)
    var start = start
    while start < end {
      let stop = index + 1 < runs.count ? min(end, runs[index + 1].start) : end
      append(Span(start, stop).shifted(by: runs[index].source - runs[index].start))
      start = stop
      index += 1
    }
  }

  private mutating func append(_ span: Span) {
    if let last = parts.indices.last, parts[last].scalar == 0, parts[last].span.end == span.start {
      parts[last].span.end = span.end
    } else {
      parts.append(Part(span: span, scalar: 0))
    }
  }

  /// Adds a scalar that stands for some bytes, of which there must be one.
  mutating func add(_ scalar: UInt32, for span: Span) {
    guard !span.isEmpty else { return }
    let start = source(span.start)
    parts.append(Part(span: Span(start, max(start + 1, source(span.end - 1) + 1)), scalar: scalar))
  }

  /// Adds something that is no prose but has a place in the sentence. Without anything in it, it has none.
  /// - Parameter whole: it, with the markup that begins and ends it.
  mutating func addObject(_ start: Int, _ end: Int, in whole: Span) {
    guard start < end else { return }
    add(Piece.object, for: Span(start, end))
    parts[parts.count - 1].around = Span(source(whole.start), source(whole.end - 1) + 1)
  }

  private func source(_ offset: Int) -> Int {
    guard !runs.isEmpty else { return offset }
    let run = runs[run(at: offset)]
    return offset - run.start + run.source
  }

  private func run(at offset: Int) -> Int {
    var low = 0
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].start <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The paragraph of what was added, without white space around it; nil where there is nothing else. Starts anew.
  mutating func finish(_ kind: Paragraph.Kind = .text) -> Paragraph? {
    defer { parts.removeAll(keepingCapacity: true) }
    var first = 0
    while first < parts.count {
      if parts[first].scalar == 0 {
        parts[first].span.start = text.skipSpace(parts[first].span.start, to: parts[first].span.end)
        if !parts[first].span.isEmpty { break }
      } else if !isSpace(parts[first].scalar) {
        break
      }
      first += 1
    }
    var end = parts.count
    while end > first {
      if parts[end - 1].scalar == 0 {
        while !parts[end - 1].span.isEmpty, text[parts[end - 1].span.end - 1].isSpace { parts[end - 1].span.end -= 1 }
        if !parts[end - 1].span.isEmpty { break }
      } else if !isSpace(parts[end - 1].scalar) {
        break
      }
      end -= 1
    }
    guard first < end else { return nil }
    let span = Span(parts[first].whole.start, parts[end - 1].whole.end)
    if end - first == 1, parts[first].scalar == 0 { return Paragraph(span: span, kind: kind) }
    var pieces: [Piece] = []
    pieces.reserveCapacity(end - first)
    for part in parts[first..<end] where !part.span.isEmpty {
      let prose = pieces.last?.proseEnd ?? 0
      pieces.append(
        Piece(
          prose: prose, start: part.span.start - span.start, end: part.span.end - span.start, scalar: part.scalar,
          lead: part.span.start - part.whole.start, tail: part.whole.end - part.span.end))
    }
    return Paragraph(span: span, kind: kind, pieces: pieces)
  }

  private func isSpace(_ scalar: UInt32) -> Bool { scalar == 0x20 || scalar == 0x0A || scalar == 0xA0 }
}
