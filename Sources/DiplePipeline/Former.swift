import DiplePluginKit

extension Naming {
  /// From where to where an annotation reaches in the source.
  struct Extent: Hashable {
    let kind: String
    let start: Int
    let end: Int

    /// - Parameter source: where a place stands in the source.
    init(_ annotation: Annotation, _ source: (Place) -> Span = \.span) {
      kind = annotation.kind
      start = source(annotation.pieces[0]).start
      end = source(annotation.pieces[annotation.pieces.count - 1]).end
    }

    /// The bytes at once, and not the kind: other annotations rarely have the very same place.
    func hash(into hasher: inout Hasher) {
      hasher.combine(start)
      hasher.combine(end)
    }
  }

  /// An annotation of before with where it would stand in the text of now, had nothing but the edits happened to it: what a
  /// client has that moves it by its own edits.
  struct Former {
    /// The annotation with every place in the source, counted from the document's start, in paragraph 0.
    var moved: Annotation
    /// The prose of all its places.
    var text: [UInt8] = []
    /// True where the client must be told even if places and prose are the same: markup within it was edited, or words between
    /// its pieces, or the client cannot know where it stands.
    var isTouched = false

    /// A place that equals none in a text.
    static let nowhere = Place(0, Span(-1, -1))

    /// Moves with edits.
    mutating func follow(_ script: EditScript, _ format: SourceFormat) {
      moved.forEachPhrase { places in
        // Of one run of plain text the prose tells all.
        guard !isTouched, format != .plain || places.count > 1 else { return }
        let (start, end) = (places[0].span.start, places[places.count - 1].span.end)
        if start < end, script.touches(Span(start, end)) { isTouched = true }
      }
      moved.mapPlaces { Place(0, script.moved($0.span)) }
    }
  }
}

/// An edit that replaced more than is different. A client that moves what it has by this edit loses what stood in between.
struct CoarseEdit {
  /// What was put in, as it stands afterwards: among these bytes something may be lost.
  let span: Span

  /// Nil where the edit changes all that it replaces.
  init?(_ edit: TextEdit, _ script: EditScript) {
    if script.edits.count == 1, script.edits[0].span == edit.span { return nil }
    span = Span(edit.span.start, edit.span.start + edit.bytes.count)
  }

  /// True where the client does not know that something stands at this place after the edit.
  func hides(_ place: Span) -> Bool {
    place.end > span.start && place.start < span.end && !(place.start < span.start && place.end > span.end)
  }
}
