/// Edits that together make one text of another: in order, apart from each other, and each counted in the text before all of
/// them.
///
/// A client may say less than it knows: that a whole text was replaced, where a formatter changed two words. What stands
/// between the words is followed by the edits that were meant.
public struct EditScript: Sendable {
  /// The edits; none where the text stays as it is.
  public let edits: [TextEdit]
  /// How far what stands behind the first n edits has moved.
  private let shifts: [Int]

  /// A script of one edit.
  public init(_ edit: TextEdit) { self.init([edit]) }

  /// - Parameter edits: in order, apart from each other.
  init(_ edits: [TextEdit]) {
    self.edits = edits
    shifts = edits.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.bytes.count - $1.span.count) }
  }

  /// The smallest edit that does all; nil where there is nothing to do.
  /// - Parameter old: the text before.
  func whole(_ old: [UInt8]) -> TextEdit? {
    guard let first = edits.first, let last = edits.last else { return nil }
    if edits.count == 1 { return first }
    var new = first.bytes
    for (before, edit) in zip(edits, edits.dropFirst()) {
      new += old[before.span.end..<edit.span.start]
      new += edit.bytes
    }
    return TextEdit(Span(first.span.start, last.span.end), new)
  }

  /// What all of it has replaced, in the text afterwards; nil where there is nothing.
  public var reach: Span? {
    guard let first = edits.first, let last = edits.last else { return nil }
    return Span(first.span.start, last.span.end + shifts[edits.count])
  }

  // MARK: Following

  /// Where a span stands afterwards. Text that is inserted at its edge stays outside.
  public func moved(_ span: Span) -> Span {
    let first = edits.partitioningIndex { $0.span.end > span.start }
    let start =
      first < edits.count && edits[first].span.start <= span.start
      ? edits[first].span.start + shifts[first] + edits[first].bytes.count : span.start + shifts[first]
    let last = edits.partitioningIndex { $0.span.end > span.end || $0.span.start >= span.end }
    let end =
      last < edits.count && edits[last].span.start < span.end
      ? edits[last].span.start + shifts[last] : span.end + shifts[last]
    return Span(start, max(start, end))
  }

  /// Where a span that no edit reached stood before.
  /// - Parameter span: of the text afterwards.
  public func former(_ span: Span) -> Span {
    let next = edits.indices.partitioningIndex {
      edits[$0].span.start + shifts[$0] + edits[$0].bytes.count > span.start
    }
    return span.shifted(by: -shifts[next])
  }

  /// True where something changes between the first and the last byte of a span.
  public func touches(_ span: Span) -> Bool {
    let first = edits.partitioningIndex { $0.span.end > span.start }
    return first < edits.count && edits[first].span.start < span.end
  }

  /// Where a run of bytes stands afterwards that no edit changes, be it that one ends or starts at its edge; nil where one does.
  func kept(_ span: Span) -> Span? {
    let next = edits.partitioningIndex { $0.span.end > span.start }
    guard next == edits.count || edits[next].span.start >= span.end else { return nil }
    return span.shifted(by: shifts[next])
  }
}
