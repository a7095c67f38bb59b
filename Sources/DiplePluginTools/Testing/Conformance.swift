import DiplePipeline
import DiplePluginHost
import DiplePluginKit

/// The conformance kit: what a module must stand, whatever it looks for.
struct Conformance {
  let specimen: Specimen
  /// Texts with something to find, where there are any; they begin with no sign of a format.
  let texts: [String]
  /// The size of a long text, in bytes.
  let length: Int

  var manifest: Manifest { specimen.manifest }

  /// A check, by what it looks at.
  private struct Step {
    let name: String
    let body: (Workbench) async -> ModuleCheck.Outcome
  }

  /// Runs all checks. A module that fails one begins the next anew.
  func run(_ tell: (ModuleCheck) async throws -> Void) async rethrows {
    var bench = Workbench(specimen)
    var mistakes: [String] = []
    var last: [String] = []
    for step in steps {
      // One that cannot start, or hangs whatever it is asked, has shown it.
      if last.count == 2, last[0] == last[1] {
        try await tell(ModuleCheck(.conformance, step.name, .skipped("it fails in the same way")))
        continue
      }
      let outcome = await judged(await step.body(bench), bench)
      mistakes += await bench.takeMistakes()
      let check = ModuleCheck(.conformance, step.name, outcome)
      if case .failed(let lines) = outcome {
        last = last.suffix(1) + [Self.cause(lines)]
        await bench.close()
        bench = Workbench(specimen)
      } else {
        last = []
      }
      try await tell(check)
    }
    mistakes += await bench.takeMistakes()
    await bench.close()
    var told: [String] = []
    for mistake in mistakes where !told.contains(mistake) { told.append(mistake) }
    try await tell(
      ModuleCheck(
        .conformance, "what it finds is as its manifest says",
        told.isEmpty ? .passed() : .failed(Array(told.prefix(5)))))
  }

  /// What of a failure is the same for another text.
  private static func cause(_ lines: [String]) -> String {
    // Its beginning may name the text.
    String((lines.first ?? "").suffix(60))
  }

  /// A question that was not answered fails any check.
  private func judged(_ outcome: ModuleCheck.Outcome, _ bench: Workbench) async -> ModuleCheck.Outcome {
    let failures = bench.takeFailures()
    if failures.isEmpty { return outcome }
    if case .failed(let lines) = outcome { return .failed(failures + lines) }
    return .failed(failures)
  }

  private var steps: [Step] {
    let limits = manifest.limits
    let bounds =
      specimen.isProcess
      ? ", within \(Duration.seconds(limits.seconds).shown), \(limits.memory) MB and \(limits.output) MB of answers"
      : ""
    return [
      Step(name: "texts with next to nothing in them") { await self.small($0) },
      Step(name: "offsets behind emoji and accents") { await self.wide($0) },
      Step(name: "offsets in lines that end in CRLF") { await self.carriageReturns($0) },
      Step(name: "a text of \(Self.size(length))\(bounds)") { await self.long($0) },
      Step(name: "hard texts") { await self.hard($0) },
      Step(name: "equal texts, equal findings") { await self.same($0) },
      Step(name: "texts in another order") { await self.reversed($0) },
      Step(name: "several texts at once") { await self.together($0) },
      Step(name: "paragraphs alone") { await self.alone($0) },
      Step(name: "edits leave what a fresh run finds") { await self.edited($0) },
      Step(name: "a cancelled question does no harm") { await self.cancelled($0) },
    ]
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1_000_000 ? "\(bytes / 1_000_000) MB" : "\(bytes / 1_000) KB"
  }

  /// What the module finds in a text.
  func find(_ text: String, _ bench: Workbench) async -> [Found] {
    await bench.run(specimen.narrow, Document(text)).found(by: manifest)
  }

  // MARK: Texts that are hard to read

  private func small(_ bench: Workbench) async -> ModuleCheck.Outcome {
    await each(KitTexts.small, bench)
  }

  private func hard(_ bench: Workbench) async -> ModuleCheck.Outcome {
    await each(KitTexts.hard, bench)
  }

  /// Findings that lie outside a text never come so far; but a failure is to be told with the text's name.
  private func each(_ texts: [(name: String, text: String)], _ bench: Workbench) async -> ModuleCheck.Outcome {
    var failures: [String] = []
    for (name, text) in texts {
      _ = await find(text, bench)
      failures += bench.takeFailures().map { "\(name): \($0)" }
      // One that hangs has made its author wait enough.
      if failures.count >= 2 { break }
    }
    return failures.isEmpty ? .passed(note: "\(texts.count) texts") : .failed(failures)
  }

  private func long(_ bench: Workbench) async -> ModuleCheck.Outcome {
    _ = bench.takeTimes()
    let live = LiveDocument(Document(KitTexts.long(length)), specimen.narrow)
    // Asked paragraph by paragraph, each answer may come in time and all together too late.
    let limit = Duration.seconds(manifest.limits.seconds)
    guard await bench.settle(live, DocumentKey(uri: nil), within: specimen.isProcess ? limit * 1.5 : nil) else {
      let advice = manifest.scope == .document ? "" : "; with the scope “document” it would be asked once"
      return .failed([
        "it is not done after \((limit * 1.5).shown); its manifest allows it \(limit.shown) a document\(advice)"
      ])
    }
    let index = specimen.narrow.manifests.firstIndex { $0.id == manifest.id }
    let time = bench.takeTimes()[manifest.id] ?? index.map { live.timeSpent[$0] } ?? .zero
    let findings = live.analysis.found(by: manifest).count
    return .passed(note: "\(findings) findings in \(time.shown)")
  }

  // MARK: Offsets

  private func wide(_ bench: Workbench) async -> ModuleCheck.Outcome {
    guard !texts.isEmpty else { return Self.nothing }
    let shift = KitTexts.wide.utf8.count
    var failures: [String] = []
    for text in texts {
      let expected = await find(text, bench).map { $0.moved(by: shift) }
      let found = await find(KitTexts.wide + text, bench)
      let places = Set(found.map(\.spans))
      let known = Set(expected.map(\.spans))
      // Other words before it may well change what a module makes of a sentence; a place that has slipped has other words at
      // another distance.
      for missing in expected where !places.contains(missing.spans) {
        let slipped = found.first {
          $0.kind == missing.kind && !known.contains($0.spans) && $0.words != missing.words
            && abs($0.spans[0].start - missing.spans[0].start) <= 2 * shift
        }
        guard let slipped else { continue }
        failures.append(
          "behind “\(KitTexts.wide)”, \(missing.description) becomes “\(slipped.words.excerpt)”: its offsets are counted in another unit"
            + " than its hello says")
      }
    }
    return failures.isEmpty ? .passed(note: "\(texts.count) texts") : .failed(Array(failures.prefix(3)))
  }

  private func carriageReturns(_ bench: Workbench) async -> ModuleCheck.Outcome {
    if let isFickle { return isFickle }
    guard !texts.isEmpty else { return Self.nothing }
    let text = texts.joined(separator: "\n\n") + "\n"
    let breaks = text.utf8.enumerated().filter { $0.element == 0x0A }.map(\.offset)
    let expected = await find(text, bench).map { finding in
      finding.moved { place in place + breaks.prefix { $0 < place }.count }
    }
    let found = await find(text.replacing("\n", with: "\r\n"), bench)
    // What a finding points to is at another distance where a line ends between; its place and words are enough here.
    func plain(_ findings: [Found]) -> [Found] {
      findings.map { Found(kind: $0.kind, spans: $0.spans, words: $0.words.replacing("\r\n", with: "\n"), detail: "") }
    }
    let told = differences(expected: plain(expected), found: plain(found))
    return told.isEmpty ? .passed() : .failed(told)
  }

  static let nothing = ModuleCheck.Outcome.skipped(
    "it finds nothing in its specs and in the kit's texts: write a spec with something to find")
}

extension Duration {
  /// For a person.
  var shown: String {
    let milliseconds = self / .milliseconds(1)
    if milliseconds < 1_000 { return "\(Int(milliseconds.rounded())) ms" }
    let seconds = (milliseconds / 100).rounded() / 10
    return Int(exactly: seconds).map { "\($0) s" } ?? "\(seconds) s"
  }
}
