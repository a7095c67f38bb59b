package import DipleAnnotations

/// Parts of speech by a greedy averaged perceptron (Collins 2002), its table hashed and quantised to 8 bits.
package struct Tagger: Sendable {
  /// What it learned.
  package let model: TaggerModel
  private let classes: WordClasses?

  /// A tagger with a model, and the classes of words with which it was trained.
  package init(_ model: TaggerModel, _ classes: WordClasses?) { (self.model, self.classes) = (model, classes) }

  /// A tag for each token of some sentences, ranges of tokens. Those of a sentence depend on nothing else.
  package func tags(_ bytes: [UInt8], _ tokens: Tokens, _ sentences: some Sequence<Range<Int>>) -> [Tag] {
    let features = TaggerFeatures(bytes, tokens, classes)
    var tags = [Tag](repeating: .nn, count: tokens.count)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: TaggerFeatures.count) { keys in
      withUnsafeTemporaryAllocation(of: Int16.self, capacity: SparseTable.columns) { scores in
        guard let keys = keys.baseAddress, let scores = scores.baseAddress else { return }
        for sentence in sentences {
          for token in sentence {
            if let fixed = Self.mark(tokens, token) ?? certain(tokens.words[token], tokens.shapes[token]) {
              tags[token] = fixed
              continue
            }
            features.keys(
              of: token, in: sentence, previous: token > sentence.lowerBound ? tags[token - 1] : nil,
              beforePrevious: token > sentence.lowerBound + 1 ? tags[token - 2] : nil, into: keys)
            tags[token] = best(keys, scores)
          }
        }
      }
    }
    return tags
  }

  /// The tag of a word that has only one. A capital inside a sentence may hide a name, so such words are left to the
  /// model.
  @inline(__always)
  private func certain(_ word: Word, _ shape: Shape) -> Tag? {
    guard !shape.contains(.capitalized), let number = model.certain[word] else { return nil }
    return Self.tags[Int(number)]
  }

  private static let tags = Tag.allCases

  /// Marks whose tag is no question.
  @inline(__always)
  package static func mark(_ tokens: Tokens, _ token: Int) -> Tag? {
    guard tokens.shapes[token].contains(.punctuation) else { return nil }
    return marks[tokens.words[token]]
  }

  private static let marks: WordMap<Tag> = {
    var map = WordMap<Tag>()
    for word in [",", "،"] as [String] { map[Word(word)] = .comma }
    for word in [".", "!", "?", "?!", "!!"] as [String] { map[Word(word)] = .stop }
    for word in [":", ";", "...", "…", "--", "–", "—", "―"] as [String] { map[Word(word)] = .colon }
    for word in ["(", "[", "{"] as [String] { map[Word(word)] = .open }
    for word in [")", "]", "}"] as [String] { map[Word(word)] = .close }
    for word in ["“", "„", "«", "``", "‘", "‹"] as [String] { map[Word(word)] = .openQuote }
    for word in ["”", "»", "›"] as [String] { map[Word(word)] = .closeQuote }
    for word in ["$", "€", "£", "¥"] as [String] { map[Word(word)] = .dollar }
    return map
  }()

  @inline(__always)
  private func best(_ keys: UnsafeMutablePointer<UInt64>, _ scores: UnsafeMutablePointer<Int16>) -> Tag {
    model.table.score(keys, TaggerFeatures.count, into: scores)
    var best = 0
    for column in 1..<Self.tags.count where scores[column] > scores[best] { best = column }
    return Self.tags[best]
  }
}
