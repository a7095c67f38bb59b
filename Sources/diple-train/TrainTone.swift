import ArgumentParser
import Foundation
import Stance

/// `diple-train tone`.
struct TrainTone: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tone",
    abstract: "Trains the model of tone towards people and organizations.",
    discussion: """
      The result depends on the data and on nothing else: the same bytes every time. With --folds the training texts are parted and each part judged by a \
      model of the others, and no model is written.
      """)

  @OptionGroup var sources: ToneSources
  @Option(help: "The folder that holds the sources of the modules.")
  var into = "."
  @Option(help: "How many parts the training texts are cut into, to be judged by models of the others.")
  var folds: Int?
  @Option(help: "log2 of the rows for facts.")
  var rows = ToneTraining.Plan().logRows
  @Option(help: "Coordinates of a word.")
  var dimensions = ToneTraining.Plan().dimensions
  @Option(help: "What an example counts against the penalty.")
  var strength = ToneTraining.Plan().strength
  @Option(help: "The size of the means of words.")
  var zoneScale = ToneTraining.Plan().zoneScale
  @Option(help: "1 where the classes count alike, 0 where examples do.")
  var balance = ToneTraining.Plan().balance
  @Option(help: "How many of the most frequent words are known whatever their valence.")
  var frequent = ToneSources.frequent

  func run() throws {
    var plan = ToneTraining.Plan()
    (plan.logRows, plan.dimensions, plan.strength) = (rows, dimensions, strength)
    (plan.zoneScale, plan.balance) = (zoneScale, balance)
    let folder = into + "/Plugins/Stance/Resources/data/"
    var training = try sources.training(attributionFrom: folder + "tone.sources.txt", frequent: frequent) { print($0) }
    training.plan = plan
    let targets = try sources.targets(training.vocabulary)
    print("\(targets.count) targets, \(training.vocabulary.words.count) words")
    if let folds {
      Self.crossValidate(training, targets, folds)
    } else {
      try Self.write(training.model(targets), to: folder + "tone.model")
    }
  }

  static func write(_ model: ToneModel, to path: String) throws {
    let file = model.file
    try Data(file).write(to: URL(fileURLWithPath: path), options: .atomic)
    print("tone.model: \(file.count) bytes")
  }

  /// Judges each part by a model of the others; targets of one text are in one part.
  private static func crossValidate(_ training: ToneTraining, _ targets: [GoldTarget], _ folds: Int) {
    var parts: [String: Int] = [:]
    for target in targets where parts[target.document] == nil { parts[target.document] = parts.count % folds }
    var texts: [String: Int] = [:]
    for target in targets { texts[target.document, default: 0] += 1 }
    var (score, several) = (ToneScore(), ToneScore())
    for fold in 0..<folds {
      let model = training.model(targets.filter { parts[$0.document] != fold })
      for target in targets where parts[target.document] == fold {
        let verdict = model.judge(target.features)
        score.add(verdict, gold: target.tone)
        if texts[target.document] ?? 0 > 1 { several.add(verdict, gold: target.tone) }
      }
    }
    print("all: \(score)")
    print("texts with several targets: \(several)")
  }
}

/// What the model of tone is learned from.
struct ToneSources: ParsableArguments {
  @Option(help: "The folder of the corpora.")
  var data: String
  @Option(help: "The folder of the word vectors, as vectors.py writes it.")
  var vectors: String
  @Option(help: "The lexicon of valences: vader_lexicon.txt of PyPI's vaderSentiment 3.3.2.")
  var valences: String

  static let frequent = 7000

  func training(attributionFrom path: String, frequent: Int = frequent, log: @escaping (String) -> Void) throws
    -> ToneTraining
  {
    ToneTraining(
      vocabulary: try ToneVocabulary(WordVectors(vectors, count: 60_000), frequent: frequent, valences: valences),
      attribution: try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines),
      log: log)
  }

  func targets(_ vocabulary: ToneVocabulary) throws -> [GoldTarget] {
    try GoldTargets(words: vocabulary.whole).read(data + "/newsmtsc/train.jsonl")
  }
}
