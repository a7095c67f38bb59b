import ArgumentParser
import DipleLanguage
import Foundation

/// `diple-train evaluate`.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures the language layer on treebanks: tokens, sentences, tags, lemmas, dependencies, speed.")

  @Option(help: "The folder of the corpora.")
  var data: String
  @Option(help: "The model; without it, the one that the program carries.")
  var model: String?

  func run() throws {
    let read = try model.map { LanguageModel(Blob([UInt8](try Data(contentsOf: URL(fileURLWithPath: $0))))) }
    guard let model = read ?? LanguageModel.carried else { throw ValidationError("no model") }
    try Evaluation(model, Corpora(folder: data)).report { print($0) }
  }
}
