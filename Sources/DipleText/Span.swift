/// A half-open range of UTF-8 bytes, `start ..< end`.
///
/// What the offsets count from is said where the span is held: a paragraph's first byte in layers and
/// annotations (`Place`), the document's first byte in `Document`.
public struct Span: Hashable, Sendable {
  /// The first byte.
  public var start: Int
  /// The byte after the last one.
  public var end: Int

  /// Makes a span; `end` may not lie before `start`.
  public init(_ start: Int, _ end: Int) {
    precondition(start <= end, "a span ends before it starts")
    self.start = start
    self.end = end
  }

  /// Makes a span of a range.
  public init(_ range: Range<Int>) { self.init(range.lowerBound, range.upperBound) }

  /// The length in bytes.
  public var count: Int { end - start }
  /// True where the span holds no byte.
  public var isEmpty: Bool { start == end }
  /// The same bytes as a range, to subscript an array with.
  public var range: Range<Int> { start..<end }

  /// True where `other` lies inside this span (equal spans lie inside each other).
  public func contains(_ other: Span) -> Bool { start <= other.start && other.end <= end }
  /// True where `offset` is one of the span's bytes.
  public func contains(_ offset: Int) -> Bool { start <= offset && offset < end }
  /// True where the two share at least one byte.
  public func overlaps(_ other: Span) -> Bool { start < other.end && other.start < end }
  /// The span moved by `distance` bytes.
  public func shifted(by distance: Int) -> Span { Span(start + distance, end + distance) }
}

extension Span: Comparable {
  /// Document order: by start, then the shorter first.
  public static func < (a: Span, b: Span) -> Bool { (a.start, a.end) < (b.start, b.end) }
}
