import DipleAnnotations
import DipleLanguage
import DipleText

/// The averaged perceptron's training (Collins 2002; lazy averaging after Daumé). Deterministic.
struct PerceptronTrainer {
  private let sentences: [TaggedSentence]
  private let logRows: Int
  private let certain: [(word: Word, tag: UInt8)]
  private let certainMap: WordMap<UInt8>
  private var weights: [Float]
  private var totals: [Double]
  private var changed: [Int32]
  private var clock: Int32 = 0
  private var random = SplitMix(state: 7)

  private static let columns = TaggerModel.columns

  init(logRows: Int, sentences: [TaggedSentence]) {
    self.logRows = logRows
    self.sentences = sentences
    let size = Self.columns << logRows
    weights = Array(repeating: 0, count: size)
    totals = Array(repeating: 0, count: size)
    changed = Array(repeating: 0, count: size)
    certain = Self.certainWords(sentences)
    var map = WordMap<UInt8>(capacity: certain.count)
    for (word, tag) in certain { map[word] = tag }
    certainMap = map
  }

  /// Words seen at least forty times in small letters with one tag in all but 0.3 %.
  private static func certainWords(_ sentences: [TaggedSentence]) -> [(word: Word, tag: UInt8)] {
    var counts: [Word: [Int]] = [:]
    for sentence in sentences {
      for token in sentence.tokens.indices {
        guard let tag = sentence.tags[token], !sentence.tokens.shapes[token].contains(.capitalized) else { continue }
        counts[sentence.tokens.words[token], default: Array(repeating: 0, count: columns)][Int(tag.rawValue)] += 1
      }
    }
    return counts.compactMap { word, tags in
      let all = tags.reduce(0, +)
      guard all >= 40, let top = tags.max(), Double(top) >= 0.997 * Double(all), let tag = tags.firstIndex(of: top)
      else { return nil }
      return (word, UInt8(tag))
    }.sorted { $0.word.hash < $1.word.hash }
  }

  /// Learns from every sentence once; the share that was right at first sight.
  mutating func pass(_ number: Int) -> Double {
    var order = Array(sentences.indices)
    order.shuffle(using: &random)
    var rows = [Int](repeating: 0, count: TaggerFeatures.count)
    let mask = UInt64(1) << UInt64(logRows) - 1
    var (right, all) = (0, 0)
    for index in order {
      let sentence = sentences[index]
      let features = TaggerFeatures(sentence.bytes, sentence.tokens)
      var tags: [Tag] = []
      for token in sentence.tokens.indices {
        if let fixed = Tagger.mark(sentence.tokens, token) ?? certainTag(sentence, token) {
          tags.append(fixed)
          continue
        }
        rows.withUnsafeMutableBufferPointer {
          guard let rows = $0.baseAddress else { return }
          features.rows(
            of: token, in: sentence.tokens.indices, previous: tags.last, beforePrevious: tags.dropLast().last,
            mask: mask, into: rows)
        }
        let guess = best(rows)
        clock += 1
        if let gold = sentence.tags[token] {
          all += 1
          if gold == guess { right += 1 } else { learn(rows, gold, guess) }
        }
        tags.append(guess)
      }
    }
    return Double(right) / Double(max(1, all))
  }

  private func certainTag(_ sentence: TaggedSentence, _ token: Int) -> Tag? {
    guard !sentence.tokens.shapes[token].contains(.capitalized),
      let number = certainMap[sentence.tokens.words[token]]
    else { return nil }
    return Tag(rawValue: number)
  }

  private func best(_ rows: [Int]) -> Tag {
    var scores = [Float](repeating: 0, count: Self.columns)
    for row in rows {
      let base = row * Self.columns
      for column in 0..<Self.columns { scores[column] += weights[base + column] }
    }
    var best = 0
    for column in 1..<Tag.allCases.count where scores[column] > scores[best] { best = column }
    return Tag.allCases[best]
  }

  private mutating func learn(_ rows: [Int], _ gold: Tag, _ guess: Tag) {
    for row in rows {
      change(row * Self.columns + Int(gold.rawValue), by: 1)
      change(row * Self.columns + Int(guess.rawValue), by: -1)
    }
  }

  private mutating func change(_ at: Int, by delta: Float) {
    totals[at] += Double(weights[at]) * Double(clock - changed[at])
    changed[at] = clock
    weights[at] += delta
  }

  /// The averaged weights, scaled so that the largest fits into 8 bits (cutting off even 0.1 % of them costs two points: they matter most).
  func model(attribution: String) -> TaggerModel {
    let averages = weights.indices.map { at in
      (totals[at] + Double(weights[at]) * Double(clock - changed[at])) / Double(max(1, clock))
    }
    let limit = averages.lazy.map(abs).max() ?? 1
    let scaled = averages.map { Int8(max(-127, min(127, ($0 / limit * 127).rounded()))) }
    return TaggerModel(logRows: logRows, attribution: attribution, certain: certain, weights: scaled)
  }
}
