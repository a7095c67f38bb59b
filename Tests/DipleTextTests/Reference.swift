import DipleText
import TestSupport

/// What `Document` does, written so slowly and plainly that it can be believed: over arrays of scalars, with no index.
struct Reference {
  var scalars: [Unicode.Scalar]

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// The lines: their scalars without the terminator, and the index of their first scalar.
  var lines: [(start: Int, scalars: [Unicode.Scalar])] {
    var lines: [(start: Int, scalars: [Unicode.Scalar])] = [(0, [])]
    var at = 0
    while at < scalars.count {
      let scalar = scalars[at]
      at += 1
      switch scalar {
      case "\r":
        if at < scalars.count, scalars[at] == "\n" { at += 1 }
        lines.append((at, []))
      case "\n": lines.append((at, []))
      default: lines[lines.count - 1].scalars.append(scalar)
      }
    }
    return lines
  }

  static func units(_ scalar: Unicode.Scalar, _ encoding: PositionEncoding) -> Int {
    switch encoding {
    case .utf8: UTF8.width(scalar)
    case .utf16: UTF16.width(scalar)
    case .utf32: 1
    }
  }

  func byte(ofScalar index: Int) -> Int { scalars[..<index].reduce(0) { $0 + UTF8.width($1) } }

  /// The position of the scalar with this index; one inside a terminator is at its line's end.
  func position(ofScalar index: Int, _ encoding: PositionEncoding) -> Position {
    let lines = lines
    let line = lines.lastIndex { $0.start <= index } ?? 0
    let column = min(index - lines[line].start, lines[line].scalars.count)
    return Position(
      line: line, character: lines[line].scalars[..<column].reduce(0) { $0 + Self.units($1, encoding) })
  }

  /// The byte offset of a position, as LSP clients expect it.
  func offset(of position: Position, _ encoding: PositionEncoding) -> Int {
    let lines = lines
    guard position.line < lines.count else { return byte(ofScalar: scalars.count) }
    let line = lines[position.line]
    var index = 0
    var units = 0
    while index < line.scalars.count, units + Self.units(line.scalars[index], encoding) <= position.character {
      units += Self.units(line.scalars[index], encoding)
      index += 1
    }
    return byte(ofScalar: line.start + index)
  }
}

/// Texts of everything that columns and lines stumble over.
func oddText(_ random: inout Seeded, pieces: Int) -> String {
  let alphabet = [
    "a", "word", " ", "\n", "\r\n", "\r", "\n\n", "é", "e\u{301}", "ß", "“", "”", "’", "—", "日本", "😀",
    "👩‍👩‍👧‍👦", "🇩🇪", "\u{200D}", "\u{FEFF}", "\u{2028}", "\t", "\0", "𝒳", "مرحبا",
  ]
  return (0..<pieces).map { _ in alphabet.randomElement(using: &random) ?? "" }.joined()
}
