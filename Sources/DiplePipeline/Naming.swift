import DiplePluginKit

/// Gives names to what annotators return: ids to annotations, numbers to things. A name stays while what it names does.
struct Naming {
  private var counters: [String: Int] = [:]
  private var clusters: [UInt64: Cluster] = [:]
  private var nextThing = 1
  private var limit = 4096

  // MARK: Ids

  /// The next id of a kind.
  mutating func newID(_ kind: String) -> AnnotationID {
    counters[kind, default: 0] += 1
    return AnnotationID(kind, counters[kind]!)
  }

  /// Finds for each of `new` the id that it continues: that of the former annotation of the same kind at the same place, else
  /// one that stood in this place of a paragraph with this content, else that of the annotation which shares most with it.
  /// - Parameters:
  ///   - recall: the ids that stood where a new annotation stands now, by its position in `new`.
  ///   - revive: takes an id that no annotation has; false where one has it.
  static func match(
    _ new: [Extent], _ former: [Former], recall: (Int) -> [AnnotationID], revive: (AnnotationID) -> Bool
  ) -> [AnnotationID?] {
    var free: [Extent: [Int]] = [:]
    for index in former.indices.reversed() { free[Extent(former[index].moved), default: []].append(index) }
    var result = new.map { extent -> AnnotationID? in free[extent]?.popLast().map { former[$0].moved.id } }
    guard result.contains(where: { $0 == nil }) else { return result }
    var left = free.values.joined().sorted { former[$0].moved.pieces[0].span < former[$1].moved.pieces[0].span }
    var waiting = Set(left.lazy.map { former[$0].moved.id })
    for index in new.indices where result[index] == nil {
      result[index] = recall(index).first { waiting.remove($0) != nil || revive($0) }
    }
    left.removeAll { !waiting.contains(former[$0].moved.id) }
    for index in new.indices where result[index] == nil && !left.isEmpty {
      if let best = nearest(new[index], left, former) { result[index] = former[left.remove(at: best)].moved.id }
    }
    return result
  }

  /// The position in `left` (in order of starts) of the annotation that shares most bytes with `new`. Looks at a few
  /// neighbours only: an id that changes is no harm, a replaced book that stops the daemon is.
  private static func nearest(_ new: Extent, _ left: [Int], _ former: [Former]) -> Int? {
    let behind = left.partitioningIndex { former[$0].moved.pieces[0].span.start >= new.end }
    var best: (at: Int, shared: Int)?
    for at in (max(0, behind - 16)..<behind).reversed() where former[left[at]].moved.kind == new.kind {
      let shared = overlap(Extent(former[left[at]].moved), new)
      if shared > best?.shared ?? 0 { best = (at, shared) }
    }
    return best?.at
  }

  private static func overlap(_ a: Extent, _ b: Extent) -> Int { min(a.end, b.end) - max(a.start, b.start) }

  // MARK: Things

  /// How many things have a number.
  var count: Int { clusters.count }

  /// The cluster of a thing.
  mutating func cluster(_ thing: UInt64) -> Cluster {
    if let known = clusters[thing] { return known }
    let cluster = Cluster(nextThing)
    nextThing += 1
    clusters[thing] = cluster
    return cluster
  }

  /// True where so many things were named that it is worth a look which are still there.
  var isFull: Bool { clusters.count > limit }

  /// Forgets all other things.
  mutating func keep(_ things: Set<UInt64>) {
    clusters = clusters.filter { things.contains($0.key) }
    limit = max(4096, clusters.count * 2)
  }

  // MARK: Order

  /// Document order; of two that start together the longer first, as it encloses the other.
  static func precedes(_ a: Annotation, _ b: Annotation) -> Bool {
    let (first, second) = (a.place, b.place)
    if first.paragraph != second.paragraph { return first.paragraph < second.paragraph }
    if first.span.start != second.span.start { return first.span.start < second.span.start }
    let (lastA, lastB) = (a.pieces[a.pieces.count - 1], b.pieces[b.pieces.count - 1])
    if lastA.paragraph != lastB.paragraph { return lastA.paragraph > lastB.paragraph }
    if lastA.span.end != lastB.span.end { return lastA.span.end > lastB.span.end }
    return (a.kind, a.source, a.id.number) < (b.kind, b.source, b.id.number)
  }
}
