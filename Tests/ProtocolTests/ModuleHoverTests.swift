import DipleJSONRPC
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// What is told, and where one is led, in a rule file and a manifest.
@Suite struct ModuleHoverTests {
  private static let rules = """
    lists:
      boats: { file: lists/boats.txt }
      gulls: [gull]
    rules:
      - id: big
        kind: boast
        description: It was this big.
        pattern: 'what:[list="boats|gulls"] [lemma="be" & tag="V.*"] <entity type="person"/>? huge'
        set: { size: large }
        message: 'so $what is huge'

    """

  /// Marks the first place of some words, with `before` in front of it.
  private func marked(_ before: String, _ words: String) -> String {
    Self.rules.replacing(before + words, with: before + "1️⃣" + words, maxReplacements: 1)
  }

  private func hover(
    _ bench: Workbench, _ before: String, _ words: String, in path: String = "rules/own.yml"
  ) async throws -> String {
    let answer = try await bench.ask("textDocument/hover", marked(before, words), in: path)
    return answer["contents"]?["value"]?.string ?? "nothing"
  }

  private func bench(_ capabilities: JSON = [:]) async throws -> Workbench {
    let bench = try await Workbench(
      capabilities: capabilities.overlaid(with: ["textDocument": ["hover": ["contentFormat": ["plaintext"]]]]))
    try bench.write("rules/other.yml", "rules: []\n")
    let text = "# Port\n\nA ferry is **huge**.\n\nThe gull is huge. Gulls are small.\n"
    _ = await bench.session.notify(
      "textDocument/didOpen",
      ["textDocument": ["uri": "file:///a.md", "languageId": "markdown", "version": 1, "text": .string(text)]])
    _ = await bench.session.open("file:///b.txt", "The gull was huge.")
    return bench
  }

  @Test func aRuleTellsWhatItFindsInTheOpenTexts() async throws {
    let bench = try await bench()
    let told = try await hover(bench, "id: ", "big")
    #expect(
      told == """
        big — marks Boast (boast)
        It was this big.
        3 matches in 2 open texts:
        a.md:3: ferry is huge
        a.md:5: gull is huge
        b.txt:1: gull was huge
        """)
    // So does its pattern's name, and what is found is what the texts hold now, by the rule as it stands in the editor.
    #expect(try await hover(bench, "", "pattern: '") == told)
    await bench.session.give(.change("file:///b.txt", 2, ["text": "The gull slept."]))
    #expect(try await hover(bench, "id: ", "big").contains("2 matches in 2 open texts"))
    let other = marked("id: ", "big").replacing("huge'", with: "slept'").replacing(
      "[lemma=\"be\" & tag=\"V.*\"] ", with: "")
    let answer = try await bench.ask("textDocument/hover", other, in: "rules/own.yml")
    #expect(answer["contents"]?["value"]?.string?.hasSuffix("1 match in 2 open texts:\nb.txt:1: gull slept") == true)
  }

  @Test func tenMatchesAreShown() async throws {
    let bench = try await bench()
    _ = await bench.session.open("file:///c.txt", String(repeating: "The gull is huge. ", count: 20))
    let told = try await hover(bench, "id: ", "big")
    #expect(told.contains("23 matches in 3 open texts; the first 10:"))
    #expect(told.split(separator: "\n").count == 13)
  }

  @Test func aWordAtTheEndOfALongListCounts() async throws {
    let bench = try await bench()
    let words = (0..<12_000).map { "boat\($0)" } + ["dinghy"]
    try bench.write("lists/boats.txt", words.joined(separator: "\n"))
    _ = await bench.session.open("file:///c.txt", "The dinghy is huge.")
    #expect(try await hover(bench, "id: ", "big").contains("c.txt:1: dinghy is huge"))
  }

  @Test func anUnfinishedRuleSaysSo() async throws {
    let bench = try await bench()
    let answer = try await bench.ask(
      "textDocument/hover", "rules:\n  - id: b1️⃣ig\n    kind: boast\n    pattern: '(a'\n", in: "rules/own.yml")
    #expect(answer["contents"]?["value"]?.string?.contains("has a mistake: nothing is looked for") == true)
  }

  @Test func wordsOfTheLanguageAreExplained() async throws {
    let bench = try await bench()
    let checks = [
      ("[", "lemma=", "lemma — The dictionary form"), ("tag=\"", "V.*", "VBD: Verb, past tense"),
      ("list=\"", "boats", "boats — a word list, in lists/boats.txt"),
      ("|", "gulls", "gulls — a word list, in rules/own.yml"), ("<", "entity", "entity — Entity, made by"),
      ("entity ", "type", "type — an attribute of entity: person, organization"),
      ("kind: ", "boast", "boast — Boast, made by harbour\nsize: small, large"),
      ("{ ", "size", "size — an attribute of boast: small, large"), ("", "message", "message — What a person is told"),
      ("", "rules:", "rules — The rules, in order."),
    ]
    for (before, words, expected) in checks {
      let told = try await hover(bench, before, words)
      #expect(told.contains(expected), "\(words): \(told)")
    }
  }

  @Test func aManifestIsExplained() async throws {
    let bench = try await bench()
    for (words, expected) in [
      ("scope", "scope — How much of the text"), ("tags", "tags — The part of speech"), ("entity", "entity — Entity"),
      ("boast", "boast — Boast, made by harbour"), ("api", "api — The version of the contract"),
    ] {
      let text = Workbench.manifest.replacing("\"api\"", with: "\"scope\": \"paragraph\", \"api\"")
      let marked = text.replacing("\"" + words, with: "\"1️⃣" + words, maxReplacements: 1)
      let answer = try await bench.ask("textDocument/hover", marked, in: "diple-plugin.json")
      #expect(answer["contents"]?["value"]?.string?.contains(expected) == true, "\(words): \(answer)")
    }
  }

  /// The place that `definition` leads to, as the words that stand there.
  private func led(_ bench: Workbench, _ before: String, _ words: String) async throws -> (file: String, line: Int)? {
    let answer = try await bench.ask("textDocument/definition", marked(before, words), in: "rules/own.yml")
    guard let uri = answer["uri"]?.string, let line = answer["range"]?["start"]?["line"]?.int else { return nil }
    return (uri.split(separator: "/").suffix(2).joined(separator: "/"), line)
  }

  @Test func namesLeadToWhereTheyAreMade() async throws {
    let bench = try await bench()
    for (before, words, file, line) in [
      ("file: ", "lists", "lists/boats.txt", 0), ("list=\"", "boats", "lists/boats.txt", 0),
      ("|", "gulls", "rules/own.yml", 2),
      ("kind: ", "boast", "harbour/diple-plugin.json", 3), ("{ ", "size", "harbour/diple-plugin.json", 3),
      ("so ", "$what", "rules/own.yml", 7), ("so $", "what", "rules/own.yml", 7),
    ] {
      let found = try await led(bench, before, words)
      #expect(found?.file == file && found?.line == line, "\(words): \(String(describing: found))")
    }
    // What is a part of the program, and what means nothing, leads nowhere.
    #expect(try await led(bench, "<", "entity") == nil)
    #expect(try await led(bench, "is ", "huge") == nil)
  }

  @Test func aRulesReferencesAreItsMatches() async throws {
    let bench = try await bench()
    let answer = try await bench.ask("textDocument/references", marked("id: ", "big"), in: "rules/own.yml")
    #expect(answer.array?.map { $0["uri"] } == ["file:///a.md", "file:///a.md", "file:///b.txt"])
    #expect(
      answer.array?.first?["range"] == ["start": ["line": 2, "character": 2], "end": ["line": 2, "character": 17]])
    #expect(try await bench.ask("textDocument/references", marked("", "lists:"), in: "rules/own.yml") == .null)
  }

  @Test(arguments: [true, false]) func rulesAndListsAreSymbols(_ hierarchical: Bool) async throws {
    let bench = try await bench([
      "textDocument": ["documentSymbol": ["hierarchicalDocumentSymbolSupport": .bool(hierarchical)]]
    ])
    // The last rule is being written.
    let answer = try await bench.ask(
      "textDocument/documentSymbol", Self.rules + "  - id: new\n    pat1️⃣", in: "rules/own.yml")
    #expect(answer.array?.map { $0["name"] } == ["boats", "gulls", "big", "new"])
    let big = answer.array?[2]
    let range = hierarchical ? big?["range"] : big?["location"]?["range"]
    #expect(range?["start"]?["line"] == 4 && range?["end"]?["line"] == 9)
    if hierarchical { #expect(big?["detail"] == "boast") }
    let manifest = try await bench.ask("textDocument/documentSymbol", Workbench.manifest + "1️⃣", in: "diple-plugin.json")
    #expect(manifest.array?.map { $0["name"] } == ["boast", "sigh"])
  }
}
