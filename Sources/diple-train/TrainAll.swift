import ArgumentParser
import DipleLanguage
import Foundation

/// `diple-train all`.
struct TrainAll: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "all",
    abstract: "Trains all that the program carries, from the open data.",
    discussion:
      "The result depends on the data and on nothing else: the same bytes every time. See the README beside the source."
  )

  @Option(help: "The folder of the corpora.")
  var data: String
  @Option(help: "The folder of the word vectors, as vectors.py writes it.")
  var vectors: String
  @Option(help: "The folder that holds the sources of the modules.")
  var into = "."

  func run() throws {
    // The language layer. What learns from its tags stands below, in the order of the floors.
    let folder = into + "/Sources/DipleLanguageResources/data/"
    let plan = LanguageTraining.Plan()
    let about = try String(contentsOfFile: folder + "language.sources.txt", encoding: .utf8)
    let file = try LanguageTraining(plan) { print($0) }
      .file(
        Corpora(folder: data).training(), WordVectors(vectors, count: plan.words),
        openText: { try OpenText.forEachParagraph(data + "/opentext", $0) }, about: about)
    try Data(file).write(to: URL(fileURLWithPath: folder + "language.model"), options: .atomic)
    print("language.model: \(file.count) bytes")
    if let model = LanguageModel(Blob(file)) { try Evaluation(model, Corpora(folder: data)).report { print($0) } }
  }
}
