import DiplePluginKit

/// The units in which a module counts offsets, as its hello names them.
enum TextUnit: String, CaseIterable {
  case utf8, utf16, codepoint
  var encoding: PositionEncoding {
    switch self {
    case .utf8: .utf8
    case .utf16: .utf16
    case .codepoint: .utf32
    }
  }
  var plural: String {
    switch self {
    case .utf8: "UTF-8 bytes"
    case .utf16: "UTF-16 code units"
    case .codepoint: "code points"
    }
  }
}

/// The way between byte offsets of a text and offsets in a module's unit.
struct TextUnits {
  let unit: TextUnit
  /// How long the text is, in the unit.
  let count: Int
  private let text: [UInt8]
  private let forwards: OffsetMap
  /// For each unit the byte where it starts; -1 inside a surrogate pair. Empty where the unit is the byte.
  private let bytes: [Int32]

  init(_ text: [UInt8], _ unit: TextUnit) {
    (self.text, self.unit) = (text, unit)
    forwards = OffsetMap(text, unit.encoding)
    guard unit != .utf8 else {
      (count, bytes) = (text.count, [])
      return
    }
    var bytes: [Int32] = []
    bytes.reserveCapacity(text.count + 1)
    for (offset, byte) in text.enumerated() where !UTF8Scan.isContinuation(byte) {
      bytes.append(Int32(offset))
      if unit == .utf16, byte >= 0xF0 { bytes.append(-1) }
    }
    count = bytes.count
    self.bytes = bytes + [Int32(text.count)]
  }

  /// The unit that starts at a byte which starts a scalar.
  func unit(at byte: Int) -> Int { forwards.offset(of: byte) }

  /// The byte at which a unit starts; nil where that lies inside a character.
  func byte(at unit: Int) -> Int? {
    guard self.unit != .utf8 else { return unit < text.count && UTF8Scan.isContinuation(text[unit]) ? nil : unit }
    return bytes[unit] < 0 ? nil : Int(bytes[unit])
  }
}
