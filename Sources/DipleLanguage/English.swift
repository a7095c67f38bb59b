public import DipleAnnotations
import DipleLanguageResources
public import DipleText

/// The language layer for English.
public enum English {
  /// What the language layer learned; a test sees to it that it is whole.
  package static let model = LanguageModel.carried

  /// Loads the model.
  public static func prepare() { _ = model }

  /// Reads a paragraph: tokens, sentences, tags and phrases. Its dependencies are found when they are asked for.
  public static func read(_ bytes: [UInt8], kind: Paragraph.Kind = .text) -> Layers {
    let tokens = Tokenizer.tokens(bytes)
    let sentences = kind == .heading ? [tokens.indices].filter { !$0.isEmpty } : Sentences.ranges(bytes, tokens)
    let tagged = model?.tagger.tags(bytes, tokens, sentences) ?? [Tag](repeating: .nn, count: tokens.count)
    let tags = TagRepair.repaired(tagged, bytes, tokens)
    let phrases = Chunker(tokens: tokens, tags: tags).phrases(in: sentences)
    return Layers(
      bytes: bytes, kind: kind, tokens: tokens, sentences: sentences, tags: tags,
      nounPhrases: phrases.nouns, verbGroups: phrases.verbs, parser: model?.parser)
  }
}
