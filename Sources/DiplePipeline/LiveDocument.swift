public import DiplePluginKit

/// A document that is edited, and what is found in it. An edit reads again what it touched; `refresh` runs what depends on
/// that and tells what is different. The state is always the one of a fresh run over the same text, ids apart.
public final class LiveDocument {
  /// The text.
  public private(set) var document: Document
  /// The day it was written, as an option or the text says.
  public internal(set) var date: DocumentDate?

  let pipeline: Pipeline
  let option: DocumentDate?
  var stages: [any Stage]
  /// What modules elsewhere are asked.
  let exchange = RemoteExchange()
  /// What each paragraph amounts to; nil for front matter.
  private var results: [ParagraphResult?] = []
  private(set) var memo = Memo()
  /// Long documents let the layers of paragraphs go that nobody asked for lately.
  let shelf: LayersShelf
  /// True where there will be no edit: a stage lets everything go that only another run would need.
  let isFinal: Bool
  var naming = Naming()
  /// Annotations of paragraphs that are gone since the last refresh, by stage.
  var orphans: [[Naming.Former]]
  /// The numbers of the paragraphs where these had pieces, by stage.
  var bereft: [Set<Int>]
  /// What is different since the last `takeDelta`.
  var pending = PendingChanges()
  /// The date without what annotators found.
  var written: DocumentDate?
  /// The date that an annotator found in the text.
  var found: DocumentDate?
  var isCurrent = false
  var publishedDate: DocumentDate?
  /// What a person corrected; nil where nobody did.
  var overlay: Overlay?
  /// What each module has cost so far, in the order in which they run. Modules elsewhere cost nothing here.
  public internal(set) var timeSpent: [Duration]
  var sorted: [Annotation]?

  /// Reads a document and annotates it.
  /// - Parameters:
  ///   - date: the day it was written, where an option or the input says so.
  ///   - overrides: a person's corrections.
  public convenience init(
    _ document: Document, _ pipeline: Pipeline, date: DocumentDate? = nil, overrides: [Override] = []
  ) {
    self.init(document, pipeline, date: date, overrides: overrides, isFinal: false)
  }

  init(_ document: Document, _ pipeline: Pipeline, date: DocumentDate?, overrides: [Override], isFinal: Bool) {
    (self.document, self.pipeline, option, self.isFinal) = (document, pipeline, date, isFinal)
    // A text of which not all can stay is read in order where it is not edited: a few paragraphs are enough then.
    let size = 4 << 20
    let limit = isFinal && document.bytes.count > size ? 1 << 16 : size
    shelf = LayersShelf(limit: limit) { English.read($0, kind: $1) }
    stages = pipeline.makeStages(exchange, isFinal: isFinal)
    timeSpent = stages.map { _ in .zero }
    orphans = stages.map { _ in [] }
    bereft = stages.map { _ in [] }
    if !overrides.isEmpty { overlay = Overlay(overrides) }
    load()
    refresh()
    pending = PendingChanges(isOn: true)
    publishedDate = self.date
    overlay?.tell(former)
  }

  /// What is found now.
  public var analysis: Analysis {
    refresh()
    let patches = overlay?.patches
    if sorted == nil {
      var annotations: [Annotation] = []
      for index in stages.indices {
        annotations += stages[index].all
        if isFinal { stages[index].clear() }
      }
      if let patches { annotations = patches.applied(to: annotations) }
      annotations.sort(by: Naming.precedes)
      sorted = annotations
    }
    return Analysis(
      document: document, date: date, annotations: sorted ?? [], orphans: patches?.orphans ?? [],
      edited: patches?.edited ?? [], distinct: patches?.distinct ?? [])
  }

  /// The paragraph that holds a byte or ends there, and its layers; nil for white space between paragraphs and front matter.
  public func paragraph(at offset: Int) -> (layers: Layers, paragraph: Paragraph)? {
    var low = 0
    var high = document.paragraphs.count
    while low < high {
      let middle = (low + high) / 2
      if document.paragraphs[middle].span.end < offset { low = middle + 1 } else { high = middle }
    }
    guard low < results.count, let result = results[low] else { return nil }
    let paragraph = document.paragraphs[low]
    return paragraph.span.start <= offset ? (result.text.layers, paragraph) : nil
  }

  // MARK: Modules elsewhere

  /// What modules elsewhere are to be asked now, each once, and the queries of before whose answers nobody needs any more.
  public func takeQueries() -> (asked: [RemoteQuery], withdrawn: [Int]) {
    refresh()
    return exchange.take()
  }

  /// True while an answer is outstanding.
  public var isWaiting: Bool { exchange.isWaiting }

  /// Takes the answer to a query: what the module found, or nothing where it failed. Returns false where the text has
  /// changed since, so that nobody needs it.
  ///
  /// Places outside the paragraphs that were asked about are left out with their annotations.
  @discardableResult public func answer(_ id: Int, _ annotations: [Annotation]) -> Bool {
    guard exchange.answer(id, annotations) else { return false }
    isCurrent = false
    sorted = nil
    return true
  }

  // MARK: Edits

  /// Replaces some bytes. A bad edit throws and changes nothing.
  public func apply(_ edit: TextEdit) throws(EditError) {
    let change = try document.apply(edit)
    isCurrent = false
    sorted = nil
    for stage in orphans.indices {
      for index in orphans[stage].indices { orphans[stage][index].follow(edit, document.format) }
    }
    overlay?.move(edit, document.format)
    if change.isRenumbered { return reload() }
    adopt(orphansOf: change, edit)
    for index in change.removed { if let result = results[index] { memo.keep(result) } }
    replace(change, read(change.inserted))
  }

  /// Makes the text another one, by the smallest edit that does it.
  public func replaceText(_ new: [UInt8]) throws(EditError) {
    if let invalid = UTF8Scan.firstInvalid(new) { throw .invalidUTF8(invalid) }
    let old = document.bytes
    guard new != old else { return }
    var start = 0
    let common = min(old.count, new.count)
    while start < common, old[start] == new[start] { start += 1 }
    var end = 0
    while end < common - start, old[old.count - 1 - end] == new[new.count - 1 - end] { end += 1 }
    // Neither end may lie inside a scalar.
    while start > 0, start < old.count, UTF8Scan.isContinuation(old[start]) { start -= 1 }
    while start > 0, start < new.count, UTF8Scan.isContinuation(new[start]) { start -= 1 }
    while end > 0, UTF8Scan.isContinuation(old[old.count - end]) { end -= 1 }
    try apply(TextEdit(Span(start, old.count - end), Array(new[start..<new.count - end])))
  }

  private func load() {
    let all = document.paragraphs.indices
    replace(ParagraphChange(removed: 0..<results.count, former: [], inserted: all), read(all))
  }

  /// Starts anew where the paragraphs' numbers have changed.
  private func reload() {
    for stage in stages { for annotation in stage.all { pending.remove(annotation.id) } }
    for former in orphans.joined() { pending.remove(former.moved.id) }
    exchange.withdrawAll()
    stages = pipeline.makeStages(exchange, isFinal: isFinal)
    orphans = stages.map { _ in [] }
    bereft = stages.map { _ in [] }
    for result in results { if let result { memo.keep(result) } }
    (results, found) = ([], nil)
    overlay?.index.removeAll()
    load()
  }

  private func read(_ indices: Range<Int>) -> [ParagraphResult?] {
    indices.map { index in
      let paragraph = document.paragraphs[index]
      guard paragraph.kind != .frontMatter else { return nil }
      let bytes = document.prose(of: paragraph)
      if let known = memo.take(bytes, paragraph.kind) { return known }
      let text = ParagraphText(bytes, paragraph.kind, on: shelf)
      return ParagraphResult(text: text, summaries: pipeline.summaries(of: text.layers, &timeSpent))
    }
  }

  private func replace(_ change: ParagraphChange, _ new: [ParagraphResult?]) {
    results.replaceSubrange(change.removed, with: new)
    guard !isFinal else { return }
    let numbers = Array(document.numbers[change.inserted])
    if overlay != nil {
      for former in change.former { overlay?.index.remove(former.number) }
      for (number, result) in zip(numbers, new) { if let result { overlay?.index.read(number, result.text.bytes) } }
    }
    for (index, stage) in stages.enumerated() {
      timeSpent[index] += ContinuousClock().measure {
        stage.replace(change, with: items(new, index), numbers: numbers)
      }
    }
  }

  private func items(_ results: [ParagraphResult?], _ stage: Int) -> [StageItem?] {
    results.map { result in result.map { StageItem(text: $0.text, summary: $0.summaries[stage]) } }
  }

  /// Forgets the paragraphs, when all stages are done.
  func seal() { results = [] }

  /// Gives a stage all paragraphs at the last moment, and keeps nothing of what only it needs.
  func feed(_ stage: Int) {
    let all = ParagraphChange(removed: 0..<0, former: [], inserted: results.indices)
    stages[stage].replace(all, with: items(results, stage), numbers: document.numbers)
    for index in results.indices { results[index]?.summaries[stage] = Nothing() }
  }

  /// Looks for the words of overrides in all paragraphs.
  func readAnchors() {
    overlay?.index.removeAll()
    for (number, bytes) in texts { overlay?.index.read(number, bytes) }
  }

  /// All paragraphs as annotators read them, with their numbers.
  var texts: some Sequence<(number: Int, bytes: [UInt8])> {
    zip(document.numbers, results).lazy.compactMap { number, result in
      result.map { (number: number, bytes: $0.text.bytes) }
    }
  }

  /// The text of a paragraph as annotators read it; nil for front matter, and where there is none.
  func bytes(ofParagraph number: Int) -> [UInt8]? {
    guard let index = document.index(ofParagraph: number), index < results.count else { return nil }
    return results[index]?.text.bytes
  }

  /// The paragraph behind another one, or before it; nil at the text's ends.
  func neighbour(of number: Int, isBefore: Bool) -> (number: Int, bytes: [UInt8])? {
    guard let index = document.index(ofParagraph: number).map({ isBefore ? $0 - 1 : $0 + 1 }),
      results.indices.contains(index), let result = results[index]
    else { return nil }
    return (document.numbers[index], result.text.bytes)
  }

  /// The words of a place.
  func text(_ place: Place) -> String {
    guard let bytes = bytes(ofParagraph: place.paragraph), place.span.end <= bytes.count else { return "" }
    return String(decoding: bytes[place.span.range], as: UTF8.self)
  }

  /// Keeps what was found in paragraphs that are gone, so that what continues it gets its name.
  private func adopt(orphansOf change: ParagraphChange, _ edit: TextEdit) {
    guard !change.removed.isEmpty else { return }
    let gone = Dictionary(
      zip(change.former, change.removed).map { ($0.number, (paragraph: $0.paragraph, result: results[$1])) }
    ) { first, _ in first }
    for (index, stage) in stages.enumerated() {
      for annotation in stage.orphan(change.removed) {
        bereft[index].formUnion(annotation.pieces.lazy.map(\.paragraph))
        var former = Naming.Former(moved: annotation)
        former.moved.mapPlaces { place in
          guard let (paragraph, result) = gone[place.paragraph] else {
            return absolute(place, text: &former.text)
          }
          if let bytes = result?.text.bytes {
            // What it points to may have been edited since it was found.
            guard place.span.end <= bytes.count else { return Naming.Former.nowhere }
            former.text += bytes[place.span.range]
          }
          let source = paragraph.source(place.span)
          if document.format != .plain, edit.touches(source) { former.isTouched = true }
          return Place(0, edit.moved(source))
        }
        orphans[index].append(former)
      }
    }
  }

  /// A place in the source, counted from the document's start. One in a paragraph that is gone equals no other.
  private func absolute(_ place: Place, text: inout [UInt8]) -> Place {
    guard let paragraph = document.paragraph(place.paragraph), place.span.end <= paragraph.proseCount else {
      return Naming.Former.nowhere
    }
    text += document.prose(place.span, of: paragraph)
    return Place(0, paragraph.source(place.span))
  }

  func former(_ annotation: Annotation) -> Naming.Former {
    var former = Naming.Former(moved: annotation)
    former.moved.mapPlaces { absolute($0, text: &former.text) }
    return former
  }
}
