import DiplePipeline
import DiplePluginHost
public import DiplePluginKit
import DipleRules

/// Why a module marks a place, or why it does not.
public struct PlacePage: Sendable {
  /// The page, for a terminal.
  public let text: String
  /// True where the module marks the place.
  public let isMarked: Bool

  /// Asks a module about a byte of a document.
  public init(_ specimen: Specimen, _ document: Document, at offset: Int, date: DocumentDate? = nil) async {
    let bench = Workbench(specimen)
    let analysis = await bench.run(specimen.pipeline, document, date: date)
    let failures = bench.takeFailures() + (await bench.takeMistakes())
    await bench.close()
    let kinds = Set(specimen.manifest.kinds.map(\.name))
    let own = analysis.annotations.filter { kinds.contains($0.kind) }
    let here = own.filter { $0.pieces.contains { analysis.span($0).contains(offset) } }
    var lines = failures.map { "✗ \($0)" }
    if let rules = specimen.rules {
      lines += Self.rules(rules, analysis, offset)
    } else {
      let found = zip(own, analysis.found(by: specimen.manifest)).filter { pair in here.contains { $0.id == pair.0.id }
      }
      lines += found.flatMap { annotation, found in
        ["✓ \(found.description)", "    \(annotation.reason)", "    \(found.detail)"]
      }
    }
    if here.isEmpty {
      let nearest = own.min { Self.distance($0, offset, analysis) < Self.distance($1, offset, analysis) }
      let near = nearest.map { annotation in
        let position = document.position(of: analysis.span(annotation).start, .utf32)
        return
          "; nearest is “\(analysis.text(annotation.place).excerpt)” at \(position.line + 1):\(position.character + 1)"
      }
      lines.append("\(specimen.manifest.id) marks nothing here\(near ?? ", and nothing in the whole text")")
    }
    text = lines.joined(separator: "\n")
    isMarked = !here.isEmpty
  }

  private static func distance(_ annotation: Annotation, _ offset: Int, _ analysis: Analysis) -> Int {
    let span = analysis.span(annotation)
    return span.contains(offset) ? 0 : min(abs(span.start - offset), abs(span.end - offset))
  }

  // MARK: Rules

  private static func rules(_ module: RuleModule, _ analysis: Analysis, _ offset: Int) -> [String] {
    let document = analysis.document
    guard let index = document.paragraphs.firstIndex(where: { $0.span.start <= offset && offset <= $0.span.end }),
      document.paragraphs[index].kind != .frontMatter
    else { return ["there is no text of a paragraph here"] }
    let (paragraph, number) = (document.paragraphs[index], document.numbers[index])
    let layers = English.read(document.prose(of: paragraph), kind: paragraph.kind)
    // Markup may stand between: the first token whose source ends behind the place.
    guard let token = (0..<layers.count).first(where: { paragraph.source(layers.span($0)).end > offset }) else {
      return ["there is no word here"]
    }
    var (told, quiet): ([String], Int) = ([], 0)
    for rule in module.annotator.rules.indices {
      let explanation = module.annotator.explain(rule: rule, layers, at: token, paragraph: number) { kind in
        analysis.annotations.filter { $0.kind == kind && $0.pieces.contains { $0.paragraph == number } }
      }
      let lines = Verdict(rule: module.annotator.rules[rule], module: module, layers: layers).lines(explanation)
      if lines.isEmpty { quiet += 1 } else { told += lines }
    }
    let rest = quiet == module.annotator.rules.count ? "no rule begins" : "\(quiet) other rules do not begin"
    if quiet > 0 { told.append("- \(rest) at “\(layers.text(token..<token + 1))”") }
    return told
  }

  /// What one rule makes of a place.
  private struct Verdict {
    let rule: Rule
    let module: RuleModule
    let layers: Layers

    private var name: String {
      rule.id + (module.ruleSources[rule.id].map { " (\($0.file):\($0.line))" } ?? "")
    }

    func lines(_ explanation: RuleExplanation) -> [String] {
      switch explanation {
      case .fires(let firing, let steps):
        var lines = ["✓ \(name) marks “\(layers.text(firing.marked))” as \(rule.kind)"]
        let width = steps.map { layers.text($0.token..<$0.token + 1).count }.max() ?? 0
        lines += steps.map { step in
          let word = layers.text(step.token..<step.token + 1)
          return "    \(word)\(String(repeating: " ", count: width - word.count))  by \(step.part)"
        }
        lines += firing.captures.filter { $0.name != "0" }.map { "    $\($0.name) is “\(layers.text($0.tokens))”" }
        return lines
      case .held(let tokens, let obstacle):
        return ["· \(name) fits “\(layers.text(tokens))”, but \(reason(obstacle))"]
      case .stops(let tokens, let awaiting):
        guard !tokens.isEmpty else { return [] }
        let next = tokens.upperBound < layers.count ? layers.text(tokens.upperBound..<tokens.upperBound + 1) : ""
        let wanted = awaiting.prefix(5).joined(separator: " or ")
        let what = next.isEmpty ? "the text ends" : "“\(next)” follows"
        return [
          "· \(name) takes “\(layers.text(tokens))”; then \(what), and it wants \(wanted.isEmpty ? "nothing of it" : wanted)"
        ]
      }
    }

    private func reason(_ obstacle: RuleExplanation.Obstacle) -> String {
      switch obstacle {
      case .context:
        let names = [
          rule.before == nil ? nil : "before", rule.after == nil ? nil : "after",
          rule.scope == .sentence ? nil : "within", rule.outside.isEmpty ? nil : "outside",
        ].compactMap { $0.map { "“\($0)”" } }
        return "what stands around it does not suit \(names.isEmpty ? "it" : names.joined(separator: " or "))"
      case .exception(let tokens): return "“not” rules it out: “\(layers.text(tokens))”"
      case .earlier(let tokens): return "“\(layers.text(tokens))” takes words of it"
      }
    }
  }
}
