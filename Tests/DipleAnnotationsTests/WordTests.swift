import DipleAnnotations
import TestSupport
import Testing

/// Words as integers: which forms are one word, and which are not.
@Suite struct WordTests {
  @Test(
    arguments: [
      ("Said", "said"), ("NATO", "nato"), ("ÉTÉ", "été"), ("Ölçer", "ölçer"), ("don’t", "don't"),
      ("Assad’s", "assad's"),
      ("’", "'"), ("D’ÀVILA", "d'àvila"), ("x’’y", "x''y"),
    ])
  func areOneWord(a: String, b: String) {
    #expect(Word(a) == Word(b))
  }

  @Test(
    arguments: [
      ("said", "says"), ("a", ""), ("×", "÷"), ("e", "é"), ("...", "…"), ("“", "”"), ("–", "—"), ("‘", "’"),
      ("''", "\""),
      ("€", "£"), ("ß", "ss"), ("ab", "ba"), ("it", "its"), ("'s", "s"), ("日本", "日"), ("1", "l"),
    ])
  func areTwoWords(a: String, b: String) {
    #expect(Word(a) != Word(b))
  }

  @Test func caseCountsWhereFormsAreExact() {
    #expect(Word(exactly: "US".utf8) != Word(exactly: "us".utf8))
    #expect(Word(exactly: "us".utf8) == Word("us"))
    // The kind of apostrophe does not.
    #expect(Word(exactly: "don’t".utf8) == Word(exactly: "don't".utf8))
  }

  @Test func aLiteralAnArrayAndASliceAreTheSame() {
    let bytes = Array("…the Mayor’s…".utf8)
    let slice = bytes[3..<bytes.count - 3]
    #expect(Word(slice) == Word(Array(slice)))
    #expect(Word(slice) == "the mayor's")
    #expect(Word(slice) == Word("THE MAYOR’S"))
  }

  /// Two texts are one word exactly where they are equal after folding, done here the slow way.
  @Test func foldingAgreesWithASlowReference() {
    func folded(_ text: String) -> [Unicode.Scalar] {
      text.unicodeScalars.map { scalar in
        switch scalar.value {
        case 0x2019: "'"
        case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE: Unicode.Scalar(scalar.value + 0x20)!
        default: scalar
        }
      }
    }
    let pieces = [
      "a", "A", "z", "Z", "@", "[", "é", "É", "×", "÷", "Þ", "þ", "ß", "ÿ", "'", "’", "‘", "“", "”", "…", "–", "€", "™",
      "∂",
      "–’", "’s", "â", "Â", "😀", "е", "Е",
    ]
    var random = Seeded(state: 7)
    var known: [Word: [Unicode.Scalar]] = [:]
    for _ in 0..<30_000 {
      let text = (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
      let key = folded(text)
      if let other = known[Word(text)] {
        #expect(other == key)
      } else {
        known[Word(text)] = key
      }
    }
    #expect(known.count == Set(known.values).count, "texts that fold to the same must be one word")
  }
}
