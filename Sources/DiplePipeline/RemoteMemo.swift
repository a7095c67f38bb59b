import DiplePluginKit

/// Remembers what a local module elsewhere found in paragraphs that are gone, by content: undo and a moved paragraph ask
/// nobody. Holds the latest ones, up to a size.
struct RemoteMemo {
  private struct Key: Hashable {
    let bytes: [UInt8]
    let kind: Paragraph.Kind
    init(_ layers: Layers) { (bytes, kind) = (layers.bytes, layers.kind) }
    func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
  }

  private static let limit = 256
  private var known: [Key: (number: Int, found: [Annotation])] = [:]
  private var queue: [Key] = []

  /// What was found in a paragraph of this content, as if it had this number.
  mutating func take(_ layers: Layers, as number: Int) -> [Annotation]? {
    guard let (_, found) = known[Key(layers)] else { return nil }
    return found.map { annotation in
      var annotation = annotation
      annotation.mapPlaces { Place(number, $0.span) }
      return annotation
    }
  }

  /// Keeps what was found. All places lie in the paragraph.
  mutating func keep(_ layers: Layers, _ number: Int, _ found: [Annotation]) {
    let key = Key(layers)
    if known.updateValue((number, found), forKey: key) == nil { queue.append(key) }
    if queue.count > Self.limit { known[queue.removeFirst()] = nil }
  }

  mutating func forget() { (known, queue) = ([:], []) }
}

/// How what was found in a paragraph stands in the text that replaced it, until somebody has looked at that.
enum Carry {
  /// What lies before or behind all that is different, moved with its text.
  static func over(_ found: [Annotation], from old: DocumentView.Item, to new: DocumentView.Item) -> [Annotation] {
    guard !found.isEmpty else { return [] }
    let (before, after) = (old.layers.bytes, new.layers.bytes)
    let common = min(before.count, after.count)
    var start = 0
    while start < common, before[start] == after[start] { start += 1 }
    var end = 0
    while end < common - start, before[before.count - 1 - end] == after[after.count - 1 - end] { end += 1 }
    let script = EditScript(TextEdit(Span(start, before.count - end), Array(after[start..<after.count - end])))
    return found.compactMap { annotation in
      var isUntouched = true
      var moved = annotation
      moved.mapPlaces { place in
        guard place.paragraph == old.number else { return place }
        if place.span.start < before.count - end, place.span.end > start { isUntouched = false }
        return Place(new.number, script.moved(place.span))
      }
      return isUntouched ? moved : nil
    }
  }
}
