import DiplePluginKit

/// Reads the quotes of all paragraphs together: joins what runs on, finds sources, and writes annotations.
struct DocumentReader {
  /// A quote with its place in the document.
  private struct Item {
    var paragraph: Int
    var found: Found
    var pieces: [Place]
    var speaker: Mention?
    var within: Int?
    /// Marks that no paragraph closes.
    var isUnclosed = false
  }

  private let document: DocumentView
  private var items: [Item] = []
  private var resolver: Resolver

  init(_ document: DocumentView, _ summaries: [QuotesAnnotator.Summary]) {
    self.document = document
    resolver = Resolver(document)
    var open: (item: Int, style: Mark.Style)?
    for (index, summary) in summaries.enumerated() {
      let paragraph = document.paragraphs[index]
      let first = items.count
      for found in summary.found {
        items.append(
          Item(paragraph: index, found: found, pieces: found.pieces.map { paragraph.place($0) }))
      }
      // Marks opened again go on with what stood open.
      if let open, let tokens = summary.transition.firstTokens, summary.transition.first == open.style {
        join(open.item, first: first, tokens)
      } else if let open {
        items[open.item].isUnclosed = true
      }
      open = nil
      if let style = summary.transition.open, let tokens = summary.transition.openTokens,
        let holder = holder(of: tokens, from: first, paragraph: index)
      {
        open = (holder, style)
      }
    }
    if let open { items[open.item].isUnclosed = true }
  }

  /// The quote whose content ends with the marks that stand open. A piece that joined an earlier quote is found there.
  private func holder(of tokens: Range<Int>, from first: Int, paragraph: Int) -> Int? {
    let place = document.paragraphs[paragraph].place(tokens)
    return items.indices.last {
      ($0 >= first || $0 + 64 > first) && items[$0].found.scope == -1
        && items[$0].pieces.last?.paragraph == place.paragraph
        && items[$0].pieces.last?.span.end == place.span.end && !items[$0].pieces.isEmpty
    }
  }

  /// Joins the quote that the marks at a paragraph's start hold with the one before it.
  private mutating func join(_ before: Int, first: Int, _ tokens: Range<Int>) {
    guard
      let index = items.indices.dropFirst(first).first(where: {
        items[$0].found.scope == -1 && items[$0].found.pieces.first?.lowerBound == tokens.lowerBound
      })
    else { return }
    var later = items[index]
    let earlier = items[before]
    if later.found.cue.isEmpty {
      items[before].pieces += later.pieces
      items[index].pieces = []
    } else if earlier.found.cue.isEmpty {
      // The source stands behind the last paragraph.
      later.pieces = earlier.pieces + later.pieces
      items[index] = later
      items[before].pieces = []
    }
  }

  mutating func annotations() -> [Annotation] {
    joinTurns()
    items.removeAll { $0.pieces.isEmpty }
    nest()
    resolve()
    return items.map(annotation)
  }

  /// A sentence in marks that opens a paragraph goes on with the quotation that ended the one before, unless two speakers
  /// have just taken turns: then it answers it. Where many quotations have no cue the text is a conversation, and none is joined.
  private mutating func joinTurns() {
    struct Turn {
      var item: Int
      var paragraph: Int
      var name: Word
    }
    let direct = items.filter { $0.found.scope == -1 && $0.found.form == .direct }
    let uncued = direct.count { $0.found.source == .previous && $0.found.pieces[0].lowerBound == 0 }
    guard uncued > 0, uncued * 3 <= direct.count else { return }
    var last: Turn?
    var other: Int?
    let order = items.indices.filter { !items[$0].pieces.isEmpty && items[$0].found.scope == -1 }
      .sorted { (items[$0].paragraph, items[$0].pieces[0]) < (items[$1].paragraph, items[$1].pieces[0]) }
    for index in order {
      let item = items[index]
      let layers = document.paragraphs[item.paragraph].layers
      switch item.found.source {
      case .phrase(let tokens) where item.found.form == .direct || item.found.form == .mixed:
        let name = layers.word(tokens.upperBound - 1)
        if let last, last.name != name, layers.tag(tokens.lowerBound) != .prp { other = last.paragraph }
        last = Turn(item: index, paragraph: item.paragraph, name: name)
      case .previous:
        guard item.found.extent.count >= 8, let turn = last, turn.paragraph == item.paragraph - 1,
          item.found.pieces[0].lowerBound == 0,
          other.map({ item.paragraph - $0 > 3 }) ?? true, endsParagraph(turn.item, turn.paragraph)
        else { continue }
        items[turn.item].pieces += item.pieces
        items[index].pieces = []
        last?.paragraph = item.paragraph
      default: continue
      }
    }
  }

  /// True where a quote or its cue stands in the last sentence of a paragraph.
  private func endsParagraph(_ index: Int, _ paragraph: Int) -> Bool {
    let item = items[index]
    let layers = document.paragraphs[paragraph].layers
    var end = 0
    if let piece = item.pieces.last, piece.paragraph == document.paragraphs[paragraph].number {
      end = layers.token(at: piece.span.end - 1)
    }
    if item.paragraph == paragraph, let cue = item.found.cue.last { end = max(end, cue.upperBound - 1) }
    return layers.count > 0 && layers.sentence(at: end) == layers.sentences.count - 1
  }

  // MARK: Nesting

  /// The innermost quote around each one, by a stack over document order.
  private mutating func nest() {
    let order = items.indices.sorted {
      let (a, b) = (items[$0], items[$1])
      let (x, y) = (a.pieces[0], b.pieces[0])
      if x.paragraph != y.paragraph { return x.paragraph < y.paragraph }
      if x.span.start != y.span.start { return x.span.start < y.span.start }
      if x.span.end != y.span.end { return x.span.end > y.span.end }
      return $0 < $1
    }
    var stack: [Int] = []
    for index in order {
      let place = items[index].pieces[0]
      while let top = stack.last, !isOpen(top, at: place) { stack.removeLast() }
      items[index].within = stack.last { holds($0, index) }
      if stack.count < 16 { stack.append(index) }
    }
  }

  private func isOpen(_ item: Int, at place: Place) -> Bool {
    let last = items[item].pieces[items[item].pieces.count - 1]
    return last.paragraph > place.paragraph || last.paragraph == place.paragraph && last.span.end > place.span.start
  }

  private func holds(_ outer: Int, _ inner: Int) -> Bool {
    items[outer].pieces != items[inner].pieces
      && items[inner].pieces.allSatisfy { piece in items[outer].pieces.contains { $0.contains(piece) } }
  }

  // MARK: Sources

  private mutating func resolve() {
    let order = items.indices.sorted { position($0) < position($1) }
    var dialogue = Dialogue()
    for index in order {
      let item = items[index]
      switch item.found.source {
      case .none: continue
      case .phrase(let tokens):
        let paragraph = document.paragraphs[item.paragraph]
        let outer = item.found.scope >= 0 ? item.within.flatMap { items[$0].speaker?.entity } : nil
        let entity = resolver.entity(of: tokens, in: item.paragraph, spokenBy: outer, isInside: item.found.scope >= 0)
        items[index].speaker = Mention(paragraph.place(tokens), entity: entity)
        if item.found.scope == -1 {
          resolver.spoke(entity)
          if item.found.form == .direct || item.found.form == .mixed {
            dialogue.heard(items[index].speaker!, in: item.paragraph)
          }
        }
      case .previous:
        guard item.found.scope == -1, let speaker = dialogue.turn(in: item.paragraph) else { continue }
        items[index].speaker = speaker
        dialogue.heard(speaker, in: item.paragraph)
      }
    }
  }

  /// Where the source stands, so that sources are resolved in reading order; a quote waits for the one around it.
  private func position(_ index: Int) -> (Int, Int, Int) {
    let item = items[index]
    let depth = item.found.scope == -1 ? 0 : 1
    if case .phrase(let tokens) = item.found.source, depth == 0 { return (item.paragraph, 0, tokens.lowerBound) }
    return (item.paragraph, depth, item.found.pieces[0].lowerBound)
  }

  // MARK: Writing

  private func annotation(_ item: Item) -> Annotation {
    let found = item.found
    let place = document.paragraphs[item.paragraph]
    let confidence = item.isUnclosed ? min(0.4, found.confidence) : found.confidence
    var annotation = Annotation(
      "quote", item.pieces.sorted(), confidence: confidence, source: "quotes/\(found.rule.rawValue)",
      reason: reason(item),
      attributes: ["form": .string(found.form.rawValue)])
    if let speaker = item.speaker { annotation["speaker"] = .mention(speaker) }
    if !found.cue.isEmpty { annotation["cue"] = .mention(Mention(found.cue.map { place.place($0) })) }
    if let attribution = found.attribution { annotation["attribution"] = .string(attribution.rawValue) }
    if let within = item.within { annotation["within"] = .sibling(within) }
    if item.isUnclosed { annotation["unclosed"] = .bool(true) }
    return annotation
  }

  private func reason(_ item: Item) -> String {
    let layers = document.paragraphs[item.paragraph].layers
    let cue = item.found.cue.map { layers.text($0) }.joined(separator: " ")
    var text =
      switch item.found.rule {
      case .subjectVerb: "a subject and “\(cue)”"
      case .verbSubject: "“\(cue)” and its subject behind it"
      case .floating: "a subject and “\(cue)” set off by a comma"
      case .accordingTo: "“\(cue)” with a source"
      case .headline: "a name and a colon in a headline"
      case .transcript: "a name in capitals and a colon"
      case .nounCue: "the noun “\(cue)” with a content"
      case .saying: "“\(cue)” names what the source said"
      case .passive: "the passive “\(cue)”"
      case .object: "what “\(cue)” is about"
      case .adverb: "“\(cue)”: the text does not say who says so"
      case .citing: "“\(cue)” passes on another source"
      case .byline: "a name behind a dash signs the marks"
      case .continued: "a sentence in marks"
      case .unattributed: "words in marks that read like speech"
      case .marks: "marks"
      }
    if !item.found.note.isEmpty { text += "; \(item.found.note)" }
    if item.isUnclosed { text += "; no mark closes it" }
    return text
  }
}

/// Who speaks where no cue says so: the one who spoke last, or the other one where two take turns.
struct Dialogue {
  private var last: (speaker: Mention, paragraph: Int)?
  private var other: (speaker: Mention, paragraph: Int)?

  mutating func heard(_ speaker: Mention, in paragraph: Int) {
    if let last, !isSame(last.speaker, speaker) { other = last }
    last = (speaker, paragraph)
  }

  /// The speaker of a quotation without a cue in this paragraph.
  func turn(in paragraph: Int) -> Mention? {
    guard let last, paragraph - last.paragraph <= 2 else { return nil }
    if let other, paragraph > last.paragraph, last.paragraph - other.paragraph <= 2 { return other.speaker }
    return last.speaker
  }

  private func isSame(_ a: Mention, _ b: Mention) -> Bool {
    if let a = a.entity, let b = b.entity { return a == b }
    return a.place == b.place
  }
}
