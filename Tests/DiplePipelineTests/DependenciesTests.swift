import DipleAnnotations
import DiplePipeline
import DiplePluginKit
import Synchronization
import Testing

/// Who says what, read off the tree: for every `said` its subject with all that hangs on it, and the clause that is said.
private struct Sayings: PassageAnnotator {
  let manifest = Manifest(
    id: "sayings", version: "1", api: 1, title: "Sayings",
    kinds: [.init(name: "saying", label: "Saying", attributes: [])], requires: ["dependencies"], settings: Settings())

  func summarize(_ layers: Layers) -> [Range<Int>] {
    layers.tokens.indices.filter { layers.word($0) == "said" }.flatMap { said -> [Range<Int>] in
      // Only sentences with the verb are parsed.
      guard let tree = layers.dependencies(at: said) else { return [] }
      return tree.dependents(said)
        .filter { [.nsubj, .ccomp].contains(tree.relation($0).universal) }
        .map { tree.extent($0) }
    }
  }

  func annotate(_ passage: Passage<Self>, _ state: inout Nothing) -> [Annotation] {
    passage.summary.map {
      Annotation(
        "saying", passage.paragraph.place($0), confidence: 1, source: "sayings/tree", reason: "hangs on “said”")
    }
  }
}

/// Marks each sentence's first word as hanging on its last, and counts how often it was asked.
private final class CountingParser: DependencyParser {
  let parsed = Mutex<[Range<Int>]>([])
  func dependencies(_ bytes: [UInt8], _ tokens: Tokens, _ tags: [DipleAnnotations.Tag], _ sentence: Range<Int>)
    -> Dependencies
  {
    parsed.withLock { $0.append(sentence) }
    let last = Int32(sentence.upperBound - 1)
    return Dependencies(
      sentence: sentence, heads: sentence.map { Int32($0) == last ? -1 : last },
      relations: sentence.map { Int32($0) == last ? .root : .dep })
  }
}

private func texts(_ analysis: Analysis) -> [String] {
  analysis.annotations.map { String(decoding: analysis.document.bytes[analysis.span($0.place).range], as: UTF8.self) }
}

@Suite struct DependenciesTests {
  private func check(_ text: String, _ expect: [String]) throws {
    #expect(texts(try Pipeline([Sayings()]).run(Document(text))) == expect)
  }

  @Test func anAnnotatorReadsTrees() throws {
    try check(
      "It rained. The mayor of Lund said that the council had rejected the plan.",
      ["The mayor of Lund", "that the council had rejected the plan"])
    try check("It rained all day.", [])
  }

  @Test func treesFollowEdits() throws {
    let pipeline = try Pipeline([Sayings()])
    let live = LiveDocument(Document("It rained.\n\nHolm said that she left.\n\nNobody came."), pipeline)
    #expect(texts(live.analysis) == ["Holm", "that she left"])
    try live.apply(TextEdit(Span(12, 16), Array("The old mayor".utf8)))
    #expect(texts(live.analysis) == ["The old mayor", "that she left"])
    #expect(texts(live.analysis) == texts(pipeline.run(Document(bytes: live.document.bytes)!)))
  }

  /// A sentence is parsed when somebody asks about it, once; no other ever is.
  @Test func onlyWhatIsAskedAboutIsParsed() {
    let read = English.read(Array("It rained. Holm said no. She left.".utf8))
    let parser = CountingParser()
    let layers = Layers(
      bytes: read.bytes, kind: read.kind, tokens: read.tokens, sentences: read.sentences, tags: read.tags,
      nounPhrases: read.nounPhrases, verbGroups: read.verbGroups, parser: parser)
    #expect(layers.sentences.count == 3)
    #expect(parser.parsed.withLock { $0.isEmpty })
    let said = layers.tokens.indices.first { layers.word($0) == "said" }!
    let tree = layers.dependencies(at: said)
    #expect(tree?.head(said - 1) == layers.sentences[1].upperBound - 1)
    #expect(layers.dependencies(sentence: 1) == tree)
    #expect(parser.parsed.withLock { $0 } == [layers.sentences[1]])
  }
}
