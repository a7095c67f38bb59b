public import DiplePluginKit

// What an edit does at once; what it makes of the annotations, the next refresh says.
extension LiveDocument {
  /// Replaces some bytes. A bad edit throws and changes nothing.
  ///
  /// What the edit replaces by the same is left alone, paragraphs and ids included. A client that moves what it has by this edit
  /// is told of what stood there.
  /// - Parameter isLast: false where another edit is to come before anybody looks: paragraphs are read when somebody does.
  public func apply(_ edit: TextEdit, isLast: Bool = true) throws(EditError) {
    try document.check(edit)
    // What modules elsewhere found is carried over from paragraph to paragraph until they answer.
    let isLast = isLast || pipeline.asksElsewhere
    let script = EditScript(refining: edit, of: document.bytes)
    sorted = nil
    for stage in orphans.indices {
      for index in orphans[stage].indices { orphans[stage][index].follow(script, document.format) }
    }
    overlay?.move(edit, document.format)
    let changes = document.apply(script)
    if !script.edits.isEmpty { isCurrent = false }
    let gone = GoneParagraphs(changes, results)
    for change in changes {
      adopt(orphansOf: change, gone, script)
      for index in change.removed { if let result = results[index] { memo.keep(result) } }
      replace(change, isLast ? read(change.inserted, after: change.removed) : leaveUnread(change.inserted))
    }
    tellWide(script)
    if let coarse = CoarseEdit(edit, script) { tellHidden(coarse) }
  }

  /// Makes the text another one. It counts as one edit of what is between that which both begin and both end with.
  public func replaceText(_ new: [UInt8], isLast: Bool = true) throws(EditError) {
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
    try apply(TextEdit(Span(start, old.count - end), Array(new[start..<new.count - end])), isLast: isLast)
  }

  // MARK: What is read later

  /// Puts off reading paragraphs: until then they are nothing, as front matter is.
  private func leaveUnread(_ indices: Range<Int>) -> [ParagraphResult?] {
    unread.formUnion(document.numbers[indices])
    return indices.map { _ in nil }
  }

  /// Reads what was put off and is still there.
  func readUnread() {
    if unread.isEmpty { return }
    let indices = unread.compactMap { document.index(ofParagraph: $0) }.filter { results[$0] == nil }.sorted()
    unread = []
    var run = 0..<0
    func readRun() {
      if run.isEmpty { return }
      let former = run.map { (paragraph: document.paragraphs[$0], number: document.numbers[$0]) }
      replace(ParagraphChange(removed: run, former: former, inserted: run), read(run))
    }
    for index in indices {
      if index == run.upperBound, !run.isEmpty {
        run = run.lowerBound..<index + 1
      } else {
        readRun()
        run = index..<index + 1
      }
    }
    readRun()
  }

  // MARK: What is gone

  /// Keeps what was found in paragraphs that are gone, so that what continues it gets its name.
  private func adopt(orphansOf change: ParagraphChange, _ gone: GoneParagraphs, _ script: EditScript) {
    guard !change.removed.isEmpty else { return }
    var contents: [Int: Int] = [:]
    let text = SourceText(document)
    for (index, stage) in stages.enumerated() {
      let new = stage.orphan(change.removed)
      formerIDs.reserve(new.count)
      for annotation in new {
        bereft[index].formUnion(annotation.pieces.lazy.map(\.paragraph))
        wide[annotation.id] = nil
        remember(annotation, gone, &contents)
        var former = Naming.Former(moved: annotation)
        former.moved.mapPlaces { place in
          guard let (paragraph, result) = gone[place.paragraph] else {
            let now = text.place(place, addingTo: &former.text)
            return now == Naming.Former.nowhere ? now : Place(0, script.former(now.span))
          }
          if let bytes = result?.text.bytes {
            // What it points to may have been edited since it was found.
            guard place.span.end <= bytes.count else { return Naming.Former.nowhere }
            former.text += bytes[place.span.range]
          }
          return Place(0, paragraph.source(place.span))
        }
        former.follow(script, document.format)
        orphans[index].append(former)
      }
    }
  }

  /// Remembers the id of an annotation under the content of the paragraph in which it began.
  private func remember(_ annotation: Annotation, _ gone: GoneParagraphs, _ contents: inout [Int: Int]) {
    let number = annotation.pieces[0].paragraph
    if contents[number] == nil {
      if let (_, result) = gone[number] {
        contents[number] = result.map { IDMemo.content($0.text.bytes, $0.text.kind) }
      } else {
        contents[number] = document.paragraph(number).map { IDMemo.content(document.prose(of: $0), $0.kind) }
      }
    }
    if let content = contents[number] { formerIDs.keep(annotation.id, at: IDMemo.Slot(annotation, content: content)) }
  }

  // MARK: What a client cannot know

  /// Tells of annotations between whose pieces something changed that lies in no paragraph of theirs: white space, a paragraph
  /// without a piece, what is no prose.
  private func tellWide(_ script: EditScript) {
    guard !wide.isEmpty, let reach = script.reach else { return }
    let around = document.paragraphs(touching: reach)
    let low = around.lowerBound > 0 ? document.numbers[around.lowerBound - 1] : Int.min
    let high = around.upperBound < document.numbers.count ? document.numbers[around.upperBound] : Int.max
    for annotation in wide.values {
      annotation.forEachPhrase { places in
        let (begin, finish) = (places[0], places[places.count - 1])
        guard begin.paragraph <= high, finish.paragraph >= low, begin.paragraph < finish.paragraph,
          let from = source(begin), let to = source(finish)
        else { return }
        let before = (script.former(from).start, script.former(to).end)
        if before.0 < before.1, script.touches(Span(before.0, before.1)) { pending.change(annotation) }
      }
    }
  }

  /// Tells where annotations stand that an edit seemed to replace.
  private func tellHidden(_ edit: CoarseEdit) {
    for stage in orphans.indices {
      for index in orphans[stage].indices where !orphans[stage][index].isTouched {
        var isHidden = false
        orphans[stage][index].moved.forEachPlace { place in isHidden = isHidden || edit.hides(place.span) }
        orphans[stage][index].isTouched = isHidden
      }
    }
    let numbers = document.numbers[document.paragraphs(touching: edit.span)]
    guard let first = numbers.first, let last = numbers.last else { return }
    for annotation in stages.lazy.flatMap({ $0.annotations(reaching: first...last) }) {
      var isHidden = false
      annotation.forEachPlace { place in if let span = source(place), edit.hides(span) { isHidden = true } }
      if isHidden { pending.change(annotation) }
    }
  }

  // MARK: Places

  /// The source of a place; nil where its paragraph is gone.
  private func source(_ place: Place) -> Span? { SourceText(document).place(place)?.span }

  func former(_ annotation: Annotation) -> Naming.Former { SourceText(document).former(annotation) }
}

/// The paragraphs that an edit took away, by number, as they were before it.
private struct GoneParagraphs {
  private var known: [Int: (paragraph: Paragraph, result: ParagraphResult?)] = [:]

  /// - Parameter results: those of all paragraphs before the edit.
  init(_ changes: [ParagraphChange], _ results: [ParagraphResult?]) {
    // How far the changes before have moved the indices.
    var shift = 0
    for change in changes {
      for (former, index) in zip(change.former, change.removed) {
        known[former.number] = (former.paragraph, results[index - shift])
      }
      shift += change.inserted.count - change.removed.count
    }
  }

  subscript(number: Int) -> (paragraph: Paragraph, result: ParagraphResult?)? { known[number] }
}
