import DipleAnnotations
import DipleLanguage
import Testing

/// `|` parts tokens, `‖` parts sentences.
private func check(_ text: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation) {
  let layers = English.read(Array(text.utf8))
  let found = layers.sentences.map { sentence in
    sentence.map { layers.text($0..<$0 + 1) }.joined(separator: "|")
  }.joined(separator: "‖")
  #expect(found == expected, sourceLocation: sourceLocation)
}

@Suite struct TokenizerTests {
  @Test func contractions() {
    check("They didn't go.", "They|did|n't|go|.")
    check("We’ll see Ruiz’s plan", "We|’ll|see|Ruiz|’s|plan")
    check("He cannot stay", "He|can|not|stay")
    check("the officers' mess", "the|officers|'|mess")
    check("O'Brien's boat", "O'Brien|'s|boat")
  }

  @Test func quotationMarks() {
    check("“Go,” she said.", "“|Go|,|”|she|said|.")
    check("He called it 'unwise' twice.", "He|called|it|'|unwise|'|twice|.")
    check("back in the '90s", "back|in|the|'90s")
  }

  @Test func numbersAndAddresses() {
    check("It cost $1,000.50 (3.5%).", "It|cost|$|1,000.50|(|3.5|%|)|.")
    check("at 10:35 on 2016-06-16, 16/06/2016", "at|10:35|on|2016-06-16|,|16/06/2016")
    check("See https://example.org/a?b=1, or a@b.org.", "See|https://example.org/a?b=1|,|or|a@b.org|.")
    check("a 54-year-old US-backed group", "a|54-year-old|US-backed|group")
  }

  @Test func sentences() {
    check("He left. She stayed.", "He|left|.‖She|stayed|.")
    check("Mr. Ruiz met Dr. A. B. Lund.", "Mr.|Ruiz|met|Dr.|A.|B.|Lund|.")
    check("It is in the U.S. The rest is not.", "It|is|in|the|U.S.‖The|rest|is|not|.")
    check("the U.S. Senate at 9 a.m. today", "the|U.S.|Senate|at|9|a.m.|today")
    check("“It is over.” Then he left.", "“|It|is|over|.|”‖Then|he|left|.")
    check("“Is it over?” he asked.", "“|Is|it|over|?|”|he|asked|.")
    check("He met Holt & Sons Ltd. She left.", "He|met|Holt|&|Sons|Ltd.‖She|left|.")
    check("He said no. No. 5 won.", "He|said|no|.‖No.|5|won|.")
    check("Well … perhaps. Wait ... no.", "Well|…|perhaps|.‖Wait|...|no|.")
  }

  @Test func nothingIsLostInOddText() {
    for text in [
      "", " ", "'", "''''", "\u{FEFF}a", "👩‍👩‍👧 said", "a\u{301}b", "....", "--", "@", "#", "a@", "http://", "’s", "—x—",
      "1.", ".5",
    ] {
      let layers = English.read(Array(text.utf8))
      var last = 0
      for token in layers.tokens.indices {
        #expect(layers.start(token) >= last && layers.end(token) > layers.start(token))
        last = layers.end(token)
      }
      #expect(layers.sentences.reduce(0) { $0 + $1.count } == layers.count)
    }
  }
}
