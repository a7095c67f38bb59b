import DiplePluginKit

/// What is different since a client was told, put together over several refreshes.
struct PendingChanges {
  private enum Change {
    case added(Annotation)
    case changed(Annotation)
    case removed
  }

  /// False while nobody will be told: the first reading of a document.
  private let isOn: Bool
  private var changes: [AnnotationID: Change] = [:]

  /// How many annotations it tells of.
  var count: Int { changes.count }

  init(isOn: Bool = false) { self.isOn = isOn }

  /// Takes a new annotation, or one that is back with its former id.
  mutating func add(_ annotation: Annotation) {
    guard isOn else { return }
    if case .removed? = changes[annotation.id] {
      changes[annotation.id] = .changed(annotation)
    } else {
      changes[annotation.id] = .added(annotation)
    }
  }

  mutating func change(_ annotation: Annotation) {
    guard isOn else { return }
    if case .added? = changes[annotation.id] {
      changes[annotation.id] = .added(annotation)
    } else {
      changes[annotation.id] = .changed(annotation)
    }
  }

  /// Takes the new places of an annotation that is the same.
  mutating func update(_ annotation: Annotation) { if changes[annotation.id] != nil { change(annotation) } }

  mutating func remove(_ id: AnnotationID) {
    guard isOn else { return }
    if case .added? = changes[id] { changes[id] = nil } else { changes[id] = .removed }
  }

  func delta() -> Delta {
    var delta = Delta()
    for (id, change) in changes {
      switch change {
      case .added(let annotation): delta.added.append(annotation)
      case .changed(let annotation): delta.changed.append(annotation)
      case .removed: delta.removed.append(id)
      }
    }
    delta.added.sort(by: Naming.precedes)
    delta.changed.sort(by: Naming.precedes)
    delta.removed.sort { ($0.kind, $0.number) < ($1.kind, $1.number) }
    return delta
  }
}
