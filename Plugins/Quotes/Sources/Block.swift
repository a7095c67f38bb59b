import DiplePluginKit

/// A paragraph and those behind it that go on with its last quotation: what is read, joined and written together. Mostly
/// it is one paragraph.
struct Block {
  /// A quote with its place in the document.
  struct Item {
    /// The paragraph, counted from the block's first.
    var paragraph: Int
    var found: Found
    var pieces: [Place]
    var speaker: Mention?
    var within: Int?
    /// Marks that no paragraph closes.
    var isUnclosed = false
  }

  private let passage: Passage<QuotesAnnotator>
  private(set) var views: [ParagraphView<QuotesAnnotator.Summary>] = []
  private(set) var items: [Item] = []
  private(set) var conversation: Conversation
  /// The quote that ends with marks that stand open.
  private var open: (item: Int, style: Mark.Style)?
  /// The quote in marks whose source was named last, and the paragraph up to which it goes.
  private var turn: (item: Int, paragraph: Int)?

  /// A quotation of more paragraphs is read in parts.
  private static let longest = 32

  /// Reads on from a passage as far as its quotations go.
  init(_ passage: Passage<QuotesAnnotator>, after conversation: Conversation) {
    (self.passage, self.conversation) = (passage, conversation)
    add(passage.paragraph, joining: nil)
    while readOn() {}
    if let open { items[open.item].isUnclosed = true }
    items.removeAll { $0.pieces.isEmpty }
    self.conversation.leaves(read: views.count - 1)
  }

  // MARK: Joining

  /// Reads the next paragraph where it goes on with a quotation of this one; false where it does not.
  private mutating func readOn() -> Bool {
    let last = views.count - 1
    let spoken = turn.flatMap { $0.paragraph == last && endsParagraph($0.item) ? $0.item : nil }
    guard views.count < Self.longest, open != nil || spoken != nil || views[last].summary.lead != nil,
      let next = passage.following(views.count)
    else {
      return false
    }
    let transition = next.summary.transition
    if let open, open.style == transition.first, let tokens = transition.firstTokens {
      add(next, joining: (open.item, tokens))
      return true
    }
    if let lead = views[last].summary.lead {
      if next.summary.found.contains(where: \.opensInMarks) {
        add(next, joining: nil, lead: lead)
        return true
      }
      if lead.isColon, open == nil, transition.first == nil,
        let block = Found.block(next.layers, holding: next.summary.found)
      {
        add(next, joining: nil, lead: lead, block: block)
        return true
      }
    }
    if let spoken, goesOn(next, with: spoken) {
      if let open { items[open.item].isUnclosed = true }
      add(next, joining: nil, goingOn: spoken)
      return true
    }
    return false
  }

  /// A sentence in marks that opens a paragraph goes on with the quotation that ended the one before, unless two speakers have
  /// just taken turns: then it answers it. Where many quotations have no cue the text is a conversation, and none is joined.
  private func goesOn(_ next: ParagraphView<QuotesAnnotator.Summary>, with spoken: Int) -> Bool {
    guard let first = next.summary.found.first(where: { $0.scope == -1 && $0.opensWithoutCue }), first.extent.count >= 8
    else { return false }
    var turns = conversation.turns
    turns.nextParagraph()
    return !asks(spoken) && !turns.alternate && passage.ask(.conversation) != .conversation(true)
  }

  /// True where the words in marks end with a question: what comes next answers it.
  private func asks(_ index: Int) -> Bool {
    let view = views[views.count - 1]
    guard let piece = items[index].pieces.last, piece.paragraph == view.number else { return false }
    let last = view.layers.token(at: piece.span.end - 1)
    return last > 0 && view.layers.word(last - 1) == "?"
  }

  private mutating func add(
    _ view: ParagraphView<QuotesAnnotator.Summary>, joining marks: (item: Int, tokens: Range<Int>)?,
    goingOn spoken: Int? = nil, lead: Lead? = nil, block: Found? = nil
  ) {
    let (number, first) = (views.count, items.count)
    views.append(view)
    for found in (block.map { [$0] } ?? []) + view.summary.found {
      items.append(Item(paragraph: number, found: found, pieces: found.pieces.map { view.place($0) }))
    }
    if let marks { join(marks.item, first: first, marks.tokens) }
    let transition = view.summary.transition
    open = nil
    if let style = transition.open, let tokens = transition.openTokens, let item = holder(of: view.place(tokens)) {
      open = (item, style)
    }
    takeTurns(from: first, goingOn: spoken)
    if let lead { follow(lead, from: first, inMarks: block == nil) }
  }

  /// Gives the marks that open the last paragraph the cue that ends the one before.
  private mutating func follow(_ lead: Lead, from first: Int, inMarks: Bool) {
    guard
      let index = inMarks
        ? items.indices.dropFirst(first).first(where: { items[$0].found.opensInMarks && !items[$0].pieces.isEmpty })
        : first
    else { return }
    let number = views.count - 1
    // Source and cue stand in the paragraph before, and there the item belongs.
    items[index].paragraph = number - 1
    items[index].found.source = .phrase(lead.source)
    items[index].found.cue = [lead.cue]
    items[index].found.attribution = lead.attribution
    items[index].found.rule = .subjectVerb
    guard inMarks else { return }
    (items[index].found.confidence, items[index].found.note) = (0.85, "")
    let layers = views[number - 1].layers
    conversation.turns.take(
      layers.word(lead.source.upperBound - 1), isPronoun: layers.tag(lead.source.lowerBound) == .prp)
    turn = (index, number)
  }

  /// The quote whose content ends with the marks that stand open. A piece that joined an earlier quote is found there.
  private func holder(of place: Place) -> Int? {
    items.lastIndex {
      $0.found.scope == -1 && $0.pieces.last?.paragraph == place.paragraph && $0.pieces.last?.span.end == place.span.end
    }
  }

  /// Joins the quote that the marks at a paragraph's start hold with the one before it.
  private mutating func join(_ before: Int, first: Int, _ tokens: Range<Int>) {
    guard
      let index = items.indices.dropFirst(first).first(where: {
        items[$0].found.scope == -1 && items[$0].found.pieces[0].lowerBound == tokens.lowerBound
      })
    else { return }
    if items[index].found.cue.isEmpty {
      items[before].pieces += items[index].pieces
      items[index].pieces = []
    } else if items[before].found.cue.isEmpty {
      // The source stands behind the last paragraph.
      items[index].pieces = items[before].pieces + items[index].pieces
      items[before].pieces = []
    }
  }

  private mutating func takeTurns(from first: Int, goingOn spoken: Int?) {
    conversation.turns.nextParagraph()
    let (number, layers) = (views.count - 1, views[views.count - 1].layers)
    let order = items.indices.dropFirst(first)
      .filter { !items[$0].pieces.isEmpty && items[$0].found.scope == -1 }
      .sorted { items[$0].pieces[0] < items[$1].pieces[0] }
    for index in order {
      let found = items[index].found
      switch found.source {
      case .phrase(let tokens) where found.form == .direct || found.form == .mixed:
        conversation.turns.take(
          layers.word(tokens.upperBound - 1), isPronoun: layers.tag(tokens.lowerBound) == .prp)
        turn = (index, number)
      case .previous where found.opensWithoutCue:
        guard let spoken else { continue }
        items[spoken].pieces += items[index].pieces
        items[index].pieces = []
        conversation.turns.goOn()
        turn = (spoken, number)
      default: continue
      }
    }
  }

  /// True where a quote or its cue stands in the last sentence of the last paragraph.
  private func endsParagraph(_ index: Int) -> Bool {
    let (item, view) = (items[index], views[views.count - 1])
    let layers = view.layers
    var end = 0
    if let piece = item.pieces.last, piece.paragraph == view.number { end = layers.token(at: piece.span.end - 1) }
    if item.paragraph == views.count - 1, let cue = item.found.cue.last { end = max(end, cue.upperBound - 1) }
    return layers.count > 0 && layers.sentence(at: end) == layers.sentences.count - 1
  }

  // MARK: Nesting

  /// The innermost quote around each one, by a stack over document order.
  mutating func nest() {
    guard items.count > 1 else { return }
    let order = items.indices.sorted {
      let (x, y) = (items[$0].pieces[0], items[$1].pieces[0])
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

  /// Finds who speaks, in reading order.
  mutating func resolve() {
    var rest = items.indices.sorted { position($0) < position($1) }[...]
    for (number, view) in views.enumerated() {
      conversation.nextParagraph()
      let cast = Cast(view, passage.annotations("entity", following: number), conversation, passage)
      cast.enter(&conversation)
      while let index = rest.first, items[index].paragraph == number {
        resolve(index, cast)
        rest.removeFirst()
      }
      cast.leave(&conversation)
    }
  }

  private mutating func resolve(_ index: Int, _ cast: Cast) {
    let item = items[index]
    let isOuter = item.found.scope == -1
    switch item.found.source {
    case .none: return
    case .phrase(let tokens):
      let outer = isOuter ? nil : item.within.flatMap { items[$0].speaker?.entity }
      let thing = cast.thing(tokens, spokenBy: outer, conversation)
      let speaker = Mention(views[item.paragraph].place(tokens), entity: thing?.cluster)
      items[index].speaker = speaker
      guard isOuter else { return }
      conversation.spoke(thing)
      if item.found.form == .direct || item.found.form == .mixed { conversation.dialogue.heard(speaker) }
    case .previous:
      guard isOuter, let speaker = conversation.dialogue.turn else { return }
      items[index].speaker = speaker
      conversation.dialogue.heard(speaker)
    }
  }

  /// Where the source stands, so that sources are resolved in reading order; a quote waits for the one around it.
  private func position(_ index: Int) -> (Int, Int, Int) {
    let item = items[index]
    let depth = item.found.scope == -1 ? 0 : 1
    if case .phrase(let tokens) = item.found.source, depth == 0 { return (item.paragraph, 0, tokens.lowerBound) }
    return (item.paragraph, depth, item.found.pieces[0].lowerBound)
  }
}
