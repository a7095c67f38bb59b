extension EditScript {
  /// What an edit really changes. It may replace more than is different: the same bytes at its ends, lines and words between.
  ///
  /// Lines are compared first, then the words of what is left, each by the patience diff (B. Cohen): what is there once in both
  /// texts, in the longest order that they share, holds the rest apart. The work is bounded, not the quality: where texts have
  /// little in common, little is found.
  /// - Parameter old: the text before.
  public init(refining edit: TextEdit, of old: [UInt8]) {
    // What is typed and what is deleted has nothing in common with nothing.
    guard !edit.span.isEmpty, !edit.bytes.isEmpty else {
      self.init(edit)
      return
    }
    var diff = TextDiff()
    old.withUnsafeBufferPointer { old in
      edit.bytes.withUnsafeBufferPointer { new in
        diff.run(UnsafeBufferPointer(rebasing: old[edit.span.range]), new)
      }
    }
    self.init(
      diff.changes.map { change in
        TextEdit(
          Span(change.old.lowerBound + edit.span.start, change.old.upperBound + edit.span.start),
          Array(edit.bytes[change.new]))
      })
  }
}

/// Finds what is different between two runs of bytes.
private struct TextDiff {
  typealias Text = UnsafeBufferPointer<UInt8>
  struct Change {
    var old: Range<Int>
    var new: Range<Int>
  }

  /// A line with its end, or a word with the space behind it.
  private struct Unit {
    let span: Range<Int>
    let hash: UInt64
  }

  private enum Grain {
    case lines, words
    var end: UInt8 { self == .lines ? 0x0A : 0x20 }
    var finer: Grain? { self == .lines ? .words : nil }
    /// More bytes are not compared this finely.
    var limit: Int { self == .lines ? .max : 1 << 18 }
  }

  /// Less is not worth a look.
  private static let least = 16
  /// So often is a gap looked at again for what is there once in it.
  private static let depth = 8
  /// More changes are made fewer: each costs a search.
  private static let most = 1024

  private(set) var changes: [Change] = []

  mutating func run(_ old: Text, _ new: Text) {
    let core = Self.trimmed(old, 0..<old.count, new, 0..<new.count)
    if min(core.old.count, core.new.count) < Self.least { return add(core) }
    // From the start of a line to the end of one, so that they are compared whole.
    var (before, behind) = (core.old.lowerBound, core.old.upperBound)
    while before > 0, old[before - 1] != 0x0A { before -= 1 }
    while behind < old.count, old[behind - 1] != 0x0A { behind += 1 }
    let (start, end) = (core.old.lowerBound - before, behind - core.old.upperBound)
    compare(
      old, before..<behind, new, core.new.lowerBound - start..<core.new.upperBound + end, .lines, Self.depth)
    thin()
  }

  private mutating func add(_ change: Change) {
    if !change.old.isEmpty || !change.new.isEmpty { changes.append(change) }
  }

  private mutating func compare(
    _ old: Text, _ a: Range<Int>, _ new: Text, _ b: Range<Int>, _ grain: Grain, _ depth: Int
  ) {
    let core = Self.trimmed(old, a, new, b)
    let size = max(core.old.count, core.new.count)
    if min(core.old.count, core.new.count) < Self.least || size > grain.limit { return add(core) }
    let (first, second) = (Self.units(old, a, grain), Self.units(new, b, grain))
    let pairs = depth > 0 ? Self.pairs(first, old, second, new) : []
    if pairs.isEmpty {
      guard let finer = grain.finer else { return add(core) }
      return compare(old, a, new, b, finer, Self.depth)
    }
    var (x, y) = (a.lowerBound, b.lowerBound)
    for (i, j) in pairs {
      compare(old, x..<first[i].span.lowerBound, new, y..<second[j].span.lowerBound, grain, depth - 1)
      (x, y) = (first[i].span.upperBound, second[j].span.upperBound)
    }
    compare(old, x..<a.upperBound, new, y..<b.upperBound, grain, depth - 1)
  }

  /// Without what both begin and end with; scalars stay whole.
  private static func trimmed(_ old: Text, _ a: Range<Int>, _ new: Text, _ b: Range<Int>) -> Change {
    let common = min(a.count, b.count)
    var start = 0
    while start < common, old[a.lowerBound + start] == new[b.lowerBound + start] { start += 1 }
    func isInside(_ text: Text, _ at: Int, _ end: Int) -> Bool { at < end && UTF8Scan.isContinuation(text[at]) }
    while start > 0,
      isInside(old, a.lowerBound + start, a.upperBound) || isInside(new, b.lowerBound + start, b.upperBound)
    {
      start -= 1
    }
    var end = 0
    while end < common - start, old[a.upperBound - 1 - end] == new[b.upperBound - 1 - end] { end += 1 }
    while end > 0, UTF8Scan.isContinuation(old[a.upperBound - end]) { end -= 1 }
    return Change(
      old: a.lowerBound + start..<a.upperBound - end, new: b.lowerBound + start..<b.upperBound - end)
  }

  // MARK: Patience

  private static func units(_ text: Text, _ range: Range<Int>, _ grain: Grain) -> [Unit] {
    var units: [Unit] = []
    var start = range.lowerBound
    for at in range where text[at] == grain.end || at + 1 == range.upperBound {
      units.append(Unit(span: start..<at + 1, hash: FNV1a.hash(text[start...at])))
      start = at + 1
    }
    return units
  }

  /// Units that are the same: those that begin both, those that are there once in both, in order, and those that end both.
  private static func pairs(_ a: [Unit], _ old: Text, _ b: [Unit], _ new: Text) -> [(Int, Int)] {
    func isSame(_ i: Int, _ j: Int) -> Bool {
      a[i].hash == b[j].hash && a[i].span.count == b[j].span.count
        && zip(a[i].span, b[j].span).allSatisfy { old[$0] == new[$1] }
    }
    let common = min(a.count, b.count)
    var start = 0
    while start < common, isSame(start, start) { start += 1 }
    var end = 0
    while end < common - start, isSame(a.count - 1 - end, b.count - 1 - end) { end += 1 }
    var places: [UInt64: (old: Int, new: Int)] = [:]
    // -1 where it is there more than once.
    for i in start..<a.count - end { places[a[i].hash] = (places[a[i].hash] == nil ? i : -1, -2) }
    for j in start..<b.count - end {
      if let known = places[b[j].hash] { places[b[j].hash] = (known.old, known.new == -2 ? j : -1) }
    }
    let single = places.values.filter { $0.old >= 0 && $0.new >= 0 && isSame($0.old, $0.new) }
      .sorted { $0.old < $1.old }
    var pairs = (0..<start).map { ($0, $0) }
    pairs += longestOrder(single)
    for index in 0..<end { pairs.append((a.count - end + index, b.count - end + index)) }
    return pairs
  }

  /// The longest part of the pairs that is in order in both texts (M. Fredman, 1975).
  private static func longestOrder(_ pairs: [(old: Int, new: Int)]) -> [(Int, Int)] {
    /// The last pair of the best order of each length, and the pair before each.
    var tails: [Int] = []
    var before = [Int](repeating: -1, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      let length = tails.partitioningIndex { pairs[$0].new >= pair.new }
      if length > 0 { before[index] = tails[length - 1] }
      if length == tails.count { tails.append(index) } else { tails[length] = index }
    }
    var order: [(Int, Int)] = []
    var index = tails.last ?? -1
    while index >= 0 {
      order.append((pairs[index].old, pairs[index].new))
      index = before[index]
    }
    return order.reversed()
  }

  // MARK: Bounds

  /// Joins the changes that are nearest to each other where there are too many.
  private mutating func thin() {
    guard changes.count > Self.most else { return }
    let gaps = zip(changes, changes.dropFirst()).map { $1.old.lowerBound - $0.old.upperBound }
    let wide = Set(gaps.indices.sorted { (gaps[$0], $0) > (gaps[$1], $1) }.prefix(Self.most - 1))
    var joined = [changes[0]]
    for index in gaps.indices {
      if wide.contains(index) {
        joined.append(changes[index + 1])
      } else {
        joined[joined.count - 1].old = joined[joined.count - 1].old.lowerBound..<changes[index + 1].old.upperBound
        joined[joined.count - 1].new = joined[joined.count - 1].new.lowerBound..<changes[index + 1].new.upperBound
      }
    }
    changes = joined
  }
}
