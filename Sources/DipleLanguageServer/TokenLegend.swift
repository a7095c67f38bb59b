import DipleJSONRPC
import DiplePluginKit

/// The words for semantic tokens (`SemanticTokensLegend`): a type for each kind of annotation, and as modifiers what the kind's
/// first fixed vocabulary says, such as the form of a quote or the polarity of a stance.
struct TokenLegend: Sendable {
  private(set) var types: [String] = []
  private(set) var modifiers: [String] = []
  private var typeOf: [String: UInt32] = [:]
  private var vocabularyOf: [String: String] = [:]
  private var bitOf: [String: UInt32] = [:]

  /// What themes have colours for, where the client does not know the kind itself.
  private static let nearest = ["quote": "string", "entity": "class", "date": "number", "stance": "keyword"]
  /// The bits of an LSP `uinteger` (0 to 2³¹ − 1).
  private static let bits = 31

  init(_ manifests: [Manifest], _ client: Client) {
    let known = Set(
      client.capabilities["textDocument"]?["semanticTokens"]?["tokenTypes"]?.array?.compactMap(\.string) ?? [])
    for kind in manifests.flatMap(\.kinds) {
      let type = known.contains(kind.name) ? kind.name : Self.nearest[kind.name] ?? "variable"
      typeOf[kind.name] = UInt32(Self.place(type, in: &types))
      guard let vocabulary = kind.attributes.first(where: { !$0.values.isEmpty }) else { continue }
      vocabularyOf[kind.name] = vocabulary.name
      for value in vocabulary.values {
        let bit = Self.place(value.lowercased(), in: &modifiers)
        if bit < Self.bits { bitOf[value] = 1 << UInt32(bit) }
      }
    }
    modifiers = Array(modifiers.prefix(Self.bits))
  }

  private static func place(_ word: String, in words: inout [String]) -> Int {
    if let index = words.firstIndex(of: word) { return index }
    words.append(word)
    return words.count - 1
  }

  /// The number of a kind's type.
  func type(_ annotation: Annotation) -> UInt32 { typeOf[annotation.kind] ?? 0 }
  /// The modifiers of an annotation, a bit each.
  func modifiers(_ annotation: Annotation) -> UInt32 {
    vocabularyOf[annotation.kind].flatMap(annotation.string).flatMap { bitOf[$0] } ?? 0
  }

  /// As LSP has it.
  var json: JSON {
    ["tokenTypes": .array(types.map { .string($0) }), "tokenModifiers": .array(modifiers.map { .string($0) })]
  }
}
