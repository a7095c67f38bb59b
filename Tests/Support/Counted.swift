import DiplePluginKit
import Synchronization

final class Tally: Sendable {
  let runs = Mutex(0)
}

/// An annotator that counts the paragraphs that it reads.
struct Counted<Base: PassageAnnotator>: PassageAnnotator {
  let base: Base
  let tally: Tally

  var manifest: Manifest { base.manifest }
  var start: Base.State { base.start }

  func summarize(_ layers: Layers) -> Base.Summary { base.summarize(layers) }
  func tell(_ paragraph: ParagraphView<Base.Summary>, _ board: (Base.Question, Base.Fact) -> Void) {
    base.tell(paragraph, board)
  }
  func answer(_ question: Base.Question, _ facts: [Base.Fact]) -> Base.Answer? { base.answer(question, facts) }
  func annotate(_ passage: Passage<Self>, _ state: inout Base.State) -> [Annotation] {
    tally.runs.withLock { $0 += 1 }
    let relay = Relay(passage: passage)
    return base.annotate(Passage<Base>(passage.paragraph, settings: passage.settings, source: relay), &state)
  }

  /// Hands on what is asked.
  private struct Relay: PassageSource {
    typealias A = Base
    let passage: Passage<Counted<Base>>
    func date() -> DocumentDate? { passage.date }
    func answer(_ question: Base.Question) -> Base.Answer? { passage.ask(question) }
    func annotations(_ kind: String, following distance: Int) -> [Annotation] {
      passage.annotations(kind, following: distance)
    }
    func following(_ distance: Int) -> ParagraphView<Base.Summary>? { passage.following(distance) }
  }
}
