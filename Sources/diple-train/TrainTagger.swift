import ArgumentParser
import DipleAnnotations
import DipleLanguage
import Foundation

/// `diple-train tagger`.
struct TrainTagger: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tagger",
    abstract: "Trains the part-of-speech tagger from treebanks.",
    discussion: """
      The result depends on the input and the options only. Example:
        diple-train tagger --train ewt.conllu gum.conllu --dev dev.conllu --attribution SOURCES.txt --out tagger.model
      """)

  @Option(parsing: .upToNextOption, help: "Treebanks (CoNLL-U) to learn from.")
  var train: [String]
  @Option(parsing: .upToNextOption, help: "Treebanks to measure on after every pass.")
  var dev: [String] = []
  @Option(help: "A text file that says whose texts these are and under which licence; it goes into the model.")
  var attribution: String
  @Option(help: "Where the model is written.")
  var out: String
  @Option(help: "log2 of the number of rows of the weight table.")
  var rows = 15
  @Option(help: "Passes over the training data.")
  var passes = 10

  func run() throws {
    let sentences = try train.flatMap(Treebank.sentences)
    let measured = try dev.map { ($0, try Treebank.sentences($0)) }
    let words = try String(contentsOfFile: attribution, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    guard !words.contains("\n\n") else { throw ValidationError("\(attribution): no empty lines, please") }
    var trainer = PerceptronTrainer(logRows: rows, sentences: sentences)
    for pass in 1...max(1, passes) {
      let right = trainer.pass(pass)
      print("pass \(pass): \(percent(right)) right while learning")
    }
    let model = trainer.model(attribution: words)
    try Data(model.file).write(to: URL(fileURLWithPath: out), options: .atomic)
    for (name, sentences) in measured { print("\(name): \(Self.accuracy(Tagger(model), sentences))") }
  }

  private static func accuracy(_ tagger: Tagger, _ sentences: [TaggedSentence]) -> String {
    var (right, all, unaligned) = (0, 0, 0)
    var confusions: [String: Int] = [:]
    let start = ContinuousClock.now
    for sentence in sentences {
      let tags = tagger.tags(sentence.bytes, sentence.tokens, [sentence.tokens.indices])
      for (tag, gold) in zip(tags, sentence.tags) {
        guard let gold else {
          unaligned += 1
          continue
        }
        all += 1
        if tag == gold { right += 1 } else { confusions["\(gold.name)>\(tag.name)", default: 0] += 1 }
      }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let worst = confusions.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(12)
    return """
      \(percent(Double(right) / Double(max(1, all)))) of \(all) tokens (\(unaligned) parted otherwise), \
      \(Int(Double(all) / seconds)) tokens/s; \(worst.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
      """
  }
}

private func percent(_ share: Double) -> String { String(format: "%.2f %%", share * 100) }
