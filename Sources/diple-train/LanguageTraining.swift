import DipleAnnotations
import DipleLanguage

/// Learns the language layer from treebanks and word vectors, step by step. Depends on its input and on nothing else.
struct LanguageTraining {
  /// How large the parts are, and how long they learn.
  struct Plan {
    /// Words that get a class.
    var words = 90_000
    /// Slots of the table of words.
    var slots = 1 << 17
    /// How often the large text is read.
    var rounds = 2
    /// Passes over the treebanks.
    var taggerPasses = 6
    var parserPasses = 8
    /// Taggers that learn from a part of the documents each, so that the parser learns from tags with the mistakes that it will meet.
    var folds = 3
    /// log2 of the slots of each table.
    var taggerSlots = 18
    var moveSlots = 19
    var relationSlots = 17
    /// Features that were corrected less often are left out.
    var taggerTouches = 2
    var parserTouches = 2
  }

  private let plan: Plan
  private let say: (String) -> Void

  init(_ plan: Plan, say: @escaping (String) -> Void) { (self.plan, self.say) = (plan, say) }

  /// The file of the model. `openText` hands over the paragraphs of a large text.
  func file(
    _ sentences: [TreebankSentence], _ vectors: WordVectors, openText: ((String) -> Void) throws -> Void, about: String
  ) throws -> [UInt8] {
    let examples = Example.both(sentences)
    say("\(sentences.count) sentences, \(examples.reduce(0) { $0 + $1.tokens.count }) tokens to learn from")
    let table = try words(examples, vectors, openText)
    let classes = WordClasses(Blob(table))
    let (tagger, certain) = self.tagger(examples, classes)
    let parsed = zip(examples, jackknifed(examples, classes)).map { ParsedExample($0, tags: $1) }
    return LanguageModel.file(
      about: about, classes: table, certain: certain, tagger: tagger, parser: parser(parsed, classes))
  }

  /// Classes from vectors; then a first tagger, which knows no more, reads the large text and tells how words are tagged there; then a second
  /// one, which knows that, does so again.
  private func words(
    _ examples: [Example], _ vectors: WordVectors, _ openText: ((String) -> Void) throws -> Void
  ) throws -> [UInt64] {
    var clustering = WordClustering(vectors)
    let groups = clustering.classes()
    var groupOf: [Word: Int] = [:]
    let words = vectors.words.map { Word($0) }
    for (word, group) in zip(words, groups) where groupOf[word] == nil { groupOf[word] = group }
    say("\(Set(groups).count) classes of \(words.count) words")
    var table = WordClasses.table(zip(words, groups).map { ($0, WordProfile(group: $1)) })
    for _ in 1...plan.rounds {
      let classes = WordClasses(Blob(table))
      let tagger = Tagger(taggerModel(examples, classes, passes: 4), classes)
      var counts = TagCounts()
      try openText { counts.add($0, tagger) }
      let seen = counts.words(least: 5)
      // The table is no larger than it need be for three quarters of its slots to be in use.
      let more = seen.filter { groupOf[$0] == nil }.prefix(max(0, plan.slots * 3 / 4 - groupOf.count))
      say("\(counts.all) tokens of open text, \(seen.count) words; \(more.count) of them have no vector")
      table = WordClasses.table(
        zip(words, groups).map { ($0, counts.profile($0, group: $1)) } + more.map { ($0, counts.profile($0, group: 0)) }
      )
    }
    return table
  }

  private func taggerModel(_ examples: [Example], _ classes: WordClasses?, passes: Int) -> TaggerModel {
    var training = TaggerTraining(examples, classes)
    for _ in 1...passes { _ = training.pass() }
    let features = training.weights.features(least: 1, touches: plan.taggerTouches)
    guard let table = SparseTable(features, logSlots: plan.taggerSlots) else {
      preconditionFailure("a power of two of slots")
    }
    return TaggerModel(table: table, certain: training.certainMap)
  }

  private func tagger(_ examples: [Example], _ classes: WordClasses?) -> (SparseTable, [(word: Word, tag: UInt8)]) {
    var training = TaggerTraining(examples, classes)
    for pass in 1...plan.taggerPasses { say("tagger, pass \(pass): \(percent(training.pass())) right at first sight") }
    return (
      table("tagger", training.weights, plan.taggerSlots, touches: plan.taggerTouches), training.certain
    )
  }

  /// The tags of each sentence by a tagger that has not seen its document.
  private func jackknifed(_ examples: [Example], _ classes: WordClasses?) -> [[Tag]] {
    var tags: [[Tag]] = examples.map { _ in [] }
    for fold in 0..<plan.folds {
      let others = examples.filter { $0.document % plan.folds != fold }
      let tagger = Tagger(taggerModel(others, classes, passes: plan.taggerPasses), classes)
      for (index, example) in examples.enumerated() where example.document % plan.folds == fold {
        tags[index] = tagger.tags(example.bytes, example.tokens, [example.tokens.indices])
      }
    }
    let pairs = zip(examples, tags).flatMap { zip($0.tags, $1) }
    say("tags of unseen documents: \(percent(Double(pairs.filter { $0 == $1 }.count) / Double(pairs.count))) right")
    return tags
  }

  private func parser(_ examples: [ParsedExample], _ classes: WordClasses?) -> Parser.Model {
    let training = ParserTraining(classes)
    for pass in 1...plan.parserPasses {
      say("parser, pass \(pass): \(percent(training.pass(examples))) right at first sight")
    }
    let features = training.moves.features(least: 1, touches: plan.parserTouches)
    let moves = MoveTable.table(features, logSlots: plan.moveSlots)
    say("parser's moves: \(features.count) features, \(moves.dropped) without room")
    guard let table = MoveTable(Blob(moves.slots)) else { preconditionFailure("a power of two of slots") }
    return Parser.Model(
      moves: table,
      relations: self.table(
        "parser's relations", training.relations, plan.relationSlots, touches: plan.parserTouches))
  }

  private func table(_ name: String, _ weights: Weights, _ log: Int, touches: Int) -> SparseTable {
    let features = weights.features(least: 1, touches: touches)
    guard let table = SparseTable(features, logSlots: log) else { preconditionFailure("a power of two of slots") }
    let size = table.slots.count * 4 + table.weights.count + table.rows.count
    say("\(name): \(features.count) features, \(features.count - table.used) without room, \(size) bytes")
    return table
  }
}
