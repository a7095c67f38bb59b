/// Reads the prose of a block of LaTeX, or of an argument, and takes out what is none.
struct LaTeXProse {
  /// What is not read yet begins here.
  private(set) var at: Int
  /// What is read, but not added yet, begins here.
  private var from: Int
  private let end: Int
  /// Where the block begins: what parts paragraphs there is its own. Nil in an argument, where nothing parts.
  private let first: Int?
  /// True where `\\` parts paragraphs, as it ends a row.
  var isCell = false
  /// What the closing braces of arguments stand for, the innermost last.
  private var closes: [(at: Int, scalar: UInt32)] = []

  private static let mostCloses = 8

  init(from start: Int, to end: Int, parting first: Int?) {
    (at, from, self.end, self.first) = (start, start, end, first)
  }

  /// Passes over what begins the block.
  mutating func skip(to offset: Int) { (at, from) = (offset, offset) }

  private static let special: [Bool] = (0..<256).map { "\\{}\n\r%&~`'-$".utf8.contains(UInt8($0)) }

  /// Reads up to what parts paragraphs.
  mutating func read(_ reader: inout LaTeXReader) {
    let text = reader.text
    while at < end {
      let byte = text[at]
      guard Self.special[Int(byte)] else {
        at += 1
        continue
      }
      switch byte {
      case UInt8(ascii: "{"): cut(1, &reader)
      case UInt8(ascii: "}"):
        // One that was left out with what holds it closes nothing.
        while let last = closes.last, last.at < at { closes.removeLast() }
        if closes.last?.at == at { stand(closes.removeLast().scalar, 1, &reader) } else { cut(1, &reader) }
      case 0x0A, 0x0D:
        let next = text.nextLine(at)
        if first != nil, text.isBlankLine(next) { return part(&reader, seen: text.skipBlanks(next) + 1) }
        at = next
      case UInt8(ascii: "%"):
        // The line's end is part of a comment, and so is the white space behind it.
        cut(to: text.skipBlanks(text.nextLine(text.lineEnd(at))), &reader)
        if first != nil, text[at] == 0x0A || text[at] == 0x0D { return part(&reader, seen: at + 1) }
      case UInt8(ascii: "&"):
        if let first, at > first { return part(&reader, seen: at) }
        cut(1, &reader)
      case UInt8(ascii: "~"): stand(0x20, 1, &reader)
      case UInt8(ascii: "`"):
        let isDouble = text[at + 1] == byte
        stand(isDouble ? 0x201C : 0x2018, isDouble ? 2 : 1, &reader)
      case UInt8(ascii: "'"):
        if text[at + 1] == byte { stand(0x201D, 2, &reader) } else { at += 1 }
      case UInt8(ascii: "-"):
        let length = text[at + 1] != byte ? 1 : text[at + 2] != byte ? 2 : 3
        if length > 1 { stand(length == 2 ? 0x2013 : 0x2014, length, &reader) } else { at += 1 }
      case UInt8(ascii: "$"):
        let isDouble = text[at + 1] == byte
        formula(at + (isDouble ? 2 : 1), closedBy: isDouble ? [byte, byte] : [byte], &reader)
      default:
        let command = LaTeXCommand(text, at: at)
        if let first, at > first, parts(command, reader) { return part(&reader, seen: command.end + 64) }
        read(command, &reader)
      }
    }
    reader.builder.add(from, end)
    reader.look(at)
  }

  /// Ends the block here.
  private mutating func part(_ reader: inout LaTeXReader, seen: Int) {
    reader.builder.add(from, at)
    reader.look(max(seen, at))
  }

  /// Takes out some bytes.
  private mutating func cut(_ length: Int, _ reader: inout LaTeXReader) { cut(to: at + length, &reader) }
  private mutating func cut(to stop: Int, _ reader: inout LaTeXReader) {
    reader.builder.add(from, at)
    at = min(max(stop, at), end)
    from = at
  }

  /// Lets a character stand for some bytes.
  private mutating func stand(_ scalar: UInt32, _ length: Int, _ reader: inout LaTeXReader) {
    let start = at
    cut(length, &reader)
    reader.builder.add(scalar, for: Span(start, at))
  }

  /// Takes out a formula whose content begins at an offset; where it does not end, only its mark.
  private mutating func formula(_ content: Int, closedBy close: [UInt8], _ reader: inout LaTeXReader) {
    guard let stop = reader.formulaEnd(close, from: content), stop <= end else { return cut(to: content, &reader) }
    let start = at
    cut(to: stop, &reader)
    reader.builder.addObject(content, stop - close.count, in: Span(start, stop))
  }

  // MARK: Commands

  private func parts(_ command: LaTeXCommand, _ reader: LaTeXReader) -> Bool {
    switch command.role {
    case .heading, .block, .part, .preamble: return true
    case .lineBreak: return isCell
    case .begin, .end: return reader.partsParagraphs(command)
    default: return false
    }
  }

  private mutating func read(_ command: LaTeXCommand, _ reader: inout LaTeXReader) {
    let (text, start) = (reader.text, at)
    switch command.role {
    case .scalar(let scalar):
      stand(scalar, command.end - start, &reader)
      // White space behind a name only ends it.
      if text[command.name.start].isLetter { cut(to: text.skipBlanks(at, to: end), &reader) }
    case .space, .lineBreak: stand(0x20, reader.optionEnd(command.end) - start, &reader)
    case .accent:
      guard let (scalar, stop) = accent(command, text), stop <= end else { return cut(to: command.end, &reader) }
      stand(scalar, stop - start, &reader)
    case .hidden(let count): cut(to: reader.argumentsEnd(reader.argumentStart(command), count), &reader)
    case .skip: cut(to: reader.argumentsEnd(reader.argumentStart(command), 1), &reader)
    case .object(let count):
      stand(Piece.object, reader.argumentsEnd(reader.argumentStart(command), count) - start, &reader)
    case .note:
      let open = reader.braceStart(reader.optionEnd(reader.argumentStart(command)))
      guard let close = argument(open, &reader) else { return cut(to: command.end, &reader) }
      // A note reads as a parenthesis: ` (`, and `)` where it ends.
      stand(0x20, 1, &reader)
      stand(0x28, open + 1 - at, &reader)
      closes.append((close, 0x29))
    case .quotation(let count):
      let open = reader.braceStart(reader.optionEnd(reader.argumentsEnd(reader.argumentStart(command), count)))
      guard let close = argument(open, &reader) else { return cut(to: open, &reader) }
      // Quotations in quotations have the inner marks, and so has what a star begins.
      let depth = closes.count { Self.isMark($0.scalar) }
      let isInner = (depth % 2 == 1) != (text[command.end - 1] == UInt8(ascii: "*"))
      stand(isInner ? 0x2018 : 0x201C, open + 1 - at, &reader)
      closes.append((close, isInner ? 0x2019 : 0x201D))
    case .conditional: cut(to: conditionalEnd(command.end, text), &reader)
    case .verbatim:
      let mark = text[command.end]
      var stop = command.end + 1
      while stop < text.count, text[stop] != mark, text[stop] != 0x0A, text[stop] != 0x0D { stop += 1 }
      reader.look(stop)
      guard mark > 0x20, mark != UInt8(ascii: "\\"), stop < end, text[stop] == mark else {
        return cut(to: command.end, &reader)
      }
      cut(to: stop + 1, &reader)
      reader.builder.addObject(command.end + 1, stop, in: Span(start, stop + 1))
    case .formula:
      let close = text[start + 1] == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "]")
      formula(command.end, closedBy: [UInt8(ascii: "\\"), close], &reader)
    case .begin:
      guard let name = reader.name(command.end) else { return cut(to: command.end, &reader) }
      guard case .formula = LaTeXEnvironment(text, name) else { return cut(to: name.end + 1, &reader) }
      formula(name.end + 1, closedBy: reader.closing(name), &reader)
    case .end: cut(to: reader.name(command.end).map { $0.end + 1 } ?? command.end, &reader)
    case .heading, .block, .part, .preamble, nil: cut(to: reader.optionEnd(command.end), &reader)
    }
  }

  /// The brace that closes the argument at an offset, where it may stand for something.
  private mutating func argument(_ open: Int, _ reader: inout LaTeXReader) -> Int? {
    guard closes.count < Self.mostCloses, let close = reader.groupEnd(open), close < end else { return nil }
    return close
  }

  private static func isMark(_ scalar: UInt32) -> Bool { scalar == 0x2019 || scalar == 0x201D }

  /// Behind the `\fi` or `\else` of an `\iffalse`, past conditionals inside; the end where there is none.
  private func conditionalEnd(_ start: Int, _ text: Bytes) -> Int {
    var depth = 0
    var at = start
    while at < end {
      guard text[at] == UInt8(ascii: "\\") else {
        at = text[at] == UInt8(ascii: "%") ? text.lineEnd(at) : at + 1
        continue
      }
      let command = LaTeXCommand(text, at: at)
      let name = command.name
      at = command.end
      if name.count == 5, text.has("newif", at: name.start), text[at] == UInt8(ascii: "\\") {
        // What it defines is no conditional before it is defined.
        at = LaTeXCommand(text, at: at).end
      } else if name.count == 3, text.has("iff", at: name.start) {
        continue  // ⇔
      } else if name.count == 2, text.has("fi", at: name.start) {
        if depth == 0 { return at }
        depth -= 1
      } else if name.count == 4, text.has("else", at: name.start) {
        if depth == 0 { return at }
      } else if name.count > 2, text.has("if", at: name.start), text[at] != UInt8(ascii: "{") {
        // `\ifthenelse{…}` and the like have no `\fi`.
        depth += 1
      }
    }
    return end
  }

  /// The letter that an accent makes, and the offset behind it.
  private func accent(_ command: LaTeXCommand, _ text: Bytes) -> (scalar: UInt32, end: Int)? {
    var at = text.skipBlanks(command.end)
    let isGroup = text[at] == UInt8(ascii: "{")
    // `\c c`: where the accent is a letter, something must part the two.
    if text[command.name.start].isLetter, at == command.end, !isGroup { return nil }
    if isGroup { at += 1 }
    // `\'{\i}`: an i without its dot.
    let isDotless = text[at] == UInt8(ascii: "\\") && text[at + 1] == UInt8(ascii: "i") && !text[at + 2].isLetter
    if isDotless { at += 1 }
    guard let scalar = LaTeXAccents.compose(text[command.name.start], text[at]) else { return nil }
    if isGroup, text[at + 1] != UInt8(ascii: "}") { return nil }
    if isGroup { return (scalar, at + 2) }
    return (scalar, isDotless ? text.skipBlanks(at + 1) : at + 1)
  }
}
