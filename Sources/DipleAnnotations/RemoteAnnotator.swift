/// A module whose findings come from elsewhere, and later: a process.
///
/// It has no function over the text. The pipeline says what it wants to know (`RemoteQuery`); whoever runs the module answers
/// when the answer is there. Nobody waits meanwhile: other modules go on, and what the module had found outside the edit stays.
public protocol RemoteAnnotator: Annotator where Summary == Nothing {
  /// True where what it finds in a paragraph depends on nothing outside of it, so that it is asked for what changed only.
  var isLocal: Bool { get }
}

extension RemoteAnnotator {
  /// Nothing: it is read elsewhere.
  public func summarize(_ layers: Layers) -> Nothing { Nothing() }
  /// It is asked, not run.
  public func accept<V: AnnotatorVisitor>(_ visitor: V) -> V.Result { visitor.visit(self) }
}

/// What a `RemoteAnnotator` is asked: all that it may see.
public struct RemoteQuery: Sendable {
  /// Names the query within its document.
  public let id: Int
  /// The module's id.
  public let module: String
  /// One paragraph for a local module, else all of them, front matter left out.
  public let paragraphs: [DocumentView.Item]
  /// The annotations of the kinds that it requires, in document order.
  public let annotations: [String: [Annotation]]
  /// The day the document was written, where an option, the input or front matter says so.
  public let date: DocumentDate?
  /// The module's settings: defaults of the manifest with the user's on top.
  public let settings: Settings

  /// Makes a query.
  public init(
    id: Int, module: String, paragraphs: [DocumentView.Item], annotations: [String: [Annotation]], date: DocumentDate?,
    settings: Settings
  ) {
    (self.id, self.module, self.paragraphs, self.annotations) = (id, module, paragraphs, annotations)
    (self.date, self.settings) = (date, settings)
  }
}
