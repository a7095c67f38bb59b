import DiplePluginKit

/// Runs a `DocumentAnnotator`: all of it, whenever something that it can see has changed.
final class DocumentStage<A: DocumentAnnotator>: Stage {
  private struct Entry {
    let number: Int
    /// Nil for front matter.
    let item: DocumentView.Item?
    let summary: A.Summary?
  }

  private let annotator: A
  private let settings: Settings
  private var entries: [Entry] = []
  private var isStale = true
  /// What it gave last; nil where that no longer stands as it was.
  private var raw: [Annotation]?
  private var named: [Annotation] = []
  private var byParagraph: [Int: [Int]] = [:]

  init(_ annotator: A, _ settings: Settings) { (self.annotator, self.settings) = (annotator, settings) }

  var manifest: Manifest { annotator.manifest }

  func replace(_ change: ParagraphChange, with items: [StageItem?], numbers: [Int]) {
    let new = zip(numbers, items).map { number, item in
      Entry(
        number: number, item: item.map { DocumentView.Item(number: number, layers: $0.text.layers) },
        summary: item.map { $0.summary as! A.Summary })
    }
    entries.replaceSubrange(change.removed, with: new)
    isStale = true
  }

  func invalidate(_ numbers: Set<Int>) { if !numbers.isEmpty { isStale = true } }

  func invalidateDate() { isStale = true }

  func refresh(_ surroundings: Surroundings, limit: Int) -> [Outcome] {
    guard isStale else { return [] }
    isStale = false
    var view = DocumentView(paragraphs: entries.compactMap(\.item), date: surroundings.date, settings: settings)
    for kind in annotator.manifest.requires {
      var seen: Set<AnnotationID> = []
      let annotations = entries.flatMap { surroundings.annotations(kind, $0.number) }.filter {
        seen.insert($0.id).inserted
      }
      if !annotations.isEmpty { view.add(annotations, kind: kind) }
    }
    let found = annotator.annotate(view, entries.compactMap(\.summary))
    guard found != raw, !(found.isEmpty && raw == nil && named.isEmpty) else { return [] }
    raw = found
    return [Outcome(owner: nil, old: named, raw: found)]
  }

  func accept(_ outcome: Outcome, _ named: [Annotation]) {
    self.named = named
    byParagraph.removeAll(keepingCapacity: true)
    for (index, annotation) in named.enumerated() {
      var seen: Int?
      for piece in annotation.pieces where piece.paragraph != seen {
        byParagraph[piece.paragraph, default: []].append(index)
        seen = piece.paragraph
      }
    }
  }

  func orphan(_ removed: Range<Int>) -> [Annotation] {
    guard let first = removed.first, let last = removed.last else { return [] }
    let numbers = entries[first].number...entries[last].number
    let orphans = named.filter { $0.hasPlace(in: numbers) }
    named.removeAll { $0.hasPlace(in: numbers) }
    if !orphans.isEmpty {
      raw = nil
      // It holds positions in `named`; the run that must come makes it anew, where it finds anything.
      byParagraph.removeAll(keepingCapacity: true)
    }
    return orphans
  }

  func annotations(in number: Int) -> [Annotation] {
    (byParagraph[number] ?? []).map { named[$0] }.sorted(by: Naming.precedes)
  }

  func annotations(reaching numbers: ClosedRange<Int>) -> [Annotation] { named.filter { $0.hasPlace(in: numbers) } }

  func clear() { (named, byParagraph) = ([], [:]) }

  func seal() {
    entries = []
    raw = nil
  }

  var things: Set<UInt64> { (raw ?? []).things }
  var all: [Annotation] { named }
}
