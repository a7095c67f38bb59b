/// Reads a marked-up text from block to block.
///
/// What a step gives depends on the state it begins with and on the bytes from its block's start to `reach`, and on nothing
/// else: an edit needs no more than the blocks that saw it, and those behind them up to where all is as it was.
protocol BlockReader {
  init(_ text: Bytes)
  /// Reads the block at `start`, which lies before the text's end.
  /// - Returns: where the next one begins, with `state` as it is there.
  mutating func step(_ start: Int, _ state: inout BlockState, _ paragraphs: inout [Paragraph]) -> Int
  /// The last offset that the last step looked at, where that lies behind its block.
  var reach: Int { get }
}

/// What is open where a block begins. Most often nothing is.
struct BlockState: Hashable, Sendable {
  /// Something of Markdown that holds blocks.
  enum Container: Hashable, Sendable {
    case quote
    /// An item of a list; the columns that its lines are indented by.
    case item(Int)
  }

  /// The outermost first.
  var containers: [Container] = []
}

extension SourceFormat {
  /// Reads the blocks of a text; nil for plain text, which has none.
  fileprivate func reader(_ text: Bytes) -> (any BlockReader)? {
    switch self {
    case .plain: nil
    case .markdown: MarkdownReader(text)
    case .html: HTMLReader(text)
    case .latex: LaTeXReader(text)
    }
  }
}

/// Where the blocks of a marked-up text begin, and in which state.
struct Blocks: Sendable {
  private var starts: [Int] = []
  private var states: [BlockState] = []
  /// The last offsets that were looked at to read them.
  private var reaches: [Int] = []

  /// What was read.
  struct Reading {
    var paragraphs: [Paragraph] = []
    /// The bytes that were read, in the text as it is now.
    var span: Span
  }

  private init() {}

  /// Reads a text.
  init(_ bytes: [UInt8], _ lines: LineIndex, _ format: SourceFormat, into paragraphs: inout [Paragraph]) {
    paragraphs = read(bytes, lines, format, from: 0, BlockState()) { _, _ in false }.paragraphs
  }

  /// Reads again what an edit may have changed. `bytes` and `lines` are those after it.
  mutating func update(_ bytes: [UInt8], _ lines: LineIndex, _ format: SourceFormat, _ edit: TextEdit) -> Reading {
    let shift = edit.bytes.count - edit.span.count
    let first = reaches.firstIndex { $0 >= edit.span.start } ?? starts.count
    let (start, state) = first < starts.count ? (starts[first], states[first]) : (0, BlockState())
    var next = starts[first...].partitioningIndex { $0 >= edit.span.end }
    var new = Blocks()
    let reading = new.read(bytes, lines, format, from: start, state) { at, state in
      // At the very start a text is read otherwise: what stood there or stands there now is not known.
      guard at > 0, at >= edit.span.start + edit.bytes.count else { return false }
      while next < starts.count, starts[next] + shift < at { next += 1 }
      return next < starts.count && starts[next] > 0 && starts[next] + shift == at && states[next] == state
    }
    if reading.span.end == bytes.count { next = starts.count }
    if shift != 0 {
      for index in next..<starts.count {
        starts[index] += shift
        reaches[index] += shift
      }
    }
    starts.replaceSubrange(first..<next, with: new.starts)
    states.replaceSubrange(first..<next, with: new.states)
    reaches.replaceSubrange(first..<next, with: new.reaches)
    return reading
  }

  private mutating func read(
    _ bytes: [UInt8], _ lines: LineIndex, _ format: SourceFormat, from start: Int, _ state: BlockState,
    until isKnown: (Int, BlockState) -> Bool
  ) -> Reading {
    var reading = Reading(span: Span(start, start))
    var state = state
    bytes.withUnsafeBufferPointer { buffer in
      guard var reader = format.reader(Bytes(buffer)) else { return }
      var at = start
      while at < bytes.count, !isKnown(at, state) {
        starts.append(at)
        states.append(state)
        if at == 0, let end = head(bytes, lines, &reading.paragraphs) {
          at = end
          reaches.append(end)
        } else {
          at = reader.step(at, &state, &reading.paragraphs)
          reaches.append(max(at, reader.reach))
        }
        // Where front matter is not closed, every line may be the one that closes it.
        if starts.last == 0, let limit = FrontMatter.reach(bytes, lines) {
          reaches[reaches.count - 1] = max(reaches[reaches.count - 1], limit)
        }
      }
      reading.span.end = at
    }
    return reading
  }

  /// The end of what stands before the first block of prose: a byte order mark, front matter; nil where neither does.
  private func head(_ bytes: [UInt8], _ lines: LineIndex, _ paragraphs: inout [Paragraph]) -> Int? {
    guard let front = FrontMatter.paragraph(bytes, lines) else {
      let mark = UTF8Scan.byteOrderMark(bytes)
      return mark > 0 ? mark : nil
    }
    paragraphs.append(front)
    let line = lines.line(at: front.span.end) + 1
    return line < lines.count ? lines.starts[line] : bytes.count
  }
}
