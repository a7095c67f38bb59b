import DiplePluginKit

/// Remembers which ids stood where, by the content of the paragraph: what an undo, a paste or the end of a quotation mark brings
/// back gets the id that it had. Holds the latest ones.
struct IDMemo {
  /// A place in a paragraph of some content. Two contents with one hash would cost nothing but an id that changes hands.
  struct Slot: Hashable {
    let kind: String
    let content: Int
    /// Where the first piece starts and the last one ends, each in its paragraph.
    let start: Int
    let end: Int

    init(_ annotation: Annotation, content: Int) {
      (kind, self.content) = (annotation.kind, content)
      start = annotation.pieces[0].span.start
      end = annotation.pieces[annotation.pieces.count - 1].span.end
    }
  }

  /// The content of a paragraph as a number.
  static func content(_ bytes: [UInt8], _ kind: Paragraph.Kind) -> Int {
    var hasher = Hasher()
    hasher.combine(kind)
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }

  /// So many places are remembered: the last thousand keystrokes of an article, and one edit whatever its size.
  static let least = 8192
  private(set) var limit = Self.least
  private var known: [Slot: Int] = [:]
  /// Further numbers, in document order, where a paragraph was there more than once.
  private var more: [Slot: [Int]] = [:]
  private var queue: [Slot] = []
  private var oldest = 0
  /// Ids that were given up and may be given again.
  private var free: Set<AnnotationID> = []
  /// With more of them it is worth a look which are still remembered.
  private var threshold = 2 * Self.least

  var isEmpty: Bool { known.isEmpty }
  /// How many places and ids it holds.
  var count: Int { known.count + free.count }

  /// Makes room for what one edit takes away.
  mutating func reserve(_ count: Int) { limit = max(limit, count + Self.least) }

  /// Remembers where an id stood.
  mutating func keep(_ id: AnnotationID, at slot: Slot) {
    if let first = known[slot] {
      // Of a paragraph that is there a thousand times the first ones are enough.
      if first != id.number, more[slot, default: []].count < 16, !more[slot, default: []].contains(id.number) {
        more[slot, default: []].append(id.number)
      }
      return
    }
    known[slot] = id.number
    queue.append(slot)
    guard known.count > limit else { return }
    known[queue[oldest]] = nil
    more[queue[oldest]] = nil
    oldest += 1
    if oldest > limit {
      queue.removeFirst(oldest)
      oldest = 0
    }
  }

  /// The ids that stood in a place, the first one first.
  func ids(at slot: Slot) -> [AnnotationID] {
    guard let first = known[slot] else { return [] }
    return ([first] + (more[slot] ?? [])).map { AnnotationID(slot.kind, $0) }
  }

  /// Nobody has the id any more.
  mutating func release(_ id: AnnotationID) {
    free.insert(id)
    guard free.count > threshold else { return }
    var kept: Set<AnnotationID> = []
    for (slot, number) in known {
      for number in [number] + (more[slot] ?? []) {
        let id = AnnotationID(slot.kind, number)
        if free.contains(id) { kept.insert(id) }
      }
    }
    free = kept
    threshold = max(2 * limit, 2 * kept.count)
  }

  /// Gives an id again; false where somebody has it.
  mutating func revive(_ id: AnnotationID) -> Bool { free.remove(id) != nil }
}
