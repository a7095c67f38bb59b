import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Foundation
import Testing

/// Whatever is edited, and however: the state is that of a fresh run, and a client that follows has all of it, each annotation
/// under one id.
///
/// `DIPLE_FUZZ=100` runs a hundred times as many scripts, and paragraphs of 100 KB; seeds are counted on from 1, so a failure
/// can be had again.
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
    for seed in 1...UInt64(4 * Self.factor) { try check(kind, seed: seed, steps: 12) }
  }

  @Test func scriptsOfEditsInAHugeParagraph() throws {
    for seed in 1...UInt64(max(1, Self.factor / 10)) { try check(.huge, seed: seed, steps: 4) }
  }

  @Test(.enabled(if: !RealTexts.shared.isEmpty, "needs the texts beside the project"))
  func scriptsOfEditsOfRealTexts() throws {
    for seed in 1...UInt64(4 * Self.factor) { try check(.real, seed: seed, steps: 12) }
  }
}
