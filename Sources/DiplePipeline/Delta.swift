public import DiplePluginKit

/// What the edits since the last refresh changed. Annotations that merely moved with their text are not in it.
///
/// A client moves what it has by its own edits: text inserted at a span's edge stays outside the span.
public struct Delta: Sendable {
  /// New annotations, in document order.
  public var added: [Annotation] = []
  /// Annotations of before that now say something else or stand elsewhere, in document order.
  public var changed: [Annotation] = []
  /// The ids of annotations that are gone.
  public var removed: [AnnotationID] = []
  /// True where the document's date is another one.
  public var isDateChanged = false

  /// True where a client has nothing to do.
  public var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty && !isDateChanged }

  /// What concerns some kinds only.
  public func limited(to kinds: Set<String>) -> Delta {
    var delta = self
    delta.added.removeAll { !kinds.contains($0.kind) }
    delta.changed.removeAll { !kinds.contains($0.kind) }
    delta.removed.removeAll { !kinds.contains($0.kind) }
    return delta
  }
}
