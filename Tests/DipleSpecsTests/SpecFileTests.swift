import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import DipleSpecs
import Testing

@Suite struct SpecFileTests {
  private func firstCase(_ text: String) throws -> Case { try #require(try SpecFile(parsing: text).cases.first) }

  @Test func aCaseHasANameOptionsAndMarkedText() throws {
    let spec = try firstCase(
      """
      # Title

      ## A speaker

      Commentary.

      - date: 2024-05-02
      - kinds: quote, entity

      > [Ana [Ruiz]{#last}]{.entity type=person name="Ana Ruiz"} left.
      > She went home.
      >
      > Then came \\[sic\\] night.
      """)
    #expect(spec.name == "A speaker")
    #expect(spec.date?.description == "2024-05-02")
    #expect(spec.kinds == ["quote", "entity"])
    #expect(spec.text == "Ana Ruiz left. She went home.\n\nThen came [sic] night.")
    #expect(spec.marks.map(\.spans).map { $0.map(\.range) } == [[0..<8], [4..<8]])
    #expect(spec.marks[0].kind == "entity")
    #expect(spec.marks[0].attributes.map(\.value) == ["person", "Ana Ruiz"])
    #expect(spec.marks[1].name == "last")
  }

  @Test func aRepeatedNameIsAFurtherPiece() throws {
    let spec = try firstCase("## x\n> [a]{#q .quote form=direct} b [c]{#q}")
    #expect(spec.marks.count == 1)
    #expect(spec.marks[0].spans.map(\.range) == [0..<1, 4..<5])
  }

  @Test(arguments: [
    ("## x\n> [a", 2, "does not close"),
    ("## x\n> a]", 2, "closes nothing"),
    ("## x\n> [a] b", 2, "must be followed"),
    ("## x\n> [a]{speaker=#nobody .quote}", 2, "no span of this case"),
    ("## x\n\ntext only", 1, "no text"),
    ("## x\n- date: May\n> a", 2, "no date"),
    ("## x\n- dates: 2024-01-01\n> a", 2, "no option"),
  ])
  func mistakesAreToldWithTheirLine(_ text: String, _ line: Int, _ cause: String) {
    let error = #expect(throws: SpecError.self) { try SpecFile(parsing: text) }
    #expect(error?.line == line)
    #expect(error?.cause.contains(cause) == true)
  }

  @Test func updatingWritesWhatIsFoundAndThenHolds() throws {
    let text = "## x\n\n- date: 2024-05-02\n- kinds: date\n\n> It opened on 3 March 2021 [and]{.date type=DATE} closed."
    let pipeline = try Registry.builtIn.pipeline()
    let file = try SpecFile(parsing: text)
    let result = file.cases[0].check(pipeline)
    #expect(!result.passed)
    let updated = try SpecFile(parsing: file.updated([result]))
    #expect(updated.cases[0].text == file.cases[0].text)
    #expect(updated.cases[0].check(pipeline).passed)
  }
}
