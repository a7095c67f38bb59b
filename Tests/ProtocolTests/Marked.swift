import DiplePluginHost
import DiplePluginKit
import Testing

/// A text with places marked by 1️⃣ to 9️⃣. The marks are taken out; where they stood is told in an editor's columns, counted
/// here the slow way.
struct Marked {
  let text: String
  private var offsets: [Int: Int] = [:]

  init(_ marked: String) {
    var text: [Unicode.Scalar] = []
    let scalars = Array(marked.unicodeScalars)
    var at = 0
    while at < scalars.count {
      if at + 2 < scalars.count, scalars[at + 1].value == 0xFE0F, scalars[at + 2].value == 0x20E3 {
        offsets[Int(scalars[at].value) - 0x30] = text.count
        at += 3
      } else {
        text.append(scalars[at])
        at += 1
      }
    }
    self.text = String(String.UnicodeScalarView(text))
  }

  /// Where a mark stood.
  func position(_ mark: Int, _ encoding: PositionEncoding = .utf16) throws -> Position {
    let offset = try #require(offsets[mark])
    return Self.position(Array(text.unicodeScalars), offset, encoding)
  }

  /// The position before the scalar of this number.
  static func position(_ text: [Unicode.Scalar], _ offset: Int, _ encoding: PositionEncoding) -> Position {
    var position = Position(line: 0, character: 0)
    for (number, scalar) in text[..<offset].enumerated() {
      let isLineEnd = scalar == "\n" || scalar == "\r" && !(number + 1 < text.count && text[number + 1] == "\n")
      if isLineEnd {
        position = Position(line: position.line + 1, character: 0)
      } else if scalar != "\r" {
        switch encoding {
        case .utf8: position.character += String(scalar).utf8.count
        case .utf16: position.character += String(scalar).utf16.count
        case .utf32: position.character += 1
        }
      }
    }
    return position
  }
}
