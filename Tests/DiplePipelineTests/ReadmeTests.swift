import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Foundation
import Testing

/// Marks figures of speech that have died.
struct Cliches: DocumentAnnotator {
  let manifest = Manifest(
    id: "cliches", version: "1", api: Manifest.currentAPI, title: "Clichés",
    kinds: [.init(name: "cliche", label: "Cliché", attributes: [])], requires: ["tokens"], settings: Settings())

  /// Reads one paragraph, and nothing else: remembered by content.
  func summarize(_ layers: Layers) -> [Range<Int>] {
    layers.tokens.indices.dropLast(1)
      .filter { layers.word($0) == "perfect" && layers.word($0 + 1) == "storm" }
      .map { $0..<$0 + 2 }
  }

  func annotate(_ document: DocumentView, _ summaries: [[Range<Int>]]) -> [Annotation] {
    zip(document.paragraphs, summaries).flatMap { paragraph, found in
      found.map {
        Annotation("cliche", paragraph.place($0), confidence: 1, source: "cliches/storm", reason: "“perfect storm”")
      }
    }
  }
}

/// The annotator that README.md shows is the one above, and works.
@Suite struct ReadmeTests {
  @Test func theExampleIsThisFile() throws {
    let here = URL(filePath: #filePath)
    let readme = try String(contentsOf: here.appending(path: "../../../README.md").standardizedFileURL, encoding: .utf8)
    let example = try #require(readme.components(separatedBy: "```swift\nimport DiplePluginKit\n\n").last)
    let code = try #require(example.components(separatedBy: "```").first)
    #expect(try String(contentsOf: here, encoding: .utf8).contains(code))
  }

  @Test func theExampleAnnotates() throws {
    var registry = Registry.builtIn
    registry.register(Cliches())
    let analysis = try registry.pipeline().run(Document("It was a perfect storm."))
    #expect(analysis.annotations.filter { $0.kind == "cliche" }.map { analysis.text($0.place) } == ["perfect storm"])
  }
}
