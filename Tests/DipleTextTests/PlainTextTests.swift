import DipleText
import Testing

/// What others write may stand on a screen, and do nothing to it.
@Suite struct PlainTextTests {
  @Test(arguments: [
    ("plain, with ümläuts, 文字, עברית and 👩‍👧", "plain, with ümläuts, 文字, עברית and 👩‍👧"),
    ("\u{1B}[2Jgone", "\u{FFFD}[2Jgone"), ("\u{9B}31mred", "\u{FFFD}31mred"), ("a\u{8}b\u{7F}", "a\u{FFFD}b\u{FFFD}"),
    // Reads as “safe.txt” the other way round.
    ("\u{202E}txt.efas\u{202C}", "\u{FFFD}txt.efas\u{FFFD}"), ("\u{2066}x\u{2069}", "\u{FFFD}x\u{FFFD}"),
    ("one\ntwo\tthree\r\u{2028}four", "one two three  four"),
  ])
  func aLine(text: String, expected: String) { #expect(PlainText.line(text) == expected) }

  @Test func linesStayLines() {
    #expect(PlainText.lines("one\n\ttwo\r\u{1B}]0;title\u{7}") == "one\n\ttwo\u{FFFD}\u{FFFD}]0;title\u{FFFD}")
  }
}
