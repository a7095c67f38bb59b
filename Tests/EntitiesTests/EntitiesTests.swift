import DiplePipeline
import DiplePluginKit
import Entities
import Testing

/// Holds what is named in a text against lines such as `Ana Ruiz: person`.
private func check(_ text: String, _ expected: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
  let analysis = try Pipeline([EntitiesAnnotator()]).run(Document(text))
  let found = analysis.annotations.map { "\(analysis.text($0.place)): \($0.string("type") ?? "-")" }
  #expect(found == expected, sourceLocation: sourceLocation)
}

@Suite struct EntitiesTests {
  @Test func listsKnowNamesOfSeveralWords() throws {
    try check(
      "He left New York for the European Union and the Gulf of Mexico.",
      "New York: place", "European Union: organization", "Gulf of Mexico: place")
  }

  @Test func smallWordsJoinNames() throws {
    try check("She leads the University of Marlow.", "University of Marlow: organization")
    try check("He met Holt & Sons Ltd. She left.", "Holt & Sons Ltd.: organization")
    try check("He works for Holt & Sons Ltd. in Leeds.", "Holt & Sons Ltd.: organization", "Leeds: place")
    try check("They asked Ludwig van der Berg.", "Ludwig van der Berg: person")
  }

  @Test func aTitleWithACountryEndsBeforeIt() throws {
    try check("The President of Norway, Anna Dahl, spoke.", "Norway: place", "Anna Dahl: person")
  }

  @Test func compoundsAreNoNames() throws {
    try check("The US-backed fighters wore German-made boots.")
  }

  @Test func possessivesAndApostrophesOfBothKindsEndAName() throws {
    try check("We saw Maria Lopez's car.", "Maria Lopez: person")
    try check("We saw Maria Lopez’s car.", "Maria Lopez: person")
  }

  @Test func capitalsAtASentencesStartSayNothing() throws {
    try check("Bridges fall. Rivers rise. Who knows? Is it true?")
  }

  @Test func anAcronymOfANameInTheTextIsThatThing() throws {
    let analysis = try Pipeline([EntitiesAnnotator()]).run(
      Document("The Delvin River Authority agreed. A day later the DRA changed its mind."))
    let clusters = analysis.annotations.map { $0.cluster("entity") }
    #expect(clusters == [Cluster(1), Cluster(1)])
    #expect(analysis.annotations.last?.string("name") == "Delvin River Authority")
  }

  @Test func everyFindingSaysWhy() throws {
    let analysis = try Pipeline([EntitiesAnnotator()]).run(Document("Mr Holt met Ana Ruiz of Acme Corp. in Oslo."))
    #expect(analysis.annotations.count == 4)
    for annotation in analysis.annotations {
      #expect(annotation.source.hasPrefix("entities/"))
      #expect(!annotation.reason.isEmpty)
      #expect((0.01...1).contains(annotation.confidence))
    }
  }

  @Test(arguments: ["President of ", "Holt and ", "Department of Health and ", "A. ", "the Office and ", "“Ana ", "O’"])
  func strangeTextsEnd(_ piece: String) throws {
    let text = String(repeating: piece, count: 5000)
    let analysis = try Pipeline([EntitiesAnnotator()]).run(Document(text))
    for annotation in analysis.annotations { #expect(!analysis.text(annotation.place).isEmpty) }
  }
}
