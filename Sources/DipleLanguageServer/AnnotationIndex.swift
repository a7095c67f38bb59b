import DiplePipeline
import DiplePluginKit

/// Where annotations and the phrases that they point to stand: for questions about a place or a range, and about a thing.
///
/// The spans in document order are read as a balanced binary tree; each node knows how far its subtree reaches (an augmented
/// interval tree: Cormen et al., Introduction to Algorithms, section 17.3). What touches a range is found in a number of
/// steps that grows with what is found and with the logarithm of the rest.
struct AnnotationIndex: Sendable {
  /// A piece of an annotation, or a phrase that one of its attributes points to.
  struct Entry: Sendable {
    /// Counted from the document's start.
    let span: Span
    /// The annotation's position in the list of all.
    let annotation: Int
    /// The position of the attribute that points here; nil for the annotation's own pieces.
    let attribute: Int?
    /// What the words name, where that is known.
    let thing: Cluster?

    /// True for what the annotation itself stands on.
    var isOwn: Bool { attribute == nil }
  }

  /// By start; of those that start together the longer first.
  let entries: [Entry]
  /// For the node at each position, the furthest end in its subtree.
  private let reach: [Int]

  init(_ analysis: Analysis) {
    var entries: [Entry] = []
    entries.reserveCapacity(analysis.annotations.count * 2)
    for (number, annotation) in analysis.annotations.enumerated() {
      let own = annotation.cluster("entity")
      for piece in annotation.pieces {
        entries.append(Entry(span: analysis.span(piece), annotation: number, attribute: nil, thing: own))
      }
      for (position, attribute) in annotation.attributes.enumerated() {
        guard case .mention(let mention) = attribute.value else { continue }
        // A role names whoever has it.
        let thing = mention.entity ?? (attribute.name == "role" ? own : nil)
        for place in mention.places {
          entries.append(Entry(span: analysis.span(place), annotation: number, attribute: position, thing: thing))
        }
      }
    }
    entries.sort { a, b in
      a.span.start != b.span.start ? a.span.start < b.span.start : a.span.end > b.span.end
    }
    self.entries = entries
    var reach = [Int](repeating: 0, count: entries.count)
    func measure(_ low: Int, _ high: Int) -> Int {
      guard low < high else { return 0 }
      let middle = (low + high) / 2
      reach[middle] = max(entries[middle].span.end, measure(low, middle), measure(middle + 1, high))
      return reach[middle]
    }
    _ = measure(0, entries.count)
    self.reach = reach
  }

  /// What shares a byte with the span or stands at its edge, in order.
  func touching(_ span: Span) -> [Entry] {
    var found: [Entry] = []
    func visit(_ low: Int, _ high: Int) {
      guard low < high else { return }
      let middle = (low + high) / 2
      guard reach[middle] >= span.start else { return }
      visit(low, middle)
      guard entries[middle].span.start <= span.end else { return }
      if entries[middle].span.end >= span.start { found.append(entries[middle]) }
      visit(middle + 1, high)
    }
    visit(0, entries.count)
    return found
  }

  /// Where a thing is named, each place once and in order: of `Mayor Ana Ruiz` and `Ana Ruiz` the name counts.
  func places(of thing: Cluster) -> [Entry] {
    var kept: [Entry] = []
    for entry in entries where entry.thing == thing {
      guard let last = kept.last, last.span.overlaps(entry.span) else {
        kept.append(entry)
        continue
      }
      let isBetter = entry.isOwn == last.isOwn ? entry.span.count < last.span.count : entry.isOwn
      if isBetter { kept[kept.count - 1] = entry }
    }
    return kept
  }
}

extension View {
  /// What stands at a place, the innermost first. What ends there counts too, as a caret stands behind its word.
  func entries(at offset: Int) -> [AnnotationIndex.Entry] {
    index.touching(Span(offset, offset)).sorted { a, b in
      if a.span.count != b.span.count { return a.span.count < b.span.count }
      let (insideA, insideB) = (a.span.contains(offset), b.span.contains(offset))
      // The annotation itself goes before what others say of its words.
      return insideA != insideB ? insideA : a.isOwn && !b.isOwn
    }
  }

  /// Where a thing is told most fully: its longest name, the first of several.
  func fullestMention(of thing: Cluster) -> AnnotationIndex.Entry? {
    index.entries.lazy.filter { $0.thing == thing && $0.isOwn }
      .reduce(nil) { best, entry in best.map { entry.span.count > $0.span.count } ?? true ? entry : best }
  }
}
