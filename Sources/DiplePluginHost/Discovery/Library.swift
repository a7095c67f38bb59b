import Foundation
public import DiplePluginKit
import DipleRules

/// How grave a problem is that a module finds.
public enum ProblemSeverity: String, Sendable, CaseIterable { case off, hint, information, warning, error }

/// The modules of a session: what was found where, and what runs.
public struct Library: Sendable {
  /// All modules that were found, in the order of their places: given, the user's, the workspaces', built-in.
  public private(set) var plugins: [Plugin] = []
  /// What runs.
  public private(set) var registry = Registry([])
  /// The modules among them that are processes.
  public private(set) var processes: [ProcessModule] = []
  /// What is wrong with no module in particular.
  public private(set) var problems: [PluginProblem] = []

  /// The rule modules whose files had no mistakes when they were read last, by folder.
  private var soundRules: [URL: RulesAnnotator] = [:]
  /// The manifests that could be read, by folder.
  private var manifests: [URL: Manifest] = [:]
  /// How grave the findings of rules are, by their `source`.
  private var severities: [String: ProblemSeverity] = [:]

  /// How grave a finding is for its reader: nil for one that is a note and no problem.
  public func severity(of annotation: Annotation) -> ProblemSeverity? {
    let kinds = registry.manifests.lazy.flatMap(\.kinds)
    guard kinds.first(where: { $0.name == annotation.kind })?.severity == .problem else { return nil }
    return severities[annotation.source] ?? .information
  }
  /// True where findings of some kind are problems.
  public var findsProblems: Bool { registry.manifests.contains { $0.kinds.contains { $0.severity == .problem } } }

  /// Everything that is wrong, the modules' own problems included.
  public var allProblems: [PluginProblem] { problems + plugins.flatMap(\.problems) }

  /// Looks for modules and loads them. What cannot be loaded is told and left out; the rest works.
  /// - Parameters:
  ///   - builtIn: the modules that are a part of the program.
  ///   - disabled: the ids of modules that do not run.
  ///   - trust: what the user trusts; nil trusts nothing.
  ///   - former: what ran until now. A rule module whose files have mistakes now stays as it was when they had none.
  public init(
    builtIn: Registry = .builtIn, places: PluginPlaces, disabled: Set<String> = [], trust: Trust? = nil,
    former: Library? = nil
  ) {
    var taken = Taken()
    (soundRules, manifests) = (former?.soundRules ?? [:], former?.manifests ?? [:])
    let (found, problems) = places.folders()
    self.problems = problems
    var loaded: [any Annotator] = []
    for (folder, place) in found {
      var plugin = Plugin(id: folder.lastPathComponent, place: place, folder: folder, manifest: nil, state: .active)
      if let annotator = load(&plugin, places, disabled, trust, builtIn, &taken) { loaded.append(annotator) }
      plugins.append(plugin)
    }
    for annotator in builtIn.annotators {
      let manifest = annotator.manifest
      var plugin = Plugin(id: manifest.id, place: .builtIn, folder: nil, manifest: manifest, state: .active)
      if disabled.contains(manifest.id) {
        plugin.state = .disabled
      } else if let other = taken.ids[manifest.id] {
        plugin.state = .displaced(by: other)
      } else {
        loaded.append(annotator)
      }
      plugins.append(plugin)
    }
    registry = Registry(loaded)
    tellOfRequirements()
    let known = Set(plugins.map(\.id))
    for id in disabled.sorted() where !known.contains(id) {
      let near = NearestName.hint(id, among: known.sorted())
      self.problems.append(PluginProblem(file: id, cause: "there is no module of this id to switch off\(near)"))
    }
  }

  /// Kinds that nobody makes are no reason not to run, and a mistake all the same: such a module finds nothing. Modules that
  /// require each other cannot be put in order.
  private mutating func tellOfRequirements() {
    let kinds = Set(registry.manifests.flatMap { $0.kinds.map(\.name) })
    for index in plugins.indices where plugins[index].state == .active {
      guard let manifest = plugins[index].manifest, let folder = plugins[index].folder else { continue }
      for name in manifest.requires where !Manifest.isLayer(name) && !kinds.contains(name) {
        let known = kinds.sorted() + Manifest.layers.sorted()
        let near = NearestName.hint(name, among: known)
        plugins[index].problems.append(
          PluginProblem(
            file: folder.appendingPathComponent(Manifest.fileName).path,
            cause: "“requires” names “\(name)”, which is no layer, and which no module that runs makes\(near)"))
      }
    }
    do { _ = try registry.pipeline() } catch { problems.append(PluginProblem(file: "modules", cause: "\(error)")) }
  }

  /// Adds something that is wrong with no module in particular.
  mutating func add(_ problem: PluginProblem) { problems.append(problem) }

  /// What modules make that run already.
  private struct Taken {
    var ids: [String: String] = [:]
    var kinds: [String: String] = [:]
  }

  private mutating func load(
    _ plugin: inout Plugin, _ places: PluginPlaces, _ disabled: Set<String>, _ trust: Trust?, _ builtIn: Registry,
    _ taken: inout Taken
  ) -> (any Annotator)? {
    let folder = plugin.folder!
    let file = folder.appendingPathComponent(Manifest.fileName)
    func breaks(_ problem: PluginProblem) -> (any Annotator)? {
      plugin.problems.append(problem)
      plugin.state = .broken
      return nil
    }
    let manifest: Manifest
    do throws(PluginProblem) { manifest = try Self.manifest(file) } catch {
      // A manifest with a mistake takes away nothing that ran; but what a workspace's program may is not what it was.
      guard let sound = manifests[folder], plugin.place != .workspace || sound.isOfRules else { return breaks(error) }
      plugin.problems.append(error)
      manifest = sound
    }
    manifests[folder] = manifest
    (plugin.id, plugin.manifest) = (manifest.id, manifest)
    if disabled.contains(manifest.id) {
      plugin.state = .disabled
      return nil
    }
    do throws(Trust.Problem) { try judge(&plugin, manifest, trust) } catch {
      return breaks(PluginProblem(file: folder.path, cause: error.description))
    }
    if plugin.place == .workspace, let word = Self.strayWord(manifest, folder, places.workspaces) {
      return breaks(
        PluginProblem(
          file: file.path,
          cause: "“entry.command” names “\(word)”, a file of the workspace outside of the module's folder: "
            + "nobody would see it change"))
    }
    guard plugin.state == .active else { return nil }
    if let rival = rival(of: manifest, plugin.place, disabled, builtIn, taken) {
      plugin.state = .displaced(by: rival.id)
      plugin.problems.append(PluginProblem(file: file.path, cause: rival.cause))
      return nil
    }
    let annotator: any Annotator
    switch manifest.entry {
    case .builtIn:
      return breaks(
        PluginProblem(file: file.path, cause: "“entry” is missing: name “rules”, a list of files, or a “command”"))
    case .rules(let patterns):
      let (module, problems) = RuleFolder(folder).module(manifest, patterns)
      plugin.problems += problems
      guard let module else {
        // A file that cannot be read at all takes away nothing that ran.
        guard let sound = soundRules[folder] else {
          plugin.state = .broken
          return nil
        }
        annotator = sound
        break
      }
      if module.problems.isEmpty { soundRules[folder] = module.annotator }
      let rules = soundRules[folder] ?? module.annotator
      for rule in rules.rules {
        severities["\(manifest.id)/\(rule.id)"] = ProblemSeverity(rawValue: rule.severity.rawValue)
      }
      annotator = rules
    case .command:
      let content: ProcessModule.Content =
        plugin.checksum.map { .trusted(checksum: $0) } ?? .own(stamp: Checksum.stamp(of: folder))
      processes.append(
        ProcessModule(manifest: manifest, folder: folder, content: content, grants: plugin.grants))
      annotator = ProcessAnnotator(manifest)
    }
    taken.ids[manifest.id] = manifest.id
    for kind in manifest.kinds { taken.kinds[kind.name] = manifest.id }
    return annotator
  }

  /// A word of a workspace module's command that leads to a file of the workspace which the module's checksum does not know. What
  /// lies elsewhere the workspace cannot bring.
  private static func strayWord(_ manifest: Manifest, _ folder: URL, _ workspaces: [URL]) -> String? {
    guard case .command(var words) = manifest.entry else { return nil }
    // What `PATH` leads to may lie in the workspace, too: an environment that the shell has activated.
    if let found = try? ModuleProgram.find(manifest, words, folder: folder.path, .own) { words.append(found) }
    let own = folder.resolvingSymlinksInPath().path + "/"
    let roots = workspaces.map { $0.resolvingSymlinksInPath().path + "/" }
    return words.first { word in
      let path = Surroundings.own.atHome(word)
      guard path.hasPrefix("/") else { return false }
      // Both the link and what it leads to: either may change.
      return [path, URL(fileURLWithPath: path).resolvingSymlinksInPath().path].contains { path in
        !path.hasPrefix(own) && roots.contains(where: path.hasPrefix)
      }
    }
  }

  private static func manifest(_ file: URL) throws(PluginProblem) -> Manifest {
    guard let data = try? Data(contentsOf: file), data.count <= 1_000_000 else {
      throw PluginProblem(file: file.path, cause: "cannot be read, or is larger than 1 MB")
    }
    do { return try Manifest(Resource(file.path, bytes: Array(data))) } catch {
      throw PluginProblem(file: file.path, line: error.line, cause: error.cause)
    }
  }

  /// Nothing from a workspace runs before a person has said so; rules are data, whose cost is bounded. What a module may
  /// beyond reading the text, a person must have granted wherever it comes from.
  private func judge(_ plugin: inout Plugin, _ manifest: Manifest, _ trust: Trust?) throws(Trust.Problem) {
    guard case .command = manifest.entry else { return }
    let folder = plugin.folder!
    // Summed once, and only where it decides something: a user's own module may be as large as it is.
    guard plugin.place == .workspace || trust?.knows(folder) == true else { return }
    let checksum = try Trust.checksum(of: folder)
    plugin.checksum = checksum
    switch trust?.state(of: folder, checksum: checksum) ?? .unknown {
    case .trusted(let grants): plugin.grants = grants.intersection(manifest.capabilities.names)
    case .changed: if plugin.place == .workspace { plugin.state = .changed }
    case .unknown: if plugin.place == .workspace { plugin.state = .untrusted }
    }
  }

  /// The module that stands in the way of another: one of the same id, or one that makes the same kind.
  private func rival(
    of manifest: Manifest, _ place: Plugin.Place, _ disabled: Set<String>, _ builtIn: Registry, _ taken: Taken
  ) -> (id: String, cause: String)? {
    if let id = taken.ids[manifest.id] {
      return (id, "another module has the id “\(manifest.id)” and stands before it")
    }
    let others = builtIn.manifests.filter { !disabled.contains($0.id) && taken.ids[$0.id] == nil }
    if place == .workspace, others.contains(where: { $0.id == manifest.id }) {
      return (manifest.id, "a workspace's module may not take the place of the built-in “\(manifest.id)”")
    }
    for kind in manifest.kinds {
      let owner =
        taken.kinds[kind.name]
        ?? others.first { other in other.id != manifest.id && other.kinds.contains { $0.name == kind.name } }?.id
      if let owner {
        return (
          owner,
          "“\(owner)” makes “\(kind.name)” too; switch one off (`--disable \(owner)`, or “disabled” in the settings)"
        )
      }
    }
    return nil
  }
}

extension Manifest {
  fileprivate var isOfRules: Bool { if case .rules = entry { true } else { false } }
}
