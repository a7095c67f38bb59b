import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import Stance

/// How sentences speak of those whom they name: a guess with a probability, made only where it is asked for.
@Suite struct ToneTests {
  private func tones(_ text: String, _ settings: [String: Settings.Value] = ["tone": .bool(true)]) throws
    -> [Annotation]
  {
    let pipeline = try Registry.builtIn.pipeline(settings: ["stance": Settings(settings)])
    return pipeline.run(Document(text)).annotations.filter { $0.kind == "tone" }
  }

  /// Checks the tone towards the only name of a sentence.
  private func check(_ text: String, _ tone: String, _ place: SourceLocation = #_sourceLocation) throws {
    let found = try tones(text)
    #expect(found.map { $0.string("polarity") ?? "" } == [tone], "\(found)", sourceLocation: place)
  }

  @Test func plainWordsOfPraiseAndBlameAreUnderstood() throws {
    try check("Petr Holt was accused of fraud and lied about the terrible disaster.", "negative")
    try check("Petr Holt is a brilliant, honest and widely admired leader.", "positive")
    try check("The meeting with Petr Holt begins on Tuesday.", "neutral")
  }

  @Test func itIsOffUnlessItIsWanted() throws {
    #expect(try tones("Petr Holt lied about the fraud.", [:]).isEmpty)
    #expect(try !tones("Petr Holt lied about the fraud.").isEmpty)
  }

  @Test func aToneNamesItsMentionAndItsProbability() throws {
    let text = "Ana Ruiz praised the Harbour Council. It rained in Kostel."
    let found = try tones(text)
    #expect(!found.isEmpty)
    for tone in found {
      // Of three, the likeliest has a third at least.
      #expect(tone.confidence >= 0.33 && tone.confidence <= 1)
      #expect(tone.source == "stance/tone" && !tone.reason.isEmpty)
      guard case .annotation(let id)? = tone["of"] else {
        Issue.record("a tone of nothing: \(tone)")
        continue
      }
      #expect(id.kind == "entity")
    }
    #expect(Set(found.map(\.pieces)).count == found.count)
  }

  @Test func placesHaveNoTone() throws { #expect(try tones("Kostel is a terrible disaster.").isEmpty) }

  /// A name may lead the tagger and the parser elsewhere; apart from that, it must be all the same.
  @Test func whatSomebodyIsCalledDoesNotMatter() throws {
    let model = try #require(ToneModel.shared)
    func read(_ name: String) -> Layers { English.read(Array("\(name) spoke about the new harbour on Monday.".utf8)) }
    let tags = read("Ana Ruiz").tags
    func verdict(_ name: String) throws -> [Float] {
      let own = read(name)
      let layers = Layers(
        bytes: own.bytes, kind: .text, tokens: own.tokens, sentences: own.sentences, tags: tags, nounPhrases: [],
        verbGroups: [])
      let whole = Span(0, name.utf8.count)
      let scene = ToneScene(layers, [], paragraph: 1, words: model.words)
      return model.judge(try #require(ToneFeatures(scene, target: whole))).probabilities
    }
    #expect(try verdict("Ana Ruiz") == verdict("Petr Holt"))
    #expect(try verdict("Joy Best") == verdict("Evil Hate"))
  }

  @Test func givenTargetsAreAnsweredExactlyAndNoOthers() throws {
    let document = Document("Petr Holt lied. Ana Ruiz, the mayor, was praised.\n\nShe won.")
    let places = [Place(document.numbers[0], Span(26, 35)), Place(document.numbers[1], Span(0, 3))]
    let pipeline = try Registry.builtIn.pipeline().replacing(with: StanceAnnotator(targets: places))
    let found = pipeline.run(document).annotations.filter { $0.kind == "tone" }
    #expect(found.map(\.pieces) == places.map { [$0] })
    #expect(found.allSatisfy { $0["of"] == nil })
  }

  @Test func theModelIsWholeAndReadsBackAsItWasWritten() throws {
    let file = try #require(ToneModel.carried)
    #expect(file.isWhole)
    #expect(file.about.contains("NewsMTSC") && file.about.contains("MIT"))
    let model = try #require(ToneModel(file))
    let again = try ModelFile(Blob(model.file))
    #expect(again.checksum == file.checksum)
    #expect(file.size < 300_000)
  }

  @Test func aFileThatLacksAPartIsNoModel() throws {
    let parts: [(String, [UInt8])] = [("about", Array("no model".utf8)), ("tone.numbers", [0, 0, 0, 0, 0, 0, 0, 0])]
    let file = try ModelFile(Blob(ModelFile.file(parts.map { (name: $0.0, bytes: $0.1) })))
    #expect(ToneModel(file) == nil)
  }

  @Test func aTableSaysNothingOfAnybody() throws {
    let model = try #require(ToneModel.shared)
    let text = String(repeating: "bad ", count: 400) + "Ruiz"
    let scene = ToneScene(English.read(Array(text.utf8)), [], paragraph: 1, words: model.words)
    #expect(ToneFeatures(scene, target: Span(text.utf8.count - 4, text.utf8.count)) == nil)
  }

  @Test func probabilitiesAddUpToOne() throws {
    let model = try #require(ToneModel.shared)
    for text in ["", "Ruiz", "Ruiz!", "Not Ruiz, never Ruiz.", String(repeating: "bad ", count: 200) + "Ruiz"] {
      let layers = English.read(Array(text.utf8))
      let scene = ToneScene(layers, [], paragraph: 1, words: model.words)
      let span = Span(max(0, text.utf8.count - 4), text.utf8.count)
      guard let features = ToneFeatures(scene, target: span) else {
        #expect(text.isEmpty)
        continue
      }
      let verdict = model.judge(features)
      #expect(abs(verdict.probabilities.reduce(0, +) - 1) < 1e-4)
      #expect(verdict.probabilities[verdict.tone.rawValue] == verdict.probabilities.max())
    }
  }
}
