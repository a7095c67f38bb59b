import DipleText
import TestSupport
import Testing

@Suite struct DocumentTests {
  @Test func anEmptyTextHasOneLineAndNoParagraph() {
    let document = Document("")
    #expect(document.lines.count == 1)
    #expect(document.paragraphs.isEmpty)
  }

  @Test func thousandsOfEditsLeaveWhatAFreshTextHas() throws {
    var random = Seeded(state: 23)
    for _ in 0..<40 {
      var reference = Array(oddText(&random, pieces: 30).unicodeScalars)
      var document = Document(string(reference))
      for _ in 0..<60 {
        let start = Int.random(in: 0...reference.count, using: &random)
        let end = Int.random(in: start...min(reference.count, start + 8), using: &random)
        let new = oddText(&random, pieces: .random(in: 0...5, using: &random))
        let span = Span(string(reference[..<start]).utf8.count, string(reference[..<end]).utf8.count)
        reference.replaceSubrange(start..<end, with: Array(new.unicodeScalars))
        try document.apply(TextEdit(span, Array(new.utf8)))
        let fresh = Document(string(reference))
        #expect(document.bytes == fresh.bytes)
        #expect(document.lines == fresh.lines)
        #expect(document.paragraphs == fresh.paragraphs)
      }
    }
  }

  /// Texts whose paragraphs depend on more than one line: hard wraps, headings, front matter.
  @Test func editsSplitNoMoreParagraphsThanTheyMust() throws {
    let lines = [
      "---", "--- ", "date: 2024-05-02", "", "", " ", "# A heading", "#", "Short.",
      "A line that is broken at a column as mail programs do it, close to",
      "seventy-two columns wide, and goes on here",
      String(repeating: "long ", count: 40),
    ]
    var random = Seeded(state: 5)
    for _ in 0..<60 {
      let text = (0..<12).map { _ in lines.randomElement(using: &random)! }.joined(separator: "\n")
      var document = Document(text)
      for _ in 0..<40 {
        let before = document
        let count = document.bytes.count
        let start = Int.random(in: 0...count, using: &random)
        let end = min(count, start + Int.random(in: 0...30, using: &random))
        let new = ["", "x", "\n", "\n\n", "---\n", lines.randomElement(using: &random)!].randomElement(using: &random)!
        let changes = try document.apply(TextEdit(Span(start, end), Array(new.utf8)))
        let fresh = Document(bytes: document.bytes)!
        #expect(document.lines == fresh.lines)
        try #require(document.paragraphs == fresh.paragraphs)
        #expect(zip(document.numbers, document.numbers.dropFirst()).allSatisfy { $0 < $1 })
        #expect(Followed(before, changes, document).problems == [])
      }
    }
  }

  @Test func numbersNeverRunOut() throws {
    var document = Document("a\n\nb")
    for _ in 0..<100 { try document.apply(TextEdit(Span(0, 0), Array("x\n\n".utf8))) }
    for _ in 0..<100 { try document.apply(TextEdit(Span(3, 3), Array("x\n\n".utf8))) }
    #expect(zip(document.numbers, document.numbers.dropFirst()).allSatisfy { $0 < $1 })
    #expect(document.index(ofParagraph: document.numbers[77]) == 77)
    #expect(document.index(ofParagraph: document.numbers[77] + 1) == nil)
  }

  @Test func badEditsAreRefusedAndChangeNothing() {
    var document = Document("a😀b")
    #expect(throws: EditError.outOfRange(Span(2, 9), length: 6)) { try document.apply(TextEdit(Span(2, 9), [])) }
    #expect(throws: EditError.insideScalar(3)) { try document.apply(TextEdit(Span(1, 3), [])) }
    #expect(throws: EditError.invalidUTF8(1)) { try document.apply(TextEdit(Span(1, 1), [0x61, 0xFF])) }
    #expect(document.bytes == Array("a😀b".utf8))
  }

  @Test(
    arguments: [
      [0x61, 0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80],
    ] as [[UInt8]])
  func whatIsNotUTF8IsNoDocument(_ bytes: [UInt8]) {
    #expect(Document(bytes: bytes) == nil)
  }

  @Test func validityAgreesWithTheStandardLibrary() {
    var random = Seeded(state: 77)
    for _ in 0..<4000 {
      var bytes = Array(oddText(&random, pieces: 4).utf8)
      for _ in 0..<Int.random(in: 0...2, using: &random) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      #expect((UTF8Scan.firstInvalid(bytes) == nil) == (String(validating: bytes, as: UTF8.self) != nil))
    }
  }

  private func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}
