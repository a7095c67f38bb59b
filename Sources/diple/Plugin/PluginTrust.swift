import ArgumentParser
import DiplePluginHost
import DiplePluginKit
import Foundation

/// `diple plugin trust`: lets a workspace's module run.
struct PluginTrust: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust", abstract: "Lets a module run, as its files are now.",
    discussion: """
      A module is a program that somebody wrote: read it first. What it may is written down for its folder and the
      checksum of its files; when a file changes, you are asked again.

        diple plugin trust .diple/plugins/spacy
        diple plugin trust .diple/plugins/news --grant network
      """)

  @Argument(help: "The module's folder.")
  var folder: String

  @Option(
    help: ArgumentHelp(
      "What it may beyond reading the text, of what it asks for: network, files, environment, or all.",
      valueName: "names"))
  var grant: [String] = []

  func run() async throws {
    let url = URL(fileURLWithPath: folder, isDirectory: true)
    let plugin = try TrustedFolder.plugin(url, "trust")
    let asked = plugin.asked
    var grants = Set(grant.flatMap { $0.split(separator: ",") }.map { $0.trimmingCharacters(in: .whitespaces) })
    if grants.contains("all") { grants = Set(asked) }
    for name in grants.sorted() where !asked.contains(name) {
      throw ValidationError(
        "\(plugin.id) does not ask for “\(name)”"
          + (asked.isEmpty ? "" : "; it asks for \(asked.joined(separator: ", "))"))
    }
    do {
      var trust = try Trust(UserFolders().trust)
      try trust.trust(url, grants: grants)
    } catch {
      Terminal.error("diple plugin trust: \(error)\n")
      throw ExitCode(2)
    }
    Terminal.print("\(plugin.id) \(plugin.manifest!.version) may run as it is now: \(TrustedFolder.command(plugin))")
    let wanted = plugin.manifest!.capabilities
    for path in wanted.readable { Terminal.print("  asks to read \(path)") }
    for path in wanted.writable { Terminal.print("  asks to write \(path)") }
    for name in wanted.environment { Terminal.print("  asks for the variable \(name)") }
    for name in asked {
      Terminal.print(
        grants.contains(name) ? "  with \(name)" : "  without \(name), which it asks for (--grant \(name))")
    }
  }
}

/// `diple plugin distrust`: takes it back.
struct PluginDistrust: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distrust", abstract: "Takes back what `diple plugin trust` allowed.")

  @Argument(help: "The module's folder.")
  var folder: String

  func run() async throws {
    do {
      var trust = try Trust(UserFolders().trust)
      if try trust.distrust(URL(fileURLWithPath: folder, isDirectory: true)) {
        return Terminal.print("\(folder) is not trusted any more")
      }
    } catch {
      Terminal.error("diple plugin distrust: \(error)\n")
      throw ExitCode(2)
    }
    Terminal.error("diple plugin distrust: \(folder) was not trusted\n")
    throw ExitCode(1)
  }
}

/// A folder that somebody names as a module.
enum TrustedFolder {
  /// The module in it. It must be one, and one that can be read.
  static func plugin(_ folder: URL, _ command: String) throws -> Plugin {
    let library = Library(builtIn: Registry([]), places: PluginPlaces(given: [folder]))
    guard let plugin = library.plugins.first, plugin.manifest != nil else {
      for problem in library.allProblems { Terminal.error("diple plugin \(command): \(problem)\n") }
      throw ExitCode(2)
    }
    return plugin
  }

  /// What is started.
  static func command(_ plugin: Plugin) -> String {
    guard case .command(let words)? = plugin.manifest?.entry else { return "rules, which need no trust" }
    return words.joined(separator: " ")
  }
}
