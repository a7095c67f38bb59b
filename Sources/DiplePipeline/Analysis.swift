public import DiplePluginKit

/// A document with all that was found in it.
public struct Analysis: Sendable {
  /// The document.
  public let document: Document
  /// The day it was written, and how we know; nil where nothing says so.
  public let date: DocumentDate?
  /// The annotations in document order.
  public let annotations: [Annotation]
  /// Overrides that found no place.
  public let orphans: [OrphanedOverride]
  /// Overrides that count although their words have been edited since.
  public let edited: [EditedOverride]
  /// Modules elsewhere that owe an answer about the document, so that what they would have found is missing; each once.
  public var unanswered: [UnansweredModule] = []
  private let distinct: Set<DistinctThings>

  init(
    document: Document, date: DocumentDate?, annotations: [Annotation], orphans: [OrphanedOverride],
    edited: [EditedOverride], distinct: Set<DistinctThings>
  ) {
    (self.document, self.date, self.annotations) = (document, date, annotations)
    (self.orphans, self.edited, self.distinct) = (orphans, edited, distinct)
  }

  /// True where a person said that two things are not one.
  public func areDistinct(_ a: Cluster, _ b: Cluster) -> Bool { distinct.contains(DistinctThings(a, b)) }

  /// The annotations of some kinds only.
  public func limited(to kinds: Set<String>) -> Analysis {
    var limited = Analysis(
      document: document, date: date, annotations: annotations.filter { kinds.contains($0.kind) }, orphans: orphans,
      edited: edited, distinct: distinct)
    limited.unanswered = unanswered
    return limited
  }

  /// The bytes of the source that a place stands for, counted from the document's start.
  public func span(_ place: Place) -> Span { document.source(place) }
  /// From the first to the last byte of an annotation, counted from the document's start.
  public func span(_ annotation: Annotation) -> Span {
    Span(span(annotation.pieces[0]).start, span(annotation.pieces[annotation.pieces.count - 1]).end)
  }
  /// The text of a place as a person reads it: without markup.
  public func text(_ place: Place) -> String { document.reading(span(place)) }
}

/// A module that gave no answer about a document.
public struct UnansweredModule: Sendable, Hashable {
  /// Its id.
  public let module: String
  /// Why, for a person.
  public let cause: String
  /// Names a module and a cause.
  public init(module: String, cause: String) { (self.module, self.cause) = (module, cause) }
}

extension Document {
  /// The bytes of prose of a place.
  public func prose(in place: Place) -> [UInt8] {
    paragraph(place.paragraph).map { prose(place.span, of: $0) } ?? []
  }

  /// The bytes of the source that a place stands for, counted from the document's start.
  public func source(_ place: Place) -> Span { paragraph(place.paragraph)?.source(place.span) ?? place.span }
}
