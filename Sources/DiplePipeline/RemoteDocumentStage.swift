import DiplePluginKit

/// Asks a `RemoteAnnotator` about the whole document, whenever something that it can see has changed.
final class RemoteDocumentStage: Stage {
  let manifest: Manifest
  private let settings: Settings
  private let exchange: RemoteExchange
  private var numbers: [Int] = []
  /// The paragraphs; nil for front matter.
  private var items: [DocumentView.Item?] = []
  private var isStale = true
  private var query: Int?
  private var found: [Annotation] = []
  /// What `named` was made of; nil where some of that is no longer there.
  private var shown: [Annotation]? = []
  private var named: [Annotation] = []

  init(_ manifest: Manifest, _ settings: Settings, _ exchange: RemoteExchange) {
    (self.manifest, self.settings, self.exchange) = (manifest, settings, exchange)
  }

  func replace(_ change: ParagraphChange, with new: [StageItem?], numbers: [Int]) {
    let old = Array(items[change.removed])
    let new = zip(numbers, new).map { number, item in
      item.map { DocumentView.Item(number: number, layers: $0.text.layers) }
    }
    carry(old, new, formerNumbers: Set(self.numbers[change.removed]))
    self.numbers.replaceSubrange(change.removed, with: numbers)
    items.replaceSubrange(change.removed, with: new)
    isStale = true
  }

  /// What stood outside the edit stays until the module has answered.
  private func carry(_ old: [DocumentView.Item?], _ new: [DocumentView.Item?], formerNumbers: Set<Int>) {
    guard !found.isEmpty, !formerNumbers.isEmpty else { return }
    let isPair = old.count == new.count
    var kept = found.filter { !$0.hasPlace(inAnyOf: formerNumbers) }
    let touched = found.filter { $0.hasPlace(inAnyOf: formerNumbers) }
    for index in old.indices where isPair {
      guard let before = old[index], let after = new[index] else { continue }
      kept += Carry.over(touched.filter { $0.hasOnlyPlaces(in: before.number) }, from: before, to: after)
    }
    found = kept
  }

  func invalidate(_ numbers: Set<Int>) { if !numbers.isEmpty { isStale = true } }
  func invalidateDate() { isStale = true }

  func refresh(_ surroundings: Surroundings, limit: Int) -> [Outcome] {
    if isStale { ask(surroundings) }
    guard found != shown else { return [] }
    shown = found
    return [Outcome(owner: nil, old: named, raw: found)]
  }

  private func ask(_ surroundings: Surroundings) {
    isStale = false
    if let query { exchange.withdraw(query) }
    let paragraphs = items.compactMap(\.self)
    var required: [String: [Annotation]] = [:]
    for kind in manifest.requires where !Manifest.isLayer(kind) {
      var seen: Set<AnnotationID> = []
      required[kind] = paragraphs.flatMap { surroundings.annotations(kind, $0.number) }.filter {
        seen.insert($0.id).inserted
      }
    }
    let query = { [manifest, settings] id in
      RemoteQuery(
        id: id, module: manifest.id, paragraphs: paragraphs, annotations: required, date: surroundings.date,
        settings: settings)
    }
    self.query = exchange.ask(query) { [unowned self] found in
      self.query = nil
      self.found = found.filter { self.manifest.makes($0.kind) }
    }
  }

  func accept(_ outcome: Outcome, _ named: [Annotation]) { self.named = named }

  func orphan(_ removed: Range<Int>) -> [Annotation] {
    let gone = Set(numbers[removed])
    let orphans = named.filter { $0.hasPlace(inAnyOf: gone) }
    if !orphans.isEmpty {
      named.removeAll { $0.hasPlace(inAnyOf: gone) }
      shown = nil
    }
    return orphans
  }

  func annotations(in number: Int) -> [Annotation] {
    named.filter { $0.hasPiece(in: number) }.sorted(by: Naming.precedes)
  }

  func annotations(reaching numbers: ClosedRange<Int>) -> [Annotation] { named.filter { $0.hasPlace(in: numbers) } }

  var things: Set<UInt64> { found.things }
  var all: [Annotation] { named }
}
