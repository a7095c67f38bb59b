import DiplePluginKit

/// An anchor as it is compared with a text: bytes, with each run of white space as one space and each blank line as one line
/// end.
struct AnchorPattern {
  let exact: [UInt8]
  let prefix: AnchorContext
  let suffix: AnchorContext

  init(_ anchor: Anchor) {
    exact = AnchorContext.trimmed(Array(anchor.exact.utf8))
    prefix = AnchorContext(anchor.prefix.map { $0.utf8.reversed() })
    suffix = AnchorContext(anchor.suffix.map { Array($0.utf8) })
  }

  var contextLength: Int { prefix.bytes.count + suffix.bytes.count }
  /// True where a context that differs so much is the same still: half of it may.
  func isAlike(_ distance: Int) -> Bool { distance * 2 <= contextLength }
  /// True where one that differs so much is another than the best one.
  func isWorse(_ distance: Int, than best: Int) -> Bool { distance >= best + max(1, contextLength / 4) }
  /// True where the context goes on in other paragraphs.
  var looksFurther: Bool { prefix.looksFurther || suffix.looksFurther }

  // MARK: In a paragraph

  /// The end of the words, where they start at this byte.
  func end(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var at = start
    for byte in exact {
      guard at < bytes.count else { return nil }
      if byte == 0x20 {
        guard AnchorContext.isSpace(bytes[at]) else { return nil }
        while at < bytes.count, AnchorContext.isSpace(bytes[at]) { at += 1 }
      } else {
        guard bytes[at] == byte else { return nil }
        at += 1
      }
    }
    return at
  }

  /// True where the context is as it was, as far as it lies in the paragraph.
  func isWhole(_ bytes: UnsafeBufferPointer<UInt8>, _ span: Span) -> Bool {
    prefix.isWhole(bytes[..<span.start].lazy.reversed()) && suffix.isWhole(bytes[span.end...])
  }

  /// How different the context is, as far as the paragraph shows it.
  func distance(_ bytes: UnsafeBufferPointer<UInt8>, _ span: Span) -> Int {
    prefix.distance(AnchorContext.folded(bytes[..<span.start].lazy.reversed(), AnchorContext.room))
      + suffix.distance(AnchorContext.folded(bytes[span.end...], AnchorContext.room))
  }

  // MARK: Edited words

  /// How many bytes of the words may be others than they were.
  private var tolerance: Int { min(exact.count / 8, 32) }

  /// True where words that are not quite as they were can be told: something must be known of what stands on both sides.
  var isBounded: Bool {
    prefix.isBounded && suffix.isBounded && tolerance > 0 && exact.count + contextLength >= Anchor.enough
  }

  /// The ends of words that start at this byte, where the context is as it was and the words are a little different.
  func edited(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, limit: Int) -> [Span] {
    let first = start + exact.count - tolerance
    let last = min(bytes.count, start + exact.count + tolerance + 32)
    guard first <= last, prefix.isWhole(bytes[..<start].lazy.reversed()) else { return [] }
    var found: [Span] = []
    var tried = 0
    for end in first...last where !AnchorContext.isSpace(bytes[end - 1]) && suffix.isWhole(bytes[end...]) {
      tried += 1
      guard tried <= 4 * limit, found.count < limit else { break }
      let words = AnchorContext.folded(bytes[start..<end], end - start)
      guard let distance = EditDistance.between(exact, words, limit: tolerance), distance > 0 else { continue }
      found.append(Span(start, end))
    }
    return found
  }
}

/// What stands on one side of an anchor's words, read from the words outwards.
struct AnchorContext {
  /// Of longer contexts what stands nearest to the words counts. In bytes.
  static let longest = 64
  /// So much of a text is compared with a context: more may have been put in.
  static let room = longest + longest / 2
  /// What it costs that something stands where a paragraph should begin or end: that much context must speak for the place.
  private static let edgeCost = 16

  /// The context, folded; a line end stands for the paragraph's edge.
  let bytes: [UInt8]
  /// How much of it lies in the paragraph.
  private let inner: Int
  /// True where the paragraph begins or ends with it.
  private let reachesEdge: Bool

  /// - Parameter text: the context from the words outwards; nil where anything may stand there.
  init(_ text: [UInt8]?) {
    var folded = text.map { Self.folded($0, Self.longest, blankLines: true) } ?? []
    if folded.isEmpty, text != nil { folded = [0x0A] }
    inner = folded.firstIndex(of: 0x0A) ?? folded.count
    reachesEdge = inner < folded.count
    bytes = folded
  }

  /// True where something must stand there.
  var isBounded: Bool { !bytes.isEmpty }
  /// The byte next to the words; nil where they stand at the paragraph's edge, or anything may stand there.
  var first: UInt8? { inner > 0 ? bytes[0] : nil }
  /// True where it goes on in other paragraphs.
  var looksFurther: Bool { inner + 1 < bytes.count }
  /// Nothing but that the paragraph begins or ends there.
  private var isEdge: Bool { reachesEdge && bytes.count == 1 }

  /// True where a text is the same, as far as the paragraph goes.
  func isWhole(_ text: some Sequence<UInt8>) -> Bool {
    var count = 0
    var isSpace = false
    for byte in text {
      let byte = Self.isSpace(byte) ? 0x20 : byte
      if byte == 0x20, isSpace { continue }
      isSpace = byte == 0x20
      if count == inner {
        if !reachesEdge { return true }
        // White space at a paragraph's edge is none.
        guard isSpace else { return false }
        continue
      }
      guard bytes[count] == byte else { return false }
      count += 1
    }
    return count == inner
  }

  /// How different a text is: insertions, deletions and replacements of bytes.
  func distance(_ text: [UInt8]) -> Int {
    if isEdge { return text.isEmpty || text[0] == 0x0A ? 0 : Self.edgeCost }
    return EditDistance.toBeginning(bytes, of: text)
  }

  // MARK: White space

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// At most so many bytes, with each run of white space as a space, or as a line end where that is asked for and the run
  /// holds a blank line.
  static func folded(_ bytes: some Sequence<UInt8>, _ limit: Int, blankLines: Bool = false) -> [UInt8] {
    var folded: [UInt8] = []
    var lineEnds = 0
    for byte in bytes {
      guard isSpace(byte) else {
        guard folded.count < limit else { break }
        folded.append(byte)
        lineEnds = 0
        continue
      }
      if byte == 0x0A { lineEnds += 1 }
      if folded.last == 0x20 || folded.last == 0x0A {
        if blankLines, lineEnds > 1 { folded[folded.count - 1] = 0x0A }
        continue
      }
      guard folded.count < limit else { break }
      folded.append(0x20)
    }
    return folded
  }

  static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    Array(folded(bytes, bytes.count).drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed())
  }
}
