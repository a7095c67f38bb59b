import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// Look-ups by place find what reading everything finds.
@Suite struct AnnotationIndexTests {
  /// Marks spans that it draws from a seed: nested, crossing and equal ones.
  private struct Scatter: DocumentAnnotator {
    let seed: UInt64
    let manifest = Manifest(
      id: "scatter", version: "1", api: 1, title: "Scatter",
      kinds: [Manifest.Kind(name: "claim", label: "Claim", attributes: [])], requires: [], settings: Settings())

    func summarize(_ layers: Layers) -> Bool { true }

    func annotate(_ document: DocumentView, _ summaries: [Bool]) -> [Annotation] {
      var state = seed
      func next(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
      }
      return document.paragraphs.flatMap { item in
        (0..<next(40)).map { _ in
          let start = next(item.layers.bytes.count)
          let end = min(item.layers.bytes.count, start + 1 + next(1 + next(60)))
          return Annotation(
            "claim", item.place(Span(start, end)), confidence: 1, source: "scatter/any", reason: "drawn")
        }
      }
    }
  }

  @Test(arguments: 0..<8 as Range<UInt64>) func whatTouchesARange(seed: UInt64) throws {
    let text = (0..<6).map { "Paragraph \($0) has words enough for spans of all kinds.\n\n" }.joined()
    let analysis = try Registry([Scatter(seed: seed)]).pipeline().run(Document(text))
    let index = AnnotationIndex(analysis)
    #expect(index.entries.count == analysis.annotations.count)
    for start in stride(from: 0, through: text.utf8.count, by: 3) {
      for length in [0, 1, 7, 200] {
        let range = Span(start, start + length)
        let expected = index.entries.filter { $0.span.start <= range.end && $0.span.end >= range.start }
        #expect(index.touching(range).map(\.span) == expected.map(\.span))
      }
    }
  }

  @Test func anEmptyIndexFindsNothing() throws {
    let index = AnnotationIndex(try Registry.builtIn.pipeline().run(Document("")))
    #expect(index.touching(Span(0, 0)).isEmpty)
  }
}
