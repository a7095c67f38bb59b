import DiplePluginKit

/// Where the words of anchors stand in a document. Each paragraph is read once; an edit reads the paragraph that it touched.
///
/// What is found is a pure function of the text: the words must be there as they are; the context may differ by up to half of
/// its length (edit distance), and then no second place may come near.
struct AnchorIndex {
  /// Of so many places that resemble the context one can be told to be the best; of more, none.
  private static let mostNear = 32

  /// What one paragraph has of an anchor's words.
  private struct Found {
    /// Where the context is as it was.
    var whole: [Span] = []
    /// Where it is not, and how different it is.
    var near: [(span: Span, distance: Int)] = []
    /// All places, those included that are too many to keep.
    var count = 0
  }

  private let patterns: [AnchorPattern]
  private let numbers: [Anchor: Int]
  /// The patterns by their first byte.
  private let byFirstByte: [[Int]]
  /// By pattern and the number of the paragraph.
  private var found: [[Int: Found]]
  /// The patterns with words in a paragraph.
  private var holders: [Int: [Int]] = [:]
  private var resolved: [Result<Place, OrphanedOverride.Cause>?]

  init(_ anchors: some Sequence<Anchor>) {
    var numbers: [Anchor: Int] = [:]
    var patterns: [AnchorPattern] = []
    var byFirstByte = [[Int]](repeating: [], count: 256)
    for anchor in anchors where numbers[anchor] == nil {
      let pattern = AnchorPattern(anchor)
      numbers[anchor] = patterns.count
      if let first = pattern.exact.first { byFirstByte[Int(first)].append(patterns.count) }
      patterns.append(pattern)
    }
    (self.patterns, self.numbers, self.byFirstByte) = (patterns, numbers, byFirstByte)
    found = Array(repeating: [:], count: patterns.count)
    resolved = Array(repeating: nil, count: patterns.count)
  }

  // MARK: Paragraphs

  /// Forgets a paragraph.
  mutating func remove(_ number: Int) {
    for pattern in holders.removeValue(forKey: number) ?? [] {
      found[pattern][number] = nil
      resolved[pattern] = nil
    }
  }

  /// Forgets all.
  mutating func removeAll() { for number in Array(holders.keys) { remove(number) } }

  /// Reads a paragraph.
  mutating func read(_ number: Int, _ bytes: [UInt8]) {
    guard !patterns.isEmpty else { return }
    var here: [Int: Found] = [:]
    bytes.withUnsafeBufferPointer { bytes in
      for start in bytes.indices where !byFirstByte[Int(bytes[start])].isEmpty {
        for candidate in byFirstByte[Int(bytes[start])] {
          let pattern = patterns[candidate]
          guard let end = pattern.end(bytes, start) else { continue }
          let span = Span(start, end)
          var known = here[candidate] ?? Found()
          known.count += 1
          if pattern.isWhole(bytes, span) {
            if known.whole.count < Self.mostNear { known.whole.append(span) }
          } else if known.near.count < Self.mostNear {
            known.near.append((span, pattern.distance(bytes, span)))
          }
          here[candidate] = known
        }
      }
    }
    for (pattern, value) in here {
      found[pattern][number] = value
      resolved[pattern] = nil
    }
    if !here.isEmpty { holders[number] = here.keys.sorted() }
  }

  // MARK: Places

  /// Where an anchor's words stand.
  /// - Parameter start: where a place starts, in scalars from the document's start.
  mutating func place(of anchor: Anchor, start: (Place) -> Int) -> Result<Place, OrphanedOverride.Cause> {
    guard let number = numbers[anchor] else { return .failure(.gone) }
    if let known = resolved[number] { return known }
    let all = found[number]
    let whole = all.flatMap { paragraph, found in found.whole.map { Place(paragraph, $0) } }
    if whole.count > 1 {
      // Depends on what stands above; not to be kept.
      let hinted = whole.filter { start($0) == anchor.start }
      return hinted.count == 1 ? .success(hinted[0]) : .failure(.ambiguous)
    }
    let result = whole.first.map { .success($0) } ?? nearest(number)
    resolved[number] = result
    return result
  }

  private func nearest(_ number: Int) -> Result<Place, OrphanedOverride.Cause> {
    let count = found[number].values.reduce(0) { $0 + $1.count }
    guard count > 0 else { return .failure(.gone) }
    guard count <= Self.mostNear else { return .failure(.ambiguous) }
    let near = found[number].flatMap { paragraph, found in
      found.near.map { (place: Place(paragraph, $0.span), distance: $0.distance) }
    }.sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }
    let length = patterns[number].contextLength
    guard near[0].distance * 2 <= length else { return .failure(.changed) }
    guard near.count == 1 || near[1].distance >= near[0].distance + max(1, length / 4) else {
      return .failure(.ambiguous)
    }
    return .success(near[0].place)
  }
}
