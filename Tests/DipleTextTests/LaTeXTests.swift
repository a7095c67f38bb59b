import DipleText
import Testing

private func check(_ text: String, _ expected: String..., location: SourceLocation = #_sourceLocation) {
  #expect(prose(text, .latex) == expected, sourceLocation: location)
}

@Suite struct LaTeXTests {
  @Test func commandsGoAndTheirProseStays() {
    check(#"The \emph{may}or \textbf{left \textit{early}} {\em at last}."#, "The mayor left early  at last.")
    check(#"See \href{https://x.org/Paris}{Ana Ruiz} in \textcolor{red}{Oslo}."#, "See Ana Ruiz in Oslo.")
    check(#"So\label{fig:Paris} \cite[p.~3]{Holt} \vspace{2cm}\mycommand[opt]{it} is."#, "So  it is.")
    check(#"\newcommand{\x}[2]{Paris #1}\def\y{Oslo}Text."#, "Text.")
    check(#"Dear \unknown reader"#, "Dear  reader")
  }

  @Test func spaceMayPartNameAndArguments() {
    check(#"She left \cite {Karl Holt} and \label {fig} here."#, "She left  and  here.")
    check("So\\cite\n[p.~3] {Holt} it is.", "So it is.")
    check(#"Ruiz: \enquote {Closed.}"#, "Ruiz: “Closed.”")
    check(#"Ruiz: \textquote [Karl Holt] {Closed.}"#, "Ruiz: “Closed.”")
    // A blank line is no space, and behind a mark nothing is passed over.
    check("So \\cite\n\n{Holt} left.", "So", "Holt left.")
  }

  @Test func whatOnlyLooksLikeAConditional() {
    check(#"Ruiz \iffalse so $a \iff b$ holds \fi met Brandt."#, "Ruiz  met Brandt.")
    check("\\iffalse\n\\newif\\ifdraft\n\\fi\nMet Brandt.", "Met Brandt.")
    check(#"A \iffalse x \ifdraft y \fi z \fi B"#, "A  B")
  }

  @Test func sections() {
    check(
      #"Text.\section*{The \emph{Bridge}}\label{x} More.\subsection[short]{Two} End."#, "Text.", "# The Bridge",
      "More.",
      "# Two", "End.")
    check("One\ngoes on.\n\nTwo.\\par Three.", "One\ngoes on.", "Two.", "Three.")
  }

  @Test func notesReadAsParentheses() {
    check(#"The mayor\footnote{She \emph{was}.} left."#, "The mayor (She was.) left.")
  }

  @Test func formulas() {
    check(
      #"As $x_{i}$ and \(y\) grow, \[z\] and $$w$$ end."#,
      "As \(object) and \(object) grow, \(object) and \(object) end.")
    check(
      "We get\n\\begin{align*}\n  x &= 1 \\\\\n  y\n\\end{align*}\nwhere it ends.", "We get\n\(object)\nwhere it ends.")
    check("It costs \\$5 or 5$ more.\n\nNext $x$.", "It costs $5 or 5 more.", "Next \(object).")
  }

  @Test func whatIsNotRead() {
    check("One. % Ana Ruiz\nTwo and th%\n  ree.\n% all\nFour.", "One. Two and three.\nFour.")
    check("One.\n\\begin{verbatim}\n``Ana'' \\emph{x}\n\n\\end{verbatim}\nTwo.", "One.", "Two.")
    check(#"The \verb|\emph{| and \ref{x} hold, 50\% of it."#, "The \(object) and \(object) hold, 50% of it.")
    check("\\begin{comment}\nnever closed\n\nText.", [String]())
  }

  @Test func charactersAndMarks() {
    check(#"``He `never' came,'' she said --- 1990--95."#, "“He ‘never' came,” she said — 1990–95.")
    check(#"Ren\'e M\"{u}ller of Stra\ss e\v{s} na\"\i ve \c{c}a\ldots{} \aa r"#, "René Müller of Straßeš naïve ça… år")
    check(#"A~b\,c\\d \& \_ \{x\} re\-port"#, "A b c d & _ {x} report")
  }

  @Test func quotationsOfCsquotes() {
    check(#"\enquote{He \emph{never} came}, she said."#, "“He never came”, she said.")
    check(#"\enquote{They say \enquote{no}} and \enquote*{x}."#, "“They say ‘no’” and ‘x’.")
    check(#"\textquote[{\cite{a}}][.]{One} \blockquote{Two}."#, "“One” “Two”.")
    check(
      #"\foreignquote{french}{Non} \textcquote[12]{key}[.]{Yes} \foreigntextcquote{german}{key}{Nein}."#,
      "“Non” “Yes” “Nein”.")
    // While it is written, it hides nothing.
    check("\\enquote{He never\n\nText.", "He never", "Text.")
  }

  @Test func whatAConditionalHides() {
    check(#"One \iffalse Ana \fi two."#, "One  two.")
    check("One.\n\n\\iffalse\nAna\n\nBo % \\fi\n\\ifx\\a\\b Cy\\fi \\ifthenelse{a}{b}{c}\n\\fi\n\nTwo.", "One.", "Two.")
    check(#"\iffalse Ana \else Bo \fi left."#, "Bo  left.")
    check(#"\enquote{One \iffalse } \fi two} \footnote{x}three."#, "“One  two  (x)three.")
    check("One.\n\n\\iffalse Ana.\n\nTwo.", "One.")
  }

  @Test func listsAndTables() {
    check(#"\begin{itemize}[nosep] \item One. \item[Ana] Two. \end{itemize} Text."#, "One.", "Two.", "Text.")
    check(#"\begin{tabular}{ll} Ana & Oslo \\ Bo & 2022 \end{tabular}"#, "Ana", "Oslo", "Bo", "2022")
    check(
      #"\begin{figure}[h]\includegraphics[width=2cm]{a.png}\caption{The \emph{bridge}.}\end{figure}"#, "The bridge.")
  }

  @Test func aWholeDocument() {
    check(
      """
      % !TeX
      \\documentclass[a4paper]{article}
      \\usepackage{Paris}
      \\title{The Bridge}
      \\author{Ana Ruiz}
      \\date{2 May 2024}
      \\begin{document}
      \\maketitle
      Text.
      \\end{document}
      Nothing.
      """, "# The Bridge", "Ana Ruiz", "2 May 2024", "Text.")
  }
}

private func check(_ text: String, _ expected: [String], location: SourceLocation = #_sourceLocation) {
  #expect(prose(text, .latex) == expected, sourceLocation: location)
}
