import DiplePluginKit

/// One quotation mark, and what it could do where it stands.
struct Mark: Sendable, Equatable {
  /// Marks of one style close each other.
  enum Style: UInt8, Sendable, CaseIterable {
    case straightDouble, curlyDouble, low, straightSingle, curlySingle, lowSingle, guillemet, singleGuillemet, tex
    /// Single marks are also apostrophes, so they need more evidence.
    var isSingle: Bool { self == .straightSingle || self == .curlySingle }
  }

  var token: Int
  var style: Style
  var canOpen: Bool
  var canClose: Bool
}

/// Tells quotation marks from apostrophes, and openers from closers, by what stands at their sides.
struct Marks {
  private let layers: Layers

  /// The marks of a paragraph, in order.
  static func find(_ layers: Layers) -> [Mark] {
    let marks = Marks(layers: layers)
    return layers.tokens.indices.compactMap(marks.mark)
  }

  private enum Glyph {
    case straightDouble, openDouble, closeDouble, lowDouble, straightSingle, openSingle, rightSingle
    case lowSingle, leftGuillemet, rightGuillemet, leftSingleGuillemet, rightSingleGuillemet, backticks, twoApostrophes
  }

  private func glyph(_ token: Int) -> Glyph? {
    let start = layers.start(token)
    let length = layers.end(token) - start
    let first = layers.bytes[start]
    if length == 1 {
      return first == 0x22 ? .straightDouble : first == 0x27 ? .straightSingle : first == 0x60 ? .openSingle : nil
    }
    if length == 2 {
      let second = layers.bytes[start + 1]
      if first == 0x60, second == 0x60 { return .backticks }
      if first == 0x27, second == 0x27 { return .twoApostrophes }
      if first == 0xC2 { return second == 0xAB ? .leftGuillemet : second == 0xBB ? .rightGuillemet : nil }
      return nil
    }
    guard length == 3, first == 0xE2, layers.bytes[start + 1] == 0x80 else { return nil }
    switch layers.bytes[start + 2] {
    case 0x9C, 0x9F: return .openDouble
    case 0x9D: return .closeDouble
    case 0x9E: return .lowDouble
    case 0x98, 0x9B: return .openSingle
    case 0x99: return .rightSingle
    case 0x9A: return .lowSingle
    case 0xB9: return .leftSingleGuillemet
    case 0xBA: return .rightSingleGuillemet
    default: return nil
    }
  }

  private func mark(_ token: Int) -> Mark? {
    let shape = layers.shape(token)
    guard shape.contains(.punctuation), let glyph = glyph(token) else { return nil }
    let touchesNext = token + 1 < layers.count && !layers.shape(token + 1).contains(.spaceBefore)
    let freeBefore = shape.contains(.spaceBefore) || opensOrJoins(token - 1)
    let freeAfter = !touchesNext || closesOrJoins(token + 1)
    func made(_ style: Mark.Style, _ canOpen: Bool, _ canClose: Bool) -> Mark? {
      canOpen || canClose ? Mark(token: token, style: style, canOpen: canOpen, canClose: canClose) : nil
    }
    switch glyph {
    case .openDouble: return made(.curlyDouble, true, freeAfter && !freeBefore)
    case .closeDouble: return made(.curlyDouble, freeBefore && touchesNext, true)
    case .lowDouble: return made(.low, true, false)
    case .leftGuillemet: return made(.guillemet, freeBefore || touchesNext, !freeBefore)
    case .rightGuillemet: return made(.guillemet, freeBefore && touchesNext, true)
    case .leftSingleGuillemet: return made(.singleGuillemet, freeBefore || touchesNext, !freeBefore)
    case .rightSingleGuillemet: return made(.singleGuillemet, freeBefore && touchesNext, true)
    case .lowSingle: return made(.lowSingle, true, false)
    case .backticks: return made(.tex, true, false)
    case .twoApostrophes: return made(.tex, freeBefore && touchesNext, !shape.contains(.spaceBefore) || !touchesNext)
    case .straightDouble:
      // Where both sides or neither are free, the state of the marks decides.
      let opens = freeBefore && touchesNext
      let closes = !shape.contains(.spaceBefore)
      return made(.straightDouble, opens || !closes, closes || !touchesNext)
    case .straightSingle, .openSingle, .rightSingle:
      let startsWord = touchesNext && startsWord(token + 1)
      let style: Mark.Style =
        glyph == .straightSingle || glyph == .openSingle && layers.bytes[layers.start(token)] == 0x60
        ? .straightSingle : .curlySingle
      let closes = !shape.contains(.spaceBefore) && token > 0 && freeAfter
      return made(style, freeBefore && startsWord && glyph != .rightSingle, closes)
    }
  }

  /// True for what may stand right before an opening mark: a bracket, a dash, another opening mark.
  private func opensOrJoins(_ token: Int) -> Bool {
    guard token >= 0 else { return true }
    let word = layers.word(token)
    return Self.beforeOpening.contains(word) || layers.shape(token).contains(.punctuation) && glyphOpens(token)
  }
  private func closesOrJoins(_ token: Int) -> Bool {
    layers.shape(token).contains(.punctuation) || layers.word(token) == "'s"
  }
  private func glyphOpens(_ token: Int) -> Bool {
    guard let glyph = glyph(token) else { return false }
    switch glyph {
    case .openDouble, .lowDouble, .openSingle, .lowSingle, .backticks: return true
    case .straightDouble, .straightSingle: return layers.shape(token).contains(.spaceBefore)
    default: return false
    }
  }
  private static let beforeOpening: WordSet = ["(", "[", "{", "-", "–", "—", "--", "/", ":"]

  /// A letter, a digit or another mark: what a quotation starts with.
  private func startsWord(_ token: Int) -> Bool {
    let shape = layers.shape(token)
    return shape.contains(.hasLetter) || shape.contains(.hasDigit)
      || shape.contains(.punctuation) && glyph(token) != nil
      || layers.word(token) == "[" || layers.word(token) == "…" || layers.word(token) == "..."
  }
}
