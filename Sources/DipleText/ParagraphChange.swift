/// Paragraphs that an edit put in the place of others.
public struct ParagraphChange: Sendable {
  /// The paragraphs that are gone, as indices before the change.
  public var removed: Range<Int>
  /// These as they were before the edit, with their numbers.
  public var former: [(paragraph: Paragraph, number: Int)]
  /// The paragraphs that came instead, as indices after the change.
  public var inserted: Range<Int>

  /// Makes a change.
  public init(removed: Range<Int>, former: [(paragraph: Paragraph, number: Int)], inserted: Range<Int>) {
    (self.removed, self.former, self.inserted) = (removed, former, inserted)
  }
}

extension Document {
  /// The distance of the numbers of a fresh document's paragraphs: room for as many paragraphs between two.
  static let gap = 1 << 40

  /// The index of the paragraph with this number.
  public func index(ofParagraph number: Int) -> Int? {
    let index = numbers.partitioningIndex { $0 >= number }
    return index < numbers.count && numbers[index] == number ? index : nil
  }

  /// The paragraph with this number.
  public func paragraph(_ number: Int) -> Paragraph? { index(ofParagraph: number).map { paragraphs[$0] } }

  /// The indices of the paragraphs that have a byte of a span, or stand at its edge.
  public func paragraphs(touching span: Span) -> Range<Int> {
    let first = paragraphs.partitioningIndex { $0.span.end >= span.start }
    return first..<max(first, paragraphs.partitioningIndex { $0.span.start > span.end })
  }

  /// Splits again what an edit touched; `lines` and `bytes` are those after it.
  /// - Parameter edit: all of the script as one.
  mutating func updateParagraphs(
    _ edit: TextEdit, _ script: EditScript, touchesFrontMatter: Bool
  ) -> [ParagraphChange] {
    let shift = edit.bytes.count - edit.span.count
    let reading = blocks?.update(bytes, lines, format, edit) ?? split(edit, touchesFrontMatter: touchesFrontMatter)
    // What was read begins and ends between paragraphs, before the edit as after it: what starts inside lies inside.
    let first = paragraphs.partitioningIndex { $0.span.start >= reading.span.start }
    let last = max(first, paragraphs.partitioningIndex { $0.span.start >= reading.span.end - shift })
    let gaps = gaps(between: first..<last, reading.paragraphs, script)
    let news = gaps.map { newNumbers(for: $0.new.count, inPlaceOf: $0.old) }
    let isFull = news.contains { $0 == nil }
    let former = (isFull ? [paragraphs.indices] : gaps.map(\.old)).map { range in
      range.map { (paragraph: paragraphs[$0], number: numbers[$0]) }
    }
    for index in last..<paragraphs.count where shift != 0 {
      paragraphs[index].span = paragraphs[index].span.shifted(by: shift)
    }
    paragraphs.replaceSubrange(first..<last, with: reading.paragraphs)
    if isFull {
      // All get new numbers, and nothing that names a paragraph by its number holds any more.
      let removed = numbers.indices
      numbers = paragraphs.indices.map { $0 * Self.gap }
      return [ParagraphChange(removed: removed, former: former[0], inserted: paragraphs.indices)]
    }
    return gaps.indices.map { index in
      let start = first + gaps[index].new.lowerBound
      let removed = start..<start + gaps[index].old.count
      numbers.replaceSubrange(removed, with: news[index] ?? [])
      return ParagraphChange(removed: removed, former: former[index], inserted: start..<start + gaps[index].new.count)
    }
  }

  /// Where paragraphs that were read again are not what they were: those of the script's edits, and those that a format reads
  /// otherwise.
  /// - Returns: indices of paragraphs before, and positions in `new`, in order.
  private func gaps(
    between old: Range<Int>, _ new: [Paragraph], _ script: EditScript
  ) -> [(old: Range<Int>, new: Range<Int>)] {
    var gaps: [(old: Range<Int>, new: Range<Int>)] = []
    var (start, position) = (old.lowerBound, 0)
    func close(_ end: Int, _ other: Int) {
      if start < end || position < other { gaps.append((start..<end, position..<other)) }
    }
    var next = 0
    for index in old {
      guard let kept = script.kept(paragraphs[index].span) else { continue }
      while next < new.count, new[next].span.start < kept.start { next += 1 }
      guard next < new.count, new[next].span == kept, new[next].kind == paragraphs[index].kind,
        new[next].pieces == paragraphs[index].pieces
      else { continue }
      close(index, next)
      (start, position) = (index + 1, next + 1)
    }
    close(old.upperBound, new.count)
    return gaps
  }

  /// Splits plain text again around an edit.
  private func split(_ edit: TextEdit, touchesFrontMatter: Bool) -> Blocks.Reading {
    let region = region(of: edit, touchesFrontMatter: touchesFrontMatter)
    let end = region.upperBound < lines.count ? lines.starts[region.upperBound] : bytes.count
    return Blocks.Reading(
      paragraphs: Paragraph.split(bytes, lines, region), span: Span(lines.starts[region.lowerBound], end))
  }

  /// The lines that must be split again: the block around the edit, from blank line to blank line.
  private func region(of edit: TextEdit, touchesFrontMatter: Bool) -> Range<Int> {
    var first = max(0, lines.line(at: edit.span.start) - 1)
    let front = FrontMatter.lines(bytes, lines)?.upperBound ?? 0
    if touchesFrontMatter || first < front { return 0..<lines.count }
    var last = min(lines.count, lines.line(at: edit.span.start + edit.bytes.count) + 2)
    return bytes.withUnsafeBufferPointer { bytes in
      while first > front, Paragraph.trimmed(bytes, lines, first - 1) != nil { first -= 1 }
      while last < lines.count, Paragraph.trimmed(bytes, lines, last) != nil { last += 1 }
      return first..<last
    }
  }

  /// Numbers for `count` paragraphs in the place of others, of which as many as possible give theirs; nil where there is no
  /// room.
  private func newNumbers(for count: Int, inPlaceOf removed: Range<Int>) -> [Int]? {
    var new = Array(numbers[removed].prefix(count))
    guard new.count < count else { return new }
    let before = new.last ?? (removed.lowerBound > 0 ? numbers[removed.lowerBound - 1] : nil)
    let after = removed.upperBound < numbers.count ? numbers[removed.upperBound] : nil
    let missing = count - new.count
    // A step of 2²⁰ leaves room for typing paragraph after paragraph; it grows smaller where room is scarce.
    let step =
      switch (before, after) {
      case (let before?, let after?): min(1 << 20, (after - before) / (missing + 1))
      default: 1 << 20
      }
    let first = before.map { $0 + step } ?? after.map { $0 - missing * step } ?? 0
    if step == 0 { return nil }
    for index in 0..<missing { new.append(first + index * step) }
    return new
  }
}
