import ArgumentParser
import DiplePluginHost
import DiplePluginKit
import DiplePluginTools
import Foundation

/// A module that a command line names: by its folder, or by the id of one that is found.
enum NamedModule {
  /// Loads it. What is wrong is told, and ends the command with 2.
  static func specimen(
    _ name: String, _ modules: ModuleOptions, grants: [String] = [], command: String
  ) throws -> Specimen {
    let others = modules.plugins.map { URL(fileURLWithPath: $0, isDirectory: true) }
    do throws(Specimen.Unusable) {
      return try specimen(name, modules, others, Set(grants.flatMap { $0.split(separator: ",").map(String.init) }))
    } catch {
      for problem in error.problems { Terminal.error("diple plugin \(command): \(problem)\n") }
      throw ExitCode(2)
    }
  }

  private static func specimen(
    _ name: String, _ modules: ModuleOptions, _ others: [URL], _ grants: Set<String>
  ) throws(Specimen.Unusable) -> Specimen {
    var folder = URL(fileURLWithPath: name, isDirectory: true)
    if !FileManager.default.fileExists(atPath: folder.path) {
      let plugins = modules.library().plugins
      guard let known = plugins.first(where: { $0.id == name }) else {
        let ids = plugins.map(\.id).joined(separator: ", ")
        throw Specimen.Unusable(
          problems: [PluginProblem(file: name, cause: "is neither a folder nor the id of a module; there are \(ids)")])
      }
      guard let place = known.folder else {
        guard let annotator = Registry.builtIn.annotators.first(where: { $0.manifest.id == name }) else {
          throw Specimen.Unusable(problems: [PluginProblem(file: name, cause: "is a part of Diple that does not run")])
        }
        return try Specimen(annotator)
      }
      // A workspace's module waits for trust where it was not named by its folder.
      if known.state == .untrusted || known.state == .changed {
        throw Specimen.Unusable(problems: [PluginProblem(file: name, cause: known.explainedState)])
      }
      folder = place
    }
    return try Specimen(folder: folder, others: others, trust: try? Trust(UserFolders().trust), grants: grants)
  }
}
