import DipleJSONRPC
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// What an editor is offered in a rule file and a manifest, also where a line is half typed and the file cannot be read.
@Suite struct ModuleCompletionTests {
  /// The labels at 1️⃣ hold these, in this order, and none of the others.
  private func check(
    _ marked: String, _ expected: [String], without others: [String] = [], in path: String = "rules/boasts.yml"
  ) async throws {
    let bench = try await Workbench()
    let labels = try await bench.items(marked, in: path).compactMap { $0["label"]?.string }
    #expect(labels.filter(expected.contains) == expected, "\(labels)")
    #expect(!labels.contains(where: others.contains), "\(labels)")
    #expect(Set(labels).count == labels.count)
  }

  private func choose(
    _ label: String, _ marked: String, _ expected: String, in path: String = "rules/boasts.yml"
  ) async throws {
    #expect(try await Workbench().chosen(label, marked, in: path) == expected)
  }

  @Test(arguments: [
    ("1️⃣", ["lists", "rules"]),
    ("ru1️⃣", ["lists", "rules"]),
    ("rules:\n  - id: big\n    1️⃣", ["kind", "pattern", "message"]),
    ("rules:\n  - id: big\n    pat1️⃣\n    kind: boast\n", ["pattern", "set"]),
    ("rules:\n- id: big\n  1️⃣\n- id: small\n  pattern: x\n", ["kind", "pattern"]),
    ("rules:\n  - { id: big, 1️⃣ }\n", ["kind", "pattern"]),
    ("rules:\n  - 1️⃣", ["id", "kind", "pattern"]),
    ("lists:\n  gulls:\n    1️⃣\n", ["file", "entries", "match"]),
    // The line above cannot be read.
    ("rules:\n  - id: 'big\n    1️⃣\n", ["kind", "pattern"]),
  ])
  func membersAreThoseOfThePlace(_ marked: String, _ expected: [String]) async throws {
    try await check(marked, expected)
  }

  @Test func membersThatAreThereAreNotOfferedAgain() async throws {
    try await check("rules:\n  - id: big\n    1️⃣\n    pattern: x\n", ["kind"], without: ["id", "pattern", "lists"])
  }

  @Test(arguments: [
    ("kind: 1️⃣", ["boast", "sigh"]), ("kind: bo1️⃣", ["boast", "sigh"]),
    ("within: 1️⃣", ["sentence", "paragraph", "heading", "entity", "date"]),
    ("outside: [date, 1️⃣]", ["entity", "quote"]), ("severity: 1️⃣", ["off", "hint", "warning", "error"]),
    ("kind: boast\n    set: { 1️⃣ }", ["size", "who", "firm"]),
    ("kind: boast\n    set:\n      1️⃣", ["size", "who", "firm"]),
    ("kind: boast\n    set: { size: 1️⃣ }", ["small", "large"]),
    ("kind: boast\n    set: { firm: t1️⃣ }", ["true", "false"]),
    ("pattern: 'gull:[] who:(a b)'\n    message: 'look: $1️⃣'", ["$gull", "$who", "$0"]),
    ("pattern: 'gull:[] who:(a b)'\n    kind: boast\n    set: { who: $w1️⃣ }", ["$gull", "$who", "$0"]),
  ])
  func valuesAreThoseThatTheModuleKnows(_ member: String, _ expected: [String]) async throws {
    try await check("rules:\n  - id: big\n    \(member)\n", expected)
  }

  @Test(arguments: [
    ("[1️⃣", ["word", "lemma", "tag", "list"]), ("[word=\"a\" & t1️⃣]", ["word", "tag", "shape"]),
    ("[word=\"a\" & 1️⃣]", ["word", "tag"]), ("[tag=\"1️⃣", ["CC", "NN", "PRP$", "VBD"]),
    ("[tag=\"NN|V1️⃣\"]", ["NN", "VBZ"]), ("[tag=1️⃣]", ["NN"]), ("[case=\"1️⃣\"]", ["lower", "title", "upper", "mixed"]),
    ("[shape=\"1️⃣\"]", ["number", "digits"]), ("[list=\"1️⃣\"]", ["boats", "gulls"]),
    ("<1️⃣", ["entity", "date"]), ("<ent1️⃣", ["entity"]), ("<entity 1️⃣", ["type", "name"]),
    ("<entity ty1️⃣/>", ["type"]), ("<entity type=\"1️⃣\"/>", ["person", "place"]),
    ("big 1️⃣", ["[]", "[lemma=\"\"]", "<s>", "<entity/>"]),
  ])
  func patternsAreCompletedByTheirParts(_ pattern: String, _ expected: [String]) async throws {
    let file = "lists:\n  gulls: [gull]\nrules:\n  - id: big\n    %: '\(pattern)'\n"
    for member in ["pattern", "before"] {
      try await check(file.replacing("%", with: member), expected)
    }
    // The line ends where somebody types.
    try await check("lists:\n  gulls: [gull]\nrules:\n  - id: big\n    pattern: '\(pattern)", expected)
  }

  @Test func propertiesThatHaveAnyValueOfferNone() async throws {
    try await check("rules:\n  - id: big\n    pattern: '[word=\"1️⃣\"]'\n", [], without: ["word", "[]", "NN"])
  }

  @Test func whatIsChosenStandsAsItMust() async throws {
    let rule = "rules:\n  - id: big\n    "
    try await choose("pattern", rule + "pa1️⃣", rule + "pattern: ")
    try await choose("set", rule + "1️⃣", rule + "set:")
    try await choose("kind", rule + "ki1️⃣: boast", rule + "kind: boast")
    try await choose("VBD", rule + "pattern: '[tag=\"NN|V1️⃣B\"] x'", rule + "pattern: '[tag=\"NN|VBD\"] x'")
    try await choose("VBD", rule + "pattern: '[tag=1️⃣]'", rule + "pattern: '[tag=\"VBD\"]'")
    try await choose("''", rule + "pattern: '[tag=\"1️⃣\"]'", rule + "pattern: '[tag=\"''''\"]'")
    try await choose("tag", rule + "pattern: '[1️⃣]'", rule + "pattern: '[tag=]'")
    try await choose(
      "[tag=\"\"]", rule + "pattern: \"a 1️⃣\"", rule + "pattern: \"a [tag=\\\"\\\"]\"")
    try await choose(
      "$who", rule + "pattern: 'who:[]'\n    message: 'so $w1️⃣ said'",
      rule + "pattern: 'who:[]'\n    message: 'so $who said'")
    try await choose("lists/boats.txt", "lists:\n  boats: { file: 1️⃣ }", "lists:\n  boats: { file: lists/boats.txt }")
  }

  @Test(arguments: PositionEncoding.allCases)
  func rangesCountAsTheClientDoes(_ encoding: PositionEncoding) async throws {
    let bench = try await Workbench(encoding)
    let marked = "rules:\n  - { id: big, description: 🚢 é, ki1️⃣ }\n"
    #expect(try await bench.chosen("kind", marked) == "rules:\n  - { id: big, description: 🚢 é, kind:  }\n")
  }

  @Test func whatIsOfferedIsExplained() async throws {
    let bench = try await Workbench()
    let tags = try await bench.items("rules:\n  - id: big\n    pattern: '[tag=\"1️⃣\"]'\n")
    #expect(tags.first { $0["label"] == "VBD" }?["documentation"] == "Verb, past tense: said.")
    let kinds = try await bench.items("rules:\n  - id: big\n    pattern: '<1️⃣'\n")
    #expect(kinds.first { $0["label"] == "date" }?["documentation"]?.string?.contains("add it to “requires”") == true)
    #expect(kinds.first { $0["label"] == "entity" }?["documentation"] == "Entity")
    let members = try await bench.items("rules:\n  - 1️⃣")
    #expect(
      members.allSatisfy {
        $0["documentation"]?.string?.isEmpty == false || $0["label"] == "confidence" || $0["label"] == "severity"
      })
  }

  /// Every tag, shape and case of the rule language has its line in `rule-words.json`, and nothing else has.
  @Test func theWordsAreThoseOfTheLanguage() {
    func words(_ group: String) -> Set<String> { Set(RuleWords.all.words(group).map(\.word)) }
    #expect(words("tag") == Set(Tag.allCases.map(\.name)))
    #expect(words("layer") == Set(Manifest.layers))
    #expect(words("type") == Set(Manifest.Attribute.ValueType.allCases.map(\.rawValue)))
    #expect(ModuleSchema.rules.members([.member("rules"), .element(0)]).count == 16)
  }

  @Test(arguments: [
    ("{\n  1️⃣\n}", ["id", "version", "api", "kinds", "entry"]),
    ("{\n  \"id\": \"a\",\n  \"ve1️⃣\n}", ["version", "kinds"]),
    ("{\n  \"id\": \"a\"\n  1️⃣\n}", ["version", "kinds"]),
    ("{\"kinds\": {\"a\": {1️⃣", ["label", "color", "severity", "attributes"]),
    ("{\"kinds\": {\"a\": {\"attributes\": {\"x\": \"1️⃣\"}}}}", ["string", "mention"]),
    ("{\"requires\": [\"tokens\", 1️⃣]}", ["sentences", "tags", "phrases", "entity", "date"]),
    ("{\"kinds\": {\"a\": {}, \"b\": {}}, \"produces\": [\"1️⃣\"]}", ["a", "b"]),
    ("{\"scope\": 1️⃣\n \"id\": \"x\"}", ["sentence", "paragraph", "document"]),
    ("{\"entry\": {\"rules\": [\"1️⃣\"]}}", ["rules/other.yml"]), ("{\"deterministic\": 1️⃣}", ["true", "false"]),
    ("{\"api\": 1️⃣}", ["1"]),
  ])
  func manifestsAreCompleted(_ marked: String, _ expected: [String]) async throws {
    try await check(marked, expected, in: "diple-plugin.json")
  }

  @Test func aManifestsMembersAreQuoted() async throws {
    let file = "diple-plugin.json"
    try await choose("version", "{\n  \"ve1️⃣\"\n}", "{\n  \"version\": \n}", in: file)
    try await choose("version", "{\n  \"ve1️⃣\n}", "{\n  \"version\": \n}", in: file)
    try await choose("version", "{\n  1️⃣\n}", "{\n  \"version\": \n}", in: file)
    try await choose("paragraph", "{\"scope\": 1️⃣}", "{\"scope\": \"paragraph\"}", in: file)
    try await choose("paragraph", "{\"scope\": \"pa1️⃣\"}", "{\"scope\": \"paragraph\"}", in: file)
    try await choose("1", "{\"api\": 1️⃣}", "{\"api\": 1}", in: file)
  }

  @Test func nothingIsOfferedInATextOrAnotherFile() async throws {
    let bench = try await Workbench()
    for name in ["../../../news.txt", "notes.yml"] {
      #expect(try await bench.items("rule: 1️⃣ \"$\n", in: name).isEmpty)
    }
  }

  /// No prefix of a file is too much for it, and each is answered.
  @Test func everyPrefixOfAFileCanBeCompleted() async throws {
    let bench = try await Workbench()
    let rules = """
      lists:
        gulls: { entries: [gull, "sea gull"], match: lemma } # birds
      rules:
        - id: big
          pattern: |
            who:<entity type="person|place"/>
              [list="gulls" & !(tag="V.*")]{1,2}
          not: ['a b', "c \\"d\\""]
          set: {size: large, who: $who}
          message: 'it''s $0'
      """
    for (path, text) in [("rules/boasts.yml", rules), ("diple-plugin.json", Workbench.manifest)] {
      let scalars = Array(text.unicodeScalars)
      for end in 0...scalars.count {
        let marked = String(String.UnicodeScalarView(scalars[..<end])) + "1️⃣"
        let answer = try await bench.ask("textDocument/completion", marked, in: path)
        #expect(answer["items"]?.array != nil)
      }
    }
  }
}
