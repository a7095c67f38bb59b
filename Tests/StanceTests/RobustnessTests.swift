import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import Stance

/// Text that nobody would write. Nothing may crash, and findings stay inside the text.
@Suite struct RobustnessTests {
  static let hostile: [String] = [
    "", " ", "rejected", "rejected rejected rejected", "the the the opposes of of of", "to to to to",
    "called on", "called on to", "called on …  to", "in favour of", "not not not support",
    "“““““ support ”””””", "((((((support))))))", "support support for support of support",
    "\u{0}\u{1}\u{7F} opposes \u{FFFD}", "👩‍👩‍👧 opposes 🚧", "ＯＰＰＯＳＥＳ", "opposes\u{200B}the\u{2028}plan",
    "He and he and he and he and he and he and he and he and he reject it.",
    String(repeating: "\"", count: 10_000) + " Lund rejects it",
    String(repeating: "he said she opposed ", count: 5_000),
    String(repeating: "who opposes the man ", count: 5_000),
    String(repeating: "the plan of ", count: 20_000) + "Lund rejects it",
    String(repeating: "to want to support to refuse ", count: 5_000),
    String(repeating: "a, b, and c ", count: 10_000) + " oppose it",
    String(repeating: "called him a bully, a coward, ", count: 5_000),
    String(repeating: "(", count: 20_000) + "rejects" + String(repeating: ")", count: 20_000),
  ]

  @Test(arguments: hostile.indices)
  func hostileTextIsRead(_ index: Int) throws {
    let document = Document(Self.hostile[index])
    let analysis = try Registry.builtIn.pipeline().run(document)
    for found in analysis.annotations where found.kind == "stance" {
      let places = found.pieces + (found.mention("holder")?.places ?? []) + (found.mention("target")?.places ?? [])
      for span in places.map(analysis.span) {
        let isInside = span.start >= 0 && span.start < span.end && span.end <= document.bytes.count
        #expect(isInside)
      }
    }
  }

  @Test func equalParagraphsAreReadEqually() {
    let text = Array("Lund rejects the plan, but Holm, the mayor of Kostel, is in favour of it.".utf8)
    let annotator = StanceAnnotator()
    #expect(annotator.summarize(English.read(text)) == annotator.summarize(English.read(text)))
    let isFound = annotator.summarize(English.read(text)).found.count == 2
    #expect(isFound)
  }

  @Test func everyFindingSaysWhy() throws {
    let text = "Lund may not reject the plan. “We love it,” said Ana Ruiz. The toll is outrageous."
    let analysis = try Registry.builtIn.pipeline().run(Document(text))
    let found = analysis.annotations.filter { $0.kind == "stance" }
    #expect(found.count == 3)
    for item in found {
      #expect(item.source.hasPrefix("stance/"))
      #expect(item.reason.contains("“"))
      #expect((0.3...1).contains(item.confidence))
    }
    let reasons = found.map(\.reason)
    #expect(reasons[0].contains("“not” turns it around"))
    #expect(reasons[0].contains("“may” makes it possible"))
  }
}
