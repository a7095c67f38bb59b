import DiplePluginKit

/// Runs a `PassageAnnotator`: paragraph after paragraph, and after an edit only those whose result can be another.
final class PassageStage<A: PassageAnnotator>: Stage {
  private typealias Questions = Board<A.Question, A.Fact, A.Answer>

  /// A paragraph and its last run. An object: values of unknown layout are slow to move about.
  private final class Entry {
    let number: Int
    /// Nil for front matter.
    var view: ParagraphView<A.Summary>?
    /// The questions that it has told facts under.
    var told: [Questions.Slot] = []
    /// Nil before the first run.
    var before: A.State?
    var after: A.State?
    var asked: [Questions.Slot] = []
    /// How many of the paragraphs behind it looked at.
    var reach = 0
    var usesDate = false
    var isStale = true
    /// Nil where what it gave last no longer stands as it was.
    var raw: [Annotation]? = []
    var named: [Annotation] = []

    init(_ number: Int, _ view: ParagraphView<A.Summary>?) { (self.number, self.view) = (number, view) }
  }

  /// What a paragraph asks for while it runs, written down.
  private final class Source: PassageSource {
    unowned let stage: PassageStage
    let surroundings: Surroundings
    let index: Int
    let number: Int
    var asked: [Questions.Slot] = []
    var reach = 0
    var usesDate = false

    init(_ stage: PassageStage, _ surroundings: Surroundings, _ index: Int, _ number: Int) {
      (self.stage, self.surroundings, self.index, self.number) = (stage, surroundings, index, number)
    }

    func date() -> DocumentDate? {
      usesDate = true
      return surroundings.date
    }
    func answer(_ question: A.Question) -> A.Answer? {
      if stage.isFinal { return stage.board.answer(to: question, stage.annotator.answer) }
      let (answer, slot) = stage.board.ask(question, by: number, stage.annotator.answer)
      asked.append(slot)
      return answer
    }
    func annotations(_ kind: String, following distance: Int) -> [Annotation] {
      if distance == 0 { return surroundings.annotations(kind, number) }
      return entry(distance).map { surroundings.annotations(kind, $0.number) } ?? []
    }
    func following(_ distance: Int) -> ParagraphView<A.Summary>? { entry(distance)?.view }

    private func entry(_ distance: Int) -> Entry? {
      precondition(distance > 0, "what follows begins at 1")
      reach = max(reach, distance)
      let index = index + distance
      return index < stage.entries.count ? stage.entries[index] : nil
    }
  }

  private let annotator: A
  private let settings: Settings
  /// True where there will be no edit: what only another run would need is not kept.
  private let isFinal: Bool
  private var entries: [Entry] = []
  private var board = Questions()
  /// The indices of entries to run, as far as they are known before the run.
  private var stale: Set<Int> = []
  /// No entry has a longer reach.
  private var longestReach = 0
  /// The owners of annotations with places in other paragraphs, by the number of these.
  private var visitors: [Int: [Int]] = [:]
  /// All that is left of the entries once there is nothing to run.
  private var sealed: (numbers: [Int], named: [[Annotation]]) = ([], [])

  init(_ annotator: A, _ settings: Settings, isFinal: Bool) {
    (self.annotator, self.settings, self.isFinal) = (annotator, settings, isFinal)
  }

  var manifest: Manifest { annotator.manifest }

  // MARK: Changes

  func replace(_ change: ParagraphChange, with items: [StageItem?], numbers: [Int]) {
    for index in change.removed { forget(entries[index]) }
    let new = zip(numbers, items).map { number, item in
      let view = item.map { ParagraphView(number: number, $0.text, summary: $0.summary as! A.Summary) }
      return Entry(number, view)
    }
    entries.replaceSubrange(change.removed, with: new)
    let shift = new.count - change.removed.count
    stale = Set(
      stale.compactMap { index in
        if index < change.removed.lowerBound { return index }
        return index < change.removed.upperBound ? nil : index + shift
      })
    for entry in new {
      guard let view = entry.view else { continue }
      annotator.tell(view) { question, fact in
        let slot = board.add(question, fact, of: entry.number)
        if !isFinal { entry.told.append(slot) }
      }
    }
    stale.formUnion(change.inserted)
    // Those before that looked at what is gone, or at where something new stands now.
    markStale(lookingAt: change.inserted.lowerBound)
    // The one behind may get another state.
    let behind = change.inserted.upperBound
    if behind < entries.count { stale.insert(behind) }
  }

  private func forget(_ entry: Entry) {
    board.remove(entry.told, of: entry.number)
    board.release(entry.number, entry.asked)
    removeVisitors(entry.named, owner: entry.number)
  }

  private func markStale(_ index: Int) {
    entries[index].isStale = true
    stale.insert(index)
  }

  /// Those before an entry that looked as far as it.
  private func markStale(lookingAt index: Int) {
    for before in max(0, index - longestReach)..<index where before + entries[before].reach >= index {
      markStale(before)
    }
  }

  func invalidate(_ numbers: Set<Int>) {
    for number in numbers {
      guard let index = index(of: number) else { continue }
      markStale(index)
      markStale(lookingAt: index)
    }
  }

  func invalidateDate() { for index in entries.indices where entries[index].usesDate { markStale(index) } }

  private func index(of number: Int) -> Int? { entries.index(ofNumber: number) { $0.number } }

  // MARK: Running

  func refresh(_ surroundings: Surroundings, limit: Int) -> [Outcome] {
    for number in board.settle(annotator.answer) { if let index = index(of: number) { markStale(index) } }
    let pending = stale.sorted()
    stale.removeAll()
    var outcomes: [Outcome] = []
    var next = 0
    var index = pending.first ?? entries.count
    while index < entries.count {
      if next < pending.count, pending[next] == index { next += 1 }
      let state = index == 0 ? annotator.start : entries[index - 1].after!
      if entries[index].isStale || entries[index].before != state {
        if let outcome = run(index, state, surroundings) { outcomes.append(outcome) }
      }
      if isFinal {
        entries[index].before = nil
        if index > 0 { entries[index - 1].after = nil }
      }
      if outcomes.count == limit {
        stale.formUnion(pending[next...])
        if index + 1 < entries.count { stale.insert(index + 1) }
        break
      }
      let isNextFit = index + 1 == entries.count || entries[index + 1].before == entries[index].after
      if !isNextFit {
        index += 1
      } else {
        index = next < pending.count ? pending[next] : entries.count
      }
    }
    return outcomes
  }

  private func run(_ index: Int, _ state: A.State, _ surroundings: Surroundings) -> Outcome? {
    let entry = entries[index]
    let number = entry.number
    entry.isStale = false
    entry.before = state
    guard let view = entry.view else {
      entry.after = state
      return nil
    }
    let source = Source(self, surroundings, index, number)
    var after = state
    let raw = annotator.annotate(Passage(view, settings: settings, source: source), &after)
    // Most runs ask what the one before asked.
    if !source.asked.elementsEqual(entry.asked, by: ===) {
      let asked = Set(source.asked.lazy.map(ObjectIdentifier.init))
      board.release(number, entry.asked.lazy.filter { !asked.contains(ObjectIdentifier($0)) })
    }
    (entry.after, entry.asked) = (after, source.asked)
    (entry.reach, entry.usesDate) = (source.reach, source.usesDate)
    longestReach = max(longestReach, source.reach)
    guard raw != entry.raw else { return nil }
    entry.raw = isFinal ? nil : raw
    if isFinal { entry.view = nil }
    return Outcome(owner: number, old: entry.named, raw: raw)
  }

  // MARK: Results

  func accept(_ outcome: Outcome, _ named: [Annotation]) {
    guard let number = outcome.owner, let index = index(of: number) else { return }
    removeVisitors(entries[index].named, owner: number)
    entries[index].named = named
    addVisitors(named, owner: number)
  }

  private func addVisitors(_ named: [Annotation], owner: Int) {
    for annotation in named {
      annotation.forEachPlace { place in
        guard place.paragraph != owner, visitors[place.paragraph]?.contains(owner) != true else { return }
        visitors[place.paragraph, default: []].append(owner)
      }
    }
  }

  private func removeVisitors(_ named: [Annotation], owner: Int) {
    for annotation in named {
      annotation.forEachPlace { place in
        guard place.paragraph != owner else { return }
        visitors[place.paragraph]?.removeAll { $0 == owner }
        if visitors[place.paragraph]?.isEmpty == true { visitors[place.paragraph] = nil }
      }
    }
  }

  func orphan(_ removed: Range<Int>) -> [Annotation] {
    var orphans = entries[removed].flatMap { $0.named }
    // Others own annotations with pieces or mentions there: what these looked at is gone, so that they run again, and a
    // client that has moved the places by itself may have to be told.
    for entry in entries[removed] {
      for owner in visitors[entry.number] ?? [] {
        guard let index = index(of: owner), !removed.contains(index) else { continue }
        let lost = entries[index].named.filter { $0.hasPlace(in: entry.number) }
        removeVisitors(lost, owner: owner)
        entries[index].named.removeAll { $0.hasPlace(in: entry.number) }
        addVisitors(entries[index].named, owner: owner)
        entries[index].raw = nil
        markStale(index)
        orphans += lost
      }
    }
    return orphans
  }

  private func named(of number: Int) -> [Annotation] {
    if let index = index(of: number) { return entries[index].named }
    return sealed.numbers.index(ofNumber: number) { $0 }.map { sealed.named[$0] } ?? []
  }

  func annotations(in number: Int) -> [Annotation] {
    let named = named(of: number)
    let own = named.allSatisfy { $0.hasPiece(in: number) } ? named : named.filter { $0.hasPiece(in: number) }
    guard let owners = visitors[number] else { return own }
    let guests = owners.flatMap { self.named(of: $0) }.filter { $0.hasPiece(in: number) }
    return (own + guests).sorted(by: Naming.precedes)
  }

  func annotations(reaching numbers: ClosedRange<Int>) -> [Annotation] {
    guard let first = index(of: numbers.lowerBound), let last = index(of: numbers.upperBound) else { return [] }
    return entries[first...last].flatMap { entry in
      entry.named + (visitors[entry.number] ?? []).flatMap { named(of: $0) }
    }
  }

  var retained: (board: Int, visitors: Int) {
    (entries.reduce(board.count) { $0 + $1.told.count + $1.asked.count }, visitors.count)
  }

  func clear() { (entries, sealed) = ([], ([], [])) }

  func seal() {
    sealed = (entries.map(\.number), entries.map(\.named))
    (entries, board, stale) = ([], Questions(), [])
  }

  var things: Set<UInt64> { entries.lazy.flatMap { $0.raw ?? [] }.things }
  var all: [Annotation] { entries.flatMap { $0.named } + sealed.named.joined() }
}
