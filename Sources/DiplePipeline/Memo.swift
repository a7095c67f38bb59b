import DiplePluginKit

/// What one paragraph amounts to: its layers, and a summary for each stage.
struct ParagraphResult: Sendable {
  let layers: Layers
  let summaries: [any Sendable]
}

/// Remembers paragraphs by content. One document keeps one memo; what the last run did not use is forgotten, so it
/// never holds more than the document.
public struct Memo: Sendable {
  private struct Key: Hashable {
    let bytes: ArraySlice<UInt8>
    let kind: Paragraph.Kind

    /// The bytes at once; the synthesized function feeds them one by one.
    func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
  }

  private var known: [Key: ParagraphResult] = [:]
  private var used: [Key: ParagraphResult] = [:]

  /// Remembers nothing.
  public init() {}

  mutating func begin() { used.removeAll(keepingCapacity: true) }

  mutating func end() { (known, used) = (used, [:]) }

  mutating func result(
    for bytes: ArraySlice<UInt8>, kind: Paragraph.Kind, _ summaries: (Layers) -> [any Sendable]
  ) -> ParagraphResult {
    let key = Key(bytes: bytes, kind: kind)
    if let result = used[key] { return result }
    if let index = known.index(forKey: key) {
      // The old key may hold the whole text of an earlier version: keep the one with its own small buffer.
      used[known.keys[index]] = known.values[index]
      return known.values[index]
    }
    let own = Array(bytes)
    let layers = English.read(own, kind: kind)
    let result = ParagraphResult(layers: layers, summaries: summaries(layers))
    used[Key(bytes: own[...], kind: kind)] = result
    return result
  }
}
