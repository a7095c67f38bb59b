import DipleText

/// Parts words into classes by their vectors: spherical k-means (Dhillon and Modha 2001), twice over, so that a class's upper bits name a coarser
/// class. Deterministic: sums are made in one order.
struct WordClustering {
  private let vectors: WordVectors
  private var random = SplitMix(state: 3)

  init(_ vectors: WordVectors) { self.vectors = vectors }

  /// The class of each word: six bits of a coarse class, four of a part of it; 0 is never used.
  mutating func classes() -> [Int] {
    var classes = [Int](repeating: 0, count: vectors.words.count)
    for (coarse, members) in parted(Array(vectors.words.indices), into: 64).enumerated() {
      for (fine, words) in parted(members, into: 16).enumerated() {
        for word in words { classes[word] = max(1, coarse << 4 | fine) }
      }
    }
    return classes
  }

  private mutating func parted(_ members: [Int], into count: Int) -> [[Int]] {
    let size = vectors.dimensions
    var centres: [Float] = []
    for word in members.shuffled(using: &random).prefix(count) {
      centres += vectors.numbers[word * size..<(word + 1) * size]
    }
    let found = centres.count / size
    var parts: [[Int]] = []
    for _ in 0..<12 {
      parts = Array(repeating: [], count: found)
      vectors.numbers.withUnsafeBufferPointer { numbers in
        centres.withUnsafeBufferPointer { centres in
          for word in members {
            var (best, bestScore) = (0, -Float.infinity)
            for centre in 0..<found {
              var score: Float = 0
              for at in 0..<size { score += numbers[word * size + at] * centres[centre * size + at] }
              if score > bestScore { (best, bestScore) = (centre, score) }
            }
            parts[best].append(word)
          }
        }
      }
      for (centre, words) in parts.enumerated() where !words.isEmpty {
        var sum = [Float](repeating: 0, count: size)
        for word in words { for at in 0..<size { sum[at] += vectors.numbers[word * size + at] } }
        let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        if length > 0 { for at in 0..<size { centres[centre * size + at] = sum[at] / length } }
      }
    }
    return parts
  }
}
