/// Facts about UTF-8 bytes (Unicode 16, section 3.9), without `String`.
public enum UTF8Scan {
  /// The length in bytes of the scalar whose first byte is `lead`: 1 to 4. Counts 1 for a byte that cannot lead.
  @inlinable
  public static func length(lead: UInt8) -> Int {
    lead < 0x80 ? 1 : lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
  }

  /// True for the second and later bytes of a scalar.
  @inlinable
  public static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  /// The scalar that starts at `offset`, and its length in bytes. The bytes must be valid UTF-8.
  @inlinable
  public static func scalar(_ bytes: [UInt8], at offset: Int) -> (value: UInt32, length: Int) {
    let lead = bytes[offset]
    if lead < 0x80 { return (UInt32(lead), 1) }
    func next(_ distance: Int) -> UInt32 {
      offset + distance < bytes.count ? UInt32(bytes[offset + distance] & 0x3F) : 0
    }
    if lead < 0xE0 { return (UInt32(lead & 0x1F) << 6 | next(1), 2) }
    if lead < 0xF0 { return (UInt32(lead & 0x0F) << 12 | next(1) << 6 | next(2), 3) }
    return (UInt32(lead & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
  }

  /// The length of the byte order mark that a text begins with: 3, or 0 without one. It is no part of any line's words.
  public static func byteOrderMark(_ bytes: some Collection<UInt8>) -> Int {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The offset of the first byte that is not valid UTF-8, or nil. Rejects overlong forms, surrogates and
  /// values above U+10FFFF.
  public static func firstInvalid(_ bytes: some Collection<UInt8>) -> Int? {
    bytes.withContiguousStorageIfAvailable(firstInvalid(in:)) ?? Array(bytes).withUnsafeBufferPointer(firstInvalid(in:))
  }

  private static func firstInvalid(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var i = 0
    let n = bytes.count
    while i < n {
      let lead = bytes[i]
      if lead < 0x80 {
        i += 1
        continue
      }
      let length: Int
      var lowest: UInt8 = 0x80
      var highest: UInt8 = 0xBF
      switch lead {
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, lowest) = (3, 0xA0)
      case 0xED: (length, highest) = (3, 0x9F)
      case 0xE1...0xEF: length = 3
      case 0xF0: (length, lowest) = (4, 0x90)
      case 0xF1...0xF3: length = 4
      case 0xF4: (length, highest) = (4, 0x8F)
      default: return i
      }
      guard i + length <= n, bytes[i + 1] >= lowest, bytes[i + 1] <= highest else { return i }
      for k in 2..<max(2, length) where !isContinuation(bytes[i + k]) { return i }
      i += length
    }
    return nil
  }
}
