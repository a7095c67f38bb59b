import DipleJSONRPC
import Foundation
import Testing

/// `diple verify` as a shell sees it.
@Suite struct VerifyTests {
  private let interview = """
    Interview

    We can under no circumstances agree to a delay. The people of Kostel have waited long enough.
    """

  private func folder(_ draft: String) throws -> Folder {
    let folder = try Folder()
    try folder.write("draft.md", draft)
    try folder.write("notes/interview.txt", interview)
    try folder.write("notes/statement.html", "<p>Nobody in this <b>valley</b> was asked.</p>")
    return folder
  }

  @Test func allVerbatimEndsWithZeroAndSaysWhere() throws {
    let folder = try folder(
      "“Nobody in this valley was asked,” Ana Ruiz said. “We can under no circumstances agree to a delay.”")
    let run = try Command("verify", "draft.md", "--against", "notes", in: folder)
    #expect(run.status == 0 && run.errors == "")
    #expect(
      run.output == """
        verbatim  draft.md:1:1  Ana Ruiz
            Nobody in this valley was asked
                notes/statement.html:1:4

        verbatim  draft.md:1:51  Ana Ruiz
            We can under no circumstances agree to a delay
                notes/interview.txt:3:1

        2 quotations against 2 sources: 2 verbatim, 0 with differences, 0 not found

        """)
  }

  @Test func whatDiffersIsShownWordByWordAndEndsWithOne() throws {
    let folder = try folder(
      "“We can never agree to a delay,” Ana Ruiz said. She said that the people “have waited enough”. “It rains frogs,” she said."
    )
    let run = try Command("verify", "draft.md", "--against", "notes/interview.txt", "notes/statement.html", in: folder)
    #expect(run.status == 1 && run.errors == "")
    #expect(
      run.output == """
        differs  draft.md:1:1  Ana Ruiz
            We can [-under no circumstances-]{+never+} agree to a delay
                notes/interview.txt:3:1

        differs  draft.md:1:74  Ana Ruiz
            have waited [-long-] enough
                notes/interview.txt:3:70

        not found  draft.md:1:96  Ana Ruiz
            “It rains frogs,”

        3 quotations against 2 sources: 0 verbatim, 2 with differences, 1 not found

        """)
  }

  @Test func jsonHasPlacesAndDifferences() throws {
    let folder = try folder("“We can never agree to a delay,” Ana Ruiz said. “It rains frogs,” she said.")
    let run = try Command("verify", "draft.md", "--against", "notes", "--format", "json", in: folder)
    #expect(run.status == 1)
    let json = try JSON(parsing: Array(run.output.utf8))
    #expect([json["draft"], json["sources"], json["differs"], json["missing"]] == ["draft.md", 2, 1, 1])
    let first = json["quotations"]?.array?.first
    #expect(first?["verdict"] == "differs" && first?["start"] == 0 && first?["speaker"] == "Ana Ruiz")
    #expect(first?["found"]?["path"] == "notes/interview.txt" && first?["found"]?["line"] == 3)
    #expect(
      first?["differences"]
        == [["kind": "changed", "draft": "never", "source": "under no circumstances"]])
    let lines = try Command("verify", "draft.md", "--against", "notes", "--format", "jsonl", in: folder).lines
    #expect(try lines.map { try JSON(parsing: Array($0.utf8))["verdict"] } == ["differs", "missing"])
  }

  @Test func theDraftItselfIsNoSource() throws {
    let folder = try folder("“It rains frogs,” Ana Ruiz said.")
    let run = try Command("verify", "draft.md", "--against", ".", in: folder)
    #expect(run.status == 1)
    #expect(run.output.contains("1 quotation against 2 sources"))
  }

  @Test func theDraftMayComeFromStandardInput() throws {
    let run = try Command(
      "verify", "-", "--against", "notes", input: "“It rains frogs,” Ana Ruiz said.", in: folder(""))
    #expect(run.status == 1)
    #expect(run.output.hasPrefix("not found  -:1:1  Ana Ruiz\n"))
  }

  @Test func aDraftWithoutQuotationsHasNothingWrong() throws {
    let run = try Command("verify", "draft.md", "--against", "notes", in: folder("It rained."))
    #expect(run.status == 0)
    #expect(run.output == "0 quotations against 2 sources\n")
  }

  @Test(arguments: [
    ["draft.md"], ["draft.md", "--against"], ["draft.md", "--against", "-"], ["--against", "notes"],
    ["draft.md", "--against", "missing.txt"], ["missing.txt", "--against", "notes"],
    ["draft.md", "--against", "notes", "--format", "xml"],
  ])
  func wrongUsageAndUnreadableFilesEndWithTwo(_ arguments: [String]) throws {
    let run = try Command(["verify"] + arguments, in: folder("“It rains frogs,” Ana Ruiz said."))
    #expect(run.status == 2 && run.output == "" && run.errors != "")
  }

  @Test func helpShowsExamples() throws {
    let run = try Command("verify", "--help", in: Folder())
    #expect(run.status == 0 && run.output.contains("diple verify article.md --against interview.txt"))
  }
}
