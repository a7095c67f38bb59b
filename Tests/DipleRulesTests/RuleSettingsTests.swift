import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import DipleRules
import DipleSpecs
import Testing

/// Rules that a user switches on and off, and lists that a user adds words to.
@Suite struct RuleSettingsTests {
  static let manifest: Manifest = {
    var manifest = Toy.manifest
    manifest.requires = ["tokens", "sentences", "tags"]
    manifest.settings = Settings([
      "strict": .bool(false), "spelling": .string("british"), "words": .string("perhaps, sort of"), "level": .number(1),
    ])
    return manifest
  }()

  static let rules = """
    lists:
      hedges: { entries: [maybe], setting: words }
    rules:
    - { id: hedge, pattern: '[list="hedges"]', examples: ['[Maybe]{.hit} not.', 'It is [sort of]{.hit} late.'] }
    - { id: could, pattern: could, when: strict, examples: ['It [could]{.hit} rain.'] }
    - { id: lift, pattern: elevator, when: { spelling: british, level: 1 } }
    - { id: american, pattern: lorry, when: { spelling: american, strict: false } }
    """

  private func module(_ yaml: String, _ manifest: Manifest = Self.manifest) -> RuleModule {
    RuleModule(manifest: manifest, files: ["rules.yml"]) { file in
      file == "rules.yml"
        ? Array(yaml.utf8) : Array("{\n  \"settings\": {\n    \"words\": 1,\n    \"strict\": 1\n}}".utf8)
    }
  }

  /// What is marked in a text with some settings.
  private func found(_ text: String, _ settings: Settings) throws -> [String] {
    let module = module(Self.rules)
    #expect(module.problems.map(\.description) == [])
    let pipeline = try Pipeline([module.annotator], settings: ["toy": settings])
    let analysis = pipeline.run(Document(text))
    return analysis.annotations.map { analysis.text($0.place) }
  }

  private static let text = "Perhaps an elevator could lift a lorry, maybe; I doubt it, kind of."

  @Test func aRuleRunsOnlyWithTheSettingsThatItNames() throws {
    #expect(try found(Self.text, Settings()) == ["Perhaps", "elevator", "maybe"])
    #expect(try found(Self.text, Settings(["strict": .bool(true)])) == ["Perhaps", "elevator", "could", "maybe"])
    #expect(try found(Self.text, Settings(["spelling": .string("american")])) == ["Perhaps", "lorry", "maybe"])
    #expect(try found(Self.text, Settings(["level": .number(2)])) == ["Perhaps", "maybe"])
  }

  @Test func aListTakesTheUsersWordsBesideItsOwn() throws {
    #expect(
      try found(Self.text, Settings(["words": .string("Kind of,, I doubt\nlift")]))
        == ["elevator", "lift", "maybe", "I doubt", "kind of"])
    #expect(try found(Self.text, Settings(["words": .string("")])) == ["elevator", "maybe"])
  }

  @Test func anExampleOfARuleThatWaitsForASettingIsTriedWithIt() throws {
    let module = module(Self.rules)
    let results = module.checkExamples(try Pipeline([module.annotator]))
    #expect(results.map(\.failures) == [[], [], []])
  }

  @Test(arguments: [
    ("when: strct", "rules.yml:4:9: the manifest declares no setting “strct”; did you mean “strict”?"),
    ("when: spelling", "rules.yml:4:9: “spelling” is neither true nor false;"),
    ("when: { level: high }", "rules.yml:4:18: “level” is a number;"),
    ("when: { strict: british }", "rules.yml:4:19: “strict” is true or false;"),
    ("when: {}", "rules.yml:4:9: “when” names no setting;"),
  ])
  func mistakesAreTold(_ when: String, _ expected: String) {
    let text = module("rules:\n- id: a\n  pattern: a\n  \(when)\n").problems.first?.description ?? "nothing"
    #expect(text.hasPrefix(expected), "\(text)")
  }

  @Test func aListOfASettingThatIsNoTextIsAMistake() {
    let problems = module("lists:\n  a: { setting: strict }\nrules: [{ id: a, pattern: b }]\n").problems
    #expect(problems.first?.description.hasPrefix("rules.yml:2:17: “strict” is no text;") == true)
  }

  @Test func aSettingThatNothingUsesIsTold() {
    var manifest = Self.manifest
    manifest.settings = Settings(["strict": .bool(false), "words": .string("")])
    let problems = module("rules: [{ id: a, pattern: b, when: strict }]\n", manifest).problems
    #expect(
      problems.map(\.file) == ["diple-plugin.json"] && problems.map(\.line) == [3] && problems.map(\.column) == [6])
    #expect(problems.first?.cause == "no rule or list uses the setting “words”")
  }
}
