import DiplePluginKit

/// Applies overrides to the annotations of a document. The result is a function of the text, the annotations and the
/// overrides alone: of two that contradict each other the later counts.
struct Patcher {
  private let live: LiveDocument
  private let overrides: [Override]
  private(set) var index: AnchorIndex
  private(set) var ids: [Overlay.Key: AnnotationID]
  private var patches = Overlay.Patches()
  private let surroundings: AnchorSurroundings

  init(_ live: LiveDocument, _ overlay: Overlay) {
    (self.live, overrides, index, ids) = (live, overlay.overrides, overlay.index, overlay.ids)
    surroundings = AnchorSurroundings(live)
  }

  mutating func run() -> Overlay.Patches {
    // Annotations that nobody looked for are no loss.
    let wanted = overrides.filter { override in live.stages.contains { $0.manifest.makes(override.kind) } }
    for override in wanted { shape(override) }
    for override in wanted { name(override) }
    var names = ThingNames(all, live)
    for override in wanted { identify(override, &names) }
    merge(&names)
    dropReferences()
    return patches
  }

  /// The annotations as they are with what was done so far.
  private var all: [Annotation] { patches.applied(to: live.stages.flatMap(\.all)).sorted(by: Naming.precedes) }

  // MARK: Places

  private mutating func place(_ anchor: Anchor, _ override: Override) -> Place? {
    let isTolerant = override.isTolerant && anchor == override.anchor
    switch index.place(of: anchor, in: surroundings) {
    case .found(let place): return place
    case .edited(let place, _) where isTolerant:
      patches.edited.append(EditedOverride(override: override, place: place))
      return place
    case .edited(_, let cause), .missing(let cause):
      orphan(override, anchor, cause)
      return nil
    }
  }

  private mutating func orphan(_ override: Override, _ anchor: Anchor, _ cause: OrphanedOverride.Cause) {
    let orphan = OrphanedOverride(override: override, anchor: anchor, cause: cause)
    if patches.orphans.last != orphan { patches.orphans.append(orphan) }
  }

  /// What annotators found of a kind whose first piece is these words.
  private func found(_ kind: String, _ place: Place) -> [Annotation] {
    live.stages.filter { $0.manifest.makes(kind) }.flatMap { $0.annotations(in: place.paragraph) }
      .filter { $0.kind == kind && $0.place == place }
  }

  /// The same, with what overrides made of it.
  private func visible(_ kind: String, _ place: Place) -> Annotation? {
    let base = found(kind, place).first { !patches.hidden.contains($0.id) }
    if let base { return patches.changed[base.id] ?? base }
    return patches.added.values.first { $0.kind == kind && $0.place == place }
  }

  private mutating func set(_ annotation: Annotation) {
    if patches.added[annotation.id] != nil {
      patches.added[annotation.id] = annotation
    } else {
      patches.changed[annotation.id] = annotation
    }
  }

  // MARK: What is there

  /// Dates, what is nothing, and what was added.
  private mutating func shape(_ override: Override) {
    switch override.action {
    case .resolve(let value, let type):
      guard let place = place(override.anchor, override) else { return }
      var attributes: [Override.Attribute] = []
      if let type = type ?? (found("date", place).isEmpty ? Self.type(of: value) : nil) {
        attributes.append(Override.Attribute("type", .string(type)))
      }
      put("date", place, override, attributes + [Override.Attribute("value", .string(value))])
    case .add(let kind, let attributes):
      guard let place = place(override.anchor, override) else { return }
      put(kind, place, override, attributes)
    case .remove(let kind):
      guard let place = place(override.anchor, override) else { return }
      for annotation in found(kind, place) { patches.hidden.insert(annotation.id) }
      for (id, annotation) in patches.added where annotation.kind == kind && annotation.place == place {
        patches.added[id] = nil
      }
    case .speaker, .same, .different: break
    }
  }

  /// The type of a TIMEX3 value.
  private static func type(of value: String) -> String {
    value.hasPrefix("P") && value.dropFirst().first?.isNumber == true
      ? "DURATION" : value.contains("T") ? "TIME" : "DATE"
  }

  /// Sets attributes of what is found at a place, or adds it.
  private mutating func put(
    _ kind: String, _ place: Place, _ override: Override, _ attributes: [Override.Attribute]
  ) {
    var annotation: Annotation
    if let base = found(kind, place).first {
      patches.hidden.remove(base.id)
      annotation = patches.changed[base.id] ?? base
    } else if let known = patches.added.values.first(where: { $0.kind == kind && $0.place == place }) {
      annotation = known
    } else {
      let key = Overlay.Key(kind: kind, anchor: override.anchor)
      let id = ids[key] ?? live.naming.newID(kind)
      ids[key] = id
      annotation = Annotation(kind, place, confidence: 1, source: "override", reason: override.reason)
      annotation.id = id
      patches.added[id] = annotation
    }
    sign(&annotation, override)
    for attribute in attributes { annotation[attribute.name] = attribute.value }
    if kind == "entity", annotation.cluster("entity") == nil {
      let name = annotation.string("name") ?? live.text(place)
      annotation["entity"] = .cluster(thing(named: name))
      annotation["name"] = .string(name)
    }
    set(annotation)
  }

  private func sign(_ annotation: inout Annotation, _ override: Override) {
    (annotation.confidence, annotation.source, annotation.reason) = (1, "override", override.reason)
  }

  /// The thing that has this name already, or one of its own.
  private mutating func thing(named name: String) -> Cluster {
    let known = all.first { $0.kind == "entity" && ($0.string("name") == name || live.text($0.place) == name) }
    return known?.cluster("entity") ?? newThing(name)
  }

  private mutating func newThing(_ name: String) -> Cluster {
    // Annotators name their things by other hashes.
    let key = FNV1a.hash("override:\(name)".utf8)
    patches.things.insert(key)
    return live.naming.cluster(key)
  }

  // MARK: Speakers

  private mutating func name(_ override: Override) {
    guard case .speaker(let name) = override.action, let place = place(override.anchor, override) else { return }
    guard var quote = visible("quote", place) else {
      return orphan(override, override.anchor, .nothingThere(kind: "quote"))
    }
    sign(&quote, override)
    quote["speaker"] = speaker(name, of: quote)
    set(quote)
  }

  /// The mention of a name that stands nearest before a quote, else the first one; the bare name where the text has none.
  private func speaker(_ name: String, of quote: Annotation) -> AttributeValue {
    let mentions = all.filter { entity in
      entity.kind == "entity" && (entity.string("name") == name || live.text(entity.place) == name)
        && !quote.pieces.contains { $0.overlaps(entity.place) }
    }
    guard let mention = mentions.last(where: { $0.place < quote.place }) ?? mentions.first else { return .string(name) }
    return .mention(Mention(mention.place, entity: mention.cluster("entity")))
  }

  // MARK: Names

  private mutating func identify(_ override: Override, _ names: inout ThingNames) {
    let other: Anchor
    switch override.action {
    case .same(let anchor), .different(let anchor): other = anchor
    default: return
    }
    guard let here = place(override.anchor, override), let there = place(other, override) else { return }
    guard let a = visible("entity", here) else {
      return orphan(override, override.anchor, .nothingThere(kind: "entity"))
    }
    guard let b = visible("entity", there) else { return orphan(override, other, .nothingThere(kind: "entity")) }
    if case .same = override.action {
      names.unite(a, b, override)
    } else {
      names.part(a, b, override) { newThing($0) }
    }
  }

  /// Tells annotations of things that are one, or two, since.
  private mutating func merge(_ names: inout ThingNames) {
    patches.distinct = names.distinct
    guard !names.isEmpty else { return }
    let titles = names.titles(all)
    for annotation in all {
      var new = annotation
      for (name, value) in annotation.attributes {
        switch value {
        case .cluster(let cluster): new[name] = .cluster(names.thing(cluster, live.text(annotation.place)))
        case .mention(var mention):
          guard let entity = mention.entity else { continue }
          mention.entity = names.thing(entity, live.text(mention.place))
          new[name] = .mention(mention)
        default: continue
        }
      }
      if let thing = new.cluster("entity"), let title = titles[thing], new["name"] != nil {
        new["name"] = .string(title)
      }
      guard new != annotation else { continue }
      if let thing = annotation.cluster("entity"), thing != new.cluster("entity"), let override = names.cause(thing) {
        sign(&new, override)
      }
      set(new)
    }
  }

  /// What points to annotations that are none points nowhere.
  private mutating func dropReferences() {
    guard !patches.hidden.isEmpty else { return }
    for annotation in all {
      var new = annotation
      for case (let name, .annotation(let id)) in annotation.attributes where patches.hidden.contains(id) {
        new[name] = nil
      }
      if new != annotation { set(new) }
    }
  }
}
