/// Looks ahead in LaTeX. No look goes past a blank line: what is left open while its writer types hides no more than that.
struct LaTeXScan {
  private let text: Bytes
  /// Where looks for the end of a formula ended in vain, by what would end it: later ones need not begin.
  private var deadEnds: [[UInt8]: (stop: Int, seen: Int)] = [:]

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
      switch step(at, stopsAtEnvironments: true) {
      case .on(let next): at = next
      case .stop(let seen): return (nil, seen)
      }
    }
    return (nil, text.count)
  }

  /// Looks for the end of a formula.
  /// - Returns: the offset behind the letters that end it, or nil and how far they were looked for.
  mutating func end(of letters: [UInt8], from start: Int) -> (end: Int?, seen: Int) {
    if let dead = deadEnds[letters], dead.stop > start { return (nil, dead.seen) }
    var at = start
    while at < text.count {
      if text.has(letters, at: at) { return (at + letters.count, at + letters.count) }
      switch step(at, stopsAtEnvironments: false) {
      case .on(let next): at = next
      case .stop(let seen):
        deadEnds[letters] = (at, seen)
        return (nil, seen)
      }
    }
    deadEnds[letters] = (at, at)
    return (nil, at)
  }

  private enum Step {
    /// It goes on here.
    case on(Int)
    /// Paragraphs are parted, as what stands before this offset says.
    case stop(seen: Int)
  }

  /// Past a byte, and one that a backslash stands before.
  private func step(_ at: Int, stopsAtEnvironments: Bool) -> Step {
    switch text[at] {
    case 0x0A, 0x0D:
      let next = text.nextLine(at)
      return text.isBlankLine(next) ? .stop(seen: text.skipBlanks(next) + 1) : .on(next)
    case UInt8(ascii: "\\"):
      guard text[at + 1].isLetter else {
        return .on(text[at + 1] == 0x0A || text[at + 1] == 0x0D ? at + 1 : min(at + 2, text.count))
      }
      let command = LaTeXCommand(text, at: at)
      switch command.role {
      case .heading, .block, .part, .preamble: return .stop(seen: command.end)
      case .begin where stopsAtEnvironments, .end where stopsAtEnvironments: return .stop(seen: command.end)
      default: return .on(command.end)
      }
    default: return .on(at + 1)
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
