import ArgumentParser
import Foundation

/// The command: each subcommand has a file of its own.
@main
struct Diple: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diple",
    abstract: "Annotates prose: who said what, who and what is named, when, and who is for or against what.",
    version: "0.1.0",
    subcommands: [
      Annotate.self, Verify.self, Explain.self, Check.self, Serve.self, ReplayCommand.self, PluginCommand.self,
      Models.self,
    ])

  /// Runs the subcommand that is asked for. Wrong usage ends with 2; ArgumentParser would say 64.
  static func main() async {
    Terminal.reserveError()
    do {
      var command = try parseAsRoot()
      if var concurrent = command as? any AsyncParsableCommand {
        try await concurrent.run()
      } else {
        try command.run()
      }
    } catch  where exitCode(for: error) == .validationFailure {
      Terminal.error(fullMessage(for: error) + "\n")
      Foundation.exit(2)
    } catch {
      exit(withError: error)
    }
  }
}
