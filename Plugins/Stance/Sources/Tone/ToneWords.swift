package import DiplePluginKit

/// What is known of a word's tone before a sentence is read: how good or bad a word it is, and where it stands among other words.
///
/// A row of bytes a word, sorted by half of the word's hash: the valence, then the coordinates.
package struct ToneWords: Sendable {
  /// The upper halves of the words' hashes, in order.
  package let marks: Blob<UInt32>
  /// A row for each of them.
  package let rows: Blob<Int8>
  /// Coordinates of a word.
  package let dimensions: Int
  /// What the largest coordinate, 127, stands for.
  package let scale: Float

  /// A valence of 1 in the file's numbers; the best and worst words have 2.
  package static let valenceUnit: Float = 60

  /// Words that lie in these tables; nil where the parts do not fit together.
  package init?(marks: Blob<UInt32>, rows: Blob<Int8>, dimensions: Int, scale: Float) {
    guard (1...64).contains(dimensions), rows.count == marks.count * (dimensions + 1) else { return nil }
    (self.marks, self.rows, self.dimensions, self.scale) = (marks, rows, dimensions, scale)
  }

  /// The upper half of a word's hash.
  package static func mark(_ word: Word) -> UInt32 { UInt32(truncatingIfNeeded: word.hash >> 32) }

  /// The row of a word; nil for one that is not listed.
  package func row(_ word: Word) -> Int? {
    let mark = Self.mark(word)
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if marks[middle] < mark { low = middle + 1 } else { high = middle }
    }
    return low < marks.count && marks[low] == mark ? low : nil
  }

  /// From -2 for the worst to 2 for the best words.
  package func valence(_ row: Int) -> Float { Float(rows[row * (dimensions + 1)]) / Self.valenceUnit }

  /// Adds a word's coordinates, `weight` times, to the numbers at `target`.
  package func add(_ row: Int, _ weight: Float, to numbers: inout [Float], at target: Int) {
    let first = row * (dimensions + 1) + 1
    let unit = weight * scale / 127
    for at in 0..<dimensions { numbers[target + at] += Float(rows[first + at]) * unit }
  }
}
