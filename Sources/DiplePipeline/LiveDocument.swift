public import DiplePluginKit

/// A document that is edited, and what is found in it. An edit reads again what it touched; `refresh` runs what depends on
/// that and tells what is different. The state is always the one of a fresh run over the same text, ids apart.
public final class LiveDocument {
  /// The text.
  public internal(set) var document: Document
  /// The day it was written, as an option or the text says.
  public internal(set) var date: DocumentDate?

  let pipeline: Pipeline
  let option: DocumentDate?
  var stages: [any Stage]
  /// What modules elsewhere are asked.
  let exchange = RemoteExchange()
  /// What each paragraph amounts to; nil for front matter.
  var results: [ParagraphResult?] = []
  var memo = Memo()
  /// The numbers of paragraphs that nobody has read since they were edited.
  var unread: Set<Int> = []
  /// Long documents let the layers of paragraphs go that nobody asked for lately.
  let shelf: LayersShelf
  /// True where there will be no edit: a stage lets everything go that only another run would need.
  let isFinal: Bool
  var naming = Naming()
  /// The ids of what is gone.
  var formerIDs = IDMemo()
  /// Annotations that reach from one paragraph into another: what changes between their pieces changes their words.
  var wide: [AnnotationID: Annotation] = [:]
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
    shelf = LayersShelf(limit: limit) { English.read($0, kind: $1, after: $2) }
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
    readUnread()
    let index = document.paragraphs.partitioningIndex { $0.span.end >= offset }
    guard index < results.count, let result = results[index] else { return nil }
    let paragraph = document.paragraphs[index]
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

  // MARK: Paragraphs

  private func load() {
    let all = document.paragraphs.indices
    replace(ParagraphChange(removed: 0..<results.count, former: [], inserted: all), read(all))
  }

  /// What paragraphs amount to. Those that they replace, in order, have much in common with them.
  func read(_ indices: Range<Int>, after former: Range<Int> = 0..<0) -> [ParagraphResult?] {
    indices.map { index in
      let paragraph = document.paragraphs[index]
      guard paragraph.kind != .frontMatter else { return nil }
      let bytes = document.prose(of: paragraph)
      if let known = memo.take(bytes, paragraph.kind) { return known }
      let before = former.isEmpty ? nil : min(former.lowerBound + index - indices.lowerBound, former.upperBound - 1)
      let text = ParagraphText(bytes, paragraph.kind, on: shelf, after: before.flatMap { results[$0]?.text })
      return ParagraphResult(text: text, summaries: pipeline.summaries(of: text.layers, &timeSpent))
    }
  }

  func replace(_ change: ParagraphChange, _ new: [ParagraphResult?]) {
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

  /// The paragraph behind another one, or before it; nil at the text's ends.
  func neighbour(of number: Int, isBefore: Bool) -> (number: Int, bytes: [UInt8])? {
    guard let index = document.index(ofParagraph: number).map({ isBefore ? $0 - 1 : $0 + 1 }),
      results.indices.contains(index), let result = results[index]
    else { return nil }
    return (document.numbers[index], result.text.bytes)
  }

  /// What a paragraph amounts to; nil for front matter, and where there is none.
  func result(ofParagraph number: Int) -> ParagraphResult? {
    guard let index = document.index(ofParagraph: number), index < results.count else { return nil }
    return results[index]
  }

  /// The text of a paragraph as annotators read it; nil for front matter, and where there is none.
  func bytes(ofParagraph number: Int) -> [UInt8]? { result(ofParagraph: number)?.text.bytes }

  /// The words of a place.
  func text(_ place: Place) -> String {
    guard let bytes = bytes(ofParagraph: place.paragraph), place.span.end <= bytes.count else { return "" }
    return String(decoding: bytes[place.span.range], as: UTF8.self)
  }
}
