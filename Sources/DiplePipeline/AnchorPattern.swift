import DiplePluginKit

/// An anchor as it is compared with a paragraph: bytes, with each run of white space as one space.
struct AnchorPattern {
  /// Of longer contexts what stands nearest to the words counts. In bytes.
  static let longestContext = 64

  let exact: [UInt8]
  /// Reversed: it is read from the words outwards.
  let prefix: [UInt8]
  let suffix: [UInt8]

  init(_ anchor: Anchor) {
    exact = Self.folded(Array(anchor.exact.utf8), trimmed: true)
    let before = Self.paragraphs(Array(anchor.prefix.utf8)).last.map { Self.folded(Array($0), trimmed: false) } ?? []
    let behind = Self.paragraphs(Array(anchor.suffix.utf8)).first.map { Self.folded(Array($0), trimmed: false) } ?? []
    prefix = Array(before.suffix(Self.longestContext).reversed())
    suffix = Array(behind.prefix(Self.longestContext))
  }

  var contextLength: Int { prefix.count + suffix.count }

  /// The end of the words, where they start at this byte.
  func end(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var at = start
    for byte in exact {
      guard at < bytes.count else { return nil }
      if byte == 0x20 {
        guard Self.isSpace(bytes[at]) else { return nil }
        while at < bytes.count, Self.isSpace(bytes[at]) { at += 1 }
      } else {
        guard bytes[at] == byte else { return nil }
        at += 1
      }
    }
    return at
  }

  /// True where the context is as it was.
  func isWhole(_ bytes: UnsafeBufferPointer<UInt8>, _ span: Span) -> Bool {
    before(bytes, span, prefix.count) == prefix && behind(bytes, span, suffix.count) == suffix
  }

  /// How different the context is: insertions, deletions and replacements of bytes, at most its length.
  func distance(_ bytes: UnsafeBufferPointer<UInt8>, _ span: Span) -> Int {
    let room = Self.longestContext / 2
    return Self.distance(prefix, before(bytes, span, prefix.count + room))
      + Self.distance(suffix, behind(bytes, span, suffix.count + room))
  }

  /// The bytes before a span, the nearest first.
  private func before(_ bytes: UnsafeBufferPointer<UInt8>, _ span: Span, _ limit: Int) -> [UInt8] {
    Self.folded(bytes[..<span.start].lazy.reversed(), limit)
  }
  private func behind(_ bytes: UnsafeBufferPointer<UInt8>, _ span: Span, _ limit: Int) -> [UInt8] {
    Self.folded(bytes[span.end...], limit)
  }

  /// The cost of making a beginning of `text` out of `pattern`: Sellers' edit distance with a free end.
  static func distance(_ pattern: [UInt8], _ text: [UInt8]) -> Int {
    var row = Array(0...text.count)
    for (i, byte) in pattern.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in text.indices {
        let replaced = diagonal + (text[j] == byte ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row.min() ?? 0
  }

  // MARK: White space

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func folded(_ bytes: some Sequence<UInt8>, _ limit: Int) -> [UInt8] {
    var folded: [UInt8] = []
    for byte in bytes {
      let byte = isSpace(byte) ? 0x20 : byte
      if byte == 0x20, folded.last == 0x20 { continue }
      guard folded.count < limit else { break }
      folded.append(byte)
    }
    return folded
  }

  private static func folded(_ bytes: [UInt8], trimmed: Bool) -> [UInt8] {
    let folded = folded(bytes, bytes.count)
    guard trimmed else { return folded }
    return Array(folded.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed())
  }

  /// The parts between blank lines: other tools write contexts that go on into the next paragraph.
  private static func paragraphs(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var start = 0
    var at = 0
    while at < bytes.count {
      guard bytes[at] == 0x0A else {
        at += 1
        continue
      }
      var next = at + 1
      var isBlank = false
      while next < bytes.count, isSpace(bytes[next]) {
        if bytes[next] == 0x0A { isBlank = true }
        next += 1
      }
      if isBlank {
        parts.append(bytes[start..<at])
        start = next
      }
      at = next
    }
    return parts + [bytes[start...]]
  }
}

extension AnchorPattern {
  /// The anchor of a span of a paragraph: as much context as tells it apart from all other places in the paragraph, and
  /// 32 bytes at least, where there are so many.
  static func anchor(_ bytes: [UInt8], _ span: Span, start: Int) -> Anchor {
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    func boundary(_ offset: Int, _ step: Int) -> Int {
      var offset = min(max(offset, 0), bytes.count)
      while offset > 0, offset < bytes.count, UTF8Scan.isContinuation(bytes[offset]) { offset += step }
      return offset
    }
    var anchor = Anchor(exact: text(span.range), start: start)
    for length in [32, longestContext] {
      anchor.prefix = text(boundary(span.start - length, 1)..<span.start)
      anchor.suffix = text(span.end..<boundary(span.end + length, -1))
      let pattern = AnchorPattern(anchor)
      let places = bytes.withUnsafeBufferPointer { bytes in
        bytes.indices.lazy.compactMap { at in pattern.end(bytes, at).map { Span(at, $0) } }
          .filter { pattern.isWhole(bytes, $0) }.prefix(2).count
      }
      if places == 1 { break }
    }
    return anchor
  }
}
