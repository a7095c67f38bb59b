import ArgumentParser
import DiplePluginHost
import DiplePluginKit
import Foundation

/// `diple plugin doctor`: what holds modules in check on this machine.
struct PluginDoctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Tells what keeps modules that are programs from doing harm on this machine.",
    discussion: """
      Every protection is tried, not guessed, and each module's program is named as it is found. Where an essential one is missing, modules that are programs do not run,
      unless the setting `sandbox` is `warn`.

      Exit codes: 0 modules are contained, 1 an essential protection is missing.
      """)

  @OptionGroup(title: "Modules") var modules: ModuleOptions

  func run() async throws {
    let holding = Protections.available()
    var rows: [[String]] = []
    for (protection, name, meaning) in Protections.explained {
      let isEssential = !protection.isDisjoint(with: .essential)
      let mark = holding.contains(protection) ? "✓" : isEssential ? "✗" : "-"
      rows.append([mark, name, meaning])
    }
    Terminal.print(Table.text(rows), terminator: "")
    let programs = modules.library().plugins.compactMap { plugin -> [String]? in
      do throws(ModuleFailure) { return try plugin.program().map { [plugin.id, $0, plugin.explainedState] } } catch {
        return [plugin.id, "-", error.description]
      }
    }
    if !programs.isEmpty { Terminal.print("\n" + Table.text([["ID", "PROGRAM", "STATE"]] + programs)) }
    let missing = Protections.essential.subtracting(holding)
    if missing.isEmpty {
      Terminal.print("Modules that are programs are contained here.")
    } else {
      Terminal.print("Modules that are programs do not run here: an essential protection is missing (✗).")
      throw ExitCode(1)
    }
  }
}
