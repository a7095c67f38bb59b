import DipleText
import Testing

private func check(_ text: String, _ expected: String..., location: SourceLocation = #_sourceLocation) {
  #expect(prose(text, .html) == expected, sourceLocation: location)
}

@Suite struct HTMLTests {
  @Test func blocksPartAndTagsDoNot() {
    check("<p>The <b>may</b>or left.<p>Next<br>line.</div>Rest.", "The mayor left.", "Next\nline.", "Rest.")
    check("<h2 class=\"a > b\">The <i>Bridge</i></h2>Text.", "# The Bridge", "Text.")
    check("One.<br><br />Two.", "One.", "Two.")
    check("<table><tr><td>Ana<td>3 May</table>", "Ana", "3 May")
  }

  @Test func whatReadersDoNotSee() {
    check("<html><head><title>T</title><meta></head><body>Text.</body>", "Text.")
    check("A<!-- b > c -->d <script>if (a < b) \"</p>\"</script>e<style>p{}</style>.", "Ad e.")
    check("One.<pre>code\n\n\"here\"</pre>Two.", "One.", "Two.")
    check("One <svg><text>Oslo</text></svg>two.", "One two.")
    check("Open <!-- to the end <p>x", "Open")
  }

  /// What browsers do not show; `aria-hidden` is for those who listen, and readers see it.
  @Test func whatIsHidden() {
    check("One <span hidden>Ana </span>two.<div class=a HIDDEN=''>Bo<div>Cy</div></div>Three.", "One two.", "Three.")
    check(
      "<p style=\"color: red; Display : none\">Ana</p>One.<b style='visibility:hidden'>Bo</b><i style=display:none>C</i>",
      "One.")
    check("<p aria-hidden=true title='hidden' data-hidden class=hidden style='x:none'>One.</p>", "One.")
    check("<body hidden><input hidden>One<br hidden>two.", "One\ntwo.")
    check("<p hidden>Ana<p>One.<ul><li hidden>Bo<ul><li>Cy</ul><li>Two</ul>Three.", "One.", "Two", "Three.")
    check("<table><tr hidden><td>Ana<td>Bo<tr><td>One<td hidden>Cy<td>Two</table>Three.", "One", "Two", "Three.")
    check("<li><p hidden>Ana</li><div><p hidden>Bo</div>One.<template>Cy</template><noscript>Di</noscript>", "One.")
  }

  @Test func codeAndFormulas() {
    check("The <code>a &lt; b</code> ran to <math><mi>x</mi></math>.", "The \(object) ran to \(object).")
    check("The <code>open one<p>Next.", "The \(object)", "Next.")
  }

  @Test func references() {
    check(
      "&ldquo;Fish &amp; chips&rdquo; &#8212; na&iuml;ve &#x27;so&#39; co&shy;op", "“Fish & chips” — naïve 'so' coop")
    check("AT&T &unknown; &amp", "AT&T &unknown; &amp")
    check("&#150; &#147;x&#148;", "– “x”")
  }

  @Test func quotationsAndNotes() {
    check("<q>We go,</q> she said. <q>He <q>never</q> came.</q>", "“We go,” she said. “He ‘never’ came.”")
    check("The mayor<sup><a href=\"#n\">[1]</a></sup> left on the 4<sup>th</sup>.", "The mayor left on the 4th.")
  }

  @Test func noTags() { check("a < b, c <3 and d > e </ x>.", "a < b, c <3 and d > e .") }

  @Test func placesInTheSource() {
    let text = "<p>&ldquo;Go <b>on</b>,&rdquo; said &Aacute;na."
    let document = Document(text, format: .html)
    let paragraph = document.paragraphs[0]
    let read = String(decoding: document.prose(of: paragraph), as: UTF8.self)
    #expect(read == "“Go on,” said Ána.")
    func source(_ words: String) -> String {
      let start = read.utf8.firstRange(of: words.utf8)!.lowerBound.utf16Offset(in: read)
      let from = String(read.utf16.prefix(start))!.utf8.count
      return document.text(paragraph.source(Span(from, from + words.utf8.count)))
    }
    #expect(source("“Go on,”") == "&ldquo;Go <b>on</b>,&rdquo;")
    #expect(source("on") == "on")
    #expect(source("Ána") == "&Aacute;na")
    // A place in markup is where the prose goes on.
    #expect(paragraph.prose(at: text.utf8.count - "</b>,&rdquo; said &Aacute;na.".utf8.count) == "“Go on".utf8.count)
    #expect(document.reading(paragraph.span) == read)
  }
}
