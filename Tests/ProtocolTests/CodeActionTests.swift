import DipleJSONRPC
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// What a person can do about an annotation, and what comes of it.
@Suite struct CodeActionTests {
  /// CRLF and emoji; a quotation that nobody says, a day, and two spellings of a name.
  private static let text = Marked(
    """
    🚧 Mr Jonas Keller met Mrs Ana Ruiz on 1️⃣Monday.\r
    \r
    2️⃣“The ferry 🚧 has not run since the storm took its engine. Nobody told us why.”\r
    \r
    🚧 3️⃣The vote of 4️⃣4/5/2021 was close. Mr 5️⃣Jonas Kellar left 🚧 6️⃣yesterday.\r
    """)

  private func titles(_ editor: Editor, at mark: Int) async throws -> [String] {
    await editor.actions(try Self.text.position(mark, editor.encoding)).map {
      "\($0["kind"]?.string ?? "?"): \($0["title"]?.string ?? "?")"
    }
  }

  @Test func whatIsOffered() async throws {
    let editor = try await Editor()
    _ = await editor.open(Self.text.text)
    #expect(
      try await titles(editor, at: 1) == [
        "refactor.rewrite: Replace “Monday” by 2024-04-29", "refactor: Fix “Monday” as 2024-04-29",
        "refactor: “Monday” is no date", "source.diple: Save this date as a spec",
        "source.diple: Save “Monday” as a counter-example: no date",
      ])
    #expect(
      try await titles(editor, at: 2).prefix(4) == [
        "quickfix: “The ferry 🚧 has not run…” is said by Ana Ruiz",
        "quickfix: “The ferry 🚧 has not run…” is said by Jonas Keller",
        "quickfix: “The ferry 🚧 has not run…” is said by Jonas Kellar",
        "quickfix: “The ferry 🚧 has not run…” is no quote",
      ])
    #expect(
      try await titles(editor, at: 4).prefix(3) == [
        "quickfix: “4/5/2021” is 2021-05-04", "quickfix: “4/5/2021” is 2021-04-05", "refactor: “4/5/2021” is no date",
      ])
    #expect(
      try await titles(editor, at: 5).prefix(2) == [
        "quickfix: “Jonas Kellar” and “Jonas Keller” are one", "quickfix: “Jonas Kellar” and “Jonas Keller” are two",
      ])
    #expect(try await titles(editor, at: 3) == [])
  }

  @Test func onlyWhatTheClientAsksFor() async throws {
    let editor = try await Editor()
    _ = await editor.open(Self.text.text)
    let place = try Self.text.position(1)
    func kinds(_ context: JSON) async -> Set<String?> {
      Set(await editor.actions(place, nil, context).map { $0["kind"]?.string })
    }
    #expect(await kinds(["diagnostics": [], "only": ["refactor"]]) == ["refactor", "refactor.rewrite"])
    #expect(await kinds(["diagnostics": [], "only": ["refactor.rewrite"]]) == ["refactor.rewrite"])
    #expect(await kinds(["diagnostics": [], "only": ["source"]]) == ["source.diple"])
    #expect(await kinds(["diagnostics": [], "only": ["source.fixAll"]]) == [])
    #expect(await kinds(["diagnostics": [], "triggerKind": 2]) == [])
  }

  @Test func anActionNamesTheDiagnosticsThatItAnswers() async throws {
    let editor = try await Editor()
    _ = await editor.open(Self.text.text)
    let all = await editor.diagnostics()
    let actions = await editor.actions(try Self.text.position(4))
    #expect(all.map { $0["code"] } == ["unattributed-quotation", "unresolved-date", "similar-names"])
    #expect(actions.first?["diagnostics"] == [all[1]])
  }

  @Test(arguments: PositionEncoding.allCases)
  func aDateIsReplacedInTheText(encoding: PositionEncoding) async throws {
    let editor = try await Editor([:], encoding)
    _ = await editor.open(Self.text.text)
    try await editor.choose("Replace “yesterday”", at: try Self.text.position(6, encoding))
    #expect(
      await editor.session.text(Editor.uri)
        == Self.text.text.replacing("yesterday", with: "2024-05-01"))
  }

  @Test(
    arguments: [
      ("a.md", "We left on Fri**day**, it rained.", 11, []), ("a.md", "We left on [5 May](x) 2024.", 12, []),
      ("a.md", "> We left on 5\n> May 2024.", 13, []), ("a.html", "<p>We left on Fri<b>day</b>, it rained.", 14, []),
      ("a.html", "<p>We left on 5<br>May 2024.", 14, []),
      ("a.md", "We left on **Friday**, it rained.", 13, ["**2024-04-26**"]),
      ("a.md", "We left on 5&nbsp;May 2024.", 11, ["on 2024-05-05."]),
      ("a.tex", "We left on 5~May 2024.", 11, ["on 2024-05-05."]),
    ])
  func markupStaysWhole(name: String, text: String, at column: Int, expected: [String]) async throws {
    let editor = try await Editor()
    let uri = "file:///news/" + name
    _ = await editor.open(text, uri, language: "")
    let position = Position(line: 0, character: column)
    let dates = await editor.found("date", "value", uri)
    #expect(dates.count == 1)
    let replace = await editor.actions(position, nil, nil, uri).first { $0["kind"] == "refactor.rewrite" }
    guard let replace else { return #expect(expected == []) }
    let resolved = await editor.session.request("codeAction/resolve", replace)
    try await editor.apply(try #require(resolved["result"]?["edit"]))
    let after = await editor.session.text(uri) ?? ""
    #expect(expected.map(after.contains) == [true], "\(after)")
  }

  @Test func aCommandKeepsMarkupToo() async throws {
    let editor = try await Editor()
    let uri = "file:///news/a.md"
    _ = await editor.open("We left on Fri**day**, it rained.", uri, language: "markdown")
    let range: JSON = [
      "start": Position(line: 0, character: 11).json, "end": Position(line: 0, character: 19).json,
    ]
    let answer = await editor.session.request(
      "workspace/executeCommand", ["command": "diple.replaceDate", "arguments": [.string(uri), range, "2024-04-26"]])
    #expect(answer["error"]?["code"] == -32803)
  }

  @Test func aDayThatNothingTellsIsOfferedAsIfOfToday() async throws {
    let editor = try await Editor(options: ["date": nil], today: CivilDate(year: 2024, month: 5, day: 2))
    _ = await editor.open("The vote was on Friday.")
    let place = Position(line: 0, character: 17)
    #expect(
      await editor.actions(place).prefix(2).map { $0["title"] } == [
        "“Friday” is 2024-04-26, if this was written today",
        "“Friday” is a day that you write in the file of corrections …",
      ])
    // A place for the day is no day: the diagnostic stays, and the place is told.
    try await editor.choose("is a day that you write", at: place)
    #expect(await editor.found("date", "value") == ["Friday -"])
    #expect(await editor.diagnostics().map { $0["code"] } == ["malformed-override", "unresolved-date"])
    #expect(
      await editor.diagnostics().first?["message"]
        == "quay.txt.diple.json, line 4: `value` is yet to be written: XXXX-XX-XX says nothing")
    // Whoever chooses a day afterwards has it written there.
    try await editor.choose("is 2024-04-26", at: place)
    #expect(await editor.found("date", "value") == ["Friday 2024-04-26 !"])
    #expect(await editor.diagnostics() == [])
    #expect(editor.file("/news/quay.txt.diple.json")?.components(of: "\"action\"") == 1)
  }

  @Test func allWhoCanSpeakAreOffered() async throws {
    let editor = try await Editor()
    _ = await editor.open(
      """
      “The ferry has not run since the storm took its engine. Nobody told us why.”

      The Harbour Commission met Jonas Keller. The harbour master said: “It is late.”
      """)
    let titles = await editor.actions(Position(line: 0, character: 5)).compactMap { $0["title"]?.string }
    #expect(
      titles.filter { $0.contains("is said by") }.map { $0.split(separator: "said by ").last } == [
        "Harbour Commission", "Jonas Keller", "The harbour master",
      ])
  }

  @Test(arguments: [true, false])
  func aTextThatIsNoFileHasNoCorrections(showsDisabled: Bool) async throws {
    let support: JSON = ["textDocument": ["codeAction": ["disabledSupport": .bool(showsDisabled)]]]
    let editor = try await Editor(client: Editor.able.overlaid(with: support))
    let uri = "untitled:Untitled-1"
    _ = await editor.open("The vote was on Friday.", uri)
    let actions = await editor.actions(Position(line: 0, character: 17), nil, nil, uri)
    let told = actions.map { ($0["title"]?.string ?? "?", $0["disabled"]?["reason"]?.string) }
    let reason = "corrections are kept in a file beside the text, and this text is no file yet: save it first"
    #expect(told.first { $0.0.hasPrefix("Replace") }?.1 == nil)
    #expect(told.filter { $0.0.contains("is no date") }.map(\.1) == (showsDisabled ? [reason] : []))
    #expect(actions.filter { $0["disabled"] != nil }.allSatisfy { $0["data"] == nil && $0["edit"] == nil })
  }

  @Test func whereCorrectionsAreOffNoneIsOffered() async throws {
    let editor = try await Editor(options: ["overrides": false])
    _ = await editor.open(Self.text.text)
    #expect(try await titles(editor, at: 1).filter { $0.contains("is no") } == [])
  }

  @Test(arguments: PositionEncoding.allCases)
  func aDateIsFixedBesideTheText(encoding: PositionEncoding) async throws {
    let editor = try await Editor([:], encoding, options: ["author": "Eva"])
    _ = await editor.open(Self.text.text)
    #expect(await editor.found("date", "value") == ["Monday 2024-04-29", "4/5/2021 -", "yesterday 2024-05-01"])
    let sent = try await editor.choose("is 2021-05-04", at: try Self.text.position(4, encoding))
    // The text is untouched, and what is published is the difference.
    #expect(await editor.session.text(Editor.uri) == Self.text.text)
    let published = sent.first { $0["method"] == "diple/publishAnnotations" }?["params"]
    #expect(published?["version"] == 1)
    #expect(published?["changed"]?.array?.map { $0["value"] } == ["2021-05-04"])
    #expect(published?["changed"]?.array?.first?["reason"] == "corrected by Eva")
    #expect(
      await editor.found("date", "value") == ["Monday 2024-04-29", "4/5/2021 2021-05-04 !", "yesterday 2024-05-01"])
    #expect(await !editor.diagnostics().contains { $0["code"] == "unresolved-date" })
    // Another choice takes its place; the file has one override.
    try await editor.choose("Fix “Monday” as", at: try Self.text.position(1, encoding))
    let file = try #require(editor.file("/news/quay.txt.diple.json"))
    #expect(file.components(of: "\"action\"") == 2)
    #expect(file.contains(#""exact": "4/5/2021""#) || file.contains(#""exact":"4/5/2021""#))
  }

  @Test(arguments: PositionEncoding.allCases)
  func aSpeakerIsNamed(encoding: PositionEncoding) async throws {
    let editor = try await Editor([:], encoding)
    _ = await editor.open(Self.text.text)
    try await editor.choose("is said by Ana Ruiz", at: try Self.text.position(2, encoding))
    #expect(await editor.found("quote", "speaker").first?.hasSuffix("Ana Ruiz !") == true)
    #expect(await !editor.diagnostics().contains { $0["code"] == "unattributed-quotation" })
    try await editor.choose("is said by Jonas Keller", at: try Self.text.position(2, encoding))
    #expect(await editor.found("quote", "speaker").first?.hasSuffix("Jonas Keller !") == true)
  }

  @Test func whatIsNoneIsGone() async throws {
    let editor = try await Editor()
    _ = await editor.open(Self.text.text)
    let sent = try await editor.choose("is no quote", at: try Self.text.position(2))
    #expect(sent.first?["params"]?["removed"]?.array?.count == 1)
    #expect(await !editor.found("quote", "form").contains { $0.contains("ferry") })
  }

  @Test func namesAreOneOrTwo() async throws {
    for (title, names) in [
      ("are one", ["Jonas Keller", "Jonas Keller"]), ("are two", ["Jonas Keller", "Jonas Kellar"]),
    ] {
      let editor = try await Editor()
      _ = await editor.open(Self.text.text)
      try await editor.choose(title, at: try Self.text.position(5))
      let persons = await editor.found("entity", "name").filter { $0.contains("Kell") }
      #expect(
        persons.map { $0.replacing(" !", with: "").split(separator: " ").suffix(2).joined(separator: " ") } == names)
      #expect(await !editor.diagnostics().contains { $0["code"] == "similar-names" })
    }
  }

  // MARK: Specs

  /// Words that fill their paragraph are told by what stands around it, which a spec does not hold.
  @Test func aCounterExampleIsOneParagraph() async throws {
    let editor = try await Editor(["/news/specs/mine.md": ""], options: ["specs": ["file": "specs/mine.md"]])
    _ = await editor.open("It was wet.\n\nFriday.\n\nIt was dry.")
    try await editor.choose("as a counter-example", at: Position(line: 2, character: 1))
    #expect(editor.file("/news/specs/mine.md")?.contains("> Friday.\n") == true)
  }

  @Test func aSpanIsSavedAsASpec() async throws {
    let editor = try await Editor(
      ["/news/specs/mine.md": "# Mine 🚧\n"], options: ["specs": ["file": "specs/mine.md"]])
    _ = await editor.open(Self.text.text)
    try await editor.choose("Save this date as a spec", at: try Self.text.position(1))
    try await editor.choose("as a counter-example", at: try Self.text.position(1))
    #expect(
      editor.file("/news/specs/mine.md") == """
        # Mine 🚧

        ## Date: Monday

        - date: 2024-05-02
        - kinds: date

        > 🚧 Mr Jonas Keller met Mrs Ana Ruiz on [Monday]{.date type=DATE value=2024-04-29 anchor=document}.

        ## No date: Monday

        - date: 2024-05-02
        - kinds: date

        > 🚧 Mr Jonas Keller met Mrs Ana Ruiz on Monday.

        """)
  }

  @Test(
    arguments: [
      "../../x", "/etc/x.md", "file:///etc/x.md", "specs/../../x.md", "untitled:x", "..", "a\\..\\..\\x",
    ])
  func aFolderNamesNoFileOutside(file: String) async throws {
    let editor = try await Editor(options: ["date": nil])
    let settings: JSON = ["specs": ["file": .string(file)], "date": "2024-05-02"]
    let told = await editor.write("/news/.diple.json", String(decoding: settings.bytes, as: UTF8.self))
    let problem = "`specs.file` of .diple.json names a file outside the workspace folder: \(file)"
    #expect(told.map { $0["params"]?["message"] } == [.string(problem)])
    _ = await editor.open(Self.text.text)
    try await editor.choose("Save this date as a spec", at: try Self.text.position(1))
    #expect(editor.file("untitled:diple-spec.md")?.hasPrefix("## Date: Monday\n\n- date: 2024-05-02") == true)
  }

  @Test func withoutAFileASpecIsAnUntitledDocument() async throws {
    let editor = try await Editor()
    _ = await editor.open(Self.text.text)
    try await editor.choose("Save this date as a spec", at: try Self.text.position(1))
    #expect(editor.file("untitled:diple-spec.md")?.hasPrefix("## Date: Monday\n") == true)
  }

  // MARK: Other clients

  @Test func aClientWithoutActionsGetsCommands() async throws {
    let editor = try await Editor(client: ["workspace": ["applyEdit": true]])
    _ = await editor.open(Self.text.text)
    let command = try #require(await editor.actions(try Self.text.position(1)).first)
    #expect(command["command"] == "diple.replaceDate")
    #expect(command["edit"] == nil && command["kind"] == nil)
    await editor.session.give(.request(.int(9), method: "workspace/executeCommand", params: command))
    let sent = editor.session.taken()
    #expect(sent.first?["method"] == "workspace/applyEdit")
    #expect(sent.first?["params"]?["label"] == "Replace a date")
    #expect(sent.last?["id"] == 9 && sent.last?["result"] == .null)
    try await editor.apply(try #require(sent.first?["params"]?["edit"]))
    #expect(await editor.session.text(Editor.uri)?.contains("on 2024-04-29.") == true)
    await editor.session.give(
      .response(RequestID(sent.first?["id"]), result: ["applied": false, "failureReason": "read-only"], error: nil))
    #expect(editor.session.taken().map { $0["params"]?["message"] } == ["Replace a date: read-only"])
  }

  @Test func aClientThatAppliesNothingGetsTheEdit() async throws {
    let editor = try await Editor(client: [:])
    _ = await editor.open(Self.text.text)
    let range: JSON = ["start": try Self.text.position(1).json, "end": try Self.text.position(1).moved(6).json]
    let answer = await editor.session.request(
      "workspace/executeCommand",
      ["command": "diple.resolveDate", "arguments": [.string(Editor.uri), range, "2024-05-06"]])
    try await editor.apply(try #require(answer["result"]))
    #expect(await editor.found("date", "value").first == "Monday 2024-05-06 !")
  }

  @Test(
    arguments: [
      (
        [
          "command": "diple.resolveDate",
          "arguments": [
            .string(Editor.uri), ["start": ["line": 0, "character": 3], "end": ["line": 0, "character": 5]],
            "2024-13-45",
          ],
        ], -32602
      ), (["command": "diple.resolveDate"], -32602),
      (["command": "diple.resolveDate", "arguments": ["x", [:]]], -32602),
      (
        [
          "command": "diple.saveSpec",
          "arguments": [
            .string(Editor.uri), ["start": ["line": 0, "character": 0], "end": ["line": 0, "character": 2]], "date",
          ],
        ], -32803
      ),
      (
        [
          "command": "diple.resolveDate",
          "arguments": [
            .string(Editor.uri), ["start": ["line": 0, "character": 3], "end": ["line": 0, "character": 3]], "2024",
          ],
        ], -32602
      ),
      (
        [
          "command": "diple.resolveDate",
          "arguments": [
            .string(Editor.uri), ["start": ["line": 0, "character": 3], "end": ["line": 2, "character": 3]], "2024",
          ],
        ], -32602
      ),
      (
        [
          "command": "diple.sameName",
          "arguments": [
            .string(Editor.uri), ["start": ["line": 0, "character": 3], "end": ["line": 0, "character": 5]],
          ],
        ], -32602
      ),
      (
        [
          "command": "diple.removeAnnotation",
          "arguments": [
            .string(Editor.uri), ["start": ["line": 0, "character": 3], "end": ["line": 0, "character": 5]], "date",
          ],
        ], -32803
      ),
      (
        [
          "command": "diple.removeAnnotation",
          "arguments": [
            .string(Editor.uri), ["start": ["line": 0, "character": 3], "end": ["line": 0, "character": 5]], "dates",
          ],
        ], -32602
      ),
      (
        [
          "command": "diple.nameSpeaker",
          "arguments": [
            .string(Editor.uri), ["start": ["line": 0, "character": 3], "end": ["line": 0, "character": 5]], "Ana",
          ],
        ], -32803
      ),
    ] as [(JSON, Int)])
  func wrongArgumentsAreErrors(params: JSON, code: Int) async throws {
    let editor = try await Editor()
    _ = await editor.open(Self.text.text)
    #expect(await editor.session.request("workspace/executeCommand", params)["error"]?["code"] == .int(code))
  }

  @Test func aFileThatCannotBeReadIsNotWritten() async throws {
    let editor = try await Editor(["/news/quay.txt.diple.json": "{\n  \"overrides\": [\n"])
    _ = await editor.open(Self.text.text)
    let action = try #require(await editor.actions(try Self.text.position(4)).first)
    let answer = await editor.session.request("codeAction/resolve", action)
    #expect(
      answer["error"]?["message"]
        == "quay.txt.diple.json, line 3: no JSON: the text ends where a value should stand")
  }
}

extension Position {
  func moved(_ columns: Int) -> Position { Position(line: line, character: character + columns) }
}

extension String {
  func components(of words: String) -> Int { ranges(of: words).count }
}
