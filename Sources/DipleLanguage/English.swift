public import DipleAnnotations
public import DipleText

/// The language layer for English.
public enum English {
  /// Reads a paragraph: tokens, sentences, tags and phrases.
  public static func read(_ bytes: [UInt8], kind: Paragraph.Kind = .text) -> Layers {
    let tokens = Tokenizer.tokens(bytes)
    return Layers(
      bytes: bytes, kind: kind, tokens: tokens, sentences: tokens.count == 0 ? [] : [0..<tokens.count],
      tags: Array(repeating: .nn, count: tokens.count), nounPhrases: [], verbGroups: [])
  }
}
