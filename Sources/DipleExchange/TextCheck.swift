import DiplePluginKit

/// Why bytes are no text that can be annotated.
public enum TextCheck {
  /// What is wrong with the bytes of a file, for a person; nil where they are UTF-8 text.
  public static func problem(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return "not UTF-8: it starts like UTF-16"
    }
    if let nul = bytes.firstIndex(of: 0) { return "not a text: NUL byte at offset \(nul)" }
    guard let offset = UTF8Scan.firstInvalid(bytes) else { return nil }
    let line = LineIndex(Array(bytes[..<offset])).count
    return "not UTF-8: byte 0x\(hex(bytes[offset])) at offset \(offset) (line \(line))"
  }
}
