public import DiplePluginKit

/// Why annotators cannot be put in order.
public struct PipelineError: Error, Sendable, CustomStringConvertible {
  /// For a person.
  public var description: String
}

/// Annotators in the order in which they run. A value: it holds no document.
public struct Pipeline: Sendable {
  private struct Step: Sendable {
    let annotator: any Annotator
    let settings: Settings
  }

  private let steps: [Step]
  /// The manifests in the order in which the annotators run.
  public var manifests: [Manifest] { steps.map(\.annotator.manifest) }

  /// True where a module is asked elsewhere, so that not all is found at once.
  public var asksElsewhere: Bool { steps.contains { $0.annotator is any RemoteAnnotator } }

  /// Orders annotators by what they require and produce.
  ///
  /// A kind that is required but that nobody makes is no error: the annotator sees no annotations of it. A circle is one.
  /// - Parameter settings: the user's settings by annotator id; they lie over the manifest's defaults.
  public init(_ annotators: [any Annotator], settings: [String: Settings] = [:]) throws(PipelineError) {
    var waiting = annotators
    var ordered: [Step] = []
    while !waiting.isEmpty {
      let open = Set(waiting.flatMap { $0.manifest.kinds.map(\.name) })
      guard let next = waiting.firstIndex(where: { $0.manifest.isReady(without: open) }) else {
        let names = waiting.map(\.manifest.id).joined(separator: ", ")
        throw PipelineError(description: "these modules require each other in a circle: \(names)")
      }
      let annotator = waiting.remove(at: next)
      let manifest = annotator.manifest
      ordered.append(
        Step(annotator: annotator, settings: manifest.settings.merging(settings[manifest.id] ?? Settings())))
    }
    steps = ordered
  }

  /// The pipeline with only the stages that the wanted kinds need, themselves included.
  public func limited(to kinds: Set<String>) -> Pipeline {
    var needed = kinds
    var kept: [Step] = []
    for step in steps.reversed() where step.annotator.manifest.kinds.contains(where: { needed.contains($0.name) }) {
      kept.insert(step, at: 0)
      needed.formUnion(step.annotator.manifest.requires)
    }
    return Pipeline(steps: kept)
  }

  /// The pipeline without some modules, and with other settings for some.
  public func adapted(without ids: Set<String>, settings: [String: Settings]) -> Pipeline {
    guard !ids.isEmpty || !settings.isEmpty else { return self }
    return Pipeline(
      steps: steps.filter { !ids.contains($0.annotator.manifest.id) }.map { step in
        guard let new = settings[step.annotator.manifest.id] else { return step }
        return Step(annotator: step.annotator, settings: step.settings.merging(new))
      })
  }

  /// The pipeline with an annotator in the place of the one of its type, under the same settings; the same pipeline where there is
  /// none.
  public func replacing<A: Annotator>(with annotator: A) -> Pipeline {
    Pipeline(steps: steps.map { $0.annotator is A ? Step(annotator: annotator, settings: $0.settings) : $0 })
  }

  private init(steps: [Step]) { self.steps = steps }

  /// Annotates a document. Modules that are asked elsewhere find nothing: see `LiveDocument.takeQueries`.
  /// - Parameters:
  ///   - date: the day it was written, where an option or the input says so.
  ///   - overrides: a person's corrections.
  public func run(_ document: Document, date: DocumentDate? = nil, overrides: [Override] = []) -> Analysis {
    // Corrections look at all that was found, and at the text around it.
    LiveDocument(document, self, date: date, overrides: overrides, isFinal: overrides.isEmpty).analysis
  }

  /// What loads all that is kept as long as the program runs (models, lists), to be done side by side, and then a small text:
  /// it comes upon what nobody thought of.
  public var preparations: [@Sendable () -> Void] {
    [{ English.prepare() }] + steps.map { step in { @Sendable in step.annotator.prepare() } }
      + [{ _ = run(Document(Self.specimen)) }]
  }

  /// Prose that asks for every list: names, titles, times, holidays, quotation marks, cues, positions and verdicts.
  private static let specimen = """
    On Monday, Mayor Ana Ruiz of Kostel said that she opposed “the plan”. It was outrageous, two days after Easter, and she was
    critical of it.
    """

  func makeStages(_ exchange: RemoteExchange, isFinal: Bool) -> [any Stage] {
    steps.map { $0.annotator.accept(StageMaker(settings: $0.settings, exchange: exchange, isFinal: isFinal)) }
  }

  /// What a paragraph amounts to for each annotator; what that took is added to `spent`.
  func summaries(of layers: Layers, _ spent: inout [Duration]) -> [any Sendable] {
    let clock = ContinuousClock()
    var start = clock.now
    return steps.enumerated().map { index, step in
      let summary = step.annotator.summary(of: layers)
      let end = clock.now
      spent[index] += end - start
      start = end
      return summary
    }
  }
}

extension Manifest {
  fileprivate func isReady(without open: Set<String>) -> Bool {
    let own = Set(kinds.map(\.name))
    return requires.allSatisfy { own.contains($0) || !open.contains($0) }
  }
}
