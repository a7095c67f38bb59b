import DipleAnnotations
import DipleText
import Testing

/// Look-ups in what is known of a paragraph. The layers are made by hand: no tokenizer has a say.
@Suite struct LayersTests {
  /// Tokens are parted by spaces; `|` parts sentences and is no token.
  private func layers(_ text: String, nouns: [Range<Int>] = [], verbs: [Range<Int>] = []) -> Layers {
    var tokens = Tokens()
    var sentences: [Range<Int>] = []
    var first = 0
    let bytes = Array(text.utf8)
    var at = 0
    for piece in text.split(separator: " ", omittingEmptySubsequences: false) {
      let end = at + piece.utf8.count
      if piece == "|" {
        sentences.append(first..<tokens.count)
        first = tokens.count
      } else if !piece.isEmpty {
        let slice = bytes[at..<end]
        tokens.append(start: at, end: end, word: Word(slice), form: Word(exactly: slice), shape: .hasLetter)
      }
      at = end + 1
    }
    if first < tokens.count { sentences.append(first..<tokens.count) }
    return Layers(
      bytes: bytes, kind: .text, tokens: tokens, sentences: sentences,
      tags: tokens.indices.map { _ in .nn },
      nounPhrases: nouns.map { NounPhrase(tokens: $0, head: $0.upperBound - 1, isPronoun: false) },
      verbGroups: verbs.map {
        VerbGroup(
          tokens: $0, head: $0.upperBound - 1, tense: .past, form: .finite, isPassive: false, isNegated: false,
          modal: nil)
      })
  }

  @Test func tokensHaveBytesAndText() {
    let layers = layers("Die Brücke  stays open")
    #expect(layers.count == 4)
    #expect(layers.span(1) == Span(4, 11))
    #expect(layers.text(1..<3) == "Brücke  stays")
    #expect(layers.text(2..<2) == "")
    #expect(layers.word(1) == "brücke")
    #expect(layers.form(0) == Word(exactly: "Die".utf8))
    #expect(layers.form(0) != Word(exactly: "die".utf8))
  }

  @Test func outsideTheParagraphThereIsNothing() {
    let layers = layers("a b", nouns: [0..<1])
    for token in [-1, 2, 1000, .max, .min] {
      #expect(layers.word(token) == Word(hash: 0))
      #expect(layers.form(token) == Word(hash: 0))
      #expect(layers.tag(token) == .xx)
      #expect(layers.shape(token) == [])
      #expect(layers.nounPhrase(at: token) == nil)
      #expect(layers.verbGroup(at: token) == nil)
    }
    #expect(Self.empty.count == 0)
    #expect(Self.empty.sentence(at: 0) == 0)
    #expect(Self.empty.token(at: 0) == 0)
    #expect(Self.empty.tokens(in: Span(0, 0)).isEmpty)
  }

  private static let empty = Layers(
    bytes: [], kind: .text, tokens: Tokens(), sentences: [], tags: [], nounPhrases: [], verbGroups: [])

  @Test func findsTheTokenAtAByteAsASlowSearchDoes() {
    let layers = layers("  Mayor Ana   Ruiz spoke |  She left ")
    for byte in 0...layers.bytes.count + 2 {
      let slow = (0..<layers.count).first { layers.end($0) > byte } ?? layers.count
      #expect(layers.token(at: byte) == slow)
    }
    for start in 0...layers.bytes.count {
      for end in start...layers.bytes.count {
        let slow = (0..<layers.count).filter { layers.span($0).overlaps(Span(start, end)) }
        #expect(Array(layers.tokens(in: Span(start, end))) == slow || start == end)
      }
    }
  }

  @Test func phrasesAndSentencesAreFoundFromAnyOfTheirTokens() {
    let layers = layers("The mayor has said no | She left", nouns: [0..<2, 5..<6], verbs: [2..<4, 6..<7])
    #expect((0..<7).map { layers.nounPhrase(at: $0) } == [0, 0, nil, nil, nil, 1, nil])
    #expect((0..<7).map { layers.verbGroup(at: $0) } == [nil, nil, 0, 0, nil, nil, 1])
    #expect((0..<7).map { layers.sentence(at: $0) } == [0, 0, 0, 0, 0, 1, 1])
    #expect(layers.sentence(at: 99) == 1)
  }

  @Test func tagsReadTheirOwnNames() {
    for tag in DipleAnnotations.Tag.allCases { #expect(DipleAnnotations.Tag(name: tag.name) == tag) }
    #expect(DipleAnnotations.Tag(name: "nn") == nil)
    #expect(Set(DipleAnnotations.Tag.allCases.map(\.name)).count == DipleAnnotations.Tag.allCases.count)
  }
}
