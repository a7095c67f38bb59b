import DiplePluginKit
import Testing

@testable import Quotes

/// The pairs of a paragraph, each as its text; an unclosed one ends with `…|`, one inside another starts with `>`.
private func check(_ text: String, _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation) {
  let layers = English.read(Array(text.utf8))
  let pairs = MarkPairs(Marks.find(layers), layers: layers)
  let found = pairs.all.map { pair in
    (pair.parent == nil ? "" : ">") + layers.text(pair.tokens) + (pair.isClosed ? "" : "…|")
  }
  #expect(found == expected, sourceLocation: sourceLocation)
}

@Suite struct MarksTests {
  @Test func everyStyle() {
    check(#"He said "no" twice."#, [#""no""#])
    check("He said “no” twice.", ["“no”"])
    check("He said ‘no’ twice.", ["‘no’"])
    check("He said 'no' twice.", ["'no'"])
    check("He said «no» twice.", ["«no»"])
    check("He said ‹no› twice.", ["‹no›"])
    check("He said „no“ twice.", ["„no“"])
    check("He said ‚no‘ twice, „no”.", ["‚no‘", "„no”"])
    check("He said ``no'' twice.", ["``no''"])
  }

  @Test func apostrophesAreNoMarks() {
    check("It isn't the firefighters' fault.", [])
    check("Rock 'n' roll in the '90s, O'Brien’s band.", [])
    check("the officers' mess and the boys' school", [])
    check("He called it 'the officers' mess' for years.", ["'the officers' mess'"])
    check("‘I don’t know,’ she said.", ["‘I don’t know,’"])
  }

  @Test func nesting() {
    check("“They cried ‘Stop’ at us,” she said.", ["“They cried ‘Stop’ at us,”", ">‘Stop’"])
    check(#"'They cried "Stop" at us,' she said."#, [#"'They cried "Stop" at us,'"#, #">"Stop""#])
    check("“a “b” c”", ["“a “b” c”", ">“b”"])
    check(#"He wrote ("yes") and "no"."#, [#""yes""#, #""no""#])
  }

  @Test func unclosedMarksEndWithTheParagraph() {
    check("She said: “The river rose.", ["“The river rose.…|"])
    check("A 6' board and 'nothing else", [])
    check("no” mark” opens”", [])
  }

  @Test func aMarkThatNobodyTurnedClosesItsPair() {
    check(#"“The river rose," she said. “It fell.”"#, [#"“The river rose,""#, "“It fell.”"])
    check(#""The river rose,” she said. "It fell.""#, [#""The river rose,”"#, #""It fell.""#])
  }

  @Test func spacesAtTheWrongSide() {
    check(#"Lund said, " [He] liked it"."#, [#"" [He] liked it""#])
  }

  @Test func theNextParagraphSeesWhatStandsOpen() {
    func transition(_ text: String) -> Transition {
      let layers = English.read(Array(text.utf8))
      return Transition(MarkPairs(Marks.find(layers), layers: layers))
    }
    #expect(transition("“One.").open == .curlyDouble)
    #expect(transition("“One.").first == .curlyDouble)
    #expect(transition("“One.”").open == nil)
    #expect(transition("He said “one.").first == nil)
  }
}
