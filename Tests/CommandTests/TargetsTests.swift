import DipleJSONRPC
import Testing

/// `diple annotate --targets`: the tone towards spans that the input names.
@Suite struct TargetsTests {
  private func run(_ line: String, _ more: String...) throws -> Command {
    let folder = try Folder()
    try folder.write("in.jsonl", line + "\n")
    return try Command(
      ["annotate", "--targets", "--input", "jsonl", "--format", "jsonl", "in.jsonl"] + more, in: folder)
  }

  private func tones(_ command: Command) throws -> [JSON] {
    let line = try JSON(parsing: Array(#require(command.lines.first).utf8))
    return (line["annotations"]?.array ?? []).filter { $0["kind"] == "tone" }
  }

  @Test func everyTargetGetsItsToneWithAProbability() throws {
    let text = "“É vero,” said Petr Holt, who lied. Kostel is old."
    let line = #"{"id": 1, "text": "\#(text)", "targets": [{"start": 15, "end": 24}, {"start": 36, "end": 42}]}"#
    let run = try run(line)
    #expect(run.status == 0 && run.errors == "")
    let found = try tones(run)
    #expect(found.map { $0["text"] } == ["Petr Holt", "Kostel"])
    #expect(found.map { $0["start"] } == [15, 36])
    for tone in found {
      #expect(["positive", "negative", "neutral"].contains(tone["polarity"]?.string))
      #expect(tone["confidence"] != nil)
    }
  }

  @Test func offsetsCountWhatTheOptionSays() throws {
    let line = #"{"text": "É Ruiz failed.", "targets": [{"start": 3, "end": 7}]}"#
    #expect(try tones(run(line, "--offsets", "utf8", "--only", "tone")).map { $0["text"] } == ["Ruiz"])
  }

  @Test func aLineWithoutTargetsHasNoTones() throws {
    let run = try run(#"{"text": "Ana Ruiz lied."}"#)
    #expect(run.status == 0)
    #expect(try tones(run).isEmpty)
  }

  @Test func targetsThatAreNoneAreTold() throws {
    let run = try run(
      #"{"text": "Ruiz lied.\n\nHolt won.", "targets": [{"start": 0, "end": 16}, {"start": 0, "end": 4}]}"#)
    #expect(run.status == 1)
    #expect(run.errors.contains("target 1 does not stand in one paragraph"))
    #expect(try tones(run).map { $0["text"] } == ["Ruiz"])
    for wrong in [#"3"#, #"[{"start": 2}]"#, #"[{"start": 2, "end": 2}]"#, #"[{"start": -1, "end": 2}]"#] {
      let run = try self.run(#"{"text": "Ruiz lied.", "targets": \#(wrong)}"#)
      #expect(run.status == 1 && run.errors.contains("target"), "\(wrong)")
    }
  }

  @Test func itGoesWithLinesOnly() throws {
    let folder = try Folder()
    let run = try Command("annotate", "--targets", input: "Ruiz", in: folder)
    #expect(run.status == 2)
    #expect(run.errors.contains("--targets goes with --input jsonl"))
  }
}
