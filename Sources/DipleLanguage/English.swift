public import DipleAnnotations
import DipleLanguageResources
public import DipleText

/// The language layer for English.
public enum English {
  /// The tagger that the program carries; a test sees to it that its model is whole.
  package static let tagger = Resource.withBytes(diple_language_tagger) { TaggerModel($0) }.map(Tagger.init)

  /// Loads the tagger.
  public static func prepare() { _ = tagger }

  /// Reads a paragraph: tokens, sentences, tags and phrases.
  public static func read(_ bytes: [UInt8], kind: Paragraph.Kind = .text) -> Layers {
    let tokens = Tokenizer.tokens(bytes)
    let sentences = kind == .heading ? [tokens.indices].filter { !$0.isEmpty } : Sentences.ranges(bytes, tokens)
    let tagged = tagger?.tags(bytes, tokens, sentences) ?? [Tag](repeating: .nn, count: tokens.count)
    let tags = TagRepair.repaired(tagged, tokens)
    let phrases = Chunker(tokens: tokens, tags: tags).phrases(in: sentences)
    return Layers(
      bytes: bytes, kind: kind, tokens: tokens, sentences: sentences, tags: tags,
      nounPhrases: phrases.nouns, verbGroups: phrases.verbs)
  }
}
