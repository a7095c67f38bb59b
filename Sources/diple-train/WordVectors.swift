import Foundation

/// Word vectors: GloVe 6B of 50 dimensions, as `vectors.py` writes them.
struct WordVectors {
  /// The words, the most frequent first.
  let words: [String]
  /// Their vectors one behind the other, each of length one.
  private(set) var numbers: [Float]
  /// Numbers a vector.
  let dimensions: Int

  /// Reads the first words of `words.txt` (one a line) and `vectors.f32` (little-endian).
  init(_ folder: String, count: Int) throws {
    let text = try String(contentsOfFile: folder + "/words.txt", encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/vectors.f32"), options: .alwaysMapped)
    dimensions = data.count / 4 / lines.count
    guard dimensions > 0, data.count == lines.count * dimensions * 4 else {
      throw CocoaError(.fileReadCorruptFile, userInfo: [NSFilePathErrorKey: folder])
    }
    words = lines.prefix(count).map(String.init)
    let wanted = words.count * dimensions
    numbers = data.withUnsafeBytes { bytes in
      (0..<wanted).map {
        Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
      }
    }
    for word in words.indices {
      let range = word * dimensions..<(word + 1) * dimensions
      let length = numbers[range].reduce(0) { $0 + $1 * $1 }.squareRoot()
      if length > 0 { for at in range { numbers[at] /= length } }
    }
  }
}
