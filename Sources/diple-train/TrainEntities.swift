import ArgumentParser
import DipleAnnotations
import DipleLanguage
import DiplePipeline
import DipleText
import Entities
import Foundation

/// `diple-train entities`.
struct TrainEntities: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "entities",
    abstract: "Trains the recogniser of names.",
    discussion: """
      Corpora are JSON lines (`text`, `covers`, `annotations`); `FILE:0.5` makes the tokens of a file count half. The result
      depends on the input and the options only. With --held-out, the files of --gold that it names are annotated part by part
      by models that have not seen the part's documents, and no model is written.
      """)

  @Option(parsing: .upToNextOption, help: "Corpora annotated by hand.")
  var gold: [String]
  @Option(parsing: .upToNextOption, help: "Corpora labelled by another program.")
  var silver: [String] = []
  @Option(help: "Classes of words (word_classes.py).")
  var words: String
  @Option(help: "A text file that says whose texts these are and under which licence; it goes into the model.")
  var attribution: String?
  @Option(help: "Where the model is written, or with --held-out what was found.")
  var out: String
  @Option(help: "log2 of the number of rows of the weight table.")
  var rows = 17
  @Option(help: "log2 of the number of slots of the table of words.")
  var slots = 17
  @Option(help: "Passes over the training data.")
  var passes = 6
  @Option(parsing: .upToNextOption, help: "Files of --gold to annotate in five parts.")
  var heldOut: [String] = []
  @Option(help: "How many of every hundred texts of each corpus are learned from, as for a learning curve.")
  var share = 100
  @Flag(help: "Say what is being done.")
  var verbose = false

  func run() throws {
    let lexicon = try WordsFile.lexicon(words, logSlots: slots)
    let training = EntityTraining(
      sources: try gold.map { try source($0, lexicon, isSilver: false) }
        + silver.map { try source($0, lexicon, isSilver: true) },
      lexicon: lexicon,
      attribution: try attribution.map {
        try String(contentsOfFile: $0, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
      } ?? "unpublished",
      logRows: rows, passes: passes, log: { [verbose] in if verbose { print($0) } })
    guard !training.attribution.contains("\n\n") else {
      throw ValidationError("no empty lines in --attribution, please")
    }
    if heldOut.isEmpty {
      try Data(training.model().file).write(to: URL(fileURLWithPath: out), options: .atomic)
    } else {
      try annotateHeldOut(training)
    }
  }

  private func source(_ argument: String, _ lexicon: NameLexicon, isSilver: Bool) throws -> NameSource {
    let parts = argument.split(separator: ":")
    guard parts.count <= 2, let path = parts.first, let weight = parts.count == 2 ? Float(parts[1]) : 1 else {
      throw ValidationError("“\(argument)” is no FILE or FILE:WEIGHT")
    }
    let documents = try GoldNames.documents(String(path), lexicon).enumerated().filter { $0.offset * 37 % 100 < share }
      .map(\.element)
    return NameSource(name: String(path), documents: documents, weight: weight, isSilver: isSilver)
  }

  /// Annotates every document by a model of the other four fifths.
  private func annotateHeldOut(_ training: EntityTraining) throws {
    let parts = 5
    let held = training.sources.indices.filter { heldOut.contains(training.sources[$0].name) }
    guard held.count == heldOut.count else { throw ValidationError("--held-out names files that --gold does not") }
    // What settles names has seen none of the documents.
    let settling = training.settling(from: training.sources.indices.filter { !held.contains($0) })
    var lines = ""
    for part in 0..<parts {
      let model = training.recogniser(settling) { held.contains($0) && $1 % parts == part }
      let pipeline = try Pipeline([EntitiesAnnotator(model: model)])
      for number in held {
        for (at, document) in training.sources[number].documents.enumerated() where at % parts == part {
          let whole = [Span(0, document.text.utf8.count)]
          lines += try FoundNames.line(document.id, document.text, whole, pipeline) + "\n"
        }
      }
    }
    try lines.write(toFile: out, atomically: true, encoding: .utf8)
  }
}
