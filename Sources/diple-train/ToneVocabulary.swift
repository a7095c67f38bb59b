import DipleAnnotations
import DipleLanguage
import Foundation
import Stance

/// The words that the model of tone knows: the most frequent ones, and those whose valence is known.
struct ToneVocabulary {
  /// In the order of their marks.
  private(set) var words: [(mark: UInt32, valence: Int8, vector: Int)] = []
  private let vectors: WordVectors

  /// - Parameters:
  ///   - frequent: how many of the first words are taken whatever their valence; of the others those that have one.
  ///   - valences: a lexicon of valences, as VADER's: a word, a tab and a number from -4 to 4 a line.
  init(_ vectors: WordVectors, frequent: Int, valences: String) throws {
    self.vectors = vectors
    var known: [Word: Float] = [:]
    for line in try String(contentsOfFile: valences, encoding: .utf8).split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: "\t")
      guard parts.count >= 2, let value = Float(parts[1]), parts[0].utf8.allSatisfy(Self.isLetter) else { continue }
      known[Word(String(parts[0]))] = value / 2
    }
    for (word, valence) in OwnValences.all() { known[word] = min(2, max(-2, (known[word] ?? 0) + valence)) }
    var taken: Set<UInt32> = []
    for (number, text) in vectors.words.enumerated() where text.utf8.allSatisfy(Self.isLetter) && text.utf8.count > 1 {
      let word = Word(text)
      let valence = known[word] ?? lemma(text).flatMap { known[Word($0)] } ?? 0
      guard number < frequent || valence != 0, taken.insert(ToneWords.mark(word)).inserted else { continue }
      let whole = Int8(max(-127, min(127, (valence * ToneWords.valenceUnit).rounded())))
      words.append((ToneWords.mark(word), whole, number))
    }
    words.sort { $0.mark < $1.mark }
  }

  private func lemma(_ text: String) -> String? {
    [Tag.nns, .vbd, .vbg, .vbz].lazy.compactMap { Inflection.lemmas(of: text, tag: $0).first { $0 != text } }.first
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A || byte == 0x2D }

  /// The list with the words' vectors turned by `turn` (columns of as many numbers as a vector has), in 8 bits.
  func table(turn: [[Float]]) -> ToneWords {
    let size = vectors.dimensions
    let points = words.map { word in
      let vector = vectors.numbers[word.vector * size..<(word.vector + 1) * size]
      return turn.map { axis in zip(vector, axis).reduce(Float(0)) { $0 + $1.0 * $1.1 } }
    }
    let most = max(1e-6, points.lazy.flatMap { $0 }.map { abs($0) }.max() ?? 0)
    var rows: [Int8] = []
    for (word, point) in zip(words, points) {
      rows.append(word.valence)
      rows += point.map { Int8(($0 / most * 127).rounded()) }
    }
    return ToneWords(marks: Blob(words.map(\.mark)), rows: Blob(rows), dimensions: turn.count, scale: most)!
  }

  /// The list with the vectors as they are.
  var whole: ToneWords {
    let size = vectors.dimensions
    return table(turn: (0..<size).map { axis in (0..<size).map { $0 == axis ? 1 : 0 } })
  }
}
