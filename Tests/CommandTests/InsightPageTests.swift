import Testing

/// `--format ledger`, `timeline` and `stances`: a page for one question, as a person reads it.
@Suite struct InsightPageTests {
  /// What the page of a text says, below the line that names the text.
  private func page(_ format: String, of text: String, _ more: String...) throws -> String {
    let run = try Command(["annotate", "--format", format] + more, input: text, in: Folder())
    #expect(run.status == 0 && run.errors == "")
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2)
    return lines.joined(separator: "\n")
  }

  // MARK: Who said what

  private let bridge = """
    “The bridge stays open,” Ana Ruiz, the mayor of Kostel, said. She added that nobody had called her.

    Residents said that the bridge was noisy. According to a report, it is safe. An official said that it was old.
    """

  @Test func theLedgerHasEachSourceOnceWithPlaceFormAndAttribution() throws {
    #expect(
      try page("ledger", of: bridge) == """
        Who said what

        Ana Ruiz, mayor of Kostel (named, she)
            “The bridge stays open,”
                -:1:1  direct  neutral  “said”
            nobody had called her
                -:1:78  indirect  neutral  “added”

        Residents (collective)
            the bridge was noisy
                -:3:21  indirect  neutral  “said”

        a report (document)
            it is safe
                -:3:66  indirect  neutral  “According to”

        An official (anonymous)
            it was old
                -:3:100  indirect  neutral  “said”

        5 quotes; 4 sources: 1 named (1 “she”), 1 anonymous, 1 collective, 1 document

        """)
  }

  @Test func whatNobodyIsNamedForStandsLastAndIsCounted() throws {
    let page = try page("ledger", of: "He said that the dam was safe. Ana Ruiz said that it was not.")
    #expect(page.contains("\nNobody is named\n    the dam was safe\n"))
    #expect(page.contains("by “He”"))
    #expect(page.hasSuffix("2 quotes; 1 source: 1 named; nobody is named for 1 quote\n"))
  }

  // MARK: When

  @Test func theTimelineIsInOrderWithWhoAndWhatStandsThere() throws {
    let text = """
      Ana Ruiz opened the bridge on 4 June 2024. Petr Holt had drawn it in March 2021. The mayor said on 4 June 2024 \
      that it would last ten years.
      """
    #expect(
      try page("timeline", of: text) == """
        Timeline

        2021-03
            Petr Holt had drawn it in March 2021.
                -:1:70  “March 2021”
                who and what: Petr Holt

        2024-06-04
            Ana Ruiz opened the bridge on 4 June 2024.
                -:1:31  “4 June 2024”
                who and what: Ana Ruiz
            The mayor said on 4 June 2024 that it would last ten years.
                -:1:100  “4 June 2024”

        P10Y
            The mayor said on 4 June 2024 that it would last ten years.
                -:1:131  “ten years”

        """)
  }

  @Test func whatIsNotResolvedStandsLastAndSaysWhy() throws {
    let page = try page("timeline", of: "They met on Feb 30. The bridge opened in 2021.")
    let parts = page.split(separator: "\n").map { $0.drop { $0 == " " } }
    let (year, head) = (try #require(parts.firstIndex(of: "2021")), try #require(parts.firstIndex(of: "Not resolved")))
    #expect(year < head)
    #expect(parts[head + 1].hasPrefix("“Feb 30”: ") && parts[head + 1].count > "“Feb 30”: ".count)
    #expect(parts[head + 2] == "They met on Feb 30.")
  }

  // MARK: For and against

  @Test func theMatrixHasItsEvidenceAndContradictionsSideBySide() throws {
    let text = """
      Ana Ruiz supports the ban. Petr Holt condemned the strike. On Monday, Ana Ruiz criticised the ban.
      """
    #expect(
      try page("stances", of: text) == """
        For and against

                   the ban           the strike
        Ana Ruiz   ±2
        Petr Holt                    -

        + for   - against   ± both; a number where there is more than one

        Ana Ruiz
            for      the ban
                         -:1:10  “supports”
            against  the ban
                         -:1:80  “criticised”

        Petr Holt
            against  the strike
                         -:1:38  “condemned”

        On both sides

        Ana Ruiz: the ban
            for                                  │ against
            Ana Ruiz supports the ban.           │ On Monday, Ana Ruiz criticised the
            -:1:10                               │ ban.
                                                 │ -:1:80

        """)
  }

  // MARK: The page

  @Test func aTextWithoutAnythingSaysSo() throws {
    #expect(try page("ledger", of: "It rained.") == "Who said what\n\nNobody is quoted.\n")
    #expect(try page("timeline", of: "It rained.") == "Timeline\n\nNo date is named.\n")
    #expect(try page("stances", of: "It rained.") == "For and against\n\nNobody takes a side.\n")
  }

  @Test func eachFileHasItsHeadingAndItsPlaces() throws {
    let folder = try Folder()
    try folder.write("in/a.txt", "Ana Ruiz said that it rained.")
    try folder.write("in/b.md", "# News\n\n**Petr Holt** said that it snowed.")
    let run = try Command("annotate", "--format", "ledger", "in", in: folder)
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("in/a.txt\n\nWho said what\n"))
    #expect(run.output.contains("\n\nin/b.md\n\nWho said what\n"))
    #expect(run.output.contains("in/a.txt:1:20  indirect"))
    #expect(run.output.contains("in/b.md:3:25  indirect"))
  }

  @Test(arguments: ["ledger", "timeline", "stances"])
  func coloursOnlyWhereTheyAreWanted(_ format: String) throws {
    let text = "Ana Ruiz said on 4 June 2024 that she opposes the ban."
    #expect(try !page(format, of: text).contains("\u{1B}"))
    #expect(try page(format, of: text, "--color", "always").contains("\u{1B}["))
  }

  @Test func aPageHasItsOwnKinds() throws {
    let run = try Command("annotate", "--format", "ledger", "--only", "dates", "x.txt", in: Folder())
    #expect(run.status == 2)
    #expect(run.errors.contains("--only goes with the formats text, json and jsonl; a ledger has its own kinds"))
  }

  @Test func helpShowsThePages() throws {
    let run = try Command("annotate", "--help", in: Folder())
    for format in ["ledger", "timeline", "stances"] { #expect(run.output.contains("--format \(format)")) }
  }
}
