import DiplePluginKit

/// Finds places of paragraphs in a document's source. A value for a while: it holds the text as it is.
struct SourceText {
  private let document: Document

  init(_ document: Document) { self.document = document }

  /// A place in the source, counted from the document's start, in paragraph 0; nil where its paragraph is gone.
  func place(_ place: Place) -> Place? { paragraph(of: place).map { Place(0, $0.source(place.span)) } }

  /// The same; one in a paragraph that is gone equals no other. Adds its prose to `text`.
  func place(_ place: Place, addingTo text: inout [UInt8]) -> Place {
    guard let paragraph = paragraph(of: place) else { return Naming.Former.nowhere }
    let source = paragraph.source(place.span)
    if paragraph.pieces.isEmpty {
      text += document.bytes[source.range]
    } else {
      text += document.prose(place.span, of: paragraph)
    }
    return Place(0, source)
  }

  /// An annotation as a client has it.
  func former(_ annotation: Annotation) -> Naming.Former {
    var former = Naming.Former(moved: annotation)
    former.moved.mapPlaces { place($0, addingTo: &former.text) }
    return former
  }

  private func paragraph(of place: Place) -> Paragraph? {
    guard let paragraph = document.paragraph(place.paragraph), place.span.end <= paragraph.proseCount else {
      return nil
    }
    return paragraph
  }
}
