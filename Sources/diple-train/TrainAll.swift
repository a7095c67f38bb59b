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

  @OptionGroup var sources: ToneSources
  @Option(help: "The folder that holds the sources of the modules.")
  var into = "."

  func run() throws {
    let (data, vectors) = (sources.data, sources.vectors)
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
    try trainTone(after: file)
  }

  /// Tone is learned from what the language layer and the recogniser of names of this very build give.
  private func trainTone(after language: [UInt8]) throws {
    let learned = try ModelFile(Blob(language))
    guard learned.checksum == English.model?.file.checksum else {
      print("language.model is new: build, then train the entities, build again, and train the tone")
      return
    }
    let folder = into + "/Plugins/Stance/Resources/data/"
    let training = try sources.training(attributionFrom: folder + "tone.sources.txt") { print($0) }
    try TrainTone.write(training.model(try sources.targets(training.vocabulary)), to: folder + "tone.model")
  }
}
