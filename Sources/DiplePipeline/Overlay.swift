import DiplePluginKit

/// What overrides make of the annotations: the last stage of the pipeline.
struct Overlay {
  /// What is other than annotators say.
  struct Patches {
    /// Annotations that say something else now.
    var changed: [AnnotationID: Annotation] = [:]
    /// Annotations that are none.
    var hidden: Set<AnnotationID> = []
    /// Annotations that no annotator made.
    var added: [AnnotationID: Annotation] = [:]
    var orphans: [OrphanedOverride] = []
    var edited: [EditedOverride] = []
    var distinct: Set<DistinctThings> = []
    /// Names that overrides give to things.
    var things: Set<UInt64> = []

    /// The annotations as a person wants them.
    func applied(to annotations: [Annotation]) -> [Annotation] {
      annotations.compactMap { hidden.contains($0.id) ? nil : changed[$0.id] ?? $0 } + added.values
    }
  }

  /// What names an added annotation.
  struct Key: Hashable {
    let kind: String
    let anchor: Anchor
  }

  let overrides: [Override]
  var index: AnchorIndex
  /// The ids of added annotations: they stay, also over a time in which the words are gone.
  var ids: [Key: AnnotationID]
  var patches = Patches()

  /// The annotations of `patches` as the client has them, moved by the edits since.
  private var shown: [AnnotationID: Naming.Former] = [:]
  private var told = Patches()

  init(_ overrides: [Override], after former: Overlay? = nil) {
    self.overrides = overrides
    index = AnchorIndex(overrides.flatMap(\.anchors), tolerant: overrides.lazy.filter(\.isTolerant).map(\.anchor))
    ids = [:]
    for override in overrides {
      let key = Key(kind: override.kind, anchor: override.anchor)
      ids[key] = former?.ids[key]
    }
    if let former { (shown, told, patches) = (former.shown, former.told, former.patches) }
  }

  // MARK: What is different

  /// True where a person said something of an annotation of an annotator's, now or when the client was told last.
  func concerns(_ id: AnnotationID) -> Bool {
    told.hidden.contains(id) || patches.hidden.contains(id) || told.changed[id] != nil || patches.changed[id] != nil
  }

  /// Moves what the client has, as the client does.
  mutating func move(_ edit: TextEdit, _ format: SourceFormat) {
    guard !shown.isEmpty else { return }
    let script = EditScript(edit)
    for id in shown.keys { shown[id]!.follow(script, format) }
  }

  /// What is different for a client, where the annotators' part of it is known.
  func delta(_ base: Delta, _ former: (Annotation) -> Naming.Former, _ annotation: (AnnotationID) -> Annotation?)
    -> Delta
  {
    var delta = Delta(isDateChanged: base.isDateChanged)
    var done: Set<AnnotationID> = []
    for found in base.added {
      done.insert(found.id)
      if !patches.hidden.contains(found.id) { delta.added.append(patches.changed[found.id] ?? found) }
    }
    for found in base.changed {
      done.insert(found.id)
      switch (told.hidden.contains(found.id), patches.hidden.contains(found.id)) {
      case (false, false): delta.changed.append(patches.changed[found.id] ?? found)
      case (true, false): delta.added.append(patches.changed[found.id] ?? found)
      case (false, true): delta.removed.append(found.id)
      case (true, true): break
      }
    }
    for id in base.removed {
      done.insert(id)
      if !told.hidden.contains(id) { delta.removed.append(id) }
    }
    // What annotators say as before, and a person does not.
    var ids = told.hidden.union(patches.hidden).union(told.changed.keys).union(patches.changed.keys)
    ids.subtract(done)
    for id in ids {
      guard let now = patches.changed[id] ?? annotation(id) else { continue }
      switch (told.hidden.contains(id), patches.hidden.contains(id)) {
      case (true, false): delta.added.append(now)
      case (false, true): delta.removed.append(id)
      case (true, true): break
      case (false, false): if isDifferent(now, former) { delta.changed.append(now) }
      }
    }
    for id in Set(told.added.keys).union(patches.added.keys) {
      switch (told.added[id] != nil, patches.added[id]) {
      case (true, nil): delta.removed.append(id)
      case (false, let now?): delta.added.append(now)
      case (true, let now?): if isDifferent(now, former) { delta.changed.append(now) }
      case (false, nil): break
      }
    }
    delta.added.sort(by: Naming.precedes)
    delta.changed.sort(by: Naming.precedes)
    delta.removed.sort { ($0.kind, $0.number) < ($1.kind, $1.number) }
    return delta
  }

  /// True where a client that moved what it has would not have this.
  private func isDifferent(_ now: Annotation, _ former: (Annotation) -> Naming.Former) -> Bool {
    guard let before = shown[now.id] else { return true }
    let now = former(now)
    return before.isTouched || now.moved != before.moved || now.text != before.text
  }

  /// The client has been told all.
  mutating func tell(_ former: (Annotation) -> Naming.Former) {
    told = patches
    shown = [:]
    for (id, annotation) in patches.changed where !patches.hidden.contains(id) { shown[id] = former(annotation) }
    for (id, annotation) in patches.added { shown[id] = former(annotation) }
  }
}

extension Override {
  /// All words that it is about.
  var anchors: [Anchor] {
    switch action {
    case .same(let other), .different(let other): [anchor, other]
    default: [anchor]
    }
  }
}

extension LiveDocument {
  /// A person's corrections. What is different with new ones comes with the next `takeDelta`.
  public var overrides: [Override] {
    get { overlay?.overrides ?? [] }
    set {
      guard newValue != overrides else { return }
      overlay = Overlay(newValue, after: overlay)
      readAnchors()
      isCurrent = false
      sorted = nil
    }
  }

  /// Finds out what overrides make of the annotations as they are now.
  func applyOverrides() {
    guard var overlay, !overlay.overrides.isEmpty || !overlay.patches.isEmpty else { return }
    var patcher = Patcher(self, overlay)
    overlay.patches = patcher.run()
    (overlay.index, overlay.ids) = (patcher.index, patcher.ids)
    self.overlay = overlay
  }
}

extension Overlay.Patches {
  /// True where all is as annotators say.
  var isEmpty: Bool {
    changed.isEmpty && hidden.isEmpty && added.isEmpty && orphans.isEmpty && edited.isEmpty && distinct.isEmpty
  }
}
