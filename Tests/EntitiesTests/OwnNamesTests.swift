import DiplePipeline
import DiplePluginKit
import Entities
import Testing

/// What a user's own names make of a text: `Ana Ruiz: person`, with the name and the key where they are others than the words.
private func check(
  _ names: String, _ text: String, _ expected: String..., sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let reader = OwnNamesReader(Array(names.utf8))
  #expect(reader.problems == [], sourceLocation: sourceLocation)
  let annotator = EntitiesAnnotator(own: OwnNames(reader.names.map(\.name)))
  let analysis = try Pipeline([annotator]).run(Document(text))
  let found = analysis.annotations.map { annotation in
    let words = analysis.text(annotation.place)
    let name = annotation.string("name") == words ? "" : " = \(annotation.string("name") ?? "-")"
    let key = annotation.string("key").map { " [\($0)]" } ?? ""
    return "\(words): \(annotation.string("type") ?? "-")\(name)\(key)"
  }
  #expect(found == expected, sourceLocation: sourceLocation)
}

@Suite struct OwnNamesTests {
  @Test func theUsersWordGoesBeforeWhatIsKnown() throws {
    try check("", "They drove to Ostrany.", "Ostrany: place")
    try check("Ostrany | organization", "They drove to Ostrany.", "Ostrany: organization")
    // Not in the lists, in small letters, beside words that say something else.
    try check("quayside nine | group", "The quayside nine met Mr Holt.", "quayside nine: group", "Holt: person")
    try check("Paris | product", "She flew to Paris.", "Paris: product")
  }

  @Test func aNameHasFormsAndAKey() throws {
    try check(
      "Brisa Holdings Group | organization | Brisa; BHG | co-17", "Brisa paid. So did BHG, and Brisa Holdings Group.",
      "Brisa: organization = Brisa Holdings Group [co-17]", "BHG: organization = Brisa Holdings Group [co-17]",
      "Brisa Holdings Group: organization [co-17]")
  }

  @Test func otherMentionsJoinTheUsersThing() throws {
    try check(
      "Odile Vantreck | person | | p-4", "Odile Vantreck spoke. Ms Vantreck left.",
      "Odile Vantreck: person [p-4]", "Vantreck: person = Odile Vantreck [p-4]")
  }

  @Test func smallLettersMeanAnyCaseAndCapitalsThemselves() throws {
    try check(
      "delvin | product", "A Delvin, a delvin, a DELVIN.", "Delvin: product = delvin", "delvin: product",
      "DELVIN: product = delvin")
    try check(
      "Ebb | organization", "The ebb took it. EBB and Ebb did not.", "EBB: organization = Ebb",
      "Ebb: organization")
    try check("IS | group", "It is so. IS has said it.", "IS: group")
    try check(
      "van Oord | person", "Van Oord left, and so did van Oord.", "Van Oord: person = van Oord",
      "van Oord: person")
  }

  @Test func theLongestOfTheUsersNamesStands() throws {
    try check(
      "Kostel | place\nKostel Harbour Board | organization", "Kostel has a Kostel Harbour Board.", "Kostel: place",
      "Kostel Harbour Board: organization")
    // Marks in names are read as the text's are.
    try check(
      "Holt, Ruiz & Sons Inc. | organization", "He left Holt, Ruiz & Sons Inc. last year.",
      "Holt, Ruiz & Sons Inc.: organization")
    try check("Yolo! | work", "They sang Yolo! all day.", "Yolo!: work")
  }

  @Test func oneIdIsOneThingAndTwoIdsAreTwo() throws {
    let names = "Ana Ruiz | person | | 1\nRuiz the Elder | person | | 2\nThe Mayor of Kostel | person | | 1"
    let reader = OwnNamesReader(Array(names.utf8))
    let analysis = try Pipeline([EntitiesAnnotator(own: OwnNames(reader.names.map(\.name)))]).run(
      Document("Ana Ruiz met Ruiz the Elder; The Mayor of Kostel smiled."))
    let clusters = analysis.annotations.map { $0.cluster("entity")?.number }
    #expect(clusters == [1, 2, 1])
  }

  @Test func whatIsWrongIsToldWithItsLine() {
    func problems(_ text: String) -> [String] {
      OwnNamesReader(Array(text.utf8)).problems.map { "\($0.line): \($0.cause)" }
    }
    #expect(problems("# a comment\n\n  Ana Ruiz | person\r\n") == [])
    #expect(problems("\u{FEFF}Ana Ruiz|person|Ana ; Ruiz|") == [])
    #expect(
      problems("a | person\nAna Ruiz\n | place\nKostel | plcae\nb | person | | x | y\n-- | work") == [
        "2: a type is missing: a line is written name | type | other forms | id", "3: the name is missing",
        "4: there is no type “plcae”; did you mean “place”?", "5: more than four fields",
        "6: “--” holds no letter and no digit",
      ])
    #expect(problems(String(repeating: "x", count: 201) + " | place") == ["1: a name is longer than 200 bytes"])
    let latin: [UInt8] = Array("Kostel | place\nMal".utf8) + [0xF8] + Array(" | place\nTamsin | place".utf8)
    let reader = OwnNamesReader(latin)
    #expect(reader.problems == [.init(line: 2, cause: "not UTF-8")])
    #expect(reader.names.map(\.name.name) == ["Kostel", "Tamsin"])
    #expect(
      OwnNamesReader([UInt8](repeating: 0x20, count: OwnNamesReader.largest + 1)).problems == [OwnNamesReader.tooLarge])
    #expect(
      OwnNamesReader(Array(String(repeating: "x\n", count: 500).utf8)).problems.count == OwnNamesReader.mostProblems)
  }

  @Test func theFirstOfTwoNamesKeepsItsForm() {
    let names = OwnNames([
      OwnName(name: "Kostel", type: .place), OwnName(name: "Kostel Ltd", type: .organization, aliases: ["Kostel"]),
      OwnName(name: "kostel", type: .product),
    ])
    #expect(names.conflicts.map { [$0.left, $0.kept] } == [[1, 0]])
  }

  @Test func anEditLeavesWhatAFreshRunFinds() throws {
    let own = OwnNames([
      OwnName(name: "Odile Vantreck", type: .person, id: "p-4"),
      OwnName(name: "Brisa. Harbour", type: .place), OwnName(name: "delvin", type: .product),
    ])
    let pipeline = try Pipeline([EntitiesAnnotator(own: own)])
    let live = LiveDocument(
      Document("Odile Vantreck came.\n\nMs Vantreck saw Brisa. Harbour and a Delvin.\n"), pipeline)
    for (old, new) in [("Odile V", "Odil V"), ("Odil V", "Odile V"), ("Brisa. H", "Brisa H"), ("Brisa H", "Brisa. H")] {
      let text = String(decoding: live.document.bytes, as: UTF8.self)
      let at = try #require(text.firstRange(of: old))
      let start = text.utf8.distance(from: text.startIndex, to: at.lowerBound)
      try live.apply(TextEdit(Span(start, start + old.utf8.count), Array(new.utf8)))
      let fresh = pipeline.run(Document(String(decoding: live.document.bytes, as: UTF8.self)))
      func lines(_ analysis: Analysis) -> [String] {
        analysis.annotations.map {
          "\(analysis.text($0.place)) \($0.string("type") ?? "") \($0.string("name") ?? "") \($0.string("key") ?? "")"
        }
      }
      #expect(lines(live.analysis) == lines(fresh))
    }
  }
}

/// Rare names as they sound.
@Suite struct SpellingTests {
  @Test(arguments: [
    ("Zakharova", "Sacharowa"), ("Gaddafi", "Qaddafi"), ("Gaddafi", "Gadhafi"), ("al-Nusra", "Nusra"),
    ("Yeltsin", "Jelzin"), ("Gorbachev", "Gorbatschow"), ("Khrushchev", "Chruschtschow"), ("Selenskyj", "Zelensky"),
    ("Netanyahu", "Netanjahu"), ("Lukashenko", "Lukaschenko"), ("Şahin", "ŞAHIN"),
  ])
  func oneName(_ a: String, _ b: String) {
    #expect(Spelling.shared.name(Array(a.utf8)) == Spelling.shared.name(Array(b.utf8)), "\(a), \(b)")
  }

  @Test(arguments: [("Möller", "Müller"), ("Ivanov", "Ivanova"), ("Varga", "Vargas"), ("Kostel", "Kastel")])
  func twoNames(_ a: String, _ b: String) {
    #expect(Spelling.shared.name(Array(a.utf8)) != Spelling.shared.name(Array(b.utf8)), "\(a), \(b)")
  }

  @Test func shortNamesStandForThemselves() { #expect(Spelling.shared.name(Array("Roh".utf8)) == nil) }
}
