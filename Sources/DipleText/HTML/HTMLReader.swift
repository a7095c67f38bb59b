/// Reads HTML: a block is a tag that parts paragraphs, and the prose behind it. No block depends on another.
struct HTMLReader: BlockReader {
  private let text: Bytes
  private var builder: ProseBuilder
  private(set) var reach = 0

  init(_ text: Bytes) { self.init(text, ProseBuilder(text)) }

  /// - Parameter builder: knows where the bytes come from.
  init(_ text: Bytes, _ builder: ProseBuilder) { (self.text, self.builder) = (text, builder) }

  mutating func step(_ start: Int, _ state: inout BlockState, _ paragraphs: inout [Paragraph]) -> Int {
    reach = start
    var kind = Paragraph.Kind.text
    let end = run(from: start, &kind)
    if let paragraph = builder.finish(kind) { paragraphs.append(paragraph) }
    return end
  }

  /// Reads prose up to the next tag that parts paragraphs, past one at `start`.
  private mutating func run(from start: Int, _ kind: inout Paragraph.Kind) -> Int {
    var at = start
    // A block ends where a tag begins, or with the text.
    defer { reach = max(reach, at) }
    var quotations = 0
    var isAfterBreak = false
    while at < text.count {
      let from = at
      while at < text.count, text[at] != UInt8(ascii: "<"), text[at] != UInt8(ascii: "&") {
        if !text[at].isSpace { isAfterBreak = false }
        at += 1
      }
      builder.add(from, at)
      if at == text.count { break }
      if text[at] == UInt8(ascii: "&") {
        isAfterBreak = false
        at = addReference(at)
        continue
      }
      if let end = HTMLTag.commentEnd(text, at: at) {
        at = end
        continue
      }
      guard let tag = HTMLTag(text, at: at) else {
        builder.add(at, at + 1)
        at += 1
        continue
      }
      if tag.isHidden, !tag.isEnd, !tag.element.isVoid, !tag.element.isPage {
        // What is not shown parts paragraphs as it would if it were.
        if tag.element.isPart, at > start { return stop(tag, at) }
        at = hiddenEnd(tag)
        if tag.element.isPart { return at }
        continue
      }
      switch tag.element.role {
      case .inline: break
      case .raised where !tag.isEnd:
        if let end = noteEnd(tag) {
          at = end
          continue
        }
      case .raised: break
      case .block, .heading, .hiddenBlock:
        if at > start { return stop(tag, at) }
        if tag.element.role == .heading, !tag.isEnd { kind = .heading }
        if tag.element.role == .hiddenBlock, !tag.isEnd {
          return seen(contentEnd(tag).end)
        }
      case .hidden where !tag.isEnd:
        at = contentEnd(tag).end
        continue
      case .hidden: break
      case .code where !tag.isEnd, .formula where !tag.isEnd:
        let (content, end) = contentEnd(tag)
        builder.addObject(tag.end, content, in: Span(at, end))
        isAfterBreak = false
        at = end
        continue
      case .code, .formula: break
      case .lineBreak:
        // Two of them part paragraphs, as old pages have it.
        if isAfterBreak { return stop(tag, at) }
        builder.add(0x0A, for: Span(at, tag.end))
        isAfterBreak = at > start
      case .quotation:
        if tag.isEnd { quotations = max(0, quotations - 1) }
        let isInner = quotations % 2 == 1
        builder.add((isInner ? 0x2018 : 0x201C) + (tag.isEnd ? 1 : 0), for: Span(at, tag.end))
        if !tag.isEnd { quotations += 1 }
      }
      at = tag.end
    }
    return text.count
  }

  /// Notes that something may end before a tag that had to be read to know so.
  private mutating func seen(_ end: Int) -> Int {
    if text[end] == UInt8(ascii: "<"), let next = HTMLTag(text, at: end) { reach = max(reach, next.end) }
    return end
  }

  /// Ends a block before a tag that had to be read to know so.
  private mutating func stop(_ tag: HTMLTag, _ start: Int) -> Int {
    reach = max(reach, tag.end)
    return start
  }

  private mutating func addReference(_ at: Int) -> Int {
    guard let reference = CharacterReference(text, at: at) else {
      builder.add(at, at + 1)
      return at + 1
    }
    if reference.scalar != 0 { builder.add(reference.scalar, for: Span(at, reference.end)) }
    return reference.end
  }

  /// Where the content of an element that is no prose ends, and where the text goes on.
  private func contentEnd(_ tag: HTMLTag) -> (content: Int, end: Int) {
    let element = tag.element
    if element.isRaw { return rawEnd(tag) }
    if tag.isSelfClosing { return (tag.end, tag.end) }
    var depth = 1
    var at = tag.end
    while let (next, inner) = nextTag(from: at) {
      at = inner.end
      if inner.element == element {
        if inner.isEnd { depth -= 1 } else if !inner.isSelfClosing { depth += 1 }
        if depth == 0 { return (next, inner.end) }
      } else if element == .head, inner.element == .body, !inner.isEnd {
        return (next, next)
      } else if element.role == .code, inner.element.isPart {
        // Whoever forgot the end tag did not mean the rest of the page.
        return (next, next)
      } else if inner.element.isRaw, !inner.isEnd {
        at = contentEnd(inner).end
      }
    }
    return (text.count, text.count)
  }

  /// The same of an element whose content is no markup. No tag is read that does not end it: each might reach to the end of the
  /// text.
  private func rawEnd(_ tag: HTMLTag) -> (content: Int, end: Int) {
    var at = tag.end
    while let next = text.first(UInt8(ascii: "<"), from: at) {
      if HTMLTag.isEnd(text, at: next, of: tag.element), let end = HTMLTag(text, at: next) { return (next, end.end) }
      at = next + 1
    }
    return (text.count, text.count)
  }

  /// The next tag and where it starts, past comments and every `<` that begins nothing; nil where there is none.
  private func nextTag(from start: Int) -> (start: Int, tag: HTMLTag)? {
    var at = start
    while let next = text.first(UInt8(ascii: "<"), from: at) {
      if let end = HTMLTag.commentEnd(text, at: next) {
        at = end
      } else if let tag = HTMLTag(text, at: next) {
        return (next, tag)
      } else {
        at = next + 1
      }
    }
    return nil
  }

  /// Where an element that is not shown ends. One without an end tag ends as browsers have it: with the next of its kind, or
  /// with what holds it.
  private mutating func hiddenEnd(_ tag: HTMLTag) -> Int {
    guard tag.element.mayBeOpen, !tag.isSelfClosing else { return seen(contentEnd(tag).end) }
    var depth = 0
    var at = tag.end
    while let (next, inner) = nextTag(from: at) {
      at = inner.end
      if depth == 0, inner.isEnd, inner.element == tag.element { return at }
      if depth == 0, !inner.isEnd, tag.element.ends(with: inner.element) { return seen(next) }
      if inner.element.isRaw, !inner.isEnd {
        at = contentEnd(inner).end
      } else if inner.element.isPart, !inner.element.isVoid, !inner.element.mayBeOpen {
        if inner.isEnd, depth == 0 { return seen(next) }
        depth += inner.isEnd ? -1 : 1
      } else if inner.isEnd, depth == 0, inner.element.isPart, tag.element.isParagraph {
        return seen(next)
      }
    }
    return text.count
  }

  /// The end of a raised element that holds no letter: a note's number is no part of the word before it.
  private mutating func noteEnd(_ tag: HTMLTag) -> Int? {
    var at = tag.end
    defer { reach = max(reach, at + 1) }
    let limit = min(text.count, at + 400)
    while at < limit {
      if text[at] == UInt8(ascii: "<") {
        guard let inner = HTMLTag(text.prefix(limit), at: at) else { return nil }
        at = inner.end
        if inner.isEnd, inner.element == .superscript { return inner.end }
        if inner.element.isPart || inner.element.role == .lineBreak { return nil }
      } else if text[at].isLetter || text[at] >= 0x80 || text[at] == UInt8(ascii: "&") {
        return nil
      } else {
        at += 1
      }
    }
    return nil
  }
}
