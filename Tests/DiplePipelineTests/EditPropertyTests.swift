import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Foundation
import Testing

/// Whatever is edited, and however: the state is that of a fresh run, and a client that follows has all of it, each annotation
/// under one id.
///
/// `DIPLE_FUZZ=100` runs 400 scripts of each sort, and paragraphs of 100 KB; seeds are counted on from 1, so a failure can be had
/// again.
@Suite struct EditPropertyTests {
  private static let pipeline = try! Registry.builtIn.pipeline()
  private static let factor = ProcessInfo.processInfo.environment["DIPLE_FUZZ"].flatMap { Int($0) } ?? 1

  private func check(_ kind: ScriptText, seed: UInt64, steps: Int) throws {
    guard var run = ScriptRun(kind, seed: seed, Self.pipeline, isLong: Self.factor > 1) else { return }
    let problems = try run.problems(steps: steps)
    #expect(problems == [], "\(kind), seed \(seed)")
  }

  @Test(arguments: ScriptText.allCases.filter { $0 != .real && $0 != .huge })
  func scriptsOfEdits(_ kind: ScriptText) throws {
    for seed in 1...UInt64(Self.factor > 1 ? 4 * Self.factor : 16) { try check(kind, seed: seed, steps: 12) }
  }

  /// Scripts that find what a part left out of the pipeline does: each line names the part.
  @Test(arguments: [
    (ScriptText.news, 1, "a paragraph that looked at those behind it runs when they change"),
    (.latex, 2, "the same, where the one behind is new"),
    (.news, 2, "the paragraph behind a change runs, as it may get another state"),
    (.news, 4, "all that asked for the document's date run when it changes"),
    (.odd, 3, "a fact that is told makes a known answer old"),
    (.huge, 1, "a client that moves what it has by an edit is told of what stood there"),
    (.markdown, 34, "white space between the pieces of an annotation changes it"),
  ])
  func keptSeeds(_ kind: ScriptText, _ seed: UInt64, _: String) throws {
    try check(kind, seed: seed, steps: kind == .huge ? 4 : 12)
  }

  @Test func scriptsOfEditsInAHugeParagraph() throws {
    for seed in 1...UInt64(max(1, Self.factor / 10)) { try check(.huge, seed: seed, steps: 4) }
  }

  @Test(.enabled(if: !RealTexts.shared.isEmpty, "needs the texts beside the project"))
  func scriptsOfEditsOfRealTexts() throws {
    for seed in 1...UInt64(4 * Self.factor) { try check(.real, seed: seed, steps: 12) }
  }
}
