import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Foundation
import Synchronization
import Testing

@testable import DiplePluginTools

/// The conformance kit: a good module passes all of it, and each bad one fails the check that is about what it does.
@Suite struct ConformanceTests {
  /// Marks the word “really” in some way.
  private struct Marker: DocumentAnnotator {
    var manifest: Manifest
    /// What it makes of its findings, of the paragraphs before, and of how often it was asked.
    var change: @Sendable (_ findings: [Annotation], _ paragraphs: Int, _ asked: Int) -> [Annotation]
    private let asked = Counter()

    private final class Counter: Sendable { let count = Atomic(0) }

    init(
      scope: Manifest.Scope = .document, isDeterministic: Bool = true,
      _ change: @escaping @Sendable ([Annotation], Int, Int) -> [Annotation] = { findings, _, _ in findings }
    ) {
      manifest = Manifest(
        id: "marker", version: "1.0.0", api: 1, title: "Marker",
        kinds: [.init(name: "mark", label: "Mark", attributes: [.init(name: "n", type: .number)])],
        requires: ["tokens"], settings: Settings())
      (manifest.scope, manifest.isDeterministic) = (scope, isDeterministic)
      self.change = change
    }

    func summarize(_ layers: Layers) -> [Span] {
      (0..<layers.count).filter { ["really", "said"].contains(layers.text($0..<$0 + 1)) }.map { layers.span($0) }
    }

    func annotate(_ document: DocumentView, _ summaries: [[Span]]) -> [Annotation] {
      let asked = asked.count.add(1, ordering: .relaxed).newValue
      let findings = zip(document.paragraphs, summaries).flatMap { item, spans in
        spans.map { Annotation("mark", item.place($0), confidence: 1, source: "marker/word", reason: "a word") }
      }
      return change(findings, document.paragraphs.count, asked)
    }
  }

  private static let texts = [
    "It was really late, and Ana Ruiz said so.\n\nNobody really minded.", "They said that it was really over.",
  ]

  /// The names of the checks that fail, with all that is told.
  private func failures(_ annotator: some Annotator) async throws -> [String: [String]] {
    let specimen = try Specimen(annotator, among: Registry([]))
    let kit = Conformance(specimen: specimen, texts: Self.texts, length: 40_000)
    var failures: [String: [String]] = [:]
    await kit.run { check in if case .failed(let lines) = check.outcome { failures[check.name] = lines } }
    return failures
  }

  @Test func aGoodModulePasses() async throws {
    #expect(try await failures(Marker()) == [:])
    #expect(try await failures(Marker(scope: .paragraph)) == [:])
  }

  @Test func theBuiltInModulesPass() async throws {
    for annotator in Registry.builtIn.annotators {
      let kit = Conformance(specimen: try Specimen(annotator), texts: Self.texts, length: 20_000)
      await kit.run { check in #expect(!check.isFailure, "\(annotator.manifest.id): \(check)") }
    }
  }

  @Test func oneThatAnswersDifferentlyEachTime() async throws {
    let fickle = Marker { findings, _, asked in
      findings.map { finding in
        var finding = finding
        finding["n"] = .number(Double(asked))
        return finding
      }
    }
    let failed = try await failures(fickle)
    #expect(failed["equal texts, equal findings"]?.first?.hasPrefix("asked twice: mark “really” differs") == true)
    #expect(failed["texts in another order"] != nil)
  }

  @Test func oneThatSaysSoIsNotHeldToIt() async throws {
    let fickle = Marker(isDeterministic: false) { findings, _, asked in asked % 2 == 0 ? findings : [] }
    #expect(try await failures(fickle) == [:])
  }

  /// Its scope is the paragraph, it says; but the first finding of a document is another.
  @Test func oneThatLooksFurtherThanItSays() async throws {
    let nosy = Marker(scope: .paragraph) { findings, paragraphs, _ in
      paragraphs > 1 ? Array(findings.dropFirst()) : findings
    }
    let failed = try await failures(nosy)
    #expect(failed.keys.sorted() == ["paragraphs alone"])
    #expect(failed["paragraphs alone"]?.first?.contains("“scope”") == true)
  }

  /// It counts characters where bytes are counted.
  @Test func oneThatCountsInAnotherUnit() async throws {
    struct Counting: DocumentAnnotator {
      let base = Marker()
      var manifest: Manifest { base.manifest }
      func summarize(_ layers: Layers) -> [Span] {
        base.summarize(layers).map { span in
          let start = String(decoding: layers.bytes[..<span.start], as: UTF8.self).unicodeScalars.count
          return Span(start, start + span.count)
        }
      }
      func annotate(_ document: DocumentView, _ summaries: [[Span]]) -> [Annotation] {
        base.annotate(document, summaries)
      }
    }
    let failed = try await failures(Counting())
    #expect(failed["offsets behind emoji and accents"]?.first?.contains("counted in another unit") == true)
  }

  @Test func differencesAreToldShortly() {
    func found(_ words: String, _ start: Int, _ detail: String = "") -> Found {
      Found(kind: "mark", spans: [Span(start, start + words.utf8.count)], words: words, detail: detail)
    }
    let old = [found("a", 0), found("b", 2), found("c", 4, "x"), found("d", 6), found("e", 8)]
    #expect(differences(expected: old, found: old) == [])
    #expect(differences(expected: old, found: old + [found("f", 9)]) == ["mark “f” is new"])
    #expect(differences(expected: [old[2]], found: [found("c", 4, "y")]) == ["mark “c” differs: x → y"])
    #expect(differences(expected: [old[0]], found: [old[0], old[0]]) == ["mark “a” is there 2 times, not 1"])
    #expect(differences(expected: old, found: []).last == "and 2 more")
  }
}
