import DiplePluginKit

/// What a program prints besides its answers: lines for the log, of which nobody needs a million.
struct NoiseLog {
  /// The bytes of a line that are kept.
  private static let lineLength = 500
  /// The lines that are passed on until the next document.
  static let lineCount = 100

  private var line: [UInt8] = []
  private var left = lineCount
  private var dropped = 0
  /// The last lines, for the message that tells why a program ended.
  private(set) var last: [String] = []

  /// Takes what was printed and returns the lines to pass on.
  mutating func take(_ bytes: some Sequence<UInt8>) -> [String] {
    var lines: [String] = []
    for byte in bytes {
      if byte == 0x0A {
        end(&lines)
      } else if line.count < Self.lineLength {
        line.append(byte)
      }
    }
    return lines
  }

  /// Takes the end of the output.
  mutating func finish() -> [String] {
    var lines: [String] = []
    if !line.isEmpty { end(&lines) }
    return lines + refill()
  }

  /// A new document: lines are passed on again. Returns what tells of those that were not.
  mutating func refill() -> [String] {
    defer { (left, dropped) = (Self.lineCount, 0) }
    return dropped == 0 ? [] : ["… and \(dropped) more lines"]
  }

  private mutating func end(_ lines: inout [String]) {
    // What reaches a terminal or an editor's log holds no control characters.
    let clean = PlainText.line(String(decoding: line, as: UTF8.self))
    line.removeAll(keepingCapacity: true)
    if !clean.isEmpty {
      if last.count == 5 { last.removeFirst() }
      last.append(clean)
    }
    if left > 0 {
      left -= 1
      lines.append(clean)
    } else {
      dropped += 1
    }
  }
}
