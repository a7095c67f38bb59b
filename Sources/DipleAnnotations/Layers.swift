public import DipleText
import Synchronization

/// All that is known of one paragraph before any annotator ran: a pure function of its bytes, shared and never changed.
/// Offsets count from the paragraph's first byte.
///
/// Dependencies are found sentence by sentence when they are first asked for, and kept: most sentences are never asked about.
public final class Layers: Sendable {
  /// The paragraph's text.
  public let bytes: [UInt8]
  /// Running text or a heading.
  public let kind: Paragraph.Kind
  /// The tokens.
  public let tokens: Tokens
  /// The sentences as ranges of tokens; together they cover all tokens.
  public let sentences: [Range<Int>]
  /// A part of speech for each token.
  public let tags: [Tag]
  /// The base noun phrases, in order.
  public let nounPhrases: [NounPhrase]
  /// The verb groups, in order.
  public let verbGroups: [VerbGroup]
  private let nounPhraseAt: [Int32]
  private let verbGroupAt: [Int32]
  private let sentenceAt: [Int32]
  private let parser: (any DependencyParser)?
  private let trees: Mutex<[Int: Dependencies]>

  /// Joins what the language layer found. Without a parser there are no dependencies.
  /// - Parameter trees: what the parser would find, as far as it is known, by the number of the sentence.
  public init(
    bytes: [UInt8], kind: Paragraph.Kind, tokens: Tokens, sentences: [Range<Int>], tags: [Tag],
    nounPhrases: [NounPhrase], verbGroups: [VerbGroup], parser: (any DependencyParser)? = nil,
    trees: [Int: Dependencies] = [:]
  ) {
    self.trees = Mutex(trees)
    self.parser = parser
    self.bytes = bytes
    self.kind = kind
    self.tokens = tokens
    self.sentences = sentences
    self.tags = tags
    self.nounPhrases = nounPhrases
    self.verbGroups = verbGroups
    func index(_ ranges: [Range<Int>]) -> [Int32] {
      var at = [Int32](repeating: -1, count: tokens.count)
      for (number, range) in ranges.enumerated() { for token in range { at[token] = Int32(number) } }
      return at
    }
    nounPhraseAt = index(nounPhrases.map(\.tokens))
    verbGroupAt = index(verbGroups.map(\.tokens))
    sentenceAt = index(sentences)
  }
}

extension Layers {
  /// How many tokens there are.
  public var count: Int { tokens.count }
  /// The word at `token`, case folded; a word that equals no other outside the paragraph.
  @inlinable
  public func word(_ token: Int) -> Word { tokens.words.indices.contains(token) ? tokens.words[token] : Word(hash: 0) }
  /// The form at `token`, with its case.
  @inlinable
  public func form(_ token: Int) -> Word { tokens.forms.indices.contains(token) ? tokens.forms[token] : Word(hash: 0) }
  /// The part of speech at `token`; `.xx` outside the paragraph.
  @inlinable
  public func tag(_ token: Int) -> Tag { tags.indices.contains(token) ? tags[token] : .xx }
  /// The shape at `token`; empty outside the paragraph.
  @inlinable
  public func shape(_ token: Int) -> Shape { tokens.shapes.indices.contains(token) ? tokens.shapes[token] : [] }
  /// The first byte of `token`.
  @inlinable
  public func start(_ token: Int) -> Int { Int(tokens.starts[token]) }
  /// The byte after `token`.
  @inlinable
  public func end(_ token: Int) -> Int { Int(tokens.ends[token]) }
  /// The bytes from the first to the last of some tokens; the range may not be empty.
  public func span(_ range: Range<Int>) -> Span { Span(start(range.lowerBound), end(range.upperBound - 1)) }
  /// The bytes of one token.
  public func span(_ token: Int) -> Span { Span(start(token), end(token)) }
  /// The text of a span.
  public func text(_ span: Span) -> String { String(decoding: bytes[span.range], as: UTF8.self) }
  /// The text of some tokens.
  public func text(_ range: Range<Int>) -> String { range.isEmpty ? "" : text(span(range)) }
  /// The first token that ends after `byte`, or `count`.
  public func token(at byte: Int) -> Int {
    tokens.ends.partitioningIndex { Int($0) > byte }
  }
  /// The tokens that share a byte with `span`.
  public func tokens(in span: Span) -> Range<Int> {
    let first = token(at: span.start)
    var last = first
    while last < count, start(last) < span.end { last += 1 }
    return first..<last
  }
  /// The number of the noun phrase that holds `token`.
  public func nounPhrase(at token: Int) -> Int? { Self.index(nounPhraseAt, token) }
  /// The number of the verb group that holds `token`.
  public func verbGroup(at token: Int) -> Int? { Self.index(verbGroupAt, token) }
  /// The number of the sentence that holds `token`; the last one for tokens past the end.
  public func sentence(at token: Int) -> Int { Self.index(sentenceAt, token) ?? max(0, sentences.count - 1) }

  /// The dependencies of a sentence, parsed when it is first asked for; nil where the language has no parser.
  public func dependencies(sentence number: Int) -> Dependencies? {
    guard let parser, sentences.indices.contains(number) else { return nil }
    if let known = trees.withLock({ $0[number] }) { return known }
    // Two who ask at once both parse, and find the same.
    let tree = parser.dependencies(bytes, tokens, tags, sentences[number])
    trees.withLock { $0[number] = tree }
    return tree
  }
  /// The trees that were asked for until now, by the number of the sentence.
  package var knownTrees: [Int: Dependencies] { trees.withLock { $0 } }
  /// The dependencies of the sentence that holds `token`.
  public func dependencies(at token: Int) -> Dependencies? {
    Self.index(sentenceAt, token).flatMap { dependencies(sentence: $0) }
  }

  private static func index(_ table: [Int32], _ token: Int) -> Int? {
    guard table.indices.contains(token), table[token] >= 0 else { return nil }
    return Int(table[token])
  }
}
