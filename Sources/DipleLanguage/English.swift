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
  /// - Parameter former: what this read before an edit, if anything: of sentences that are the same it need not be found again. The
  ///   result does not depend on it.
  public static func read(_ bytes: [UInt8], kind: Paragraph.Kind = .text, after former: Layers? = nil) -> Layers {
    let tokens = Tokenizer.tokens(bytes)
    let sentences = kind == .heading ? [tokens.indices].filter { !$0.isEmpty } : Sentences.ranges(bytes, tokens)
    let kept = former.map { KeptSentences(bytes, tokens, sentences, of: $0) }
    let new = kept?.new ?? sentences[...]
    var tags = model?.tagger.tags(bytes, tokens, new) ?? [Tag](repeating: .nn, count: tokens.count)
    for sentence in new { TagRepair.repair(&tags, bytes, tokens, sentence) }
    kept?.restore(&tags)
    let phrases = Chunker(tokens: tokens, tags: tags).phrases(in: sentences)
    return Layers(
      bytes: bytes, kind: kind, tokens: tokens, sentences: sentences, tags: tags,
      nounPhrases: phrases.nouns, verbGroups: phrases.verbs, parser: model?.parser, trees: kept?.trees ?? [:])
  }
}
