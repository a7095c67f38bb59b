public import DiplePluginKit

/// What stands around a place of a document, as anchors are compared with it, over the edges of paragraphs.
final class AnchorSurroundings {
  private let live: LiveDocument
  private lazy var scalars = OffsetMap(live.document.bytes, .utf32)

  init(_ live: LiveDocument) { self.live = live }

  /// Where a place starts, in scalars from the document's start. The first question reads the document.
  func start(_ place: Place) -> Int { scalars.offset(of: live.document.source(place).start) }

  /// How different a context is.
  func distance(_ pattern: AnchorPattern, _ place: Place) -> Int {
    pattern.prefix.distance(text(place, isBefore: true)) + pattern.suffix.distance(text(place, isBefore: false))
  }

  /// What stands on one side of a place, from it outwards; a line end parts paragraphs.
  private func text(_ place: Place, isBefore: Bool) -> [UInt8] {
    guard let bytes = live.bytes(ofParagraph: place.paragraph) else { return [] }
    func outwards(_ bytes: ArraySlice<UInt8>, _ limit: Int) -> [UInt8] {
      // Runs of white space are rarely long: what is cut off here is more than what they hide.
      let part = isBefore ? Array(bytes.suffix(4 * limit).reversed()) : Array(bytes.prefix(4 * limit))
      var folded = AnchorContext.folded(part, limit)
      if folded.count < limit, folded.last == 0x20 { folded.removeLast() }
      return folded
    }
    let rest = isBefore ? bytes[..<place.span.start] : bytes[place.span.end...]
    var text = outwards(rest, AnchorContext.room)
    var paragraph = place.paragraph
    while text.count < AnchorContext.room {
      text.append(0x0A)
      guard let next = live.neighbour(of: paragraph, isBefore: isBefore) else { break }
      text += outwards(next.bytes[...], AnchorContext.room - text.count).drop { $0 == 0x20 }
      paragraph = next.number
    }
    return text
  }
}

// MARK: New anchors

extension LiveDocument {
  /// An anchor for a place of this document; nil where it is none.
  ///
  /// Its context is what stands next to the words in their paragraph. Where that is little or nothing, or stands elsewhere
  /// too, the context goes on in the paragraphs around.
  public func anchor(for place: Place) -> Anchor? {
    readUnread()
    guard let bytes = bytes(ofParagraph: place.paragraph), place.span.end <= bytes.count, !place.span.isEmpty,
      case let source = document.source(place)
    else { return nil }
    let start = document.bytes[..<source.start].lazy.filter { !UTF8Scan.isContinuation($0) }
    var anchor = Anchor(bytes, place.span, start: start.count)
    let length = [anchor.exact, anchor.prefix ?? "", anchor.suffix ?? ""].reduce(0) { $0 + $1.utf8.count }
    if length < Anchor.enough || anchor.prefix == "" && anchor.suffix == "" || !isUnique(anchor) {
      extend(&anchor.prefix, from: place.paragraph, room: place.span.start, isBefore: true)
      extend(&anchor.suffix, from: place.paragraph, room: bytes.count - place.span.end, isBefore: false)
    }
    return anchor
  }

  private func isUnique(_ anchor: Anchor) -> Bool {
    let pattern = AnchorPattern(anchor)
    var count = 0
    for (_, bytes) in texts {
      count += bytes.withUnsafeBufferPointer { pattern.places($0, limit: 2) }
      if count > 1 { return false }
    }
    return true
  }

  /// Lets a context that reaches its paragraph's edge go on in the paragraphs around.
  private func extend(_ context: inout String?, from paragraph: Int, room: Int, isBefore: Bool) {
    guard var text = context, text.utf8.count == room else { return }
    var paragraph = paragraph
    while text.utf8.count < AnchorContext.longest / 2, let next = neighbour(of: paragraph, isBefore: isBefore) {
      paragraph = next.number
      let count = min(AnchorContext.longest / 2 - text.utf8.count, next.bytes.count)
      let span = isBefore ? Span(next.bytes.count - count, next.bytes.count) : Span(0, count)
      let more = Anchor.text(next.bytes, span)
      text = isBefore ? more + "\n\n" + text : text + "\n\n" + more
    }
    context = text
  }
}

extension Anchor {
  /// So many bytes of words and context tell a place.
  static let enough = 24

  /// The anchor of a span of a paragraph: as much context as tells it apart from all other places in the paragraph, and
  /// 32 bytes at least, where there are so many.
  fileprivate init(_ bytes: [UInt8], _ span: Span, start: Int) {
    self.init(exact: Self.text(bytes, span), start: start)
    for length in [AnchorContext.longest / 2, AnchorContext.longest] {
      prefix = Self.text(bytes, Span(max(0, span.start - length), span.start))
      suffix = Self.text(bytes, Span(span.end, min(bytes.count, span.end + length)))
      let pattern = AnchorPattern(self)
      if bytes.withUnsafeBufferPointer({ pattern.places($0, limit: 2) }) == 1 { break }
    }
  }

  /// A span without the scalars that it cuts.
  fileprivate static func text(_ bytes: [UInt8], _ span: Span) -> String {
    var (start, end) = (span.start, span.end)
    while start < end, start < bytes.count, UTF8Scan.isContinuation(bytes[start]) { start += 1 }
    while end > start, end < bytes.count, UTF8Scan.isContinuation(bytes[end]) { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}

extension AnchorPattern {
  /// In how many places of a paragraph the words and what of their context lies in it stand; at most `limit`.
  fileprivate func places(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> Int {
    bytes.indices.lazy.compactMap { at in end(bytes, at).map { Span(at, $0) } }.filter { isWhole(bytes, $0) }
      .prefix(limit).count
  }
}
