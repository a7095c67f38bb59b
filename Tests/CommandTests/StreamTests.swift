import Foundation
import Testing

/// Standard output and standard error that are closed or full.
@Suite struct StreamTests {
  private func folder() throws -> Folder {
    let folder = try Folder()
    try folder.write("a.txt", "Ana Ruiz spoke.")
    try folder.write("a.md", "## A speaker\n\n> [Ana Ruiz]{.entity type=person} spoke.\n")
    return folder
  }

  /// Nobody hears the message, and the command ends as it would.
  @Test(
    arguments: [
      ("annotate nope.txt", 1), ("annotate --jobs 0 a.txt", 2), ("explain nope.txt:1:1", 1), ("check nope", 2),
      ("replay nope", 1), ("serve --record /nope/x", 2), ("annotate a.txt", 0),
    ], ["2>&-"] + full)
  func standardErrorThatTakesNothingEndsNoCommand(line: (String, Int32), redirection: String) throws {
    let run = try Command(shell: "diple \(line.0) \(redirection)", in: folder())
    #expect(run.status == line.1)
  }

  /// Where standard error is closed, its number must not go to the file that is opened next.
  @Test func theLogDoesNotGoIntoTheRecording() throws {
    let folder = try folder()
    let run = try Command(
      shell: "diple serve --log-level debug --record record 2>&- </dev/null; cat record", in: folder)
    #expect(run.output == "")
  }

  @Test(
    .enabled(if: !full.isEmpty),
    arguments: [("annotate a.txt", 1), ("explain a.txt:1:2", 1), ("check a.md", 2), ("check --verbose a.md", 2)])
  func standardOutputThatIsFullIsTold(line: (String, Int32)) throws {
    let run = try Command(shell: "diple \(line.0) >/dev/full", in: folder())
    #expect(run.status == line.1)
    let command = line.0.prefix { $0 != " " }
    #expect(run.errors == "diple \(command): standard output: no space left on device\n")
  }

  @Test func aRecordingThatCannotBeWrittenIsToldInOneLine() throws {
    let run = try Command("serve", "--record", "/nope/x", in: Folder())
    #expect(run.status == 2)
    #expect(run.errors == "diple serve: /nope/x: no such file or directory\n")
  }

  @Test(arguments: ["0", "1025", "9223372036854775807"])
  func jobsHaveALimit(number: String) throws {
    let run = try Command("annotate", "--jobs", number, "a.txt", in: folder())
    #expect(run.status == 2)
    #expect(run.errors.contains("--jobs must be 1 to 1024"))
  }

  /// A file that is always full; only Linux has one.
  private static let full = FileManager.default.fileExists(atPath: "/dev/full") ? ["2>/dev/full"] : []
}
