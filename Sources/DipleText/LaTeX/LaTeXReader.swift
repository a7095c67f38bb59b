/// Reads LaTeX: a block is something that parts paragraphs (a blank line, a heading, an item, a cell of a table), and the prose
/// behind it. No block depends on another.
struct LaTeXReader: BlockReader {
  let text: Bytes
  var builder: ProseBuilder
  var reach = 0
  private var scan: LaTeXScan
  /// Bytes that may still be looked at in this block for braces that do not close.
  private var patience = 0

  init(_ text: Bytes) { (self.text, builder, scan) = (text, ProseBuilder(text), LaTeXScan(text)) }

  mutating func step(_ start: Int, _ state: inout BlockState, _ paragraphs: inout [Paragraph]) -> Int {
    (reach, patience) = (start, 1 << 16)
    let first = text.skipSpace(start)
    var prose = LaTeXProse(from: first, to: text.count, parting: first)
    switch text[first] {
    case UInt8(ascii: "&"):
      prose.isCell = true
      prose.skip(to: first + 1)
    case UInt8(ascii: "\\"):
      let command = LaTeXCommand(text, at: first)
      switch command.role {
      case .part, .lineBreak: prose.skip(to: optionEnd(command.end))
      case .heading: return argument(of: command, .heading, &paragraphs)
      case .block: return argument(of: command, .text, &paragraphs)
      case .preamble: return preamble(from: command.end, &paragraphs)
      case .begin where partsParagraphs(command), .end where partsParagraphs(command):
        guard let end = environmentEnd(command) else { return text.count }
        prose.skip(to: end)
      default: break
      }
    default: break
    }
    prose.read(&self)
    if let paragraph = builder.finish() { paragraphs.append(paragraph) }
    return prose.at
  }

  /// Notes how far was looked.
  mutating func look(_ offset: Int) { reach = max(reach, offset) }

  // MARK: Blocks

  /// The first argument of a command as a paragraph of its own. Returns where it ends.
  private mutating func argument(
    of command: LaTeXCommand, _ kind: Paragraph.Kind, _ paragraphs: inout [Paragraph]
  ) -> Int {
    let open = braceStart(optionEnd(argumentStart(command)))
    guard let close = groupEnd(open) else { return open }
    var prose = LaTeXProse(from: open + 1, to: close, parting: nil)
    prose.read(&self)
    if let paragraph = builder.finish(kind) { paragraphs.append(paragraph) }
    return close + 1
  }

  /// Past all that stands before the document's beginning. What is said there of the title, the authors and the day is prose.
  private mutating func preamble(from start: Int, _ paragraphs: inout [Paragraph]) -> Int {
    var at = start
    while at < text.count {
      guard text[at] == UInt8(ascii: "\\") else {
        at = text[at] == UInt8(ascii: "%") ? text.lineEnd(at) : at + 1
        continue
      }
      let command = LaTeXCommand(text, at: at)
      at = command.end
      switch command.role {
      case .begin:
        guard let name = name(command.end) else { continue }
        at = name.end + 1
        if case .document = LaTeXEnvironment(text, name) { return at }
      case .heading: at = argument(of: command, .heading, &paragraphs)
      case .block: at = argument(of: command, .text, &paragraphs)
      default: break
      }
    }
    return text.count
  }

  /// True for the beginning or end of an environment, unless it is a formula's: that stands in a sentence.
  func partsParagraphs(_ command: LaTeXCommand) -> Bool {
    guard let name = name(command.end) else { return false }
    if case .formula = LaTeXEnvironment(text, name) { return false }
    return true
  }

  /// The place where prose goes on behind `\begin{…}` or `\end{…}`; nil where the document ends.
  private mutating func environmentEnd(_ command: LaTeXCommand) -> Int? {
    guard let name = name(command.end) else { return command.end }
    switch (command.role, LaTeXEnvironment(text, name)) {
    case (.end, .document): return nil
    case (.begin, .hidden):
      let close = closing(name)
      var at = name.end
      while let next = text.first(UInt8(ascii: "\\"), from: at) {
        if text.has(close, at: next) { return next + close.count }
        at = next + 1
      }
      return text.count
    case (.begin, .prose(let arguments)):
      var at = optionEnd(name.end + 1)
      for _ in 0..<arguments { at = groupEnd(at).map { optionEnd($0 + 1) } ?? at }
      return at
    default: return name.end + 1
    }
  }

  /// What ends an environment.
  func closing(_ name: Span) -> [UInt8] { Array("\\end{".utf8) + name.range.map { text[$0] } + [UInt8(ascii: "}")] }

  // MARK: Arguments

  /// The name in braces at an offset.
  func name(_ open: Int) -> Span? {
    guard text[open] == UInt8(ascii: "{") else { return nil }
    var at = open + 1
    while at < open + 40, text[at].isLetter || text[at] == UInt8(ascii: "*") { at += 1 }
    return text[at] == UInt8(ascii: "}") && at > open + 1 ? Span(open + 1, at) : nil
  }

  /// The offset of the brace that closes the argument at an offset; nil where none begins there, or none closes it.
  mutating func groupEnd(_ open: Int) -> Int? {
    guard text[open] == UInt8(ascii: "{"), patience > 0 else { return nil }
    let (close, seen) = scan.close(open)
    look(seen)
    if close == nil { patience -= seen - open }
    return close
  }

  /// The offset behind the letters that end a formula whose content begins at `start`.
  mutating func formulaEnd(_ letters: [UInt8], from start: Int) -> Int? {
    let (end, seen) = scan.end(of: letters, from: start)
    look(seen)
    return end
  }

  /// The offset behind the argument in square brackets at an offset, if there is one.
  mutating func optionEnd(_ open: Int) -> Int {
    guard text[open] == UInt8(ascii: "[") else { return open }
    let limit = min(open + 300, text.count)
    var at = open + 1
    defer { look(at) }
    while at < limit, text[at] != UInt8(ascii: "]") {
      if text[at] == 0x0A || text[at] == 0x0D, text.isBlankLine(text.nextLine(at)) {
        look(text.skipBlanks(text.nextLine(at)) + 1)
        return open
      }
      at += 1
    }
    return at < limit ? at + 1 : open
  }

  /// Where the arguments of a command begin: TeX passes over white space and one line's end behind a name of letters.
  mutating func argumentStart(_ command: LaTeXCommand) -> Int {
    guard text[command.name.start].isLetter else { return command.end }
    let at = spaceEnd(command.end)
    return text[at] == UInt8(ascii: "{") || text[at] == UInt8(ascii: "[") ? at : command.end
  }

  /// The brace that begins the next argument, which white space may part from the one before; the offset itself where there is none.
  mutating func braceStart(_ offset: Int) -> Int {
    let at = spaceEnd(offset)
    return text[at] == UInt8(ascii: "{") ? at : offset
  }

  /// Behind white space with at most one line's end in it.
  private mutating func spaceEnd(_ offset: Int) -> Int {
    var at = text.skipBlanks(offset)
    if text[at] == 0x0A || text[at] == 0x0D {
      let next = text.skipBlanks(text.nextLine(at))
      look(next + 1)
      if text[next] != 0x0A, text[next] != 0x0D { at = next }
    }
    look(at + 1)
    return at
  }

  /// The offset behind some arguments, and the options between them. A name that is defined may stand without braces.
  mutating func argumentsEnd(_ start: Int, _ count: Int) -> Int {
    var at = optionEnd(start)
    for index in 0..<count {
      at = braceStart(at)
      if index == 0, count > 1, text[at] == UInt8(ascii: "\\") {
        at = LaTeXCommand(text, at: at).end
        while text[at] == UInt8(ascii: "#") || text[at].isDigit { at += 1 }
      } else if let close = groupEnd(at) {
        at = close + 1
      } else {
        break
      }
      at = optionEnd(optionEnd(at))
    }
    return at
  }
}
