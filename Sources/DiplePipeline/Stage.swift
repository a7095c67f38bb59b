import DiplePluginKit

/// One annotator at work on one document: what each paragraph amounts to for it and what it found there.
protocol Stage: AnyObject {
  /// What the annotator says of itself.
  var manifest: Manifest { get }

  /// Puts paragraphs in the place of others.
  /// - Parameter items: the new paragraphs; nil for front matter, which is never read.
  func replace(_ change: ParagraphChange, with items: [StageItem?], numbers: [Int])

  /// Runs what the change of the annotations it requires, in paragraphs of these numbers, has made stale.
  func invalidate(_ numbers: Set<Int>)

  /// Runs all that asked for the document's date.
  func invalidateDate()

  /// Runs what is stale. Returns what came of it, where it is not what was there before; at most `limit` outcomes, of which the
  /// last ones are still to come where there are as many.
  func refresh(_ surroundings: Surroundings, limit: Int) -> [Outcome]

  /// Takes the annotations of an outcome with their names.
  func accept(_ outcome: Outcome, _ named: [Annotation])

  /// Gives up the named annotations that belong to the paragraphs at these indices, before these are replaced.
  func orphan(_ removed: Range<Int>) -> [Annotation]

  /// The named annotations with a piece in the paragraph of this number, in document order.
  func annotations(in number: Int) -> [Annotation]

  /// The named annotations with a piece or a mention in one of the paragraphs of these numbers; in no order, and some twice.
  func annotations(reaching numbers: ClosedRange<Int>) -> [Annotation]

  /// Lets go of all that only another run would need: there will be none.
  func seal()

  /// How much it keeps of what paragraphs tell each other, and of annotations that reach from one into another.
  var retained: (board: Int, visitors: Int) { get }

  /// Forgets all that was found.
  func clear()

  /// The names that the annotator gives to things.
  var things: Set<UInt64> { get }

  /// All named annotations; in no order.
  var all: [Annotation] { get }
}

extension Stage {
  func seal() {}
  func clear() {}
  var retained: (board: Int, visitors: Int) { (0, 0) }
}

/// A paragraph as a stage gets it.
struct StageItem {
  let text: ParagraphText
  /// The annotator's summary.
  let summary: any Sendable
}

/// What one run of an annotator changed.
struct Outcome {
  /// The number of the paragraph that was run; nil where it was the whole document.
  let owner: Int?
  /// What was there before, named.
  let old: [Annotation]
  /// What is there now, as the annotator gave it.
  let raw: [Annotation]
  /// What was there before as the annotator gave it; nil where that no longer stood as it was.
  var rawBefore: [Annotation]?

  /// True where each annotation stands where one stood before, and of the same kind: in a text that was not edited it continues
  /// that one.
  var isSteady: Bool {
    guard let rawBefore, rawBefore.count == raw.count, old.count == raw.count else { return false }
    return raw.indices.allSatisfy {
      raw[$0].kind == rawBefore[$0].kind && raw[$0].pieces == rawBefore[$0].pieces && old[$0].pieces == raw[$0].pieces
    }
  }
}

extension Sequence<Annotation> {
  /// The names that an annotator gave to things.
  var things: Set<UInt64> {
    var things: Set<UInt64> = []
    for annotation in self {
      for (_, value) in annotation.attributes { if case .thing(let key) = value { things.insert(key) } }
    }
    return things
  }
}

/// What a stage may know of the document around it.
struct Surroundings {
  let document: Document
  let date: DocumentDate?
  /// The annotations of a kind in the paragraph of a number, made by stages before.
  let annotations: (_ kind: String, _ number: Int) -> [Annotation]
}

/// Makes the stage that runs an annotator.
struct StageMaker: AnnotatorVisitor {
  let settings: Settings
  let exchange: RemoteExchange
  /// True where there will be no edit.
  let isFinal: Bool
  func visit<A: DocumentAnnotator>(_ annotator: A) -> any Stage { DocumentStage(annotator, settings) }
  func visit<A: PassageAnnotator>(_ annotator: A) -> any Stage {
    PassageStage(annotator, settings, isFinal: isFinal)
  }
  func visit<A: RemoteAnnotator>(_ annotator: A) -> any Stage {
    annotator.isLocal
      ? RemotePassageStage(annotator.manifest, settings, exchange)
      : RemoteDocumentStage(annotator.manifest, settings, exchange)
  }
}

extension Annotator {
  func summary(of layers: Layers) -> any Sendable { summarize(layers) }
}
