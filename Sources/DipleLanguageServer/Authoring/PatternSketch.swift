import DiplePluginKit

/// The parts of a rule's pattern, as far as it is written: what stands where, for a caret in the middle of it.
struct PatternSketch {
  /// What can be written at a place.
  enum Slot: Equatable {
    /// A word, a bracket, an annotation.
    case part
    /// A property of a token.
    case property
    /// A value of a property. `isQuoted` is false where its quotation marks are not written yet.
    case value(property: String, isQuoted: Bool)
    /// A kind of annotation.
    case kind
    /// An attribute of a kind.
    case attribute(kind: String)
    /// A value of an attribute.
    case attributeValue(kind: String, attribute: String, isQuoted: Bool)
  }

  /// Something that is written, or room for it, in bytes of the file.
  struct Region {
    var slot: Slot
    var span: Span
    /// True for room between others.
    var isGap = false
  }

  private(set) var regions: [Region] = []
  /// The names of parts.
  private(set) var captures: [(name: String, span: Span)] = []

  private let characters: [(byte: UInt8, offset: Int)]
  private let end: Int
  private var at = 0

  /// Reads a pattern.
  init(_ part: Sketch.Part, in sketch: Sketch) {
    characters = sketch.characters(of: part)
    end = part.span.end
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""): readQuoted()
      case UInt8(ascii: "["): readBracket()
      case UInt8(ascii: "<"): readAngle()
      case _ where Self.isWord(byte):
        let start = at
        let text = take(Self.isWord)
        if next == UInt8(ascii: ":") {
          captures.append((text, span(start)))
        } else {
          regions.append(Region(slot: .part, span: span(start)))
        }
      default: at += 1
      }
    }
  }

  /// What stands at a place of the file; room for a part where nothing does.
  func region(at offset: Int) -> Region {
    let touching = regions.filter { $0.span.start <= offset && offset <= $0.span.end }
    if let written = touching.last(where: { !$0.isGap }) { return written }
    return Region(slot: touching.first?.slot ?? .part, span: Span(offset, offset), isGap: true)
  }

  /// The name of a part at a place.
  func capture(at offset: Int) -> String? {
    captures.first { $0.span.start <= offset && offset <= $0.span.end }?.name
  }

  private var next: UInt8? { at < characters.count ? characters[at].byte : nil }
  private func offset(_ index: Int) -> Int { index < characters.count ? characters[index].offset : end }
  private func span(_ start: Int) -> Span { Span(offset(start), offset(at)) }
  private mutating func take(_ isWanted: (UInt8) -> Bool) -> String {
    let start = at
    while let byte = next, isWanted(byte) { at += 1 }
    return String(decoding: characters[start..<at].map(\.byte), as: UTF8.self)
  }
  private mutating func skipSpace() { _ = take { $0 <= 0x20 } }

  /// True for what names of parts, properties and attributes are made of.
  static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
    default: false
    }
  }
  private static func isKind(_ byte: UInt8) -> Bool { isName(byte) || byte == UInt8(ascii: "-") }
  private static func isWord(_ byte: UInt8) -> Bool { isName(byte) || byte >= 0x80 || "'-.".utf8.contains(byte) }

  private mutating func readQuoted() {
    at += 1
    while let byte = next, byte != UInt8(ascii: "\"") { at += byte == UInt8(ascii: "\\") ? 2 : 1 }
    at = min(at + 1, characters.count)
  }

  /// `[word="may" & tag="MD"]`
  private mutating func readBracket() {
    at += 1
    while next != nil, next != UInt8(ascii: "]") {
      let gap = at
      skipSpace()
      let start = at
      let name = take(Self.isName)
      if name.isEmpty {
        regions.append(Region(slot: .property, span: span(gap), isGap: true))
      } else {
        regions.append(Region(slot: .property, span: span(start)))
        skipSpace()
        readComparison { .value(property: name, isQuoted: $0) }
      }
      skipSpace()
      while let byte = next, "&|!()".utf8.contains(byte) { at += 1 }
      if at == gap { at += 1 }
    }
    if offset(at) == end || next == UInt8(ascii: "]") {
      // The caret right before the end: `[`, `[a="b" & `.
      regions.append(Region(slot: .property, span: Span(offset(at), offset(at)), isGap: true))
    }
    if next != nil { at += 1 }
  }

  /// `<entity type="person"/>`
  private mutating func readAngle() {
    at += 1
    if next == UInt8(ascii: "/") { at += 1 }
    let start = at
    let kind = take(Self.isKind)
    regions.append(Region(slot: .kind, span: span(start)))
    while let byte = next, byte != UInt8(ascii: ">") {
      let gap = at
      skipSpace()
      let start = at
      let name = take(Self.isKind)
      if !name.isEmpty {
        regions.append(Region(slot: .attribute(kind: kind), span: span(start)))
        skipSpace()
        readComparison { .attributeValue(kind: kind, attribute: name, isQuoted: $0) }
      } else if at > gap {
        regions.append(Region(slot: .attribute(kind: kind), span: Span(offset(gap + 1), offset(at)), isGap: true))
      }
      // What belongs to no annotation any more ends one that is not closed.
      if let byte = next, at == gap {
        if byte != UInt8(ascii: "/") { return }
        at += 1
      }
    }
    if next != nil { at += 1 }
  }

  /// `="a|b"`, or as much of it as there is.
  private mutating func readComparison(_ slot: (_ isQuoted: Bool) -> Slot) {
    if next == UInt8(ascii: "!") { at += 1 }
    guard next == UInt8(ascii: "=") else { return }
    at += 1
    let gap = at
    skipSpace()
    guard next == UInt8(ascii: "\"") else {
      regions.append(Region(slot: slot(false), span: span(gap), isGap: true))
      return
    }
    repeat {
      at += 1
      let start = at
      while let byte = next, !"|\"]>".utf8.contains(byte) { at += byte == UInt8(ascii: "\\") ? 2 : 1 }
      at = min(at, characters.count)
      regions.append(Region(slot: slot(true), span: span(start)))
    } while next == UInt8(ascii: "|")
    if next == UInt8(ascii: "\"") { at += 1 }
  }
}
