import ArgumentParser
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Foundation
import Synchronization

/// Which modules a command uses.
struct ModuleOptions: ParsableArguments {
  @Option(
    name: .customLong("plugin"),
    help: ArgumentHelp("A module's folder, or a folder of modules, to use too. May be repeated.", valueName: "path"))
  var plugins: [String] = []

  @Option(help: ArgumentHelp("Modules that do not run, separated by commas. May be repeated.", valueName: "ids"))
  var disable: [String] = []

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("A module's setting: hedges.strict=true. May be repeated.", valueName: "module.name=value"))
  var settings: [String] = []

  @Flag(name: .customLong("built-in"), help: "No modules but the built-in ones and those that --plugin names.")
  var builtInOnly = false

  /// Finds the modules of all places: named ones, the user's, those of the folder that `diple` runs in.
  func library() -> Library {
    let current = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
    let folders = UserFolders()
    let places = PluginPlaces(
      given: plugins.map { URL(fileURLWithPath: $0, isDirectory: true) },
      user: builtInOnly ? nil : folders.plugins, workspaces: builtInOnly ? [] : [current])
    let disabled = Set(disable.flatMap { $0.split(separator: ",") }.map { $0.trimmingCharacters(in: .whitespaces) })
    do {
      return Library(places: places, disabled: disabled, trust: try Trust(folders.trust))
    } catch {
      Terminal.error("diple: \(error)\n")
      return Library(places: places, disabled: disabled)
    }
  }

  /// The modules of a daemon. Its client's workspace folders count, not the one that it runs in.
  func session() -> SessionModules {
    let folders = UserFolders()
    let places = PluginPlaces(
      given: plugins.map { URL(fileURLWithPath: $0, isDirectory: true) },
      user: builtInOnly ? nil : folders.plugins)
    let disabled = Set(disable.flatMap { $0.split(separator: ",") }.map { $0.trimmingCharacters(in: .whitespaces) })
    return SessionModules(
      flags: places, disabled: disabled, trustFile: folders.trust, version: Diple.configuration.version)
  }

  /// Loads the modules. What is wrong with one is told, and the rest is used; but a module that the command line names must
  /// be one.
  func load(_ command: String) async throws -> LoadedModules {
    let library = library()
    for problem in library.allProblems { Terminal.error("diple \(command): \(problem)\n") }
    for plugin in library.plugins where plugin.state == .untrusted || plugin.state == .changed {
      Terminal.error("diple \(command): \(plugin.id) \(plugin.explainedState)\n")
    }
    let isUsable = library.problems.isEmpty && !library.plugins.contains { $0.place == .given && $0.state != .active }
    guard isUsable else { throw ExitCode(2) }
    do {
      return try LoadedModules(library, try moduleSettings(library), command)
    } catch let error as PipelineError {
      Terminal.error("diple \(command): \(error)\n")
      throw ExitCode(2)
    }
  }

  private func moduleSettings(_ library: Library) throws -> [String: Settings] {
    var all: [String: Settings] = [:]
    for text in settings {
      let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let names = sides[0].split(separator: ".", maxSplits: 1).map(String.init)
      guard sides.count == 2, names.count == 2 else {
        throw ValidationError("--set \(text): a setting is written module.name=value")
      }
      let manifests = library.registry.manifests
      guard let manifest = manifests.first(where: { $0.id == names[0] }) else {
        throw ValidationError("--set \(text): no module “\(names[0])” runs\(hint(names[0], manifests.map(\.id)))")
      }
      guard let fallback = manifest.settings.values[names[1]] else {
        let known = manifest.settings.values.keys.sorted()
        throw ValidationError("--set \(text): “\(names[0])” has no setting “\(names[1])”\(hint(names[1], known))")
      }
      guard let value = fallback.parsed(sides[1]) else {
        throw ValidationError("--set \(text): “\(sides[1])” is \(fallback.wanted)")
      }
      all[names[0], default: Settings()].values[names[1]] = value
    }
    return all
  }

  private func hint(_ name: String, _ known: [String]) -> String {
    let near = NearestName.hint(name, among: known)
    return near.isEmpty && !known.isEmpty ? "; there are \(known.joined(separator: ", "))" : near
  }
}

/// The modules of a run, ready to annotate.
struct LoadedModules: Sendable {
  let library: Library
  let pipeline: Pipeline
  let host: ModuleHost
  private let notices = Notices()

  /// What a person must know of modules makes the run a failed one.
  private final class Notices: Sendable { let count = Atomic(0) }

  init(_ library: Library, _ settings: [String: Settings], _ command: String) throws {
    self.library = library
    pipeline = try library.registry.pipeline(settings: settings)
    var options = ModuleProcess.Options()
    options.version = Diple.configuration.version
    // Somebody waits at the shell.
    options.patience.hellos = 1
    host = ModuleHost(options: { [options] _ in options }) { [notices] id, event in
      switch event {
      case .notice(let text):
        notices.count.add(1, ordering: .relaxed)
        Terminal.error("diple \(command): \(text)\n")
      case .log(.error, let text), .log(.warning, let text): Terminal.error("diple \(command): \(id): \(text)\n")
      case .slow(let patience):
        Terminal.error("diple \(command): waiting for \(id) to start, at most \(Int(patience / .seconds(1))) s more\n")
      case .log, .started, .stopped, .progress: break
      }
    }
    host.adopt(library.processes)
  }

  /// True where a module failed, so that what it would have found is missing.
  var hasFailed: Bool { notices.count.load(ordering: .relaxed) > 0 }

  /// Ends the modules' programs.
  func close() async { await host.shutdown() }
}

extension Settings.Value {
  /// A text as a value of this one's type; nil where it is none.
  fileprivate func parsed(_ text: String) -> Settings.Value? {
    switch self {
    case .bool: Bool(text).map(Settings.Value.bool)
    case .number: Double(text).flatMap { $0.isFinite ? .number($0) : nil }
    case .string: .string(text)
    }
  }

  fileprivate var wanted: String {
    switch self {
    case .bool: "neither true nor false"
    case .number: "no number"
    case .string: "no text"
    }
  }
}
