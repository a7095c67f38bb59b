import DiplePluginKit

/// Asks a local `RemoteAnnotator`, paragraph by paragraph, for what changed.
final class RemotePassageStage: Stage {
  private final class Entry {
    /// Nil for front matter.
    let item: DocumentView.Item?
    let number: Int
    /// The outstanding query.
    var query: Int?
    var isStale: Bool
    /// True where `found` is what the module said of this very text.
    var isAnswered = false
    var found: [Annotation] = []
    /// What `named` was made of; nil where that is no longer there.
    var shown: [Annotation]? = []
    var named: [Annotation] = []

    init(_ number: Int, _ item: DocumentView.Item?) { (self.number, self.item, isStale) = (number, item, item != nil) }
  }

  let manifest: Manifest
  private let settings: Settings
  private let exchange: RemoteExchange
  private var entries: [Entry] = []
  /// The numbers of entries to look at.
  private var touched: Set<Int> = []
  private var memo = RemoteMemo()

  init(_ manifest: Manifest, _ settings: Settings, _ exchange: RemoteExchange) {
    (self.manifest, self.settings, self.exchange) = (manifest, settings, exchange)
  }

  /// What it finds depends on nothing but a paragraph's text, as far as we can see.
  private var isPure: Bool { manifest.requires.allSatisfy(Manifest.isLayer) }

  func replace(_ change: ParagraphChange, with items: [StageItem?], numbers: [Int]) {
    let old = Array(entries[change.removed])
    let new = zip(numbers, items).map { number, item in
      Entry(number, item.map { DocumentView.Item(number: number, layers: $0.text.layers) })
    }
    for entry in old {
      if let query = entry.query { exchange.withdraw(query) }
      if entry.isAnswered, isPure, let item = entry.item { memo.keep(item.layers, entry.number, entry.found) }
    }
    for entry in new {
      guard let item = entry.item else { continue }
      if isPure, let found = memo.take(item.layers, as: entry.number) {
        (entry.found, entry.isStale, entry.isAnswered) = (found, false, true)
      }
    }
    carry(old, new)
    entries.replaceSubrange(change.removed, with: new)
    touched.formUnion(numbers)
  }

  /// What stood outside the edit stays until the module has answered.
  private func carry(_ old: [Entry], _ new: [Entry]) {
    func carry(_ old: Entry?, _ new: Entry?) {
      guard let old, let new, new.isStale, new.found.isEmpty, let before = old.item, let after = new.item else {
        return
      }
      new.found = Carry.over(old.found, from: before, to: after)
    }
    if old.count == new.count { return zip(old, new).forEach(carry) }
    carry(old.first, new.first)
    carry(old.last, new.last)
  }

  func invalidate(_ numbers: Set<Int>) {
    for number in numbers {
      guard let entry = entry(number), entry.item != nil else { continue }
      entry.isStale = true
      touched.insert(number)
    }
  }

  func invalidateDate() {
    memo.forget()
    invalidate(Set(entries.map(\.number)))
  }

  func refresh(_ surroundings: Surroundings, limit: Int) -> [Outcome] {
    defer { touched = [] }
    return touched.sorted().compactMap { number in
      guard let entry = entry(number) else { return nil }
      if entry.isStale, let item = entry.item { ask(entry, item, surroundings) }
      guard entry.found != entry.shown else { return nil }
      entry.shown = entry.found
      return Outcome(owner: number, old: entry.named, raw: entry.found)
    }
  }

  private func ask(_ entry: Entry, _ item: DocumentView.Item, _ surroundings: Surroundings) {
    (entry.isStale, entry.isAnswered) = (false, false)
    if let query = entry.query { exchange.withdraw(query) }
    var required: [String: [Annotation]] = [:]
    for kind in manifest.requires where !Manifest.isLayer(kind) {
      required[kind] = surroundings.annotations(kind, item.number)
    }
    let query = { [manifest, settings] id in
      RemoteQuery(
        id: id, module: manifest.id, paragraphs: [item], annotations: required, date: surroundings.date,
        settings: settings)
    }
    entry.query = exchange.ask(query) { [unowned self, unowned entry] found in
      (entry.query, entry.isAnswered) = (nil, true)
      entry.found = found.filter { annotation in
        self.manifest.makes(annotation.kind) && annotation.hasOnlyPlaces(in: entry.number)
      }
      self.touched.insert(entry.number)
    }
  }

  func accept(_ outcome: Outcome, _ named: [Annotation]) {
    if let number = outcome.owner { entry(number)?.named = named }
  }

  func orphan(_ removed: Range<Int>) -> [Annotation] { entries[removed].flatMap { $0.named } }

  func annotations(in number: Int) -> [Annotation] { (entry(number)?.named ?? []).sorted(by: Naming.precedes) }

  func annotations(reaching numbers: ClosedRange<Int>) -> [Annotation] {
    entries.lazy.filter { numbers.contains($0.number) }.flatMap { $0.named }
  }

  var things: Set<UInt64> { entries.lazy.flatMap { $0.found }.things }
  var all: [Annotation] { entries.flatMap { $0.named } }

  private func entry(_ number: Int) -> Entry? { entries.index(ofNumber: number) { $0.number }.map { entries[$0] } }
}
