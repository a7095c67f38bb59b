import DipleText
import TestSupport
import Testing

/// What an edit really changes, and what that does to paragraphs.
@Suite struct EditScriptTests {
  /// The edits that make `new` of `old`, written into it: `{what goes|what comes}`.
  private func check(_ old: String, _ new: String, _ expect: String, sourceLocation: SourceLocation = #_sourceLocation)
  {
    let bytes = Array(old.utf8)
    let script = EditScript(refining: TextEdit(Span(0, bytes.count), Array(new.utf8)), of: bytes)
    var found = ""
    var at = 0
    for edit in script.edits {
      found += text(bytes, at, edit.span.start) + "{" + text(bytes, edit.span.start, edit.span.end) + "|"
      found += String(decoding: edit.bytes, as: UTF8.self) + "}"
      at = edit.span.end
    }
    found += text(bytes, at, bytes.count)
    #expect(found == expect, sourceLocation: sourceLocation)
  }

  private func text(_ bytes: [UInt8], _ start: Int, _ end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }

  @Test func whatIsTheSameIsLeftAlone() {
    check("The bridge is open.", "The bridge is open.", "The bridge is open.")
    check("The bridge is open.", "The bridge is shut.", "The bridge is {open|shut}.")
    check("", "All of it is new.", "{|All of it is new.}")
  }

  @Test func linesBetweenChangesStay() {
    check(
      "First we wait here.\n\nThen we build a dam.\n\nAt last we go home.\n",
      "First we stay here.\n\nThen we build a dam.\n\nAt last we ran home.\n",
      "First we {wait|stay} here.\n\nThen we build a dam.\n\nAt last we {go|ran} home.\n")
  }

  @Test func wordsOfOneLineStay() {
    check(
      "The council wants a new bridge over the river before the summer ends.",
      "The mayor wants a new bridge over the river before the winter ends.",
      "The {council|mayor} wants a new bridge over the river before the {summ|wint}er ends.")
  }

  /// Both begin with the same word; the lines are compared whole for all that.
  @Test func ofAMoveOneLineStays() {
    check(
      "Ana stayed at the quay until noon.\nAna wrote a letter to the mayor of Kostel.\n",
      "Ana wrote a letter to the mayor of Kostel.\nAna stayed at the quay until noon.\n",
      "{Ana stayed at the quay until noon.\n|}Ana wrote a letter to the mayor of Kostel.\n{|Ana stayed at the quay until noon.\n}"
    )
  }

  @Test func scalarsStayWhole() {
    check("é", "è", "{é|è}")
    check("a😀b", "a😁b", "a{😀|😁}b")
  }

  // MARK: Whatever the texts

  @Test(arguments: 0..<40)
  func aScriptMakesTheNewText(_ seed: UInt64) throws {
    var random = Seeded(state: seed &* 31 &+ 7)
    let lines = [
      "", "The quay.", "Ana Ruiz said it é", "“No,” 😀 she said\r", "---", "x y z x y z", " ", "Monday it rained",
    ]
    func text() -> [String] {
      (0..<Int.random(in: 0...30, using: &random)).map { _ in lines.randomElement(using: &random)! }
    }
    for _ in 0..<40 {
      let old = text()
      var new = Bool.random(using: &random) ? old : text()
      for _ in 0..<3 where !new.isEmpty {
        let line = new.remove(at: .random(in: new.indices, using: &random))
        new.insert(line + "!", at: .random(in: 0...new.count, using: &random))
      }
      let (before, after) = (Array(old.joined(separator: "\n").utf8), Array(new.joined(separator: "\n").utf8))
      let script = EditScript(refining: TextEdit(Span(0, before.count), after), of: before)
      var document = Document(bytes: before)!
      let former = document
      let changes = document.apply(script)
      try #require(document.bytes == after)
      let fresh = Document(bytes: after)!
      #expect(document.lines == fresh.lines)
      #expect(document.paragraphs == fresh.paragraphs)
      #expect(Followed(former, changes, document).problems == [])
    }
  }

  /// What stands between two changes keeps its number, and both stay where they belong.
  @Test func paragraphsBetweenKeepTheirNumbers() throws {
    let old = (0..<50).map { "Paragraph \($0) has words of its own." }
    var new = old
    new[3] = "Another one."
    new.remove(at: 20)
    new.insert("One more here.", at: 40)
    let before = Document(old.joined(separator: "\n\n"))
    var document = before
    let whole = TextEdit(Span(0, before.bytes.count), Array(new.joined(separator: "\n\n").utf8))
    let changes = document.apply(EditScript(refining: whole, of: before.bytes))
    #expect(changes.map(\.removed.count) == [1, 1, 0])
    #expect(changes.map(\.inserted.count) == [1, 0, 1])
    #expect(document.index(ofParagraph: before.numbers[30]) == 29)
  }

  /// However many words differ, the changes are bounded.
  @Test func manyChangesAreMadeFewer() {
    let old = (0..<5000).map { "Line \($0) is here as it was." }.joined(separator: "\n")
    let new = (0..<5000).map { "Line \($0) is \($0 % 2 == 0 ? "here" : "gone") as it was." }.joined(separator: "\n")
    let bytes = Array(old.utf8)
    let script = EditScript(refining: TextEdit(Span(0, bytes.count), Array(new.utf8)), of: bytes)
    #expect(script.edits.count == 1024)
    var document = Document(old)
    _ = document.apply(script)
    #expect(document.bytes == Array(new.utf8))
  }

  @Test func spansFollow() {
    let old = Array("one two three four five six".utf8)
    let script = EditScript(refining: TextEdit(Span(0, 27), Array("one 2 three four cinque six".utf8)), of: old)
    #expect(script.moved(Span(8, 13)) == Span(6, 11))
    #expect(script.former(Span(6, 11)) == Span(8, 13))
    #expect(!script.touches(Span(8, 18)))
    #expect(script.touches(Span(3, 14)))
    #expect(script.moved(Span(0, 27)) == Span(0, 27))
  }
}

/// What is told of paragraphs, held against what was there before.
struct Followed {
  private(set) var problems: [String] = []

  init(_ before: Document, _ changes: [ParagraphChange], _ after: Document) {
    var numbers = before.numbers
    var texts = before.paragraphs.map { before.text($0.span) }
    for change in changes {
      if change.former.map(\.number) != Array(numbers[change.removed]) { problems.append("former numbers") }
      if change.former.map({ before.text($0.paragraph.span) }) != Array(texts[change.removed]) {
        problems.append("former paragraphs")
      }
      numbers.replaceSubrange(change.removed, with: after.numbers[change.inserted])
      texts.replaceSubrange(change.removed, with: Array(repeating: "new", count: change.inserted.count))
    }
    // What came is counted after the changes before it: those behind move it no more.
    guard numbers.count == after.numbers.count else {
      problems.append("\(numbers.count) paragraphs, not \(after.numbers.count)")
      return
    }
    for (index, text) in texts.enumerated() where text != "new" {
      if text != after.text(after.paragraphs[index].span) { problems.append("paragraph \(index)") }
      if numbers[index] != after.numbers[index] { problems.append("number of \(index)") }
    }
  }
}
