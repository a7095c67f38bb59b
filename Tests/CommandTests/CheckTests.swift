import Foundation
import Testing

/// `diple check` as a shell sees it.
@Suite struct CheckTests {
  private static let good = "## A speaker\n\n> [Ana Ruiz]{.entity type=person} spoke.\n"

  @Test func aFoldersSpecsAreCheckedInOrderWithoutWhatIsHidden() throws {
    let folder = try Folder()
    for name in [
      "s/b.md", "s/a/c.md", "s/.build/x.md", "s/.x.md", "s/README.md", "s/protocol/p.md", "s/a/protocol/p.md",
    ] {
      try folder.write(name, Self.good.replacing("A speaker", with: name))
    }
    let run = try Command("check", "--verbose", "s", in: folder)
    #expect(run.status == 0)
    #expect(run.output == "✓ s/a/c.md\n✓ s/a/protocol/p.md\n✓ s/b.md\n3 passed, 0 failed\n")
    // What is named is read all the same.
    #expect(try Command("check", "s/.x.md", in: folder).output == "1 passed, 0 failed\n")
  }

  @Test func aCaseThatDoesNotHoldIsShown() throws {
    let folder = try Folder()
    try folder.write("a.md", "## A speaker\n\n> [Ana Ruiz]{.entity type=place} spoke.\n")
    let run = try Command("check", "a.md", in: folder)
    #expect(run.status == 1)
    #expect(run.output.hasPrefix("✗ A speaker  a.md:1\n"))
    #expect(run.output.hasSuffix("0 passed, 1 failed\n"))
  }

  @Test func aPathThatIsNoneIsToldInOneLine() throws {
    let run = try Command("check", "nope", in: Folder())
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors == "diple check: nope: no such file or folder\n")
  }

  @Test func whereThereIsNoCaseIsNothingChecked() throws {
    let folder = try Folder()
    try folder.write("s/a.md", "# Only a title\n")
    let run = try Command("check", "s", in: folder)
    #expect(run.status == 2)
    #expect(run.errors.contains("no case was checked"))
  }
}
