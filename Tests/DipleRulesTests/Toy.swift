import DiplePluginKit
import DipleRules

/// Helpers for tests of patterns.
enum Toy {
  static let manifest = Manifest(
    id: "toy", version: "1.0.0", api: 1, title: "Toy",
    kinds: [
      Manifest.Kind(
        name: "hit", label: "Hit",
        attributes: [
          Manifest.Attribute(name: "who", type: .mention), Manifest.Attribute(name: "text", type: .string),
          Manifest.Attribute(name: "size", type: .string, values: ["small", "large"]),
          Manifest.Attribute(name: "count", type: .number), Manifest.Attribute(name: "sure", type: .bool),
        ])
    ],
    requires: ["tokens", "sentences", "tags", "entity", "quote"], settings: Settings())

  static func module(_ rules: [Rule], lists: [WordList] = []) -> RulesAnnotator {
    RulesAnnotator(manifest: manifest, rules: rules, lists: lists)
  }

  static func rule(_ pattern: String, id: String = "r", _ change: (inout Rule) throws -> Void = { _ in }) throws -> Rule
  {
    var rule = Rule(id: id, kind: "hit", pattern: try Pattern(parsing: pattern))
    try change(&rule)
    return rule
  }

  /// Words parted by blanks; `/` ends a sentence.
  static func layers(_ text: String) -> Layers {
    var bytes: [UInt8] = []
    var tokens = Tokens()
    var sentences: [Range<Int>] = []
    var first = 0
    for part in text.split(separator: " ") {
      if part == "/" {
        if first < tokens.count { sentences.append(first..<tokens.count) }
        first = tokens.count
        continue
      }
      if !bytes.isEmpty { bytes.append(0x20) }
      let start = bytes.count
      bytes += part.utf8
      tokens.append(
        start: start, end: bytes.count, word: Word(part.utf8), form: Word(exactly: part.utf8),
        shape: [.hasLetter, .spaceBefore])
    }
    if first < tokens.count { sentences.append(first..<tokens.count) }
    return Layers(
      bytes: bytes, kind: .text, tokens: tokens, sentences: sentences,
      tags: [Tag](repeating: .nn, count: tokens.count), nounPhrases: [], verbGroups: [])
  }

  /// What a pattern finds in English text, each match as its words.
  static func found(_ pattern: String, in text: String, lists: [WordList] = []) throws -> [String] {
    try found(try rule(pattern), in: text, lists: lists)
  }

  static func found(_ rule: Rule, in text: String, lists: [WordList] = []) throws -> [String] {
    let layers = English.read(Array(text.utf8))
    return module([rule], lists: lists).firings(layers).map { layers.text($0.marked) }
  }
}
