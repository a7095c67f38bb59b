import DiplePluginKit

/// Gives ids to what an annotator returned, in document order, and turns siblings into ids.
enum Naming {
  static func named(_ raw: [Annotation], document: Document, counters: inout [String: Int]) -> [Annotation] {
    let order = raw.indices.filter { isInside(raw[$0], document) }.sorted { precedes(raw[$0], raw[$1]) }
    var ids = [AnnotationID?](repeating: nil, count: raw.count)
    for index in order {
      let kind = raw[index].kind
      counters[kind, default: 0] += 1
      ids[index] = AnnotationID(kind, counters[kind]!)
    }
    return order.map { index in
      var annotation = raw[index]
      annotation.id = ids[index]!
      if annotation.pieces.count > 1 { annotation.pieces.sort() }
      for (name, value) in annotation.attributes {
        switch value {
        case .sibling(let other):
          annotation[name] = ids.indices.contains(other) ? ids[other].map(AttributeValue.annotation) : nil
        case .mention(let mention):
          if !mention.places.allSatisfy({ isInside($0, document) }) {
            annotation[name] = nil
          } else if mention.places.count > 1 {
            annotation[name] = .mention(Mention(mention.places.sorted(), entity: mention.entity))
          }
        default: break
        }
      }
      return annotation
    }
  }

  /// Document order; of two that start together the longer first, as it encloses the other.
  static func precedes(_ a: Annotation, _ b: Annotation) -> Bool {
    let (first, second) = (a.place, b.place)
    if first.paragraph != second.paragraph { return first.paragraph < second.paragraph }
    if first.span.start != second.span.start { return first.span.start < second.span.start }
    let (lastA, lastB) = (a.pieces[a.pieces.count - 1], b.pieces[b.pieces.count - 1])
    if lastA.paragraph != lastB.paragraph { return lastA.paragraph > lastB.paragraph }
    if lastA.span.end != lastB.span.end { return lastA.span.end > lastB.span.end }
    return (a.kind, a.source, a.id.number) < (b.kind, b.source, b.id.number)
  }

  /// True where all of an annotation's pieces lie in the text. What does not is a module's mistake and is left out.
  private static func isInside(_ annotation: Annotation, _ document: Document) -> Bool {
    annotation.pieces.allSatisfy { isInside($0, document) }
  }

  private static func isInside(_ place: Place, _ document: Document) -> Bool {
    document.paragraphs.indices.contains(place.paragraph) && place.span.start >= 0
      && place.span.end <= document.paragraphs[place.paragraph].span.count && !place.span.isEmpty
  }
}
