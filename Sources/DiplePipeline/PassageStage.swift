import DiplePluginKit

/// Runs a `PassageAnnotator`: paragraph after paragraph, and after an edit only those whose result can be another.
final class PassageStage<A: PassageAnnotator>: Stage {
  /// A paragraph and its last run. An object: values of unknown layout are slow to move about.
  private final class Entry: PassageEntry {
    /// Nil for front matter.
    var view: ParagraphView<A.Summary>?
    /// Nil before the first run.
    var before: A.State?
    var after: A.State?

    init(_ number: Int, _ view: ParagraphView<A.Summary>?) {
      self.view = view
      super.init(number)
    }
  }

  /// What a paragraph asks for while it runs, written down.
  private final class Source: PassageSource {
    unowned let stage: PassageStage
    let surroundings: Surroundings
    let index: Int
    let number: Int
    var asked: [Topic] = []
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
      if stage.isFinal { return stage.board.answer(to: question) }
      let (answer, topic) = stage.board.ask(question, by: number)
      asked.append(topic)
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
      return index < stage.entries.count ? stage.entry(index) : nil
    }
  }

  private let annotator: A
  private let settings: Settings
  /// True where there will be no edit: what only another run would need is not kept.
  private let isFinal: Bool
  /// All of them are of the class `Entry`.
  private var entries = PassageEntries()
  private var board: Board<A>
  /// All that is left of the entries once there is nothing to run.
  private var sealed: (numbers: [Int], named: [[Annotation]]) = ([], [])

  init(_ annotator: A, _ settings: Settings, isFinal: Bool) {
    (self.annotator, self.settings, self.isFinal) = (annotator, settings, isFinal)
    board = Board(annotator)
    manifest = annotator.manifest
  }

  let manifest: Manifest

  private func entry(_ index: Int) -> Entry { unsafeDowncast(entries[index], to: Entry.self) }

  // MARK: Changes

  func replace(_ change: ParagraphChange, with items: [StageItem?], numbers: [Int]) {
    for entry in entries.all[change.removed] {
      board.topics.remove(entry.told, of: entry.number)
      board.topics.release(entry.number, entry.asked)
    }
    var new: [PassageEntry] = []
    for (number, item) in zip(numbers, items) {
      let view = item.map { ParagraphView(number: number, $0.text, summary: $0.summary as! A.Summary) }
      let entry = Entry(number, view)
      new.append(entry)
      guard let view else { continue }
      annotator.tell(view) { question, fact in
        let topic = board.add(question, fact, of: number)
        if !isFinal { entry.told.append(topic) }
      }
    }
    entries.replace(change, with: new)
  }

  func invalidate(_ numbers: Set<Int>) { entries.invalidate(numbers) }
  func invalidateDate() { entries.invalidateDate() }

  // MARK: Running

  func refresh(_ surroundings: Surroundings, limit: Int) -> [Outcome] {
    entries.markStale(ofNumbers: board.settle())
    let pending = entries.stale.sorted()
    entries.stale.removeAll()
    var outcomes: [Outcome] = []
    var next = 0
    var index = pending.first ?? entries.count
    while index < entries.count {
      if next < pending.count, pending[next] == index { next += 1 }
      let entry = entry(index)
      let state = index == 0 ? annotator.start : self.entry(index - 1).after!
      if entry.isStale || entry.before != state {
        if let outcome = run(entry, index, state, surroundings) { outcomes.append(outcome) }
      }
      if isFinal {
        entry.before = nil
        if index > 0 { self.entry(index - 1).after = nil }
      }
      if outcomes.count == limit {
        entries.stale.formUnion(pending[next...])
        if index + 1 < entries.count { entries.stale.insert(index + 1) }
        break
      }
      let isNextFit = index + 1 == entries.count || self.entry(index + 1).before == entry.after
      if !isNextFit {
        index += 1
      } else {
        index = next < pending.count ? pending[next] : entries.count
      }
    }
    return outcomes
  }

  private func run(_ entry: Entry, _ index: Int, _ state: A.State, _ surroundings: Surroundings) -> Outcome? {
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
      board.topics.release(number, entry.asked.lazy.filter { !asked.contains(ObjectIdentifier($0)) })
    }
    (entry.after, entry.asked) = (after, source.asked)
    (entry.reach, entry.usesDate) = (source.reach, source.usesDate)
    entries.note(reach: source.reach)
    let before = entry.raw
    guard raw != before else { return nil }
    entry.raw = isFinal ? nil : raw
    if isFinal { entry.view = nil }
    return Outcome(owner: number, old: entry.named, raw: raw, rawBefore: before)
  }

  // MARK: Results

  func accept(_ outcome: Outcome, _ named: [Annotation]) {
    guard let number = outcome.owner, let index = entries.index(of: number) else { return }
    entries.accept(named, of: index)
  }

  func orphan(_ removed: Range<Int>) -> [Annotation] { entries.orphan(removed) }

  private func named(of number: Int) -> [Annotation] {
    if let index = entries.index(of: number) { return entries[index].named }
    return sealed.numbers.index(ofNumber: number) { $0 }.map { sealed.named[$0] } ?? []
  }

  func annotations(in number: Int) -> [Annotation] {
    let named = named(of: number)
    let own = named.allSatisfy { $0.hasPiece(in: number) } ? named : named.filter { $0.hasPiece(in: number) }
    guard let owners = entries.visitors[number] else { return own }
    let guests = owners.flatMap { self.named(of: $0) }.filter { $0.hasPiece(in: number) }
    return (own + guests).sorted(by: Naming.precedes)
  }

  func annotations(reaching numbers: ClosedRange<Int>) -> [Annotation] {
    entries.annotations(reaching: numbers) { named(of: $0) }
  }

  var retained: (board: Int, visitors: Int) {
    (entries.all.reduce(board.topics.count) { $0 + $1.told.count + $1.asked.count }, entries.visitors.count)
  }

  func clear() {
    entries.removeAll()
    sealed = ([], [])
  }

  func seal() {
    sealed = (entries.all.map(\.number), entries.all.map(\.named))
    entries.removeAll()
    board = Board(annotator)
  }

  var things: Set<UInt64> { entries.all.lazy.flatMap { $0.raw ?? [] }.things }
  var all: [Annotation] { entries.all.flatMap { $0.named } + sealed.named.joined() }
}
