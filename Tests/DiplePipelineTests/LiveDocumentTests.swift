import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import TestSupport
import Testing

/// Whatever the edits: the state is that of a fresh run, and a client that follows the deltas has it too.
@Suite struct LiveDocumentTests {
  private static let pipeline = try! Registry.builtIn.pipeline()

  @Test(arguments: 0..<24)
  func editsLeaveWhatAFreshRunGives(_ seed: UInt64) throws {
    var random = Seeded(state: seed &* 7919 &+ 17)
    let live = LiveDocument(Document(Self.text(&random)), Self.pipeline)
    var client = Mirror(live.analysis)
    for step in 0..<50 {
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let edit = Self.randomEdit(live.document, [], &random)
        try live.apply(edit, isLast: Bool.random(using: &random))
        client.follow(edit)
      }
      // Sometimes somebody asks before the client is told.
      if Bool.random(using: &random) { _ = live.analysis }
      if step % 3 != 0 { client.follow(live.takeDelta()) { live.analysis.span($0) } }
      let fresh = Self.pipeline.run(Document(bytes: live.document.bytes)!)
      try #require(image(live.analysis) == image(fresh), "seed \(seed), step \(step)")
    }
    client.follow(live.takeDelta()) { live.analysis.span($0) }
    #expect(client.spans == Mirror(live.analysis).spans, "seed \(seed)")
  }

  @Test func undoGivesBackTheSame() throws {
    let live = LiveDocument(Document(Self.paragraphs.joined(separator: "\n\n")), Self.pipeline)
    let before = image(live.analysis)
    let middle = live.document.paragraphs[3].span
    let bytes = Array(live.document.bytes[middle.range])
    try live.apply(TextEdit(middle, []))
    #expect(image(live.analysis) != before)
    try live.apply(TextEdit(Span(middle.start, middle.start), bytes))
    #expect(image(live.analysis) == before)
  }

  @Test func aShiftIsNotTold() throws {
    let live = LiveDocument(Document(Self.paragraphs.joined(separator: "\n\n")), Self.pipeline)
    try live.apply(TextEdit(Span(0, 0), Array("A new line above all.\n\n".utf8)))
    #expect(live.takeDelta().isEmpty)
    // A sentence before a name in the same paragraph moves it, and that is all. (Words beside it may make it less sure.)
    let name = try #require(live.analysis.annotations.first { $0.string("name") == "Ana Ruiz" })
    let start = try #require(live.document.paragraph(name.place.paragraph)).span.start
    try live.apply(TextEdit(Span(start, start), Array("It rained. ".utf8)))
    let delta = live.takeDelta()
    #expect(!(delta.added + delta.changed).contains { $0.id == name.id })
    #expect(!delta.removed.contains(name.id))
  }

  @Test func anIdOutlivesAnEditOfItsText() throws {
    let live = LiveDocument(Document("We met Ana Ruiz at noon."), Self.pipeline)
    let id = try #require(live.analysis.annotations.first { $0.kind == "entity" }).id
    try live.apply(TextEdit(Span(15, 15), Array("-Holt".utf8)))
    let delta = live.takeDelta()
    #expect(delta.changed.map(\.id).contains(id))
    #expect(delta.removed.isEmpty)
  }

  /// The anchor of a relative date stands in another paragraph, and is written anew there.
  @Test func aMentionThatMovedElsewhereIsTold() throws {
    let live = LiveDocument(Document("Kostel fell on May 2, 2024 again.\n\nTwo days later it rose."), Self.pipeline)
    let later = try #require(live.analysis.annotations.last { $0.kind == "date" }).id
    try live.apply(TextEdit(Span(15, 26), Array("2 May, 2024".utf8)))
    #expect(live.takeDelta().changed.map(\.id).contains(later))
  }

  @Test func replacingTheTextIsTheSmallestEdit() throws {
    let live = LiveDocument(Document("Ana Ruiz said nothing.\n\nMr Holt “é” left for Oslo."), Self.pipeline)
    try live.replaceText(Array("Ana Ruiz said nothing.\n\nMr Holt “è” left for Oslo.".utf8))
    #expect(
      live.document.text(Span(0, live.document.bytes.count)) == "Ana Ruiz said nothing.\n\nMr Holt “è” left for Oslo.")
    #expect(live.takeDelta().removed.isEmpty)
    try live.replaceText([])
    #expect(live.analysis.annotations.isEmpty)
    #expect(throws: EditError.invalidUTF8(0)) { try live.replaceText([0xFF]) }
  }

  // MARK: Texts

  static let paragraphs = [
    "KOSTEL, May 2, 2024 — The council met on Tuesday to vote on the new bridge.",
    "“The bridge stays open,” Ana Ruiz, the mayor of Kostel, said on Monday. “Nobody pays for it twice.”",
    "Ruiz rejected the plan of the Delvin River Authority, which she called “a gift to the quarry.”",
    "“First we wait.",
    "“Then we build,” she added two days later.",
    "According to Piotr Holt of the DRA, the river rose by 3 metres last week; he warned against a second dam.",
    "Holt's critics said: \"He 'never' came here,\" and left for Oslo.",
    "Moscow considered that the United States would not agree. The US had asked for more since January.",
    "Varga acted. Later Varga's friends praised Varga, and the WHO denied that it had known.",
    "# A Heading With Ana Ruiz",
    "“We were told that the piers would hold,” said Omar Diaz, the harbour master. “They did not. He says ‘nobody’ knew.",
    "“I say we knew, and that Ruiz denied it.",
    "She added that the minister would wait. “We asked him whether the ferry could sail in such a storm.",
    "“It cannot sail, and the crew of the ferry refuses to try it once more before the summer.”",
    "“Who told you so?”",
    "It denied the claim; they said Ms Varga, a spokeswoman of the WHO, had called it \"a joke\".",
    "\"They came at night, \"he said. \"We left.",
    "\"And the minister's warning that the dam would break was true,\" the minister said.",
    "DELVIN, June 11 (Harbour Agency) — The quarry closed the day before, two weeks after 4 April 1987.",
    "Published 3 May 2024",
    "The mill burned in 1622. The following year it was built again, and on 21 August the town gave up.",
    "On 5 June 1622, 9 July 1622 and in March 1623 the gate was shut; the day before, nobody had known.",
    "The form of 5/6/2016 was stamped 17/6/2016 at noon; a year earlier the third quarter had been better.",
  ]

  static func text(_ random: inout Seeded) -> String {
    let ends = ["\n\n", "\r\n\r\n", "\n", "\n \n"]
    var text = Bool.random(using: &random) ? "---\ndate: 2024-05-02\n---\n\n" : ""
    for _ in 0..<Int.random(in: 1...14, using: &random) {
      text += paragraphs.randomElement(using: &random)! + ends.randomElement(using: &random)!
    }
    return text
  }

  /// - Parameter markup: what may be put in beside words and marks.
  static func randomEdit(_ document: Document, _ markup: [String], _ random: inout Seeded) -> TextEdit {
    let pieces = [
      "a", " ", ".", "“", "”", "\"", "'", "’", "\n", "\n\n", "\r", "\r\n", "😀", "👩‍👩‍👧", "Ruiz", " said ", "Ana Ruiz",
      "Mr ",
      "May", "2024-05-02", "---\n", "date: 2023-01-01\n", "# ", "not ", "she ", "Tuesday", "DRA", "\u{301}",
      "1987", " the day before ", "6/17/2016", " a year later ", "Published 2 May 2023\n\n", "yesterday",
    ]
    func piece(_ random: inout Seeded) -> [UInt8] {
      let isMarkup = !markup.isEmpty && Bool.random(using: &random)
      return Array((isMarkup ? markup : pieces).randomElement(using: &random)!.utf8)
    }
    func boundary(_ offset: Int) -> Int {
      var offset = min(max(offset, 0), document.bytes.count)
      while offset < document.bytes.count, UTF8Scan.isContinuation(document.bytes[offset]) { offset -= 1 }
      return offset
    }
    let start = boundary(Int.random(in: 0...document.bytes.count, using: &random))
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<4: return TextEdit(Span(start, start), piece(&random))
    case 4..<7: return TextEdit(Span(start, max(start, boundary(start + Int.random(in: 1...12, using: &random)))), [])
    case 7:
      let end = max(start, boundary(start + Int.random(in: 0...200, using: &random)))
      return TextEdit(Span(start, end), piece(&random))
    case 8:
      let pasted =
        Self.paragraphs.randomElement(using: &random)! + "\n\n" + Self.paragraphs.randomElement(using: &random)!
      return TextEdit(Span(start, start), Array(pasted.utf8))
    default:
      guard let paragraph = document.paragraphs.randomElement(using: &random) else {
        return TextEdit(Span(0, 0), [0x41])
      }
      return TextEdit(
        paragraph.span,
        Bool.random(using: &random) ? [] : Array(document.bytes[paragraph.span.range].reversed().filter { $0 < 0x80 }))
    }
  }
}

/// All that a client can see, with places counted from the text's start and names that depend on nothing but the text.
func image(_ analysis: Analysis) -> [String] {
  var clusters: [Cluster: Int] = [:]
  func name(_ cluster: Cluster) -> String {
    let number = clusters[cluster] ?? clusters.count
    clusters[cluster] = number
    return "E\(number)"
  }
  func spans(_ places: [Place]) -> String { places.map { "\(analysis.span($0).range)" }.joined(separator: "+") }
  let byID = Dictionary(uniqueKeysWithValues: analysis.annotations.map { ($0.id, $0) })
  let lines = analysis.annotations.map { annotation in
    let attributes = annotation.attributes.map { attribute, value in
      switch value {
      case .mention(let mention): "\(attribute)=\(spans(mention.places)) \(mention.entity.map(name) ?? "")"
      case .cluster(let cluster): "\(attribute)=\(name(cluster))"
      case .annotation(let id): "\(attribute)=\(byID[id].map { "\($0.kind) \(spans($0.pieces))" } ?? "none")"
      default: "\(attribute)=\(value)"
      }
    }
    return "\(annotation.kind) \(spans(annotation.pieces)) \(annotation.confidence) \(annotation.source) "
      + "\(annotation.reason) \(attributes)"
  }
  return ["\(String(describing: analysis.date))"] + lines
}

/// A client: it has the places that it was told, of pieces and of mentions, and moves them by its own edits.
struct Mirror {
  var spans: [AnnotationID: [Span]] = [:]

  init(_ analysis: Analysis) {
    for annotation in analysis.annotations { spans[annotation.id] = Self.places(annotation).map(analysis.span) }
  }

  private static func places(_ annotation: Annotation) -> [Place] {
    var places = annotation.pieces
    for case (_, .mention(let mention)) in annotation.attributes { places += mention.places }
    return places
  }

  mutating func follow(_ edit: TextEdit) {
    let shift = edit.bytes.count - edit.span.count
    // Text at the edge of a span stays outside.
    func moved(_ offset: Int, isStart: Bool) -> Int {
      if isStart ? offset < edit.span.start : offset <= edit.span.start { return offset }
      return offset >= edit.span.end ? offset + shift : isStart ? edit.span.start + edit.bytes.count : edit.span.start
    }
    for (id, known) in spans {
      spans[id] = known.map { span in
        let start = moved(span.start, isStart: true)
        return Span(start, max(start, moved(span.end, isStart: false)))
      }
    }
  }

  mutating func follow(_ delta: Delta, _ span: (Place) -> Span) {
    func update(_ annotation: Annotation) -> [Span]? {
      spans.updateValue(Self.places(annotation).map(span), forKey: annotation.id)
    }
    for id in delta.removed { #expect(spans.removeValue(forKey: id) != nil, "\(id) was never told") }
    for annotation in delta.changed { #expect(update(annotation) != nil) }
    for annotation in delta.added { #expect(update(annotation) == nil) }
  }
}
