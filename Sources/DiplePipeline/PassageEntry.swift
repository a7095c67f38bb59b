import DiplePluginKit

/// A paragraph and what its last run was. The summary and the states are its subclass's, whose types are the annotator's own.
class PassageEntry {
  let number: Int
  /// The questions that it has told facts under.
  var told: [Topic] = []
  var asked: [Topic] = []
  /// How many of the paragraphs behind it looked at.
  var reach = 0
  var usesDate = false
  var isStale = true
  /// Nil where what it gave last no longer stands as it was.
  var raw: [Annotation]? = []
  var named: [Annotation] = []

  init(_ number: Int) { self.number = number }
}

/// The paragraphs of a stage: which must run, and what was found in them.
struct PassageEntries {
  private(set) var all: [PassageEntry] = []
  /// The indices of entries to run, as far as they are known before the run.
  var stale: Set<Int> = []
  /// No entry has a longer reach.
  private var longestReach = 0
  /// The owners of annotations with places in other paragraphs, by the number of these.
  private(set) var visitors: [Int: [Int]] = [:]

  var count: Int { all.count }
  subscript(index: Int) -> PassageEntry { all[index] }

  func index(of number: Int) -> Int? { all.index(ofNumber: number) { $0.number } }

  // MARK: What must run

  mutating func replace(_ change: ParagraphChange, with new: [PassageEntry]) {
    for entry in all[change.removed] { removeVisitors(entry.named, owner: entry.number) }
    all.replaceSubrange(change.removed, with: new)
    let shift = new.count - change.removed.count
    if shift == 0 {
      stale.subtract(change.removed)
    } else if !stale.isEmpty {
      stale = Set(
        stale.compactMap { index in
          if index < change.removed.lowerBound { return index }
          return index < change.removed.upperBound ? nil : index + shift
        })
    }
    stale.formUnion(change.inserted)
    // Those before that looked at what is gone, or at where something new stands now.
    markStale(lookingAt: change.inserted.lowerBound)
    // The one behind may get another state.
    let behind = change.inserted.upperBound
    if behind < all.count { stale.insert(behind) }
  }

  mutating func markStale(_ index: Int) {
    all[index].isStale = true
    stale.insert(index)
  }

  /// Those before an entry that looked as far as it.
  private mutating func markStale(lookingAt index: Int) {
    for before in max(0, index - longestReach)..<index where before + all[before].reach >= index { markStale(before) }
  }

  mutating func invalidate(_ numbers: Set<Int>) {
    for number in numbers {
      guard let index = index(of: number) else { continue }
      markStale(index)
      markStale(lookingAt: index)
    }
  }

  mutating func markStale(ofNumbers numbers: Set<Int>) {
    for number in numbers { if let index = index(of: number) { markStale(index) } }
  }

  mutating func invalidateDate() { for index in all.indices where all[index].usesDate { markStale(index) } }

  /// Notes how far an entry looked.
  mutating func note(reach: Int) { longestReach = max(longestReach, reach) }

  // MARK: What was found

  mutating func accept(_ named: [Annotation], of index: Int) {
    let entry = all[index]
    removeVisitors(entry.named, owner: entry.number)
    entry.named = named
    addVisitors(named, owner: entry.number)
  }

  private mutating func addVisitors(_ named: [Annotation], owner: Int) {
    for annotation in named {
      annotation.forEachPlace { place in
        guard place.paragraph != owner, visitors[place.paragraph]?.contains(owner) != true else { return }
        visitors[place.paragraph, default: []].append(owner)
      }
    }
  }

  private mutating func removeVisitors(_ named: [Annotation], owner: Int) {
    for annotation in named {
      annotation.forEachPlace { place in
        guard place.paragraph != owner else { return }
        visitors[place.paragraph]?.removeAll { $0 == owner }
        if visitors[place.paragraph]?.isEmpty == true { visitors[place.paragraph] = nil }
      }
    }
  }

  mutating func orphan(_ removed: Range<Int>) -> [Annotation] {
    var orphans = all[removed].flatMap { $0.named }
    // Others own annotations with pieces or mentions there: what these looked at is gone, so that they run again, and a
    // client that has moved the places by itself may have to be told.
    for entry in all[removed] {
      for owner in visitors[entry.number] ?? [] {
        guard let index = index(of: owner), !removed.contains(index) else { continue }
        let lost = all[index].named.filter { $0.hasPlace(in: entry.number) }
        removeVisitors(lost, owner: owner)
        all[index].named.removeAll { $0.hasPlace(in: entry.number) }
        addVisitors(all[index].named, owner: owner)
        all[index].raw = nil
        markStale(index)
        orphans += lost
      }
    }
    return orphans
  }

  func annotations(reaching numbers: ClosedRange<Int>, named: (Int) -> [Annotation]) -> [Annotation] {
    guard let first = index(of: numbers.lowerBound), let last = index(of: numbers.upperBound) else { return [] }
    return all[first...last].flatMap { entry in entry.named + (visitors[entry.number] ?? []).flatMap(named) }
  }

  mutating func removeAll() { (all, stale) = ([], []) }
}
