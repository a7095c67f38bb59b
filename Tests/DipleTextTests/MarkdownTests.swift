import DipleText
import Testing

private func check(_ text: String, _ expected: String..., location: SourceLocation = #_sourceLocation) {
  #expect(prose(text, .markdown) == expected, sourceLocation: location)
}

@Suite struct MarkdownTests {
  @Test func emphasisBreaksNoWord() {
    check("The **may**or *left* ~~early~~ _at last_.", "The mayor left early at last.")
    check("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4")
    check("***both*** and **a *nested* one**", "both and a nested one")
    check("“*Never*,” she said.", "“Never,” she said.")
  }

  @Test func linksKeepTheirWords() {
    check("[Ana Ruiz](https://x.org/Paris \"Berlin\") spoke.", "Ana Ruiz spoke.")
    check("[Ana **Ruiz**][1] spoke [there](<a b>).\n\n[1]: /paris 'Berlin'\n", "Ana Ruiz spoke there.")
    check("“[He] left,” she said.", "“[He] left,” she said.")
    check("A ![picture of *Oslo*](oslo.png)[^2] here. [^2]", "A  here.")
    check("See <https://x.org/a_b_c> now.", "See https://x.org/a_b_c now.")
  }

  @Test func elementsThatAreNotRead() {
    check("Ana Ruiz <span hidden>Karl</span> left <script>Holt</script> now.", "Ana Ruiz  left  now.")
    check("The <span style=\"display:none\">Karl</span>key <kbd>Holt</kbd> is <b>big</b>.", "The key \(object) is big.")
    check("An open <span hidden> mark, and <code>.", "An open  mark, and .")
  }

  @Test func codeIsAThingInTheSentence() {
    check("The `a*b*` of ``x ` y`` ran.", "The \(object) of \(object) ran.")
    check("An open ` mark *here*.", "An open ` mark here.")
    check("One.\n\n```swift\n\"Ana\" said\n\n# no heading\n```\nTwo.", "One.", "Two.")
    check("~~~\nall\nof it", [String]())
    check("One.\n\n    code\n\nTwo.", "One.", "Two.")
  }

  @Test func references() {
    check("&ldquo;Fish &amp; chips&#8221; &copy; &nosuch; &#x2014;", "“Fish & chips” © &nosuch; —")
    check("4 \\* 5 \\[so\\] a\\\nb", "4 * 5 [so] a\nb")
  }

  @Test func htmlInside() {
    check("On <em>Mon</em>day<br>we <!-- not --> met.", "On Monday\nwe  met.")
    check("a < b and c > d", "a < b and c > d")
    check("<!-- Ana\n\nRuiz -->\n\nText.", "Text.")
    check("<div>\n<p>One <b>wo</b>rd.</p>\nTwo.\n</div>\n\n*Three.*", "One word.", "Two.", "Three.")
    check("<script>\nlet x = 1\n\nlet y\n</script>\n\nText.", "Text.")
  }

  @Test func headings() {
    check("# The *Bridge* #\nText.\n\nTitle\nof two\n===\nMore.", "# The Bridge", "Text.", "# Title\nof two", "More.")
    check("#hashtag\n####### seven", "#hashtag\n####### seven")
  }

  @Test func quotesAndLists() {
    check("> One *line*\n> and two.\n>\n> Next.\nlazy", "One line\nand two.", "Next.\nlazy")
    check("- One.\n- [x] Two\n  goes on.\n\n  Its second.\n10. Ten.", "One.", "Two\n  goes on.", "Its second.", "Ten.")
    check("> - deep\n>   down\n> - there", "deep\ndown", "there")
    check("A note.[^a]\n\n[^a]: It says *so*.\n    And more.", "A note.", "It says so.\n    And more.")
  }

  @Test func tables() {
    check("| Who | When |\n|:--|--:|\n| **Ana** | 3 May |\n\nText.", "Who", "When", "Ana", "3 May", "Text.")
  }

  @Test func formulas() {
    check(
      "As $x$ and $a + b$ grow, $$y = 1$$ ends, \\$5 too.", "As \(object) and \(object) grow, \(object) ends, $5 too.")
    check("One.\n\n$$\n- x\n= y\n$$\nTwo.\n\n> $$z$$\n> Three.", "One.", "Two.", "Three.")
    check("We get\n$$\nx = 1\n$$\nat last.", "We get\n\(object)\nat last.")
    check("$$\nnever\n\nclosed.", "$$\nnever", "closed.")
    check("`a $ b` and c$", "\(object) and c$")
  }

  /// In prose most of these marks stand before prices.
  @Test(
    arguments: [
      "It costs $5 and $6.", "From $5 to US$6, or 7$.", "A $10-$20 fee, $5/$6.", "Pay $5 + tax, or 7$ here.",
      "The US$ fell, as A$ did.",
      "He has $$ and more $$ there.", "$HOME and $USER.", "She paid $ 5 and 6 $ more.", "$5,$6", "$x ends here.",
    ])
  func pricesStay(text: String) { check(text, text) }

  @Test func frontMatter() {
    check("---\ndate: 2024-05-02\n---\n\nText.", "- ---\ndate: 2024-05-02\n---", "Text.")
    check("One.\n\n---\n\nTwo.", "One.", "Two.")
  }
}

private func check(_ text: String, _ expected: [String], location: SourceLocation = #_sourceLocation) {
  #expect(prose(text, .markdown) == expected, sourceLocation: location)
}
