/// What an edit did to the paragraphs of a document.
public struct ParagraphChange: Sendable {
  /// The paragraphs that are gone, as indices before the edit.
  public var removed: Range<Int>
  /// These as they were before the edit, with their numbers.
  public var former: [(paragraph: Paragraph, number: Int)]
  /// The paragraphs that came instead, as indices after the edit.
  public var inserted: Range<Int>
  /// True where every paragraph got a new number: nothing that names one by number holds any more.
  public var isRenumbered: Bool

  /// Makes a change.
  public init(
    removed: Range<Int>, former: [(paragraph: Paragraph, number: Int)], inserted: Range<Int>, isRenumbered: Bool = false
  ) {
    (self.removed, self.former, self.inserted, self.isRenumbered) = (removed, former, inserted, isRenumbered)
  }
}

extension Document {
  /// The distance of the numbers of a fresh document's paragraphs: room for as many paragraphs between two.
  static let gap = 1 << 40

  /// The index of the paragraph with this number.
  public func index(ofParagraph number: Int) -> Int? {
    var low = 0
    var high = numbers.count
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low < numbers.count && numbers[low] == number ? low : nil
  }

  /// The paragraph with this number.
  public func paragraph(_ number: Int) -> Paragraph? { index(ofParagraph: number).map { paragraphs[$0] } }

  /// Splits again what an edit touched; `lines` and `bytes` are those after it.
  mutating func updateParagraphs(_ edit: TextEdit, touchesFrontMatter: Bool) -> ParagraphChange {
    let shift = edit.bytes.count - edit.span.count
    let reading = blocks?.update(bytes, lines, format, edit) ?? split(edit, touchesFrontMatter: touchesFrontMatter)
    // What was read begins and ends between paragraphs, before the edit as after it: what starts inside lies inside.
    let first = firstParagraph { $0.span.start >= reading.span.start }
    let last = firstParagraph { $0.span.start >= reading.span.end - shift }
    for index in last..<paragraphs.count where shift != 0 {
      paragraphs[index].span = paragraphs[index].span.shifted(by: shift)
    }
    return replace(first..<max(first, last), with: reading.paragraphs, edit, shift)
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

  /// The index of the first paragraph behind a place.
  func firstParagraph(where isBehind: (Paragraph) -> Bool) -> Int {
    var low = 0
    var high = paragraphs.count
    while low < high {
      let middle = (low + high) / 2
      if isBehind(paragraphs[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Puts `new` in the place of the paragraphs of `old`, leaving alone those that are the same.
  private mutating func replace(
    _ old: Range<Int>, with new: [Paragraph], _ edit: TextEdit, _ shift: Int
  ) -> ParagraphChange {
    var start = 0
    while start < min(old.count, new.count), new[start] == paragraphs[old.lowerBound + start],
      new[start].span.end <= edit.span.start
    {
      start += 1
    }
    var end = 0
    while end < min(old.count, new.count) - start,
      case let (before, after) = (paragraphs[old.upperBound - 1 - end], new[new.count - 1 - end]),
      before.kind == after.kind, before.pieces == after.pieces, before.span.start >= edit.span.end,
      before.span.shifted(by: shift) == after.span
    {
      end += 1
    }
    for index in old.upperBound - end..<old.upperBound {
      paragraphs[index].span = paragraphs[index].span.shifted(by: shift)
    }
    let removed = old.lowerBound + start..<old.upperBound - end
    let middle = new[start..<new.count - end]
    let former = removed.map { (paragraph: paragraphs[$0], number: numbers[$0]) }
    paragraphs.replaceSubrange(removed, with: middle)
    let isRenumbered = !renumber(removed, count: middle.count)
    return ParagraphChange(
      removed: removed, former: former, inserted: removed.lowerBound..<removed.lowerBound + middle.count,
      isRenumbered: isRenumbered)
  }

  /// Gives numbers to `count` paragraphs in the place of those of `removed`; as many as possible keep theirs. Returns false
  /// where there was no room and all got new ones.
  private mutating func renumber(_ removed: Range<Int>, count: Int) -> Bool {
    var new = Array(numbers[removed].prefix(count))
    if new.count < count {
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
      if step == 0 {
        numbers = paragraphs.indices.map { $0 * Self.gap }
        return false
      }
      for index in 0..<missing { new.append(first + index * step) }
    }
    numbers.replaceSubrange(removed, with: new)
    return true
  }
}
