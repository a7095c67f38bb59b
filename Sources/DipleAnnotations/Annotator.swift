public import DipleText

/// A module that annotates: a value with two functions.
///
/// `summarize` reads one paragraph and nothing else: it is pure, and its result is remembered by the paragraph's content.
/// `annotate` reads the summaries of all paragraphs and the annotations of the modules that it requires. The pipeline
/// orders annotators by `requires` and the kinds they produce, and by nothing else.
public protocol Annotator: Sendable {
  /// What a paragraph amounts to for this annotator.
  associatedtype Summary: Sendable & Equatable

  /// What the module says of itself.
  var manifest: Manifest { get }

  /// Reads one paragraph. Must depend on nothing but `layers`. Front matter is never given.
  func summarize(_ layers: Layers) -> Summary

  /// Reads the document. `summaries` has one element for each paragraph of `document`. The result needs no order.
  func annotate(_ document: DocumentView, _ summaries: [Summary]) -> [Annotation]
}

/// A document as an annotator sees it.
public struct DocumentView: Sendable {
  /// A paragraph with its number in the document.
  public struct Item: Sendable {
    /// The number that a `Place` carries.
    public var number: Int
    /// What is known of it.
    public var layers: Layers
    /// Makes an item.
    public init(number: Int, layers: Layers) { (self.number, self.layers) = (number, layers) }
    /// A span of this paragraph as a place.
    public func place(_ span: Span) -> Place { Place(number, span) }
    /// Tokens of this paragraph as a place; the range may not be empty.
    public func place(_ tokens: Range<Int>) -> Place { Place(number, layers.span(tokens)) }
  }

  /// The annotated paragraphs in order (front matter is left out, so numbers may start at 1).
  public var paragraphs: [Item]
  /// The day the document was written, where an option, the input or front matter says so.
  public var date: DocumentDate?
  /// The annotator's settings: defaults of the manifest with the user's on top.
  public var settings: Settings
  private var byKind: [String: [Annotation]]
  private var byParagraph: [String: [Int: [Int]]]

  /// Makes a view; `annotations` are those of the modules that ran before.
  public init(paragraphs: [Item], date: DocumentDate?, settings: Settings, annotations: [String: [Annotation]] = [:]) {
    self.paragraphs = paragraphs
    self.date = date
    self.settings = settings
    byKind = [:]
    byParagraph = [:]
    for (kind, list) in annotations { add(list, kind: kind) }
  }

  /// Adds the annotations of a kind, for the modules that run later.
  public mutating func add(_ annotations: [Annotation], kind: String) {
    byKind[kind] = annotations
    var index: [Int: [Int]] = [:]
    for (number, annotation) in annotations.enumerated() {
      var seen = -1
      for piece in annotation.pieces where piece.paragraph != seen {
        index[piece.paragraph, default: []].append(number)
        seen = piece.paragraph
      }
    }
    byParagraph[kind] = index
  }

  /// All annotations of a kind in document order; none where no module made it.
  public func annotations(_ kind: String) -> [Annotation] { byKind[kind] ?? [] }

  /// The annotations of a kind with a piece in the paragraph of this number, in order.
  public func annotations(_ kind: String, inParagraph number: Int) -> [Annotation] {
    guard let list = byKind[kind], let indices = byParagraph[kind]?[number] else { return [] }
    return indices.map { list[$0] }
  }
}
