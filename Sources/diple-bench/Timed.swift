import DiplePluginKit

/// Wraps annotators so that the time they take is taken.
struct Timing: AnnotatorVisitor {
  let watch: Stopwatch
  func visit<A: DocumentAnnotator>(_ annotator: A) -> any Annotator { TimedDocument(base: annotator, watch: watch) }
  func visit<A: PassageAnnotator>(_ annotator: A) -> any Annotator { TimedPassage(base: annotator, watch: watch) }
  func visit<A: RemoteAnnotator>(_ annotator: A) -> any Annotator { annotator }
}

private struct TimedDocument<Base: DocumentAnnotator>: DocumentAnnotator {
  let base: Base
  let watch: Stopwatch

  var manifest: Manifest { base.manifest }
  func summarize(_ layers: Layers) -> Base.Summary { watch.measure { base.summarize(layers) } }
  func annotate(_ document: DocumentView, _ summaries: [Base.Summary]) -> [Annotation] {
    watch.measure { base.annotate(document, summaries) }
  }
}

private struct TimedPassage<Base: PassageAnnotator>: PassageAnnotator {
  let base: Base
  let watch: Stopwatch

  var manifest: Manifest { base.manifest }
  var start: Base.State { base.start }
  func summarize(_ layers: Layers) -> Base.Summary { watch.measure { base.summarize(layers) } }
  func tell(_ paragraph: ParagraphView<Base.Summary>, _ board: (Base.Question, Base.Fact) -> Void) {
    watch.measure { base.tell(paragraph, board) }
  }
  func answer(_ question: Base.Question, _ facts: [Base.Fact]) -> Base.Answer? { base.answer(question, facts) }
  func annotate(_ passage: Passage<Self>, _ state: inout Base.State) -> [Annotation] {
    watch.measure {
      base.annotate(Passage(passage.paragraph, settings: passage.settings, source: Through(passage: passage)), &state)
    }
  }

  /// Hands the base's questions on.
  private struct Through: PassageSource {
    typealias A = Base
    let passage: Passage<TimedPassage<Base>>
    func date() -> DocumentDate? { passage.date }
    func answer(_ question: Base.Question) -> Base.Answer? { passage.ask(question) }
    func annotations(_ kind: String, following distance: Int) -> [Annotation] {
      passage.annotations(kind, following: distance)
    }
    func following(_ distance: Int) -> ParagraphView<Base.Summary>? { passage.following(distance) }
  }
}
