public import DiplePipeline
public import DiplePluginKit
import Dates
import Entities
import Quotes
import Stance

/// The modules that a run can use, by id.
public struct Registry: Sendable {
  /// The modules, in the order in which they were registered.
  public private(set) var annotators: [any Annotator]

  /// The four annotators that come with Diple.
  public static let builtIn = Registry([EntitiesAnnotator(), DatesAnnotator(), QuotesAnnotator(), StanceAnnotator()])

  /// A registry of these modules.
  public init(_ annotators: [any Annotator]) { self.annotators = annotators }

  /// Adds a module; one with the same id gives way to it.
  public mutating func register(_ annotator: any Annotator) {
    annotators.removeAll { $0.manifest.id == annotator.manifest.id }
    annotators.append(annotator)
  }

  /// What the modules say of themselves.
  public var manifests: [Manifest] { annotators.map(\.manifest) }

  /// All modules as a pipeline.
  public func pipeline(settings: [String: Settings] = [:]) throws(PipelineError) -> Pipeline {
    try Pipeline(annotators, settings: settings)
  }
}
