import ArgumentParser

/// Trains what the program ships, and measures it. Kept apart from `diple`, which needs no trainer.
@main
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diple-train",
    abstract: "Trains the models that the program carries, and measures them.",
    subcommands: [TrainAll.self, TrainEntities.self, TrainTone.self, AnnotateNames.self, Evaluate.self])
}
