import DiplePluginKit
import DipleRules
import TestSupport
import Testing

/// The automaton against the plainest matcher, on thousands of patterns that nobody thought of.
@Suite struct AutomatonTests {
  /// A pattern of a few parts over the words a, b and c.
  static func pattern(_ chance: inout Seeded, depth: Int, captures: inout Int) -> String {
    let word = ["a", "b", "c"].randomElement(using: &chance)!
    if depth == 0 { return word }
    func inner(_ chance: inout Seeded, _ captures: inout Int) -> String {
      pattern(&chance, depth: depth - 1, captures: &captures)
    }
    switch Int.random(in: 0..<14, using: &chance) {
    case 0: return "[]"
    case 1: return "[word!=\"\(word)\"]"
    case 2: return "[word=\"a|b\" & !word=\"\(word)\" | word=\"c\"]"
    case 3: return "(\(inner(&chance, &captures)) | \(inner(&chance, &captures)))"
    case 4, 5, 6: return "\(inner(&chance, &captures)) \(inner(&chance, &captures))"
    case 7: return "(\(inner(&chance, &captures)))*"
    case 8: return "(\(inner(&chance, &captures)))+"
    case 9: return "(\(inner(&chance, &captures)))?"
    case 10:
      let low = Int.random(in: 0...2, using: &chance)
      return "(\(inner(&chance, &captures))){\(low),\(max(1, low + Int.random(in: 0...2, using: &chance)))}"
    case 11, 12:
      captures += 1
      return "n\(captures):(\(inner(&chance, &captures)))"
    default: return ["<s>", "</s>"].randomElement(using: &chance)! + " " + word
    }
  }

  static func text(_ chance: inout Seeded) -> Layers {
    let words = (0..<Int.random(in: 1...12, using: &chance)).map { _ in
      ["a", "a", "b", "b", "c", "x", "/"].randomElement(using: &chance)!
    }
    return Toy.layers(words.joined(separator: " "))
  }

  static func found(_ module: RulesAnnotator, _ layers: Layers, rule: Int) -> [Naive.Match] {
    module.firings(layers).filter { $0.rule == rule }.map {
      Naive.Match(
        tokens: $0.tokens, captures: Dictionary(uniqueKeysWithValues: $0.captures.map { ($0.name, $0.tokens) }))
    }
  }

  @Test(arguments: 0..<40)
  func whatTheAutomatonFindsIsWhatTryingEverythingFinds(_ seed: Int) throws {
    var chance = Seeded(state: UInt64(seed) &* 7919 &+ 1)
    var (matched, captured) = (0, 0)
    for _ in 0..<100 {
      var captures = 0
      let source = Self.pattern(&chance, depth: 3, captures: &captures)
      var rule = try Toy.rule(source)
      if rule.pattern.matchesNothing { continue }
      if Int.random(in: 0..<4, using: &chance) == 0 { rule.scope = .paragraph }
      var context: [String] = []
      func other(_ chance: inout Seeded) throws -> Pattern? {
        var none = 0
        let source = Self.pattern(&chance, depth: 1, captures: &none)
        let pattern = try Pattern(parsing: source)
        context.append(source)
        return pattern.matchesNothing ? nil : pattern
      }
      if Int.random(in: 0..<4, using: &chance) == 0 { rule.before = try other(&chance) }
      if Int.random(in: 0..<4, using: &chance) == 0 { rule.after = try other(&chance) }
      if Int.random(in: 0..<5, using: &chance) == 0, let pattern = try other(&chance) { rule.exceptions = [pattern] }
      let module = Toy.module([rule])
      for _ in 0..<4 {
        let layers = Self.text(&chance)
        let found = Self.found(module, layers, rule: 0)
        let expected = Naive(layers).matches(rule)
        matched += expected.count
        captured += expected.reduce(0) { $0 + $1.captures.count }
        #expect(
          found == expected,
          "\(source), contexts \(context), \(rule.scope), in “\(layers.text(0..<layers.count))”, sentences \(layers.sentences)"
        )
      }
    }
    #expect(matched > 100 && captured > 10, "\(matched) matches, \(captured) captures")
  }

  @Test func manyRulesTogetherFindWhatEachFindsAlone() throws {
    var chance = Seeded(state: 5)
    var rules: [Rule] = []
    while rules.count < 60 {
      var captures = 0
      let rule = try Toy.rule(Self.pattern(&chance, depth: 3, captures: &captures), id: "r\(rules.count)")
      if !rule.pattern.matchesNothing { rules.append(rule) }
    }
    let all = Toy.module(rules)
    let alone = rules.map { Toy.module([$0]) }
    for _ in 0..<60 {
      let layers = Self.text(&chance)
      for index in rules.indices {
        #expect(Self.found(all, layers, rule: index) == Self.found(alone[index], layers, rule: 0))
      }
    }
  }

  @Test func rulesWhoseStatesMultiplyArePartedAndFindTheSame() throws {
    // Gaps behind words that come all the time: each such rule doubles the states of the others.
    let sources = (1...12).map { "[word=\"a\"] []{\($0)} [word=\"b\"] []{\(13 - $0)} [word=\"c\"]" } + ["a []{60} b"]
    let rules = try sources.enumerated().map { try Toy.rule($0.element, id: "r\($0.offset)") }
    let module = Toy.module(rules)
    var chance = Seeded(state: 9)
    let words = (0..<30_000).map { _ in ["a", "b", "c"].randomElement(using: &chance)! }
    let layers = Toy.layers(words.joined(separator: " "))
    let firings = module.firings(layers)
    for (index, length) in [(0, 16), (5, 16), (12, 62)] {
      var expected: [Range<Int>] = []
      let gap = index == 12 ? 61 : index + 2
      for start in 0...(words.count - length) where start >= expected.last?.upperBound ?? 0 {
        let fits = words[start] == "a" && words[start + gap] == "b" && (index == 12 || words[start + length - 1] == "c")
        if fits { expected.append(start..<start + length) }
      }
      #expect(firings.filter { $0.rule == index }.map(\.tokens) == Array(expected.prefix(10_000)))
    }
  }

  /// No timing: what is not linear does not end.
  @Test(arguments: [
    "(a?){30} a{30}", "[]* []* []* x", "(a | a a | a a a)* x", "((a*)*)* x", "(a+ b?)+ x", "a []* b []* c []* x",
    "a | a []* x", "(n:a)* ([]? a){100}",
  ])
  func noPatternTakesMoreThanLinearTime(_ source: String) throws {
    var rule = try Toy.rule(source)
    rule.scope = .paragraph
    let layers = Toy.layers(String(repeating: "a a b ", count: 20_000))
    _ = Toy.module([rule]).firings(layers)
    rule.before = try Pattern(parsing: "b []* a")
    rule.exceptions = [try Pattern(parsing: "b []* x")]
    _ = Toy.module([rule]).firings(layers)
  }
}
