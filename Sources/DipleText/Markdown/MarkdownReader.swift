/// Reads Markdown: CommonMark 0.31 with the tables, notes and task lists of GitHub.
///
/// A block is a leaf of CommonMark's tree: a paragraph, a heading, a fence with all that it holds, a line of indented code. What
/// is open around it is the state; so no tree is needed.
struct MarkdownReader: BlockReader {
  /// Containers that may be open at once; further marks are text.
  private static let depth = 32

  private let text: Bytes
  private var builder: ProseBuilder
  private(set) var reach = 0

  init(_ text: Bytes) { (self.text, builder) = (text, ProseBuilder(text)) }

  /// The line at an offset. Nothing looks further than the lines that were asked for.
  private mutating func line(at start: Int) -> MarkdownLine {
    let line = MarkdownLine(text, at: start)
    reach = max(reach, line.next)
    return line
  }

  mutating func step(_ start: Int, _ state: inout BlockState, _ paragraphs: inout [Paragraph]) -> Int {
    reach = start
    var line = line(at: start)
    let matched = line.match(state.containers)
    if matched < state.containers.count { state.containers.removeSubrange(matched...) }
    while state.containers.count < Self.depth, let container = line.open(interrupts: false) {
      state.containers.append(container)
    }
    let (columns, first) = line.indent
    // Blank, or indented code.
    if first == line.end || columns >= 4 { return line.next }
    if let level = line.headingLevel(first) {
      heading(Span(first + level, line.end), &paragraphs)
      return line.next
    }
    if let length = line.fence(first) { return fenceEnd(line, text[first], length, state) }
    if line.isRule(first) { return line.next }
    if let end = formulaEnd(line, first, state) { return end }
    if let kind = MarkdownHTML.kind(text, first, line.end, interrupts: false) {
      return html(kind, line, first, state, &paragraphs)
    }
    return paragraph(line, first, state, &paragraphs)
  }

  // MARK: Leaves

  private mutating func heading(_ span: Span, _ paragraphs: inout [Paragraph]) {
    var end = span.end
    while end > span.start, text[end - 1].isSpace { end -= 1 }
    var close = end
    while close > span.start, text[close - 1] == UInt8(ascii: "#") { close -= 1 }
    // Marks at the end belong to the heading's, where a space stands before them.
    if close < end, close == span.start || text[close - 1] == 0x20 || text[close - 1] == 0x09 { end = close }
    emit(Span(span.start, end), .heading, &paragraphs)
  }

  /// Past a fence of code: to the line that closes it, or to where its containers end.
  private mutating func fenceEnd(_ opening: MarkdownLine, _ mark: UInt8, _ length: Int, _ state: BlockState) -> Int {
    var at = opening.next
    while at < text.count {
      var line = line(at: at)
      guard line.match(state.containers) == state.containers.count else { return at }
      if line.closesFence(mark, length) { return line.next }
      at = line.next
    }
    return at
  }

  /// Past a formula on lines of its own, `$$` to `$$`; nil where none begins, or where none ends it before a blank line.
  private mutating func formulaEnd(_ opening: MarkdownLine, _ first: Int, _ state: BlockState) -> Int? {
    guard text[first] == UInt8(ascii: "$"), text[first + 1] == UInt8(ascii: "$") else { return nil }
    var (current, from) = (opening, first + 2)
    while true {
      if let close = text.first("$$", from: from, to: current.end) {
        return text.skipBlanks(close + 2, to: current.end) == current.end ? current.next : nil
      }
      guard current.next < text.count else { return nil }
      var next = line(at: current.next)
      guard next.match(state.containers) == state.containers.count, !next.isBlank else { return nil }
      (current, from) = (next, next.at)
    }
  }

  /// A block of HTML. What readers see of it is read as HTML.
  private mutating func html(
    _ kind: MarkdownHTML.Kind, _ opening: MarkdownLine, _ first: Int, _ state: BlockState,
    _ paragraphs: inout [Paragraph]
  ) -> Int {
    switch kind {
    case .closed(let close):
      // The letters that open a comment may close it; other blocks cannot close in their name.
      if text.first(close, from: first + 2, to: opening.end) != nil { return opening.next }
      var at = opening.next
      while at < text.count {
        var line = line(at: at)
        guard line.match(state.containers) == state.containers.count else { return at }
        at = line.next
        if text.first(close, from: line.at, to: line.end) != nil { break }
      }
      return at
    case .blankLine:
      var lines = [Span(first, opening.end)]
      var at = opening.next
      while at < text.count {
        var line = line(at: at)
        guard line.match(state.containers) == state.containers.count, !line.isBlank else { break }
        lines.append(Span(line.at, line.end))
        at = line.next
      }
      read(lines) { bytes, start, builder in
        var reader = HTMLReader(bytes, builder)
        var state = BlockState()
        var at = start
        while at < bytes.count { at = reader.step(at, &state, &paragraphs) }
      }
      return at
    }
  }

  private mutating func paragraph(
    _ opening: MarkdownLine, _ first: Int, _ state: BlockState, _ paragraphs: inout [Paragraph]
  ) -> Int {
    var lines = [Span(first, opening.end)]
    var at = opening.next
    while at < text.count {
      var line = line(at: at)
      let isWhole = line.match(state.containers) == state.containers.count
      let (columns, first) = line.indent
      if first == line.end { break }
      if isWhole, columns < 4 {
        if line.isUnderline(first), emit(lines, .heading, &paragraphs) { return line.next }
        if let width = MarkdownTable.width(text, first, line.end),
          let header = lines.last, MarkdownTable.cells(text, header).count == width
        {
          emit(lines.dropLast(), .text, &paragraphs)
          return table(header, from: line.next, state, &paragraphs)
        }
      }
      // A line that says less than its containers goes on with the paragraph, if it begins nothing of its own.
      if line.startsBlock(interrupts: isWhole) { break }
      lines.append(Span(first, line.end))
      at = line.next
    }
    emit(lines, .text, &paragraphs)
    return at
  }

  /// A table: every cell is a paragraph.
  private mutating func table(
    _ header: Span, from start: Int, _ state: BlockState, _ paragraphs: inout [Paragraph]
  ) -> Int {
    for cell in MarkdownTable.cells(text, header) { emit(cell, .text, &paragraphs) }
    var at = start
    while at < text.count {
      var line = line(at: at)
      guard line.match(state.containers) == state.containers.count, !line.isBlank, !line.startsBlock(interrupts: false)
      else { break }
      for cell in MarkdownTable.cells(text, Span(line.indent.first, line.end)) { emit(cell, .text, &paragraphs) }
      at = line.next
    }
    return at
  }

  // MARK: Prose

  private mutating func emit(_ span: Span, _ kind: Paragraph.Kind, _ paragraphs: inout [Paragraph]) {
    emit([span], kind, &paragraphs)
  }

  /// Reads the prose of some lines. Returns false where these hold nothing but definitions of links.
  @discardableResult
  private mutating func emit(
    _ lines: some Collection<Span>, _ kind: Paragraph.Kind, _ paragraphs: inout [Paragraph]
  ) -> Bool {
    var isProse = false
    read(lines) { bytes, start, builder in
      let start = MarkdownLinks.definitionsEnd(bytes, from: start)
      if bytes.skipSpace(start) == bytes.count { return }
      isProse = true
      MarkdownInline.read(bytes, from: start, into: &builder)
      if let paragraph = builder.finish(kind) { paragraphs.append(paragraph) }
    }
    return isProse
  }

  /// Gives the bytes of some lines at a stretch: those of the document, or a copy where marks of block quotes stand between.
  private mutating func read(_ lines: some Collection<Span>, _ body: (Bytes, Int, inout ProseBuilder) -> Void) {
    guard let first = lines.first else { return }
    var (isWhole, end) = (true, first.start)
    for line in lines {
      if text.skipSpace(end, to: line.start) < line.start { isWhole = false }
      end = line.end
    }
    if isWhole { return body(text.prefix(end), first.start, &builder) }
    var copy: [UInt8] = []
    builder.runs = []
    for line in lines {
      builder.runs.append((start: copy.count, source: line.start))
      // With the first byte of what ends the line.
      for at in line.start..<min(line.end + 1, text.count) { copy.append(text[at]) }
    }
    copy.withUnsafeBufferPointer { body(Bytes($0), 0, &builder) }
    builder.runs = []
  }
}
