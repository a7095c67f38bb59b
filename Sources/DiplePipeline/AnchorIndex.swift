import DiplePluginKit

/// Where the words of anchors stand in a document. Each paragraph is read once; an edit reads the paragraph that it touched.
///
/// What is found is a pure function of the text: the words must be there as they are; the context may differ by up to half of
/// its length (edit distance), and then no second place may come near. Where the words are gone and a tolerant anchor's
/// context stands as it was, the words between may be a little different.
struct AnchorIndex {
  /// Of so many places that resemble the context one can be told to be the best; of more, none.
  private static let mostNear = 32
  /// From two places with edited words on, nothing tells which is meant.
  private static let mostEdited = 2

  /// Where an anchor's words stand.
  enum Answer {
    case found(Place)
    /// The words have been edited a little since; the cause is why nothing else was found.
    case edited(Place, OrphanedOverride.Cause)
    case missing(OrphanedOverride.Cause)
  }

  /// What one paragraph has of an anchor's words.
  private struct Found {
    /// Where the context is as it was, within the paragraph.
    var whole: [Span] = []
    /// Where it is not, and how different it is.
    var near: [(span: Span, distance: Int)] = []
    /// Where the words are not quite as they were.
    var edited: [Span] = []
    /// All places with the words as they are, those included that are too many to keep.
    var count = 0
  }

  private let patterns: [AnchorPattern]
  private let numbers: [Anchor: Int]
  /// The patterns by their first byte.
  private let byFirstByte: [[Int]]
  /// The patterns whose words may have been edited, by the byte before them; a line end for a paragraph's start.
  private let byByteBefore: [[Int]]
  /// By pattern and the number of the paragraph.
  private var found: [[Int: Found]]
  /// The patterns with words in a paragraph.
  private var holders: [Int: [Int]] = [:]
  /// Answers that depend on the paragraphs with the words and on no others.
  private var answers: [Answer?]

  /// - Parameter tolerant: those of the anchors whose words may have been edited.
  init(_ anchors: some Sequence<Anchor>, tolerant: some Sequence<Anchor>) {
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
    var byByteBefore = [[Int]](repeating: [], count: 256)
    for number in Set(tolerant.compactMap { numbers[$0] }).sorted() where patterns[number].isBounded {
      byByteBefore[Int(patterns[number].prefix.first ?? 0x0A)].append(number)
    }
    self.byByteBefore = byByteBefore
    found = Array(repeating: [:], count: patterns.count)
    answers = Array(repeating: nil, count: patterns.count)
  }

  // MARK: Paragraphs

  /// Forgets a paragraph.
  mutating func remove(_ number: Int) {
    for pattern in holders.removeValue(forKey: number) ?? [] {
      found[pattern][number] = nil
      answers[pattern] = nil
    }
  }

  /// Forgets all.
  mutating func removeAll() { for number in Array(holders.keys) { remove(number) } }

  /// Reads a paragraph.
  mutating func read(_ number: Int, _ bytes: [UInt8]) {
    guard !patterns.isEmpty else { return }
    var here: [Int: Found] = [:]
    bytes.withUnsafeBufferPointer { bytes in
      var before: UInt8 = 0x0A
      for start in bytes.indices {
        let isSpace = AnchorContext.isSpace(bytes[start])
        if !isSpace {
          for candidate in byByteBefore[Int(before)] {
            let edited = patterns[candidate].edited(bytes, start, limit: Self.mostEdited)
            if !edited.isEmpty { here[candidate, default: Found()].edited += edited.prefix(Self.mostEdited) }
          }
        }
        if !isSpace {
          before = bytes[start]
        } else if before != 0x0A {
          before = 0x20
        }
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
      answers[pattern] = nil
    }
    if !here.isEmpty { holders[number] = here.keys.sorted() }
  }

  // MARK: Places

  /// Where an anchor's words stand.
  mutating func place(of anchor: Anchor, in surroundings: AnchorSurroundings) -> Answer {
    guard let number = numbers[anchor] else { return .missing(.gone) }
    if let known = answers[number] { return known }
    let pattern = patterns[number]
    let whole = found[number].flatMap { paragraph, found in found.whole.map { Place(paragraph, $0) } }
    if !whole.isEmpty {
      // What else the place depends on may be edited: only what depends on nothing else is kept.
      guard whole.count == 1, !pattern.looksFurther else { return best(whole, anchor, pattern, surroundings) }
      answers[number] = .found(whole[0])
      return .found(whole[0])
    }
    let near = nearest(number, surroundings)
    // Where the words stand as they were, what was put beside them is none of them.
    let edited = found[number].flatMap { paragraph, found in
      found.edited.lazy.filter { edited in !found.near.contains { $0.span.overlaps(edited) } }
        .map { Place(paragraph, $0) }
    }
    let answer: Answer =
      switch near {
      case .success(let place): edited.isEmpty ? .found(place) : .missing(.ambiguous)
      case .failure(let cause):
        switch edited.count {
        case 0: .missing(cause)
        case 1 where isMeant(edited[0], anchor, pattern, surroundings): .edited(edited[0], cause)
        default: .missing(edited.count > 1 ? .ambiguous : cause)
        }
      }
    if !pattern.looksFurther { answers[number] = answer }
    return answer
  }

  /// Of places with the words and the context of their paragraph the one that is meant.
  private func best(
    _ places: [Place], _ anchor: Anchor, _ pattern: AnchorPattern, _ surroundings: AnchorSurroundings
  ) -> Answer {
    if places.count == 1 {
      return isMeant(places[0], anchor, pattern, surroundings) ? .found(places[0]) : .missing(.changed)
    }
    if pattern.looksFurther {
      let near = places.map { (place: $0, distance: surroundings.distance(pattern, $0)) }
        .sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }
      let isOnlyOne = near[0].distance == 0 && near[1].distance > 0
      if isOnlyOne || pattern.isAlike(near[0].distance) && pattern.isWorse(near[1].distance, than: near[0].distance) {
        return .found(near[0].place)
      }
    }
    let hinted = places.filter { surroundings.start($0) == anchor.start }
    return hinted.count == 1 ? .found(hinted[0]) : .missing(.ambiguous)
  }

  /// True where a place whose context is whole in its paragraph is the one that was meant, and no other one like it.
  private func isMeant(
    _ place: Place, _ anchor: Anchor, _ pattern: AnchorPattern, _ surroundings: AnchorSurroundings
  ) -> Bool {
    !pattern.looksFurther || pattern.isAlike(surroundings.distance(pattern, place))
      || surroundings.start(place) == anchor.start
  }

  private func nearest(_ number: Int, _ surroundings: AnchorSurroundings) -> Result<Place, OrphanedOverride.Cause> {
    let count = found[number].values.reduce(0) { $0 + $1.count }
    guard count > 0 else { return .failure(.gone) }
    guard count <= Self.mostNear else { return .failure(.ambiguous) }
    let pattern = patterns[number]
    let near = found[number].flatMap { paragraph, found in
      found.near.map { near in
        let place = Place(paragraph, near.span)
        return (
          place: place, distance: pattern.looksFurther ? surroundings.distance(pattern, place) : near.distance
        )
      }
    }.sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }
    guard pattern.isAlike(near[0].distance) else { return .failure(.changed) }
    guard near.count == 1 || pattern.isWorse(near[1].distance, than: near[0].distance) else {
      return .failure(.ambiguous)
    }
    return .success(near[0].place)
  }
}
