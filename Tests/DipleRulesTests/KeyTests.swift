import DiplePluginKit
import TestSupport
import Testing

@testable import DipleRules

/// What a sentence must hold to be read at all, and that nothing is lost with the sentences that are not.
@Suite struct KeyTests {
  /// The tests of a pattern's key as patterns write them; nil where it has none.
  private func key(_ pattern: String) throws -> [TokenTest]? { try Pattern(parsing: pattern).key?.tests }

  private func word(_ text: String) -> TokenTest { .word(ValuePattern(text)) }

  @Test func theLongestWordIsTheKey() throws {
    #expect(try key("the old bridge") == [word("bridge")])
    #expect(try key("the []{0,3} (bridge)") == [word("bridge")])
  }

  @Test func ofAlternativesEachGivesOne() throws {
    #expect(try key("the (bridge | old tunnel)") == [word("bridge"), word("tunnel")])
    #expect(try key("[tag=\"NN\"] (bridge | [])") == nil)
  }

  @Test func whatMayBeAbsentIsNoKey() throws {
    #expect(try key("bridge? [tag=\"NN\"]") == nil)
    #expect(try key("bridge* tunnel") == [word("tunnel")])
    #expect(try key("(bridge){2,3}") == [word("bridge")])
    #expect(try key("[word!=\"bridge\"] <entity/>") == nil)
  }

  @Test func whatHoldsOfMostTokensIsNoKey() throws {
    #expect(try key("[tag=\"NN.*\"] []") == nil)
    #expect(try key("[list=\"hedges\"] []*")?.count == 1)
  }

  /// Rules over annotations, of which keys know nothing, beside each other and alone, in paragraphs most of whose sentences hold no key.
  @Test func withAnnotationsSentencesThatAreLeftOutHoldNoMatch() throws {
    let sources = [
      "who:<entity/> []{0,2} bridge", "tunnel <entity/>", "bridge <quote/>", "bridge [word!=\"a\"]",
      "<s> []* bridge", "bridge []* </s>", "bridge []{0,9} tunnel", "<entity/>", "a b", "[word!=\"a\"] tunnel",
    ]
    let chosen = try sources.enumerated().map { index, source in
      try Toy.rule(source, id: "r\(index)") { rule in
        if index % 3 == 1 { rule.outside = ["quote"] }
        if index % 4 == 2 { rule.scope = .paragraph }
        if index % 5 == 3 { rule.exceptions = [try Pattern(parsing: "a [] bridge | <entity/> tunnel")] }
        if index % 5 == 0 { rule.after = try Pattern(parsing: "[word!=\"x\"]") }
      }
    }
    let all = Toy.module(chosen)
    var (chance, found) = (Seeded(state: 11), 0)
    for _ in 0..<400 {
      let words = (0..<Int.random(in: 1...40, using: &chance)).map { _ in
        ["a", "b", "x", "x", "x", "/", "/", "bridge", "tunnel"].randomElement(using: &chance)!
      }
      let layers = Toy.layers(words.joined(separator: " "))
      guard layers.count > 0 else { continue }
      func some(_ kind: String) -> [Annotation] {
        (0..<layers.count).filter { _ in Int.random(in: 0..<6, using: &chance) == 0 }.map { token in
          let end = min(layers.count, token + Int.random(in: 1...2, using: &chance))
          return Annotation(kind, Place(0, layers.span(token..<end)), confidence: 1, source: "test", reason: "")
        }
      }
      let annotations = ["entity": some("entity"), "quote": some("quote")]
      let together = all.firings(layers) { annotations[$0] ?? [] }
      found += together.count
      for (index, rule) in chosen.enumerated() {
        // The same without a key: no token of these texts is an interjection.
        var keyless = rule
        keyless.pattern = .alternatives([rule.pattern, try Pattern(parsing: "[tag=\"UH\"]")])
        #expect(keyless.pattern.key == nil)
        let alone = Toy.module([keyless]).firings(layers) { annotations[$0] ?? [] }
        #expect(
          together.filter { $0.rule == index }.map(\.tokens) == alone.map(\.tokens),
          "\(sources[index]) in “\(layers.text(0..<layers.count))”, sentences \(layers.sentences)")
      }
    }
    #expect(found > 1000, "\(found) findings")
  }
}
