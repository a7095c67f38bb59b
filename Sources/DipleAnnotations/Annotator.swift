public import DipleText

/// A module that annotates.
///
/// `summarize` reads one paragraph and nothing else: it is pure, and its result is remembered by the paragraph's content.
/// What the module makes of the summaries, a `DocumentAnnotator` says in one function over the document, a `PassageAnnotator`
/// in one over a paragraph. The pipeline orders annotators by `requires` and the kinds they produce, and by nothing else.
public protocol Annotator: Sendable {
  /// What a paragraph amounts to for this annotator.
  associatedtype Summary: Sendable & Equatable

  /// What the module says of itself.
  var manifest: Manifest { get }

  /// Loads what the module keeps as long as the program runs: models, lists. Called once before the first text, side by side with
  /// others, where somebody will soon write; a module must do without the call as well.
  func prepare()

  /// Reads one paragraph. Must depend on nothing but `layers`. Front matter is never given.
  func summarize(_ layers: Layers) -> Summary

  /// Tells a visitor which sort it is. `DocumentAnnotator`, `PassageAnnotator` and `RemoteAnnotator` bring this with them.
  func accept<V: AnnotatorVisitor>(_ visitor: V) -> V.Result
}

extension Annotator {
  /// There is nothing to load.
  public func prepare() {}
}

/// Something to be done with an annotator, whose type then is known.
public protocol AnnotatorVisitor {
  /// What comes of it.
  associatedtype Result
  /// Does it with a module that reads the document as a whole.
  func visit<A: DocumentAnnotator>(_ annotator: A) -> Result
  /// Does it with a module that reads passage by passage.
  func visit<A: PassageAnnotator>(_ annotator: A) -> Result
  /// Does it with a module that is asked elsewhere.
  func visit<A: RemoteAnnotator>(_ annotator: A) -> Result
}

extension DocumentAnnotator {
  /// It reads the document as a whole.
  public func accept<V: AnnotatorVisitor>(_ visitor: V) -> V.Result { visitor.visit(self) }
}

/// A module that reads the document as a whole: simple to write, and run again after every edit.
public protocol DocumentAnnotator: Annotator {
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

  /// The annotated paragraphs in order; front matter is left out. Their numbers grow, with gaps.
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
