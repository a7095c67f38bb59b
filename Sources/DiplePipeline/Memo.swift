import DiplePluginKit

/// What one paragraph amounts to: its text with the layers, and a summary for each stage.
struct ParagraphResult: Sendable {
  let text: ParagraphText
  var summaries: [any Sendable]
}

/// Remembers paragraphs that are gone, by content: undo, a moved paragraph and a line joined and parted again cost no
/// second reading. Holds the latest ones, up to a size.
struct Memo {
  struct Key: Hashable {
    let bytes: [UInt8]
    let kind: Paragraph.Kind

    /// The bytes at once; the synthesized function feeds them one by one.
    func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
  }

  /// In bytes of text; layers and summaries take some thirty times as much. Enough for the last hundred keystrokes.
  static let limit = 64 * 1024
  private var known: [Key: (result: ParagraphResult, age: Int)] = [:]
  private(set) var queue: [(key: Key, age: Int)] = []
  private var clock = 0
  private(set) var size = 0

  /// Takes back what a paragraph of this content amounted to.
  mutating func take(_ bytes: [UInt8], _ kind: Paragraph.Kind) -> ParagraphResult? {
    guard !known.isEmpty, let found = known.removeValue(forKey: Key(bytes: bytes, kind: kind)) else { return nil }
    size -= bytes.count
    return found.result
  }

  /// Keeps what a paragraph amounted to that is gone.
  mutating func keep(_ result: ParagraphResult) {
    let key = Key(bytes: result.text.bytes, kind: result.text.kind)
    guard key.bytes.count <= Self.limit / 4 else { return }
    clock += 1
    if known.updateValue((result, clock), forKey: key) == nil { size += key.bytes.count }
    queue.append((key, clock))
    var dropped = 0
    while size > Self.limit, dropped < queue.count {
      let oldest = queue[dropped]
      dropped += 1
      // A newer entry of the queue may stand for the same content.
      if known[oldest.key]?.age == oldest.age {
        known[oldest.key] = nil
        size -= oldest.key.bytes.count
      }
    }
    if dropped > 0 { queue.removeFirst(dropped) }
    if queue.count > 64, queue.count > known.count * 4 { queue.removeAll { known[$0.key]?.age != $0.age } }
  }
}
