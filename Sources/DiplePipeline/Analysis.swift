public import DiplePluginKit

/// A document with all that was found in it.
public struct Analysis: Sendable {
  /// The document.
  public let document: Document
  /// The day it was written, and how we know; nil where nothing says so.
  public let date: DocumentDate?
  /// The annotations in document order.
  public let annotations: [Annotation]

  init(document: Document, date: DocumentDate?, annotations: [Annotation]) {
    (self.document, self.date, self.annotations) = (document, date, annotations)
  }

  /// The annotations of some kinds only.
  public func limited(to kinds: Set<String>) -> Analysis {
    Analysis(document: document, date: date, annotations: annotations.filter { kinds.contains($0.kind) })
  }

  /// The bytes of a place, counted from the document's start.
  public func span(_ place: Place) -> Span {
    place.span.shifted(by: document.paragraph(place.paragraph)?.span.start ?? 0)
  }
  /// From the first to the last byte of an annotation, counted from the document's start.
  public func span(_ annotation: Annotation) -> Span {
    Span(span(annotation.pieces[0]).start, span(annotation.pieces[annotation.pieces.count - 1]).end)
  }
  /// The text of a place.
  public func text(_ place: Place) -> String { document.text(span(place)) }
}
