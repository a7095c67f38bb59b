public import DiplePluginKit

/// Why annotators cannot be put in order.
public struct PipelineError: Error, Sendable, CustomStringConvertible {
  /// For a person.
  public var description: String
}

/// Annotators in the order in which they run. A value: it holds no document.
public struct Pipeline: Sendable {
  struct Stage: Sendable {
    let annotator: any Annotator
    let settings: Settings
  }

  let stages: [Stage]
  /// The manifests in the order in which the annotators run.
  public var manifests: [Manifest] { stages.map(\.annotator.manifest) }

  /// Orders annotators by what they require and produce.
  ///
  /// A kind that is required but that nobody makes is no error: the annotator sees no annotations of it. A circle is one.
  /// - Parameter settings: the user's settings by annotator id; they lie over the manifest's defaults.
  public init(_ annotators: [any Annotator], settings: [String: Settings] = [:]) throws(PipelineError) {
    var waiting = annotators
    var ordered: [Stage] = []
    while !waiting.isEmpty {
      let open = Set(waiting.flatMap { $0.manifest.kinds.map(\.name) })
      guard let next = waiting.firstIndex(where: { $0.manifest.isReady(without: open) }) else {
        let names = waiting.map(\.manifest.id).joined(separator: ", ")
        throw PipelineError(description: "these modules require each other in a circle: \(names)")
      }
      let annotator = waiting.remove(at: next)
      let manifest = annotator.manifest
      ordered.append(
        Stage(annotator: annotator, settings: manifest.settings.merging(settings[manifest.id] ?? Settings())))
    }
    stages = ordered
  }

  /// The pipeline with only the stages that the wanted kinds need, themselves included.
  public func limited(to kinds: Set<String>) -> Pipeline {
    var needed = kinds
    var kept: [Stage] = []
    for stage in stages.reversed() where stage.annotator.manifest.kinds.contains(where: { needed.contains($0.name) }) {
      kept.insert(stage, at: 0)
      needed.formUnion(stage.annotator.manifest.requires)
    }
    return Pipeline(stages: kept)
  }

  private init(stages: [Stage]) { self.stages = stages }

  /// Annotates a document from scratch.
  public func run(_ document: Document, date: DocumentDate? = nil) -> Analysis {
    var memo = Memo()
    return run(document, date: date, memo: &memo)
  }

  /// Annotates a document, taking from `memo` what paragraphs of equal content amounted to before, and leaving in it
  /// what this document's paragraphs amount to.
  public func run(_ document: Document, date: DocumentDate? = nil, memo: inout Memo) -> Analysis {
    let date = date ?? Self.frontMatterDate(of: document)
    var items: [DocumentView.Item] = []
    var results: [ParagraphResult] = []
    memo.begin()
    for (number, paragraph) in document.paragraphs.enumerated() where paragraph.kind != .frontMatter {
      let result = memo.result(for: document.bytes[paragraph.span.range], kind: paragraph.kind) { layers in
        stages.map { $0.annotator.summary(of: layers) }
      }
      items.append(DocumentView.Item(number: number, layers: result.layers))
      results.append(result)
    }
    memo.end()
    var view = DocumentView(paragraphs: items, date: date, settings: Settings())
    var all: [Annotation] = []
    var counters: [String: Int] = [:]
    for (index, stage) in stages.enumerated() {
      view.settings = stage.settings
      let raw = stage.annotator.annotations(of: view, results.map { $0.summaries[index] })
      let named = Naming.named(raw, document: document, counters: &counters)
      for kind in stage.annotator.manifest.kinds {
        view.add(named.filter { $0.kind == kind.name }, kind: kind.name)
      }
      all += named
    }
    return Analysis(document: document, date: date ?? Self.ownDate(all), annotations: all.sorted(by: Naming.precedes))
  }

  private static func frontMatterDate(of document: Document) -> DocumentDate? {
    FrontMatter.value("date", in: document).flatMap { CivilDate(iso: $0) }.map { DocumentDate($0, from: .frontMatter) }
  }

  /// The date that an annotator found to be the document's own (TIMEX3 `functionInDocument`).
  private static func ownDate(_ annotations: [Annotation]) -> DocumentDate? {
    for annotation in annotations where annotation.string("functionInDocument") == "CREATION_TIME" {
      guard let date = annotation.string("value").flatMap({ CivilDate(iso: $0) }) else { continue }
      return DocumentDate(date, from: annotation.source.hasSuffix("byline") ? .byline : .dateline)
    }
    return nil
  }
}

extension Manifest {
  fileprivate func isReady(without open: Set<String>) -> Bool {
    let own = Set(kinds.map(\.name))
    return requires.allSatisfy { own.contains($0) || !open.contains($0) }
  }
}

extension Annotator {
  func summary(of layers: Layers) -> any Sendable { summarize(layers) }

  func annotations(of document: DocumentView, _ summaries: [any Sendable]) -> [Annotation] {
    annotate(document, summaries.map { $0 as! Summary })
  }
}
