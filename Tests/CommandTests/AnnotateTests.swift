import DipleJSONRPC
import Foundation
import Testing

/// `diple annotate` as a shell sees it: what comes in, what goes out, and how it ends.
@Suite struct AnnotateTests {
  private func ids(_ command: Command) throws -> [String] {
    try command.lines.map { try JSON(parsing: Array($0.utf8))["id"]?.string ?? "?" }
  }

  @Test func readsStandardInput() throws {
    let folder = try Folder()
    let run = try Command("annotate", "--format", "jsonl", input: "Ana Ruiz spoke.", in: folder)
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(try ids(run) == ["-"])
  }

  @Test func readsFoldersInOrderAndLeavesOutWhatIsHidden() throws {
    let folder = try Folder()
    for name in [
      "d/b.txt", "d/a.md", "d/sub/c.text", "d/e.html", "d/f.tex", "d/.hidden.txt", "d/.git/x.txt", "d/picture.png",
    ] {
      try folder.write(name, "Text.")
    }
    let run = try Command("annotate", "--format", "jsonl", "d", in: folder)
    #expect(run.status == 0)
    #expect(try ids(run) == ["d/a.md", "d/b.txt", "d/e.html", "d/f.tex", "d/sub/c.text"])
  }

  @Test func doesTheRestWhereOneFails() throws {
    let folder = try Folder()
    try folder.write("good.txt", "Text.")
    try folder.write("latin.txt", [0x61, 0x0A, 0x63, 0xE9, 0x0A])
    try folder.write("binary.txt", [0x61, 0, 0x62])
    try folder.write("empty.txt", "")
    try folder.write("nothing/readme", "no text file")
    let run = try Command(
      "annotate", "--format", "jsonl", "latin.txt", "binary.txt", "missing.txt", "nothing", "empty.txt", "good.txt",
      in: folder)
    #expect(run.status == 1)
    #expect(try ids(run) == ["empty.txt", "good.txt"])
    #expect(
      run.errors == """
        diple annotate: latin.txt: not UTF-8: byte 0xE9 at offset 3 (line 2)
        diple annotate: binary.txt: not a text: NUL byte at offset 1
        diple annotate: missing.txt: no such file or directory
        diple annotate: nothing: no files named *.htm, *.html, *.latex, *.ltx, *.markdown, *.md, *.mdown, *.mdx, *.mkd, \
        *.qmd, *.rmd, *.tex, *.text, *.txt, *.xhtml
        diple annotate: empty.txt: is empty

        """)
  }

  @Test func markedUpTextsAreReadAsSuch() throws {
    let folder = try Folder()
    let texts = [
      "a.md": "*Ana* Ruiz met `Petr Holt`.", "a.html": "<p>A&shy;na Ru<b>iz</b><script>Petr Holt</script>",
      "a.tex": "Ana~Ru\\emph{iz} % Petr Holt",
    ]
    func names(_ run: Command) throws -> [String?] {
      #expect(run.status == 0 && run.errors == "")
      let annotations = try JSON(parsing: Array(run.output.utf8))["annotations"]?.array ?? []
      return annotations.map { $0["name"]?.string }
    }
    for (name, text) in texts {
      try folder.write(name, text)
      #expect(try names(Command("annotate", "--format", "json", name, in: folder)) == ["Ana Ruiz"], "\(name)")
    }
    for (format, name) in [("markdown", "a.md"), ("html", "a.html"), ("latex", "a.tex")] {
      let run = try Command("annotate", "--format", "json", "--input", format, input: texts[name]!, in: folder)
      #expect(try names(run) == ["Ana Ruiz"], "\(format)")
    }
    let plain = try Command("annotate", "--format", "json", "--input", "text", "a.md", in: folder)
    #expect(try names(plain).contains("Petr Holt"))
  }

  @Test func anEmptyFileIsNoFailure() throws {
    let folder = try Folder()
    try folder.write("empty.txt", "")
    let run = try Command("annotate", "empty.txt", in: folder)
    #expect(run.status == 0)
    #expect(run.errors == "diple annotate: empty.txt: is empty\n")
  }

  @Test func aBadLineOfJSONLinesIsToldAndTheRestIsDone() throws {
    let folder = try Folder()
    try folder.write(
      "in.jsonl",
      """
      {"id":"one","text":"Text."}
      {"id":"two"}

      nothing
      {"id":"five","text":"Text.","date":"soon","more":{"x":1}}
      """)
    let run = try Command("annotate", "--input", "jsonl", "--format", "jsonl", "in.jsonl", in: folder)
    #expect(run.status == 1)
    #expect(try ids(run) == ["one", "five"])
    #expect(
      run.errors == """
        diple annotate: in.jsonl:2: “text” is missing or no string
        diple annotate: in.jsonl:4: not JSON at byte 0: no value starts so
        diple annotate: in.jsonl:5: “soon” is no day written YYYY-MM-DD; annotated without it

        """)
  }

  @Test func theOptionsDateGoesBeforeTheInputs() throws {
    let folder = try Folder()
    let line = #"{"id":"a","text":"Text.","date":"2024-05-02"}"#
    func date(_ run: Command) throws -> [String?] {
      let json = try JSON(parsing: Array(run.output.utf8))
      return [json["date"]?.string, json["dateFrom"]?.string]
    }
    let jsonl = ["annotate", "--input", "jsonl", "--format", "jsonl"]
    #expect(
      try date(Command(jsonl[0], jsonl[1], jsonl[2], jsonl[3], jsonl[4], input: line, in: folder))
        == ["2024-05-02", "input"])
    #expect(
      try date(
        Command(jsonl[0], jsonl[1], jsonl[2], jsonl[3], jsonl[4], "--date", "2020-01-31", input: line, in: folder))
        == ["2020-01-31", "option"])
  }

  @Test func tooLargeATextIsRefused() throws {
    let folder = try Folder()
    try folder.write("large.txt", [UInt8](repeating: 0x61, count: 1_000_001))
    try folder.write("small.txt", "Text.")
    let run = try Command("annotate", "--format", "jsonl", "--max-size", "1", "large.txt", "small.txt", in: folder)
    #expect(run.status == 1)
    #expect(try ids(run) == ["small.txt"])
    #expect(run.errors == "diple annotate: large.txt: larger than 1 MB (--max-size)\n")
  }

  @Test(arguments: [
    ["--only", "nonsense"], ["--jobs", "0"], ["--date", "2024-13-01"], ["--format", "xml"], ["--what"],
  ])
  func wrongUsageEndsWithTwo(_ arguments: [String]) throws {
    let run = try Command("annotate", arguments[0], arguments.count > 1 ? arguments[1] : "x", in: Folder())
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("Error: "))
  }

  @Test func jsonIsOneValue() throws {
    let folder = try Folder()
    try folder.write("a.txt", "Text.")
    try folder.write("b.txt", "Text.")
    let one = try Command("annotate", "--format", "json", "a.txt", in: folder)
    #expect(try JSON(parsing: Array(one.output.utf8))["path"] == "a.txt")
    let two = try Command("annotate", "--format", "json", "a.txt", "b.txt", in: folder)
    #expect(try JSON(parsing: Array(two.output.utf8)).array?.count == 2)
    let none = try Command("annotate", "--format", "json", "--input", "jsonl", input: "", in: folder)
    #expect(none.output == "[]\n")
  }

  @Test func noColoursButOnATerminal() throws {
    let folder = try Folder()
    try folder.write("a.txt", "# Title\n\nText.\n")
    #expect(try !Command("annotate", "a.txt", in: folder).output.contains("\u{1B}"))
    #expect(try Command("annotate", "--color", "always", "a.txt", in: folder).output.contains("\u{1B}["))
  }

  /// Files of very different length, so that later ones are done first.
  @Test func aThousandFilesStayInOrder() throws {
    let folder = try Folder()
    for number in 0..<1000 {
      let sentence = "Ana Ruiz said on Thursday that number \(number) was open. "
      try folder.write("in/\(1000 + number).txt", String(repeating: sentence, count: number % 100 == 0 ? 60 : 1))
    }
    let serial = try Command("annotate", "--format", "jsonl", "--jobs", "1", "in", in: folder)
    let parallel = try Command("annotate", "--format", "jsonl", "--jobs", "8", "in", in: folder)
    #expect(serial.status == 0 && parallel.status == 0)
    #expect(try ids(parallel) == (0..<1000).map { "in/\(1000 + $0).txt" })
    #expect(serial.output == parallel.output)
  }

  /// A program that writes a line and waits for its answer gets it, though the input is still open.
  @Test func answersALineBeforeTheNextComes() throws {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = Command.program
    process.arguments = ["annotate", "--input", "jsonl", "--format", "jsonl"]
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    let id = process.processIdentifier
    DispatchQueue.global().asyncAfter(deadline: .now() + 30) { if process.isRunning { kill(id, SIGKILL) } }
    for number in 0..<5 {
      try input.fileHandleForWriting.write(contentsOf: Data("{\"id\":\(number),\"text\":\"Text.\"}\n".utf8))
      let answer = output.fileHandleForReading.availableData
      #expect(answer.last == 0x0A)
      #expect(try JSON(parsing: Array(answer))["id"]?.int == number)
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  /// `diple annotate … | head`: nothing is said, and nothing waits.
  @Test func endsWithItsReader() throws {
    let folder = try Folder()
    for number in 0..<300 { try folder.write("in/\(number).txt", String(repeating: "Ana Ruiz spoke. ", count: 50)) }
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = Command.program
    process.arguments = ["annotate", "in"]
    process.currentDirectoryURL = folder.url
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    try output.fileHandleForReading.close()
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGPIPE)
    try errors.fileHandleForWriting.close()
    #expect(errors.fileHandleForReading.readDataToEndOfFile().isEmpty)
  }

  // MARK: Corrections

  private static let overrides = """
    {"overrides": [
      {"action": "resolve", "selector": {"type": "TextQuoteSelector", "exact": "Monday"}, "value": "2024-05-06"},
      {"action": "remove", "kind": "quote", "selector": {"type": "TextQuoteSelector", "exact": "“gone”"}}
    ]}
    """

  private func values(_ run: Command) throws -> [String] {
    let document = try JSON(parsing: Array(run.output.utf8))
    return document["annotations"]?.array?.filter { $0["kind"] == "date" }.compactMap { $0["value"]?.string } ?? []
  }

  @Test func appliesWhatAPersonSaysNextToTheText() throws {
    let folder = try Folder()
    try folder.write("a.txt", "They met on Monday.")
    try folder.write("a.txt.diple.json", Self.overrides)
    let run = try Command("annotate", "--format", "json", "--date", "2024-05-02", "a.txt", in: folder)
    #expect(run.status == 0)
    #expect(try values(run) == ["2024-05-06"])
    #expect(
      run.errors == """
        diple annotate: a.txt.diple.json:3: “gone”: the override that says that this is no quote is not applied, as these \
        words do not stand in the text any more

        """)
    let without = try Command(
      "annotate", "--format", "json", "--date", "2024-05-02", "--no-overrides", "a.txt", in: folder)
    #expect(try values(without) == ["2024-04-29"])
    #expect(without.errors == "")
    // A folder's texts are annotated, not what is said of them.
    let all = try Command("annotate", "--format", "jsonl", ".", in: folder)
    #expect(try ids(all) == ["./a.txt"])
  }

  @Test func appliesWhatTheFoldersFileSays() throws {
    let folder = try Folder()
    try folder.write("news/a.txt", "They met on Monday.")
    let selector = #"{"type": "TextQuoteSelector", "exact": "Monday"}"#
    try folder.write(
      ".diple/overrides.json",
      """
      {"overrides": [
        {"source": "news/a.txt", "action": "resolve", "selector": \(selector), "value": "2024-05-06"},
        {"source": "news/b.txt", "action": "resolve", "selector": \(selector), "value": "1999-01-01"}
      ]}
      """)
    let run = try Command("annotate", "--format", "json", "--date", "2024-05-02", "./news/a.txt", in: folder)
    #expect(try values(run) == ["2024-05-06"])
    #expect(run.errors == "")
  }

  @Test func correctionsThatCannotBeReadAreToldAndTheTextIsDone() throws {
    let folder = try Folder()
    try folder.write("a.txt", "They met on 2 May 2024.")
    try folder.write("a.txt.diple.json", "{\n\"overrides\": [{}]}")
    let run = try Command("annotate", "--format", "json", "a.txt", in: folder)
    #expect(run.status == 1)
    #expect(try values(run) == ["2024-05-02"])
    #expect(run.errors == "diple annotate: a.txt.diple.json:2: `selector` has no TextQuoteSelector\n")
    try folder.write("a.txt.diple.json", [UInt8](repeating: 0x20, count: 1 << 20 + 1))
    let large = try Command("annotate", "--format", "json", "a.txt", in: folder)
    #expect(large.errors == "diple annotate: a.txt.diple.json:1: the file is larger than 1 MB\n")
    #expect(try values(large) == ["2024-05-02"])
  }

  @Test func helpShowsExamples() throws {
    let run = try Command("annotate", "--help", in: Folder())
    #expect(run.status == 0)
    #expect(run.output.contains("diple annotate --format jsonl articles/ > found.jsonl"))
  }
}
