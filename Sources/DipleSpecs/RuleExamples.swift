public import DiplePipeline
public import DiplePluginHost
import DiplePluginKit
public import DipleRules

/// What became of an example inside a rule.
public struct RuleExampleResult: Sendable {
  /// The example.
  public var example: RuleModule.Example
  /// How it fails, for a person; empty where it holds.
  public var failures: [String]
  /// What was found, for coverage; nil where the example cannot be read.
  public var analysis: Analysis?
  /// True where the example holds.
  public var passed: Bool { failures.isEmpty }
}

extension RuleModule {
  /// Runs the examples of the module's rules. An example with marks must get just these annotations of the kinds it marks, where
  /// the rule's own kind counts only as far as this rule makes it; one without marks must make the rule fire. A counterexample must not.
  /// - Parameter pipeline: must hold the module and those that it requires.
  public func checkExamples(_ pipeline: Pipeline) -> [RuleExampleResult] {
    examples.map { check($0, pipeline) }
  }

  private func check(_ example: Example, _ pipeline: Pipeline) -> RuleExampleResult {
    let spec: Case
    do {
      spec = try Case(inline: example.text, name: example.rule, line: example.line)
    } catch {
      return RuleExampleResult(
        example: example, failures: ["the example cannot be read: \(error.cause)"], analysis: nil)
    }
    let manifest = annotator.manifest
    let source = "\(manifest.id)/\(example.rule)"
    let ownKinds = Set(manifest.kinds.map(\.name))
    // A rule that waits for a setting must fire with it.
    let settings = annotator.rules.first { $0.id == example.rule }?.when ?? Settings()
    let pipeline = settings.values.isEmpty ? pipeline : pipeline.adapted(without: [], settings: [manifest.id: settings])
    let result = spec.check(pipeline) { $0.source == source || !ownKinds.contains($0.kind) }
    let fired = result.analysis.annotations.filter { $0.source == source }
    var failures: [String] = []
    if example.isCounterexample {
      failures += fired.map { "it finds “\(result.analysis.text($0.place))” where it must find nothing" }
    } else if fired.isEmpty, spec.marks.allSatisfy({ $0.kind == nil }) {
      failures.append("it finds nothing")
    }
    // The first line names the case, which a rule's example has none of.
    if !result.passed {
      failures += Report().lines(result, file: example.file).dropFirst().map { String($0.drop(while: \.isWhitespace)) }
    }
    return RuleExampleResult(example: example, failures: failures, analysis: result.analysis)
  }

  /// What of the rules fires over some texts that were annotated with the module.
  public func coverage(_ analyses: some Sequence<Analysis>) -> RuleCoverage {
    var coverage = RuleCoverage(annotator)
    for analysis in analyses {
      let document = analysis.document
      for (number, paragraph) in zip(document.numbers, document.paragraphs) where paragraph.kind != .frontMatter {
        let layers = English.read(Array(document.bytes[paragraph.span.range]), kind: paragraph.kind)
        coverage.add(
          annotator.firings(layers, paragraph: number) { kind in
            analysis.annotations.filter { $0.kind == kind && $0.pieces.contains { $0.paragraph == number } }
          })
      }
    }
    return coverage
  }
}

extension Case {
  /// A case of one paragraph without a heading, as it stands inside a rule.
  init(inline text: String, name: String, line: Int) throws(SpecError) {
    var reader = MarkReader()
    for part in text.split(separator: "\n", omittingEmptySubsequences: false) { try reader.read(part, line: line) }
    let (plain, marks) = try reader.finish(line: line)
    self.init(
      name: name, line: line, date: nil, kinds: Set(marks.compactMap(\.kind)), text: plain, marks: marks,
      quoteLines: 0..<0)
  }
}
