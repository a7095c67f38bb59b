import DiplePluginKit
import DipleRules

/// Two hundred rules as analysts write them: phrases, lemmas with tags, gaps, lists, annotations, contexts and exceptions.
enum RuleStock {
  private static let lists = [
    WordList("hedges", ["probably", "perhaps", "to some extent", "sort of", "more or less", "in a way", "nearly"]),
    WordList("people", ["experts", "critics", "residents", "commuters", "small traders", "the islanders"]),
    WordList("saying", ["say", "claim", "argue", "warn", "insist", "admit", "tell"], match: .lemma),
  ]

  /// Nothing of it stands in the text but what shares a first word: a list costs what it finds.
  private static func places(_ count: Int) -> WordList {
    WordList("places", (0..<count).map { "\(["the", "port", "new", "santa"][$0 % 4]) place\($0)" })
  }

  private static let verbs = [
    "support", "oppose", "reject", "back", "criticise", "welcome", "delay", "approve", "fear", "promise", "deny",
    "doubt",
    "predict", "condemn", "praise", "defend", "attack", "vote", "refuse", "demand",
  ]
  private static let nouns = [
    "bridge", "quay", "plan", "treaty", "tunnel", "library", "levy", "quota", "loan", "barrier", "merger", "reform",
    "bill",
    "farm", "train", "ban", "toll", "sale", "closure", "fare",
  ]

  /// Ten shapes, each with twenty words: no two patterns are the same.
  static func pattern(_ index: Int) -> String {
    let verb = verbs[index / 10]
    let noun = nouns[index / 10]
    switch index % 10 {
    case 0: return "[lemma=\"\(verb)\" & tag=\"V.*\"] []{0,3} object:[tag=\"NN.*\"]"
    case 1: return "the [tag=\"JJ\"]{0,2} \(noun) [tag=\"VB.*|MD\"]"
    case 2: return "[list=\"people\"] [tag=\"RB\"]? [list=\"saying\" & tag=\"V.*\"] []{0,6} \(noun)"
    case 3: return "who:<entity type=\"person\"/> []{0,4} [lemma=\"\(verb)\"]"
    case 4: return "0:[list=\"hedges\"] [word!=\"\(noun)\"]* [lemma=\"\(verb)\"]"
    case 5: return "(no | not any | hardly any) [tag=\"NN.*\"]{1,2} (for | to) [tag=\"DT\"]? \(noun)"
    case 6: return "[tag=\"MD\"] (not)? [word=\"\(verb)\"]"
    case 7: return "[word=\"\(noun).*\" & tag=\"NNS\"] | [form=\"\(noun.uppercased())\"]"
    case 8: return "<s> [tag=\"IN\"] []{1,5} , [tag=\"NNP\"]+ [lemma=\"\(verb)\"]"
    default: return "[list=\"places\"] | \(noun) of the [tag=\"NN.*\"]"
    }
  }

  static func rules() throws -> [Rule] {
    try (0..<200).map { index in
      var rule = Rule(id: "rule-\(index)", kind: "hit", pattern: try Pattern(parsing: pattern(index)))
      if index % 6 == 1 { rule.exceptions = [try Pattern(parsing: "the old [tag=\"NN.*\"]")] }
      if index % 9 == 2 { rule.before = try Pattern(parsing: "[tag=\"IN|DT|CC\"]") }
      if index % 11 == 3 { rule.after = try Pattern(parsing: "[tag=\"DT|IN|NN.*\"]") }
      if index % 13 == 4 { rule.outside = ["quote"] }
      return rule
    }
  }

  /// - Parameter places: how many entries the longest list has.
  static func module(places: Int) throws -> RulesAnnotator {
    let manifest = Manifest(
      id: "200 rules", version: "1.0.0", api: 1, title: "200 rules",
      kinds: [Manifest.Kind(name: "hit", label: "Hit", attributes: [])],
      requires: ["tokens", "sentences", "tags", "entity", "quote"], settings: Settings())
    return RulesAnnotator(manifest: manifest, rules: try rules(), lists: lists + [Self.places(places)])
  }
}
