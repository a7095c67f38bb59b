import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import DipleRules
import DipleSpecs
import Foundation
import Testing

/// Rule files as people write them, with their mistakes.
@Suite struct RuleFileTests {
  private func module(_ yaml: String, _ files: [String: String] = [:]) -> RuleModule {
    RuleModule(manifest: Toy.manifest, files: ["rules.yml"]) { path in
      path == "rules.yml" ? Array(yaml.utf8) : files[path].map { Array($0.utf8) }
    }
  }

  /// The one rule of a file that has nothing else: its members, each on a line of its own from line 2.
  private func rule(_ members: String...) -> RuleModule {
    module("rules:\n- " + members.joined(separator: "\n  ") + "\n")
  }

  @Test func aRuleIsReadWithAllItsMembers() throws {
    let module = module(
      """
      lists:
        people: { file: lists/people.txt }
        verbs: { entries: [say, deny], match: lemma }
      rules:
      - id: one
        kind: hit
        description: All there is.
        pattern: 'who:[list="people"] [list="verbs"]'
        not: ['never [list="verbs"]', 'people say no']
        before: today
        after: so
        within: paragraph
        outside: [quote]
        set: { who: $who, size: large, count: 3, sure: true }
        message: '$who speaks'
        severity: warning
        confidence: 0.65
        examples: ['Today [Critics]{#c} x']
        counterexamples: Nothing.
      """, ["lists/people.txt": "# who\ncritics\n\nsome experts\r\n"])
    #expect(module.problems == [])
    let rule = try #require(module.annotator.rules.first)
    #expect(rule.exceptions.count == 2 && rule.before != nil && rule.after != nil)
    #expect(rule.scope == .paragraph && rule.outside == ["quote"])
    #expect(rule.severity == .warning && rule.confidence == 0.65)
    #expect(rule.attributes.map(\.name) == ["who", "size", "count", "sure"])
    #expect(module.annotator.lists.first?.entries.map(\.line) == [2, 4])
    #expect(module.annotator.lists.first?.entries.map(\.text) == ["critics", "some experts"])
    #expect(module.examples.map(\.isCounterexample) == [false, true])
    #expect(module.ruleSources["one"]?.line == 5)
  }

  @Test(arguments: [
    (["id: a", "patern: x"], "rules.yml:3:3: a rule has no member “patern”; did you mean “pattern”?"),
    (
      ["id: a", "pattern: 'may [wrd=\"x\"]'"],
      "rules.yml:3:18: no property of a token is called “wrd”; did you mean “word”?"
    ),
    (["id: a", "pattern: 'a*'"], "rules.yml:3:12: the pattern matches where there is no word, too;"),
    (["id: a", "pattern: '[list=\"none\"]'"], "rules.yml:3:12: no list is called “none”;"),
    (
      ["id: a", "pattern: '<date/>'"],
      "rules.yml:3:12: “date” is not there yet when the rule runs; add \"date\" to “requires”"
    ),
    (["id: a", "pattern: '<hit/>'"], "rules.yml:3:12: “hit” is what this module makes itself;"),
    (["id: a", "kind: hitt", "pattern: a"], "rules.yml:3:9: the module makes no “hitt”; did you mean “hit”?"),
    (
      ["id: a", "pattern: a", "set: { sise: small }"],
      "rules.yml:4:16: “hit” has no attribute “sise”; did you mean “size”?"
    ),
    (
      ["id: a", "pattern: a", "set: { size: tiny }"],
      "rules.yml:4:16: “size” cannot be “tiny”; it is one of small, large"
    ),
    (["id: a", "pattern: a", "set: { who: Ana }"], "rules.yml:4:15: “who” is a mention, not text;"),
    (["id: a", "pattern: a", "set: { who: $b }"], "rules.yml:4:15: the pattern captures nothing as “b”;"),
    (["id: a", "pattern: a", "severity: loud"], "rules.yml:4:13: “loud” is no severity;"),
    (
      ["id: a", "pattern: a", "severity: info"],
      "rules.yml:4:13: “info” is no severity; did you mean “information”?"
    ),
    (["id: a", "pattern: '![word=\"x\"]'"], "rules.yml:3:13: “!” stands inside a token's brackets"),
    (["id: a", "pattern: a", "confidence: 7"], "rules.yml:4:15: the confidence is no number from 0 to 1;"),
    (["id: a", "pattern: a", "pattern: b"], "“pattern” is there twice;"),
    (["pattern: a"], "rules.yml:2:3: the rule has no id;"), (["id: a b", "pattern: a"], "“a b” is no id;"),
    (["id: a", "pattern: [a"], "this is no YAML:"),
    (["id: a", "pattern: &x a"], "rules.yml:3:12: anchors and aliases"),
  ])
  func mistakesAreToldWithFileLineColumnCauseAndAdvice(_ members: [String], _ expected: String) {
    let module = module("rules:\n- " + members.joined(separator: "\n  ") + "\n")
    #expect(module.annotator.rules.isEmpty)
    #expect(module.problems.count == 1)
    let text = module.problems.first.map(\.description) ?? "nothing"
    #expect(text.contains(expected), "\(text)")
  }

  @Test func aRuleWithAMistakeIsLeftOutAndTheOthersWork() throws {
    let module = module(
      "rules:\n- { id: bad, pattern: '(' }\n- { id: good, pattern: rain }\n- { id: good, pattern: sun }\n")
    #expect(module.problems.map(\.line) == [2, 4])
    let layers = English.read(Array("Rain and sun.".utf8))
    #expect(module.annotator.firings(layers).map { layers.text($0.tokens) } == ["Rain"])
  }

  @Test(arguments: ["../secret.txt", "/etc/passwd", "a/../../b", "C:\\x", "~/x", "a//b", "./x"])
  func noPathOfAListLeavesTheFolder(_ path: String) {
    var asked: [String] = []
    let module = RuleModule(manifest: Toy.manifest, files: ["rules.yml"]) { file in
      if file != "rules.yml" { asked.append(file) }
      return Array("lists:\n  x: { file: '\(path)' }\n".utf8)
    }
    #expect(asked == [])
    #expect(module.problems.first?.cause.contains("leads out of the module's folder") == true)
  }

  @Test func bombsAreRefusedBeforeTheyGrow() {
    var laughs = "lists:\n  a0: &a0 [x]\n"
    for level in 1...60 { laughs += "  a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(module(laughs).problems.first?.cause.contains("anchors") == true)
    #expect(module("? [*a, *a]\n: x\n").problems.count == 1)
    #expect(module(String(repeating: "[", count: 100_000)).problems.count == 1)
    #expect(module(String(repeating: "- ", count: 100_000)).problems.count == 1)
    #expect(
      module("rules: " + String(repeating: "x", count: 10_000_001)).problems.first?.cause.contains("10 MB") == true)
    #expect(module("").problems.count == 1)
    #expect(module("--- a\n--- b\n").problems.count == 1)
    #expect(module("rules: 3\nlists: 4\n").problems.count == 2)
    #expect(module("\u{0}\u{7}").problems.count == 1)
  }
}

/// The example module of Plugins/Examples.
@Suite struct HedgesTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Plugins/Examples/hedges").standardizedFileURL

  static func read(_ path: String) -> [UInt8]? { (try? Data(contentsOf: folder.appending(path: path))).map(Array.init) }

  static func load() throws -> (RuleModule, Pipeline) {
    let manifest = try Manifest(
      Resource("diple-plugin.json", text: String(decoding: read("diple-plugin.json") ?? [], as: UTF8.self)))
    let module = RuleModule(manifest: manifest, files: ["rules/hedges.yml", "rules/weasels.yml"], read: read)
    var registry = Registry.builtIn
    registry.register(module.annotator)
    return (module, try registry.pipeline())
  }

  @Test func itsRulesAreReadWithoutMistakes() throws {
    let (module, _) = try Self.load()
    #expect(module.problems.map(\.description) == [])
    #expect(module.annotator.rules.count >= 6)
  }

  @Test func everyExampleHolds() throws {
    let (module, pipeline) = try Self.load()
    let results = module.checkExamples(pipeline)
    for result in results where !result.passed {
      Issue.record("\(result.example.file):\(result.example.line): \(result.failures.joined(separator: "; "))")
    }
    #expect(results.count >= 20)
    #expect(module.coverage(results.compactMap(\.analysis)).idleRules == [])
  }

  @Test func itsSpecsHold() throws {
    let (_, pipeline) = try Self.load()
    let text = String(decoding: Self.read("specs/hedges.md") ?? [], as: UTF8.self)
    let spec = try SpecFile(parsing: text)
    #expect(spec.cases.count >= 4)
    for result in spec.cases.map({ $0.check(pipeline) }) where !result.passed {
      Issue.record(Comment(rawValue: Report().lines(result, file: "hedges.md").joined(separator: "\n")))
    }
  }

  @Test func aFailingExampleSaysHow() throws {
    let manifest = Toy.manifest
    let yaml =
      "rules:\n- { id: a, pattern: rain, examples: [No sun., 'It [rained]{.hit}.'], counterexamples: [Rain.] }\n"
    let module = RuleModule(manifest: manifest, files: ["r.yml"]) { _ in Array(yaml.utf8) }
    let results = module.checkExamples(try Pipeline([module.annotator]))
    #expect(results.map(\.passed) == [false, false, false])
    #expect(results.last?.failures == ["it finds “Rain” where it must find nothing"])
  }
}
