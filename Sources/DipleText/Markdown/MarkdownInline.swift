/// Reads the prose of one block of Markdown: finds the marks in it (CommonMark 0.31, chapter 6) and takes them out.
struct MarkdownInline {
  /// Something that is no prose, and what stands for it.
  private struct Cut {
    enum Stand {
      case nothing
      case scalar(UInt32)
      case object(Span)
    }
    var span: Span
    var stand = Stand.nothing
  }

  /// A `[` that a `]` may make the beginning of a link.
  private struct Bracket {
    let at: Int
    let isImage: Bool
    /// The number of runs of emphasis before it.
    let runs: Int
  }

  private let text: Bytes
  private let start: Int
  private var cuts: [Cut] = []
  private var emphasis: MarkdownEmphasis
  private var brackets: [Bracket] = []
  /// Brackets before this one may begin no link, as one was found inside.
  private var firstActive = 0
  private var ticks = Backticks()
  private var dollars = Dollars()
  /// Bytes that may still be looked at for the end of tags that are none.
  private var patience: Int

  /// Reads `text` from `start` to its end.
  static func read(_ text: Bytes, from start: Int, into builder: inout ProseBuilder) {
    var at = start
    while at < text.count, !special[Int(text[at])] { at += 1 }
    if at == text.count { return builder.add(start, at) }
    var reader = MarkdownInline(text, start)
    reader.find(from: at)
    reader.write(&builder)
  }

  private static let special: [Bool] = (0..<256).map { "\\`<&[]*_~!$".utf8.contains(UInt8($0)) }

  private init(_ text: Bytes, _ start: Int) {
    (self.text, self.start) = (text, start)
    emphasis = MarkdownEmphasis(text, start)
    patience = 4 * (text.count - start) + 1024
  }

  private mutating func write(_ builder: inout ProseBuilder) {
    for span in emphasis.marks { cuts.append(Cut(span: span)) }
    cuts.sort { ($0.span.start, $1.span.end) < ($1.span.start, $0.span.end) }
    var at = start
    for cut in cuts where cut.span.start >= at {
      builder.add(at, cut.span.start)
      switch cut.stand {
      case .nothing: break
      case .scalar(let scalar): builder.add(scalar, for: cut.span)
      case .object(let content): builder.addObject(content.start, content.end, in: cut.span)
      }
      at = cut.span.end
    }
    builder.add(at, text.count)
  }

  private mutating func find(from first: Int) {
    var at = first
    while at < text.count {
      let byte = text[at]
      guard Self.special[Int(byte)] else {
        at += 1
        continue
      }
      switch byte {
      case UInt8(ascii: "\\"): at = escape(at)
      case UInt8(ascii: "`"): at = code(at)
      case UInt8(ascii: "$"): at = formula(at)
      case UInt8(ascii: "<"): at = tag(at)
      case UInt8(ascii: "&"): at = reference(at)
      case UInt8(ascii: "!") where text[at + 1] == UInt8(ascii: "[") && text[at + 2] != UInt8(ascii: "^"):
        brackets.append(Bracket(at: at, isImage: true, runs: emphasis.count))
        at += 2
      case UInt8(ascii: "["):
        if let end = text.noteEnd(at) {
          cut(at, end)
          at = end
        } else {
          brackets.append(Bracket(at: at, isImage: false, runs: emphasis.count))
          at += 1
        }
      case UInt8(ascii: "]"): at = close(at)
      case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"): at = emphasis.add(at)
      default: at += 1
      }
    }
    emphasis.pair(from: 0)
  }

  private mutating func cut(_ start: Int, _ end: Int, _ stand: Cut.Stand = .nothing) {
    if start < end { cuts.append(Cut(span: Span(start, end), stand: stand)) }
  }

  private mutating func escape(_ at: Int) -> Int {
    let next = text[at + 1]
    if next.isMark, at + 1 < text.count {
      cut(at, at + 1)
      return at + 2
    }
    if next == 0x0A || next == 0x0D { cut(at, at + 1) }
    return at + 1
  }

  private mutating func code(_ at: Int) -> Int {
    var open = at
    while text[open] == UInt8(ascii: "`") { open += 1 }
    guard let close = ticks.close(text, from: open, length: open - at) else { return open }
    let end = close + open - at
    var (first, last) = (open, close)
    while first < last, text[first].isSpace { first += 1 }
    while first < last, text[last - 1].isSpace { last -= 1 }
    cut(at, end, .object(Span(first, last)))
    return end
  }

  /// `$x$` or `$$x$$`.
  private mutating func formula(_ at: Int) -> Int {
    let length = text[at + 1] == UInt8(ascii: "$") ? 2 : 1
    guard let close = dollars.close(text, at, first: start, length: length) else { return at + length }
    cut(at, close + length, .object(Span(text.skipSpace(at + length, to: close), close)))
    return close + length
  }

  private mutating func tag(_ at: Int) -> Int {
    if let end = addressEnd(at) {
      cut(at, at + 1)
      cut(end - 1, end)
      return end
    }
    guard let end = MarkdownHTML.end(text, at: at, patience: &patience) else { return at + 1 }
    if let stop = unread(at, end) { return stop }
    let isBreak = text.has("<br", at: at) && !text[at + 3].isLetter
    cut(at, end, isBreak ? .scalar(0x0A) : .nothing)
    return end
  }

  /// Leaves out an element that readers do not see (`<span hidden>`, `<script>`), or see as no prose (`<kbd>`). Returns its end.
  private mutating func unread(_ at: Int, _ end: Int) -> Int? {
    guard let tag = HTMLTag(text, at: at), !tag.isEnd, !tag.isSelfClosing, !tag.element.isVoid else { return nil }
    let role = tag.element.role
    let isHidden = tag.isHidden || role == .hidden
    guard isHidden || role == .code || role == .formula else { return nil }
    // What does not end is read, and not looked for again and again.
    let limit = min(text.count, end + patience)
    var close = end
    while close < limit, !HTMLTag.isEnd(text, at: close, of: tag.element) { close += 1 }
    guard close < limit else {
      patience -= close - end
      return nil
    }
    let stop = min((text.first(UInt8(ascii: ">"), from: close) ?? text.count) + 1, text.count)
    cut(at, stop, isHidden ? .nothing : .object(Span(end, close)))
    return stop
  }

  /// The end of `<https://example.org>` or `<a@example.org>`: the address is what readers see, and stays.
  private func addressEnd(_ start: Int) -> Int? {
    var at = start + 1
    var isAddress = false
    guard text[at].isLetter || text[at].isDigit else { return nil }
    while at < text.count, at - start < 2048, text[at] > 0x20, text[at] != UInt8(ascii: "<") {
      switch text[at] {
      case UInt8(ascii: ">"): return isAddress ? at + 1 : nil
      case UInt8(ascii: "@"): isAddress = true
      case UInt8(ascii: ":"): if at - start > 2 { isAddress = true }
      case UInt8(ascii: "="), UInt8(ascii: "\""): if !isAddress { return nil }
      default: break
      }
      at += 1
    }
    return nil
  }

  private mutating func reference(_ at: Int) -> Int {
    guard let reference = CharacterReference(text, at: at) else { return at + 1 }
    cut(at, reference.end, reference.scalar == 0 ? .nothing : .scalar(reference.scalar))
    return reference.end
  }

  private mutating func close(_ at: Int) -> Int {
    guard let bracket = brackets.popLast() else { return at + 1 }
    let isActive = bracket.isImage || brackets.count >= firstActive
    firstActive = min(firstActive, brackets.count)
    guard isActive, let end = MarkdownLinks.tailEnd(text, at + 1) else { return at + 1 }
    if bracket.isImage {
      cut(bracket.at, end)
      emphasis.drop(from: bracket.runs)
      return end
    }
    cut(bracket.at, bracket.at + 1)
    cut(at, end)
    emphasis.pair(from: bracket.runs)
    firstActive = brackets.count
    return end
  }
}

/// Finds the run of backticks that closes another. Looks through a text once to know which lengths there are at all.
private struct Backticks {
  private static let longest = 64
  /// Where the last run of each length begins; nil before the look.
  private var last: [Int]?

  mutating func close(_ text: Bytes, from start: Int, length: Int) -> Int? {
    guard length <= Self.longest else { return nil }
    if last == nil {
      var last = [Int](repeating: -1, count: Self.longest + 1)
      Self.eachRun(text, from: start) { run, length in
        if length <= Self.longest { last[length] = run }
        return false
      }
      self.last = last
    }
    guard let last, last[length] >= start else { return nil }
    var close: Int?
    Self.eachRun(text, from: start) { run, found in
      if found == length { close = run }
      return close != nil
    }
    return close
  }

  private static func eachRun(_ text: Bytes, from start: Int, _ isLast: (Int, Int) -> Bool) {
    var at = start
    while let run = text.first(UInt8(ascii: "`"), from: at) {
      at = run
      while text[at] == UInt8(ascii: "`") { at += 1 }
      if isLast(run, at - run) { return }
    }
  }
}
