/// Looks ahead in LaTeX. No look goes past a blank line: what is left open while its writer types hides no more than that.
struct LaTeXScan {
  private let text: Bytes
  /// Where looks for the end of a formula ended in vain, by what would end it: later ones need not begin.
  private var deadEnds: [[UInt8]: Int] = [:]

  init(_ text: Bytes) { self.text = text }

  /// Looks for the brace that closes the one at `open`.
  /// - Returns: its offset, or nil and how far it was looked for.
  func close(_ open: Int) -> (close: Int?, seen: Int) {
    var depth = 0
    var at = open
    while at < text.count {
      switch text[at] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return (at, at) }
      case UInt8(ascii: "&"): return (nil, at)
      case UInt8(ascii: "%"):
        at = text.lineEnd(at)
        continue
      default: break
      }
      guard let next = step(at, stopsAtEnvironments: true) else { return (nil, at) }
      at = next
    }
    return (nil, text.count)
  }

  /// Looks for the end of a formula.
  /// - Returns: the offset behind the letters that end it, or nil and how far they were looked for.
  mutating func end(of letters: [UInt8], from start: Int) -> (end: Int?, seen: Int) {
    if let dead = deadEnds[letters], dead > start { return (nil, dead) }
    var at = start
    while at < text.count {
      if text.has(letters, at: at) { return (at + letters.count, at + letters.count) }
      guard let next = step(at, stopsAtEnvironments: false) else { break }
      at = next
    }
    deadEnds[letters] = at
    return (nil, at)
  }

  /// Past a byte, and one that a backslash stands before; nil where paragraphs are parted.
  private func step(_ at: Int, stopsAtEnvironments: Bool) -> Int? {
    switch text[at] {
    case 0x0A, 0x0D:
      let next = text.nextLine(at)
      return text.isBlankLine(next) ? nil : next
    case UInt8(ascii: "\\"):
      guard text[at + 1].isLetter else {
        return text[at + 1] == 0x0A || text[at + 1] == 0x0D ? at + 1 : min(at + 2, text.count)
      }
      let command = LaTeXCommand(text, at: at)
      switch command.role {
      case .heading, .block, .part, .preamble: return nil
      case .begin, .end: return stopsAtEnvironments ? nil : command.end
      default: return command.end
      }
    default: return at + 1
    }
  }
}

extension Bytes {
  /// True where the line that starts at an offset is blank; the text's end is none.
  func isBlankLine(_ start: Int) -> Bool {
    let at = skipBlanks(start)
    return at < count && (self[at] == 0x0A || self[at] == 0x0D)
  }

  /// True where these bytes stand at an offset.
  func has(_ letters: [UInt8], at offset: Int) -> Bool {
    guard offset + letters.count <= count else { return false }
    for index in letters.indices where self[offset + index] != letters[index] { return false }
    return true
  }
}
