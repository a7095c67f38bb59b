import ArgumentParser
import DiplePluginHost
import Foundation

/// Which modules a command uses.
struct ModuleOptions: ParsableArguments {
  @Option(
    name: .customLong("plugin"),
    help: ArgumentHelp("A module's folder, or a folder of modules, to use too. May be repeated.", valueName: "path"))
  var plugins: [String] = []

  @Option(
    help: ArgumentHelp("Modules that do not run, separated by commas. May be repeated.", valueName: "ids"))
  var disable: [String] = []

  @Flag(name: .customLong("built-in"), help: "No modules but the built-in ones and those that --plugin names.")
  var builtInOnly = false

  /// Loads the modules of all places: named ones, the user's, those of the folder that `diple` runs in.
  func library() throws -> Library {
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
}
