import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import DipleRules
import DipleSpecs

/// What of a module no case made happen.
struct Coverage {
  private let specimen: Specimen
  private let analyses: [Analysis]
  private let isStrict: Bool

  init(_ specimen: Specimen, _ analyses: [Analysis], isStrict: Bool) {
    (self.specimen, self.analyses, self.isStrict) = (specimen, analyses, isStrict)
  }

  var checks: [ModuleCheck] {
    var checks = [check("kinds and attributes", idleKinds)]
    guard let rules = specimen.rules else { return checks }
    let coverage = rules.coverage(analyses)
    func place(_ rule: String) -> String { rules.ruleSources[rule].map { "\($0.file):\($0.line): " } ?? "" }
    checks.append(check("rules", coverage.idleRules.map { "\(place($0))“\($0)” never fires" }))
    checks.append(
      check(
        "parts of patterns", coverage.idleParts.map { "\(place($0.rule))“\($0.text)” of “\($0.rule)” takes no word" }))
    checks.append(
      check(
        "entries of lists",
        coverage.idleEntries.map { idle in
          let file = rules.listSources[idle.list]?.file ?? idle.list
          return "\(file):\(idle.entry.line): “\(idle.entry.text)” of “\(idle.list)” is taken by no rule"
        }))
    return checks
  }

  private func check(_ name: String, _ idle: [String]) -> ModuleCheck {
    ModuleCheck(
      .coverage, name, idle.isEmpty ? .passed(note: "all happen in a case") : isStrict ? .failed(idle) : .noted(idle))
  }

  /// Kinds, attributes and words of the manifest that no case brought about.
  private var idleKinds: [String] {
    let found = analyses.flatMap(\.annotations)
    return specimen.manifest.kinds.flatMap { kind -> [String] in
      let own = found.filter { $0.kind == kind.name }
      if own.isEmpty { return ["no case finds a “\(kind.name)”"] }
      return kind.attributes.flatMap { attribute -> [String] in
        let values = own.compactMap { $0[attribute.name] }
        if values.isEmpty { return ["no case finds a “\(kind.name)” with “\(attribute.name)”"] }
        return attribute.values.filter { word in !values.contains(.string(word)) }
          .map { "no case finds a “\(kind.name)” with “\(attribute.name)” as “\($0)”" }
      }
    }
  }
}
