import ArgumentParser
import DiplePluginTools
import Foundation

/// `diple plugin new`: a module to start from.
struct PluginNew: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Makes a working module in a new folder: manifest, source, a spec, a README.",
    discussion: """
        diple plugin new hedges --kind rules            rules in YAML: no programming
        diple plugin new names --kind python            a program in Python, with its SDK in one file
        diple plugin new names --kind node --in plugins the same in JavaScript, in ./plugins/names
        diple plugin new units --kind swift             a program in Swift; build it with its build.sh
        diple plugin new shouts --kind shell            a program for sh and jq

      A Swift module is built with Diple's package: that of the checkout which `diple` was built in, or the one that
      --diple names. Nothing that is there already is touched.

      Exit codes: 0 it is made, 2 it cannot be.
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case rules, python, node, swift, shell
    /// The template of the same name.
    var template: ModuleTemplate { ModuleTemplate(rawValue: rawValue)! }
  }

  @Argument(help: "Its name: small letters, digits and “-”. Its folder and its kind of annotations are called so too.")
  var name: String

  @Option(help: "What it is made of.")
  var kind = Kind.rules

  @Option(name: .customLong("in"), help: ArgumentHelp("The folder that gets the module's folder.", valueName: "folder"))
  var parent = "."

  @Option(
    help: ArgumentHelp("Diple's package, for a Swift module: a folder or a repository.", valueName: "path or URL"))
  var diple: String?

  func run() async throws {
    var package = diple.map(PackageSource.init)
    // The module's package stands elsewhere.
    if case .path(let path)? = package { package = .path(URL(fileURLWithPath: path).standardizedFileURL.path) }
    do throws(NewModule.Problem) {
      let module = try NewModule(
        name, kind.template, in: URL(fileURLWithPath: parent, isDirectory: true), package: package,
        program: Bundle.main.executableURL)
      let paths = try module.write()
      let folder = module.folder.standardizedFileURL.relative
      Terminal.print("\(folder) holds a module that works:")
      for path in paths.sorted() { Terminal.print("  \(path)") }
      let build = kind == .swift ? "sh build.sh && " : ""
      Terminal.print("\nNext: cd \(folder) && \(build)diple plugin test")
    } catch {
      Terminal.error("diple plugin new: \(error)\n")
      throw ExitCode(2)
    }
  }
}
