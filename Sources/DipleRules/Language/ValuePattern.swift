import DiplePluginKit

/// The value of a test: texts of which one must fit, each whole or with any beginning or end (`"some|any.*"`).
public struct ValuePattern: Sendable, Hashable {
  /// One of the texts.
  public struct Part: Sendable, Hashable {
    /// The text that must be there.
    public var text: String
    /// `.*` stands before it.
    public var hasAnyStart: Bool
    /// `.*` stands behind it.
    public var hasAnyEnd: Bool
    /// Makes a part.
    public init(_ text: String, hasAnyStart: Bool = false, hasAnyEnd: Bool = false) {
      (self.text, self.hasAnyStart, self.hasAnyEnd) = (text, hasAnyStart, hasAnyEnd)
    }
    /// True for a text without `.*`.
    public var isWhole: Bool { !hasAnyStart && !hasAnyEnd }
  }

  /// The texts; at least one.
  public var parts: [Part]
  /// Makes a pattern.
  public init(_ parts: [Part]) { self.parts = parts }
  /// A pattern of one whole text.
  public init(_ text: String) { parts = [Part(text)] }

  /// True where one of the texts fits.
  public func matches(_ text: String) -> Bool {
    if let only = parts.first, parts.count == 1, only.isWhole { return only.text.utf8.elementsEqual(text.utf8) }
    let bytes = Array(text.utf8)
    return parts.contains { $0.matches(bytes[...], text: Array($0.text.utf8)) }
  }

  /// The same with case and apostrophes folded as `Word` folds them.
  var folded: ValuePattern {
    ValuePattern(
      parts.map {
        Part(
          String(decoding: Folding.folded(Array($0.text.utf8)[...]), as: UTF8.self), hasAnyStart: $0.hasAnyStart,
          hasAnyEnd: $0.hasAnyEnd)
      })
  }
}

extension ValuePattern.Part {
  func matches(_ bytes: ArraySlice<UInt8>, text: [UInt8]) -> Bool {
    switch (hasAnyStart, hasAnyEnd) {
    case (false, false): bytes.elementsEqual(text)
    case (false, true): bytes.starts(with: text)
    case (true, false): bytes.count >= text.count && bytes.suffix(text.count).elementsEqual(text)
    case (true, true): Self.contains(bytes, text)
    }
  }

  // A token is at most as long as a paragraph and a pattern some bytes, so that the plain search will do.
  private static func contains(_ bytes: ArraySlice<UInt8>, _ text: [UInt8]) -> Bool {
    guard text.count <= bytes.count else { return false }
    return (bytes.startIndex...bytes.endIndex - text.count).contains { bytes[$0...].starts(with: text) }
  }
}

/// Folds bytes as `Word` does: capitals of ASCII and Latin-1, and the curly apostrophe.
enum Folding {
  static func folded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var folded: [UInt8] = []
    folded.reserveCapacity(bytes.count)
    var before: UInt8 = 0
    for byte in bytes {
      switch byte {
      case 0x41...0x5A: folded.append(byte | 0x20)
      case 0x80...0x9E where before == 0xC3 && byte != 0x97: folded.append(byte + 0x20)
      case 0x99 where folded.suffix(2).elementsEqual([0xE2, 0x80]):
        folded.removeLast(2)
        folded.append(0x27)
      default: folded.append(byte)
      }
      before = byte
    }
    return folded
  }
}
