public import DipleText

/// A module that annotates paragraph by paragraph, so that an edit costs what it changes and no more.
///
/// The document pass of a `DocumentAnnotator` reads everything again. This one says what a paragraph needs from the rest:
///
/// - **facts**: what a paragraph tells the document (`a person is called Ana Ruiz here`), each under a question that others
///   may ask (`who is Ruiz?`). An answer is made of all facts of its question, in document order.
/// - **state**: what flows from paragraph to paragraph in reading order (an open quotation mark, who spoke last).
/// - **what follows**: the summaries of the paragraphs right behind.
///
/// The pipeline keeps track of what each paragraph asked for, and runs it again where an answer, the state before it, a
/// summary that it looked at or an annotation that it requires has changed: what it gives is then always what a fresh
/// run over the whole text gives. All functions must be pure.
public protocol PassageAnnotator: Annotator {
  /// What flows from a paragraph to the next.
  associatedtype State: Sendable & Equatable = Nothing
  /// What a paragraph may want to know of the whole document.
  associatedtype Question: Sendable & Hashable = Nothing
  /// What a paragraph contributes to an answer.
  associatedtype Fact: Sendable & Equatable = Nothing
  /// What is answered.
  associatedtype Answer: Sendable & Equatable = Nothing

  /// The state before the first paragraph.
  var start: State { get }

  /// Tells the document what the paragraph knows.
  func tell(_ paragraph: ParagraphView<Summary>, _ board: (Question, Fact) -> Void)

  /// Answers a question from its facts: at least one, in document order.
  func answer(_ question: Question, _ facts: [Fact]) -> Answer?

  /// Reads one paragraph. The result needs no order.
  func annotate(_ passage: Passage<Self>, _ state: inout State) -> [Annotation]
}

/// No state, no questions: what an annotator that needs none has.
public struct Nothing: Sendable, Hashable {
  /// The only value.
  public init() {}
}

extension PassageAnnotator {
  /// It reads passage by passage.
  public func accept<V: AnnotatorVisitor>(_ visitor: V) -> V.Result { visitor.visit(self) }
}

extension PassageAnnotator where State == Nothing {
  /// No state.
  public var start: Nothing { Nothing() }
}

extension PassageAnnotator where Question == Nothing, Fact == Nothing, Answer == Nothing {
  /// No facts.
  public func tell(_ paragraph: ParagraphView<Summary>, _ board: (Nothing, Nothing) -> Void) {}
  /// No answers.
  public func answer(_ question: Nothing, _ facts: [Nothing]) -> Nothing? { nil }
}

/// A paragraph with its number and what it amounts to for an annotator.
public struct ParagraphView<Summary: Sendable>: Sendable {
  /// The number that a `Place` carries.
  public let number: Int
  private let source: ParagraphText
  /// What it amounts to.
  public let summary: Summary

  /// Makes a view.
  public init(number: Int, _ source: ParagraphText, summary: Summary) {
    (self.number, self.source, self.summary) = (number, source, summary)
  }

  /// What is known of it. In a long document this may have to be read again: ask once, and only for what `text` does not give.
  public var layers: Layers { source.layers }
  /// The text of a span.
  public func text(_ span: Span) -> String { String(decoding: source.bytes[span.range], as: UTF8.self) }

  /// A span of this paragraph as a place.
  public func place(_ span: Span) -> Place { Place(number, span) }
  /// Tokens of this paragraph as a place; the range may not be empty.
  public func place(_ tokens: Range<Int>) -> Place { Place(number, layers.span(tokens)) }
}

/// A paragraph as a `PassageAnnotator` reads it. What is asked of it is written down: it is what the result depends on.
public struct Passage<A: PassageAnnotator> {
  /// The paragraph.
  public let paragraph: ParagraphView<A.Summary>
  /// The annotator's settings: defaults of the manifest with the user's on top.
  public let settings: Settings
  private let source: any PassageSource<A>

  /// Makes a passage that asks `source`.
  public init(_ paragraph: ParagraphView<A.Summary>, settings: Settings, source: any PassageSource<A>) {
    (self.paragraph, self.settings, self.source) = (paragraph, settings, source)
  }

  /// The number that a `Place` carries.
  public var number: Int { paragraph.number }
  /// What is known of the paragraph.
  public var layers: Layers { paragraph.layers }
  /// The text of a span of the paragraph.
  public func text(_ span: Span) -> String { paragraph.text(span) }
  /// What it amounts to.
  public var summary: A.Summary { paragraph.summary }
  /// The day the document was written, where an option, the input or front matter says so.
  public var date: DocumentDate? { source.date() }
  /// What the document answers; nil where no fact bears on the question.
  public func ask(_ question: A.Question) -> A.Answer? { source.answer(question) }
  /// The annotations of a required kind with a piece in this paragraph, in order; or in the one some way behind it, at the
  /// same cost as `following`.
  public func annotations(_ kind: String, following distance: Int = 0) -> [Annotation] {
    source.annotations(kind, following: distance)
  }
  /// The paragraph some way behind this one (1 for the next); nil behind the last. To be asked for in order, and
  /// not far: an edit of it runs this paragraph again.
  public func following(_ distance: Int) -> ParagraphView<A.Summary>? { source.following(distance) }
  /// A span of this paragraph as a place.
  public func place(_ span: Span) -> Place { paragraph.place(span) }
  /// Tokens of this paragraph as a place; the range may not be empty.
  public func place(_ tokens: Range<Int>) -> Place { paragraph.place(tokens) }
}

/// Where a passage's answers come from.
public protocol PassageSource<A> {
  /// The annotator that asks.
  associatedtype A: PassageAnnotator
  /// The document's date.
  func date() -> DocumentDate?
  /// The answer to a question.
  func answer(_ question: A.Question) -> A.Answer?
  /// The annotations of a kind in the paragraph (0), or in one behind it.
  func annotations(_ kind: String, following distance: Int) -> [Annotation]
  /// A paragraph behind it.
  func following(_ distance: Int) -> ParagraphView<A.Summary>?
}
