public import DiplePipeline
public import DiplePluginHost
public import DiplePluginKit
public import Foundation

/// A module that is looked at, and the modules that it works with.
public struct Specimen: Sendable {
  /// Why a module cannot be looked at.
  public struct Unusable: Error, Sendable {
    /// All that is wrong.
    public var problems: [PluginProblem]
    /// Makes one of these.
    public init(problems: [PluginProblem]) { self.problems = problems }
  }

  /// The module as it was found.
  public let plugin: Plugin
  /// What it says of itself.
  public let manifest: Manifest
  /// Its rules; nil where it is made of something else.
  public let rules: RuleModule?
  /// All modules.
  public let pipeline: Pipeline
  /// The module, and those that it requires.
  let narrow: Pipeline
  /// Those among all that are programs.
  let processes: [ProcessModule]

  /// What it may beyond reading the text.
  var granted: Set<String> { processes.first { $0.manifest.id == manifest.id }?.grants ?? [] }
  /// True for a program.
  public var isProcess: Bool { plugin.kind == "process" }
  /// What its findings may depend on is a document's language layers and nothing that other modules make.
  var readsTextOnly: Bool { manifest.requires.allSatisfy(Manifest.isLayer) }

  /// Loads a module from its folder. Built-in modules that make the same kinds give way to it. It needs no trust: whoever names
  /// it wants it to run, and it may no more than was granted.
  /// - Parameters:
  ///   - others: folders of modules that it works with.
  ///   - grants: what it may besides what `trust` says.
  public init(folder: URL, others: [URL] = [], trust: Trust? = nil, grants: Set<String> = []) throws(Unusable) {
    let alone = Library(builtIn: Registry([]), places: PluginPlaces(given: [folder]), trust: trust)
    guard let manifest = alone.plugins.first?.manifest, alone.plugins.count == 1 else {
      let several = alone.plugins.map { "“\($0.id)”" }.joined(separator: ", ")
      throw Unusable(
        problems: alone.plugins.count > 1
          ? [PluginProblem(file: folder.path, cause: "holds several modules: name one of \(several)")]
          : alone.allProblems)
    }
    let kinds = Set(manifest.kinds.map(\.name))
    let builtIn = Registry.builtIn.annotators.filter { other in
      other.manifest.id != manifest.id && other.manifest.kinds.allSatisfy { !kinds.contains($0.name) }
    }
    let library = Library(
      builtIn: Registry(builtIn), places: PluginPlaces(given: [folder] + others), trust: trust)
    guard let plugin = library.plugins.first(where: { $0.id == manifest.id }), plugin.state == .active else {
      throw Unusable(problems: library.allProblems)
    }
    var processes = library.processes
    for index in processes.indices where processes[index].manifest.id == manifest.id {
      processes[index].grants.formUnion(grants)
    }
    var rules: RuleModule?
    if case .rules(let patterns) = manifest.entry { rules = RuleFolder(folder).module(manifest, patterns).module }
    try self.init(plugin, manifest, rules, library.registry, processes)
  }

  /// Looks at a module that is a part of the program, among others.
  public init(_ annotator: any Annotator, among others: Registry = .builtIn) throws(Unusable) {
    var registry = others
    registry.register(annotator)
    let manifest = annotator.manifest
    let library = Library(builtIn: registry, places: PluginPlaces())
    guard let plugin = library.plugins.first(where: { $0.id == manifest.id }) else {
      throw Unusable(problems: library.allProblems)
    }
    try self.init(plugin, manifest, nil, registry, [])
  }

  private init(
    _ plugin: Plugin, _ manifest: Manifest, _ rules: RuleModule?, _ registry: Registry, _ processes: [ProcessModule]
  ) throws(Unusable) {
    (self.plugin, self.manifest, self.rules, self.processes) = (plugin, manifest, rules, processes)
    do { pipeline = try registry.pipeline() } catch {
      throw Unusable(problems: [PluginProblem(file: plugin.id, cause: error.description)])
    }
    narrow = pipeline.limited(to: Set(manifest.kinds.map(\.name)))
  }
}
