import DipleText
import DipleAnnotations
import DipleLanguage

/// Learns the tagger: an averaged perceptron.
struct TaggerTraining {
  private let examples: [Example]
  private let classes: WordClasses?
  /// The words that have one tag only.
  let certain: [(word: Word, tag: UInt8)]
  private(set) var certainMap: WordMap<UInt8>
  /// What is learned.
  let weights = Weights(columns: TaggerModel.columns)
  private var random = SplitMix(state: 7)
  // Learning goes on until the right tag is that far ahead: it gains two tenths of a point over learning from mistakes only.
  private static let margin: Float = 10

  init(_ examples: [Example], _ classes: WordClasses?) {
    (self.examples, self.classes) = (examples, classes)
    certain = Self.certainWords(examples)
    certainMap = WordMap<UInt8>(capacity: certain.count)
    for (word, tag) in certain { certainMap[word] = tag }
  }

  /// Words seen at least twenty times in small letters with one tag in all but 0.5 %.
  private static func certainWords(_ examples: [Example]) -> [(word: Word, tag: UInt8)] {
    var counts: [Word: [Int]] = [:]
    for example in examples {
      for token in example.tokens.indices {
        guard let tag = example.tags[token], !example.tokens.shapes[token].contains(.capitalized) else { continue }
        counts[example.tokens.words[token], default: Array(repeating: 0, count: 64)][Int(tag.rawValue)] += 1
      }
    }
    return counts.compactMap { word, tags in
      let all = tags.reduce(0, +)
      guard all >= 20, let top = tags.max(), Double(top) >= 0.995 * Double(all), let tag = tags.firstIndex(of: top)
      else { return nil }
      return (word, UInt8(tag))
    }.sorted { $0.word.hash < $1.word.hash }
  }

  /// Learns from every sentence once; the share that was right at first sight.
  mutating func pass() -> Double {
    var order = Array(examples.indices)
    order.shuffle(using: &random)
    var keys = [UInt64](repeating: 0, count: TaggerFeatures.count)
    var scores = [Float](repeating: 0, count: TaggerModel.columns)
    let allTags = Tag.allCases
    var (right, all) = (0, 0)
    for index in order {
      let example = examples[index]
      let features = TaggerFeatures(example.bytes, example.tokens, classes)
      var tags: [Tag] = []
      for token in example.tokens.indices {
        if let fixed = Tagger.mark(example.tokens, token) ?? certainTag(example, token) {
          tags.append(fixed)
          continue
        }
        let count = tags.count
        keys.withUnsafeMutableBufferPointer { keys in
          features.keys(
            of: token, in: example.tokens.indices, previous: tags.last,
            beforePrevious: count > 1 ? tags[count - 2] : nil, into: keys.baseAddress!)
          scores.withUnsafeMutableBufferPointer { weights.score(UnsafeBufferPointer(keys), into: $0.baseAddress!) }
          var guess = 0
          for column in 1..<allTags.count where scores[column] > scores[guess] { guess = column }
          weights.tick()
          if let gold = example.tags[token] {
            all += 1
            let gold = Int(gold.rawValue)
            if gold == guess { right += 1 }
            var rival = gold == 0 ? 1 : 0
            for column in 0..<allTags.count where column != gold && scores[column] > scores[rival] { rival = column }
            if scores[gold] - scores[rival] <= Self.margin {
              weights.learn(UnsafeBufferPointer(keys), right: gold, wrong: rival)
            }
          }
          tags.append(allTags[guess])
        }
      }
    }
    return Double(right) / Double(max(1, all))
  }

  private func certainTag(_ example: Example, _ token: Int) -> Tag? {
    guard !example.tokens.shapes[token].contains(.capitalized),
      let number = certainMap[example.tokens.words[token]]
    else { return nil }
    return Tag(rawValue: number)
  }
}
