import DiplePluginKit

extension LiveDocument {
  /// What is different since this was asked last, or since the document was read.
  public func takeDelta() -> Delta {
    refresh()
    var delta = pending.delta()
    if let overlay {
      let found = Dictionary(
        stages.flatMap(\.all).lazy.filter { overlay.concerns($0.id) }.map { ($0.id, $0) }
      ) { first, _ in first }
      delta = overlay.delta(delta, former) { found[$0] }
      self.overlay?.tell(former)
    }
    delta.isDateChanged = date != publishedDate
    publishedDate = date
    pending = PendingChanges(isOn: true)
    return delta
  }

  /// Runs what the edits made stale.
  func refresh() {
    guard !isCurrent else { return }
    isCurrent = true
    readUnread()
    readDate()
    var isDatedAnew = false
    // Who makes a kind, and whether that is all it makes. Modules ask for each paragraph.
    var makers: [String: (stage: any Stage, isOnlyKind: Bool)] = [:]
    for (index, stage) in stages.enumerated() {
      if isFinal { feed(index) }
      defer { if isFinal { stage.seal() } }
      let surroundings = Surroundings(document: document, date: written) { [makers] kind, number in
        guard let maker = makers[kind] else { return [] }
        let made = maker.stage.annotations(in: number)
        return maker.isOnlyKind ? made : made.filter { $0.kind == kind }
      }
      let kinds = stage.manifest.kinds
      for kind in kinds where makers[kind.name] == nil { makers[kind.name] = (stage, kinds.count == 1) }
      // What was found stands twice until it is named: in a long text that will not be edited, a part at a time.
      let limit = isFinal ? 4096 : Int.max
      let clock = ContinuousClock()
      var outcomes: [Outcome] = []
      timeSpent[index] += clock.measure { outcomes = stage.refresh(surroundings, limit: limit) }
      while outcomes.count == limit {
        isDatedAnew = isDatedAnew || stage.manifest.dates && changesOwnDate(outcomes, [])
        _ = name(outcomes, of: index)
        timeSpent[index] += clock.measure { outcomes = stage.refresh(surroundings, limit: limit) }
      }
      if outcomes.isEmpty, orphans[index].isEmpty { continue }
      isDatedAnew = isDatedAnew || stage.manifest.dates && changesOwnDate(outcomes, orphans[index])
      let touched = name(outcomes, of: index).union(bereft[index])
      bereft[index] = []
      if isFinal { continue }
      for later in stages[(index + 1)...] where later.manifest.needs(stage.manifest) { later.invalidate(touched) }
    }
    applyOverrides()
    if isFinal { seal() }
    if naming.isFull, !isFinal {
      naming.keep(stages.reduce(into: overlay?.patches.things ?? []) { $0.formUnion($1.things) })
    }
    if isDatedAnew { found = ownDate() }
    date = written ?? found
  }

  /// True where an expression that dates the document came, went or changed. All others need no look: a text may hold
  /// thousands of dates.
  private func changesOwnDate(_ outcomes: [Outcome], _ orphans: [Naming.Former]) -> Bool {
    outcomes.contains { $0.old.contains(where: \.datesDocument) || $0.raw.contains(where: \.datesDocument) }
      || orphans.contains { $0.moved.datesDocument }
  }

  private func readDate() {
    let front = FrontMatter.value("date", in: document).flatMap { CivilDate(iso: $0) }
    let new = option ?? front.map { DocumentDate($0, from: .frontMatter) }
    guard new != written else { return }
    written = new
    for stage in stages { stage.invalidateDate() }
  }

  /// The date that an annotator found to be the document's own (TIMEX3 `functionInDocument`).
  private func ownDate() -> DocumentDate? {
    for stage in stages where stage.manifest.dates {
      for annotation in stage.all where annotation.datesDocument {
        guard let date = annotation.string("value").flatMap({ CivilDate(iso: $0) }) else { continue }
        return DocumentDate(date, from: annotation.source.hasSuffix("byline") ? .byline : .dateline)
      }
    }
    return nil
  }

  // MARK: Naming

  /// Gives names to what a stage's runs brought, and notes what is different. Returns the numbers of the paragraphs where
  /// something is.
  private func name(_ outcomes: [Outcome], of index: Int) -> Set<Int> {
    var touched: Set<Int> = []
    for outcome in outcomes where outcome.isSteady { nameAgain(outcome, of: index, &touched) }
    let outcomes = outcomes.filter { !$0.isSteady }
    let lost = orphans[index].count
    let text = SourceText(document)
    let former = orphans[index] + outcomes.flatMap { $0.old.map(text.former) }
    orphans[index] = []
    let raw = outcomes.map { $0.raw.map(inside) }
    let ids = self.ids(raw, former, text)
    var displaced = Set(former.indices.dropFirst(lost))
    let numbers = Dictionary(zip(former.lazy.map(\.moved.id), former.indices)) { first, _ in first }
    for annotation in outcomes.lazy.flatMap(\.old) {
      wide[annotation.id] = nil
      for piece in annotation.pieces { touched.insert(piece.paragraph) }
    }
    for (number, outcome) in outcomes.enumerated() {
      var named: [Annotation] = []
      for (position, annotation) in raw[number].enumerated() {
        guard let annotation = annotation.flatMap({ resolved($0, ids[number], position) }) else { continue }
        named.append(annotation)
        let before = numbers[annotation.id]
        if note(annotation, before.map { former[$0] }, text, &touched), let before { displaced.remove(before) }
      }
      if !isFinal { for annotation in named where annotation.isWide { wide[annotation.id] = annotation } }
      stages[index].accept(outcome, named)
    }
    let continued = Set(ids.lazy.joined().compactMap(\.self))
    for former in former where !continued.contains(former.moved.id) {
      pending.remove(former.moved.id)
      formerIDs.release(former.moved.id)
    }
    let old = zip(former.indices.dropFirst(lost), outcomes.lazy.flatMap(\.old))
    remember(old.filter { displaced.contains($0.0) }.map(\.1))
    return touched
  }

  /// Keeps the names of what stands where it stood, and notes what is different. All places of it are in paragraphs that no edit
  /// took away: of others the stage has given up what stood there.
  private func nameAgain(_ outcome: Outcome, of index: Int, _ touched: inout Set<Int>) {
    let ids = outcome.old.map(\.id)
    var named: [Annotation] = []
    for (position, raw) in outcome.raw.enumerated() {
      guard let annotation = inside(raw).flatMap({ resolved($0, ids, position) }) else { continue }
      named.append(annotation)
      if annotation == outcome.old[position] { continue }
      pending.change(annotation)
      for piece in annotation.pieces { touched.insert(piece.paragraph) }
      wide[annotation.id] = annotation.isWide ? annotation : nil
    }
    stages[index].accept(outcome, named)
  }

  /// An annotation with its id, and with names in the place of what the annotator named by numbers of its own.
  private func resolved(_ raw: Annotation, _ ids: [AnnotationID?], _ position: Int) -> Annotation? {
    guard let id = ids[position] else { return nil }
    var annotation = raw
    annotation.id = id
    for (name, value) in annotation.attributes {
      switch value {
      case .sibling(let other):
        annotation[name] = ids.indices.contains(other) ? ids[other].map(AttributeValue.annotation) : nil
      case .thing(let thing): annotation[name] = .cluster(naming.cluster(thing))
      default: break
      }
    }
    return annotation
  }

  /// Ids for new annotations: those that they continue, else new ones in document order.
  private func ids(_ raw: [[Annotation?]], _ former: [Naming.Former], _ text: SourceText) -> [[AnnotationID?]] {
    var ids = raw.map { [AnnotationID?](repeating: nil, count: $0.count) }
    var places: [(outcome: Int, position: Int)] = []
    for (outcome, list) in raw.enumerated() {
      for position in list.indices where list[position] != nil { places.append((outcome, position)) }
    }
    if !former.isEmpty || !formerIDs.isEmpty {
      let extents = places.map { place in
        Naming.Extent(raw[place.outcome][place.position]!) { (text.place($0) ?? Naming.Former.nowhere).span }
      }
      var contents: [Int: Int] = [:]
      let matches = Naming.match(
        extents, former,
        recall: { index in
          guard let annotation = raw[places[index].outcome][places[index].position] else { return [] }
          return slot(annotation, &contents).map { formerIDs.ids(at: $0) } ?? []
        }, revive: { formerIDs.revive($0) })
      for (place, match) in zip(places, matches) { ids[place.outcome][place.position] = match }
    }
    places.removeAll { ids[$0.outcome][$0.position] != nil }
    places.sort { Naming.precedes(raw[$0.outcome][$0.position]!, raw[$1.outcome][$1.position]!) }
    for place in places {
      ids[place.outcome][place.position] = naming.newID(raw[place.outcome][place.position]!.kind)
    }
    return ids
  }

  /// Notes how an annotation is different from what it continues. Returns true where it stands where that stood.
  private func note(
    _ annotation: Annotation, _ before: Naming.Former?, _ text: SourceText, _ touched: inout Set<Int>
  ) -> Bool {
    if let before {
      let now = text.former(annotation)
      if now.moved == before.moved, now.text == before.text, !before.isTouched {
        pending.update(annotation)
        return true
      }
      pending.change(annotation)
      for piece in annotation.pieces { touched.insert(piece.paragraph) }
      return now.moved.pieces == before.moved.pieces
    }
    pending.add(annotation)
    for piece in annotation.pieces { touched.insert(piece.paragraph) }
    return false
  }

  /// Remembers the ids of annotations that are gone or another, though their paragraphs are not.
  private func remember(_ annotations: [Annotation]) {
    var contents: [Int: Int] = [:]
    formerIDs.reserve(annotations.count)
    for annotation in annotations {
      if let slot = slot(annotation, &contents) { formerIDs.keep(annotation.id, at: slot) }
    }
  }

  /// Where an annotation stands, by the content of its paragraph.
  private func slot(_ annotation: Annotation, _ contents: inout [Int: Int]) -> IDMemo.Slot? {
    let number = annotation.pieces[0].paragraph
    if contents[number] == nil, let text = result(ofParagraph: number)?.text {
      contents[number] = IDMemo.content(text.bytes, text.kind)
    }
    return contents[number].map { IDMemo.Slot(annotation, content: $0) }
  }

  // MARK: Bounds

  /// The annotation without mentions that lie outside the text, pieces in order; nil where a piece of its own does. A
  /// careless module must not stop a run.
  private func inside(_ annotation: Annotation) -> Annotation? {
    guard annotation.pieces.allSatisfy(isInside) else { return nil }
    var annotation = annotation
    if annotation.pieces.count > 1 { annotation.pieces.sort() }
    for (name, value) in annotation.attributes {
      guard case .mention(let mention) = value else { continue }
      if !mention.places.allSatisfy(isInside) {
        annotation[name] = nil
      } else if mention.places.count > 1 {
        annotation[name] = .mention(Mention(mention.places.sorted(), entity: mention.entity))
      }
    }
    return annotation
  }

  private func isInside(_ place: Place) -> Bool {
    guard let paragraph = document.paragraph(place.paragraph) else { return false }
    return place.span.start >= 0 && place.span.end <= paragraph.proseCount && !place.span.isEmpty
  }
}

extension Manifest {
  func makes(_ kind: String) -> Bool { kinds.contains { $0.name == kind } }
  func needs(_ other: Manifest) -> Bool { requires.contains { other.makes($0) } }
  /// True for a module that can find a document's own date.
  var dates: Bool { kinds.contains { $0.attributes.contains { $0.name == "functionInDocument" } } }
}

extension Annotation {
  /// True for the expression that dates the document itself (TIMEX3 `functionInDocument`).
  fileprivate var datesDocument: Bool { string("functionInDocument") == "CREATION_TIME" }
}
