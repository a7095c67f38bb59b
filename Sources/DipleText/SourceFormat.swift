/// How a text is marked up: what of it is prose, and where its paragraphs end.
public enum SourceFormat: String, Sendable, CaseIterable {
  /// Running text; lines that begin with `#` are headings.
  case plain = "text"
  /// CommonMark with the tables, footnotes and strikethrough of GitHub.
  case markdown
  /// HTML as browsers read it.
  case html
  /// LaTeX, whole documents and parts of them.
  case latex

  /// The formats by the endings of file names, in small letters and without the dot: all that texts are looked for under.
  public static let endings: [String: SourceFormat] = [
    "txt": .plain, "text": .plain,
    "md": .markdown, "markdown": .markdown, "mdown": .markdown, "mkd": .markdown, "mdx": .markdown, "qmd": .markdown,
    "rmd": .markdown,
    "html": .html, "htm": .html, "xhtml": .html,
    "tex": .latex, "latex": .latex, "ltx": .latex,
  ]

  /// The formats by the language identifiers of editors.
  private static let languages: [String: SourceFormat] = [
    "plaintext": .plain, "text": .plain,
    "markdown": .markdown, "mdx": .markdown, "quarto": .markdown, "rmd": .markdown, "pandoc": .markdown,
    "html": .html, "xhtml": .html,
    "latex": .latex, "tex": .latex, "plaintex": .latex, "context": .latex,
  ]

  /// The format that the ending of a path or URI tells; nil where it tells none.
  public init?(path: String) {
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...]
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    let ending = String(decoding: name[name.index(after: dot)...], as: UTF8.self).lowercased()
    guard let format = Self.endings[ending] else { return nil }
    self = format
  }

  /// The format that goes with a language identifier (LSP 3.17, `TextDocumentItem.languageId`); nil for others.
  public init?(languageID: String) {
    guard let format = Self.languages[languageID.lowercased()] else { return nil }
    self = format
  }
}
