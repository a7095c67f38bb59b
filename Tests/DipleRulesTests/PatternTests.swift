import DiplePipeline
import DiplePluginKit
import DipleRules
import Testing

/// What patterns find in English text.
@Suite struct PatternTests {
  private func check(
    _ pattern: String, in text: String, finds expected: [String], lists: [WordList] = [],
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try Toy.found(pattern, in: text, lists: lists) == expected, sourceLocation: location)
  }

  @Test func wordsWhateverTheirCase() throws {
    try check("may well", in: "May well they ask. It may well be.", finds: ["May well", "may well"])
    try check("don't", in: "They don’t know; I Don't.", finds: ["don’t", "Don't"])
    try check(
      "kostel 's ferry", in: "Kostel's ferry, Kostel’s ferry, Kostel ferry.",
      finds: ["Kostel's ferry", "Kostel’s ferry"])
    try check("(do | does) n't \"'s\"?", in: "It doesn't; they don't.", finds: ["doesn't", "don't"])
    try check("\"US\"", in: "The US told us.", finds: ["US"])
    try check("\"?\"", in: "Why?", finds: ["?"])
  }

  @Test func propertiesOfATokenAndTheirCombinations() throws {
    try check("[word=\"may|might\" & tag=\"MD\"]", in: "In May 2021 it might rain.", finds: ["might"])
    try check("[lemma=\"say\"]", in: "She said what they say he was saying.", finds: ["said", "say", "saying"])
    try check("[lemma=\"man\"]", in: "Two men met a man.", finds: ["men", "man"])
    try check("[word=\"un.*\" & !word=\".*ly\"]", in: "Unlikely or unhappily unseen.", finds: ["unseen"])
    try check("[case=\"upper\"]", in: "NATO and the UN met McCain, I hear.", finds: ["NATO", "UN"])
    try check("[shape=\"number\"]", in: "It cost 1,200 crowns in 1999.", finds: ["1,200", "1999"])
    try check("[tag=\"DT\"] [tag!=\"N.*\"]", in: "The old mill and the quay.", finds: ["The old"])
  }

  @Test func repetitionTakesAsMuchAsItCan() throws {
    try check("very+ [tag=\"JJ\"]", in: "It was very very cold.", finds: ["very very cold"])
    try check("from []{1,3} to []", in: "from here to there", finds: ["from here to there"])
    try check("not []? true", in: "not true, not quite true, not at all true", finds: ["not true", "not quite true"])
    try check(
      "(no | hardly any) [tag=\"NNS\"]", in: "No trains, hardly any buses.", finds: ["No trains", "hardly any buses"])
  }

  @Test func aMatchStaysInItsSentenceUnlessTheRuleSaysOtherwise() throws {
    let text = "It rained. Then it stopped."
    var rule = try Toy.rule("rained []{0,3} stopped")
    #expect(try Toy.found(rule, in: text) == [])
    rule.pattern = try Pattern(parsing: "rained []* stopped")
    rule.scope = .paragraph
    #expect(try Toy.found(rule, in: text) == ["rained. Then it stopped"])
    try check("<s> []", in: text, finds: ["It", "Then"])
    try check("[] </s>", in: text, finds: [".", "."])
  }

  @Test func listsMatchWholeEntriesTheLongestFirst() throws {
    let lists = [
      WordList("places", ["new york", "york", "new york city"]),
      WordList("verbs", ["give up", "say"], match: .lemma), WordList("exact", ["US"], match: .form),
    ]
    try check("[list=\"places\"]", in: "New York City is not York.", finds: ["New York City", "York"], lists: lists)
    try check("[list=\"verbs\"]", in: "He gave up and said so.", finds: ["gave up", "said"], lists: lists)
    try check("[list=\"exact\"]", in: "The US and us.", finds: ["US"], lists: lists)
    try check("[list=\"places\" & case=\"title\"]", in: "york and York", finds: ["York"], lists: lists)
    try check("[list!=\"places\"] york", in: "new york, old york", finds: ["old york"], lists: lists)
  }

  @Test func aListOfAHundredThousandEntriesIsFoundWhole() throws {
    let list = WordList("codes", (0..<100_000).map { "item \($0) of\($0 % 7)" })
    let text = "They sold item 4711 of0 and item 99999 of4, but not item 100000 of5."
    try check("[list=\"codes\"]", in: text, finds: ["item 4711 of0", "item 99999 of4"], lists: [list])
  }

  @Test func contextIsNoPartOfTheFinding() throws {
    var rule = try Toy.rule("bridge")
    rule.before = try Pattern(parsing: "old []?")
    rule.after = try Pattern(parsing: "(fell | closed)")
    #expect(
      try Toy.found(rule, in: "The old bridge fell. The old stone bridge closed. A bridge fell.") == [
        "bridge", "bridge",
      ])
  }

  @Test func exceptionsRuleOutWhatSharesATokenWithThem() throws {
    var rule = try Toy.rule("may")
    rule.exceptions = [try Pattern(parsing: "may day"), try Pattern(parsing: "in may")]
    #expect(try Toy.found(rule, in: "May Day in May: it may rain.") == ["may"])
  }

  @Test func annotationsOfOtherModulesAreMatchedWhole() throws {
    let layers = English.read(Array("Ana Ruiz of Kostel and Tomas said so.".utf8))
    func entity(_ tokens: Range<Int>, _ type: String) -> Annotation {
      Annotation(
        "entity", Place(7, layers.span(tokens)), confidence: 1, source: "t", reason: "",
        attributes: ["type": .string(type), "entity": .cluster(Cluster(tokens.lowerBound))])
    }
    let entities = [entity(0..<2, "person"), entity(3..<4, "place"), entity(5..<6, "person")]
    func found(_ pattern: String, _ change: (inout Rule) throws -> Void = { _ in }) throws -> [String] {
      try Toy.module([Toy.rule(pattern, change)]).firings(layers, paragraph: 7) { $0 == "entity" ? entities : [] }
        .map { layers.text($0.marked) }
    }
    #expect(try found("<entity type=\"person\"/>") == ["Ana Ruiz", "Tomas"])
    #expect(try found("<entity type=\"person\"/> of 0:<entity type!=\"person\"/>") == ["Kostel"])
    #expect(try found("<entity role/>") == [])
    #expect(try found("[case=\"title\"]+") { $0.outside = ["entity"] } == [])
    #expect(try found("[case=\"title\"]") { $0.scope = .annotation("entity") } == ["Ana", "Ruiz", "Kostel", "Tomas"])
  }

  @Test(arguments: [
    ("may [wrd=\"x\"]", 6, "did you mean “word”?"), ("[tag=\"NNQ\"]", 6, "did you mean “NN"), ("(may", 1, "add “)”"),
    ("may)", 4, "remove it"), ("a{3,1}", 2, "smaller count first"), ("a{200}", 2, "use “*”"),
    ("“é” [case=\"uper\"]", 11, "“upper”"),
    ("<entity type=\"x\">", 1, "<entity/>"), ("n: a", 1, "right behind the colon"), ("[word=may]", 7, "\"…\""),
    ("", 1, "at least one word"),
    ("a | | b", 5, "at least one word"), ("[word=\"a(b\"]", 7, "write “\\”"), ("\"open", 1, "add “\"”"),
    ("(((((a{100}){100}){100}){100}){100})", 1, "repeat less"),
  ])
  func mistakesAreToldWithTheirPlaceAndWhatToDo(_ source: String, _ column: Int, _ advice: String) throws {
    let error = #expect(throws: PatternError.self) { try Pattern(parsing: source) }
    #expect(error?.column == column, "\(source): \(error.map(\.description) ?? "")")
    #expect(error?.advice.contains(advice) == true, "\(source): \(error.map(\.description) ?? "")")
  }

  @Test func noNestingIsTooDeepToBeRefused() throws {
    for open in ["(", "[(", "[!", "n:("] {
      #expect(throws: PatternError.self) { try Pattern(parsing: String(repeating: open, count: 4_000)) }
    }
  }
}

/// What becomes of a match: attributes, message, evidence, coverage, explanation.
@Suite struct FindingTests {
  private static let text = "The Harbour Council fears 1,200 small delays."

  private func rule() throws -> Rule {
    try Toy.rule("who:([tag=\"DT\"] [case=\"title\"]+) fears 0:(n:[shape=\"number\"] rest:[]? delays)") { rule in
      rule.text = "who:([tag=\"DT\"] [case=\"title\"]+) fears 0:(n:[shape=\"number\"] rest:[]? delays)"
      rule.attributes = [
        ("who", Template("$who")), ("text", Template("$who: $rest")), ("count", Template("$n")),
        ("sure", Template("$rest")),
        ("size", Template("small")),
      ]
      rule.message = Template("$who fears “$0”, for $$1")
    }
  }

  @Test func rulesAnnotateThroughThePipeline() throws {
    let analysis = try Pipeline([Toy.module([rule()])]).run(Document(Self.text))
    let hit = try #require(analysis.annotations.first)
    #expect(analysis.text(hit.place) == "1,200 small delays")
    #expect(hit.mention("who").map { analysis.text($0.place) } == "The Harbour Council")
    #expect(hit.string("text") == "The Harbour Council: small")
    #expect(hit["count"] == .number(1200))
    #expect(hit.flag("sure") && hit.string("size") == "small")
    #expect(hit.source == "toy/r")
    #expect(hit.reason == "The Harbour Council fears “1,200 small delays”, for $1")
  }

  @Test func withoutAMessageTheReasonNamesTheEvidence() throws {
    let list = WordList("weasel", ["some experts"])
    let rule = try Toy.rule("0:[list=\"weasel\"] verb:[lemma=\"say\"]")
    let analysis = try Pipeline([Toy.module([rule], lists: [list])]).run(Document("Some experts said so."))
    #expect(analysis.annotations.map(\.reason) == ["“Some experts”, in the list weasel, verb “said”"])
  }

  @Test func coverageNamesWhatNeverFired() throws {
    let lists = [WordList("weasel", ["critics", "some experts"])]
    var rules = [try Toy.rule("[list=\"weasel\"] (say | [lemma=\"warn\"])", id: "a"), try Toy.rule("never", id: "b")]
    rules[0].text = "[list=\"weasel\"] (say | [lemma=\"warn\"])"
    let module = Toy.module(rules, lists: lists)
    var coverage = RuleCoverage(module)
    coverage.add(module.firings(English.read(Array("Critics say so.".utf8))))
    #expect(coverage.idleRules == ["b"])
    #expect(coverage.idleParts.map(\.text) == ["[lemma=\"warn\"]"])
    #expect(coverage.idleEntries.map(\.entry.text) == ["some experts"])
  }

  @Test func explanationsTellWhyAndWhyNot() throws {
    var rule = try Toy.rule("some [tag=\"JJ\"]? experts say")
    rule.text = "some [tag=\"JJ\"]? experts say"
    rule.exceptions = [try Pattern(parsing: "experts say no")]
    let module = Toy.module([rule])
    func explain(_ text: String, at token: Int) -> RuleExplanation {
      module.explain(rule: 0, English.read(Array(text.utf8)), at: token)
    }
    guard case .fires(let firing, let steps) = explain("Now some old experts say so.", at: 2) else {
      Issue.record("it fires")
      return
    }
    #expect(firing.tokens == 1..<5)
    #expect(steps.map(\.part) == ["some", "[tag=\"JJ\"]", "experts", "say"])
    #expect(explain("Now some old experts deny it.", at: 2) == .stops(tokens: 1..<4, awaiting: ["say"]))
    #expect(explain("Nothing here.", at: 1) == .stops(tokens: 1..<1, awaiting: ["some"]))
    #expect(explain("Some experts say no.", at: 1) == .held(tokens: 0..<3, by: .exception(1..<4)))
  }
}
