/// A control sequence of LaTeX: a backslash with letters, or with one mark.
struct LaTeXCommand {
  /// What it is to the prose around it.
  enum Role {
    /// It is a character.
    case scalar(UInt32)
    /// So many arguments, and none of them is prose.
    case hidden(Int)
    /// It stands in the sentence and is no prose; so many arguments belong to it.
    case object(Int)
    /// The next argument is no prose; what follows is.
    case skip
    /// Its argument is a heading.
    case heading
    /// Its argument is a paragraph of its own.
    case block
    /// Its argument is a note to the words before it.
    case note
    /// So many arguments are no prose; the next one stands in quotation marks.
    case quotation(Int)
    /// `\iffalse`: what follows is left out, up to its `\fi`.
    case conditional
    /// It parts paragraphs.
    case part
    /// What follows stands between two equal marks and is no prose.
    case verbatim
    case begin
    case end
    /// `\documentclass`: all up to the document's beginning is no prose.
    case preamble
    /// An accent over the next letter.
    case accent
    /// `\(` and `\[`
    case formula
    /// `\\`
    case lineBreak
    /// A white space.
    case space
  }

  /// The letters or the mark.
  let name: Span
  /// The offset behind it, and behind a star.
  let end: Int
  /// Nil for one that is not known: the command is no prose, what stands in braces behind it is.
  let role: Role?

  /// Reads the one that begins with the backslash at `start`.
  init(_ text: Bytes, at start: Int) {
    var at = start + 1
    while text[at].isLetter { at += 1 }
    if at > start + 1 {
      name = Span(start + 1, at)
      role = Self.known[Self.hash(text, name)]
      end = text[at] == UInt8(ascii: "*") ? at + 1 : at
    } else {
      end = min(text.count, at + UTF8Scan.length(lead: text[at]))
      name = Span(at, max(at, end))
      role = Self.mark(text[at])
    }
  }

  static func hash(_ text: Bytes, _ name: Span) -> UInt64 { FNV1a.hash(name.range.lazy.map { text[$0] }) }

  private static func mark(_ byte: UInt8) -> Role? {
    switch byte {
    case UInt8(ascii: "\\"): .lineBreak
    case UInt8(ascii: "("), UInt8(ascii: "["): .formula
    case UInt8(ascii: "&"), UInt8(ascii: "%"), UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: "_"),
      UInt8(ascii: "{"), UInt8(ascii: "}"):
      .scalar(UInt32(byte))
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: " "), 0x0A, 0x0D, 0x09: .space
    case UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "^"), UInt8(ascii: "\""), UInt8(ascii: "~"),
      UInt8(ascii: "="), UInt8(ascii: "."):
      .accent
    // `\-`, `\/` and `\!` join what stands around them.
    default: nil
    }
  }

  private static let known: [UInt64: Role] = {
    var known: [UInt64: Role] = [:]
    func add(_ names: String, _ role: Role) {
      for name in names.split(separator: " ") { known[FNV1a.hash(name.utf8)] = role }
    }
    add("part chapter section subsection subsubsection paragraph subparagraph title subtitle frametitle", .heading)
    add("caption subcaption author date institute affiliation framesubtitle", .block)
    add("footnote footnotetext thanks marginpar sidenote endnote", .note)
    add(
      """
      par item newpage clearpage cleardoublepage pagebreak bigskip medskip smallskip hline toprule midrule bottomrule \
      maketitle tableofcontents listoffigures listoftables appendix
      """, .part)
    add(
      """
      label index cite citep autocite parencite footcite smartcite nocite usepackage RequirePackage input include \
      includegraphics includeonly bibliography bibliographystyle addbibresource graphicspath pagestyle thispagestyle \
      pagenumbering vspace hspace color hypersetup geometry usetikzlibrary newtheorem theoremstyle newif newcounter \
      newlength usecounter phantomsection hyphenation tag noalign footnotemark vskip hskip bibitem pdfbookmark
      """, .hidden(1))
    add(
      """
      setlength addtolength setcounter addtocounter newcommand renewcommand providecommand DeclareMathOperator def \
      let newcolumntype rule fontsize resizebox setmainfont setmainlanguage DeclareRobustCommand cmidrule
      """, .hidden(2))
    add("newenvironment renewenvironment addcontentsline", .hidden(3))
    add("ref eqref pageref autoref cref Cref nameref vref citet textcite citeauthor citeyear url path num", .object(1))
    add("SI qty", .object(2))
    add("href textcolor colorbox foreignlanguage hyperref raisebox parbox hypertarget hyperlink scalebox", .skip)
    // The package csquotes.
    add("enquote textquote blockquote", .quotation(0))
    add(
      """
      foreignquote hyphenquote textcquote blockcquote foreigntextquote hyphentextquote foreignblockquote hyphenblockquote
      """, .quotation(1))
    add("foreigntextcquote hyphentextcquote foreignblockcquote hyphenblockcquote", .quotation(2))
    add("iffalse", .conditional)
    add("verb lstinline", .verbatim)
    add("documentclass documentstyle", .preamble)
    known[FNV1a.hash("begin".utf8)] = .begin
    known[FNV1a.hash("end".utf8)] = .end
    add("c v u H r k d b t", .accent)
    add("quad qquad enspace thinspace space", .space)
    add("newline linebreak", .lineBreak)
    let characters = """
      ldots … dots … textellipsis … textquotedblleft “ textquotedblright ” textquoteleft ‘ textquoteright ’ lq ‘ rq ’ \
      textendash – textemdash — ss ß ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł aa å AA Å i ı j ȷ dag † ddag ‡ S § P ¶ \
      copyright © textcopyright © texttrademark ™ textregistered ® pounds £ textsterling £ euro € texteuro € EUR € \
      textdegree ° guillemotleft « guillemotright » glqq „ grqq “ og « fg » textbackslash \\\\ textasciitilde ~ textbullet •
      """
    let pairs = characters.split(separator: " ")
    for index in stride(from: 0, to: pairs.count, by: 2) {
      known[FNV1a.hash(pairs[index].utf8)] = .scalar(pairs[index + 1].unicodeScalars.first!.value)
    }
    return known
  }()
}

/// What an environment of LaTeX, `\begin{…}` to `\end{…}`, is to the prose.
enum LaTeXEnvironment {
  /// No command is read inside, and nothing of it is prose.
  case hidden
  /// A formula in a sentence.
  case formula
  /// It ends, and with it the text.
  case document
  /// So many arguments stand before its prose.
  case prose(arguments: Int)

  init(_ text: Bytes, _ name: Span) {
    var name = name
    if !name.isEmpty, text[name.end - 1] == UInt8(ascii: "*") { name.end -= 1 }
    self = Self.known[LaTeXCommand.hash(text, name)] ?? .prose(arguments: 0)
  }

  private static let known: [UInt64: LaTeXEnvironment] = {
    var known: [UInt64: LaTeXEnvironment] = [:]
    func add(_ names: String, _ role: LaTeXEnvironment) {
      for name in names.split(separator: " ") { known[FNV1a.hash(name.utf8)] = role }
    }
    add(
      """
      verbatim Verbatim BVerbatim LVerbatim lstlisting minted comment filecontents tikzpicture pgfpicture picture \
      algorithm algorithmic thebibliography forest
      """, .hidden)
    add(
      """
      equation align gather multline eqnarray displaymath math alignat flalign dmath array IEEEeqnarray
      """, .formula)
    add("document", .document)
    add(
      """
      tabular longtable minipage multicols subfigure adjustbox otherlanguage spacing list textblock column columns \
      addmargin labeling
      """, .prose(arguments: 1))
    add("tabularx tabulary wrapfigure wraptable", .prose(arguments: 2))
    return known
  }()
}
