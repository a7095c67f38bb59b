import DiplePipeline
import DiplePluginKit

/// Where the sentences of a document are. Paragraphs are read when they are asked for.
struct SentenceFinder {
  private let document: Document
  private var known: [Int: [Span]] = [:]

  init(_ document: Document) { self.document = document }

  /// The sentence that holds the first byte of a place.
  mutating func sentence(of place: Place) -> Place {
    guard let paragraph = document.paragraph(place.paragraph) else { return place }
    let sentences = known[place.paragraph] ?? read(paragraph)
    known[place.paragraph] = sentences
    let index = sentences.partitioningIndex { $0.end > place.span.start }
    return index < sentences.count ? Place(place.paragraph, sentences[index]) : place
  }

  private func read(_ paragraph: Paragraph) -> [Span] {
    let layers = English.read(document.prose(of: paragraph), kind: paragraph.kind)
    return layers.sentences.map { layers.span($0) }
  }
}

/// The annotations of a kind, by the paragraph of their first piece.
struct AnnotationIndex {
  private var byParagraph: [Int: [Annotation]] = [:]

  init(_ annotations: some Sequence<Annotation>) {
    for annotation in annotations { byParagraph[annotation.place.paragraph, default: []].append(annotation) }
  }

  /// Those whose first piece lies inside a place, in document order.
  func inside(_ place: Place) -> ArraySlice<Annotation> {
    let list = byParagraph[place.paragraph] ?? []
    let first = list.partitioningIndex { $0.place.span.start >= place.span.start }
    return list[first...].prefix { $0.place.span.start < place.span.end }
  }
}
