import ArgumentParser

/// Trains what the program ships. Kept apart from `diple`, which needs no trainer.
@main
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diple-train",
    abstract: "Trains the models that the program carries.",
    subcommands: [TrainTagger.self, TrainEntities.self])
}
