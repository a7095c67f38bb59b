import DiplePipeline
import DiplePluginKit

/// How a page is set: the room there is, and how a place of the text is named on it.
public struct PageStyle: Sendable {
  /// The columns there are; nil where the reader's window breaks lines.
  public var width: Int?
  /// True where colours may be used.
  public var usesColor: Bool
  /// The file, for places that a terminal opens (`file:line:column`); nil where the page stands beside the text.
  public var file: String?

  /// Makes a style.
  public init(width: Int? = nil, usesColor: Bool = false, file: String? = nil) {
    (self.width, self.usesColor, self.file) = (width, usesColor, file)
  }

  /// `file:line:column` of a place, both counted from 1, columns in Unicode scalars.
  func place(_ place: Place, _ analysis: Analysis) -> String {
    let position = analysis.document.position(of: analysis.span(place).start, .utf32)
    return (file.map { Columns.clean($0) + ":" } ?? "") + "\(position.line + 1):\(position.character + 1)"
  }

  /// A text broken into lines, each behind an indent.
  func wrap(_ text: String, indent: Int) -> [String] {
    let before = String(repeating: " ", count: indent)
    guard let width else { return [before + text] }
    return Columns.wrap(text, max(20, width - indent)).map { before + $0 }
  }

  func bold(_ text: String) -> String { Ink.bold.paint(text, usesColor) }
  func dim(_ text: String) -> String { Ink.dim.paint(text, usesColor) }
}

extension Columns {
  /// Lines of at most `columns` columns, broken at blanks; a word that is longer has a line of its own. Colours take no room.
  static func wrap(_ text: String, _ columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ") {
      let width = printedWidth(word)
      if used > 0, used + 1 + width > columns {
        lines.append(line)
        (line, used) = ("", 0)
      }
      line += (used > 0 ? " " : "") + word
      used += (used > 0 ? 1 : 0) + width
    }
    return used > 0 || lines.isEmpty ? lines + [line] : lines
  }

  /// The columns of a word without what `Ink` puts around it.
  private static func printedWidth(_ word: Substring) -> Int {
    var columns = 0
    var isInk = false
    for scalar in word.unicodeScalars {
      if scalar == "\u{1B}" { isInk = true }
      if !isInk { columns += width(scalar) }
      if isInk, scalar == "m" { isInk = false }
    }
    return columns
  }

  /// `1 quote`, `2 quotes`.
  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
