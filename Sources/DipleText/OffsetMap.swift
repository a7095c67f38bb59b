/// Converts byte offsets of one text into offsets in another unit, counted from the text's start.
///
/// Holds the count at every 256th byte, so a look-up reads at most 256 bytes whatever the order of the questions.
public struct OffsetMap: Sendable {
  private static let stride = 256
  private let bytes: [UInt8]
  private let encoding: PositionEncoding
  private let counts: [Int]

  /// Reads `bytes` once.
  public init(_ bytes: [UInt8], _ encoding: PositionEncoding) {
    self.bytes = bytes
    self.encoding = encoding
    var counts: [Int] = []
    if encoding != .utf8 {
      counts.reserveCapacity(bytes.count / Self.stride + 1)
      bytes.withUnsafeBufferPointer { bytes in
        var units = 0
        for i in bytes.indices {
          if i % Self.stride == 0 { counts.append(units) }
          units += encoding.units(of: bytes[i])
        }
      }
    }
    self.counts = counts
  }

  /// The offset, in the map's unit, of a byte offset that starts a scalar or ends the text.
  public func offset(of byte: Int) -> Int {
    guard encoding != .utf8, !counts.isEmpty else { return byte }
    let block = min(byte / Self.stride, counts.count - 1)
    return counts[block] + LineIndex.units(bytes, block * Self.stride, byte, encoding)
  }
}
