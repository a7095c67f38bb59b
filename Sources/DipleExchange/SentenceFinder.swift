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
    var (low, high) = (0, sentences.count)
    while low < high {
      let middle = (low + high) / 2
      if sentences[middle].end <= place.span.start { low = middle + 1 } else { high = middle }
    }
    return low < sentences.count ? Place(place.paragraph, sentences[low]) : place
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
    func firstIndex(from start: Int) -> Int {
      var (low, high) = (0, list.count)
      while low < high {
        let middle = (low + high) / 2
        if list[middle].place.span.start < start { low = middle + 1 } else { high = middle }
      }
      return low
    }
    let (low, high) = (firstIndex(from: place.span.start), firstIndex(from: place.span.end))
    return list[low..<max(low, high)]
  }
}
