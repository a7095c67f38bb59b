import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import DipleRules
import DipleSpecs
import Foundation

/// All that `diple plugin test` looks at in a module: its specs, the examples in its rules, the conformance kit, and what none of
/// its cases made happen.
public struct ModuleTest: Sendable {
  /// What is looked at, and how.
  public struct Options: Sendable {
    /// Rewrite the cases that do not hold with what is found.
    public var updates = false
    /// Name what no case made happen.
    public var coverage = false
    /// What no case made happen is a failure.
    public var isStrict = false
    /// Run the conformance kit.
    public var kit = true
    /// The kit's long text, in bytes.
    public var length = 1_000_000
    /// Looks at all but coverage.
    public init() {}
  }

  private let specimen: Specimen
  private let options: Options

  /// A test of a module.
  public init(_ specimen: Specimen, _ options: Options = Options()) {
    (self.specimen, self.options) = (specimen, options)
  }

  /// Runs all checks and tells each as it comes.
  public func run(_ tell: (ModuleCheck) async throws -> Void) async rethrows {
    try await tell(loading)
    let bench = Workbench(specimen)
    var (checks, analyses) = await specs(bench)
    if let rules = specimen.rules {
      let results = rules.checkExamples(specimen.pipeline)
      analyses += results.compactMap(\.analysis)
      checks += Self.examples(rules, results)
    }
    let failures = bench.takeFailures() + (await bench.takeMistakes())
    if !failures.isEmpty {
      checks.append(ModuleCheck(.specs, "the module answers", .failed(Array(failures.prefix(5)))))
    }
    for check in checks { try await tell(check) }
    if options.kit {
      let texts = await self.texts(analyses, bench)
      await bench.close()
      try await Conformance(specimen: specimen, texts: texts, length: options.length).run(tell)
    } else {
      await bench.close()
    }
    if options.coverage || options.isStrict {
      for check in Coverage(specimen, analyses, isStrict: options.isStrict).checks { try await tell(check) }
    }
  }

  private var loading: ModuleCheck {
    let problems = specimen.plugin.problems
    let refused = specimen.manifest.capabilities.names.filter { !specimen.granted.contains($0) }
    let note =
      refused.isEmpty
      ? nil : "runs without \(refused.joined(separator: ", ")): --grant \(refused.joined(separator: ","))"
    return ModuleCheck(
      .loading, "manifest and files", problems.isEmpty ? .passed(note: note) : .failed(problems.map(\.description)))
  }

  // MARK: Specs and examples

  private func specs(_ bench: Workbench) async -> ([ModuleCheck], [Analysis]) {
    guard let folder = specimen.plugin.folder else { return ([], []) }
    var files: [String] = []
    var checks: [ModuleCheck] = []
    for pattern in specimen.manifest.specs {
      let found = FilePattern(pattern).files(below: folder)
      if found.isEmpty {
        checks.append(
          ModuleCheck(.specs, pattern, .failed(["the manifest's “specs” names it, but there is no such file"])))
      }
      files += found.filter { !files.contains($0) }
    }
    if specimen.manifest.specs.isEmpty {
      let advice = "there are none: name files in “specs” of the manifest"
      checks.append(ModuleCheck(.specs, "specs", .skipped(advice)))
    }
    var analyses: [Analysis] = []
    for file in files {
      let (check, found) = await spec(folder.appendingPathComponent(file), file, bench)
      checks.append(check)
      analyses += found
    }
    return (checks, analyses)
  }

  private func spec(_ url: URL, _ name: String, _ bench: Workbench) async -> (ModuleCheck, [Analysis]) {
    let file: SpecFile
    do {
      file = try SpecFile(parsing: String(contentsOf: url, encoding: .utf8))
    } catch let error as SpecError {
      return (ModuleCheck(.specs, name, .failed(["\(url.path):\(error.line): \(error.cause)"])), [])
    } catch {
      return (ModuleCheck(.specs, name, .failed(["cannot be read: \(error.localizedDescription)"])), [])
    }
    guard !file.cases.isEmpty else {
      return (ModuleCheck(.specs, name, .failed(["holds no case: a case begins with “## ”"])), [])
    }
    var results: [CaseResult] = []
    for spec in file.cases { results.append(await spec.check(specimen.pipeline, bench)) }
    let broken = results.filter { !$0.passed }
    var lines = broken.flatMap { Report().lines($0, file: url.relative) }
    if options.updates, !broken.isEmpty {
      do {
        try file.updated(broken).write(to: url, atomically: true, encoding: .utf8)
        lines.append("rewrote \(broken.count) cases; read them before you keep them")
      } catch {
        lines.append("cannot be written: \(error.localizedDescription)")
      }
    }
    let passed = ModuleCheck.Outcome.passed(note: results.count == 1 ? "1 case" : "\(results.count) cases")
    return (ModuleCheck(.specs, name, broken.isEmpty ? passed : .failed(lines)), results.map(\.analysis))
  }

  private static func examples(_ module: RuleModule, _ results: [RuleExampleResult]) -> [ModuleCheck] {
    module.annotator.rules.map { rule in
      let own = results.filter { $0.example.rule == rule.id }
      let failures = own.filter { !$0.passed }.flatMap { result in
        ["\(result.example.file):\(result.example.line): \(result.example.text.excerpt)"]
          + result.failures.map { "    " + $0 }
      }
      if !failures.isEmpty { return ModuleCheck(.examples, rule.id, .failed(failures)) }
      if own.isEmpty { return ModuleCheck(.examples, rule.id, .skipped("it has neither examples nor counterexamples")) }
      let against = own.filter(\.example.isCounterexample).count
      return ModuleCheck(
        .examples, rule.id, .passed(note: "\(own.count - against) for, \(against) against"))
    }
  }

  // MARK: Texts for the kit

  /// Texts with something to find: those of the specs and examples, and the kit's.
  private func texts(_ analyses: [Analysis], _ bench: Workbench) async -> [String] {
    var texts: [String] = []
    func add(_ text: String) {
      guard let first = text.first, first.isLetter || first.isNumber || "“\"‘".contains(first) else { return }
      if !texts.contains(text) { texts.append(text) }
    }
    for analysis in analyses where !analysis.found(by: specimen.manifest).isEmpty {
      add(analysis.document.text(Span(0, analysis.document.bytes.count)))
    }
    // Enough to see what there is to see, and not all of a thousand examples.
    texts = Array(texts.prefix(12))
    for paragraph in KitTexts.paragraphs(KitTexts.news) where texts.count < 16 {
      let analysis = await bench.run(specimen.narrow, Document(paragraph))
      if !analysis.found(by: specimen.manifest).isEmpty { add(paragraph) }
    }
    _ = bench.takeFailures()
    return texts
  }
}

extension URL {
  /// As a person at the shell would write it.
  var relative: String {
    let current = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(current) ? String(path.dropFirst(current.count)) : path
  }
}
