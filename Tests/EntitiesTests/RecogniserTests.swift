import DiplePipeline
import DiplePluginKit
import Entities
import Testing

@Suite struct RecogniserTests {
  @Test func theModelIsWhole() throws {
    let model = try #require(NameModel.shared)
    #expect(model.attribution.contains("CC BY-SA 4.0"))
    #expect(NameModel.carried?.isWhole == true)
    #expect(NameModel(try ModelFile(Blob(model.file)))?.file == model.file)
    #expect(NameModel(try ModelFile(Blob(ModelFile.file([("about", [])])))) == nil)
  }

  /// What no gazetteer of ours knows is told by its words and the words around it.
  @Test(arguments: [
    (
      "The ferry to Tamsin Bay was cancelled, Brisa Holdings announced.",
      ["Tamsin Bay: place", "Brisa Holdings: organization"]
    ),
    ("The spokesman, Odile Vantreck, said no.", ["Odile Vantreck: person"]),
    ("Workers of Delvin Motors met in the village of Ostrany.", ["Delvin Motors: organization", "Ostrany: place"]),
  ])
  func unknownNamesAreRead(_ text: String, _ expected: [String]) throws {
    let analysis = try Pipeline([EntitiesAnnotator()]).run(Document(text))
    #expect(analysis.annotations.map { "\(analysis.text($0.place)): \($0.string("type") ?? "-")" } == expected)
  }

  @Test func theDocumentSettlesWhatAParagraphLeavesOpen() throws {
    let text = "Vantreck rose.\n\nOdile Vantreck, who runs the harbour, said that Vantreck had been asked to go."
    let analysis = try Pipeline([EntitiesAnnotator()]).run(Document(text))
    #expect(analysis.annotations.map { analysis.text($0.place) } == ["Vantreck", "Odile Vantreck", "Vantreck"])
    #expect(analysis.annotations.allSatisfy { $0.string("type") == "person" })
    #expect(Set(analysis.annotations.map { $0.cluster("entity") }).count == 1)
  }

  /// A lattice measures how much worse a reading is than the best: the best itself loses nothing.
  @Test func theBestReadingLosesNothing() throws {
    let model = try #require(NameModel.shared)
    let layers = English.read(Array("Ana Ruiz of Marlow Institute flew to Oslo and met Tim Eker.".utf8))
    let atoms = NameAtoms.read(layers, model.lexicon)
    let features = NameFeatures(atoms, model.lexicon, logRows: model.logRows)
    var names = 0
    for region in atoms.regions {
      let lattice = NameLattice(features, region, model.weights)
      for (tokens, kind) in lattice.names(in: region) {
        let local = tokens.lowerBound - region.lowerBound..<tokens.upperBound - region.lowerBound
        let found = try #require(kind)
        names += 1
        #expect(lattice.loss(local, found) == 0)
        for other in NameLabel.Class.allCases where other != found { #expect(lattice.loss(local, other) > 0) }
        #expect(lattice.lossOutside(local) > 0)
      }
    }
    #expect(names == 4)
  }

  @Test func labelsFollowEachOtherAsNamesAreWritten() {
    for kind in NameLabel.Class.allCases {
      for count in 1...4 {
        let labels = (0..<count).map { NameLabel.label(kind, at: $0, of: count) }
        #expect(NameLabel.begins(labels[0]))
        #expect(NameLabel.follows(labels[0], NameLabel.outside))
        #expect(NameLabel.follows(NameLabel.outside, labels[count - 1]))
        for (before, next) in zip(labels, labels.dropFirst()) { #expect(NameLabel.follows(next, before)) }
      }
    }
    let (begin, last) = (NameLabel.label(.place, at: 0, of: 2), NameLabel.label(.person, at: 1, of: 2))
    #expect(!NameLabel.follows(last, begin))
    #expect(!NameLabel.follows(NameLabel.outside, begin))
  }
}
