import DiplePluginKit
import EntitiesResources

/// What the recogniser learned: weights of features, what open texts say of words, and how the document settles names.
///
/// As a file: the line `diple-names 1 <log2 of rows> <log2 of slots> <units of a nat> <checksum>`, lines of attribution, an empty
/// line, then (little endian) the weights row by row, 256 transitions of two bytes, the slots of the lexicon of four, the group of
/// each class of words, and the weights of `Settling` as 32-bit floating-point numbers.
package final class NameModel: Sendable {
  /// log2 of the number of rows.
  package let logRows: Int
  /// How many whole numbers of score one nat of likelihood is.
  package let unit: Int
  /// Whose texts it learned from, and under which licence it may be passed on.
  package let attribution: String
  /// What is known of words.
  package let lexicon: NameLexicon
  /// What is learned of features.
  package let weights: NameWeights
  /// What is learned of the document.
  package let settling: Settling

  /// The model that the program carries; a test sees to it that it is whole.
  package static let shared: NameModel? = {
    var count: UInt = 0
    guard let start = entities_names(&count) else { return nil }
    return NameModel(UnsafeRawBufferPointer(start: start, count: Int(count)))
  }()

  /// A model of these parts.
  package init(
    logRows: Int, unit: Int, attribution: String, lexicon: NameLexicon, weights: NameWeights, settling: Settling
  ) {
    (self.logRows, self.unit, self.attribution) = (logRows, unit, attribution)
    (self.lexicon, self.weights, self.settling) = (lexicon, weights, settling)
  }

  /// Reads a model; nil where the bytes are none, or were changed since they were written.
  package convenience init?(_ bytes: UnsafeRawBufferPointer) {
    guard let lineEnd = bytes.firstIndex(of: 0x0A) else { return nil }
    let header = bytes[..<lineEnd].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    guard header.count == 6, header[0] == "diple-names", header[1] == "1", let logRows = Int(header[2]),
      (1...20).contains(logRows), let logSlots = Int(header[3]), (1...20).contains(logSlots),
      let unit = Int(header[4]), unit > 0, let checksum = UInt64(header[5], radix: 16)
    else { return nil }
    var end = lineEnd + 1
    while end + 1 < bytes.count, !(bytes[end - 1] == 0x0A && bytes[end] == 0x0A) { end += 1 }
    let payload = end + 1
    let sizes = [
      NameWeights.columns << logRows, 512, 4 << logSlots, NameLexicon.classes, Settling.size * 4,
    ]
    guard bytes.count == payload + sizes.reduce(0, +),
      ModelChecksum.of(UnsafeRawBufferPointer(rebasing: bytes[payload...])) == checksum
    else { return nil }
    var at = payload
    func part(_ number: Int) -> UnsafeRawBufferPointer {
      defer { at += sizes[number] }
      return UnsafeRawBufferPointer(rebasing: bytes[at..<at + sizes[number]])
    }
    func numbers<N: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _: N.Type) -> [N] {
      let width = MemoryLayout<N>.size
      return (0..<bytes.count / width).map {
        N(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * width, as: N.self))
      }
    }
    let table = Array(part(0).bindMemory(to: Int8.self))
    let transitions = numbers(part(1), Int16.self)
    let slots = numbers(part(2), UInt32.self)
    let groups = Array(part(3))
    let settling = numbers(part(4), UInt32.self).map { Float(bitPattern: $0) }
    self.init(
      logRows: logRows, unit: unit,
      attribution: String(decoding: bytes[(lineEnd + 1)..<max(lineEnd + 1, end - 1)], as: UTF8.self),
      lexicon: NameLexicon(slots: slots, groupOf: groups),
      weights: NameWeights(table: table, transitions: transitions), settling: Settling(weights: settling))
  }

  /// The model as a file.
  package var file: [UInt8] {
    var payload = weights.table.map { UInt8(bitPattern: $0) }
    func put<N: FixedWidthInteger>(_ numbers: [N]) {
      for number in numbers { withUnsafeBytes(of: number.littleEndian) { payload.append(contentsOf: $0) } }
    }
    put(weights.transitions)
    put(lexicon.slots)
    payload += lexicon.groupOf
    put(settling.weights.map(\.bitPattern))
    let checksum = String(payload.withUnsafeBytes(ModelChecksum.of), radix: 16)
    let logSlots = lexicon.slots.count.trailingZeroBitCount
    let header = "diple-names 1 \(logRows) \(logSlots) \(unit) \(checksum)\n\(attribution)\n\n"
    return Array(header.utf8) + payload
  }
}
