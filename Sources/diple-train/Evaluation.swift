import DipleAnnotations
import DipleLanguage
import Foundation

/// Measures the language layer on the development parts of treebanks, as the CoNLL 2018 shared task does where it has a measure: F1 of tokens and
/// sentences by their spans; attachment by universal relations. Punctuation counts as a token, not in attachment.
struct Evaluation {
  private let model: LanguageModel
  private let corpora: Corpora

  init(_ model: LanguageModel, _ corpora: Corpora) { (self.model, self.corpora) = (model, corpora) }

  /// Says what was measured, a line at a time.
  func report(_ say: (String) -> Void) throws {
    for (name, sentences) in try corpora.development() {
      let segmentation = Segmentation(sentences)
      say(
        "\(name): \(segmentation.tokens.text("tokens")); with hyphenated words parted \(segmentation.parted.text("tokens"))"
      )
      say("\(name): \(segmentation.sentences.text("sentences"))")
      for (kind, examples) in [
        ("gold tokens", sentences.map { Example(asParted: $0) }), ("our tokens", sentences.map { Example(asRead: $0) }),
      ] {
        say("\(name), \(kind): \(tagging(examples, sentences))")
        say("\(name), \(kind): \(parsing(examples))")
      }
    }
  }

  private func tags(_ example: Example) -> [Tag] {
    model.tagger.tags(example.bytes, example.tokens, [example.tokens.indices])
  }

  private func tagging(_ examples: [Example], _ sentences: [TreebankSentence]) -> String {
    var (right, universal, lemmas, all) = (0, 0, 0, 0)
    var confusions: [String: Int] = [:]
    let start = processorSeconds()
    let found = examples.map { tags($0) }
    let speed = Double(examples.reduce(0) { $0 + $1.tokens.count }) / (processorSeconds() - start)
    for ((example, sentence), tags) in zip(zip(examples, sentences), found) {
      let isParted = example.tokens.count == sentence.rows.count
      for token in example.tokens.indices {
        guard let gold = example.tags[token] else { continue }
        all += 1
        if gold == tags[token] { right += 1 } else { confusions["\(gold.name)>\(tags[token].name)", default: 0] += 1 }
        guard isParted else { continue }
        let row = sentence.rows[token]
        let form = String(decoding: sentence.bytes[row.text], as: UTF8.self)
        let upos = UniversalTags.tag(token, example.tokens, tags, example.tokens.indices)
        if upos.name == row.universal { universal += 1 }
        if Self.lemma(form, tags[token]) == row.lemma.lowercased() { lemmas += 1 }
      }
    }
    let counted = zip(examples, sentences).reduce(0) { sum, pair in
      sum + (pair.0.tokens.count == pair.1.rows.count ? pair.0.tags.filter { $0 != nil }.count : 0)
    }
    let worst = confusions.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8).map { "\($0.key) \($0.value)" }
    return
      "XPOS \(share(right, all)), UPOS \(share(universal, counted)), lemma \(share(lemmas, counted)) of \(all); \(Int(speed)) tokens/s of processor time; \(worst.joined(separator: ", "))"
  }

  private static func lemma(_ form: String, _ tag: Tag) -> String {
    Inflection.lemmas(of: form.lowercased().replacing("’", with: "'"), tag: tag)[0]
  }

  private func parsing(_ examples: [Example]) -> String {
    let found = examples.map { tags($0) }
    let state = ParserState()
    var (unlabelled, labelled, full, all) = (0, 0, 0, 0)
    var trees: [(heads: [Int], relations: [UInt8])] = []
    let start = processorSeconds()
    for (example, tags) in zip(examples, found) {
      model.parser.parse(example.bytes, example.tokens, tags, example.tokens.indices, into: state)
      trees.append((example.tokens.indices.map { state.head($0) }, example.tokens.indices.map { state.relation($0) }))
    }
    let speed = Double(examples.reduce(0) { $0 + $1.tokens.count }) / (processorSeconds() - start)
    for (example, tree) in zip(examples, trees) {
      for token in example.tokens.indices {
        guard let head = example.heads[token], example.relations[token] != .punct else { continue }
        all += 1
        guard tree.heads[token] == head else { continue }
        unlabelled += 1
        let relation = Relation.allCases[Int(tree.relations[token])]
        if relation == example.relations[token] { full += 1 }
        if relation.universal == example.relations[token].universal { labelled += 1 }
      }
    }
    return
      "UAS \(share(unlabelled, all)), LAS \(share(labelled, all)), with subtypes \(share(full, all)) of \(all); \(Int(speed)) tokens/s of processor time"
  }
}

/// A part in percent.
func percent(_ share: Double) -> String { String(format: "%.2f %%", share * 100) }

private func share(_ part: Int, _ whole: Int) -> String { percent(Double(part) / Double(max(1, whole))) }

/// How long this thread has run, waiting not counted: what else the machine does is no part of a measurement.
private func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
