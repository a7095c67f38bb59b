public import DiplePluginKit

/// A process module as the pipeline sees it: somebody to ask. A `ModuleHost` with the module of the same id answers.
public struct ProcessAnnotator: RemoteAnnotator {
  /// What the module says of itself.
  public let manifest: Manifest
  /// Stands for the module of this manifest.
  public init(_ manifest: Manifest) { self.manifest = manifest }
  /// A module that says so is asked for the paragraphs that changed only.
  public var isLocal: Bool { manifest.scope != .document }
}
