import ArgumentParser

/// The command: each subcommand has a file of its own.
@main
struct Diple: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diple",
    abstract: "Annotates prose: who said what, who and what is named, when, and who is for or against what.",
    version: "0.1.0",
    subcommands: [Annotate.self, Check.self, Serve.self])
}
