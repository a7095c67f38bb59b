import DipleText
import TestSupport

/// The prose of each paragraph as the language layer reads it; headings begin with `#`, front matter with `-`.
func prose(_ text: String, _ format: SourceFormat) -> [String] {
  let document = Document(text, format: format)
  return document.paragraphs.map { paragraph in
    let prose = String(decoding: document.prose(of: paragraph), as: UTF8.self)
    switch paragraph.kind {
    case .text: return prose
    case .heading: return "# " + prose
    case .frontMatter: return "- " + prose
    }
  }
}

/// What stands in prose for code and formulas.
let object = "\u{FFFC}"

/// Texts with much markup, whole and broken: what a block of each format can begin, end and be mistaken for.
enum MarkedUp {
  static let pieces: [SourceFormat: [String]] = [
    .plain: ["# ", "---\n", "\n\n", "\n", "word ", "\u{FEFF}"],
    .markdown: [
      "```\n", "~~~\n", "```", "`", "``", "> ", "- ", "1. ", "    ", "\t", "# ", "## Head ##\n", "===\n", "---\n",
      "***\n",
      "<!-- ", " -->", "<div>\n", "</div>\n", "<p>", "<b>", "</b>", "<script>\n", "</script>\n", "<pre>", "*", "**",
      "_",
      "~~", "[", "]", "](x)", "[a]: b\n", "[^1]", "[^1]: ", "![", "| a | b |\n", "|---|---|\n", "|", "&amp;", "&ldquo;",
      "\\",
      "\\*", "<https://x.org>", "<br>", "- [x] ", "\n\n", "\n", "\r\n", "\r", "Ana Ruiz ", "said ", "“", "”", "é",
      "\u{FEFF}", "$", "$$", "$$\n", "$x$", "$5 ", "+++\n",
    ],
    .html: [
      "<p>", "</p>", "<h1>", "</h1>", "<br>", "<br/>", "<b>", "</b>", "<code>", "</code>", "<script>", "</script>",
      "<style>",
      "</style>", "<pre>", "</pre>", "<!-- ", " -->", "<!doctype html>", "<head>", "</head>", "<body>", "<q>", "</q>",
      "<sup>",
      "</sup>", "<sup>1</sup>", "<a href=\"", "\">", "</a>", "<", ">", "\"", "&amp;", "&", "&#8220;", "&shy;", "<li>",
      "<td>",
      "<p hidden>", "<span hidden>", "</span>", "<li style='display: none'>", "<div hidden>", "</div>", "<tr hidden>",
      "+++\n",
      "<math>", "</math>", "<svg>", "</svg>", "---\n", "\n\n", "\n", " ", "Ana Ruiz ", "said ", "“", "”", "é",
      "\u{FEFF}",
    ],
    .latex: [
      "\\section{", "\\emph{", "\\footnote{", "\\label{", "\\cite[p.~3]{", "}", "{", "[", "]", "\\begin{verbatim}",
      "\\end{verbatim}", "\\begin{equation}", "\\end{equation}", "\\begin{itemize}", "\\end{itemize}", "\\item ",
      "\\item[",
      "\\begin{tabular}{ll}", "\\end{tabular}", " & ", "\\\\", "\\\\[2pt]", "$", "$$", "\\(", "\\)", "\\[", "\\]", "%",
      "% x\n",
      "\\%", "\\verb|", "|", "``", "''", "`", "---", "--", "~", "\\\"o", "\\'{e}", "\\c c", "\\ss ", "\\ldots",
      "\\documentclass{x}\n",
      "\\enquote{", "\\foreignquote{french}{", "\\iffalse ", "\\else ", "\\fi ", "\\ifx ", "+++\n",
      "\\begin{document}", "\\end{document}", "\\title{", "\\", "\\par ", "\\ref{", "\\href{", "\\newcommand{\\x}",
      "\\beg",
      "in{", "---\n", "\n\n", "\n", "\r\n", " ", "Ana Ruiz ", "said ", "é", "\u{FEFF}",
    ],
  ]

  static func text(_ format: SourceFormat, _ random: inout Seeded, count: Int) -> String {
    (0..<count).map { _ in pieces[format]!.randomElement(using: &random)! }.joined()
  }
}
