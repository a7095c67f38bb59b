public import DiplePluginKit

/// The texts that quotations are looked for in, by their words and by three words in a row.
public struct SourceIndex: Sendable {
  /// One text.
  struct Source: Sendable {
    let path: String
    let document: Document
    /// Its words among all.
    let words: Range<Int>
  }

  private(set) var sources: [Source] = []
  private(set) var words: [ComparedWord] = []
  private var singles = Postings()
  private var triples = Postings()

  /// An index of some texts. Work and room grow with the texts by n log n: the words are sorted.
  public init(_ texts: [(path: String, document: Document)]) {
    for (path, document) in texts {
      let start = words.count
      for paragraph in document.paragraphs where paragraph.kind != .frontMatter {
        words += WordReader.words(of: paragraph, in: document)
      }
      sources.append(Source(path: path, document: document, words: start..<words.count))
    }
    singles = Postings(words.indices.map { (words[$0].hash, $0) })
    triples = Postings(
      sources.flatMap { source in
        source.words.dropLast(2).map { (Self.triple(words[$0].hash, words[$0 + 1].hash, words[$0 + 2].hash), $0) }
      })
  }

  /// How many texts there are.
  public var count: Int { sources.count }

  /// The text that a word stands in.
  func source(of word: Int) -> Source { sources[sources.partitioningIndex { $0.words.upperBound > word }] }

  private static func triple(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 {
    var hash = a
    for next in [b, c] { hash = (hash ^ next) &* 0x9E37_79B9_7F4A_7C15 ^ hash >> 29 }
    return hash
  }

  /// Where some words stand one behind the other. All places are found, the rarest part being looked up.
  func places(of quoted: [ComparedWord]) -> [Int] {
    guard !quoted.isEmpty else { return [] }
    var best: (places: ArraySlice<UInt32>, offset: Int)?
    for offset in quoted.indices {
      let isTriple = quoted.count >= 3
      if isTriple, offset + 2 >= quoted.count { break }
      let places =
        isTriple
        ? triples[Self.triple(quoted[offset].hash, quoted[offset + 1].hash, quoted[offset + 2].hash)]
        : singles[quoted[offset].hash]
      if places.isEmpty { return [] }
      if best.map({ places.count < $0.places.count }) ?? true { best = (places, offset) }
    }
    guard let best else { return [] }
    return best.places.compactMap { place in
      let start = Int(place) - best.offset
      guard start >= 0, start + quoted.count <= words.count,
        source(of: start).words.contains(start + quoted.count - 1),
        quoted.indices.allSatisfy({ words[start + $0].hash == quoted[$0].hash })
      else { return nil }
      return start
    }
  }

  /// Where words could stand that are like these: stretches of the texts that share the most and the rarest with them.
  func candidates(_ quoted: [ComparedWord], limit: Int) -> [Int] {
    /// What is everywhere tells nothing, and would cost the most.
    let most = 64
    var votes: [Int: Int] = [:]
    func vote(_ places: ArraySlice<UInt32>, _ offset: Int, _ weight: Int) {
      guard places.count <= most else { return }
      for place in places { votes[(Int(place) - offset) >> 4, default: 0] += weight }
    }
    for offset in quoted.indices {
      vote(singles[quoted[offset].hash], offset, 1)
      guard offset + 2 < quoted.count else { continue }
      vote(triples[Self.triple(quoted[offset].hash, quoted[offset + 1].hash, quoted[offset + 2].hash)], offset, 4)
    }
    let sums = votes.keys.map { (bucket: $0, votes: votes[$0]! + (votes[$0 + 1] ?? 0)) }
    return sums.sorted { ($1.votes, $0.bucket) < ($0.votes, $1.bucket) }.prefix(limit)
      .map { min(max(0, $0.bucket << 4), words.count - 1) }
  }
}

/// Which words a key stands at: two sorted columns.
private struct Postings: Sendable {
  private var keys: [UInt64] = []
  private var places: [UInt32] = []

  init() {}

  init(_ pairs: [(UInt64, Int)]) {
    let sorted = pairs.sorted { $0 < $1 }
    keys = sorted.map(\.0)
    places = sorted.map { UInt32($0.1) }
  }

  subscript(key: UInt64) -> ArraySlice<UInt32> {
    let start = keys.partitioningIndex { $0 >= key }
    let end = keys[start...].partitioningIndex { $0 > key }
    return places[start..<end]
  }
}
