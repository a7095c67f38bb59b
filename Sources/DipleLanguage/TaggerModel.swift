package import DipleAnnotations

/// What the tagger learned: a table of 8-bit weights, one row a hashed feature and one column a tag, and the words that
/// have only one tag.
///
/// As a file: the line `diple-tagger 1 <log2 of rows> <columns> <words> <checksum>`, lines of attribution, an empty line, then for every word
/// eight bytes of its hash (little endian) and one of its tag, then the weights row by row.
package struct TaggerModel: Sendable {
  /// log2 of the number of rows.
  package var logRows: Int
  /// Whose texts it learned from, and under which licence it may be passed on; lines of text.
  package var attribution: String
  /// Words that need no context.
  package var certain: WordMap<UInt8>
  /// The same in the order of the file.
  package var certainList: [(word: Word, tag: UInt8)]
  /// The weights, `columns` a row.
  package var weights: [Int8]

  /// Columns of a row: every tag, padded so that rows are aligned.
  package static let columns = 64

  /// A model of these parts.
  package init(logRows: Int, attribution: String, certain: [(word: Word, tag: UInt8)], weights: [Int8]) {
    (self.logRows, self.attribution, certainList, self.weights) = (logRows, attribution, certain, weights)
    self.certain = WordMap(capacity: certain.count)
    for (word, tag) in certain { self.certain[word] = tag }
  }

  /// Reads a model; nil where the bytes are none, or were changed since they were written.
  package init?(_ bytes: [UInt8]) {
    guard let model = bytes.withUnsafeBytes({ Self($0) }) else { return nil }
    self = model
  }

  /// Reads a model where it lies: its four megabytes are copied once, not twice.
  package init?(_ bytes: UnsafeRawBufferPointer) {
    guard let lineEnd = bytes.firstIndex(of: 0x0A) else { return nil }
    let header = bytes[..<lineEnd].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    guard header.count == 6, header[0] == "diple-tagger", header[1] == "1",
      let logRows = Int(header[2]), (1...20).contains(logRows), Int(header[3]) == Self.columns,
      let count = Int(header[4]), count >= 0, let checksum = UInt64(header[5], radix: 16)
    else { return nil }
    var end = lineEnd + 1
    while end + 1 < bytes.count, !(bytes[end - 1] == 0x0A && bytes[end] == 0x0A) { end += 1 }
    let payload = end + 1
    let weightsStart = payload + count * 9
    guard bytes.count == weightsStart + Self.columns << logRows,
      ModelChecksum.of(UnsafeRawBufferPointer(rebasing: bytes[payload...])) == checksum
    else {
      return nil
    }
    var certain: [(word: Word, tag: UInt8)] = []
    certain.reserveCapacity(count)
    for at in stride(from: payload, to: weightsStart, by: 9) {
      var hash: UInt64 = 0
      for byte in bytes[at..<at + 8].reversed() { hash = hash << 8 | UInt64(byte) }
      guard Int(bytes[at + 8]) < Tag.allCases.count else { return nil }
      certain.append((Word(hash: hash), bytes[at + 8]))
    }
    let weights = Array(UnsafeRawBufferPointer(rebasing: bytes[weightsStart...]).bindMemory(to: Int8.self))
    self.init(
      logRows: logRows, attribution: String(decoding: bytes[(lineEnd + 1)..<max(lineEnd + 1, end - 1)], as: UTF8.self),
      certain: certain,
      weights: weights)
  }

  /// The model as a file.
  package var file: [UInt8] {
    var payload: [UInt8] = []
    payload.reserveCapacity(certainList.count * 9 + weights.count)
    for (word, tag) in certainList {
      for shift in stride(from: 0, to: 64, by: 8) { payload.append(UInt8(truncatingIfNeeded: word.hash >> shift)) }
      payload.append(tag)
    }
    payload += weights.map { UInt8(bitPattern: $0) }
    let checksum = String(payload.withUnsafeBytes(ModelChecksum.of), radix: 16)
    let header = "diple-tagger 1 \(logRows) \(Self.columns) \(certainList.count) \(checksum)\n\(attribution)\n\n"
    return Array(header.utf8) + payload
  }
}
