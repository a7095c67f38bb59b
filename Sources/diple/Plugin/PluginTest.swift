import ArgumentParser
import DipleExchange
import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import DiplePluginTools
import Foundation

/// `diple plugin test`: whether a module does what it says, and stands what it must.
struct PluginTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Tests a module: its specs, the examples in its rules, and a conformance kit.",
    discussion: """
        diple plugin test                    the module in the current folder
        diple plugin test hedges names       these folders
        diple plugin test --coverage         name each rule and list entry that no case made fire
        diple plugin test --strict           and fail where there is one
        diple plugin test --update           write what is found into the specs, to be read before it is kept
        diple plugin test --json | jq '.[].checks[] | select(.outcome == "failed")'

      Specs are the files that the manifest's `specs` name, in the notation of `diple check`; rules bring examples and
      counterexamples. The conformance kit reads texts that are empty, long, hard or full of emoji, asks twice, in another order,
      at once and anew, edits documents, and takes questions back.

      The module runs as it would anywhere: in its sandbox, with what was granted and no more. Built-in modules that make the same
      kinds give way to it; --plugin names others that it works with.

      Exit codes: 0 all is well, 1 something is not, 2 a module cannot be loaded.
      """)

  @Argument(help: "Folders of modules, or ids.")
  var modules: [String] = ["."]

  @Flag(help: "Name the rules, list entries, kinds and attributes that no case made happen.")
  var coverage = false

  @Flag(help: "Let that be a failure.")
  var strict = false

  @Flag(help: "Rewrite the cases of specs that do not hold with what is found.")
  var update = false

  @Flag(name: .customLong("no-kit"), help: "Specs and examples only.")
  var noKit = false

  @Option(help: ArgumentHelp("What it may, of what it asks for: network, files, environment.", valueName: "names"))
  var grant: [String] = []

  @Flag(help: "Write JSON.")
  var json = false

  @OptionGroup(title: "Modules") var others: ModuleOptions

  func run() async throws {
    var options = ModuleTest.Options()
    (options.coverage, options.isStrict, options.updates, options.kit) = (coverage, strict, update, !noKit)
    var (failed, unusable) = (0, false)
    var reports: [JSON] = []
    for name in modules {
      guard let specimen = try? NamedModule.specimen(name, others, grants: grant, command: "test") else {
        unusable = true
        continue
      }
      let report = TestReport(usesColor: Terminal.wantsColor && !json)
      if !json { print(report.title(specimen)) }
      var checks: [ModuleCheck] = []
      await ModuleTest(specimen, options).run { check in
        checks.append(check)
        if !json {
          for line in report.lines(check) { print(line) }
          // Each as it comes: the kit takes a while.
          fflush(nil)
        }
      }
      failed += checks.count(where: \.isFailure)
      if json { reports.append(TestReport.json(specimen, checks)) } else { print(report.summary(checks)) }
    }
    if json { print(JSON.array(reports).pretty()) }
    if unusable { throw ExitCode(2) }
    if failed > 0 { throw ExitCode(1) }
  }
}

/// What a test says, line by line.
struct TestReport {
  let usesColor: Bool

  func title(_ specimen: Specimen) -> String {
    let place = specimen.plugin.folder.map { " in \($0.standardizedFileURL.relative)" } ?? ""
    return paint("\(specimen.manifest.id) \(specimen.manifest.version)", 1)
      + PlainText.line(", \(specimen.plugin.kind)\(place)")
  }

  func lines(_ check: ModuleCheck) -> [String] {
    let name = PlainText.line(check.group == .examples ? "rule \(check.name)" : check.name)
    switch check.outcome {
    case .passed(let note):
      return ["\(paint("✓", 32)) \(name)" + (note.map { "  " + paint(PlainText.line($0), 2) } ?? "")]
    case .failed(let lines): return ["\(paint("✗", 31)) \(paint(name, 1))"] + lines.map { "    " + PlainText.lines($0) }
    case .noted(let lines): return ["\(paint("!", 33)) \(name)"] + lines.map { "    " + PlainText.lines($0) }
    case .skipped(let cause): return ["\(paint("-", 33)) \(name)  " + paint("skipped: \(PlainText.line(cause))", 2)]
    }
  }

  func summary(_ checks: [ModuleCheck]) -> String {
    let failed = checks.count(where: \.isFailure)
    let skipped = checks.count { if case .skipped = $0.outcome { true } else { false } }
    let noted = checks.count { if case .noted = $0.outcome { true } else { false } }
    var parts = ["\(checks.count - failed - skipped - noted) passed", "\(failed) failed"]
    if skipped > 0 { parts.append("\(skipped) skipped") }
    return parts.joined(separator: ", ")
  }

  static func json(_ specimen: Specimen, _ checks: [ModuleCheck]) -> JSON {
    let list = checks.map { check -> JSON in
      let (outcome, lines): (String, [String]) =
        switch check.outcome {
        case .passed(let note): ("passed", note.map { [$0] } ?? [])
        case .failed(let lines): ("failed", lines)
        case .noted(let lines): ("noted", lines)
        case .skipped(let cause): ("skipped", [cause])
        }
      return [
        "group": .string(check.group.rawValue), "name": .string(check.name), "outcome": .string(outcome),
        "messages": .array(lines.map(JSON.string)),
      ]
    }
    return ["id": .string(specimen.manifest.id), "version": .string(specimen.manifest.version), "checks": .array(list)]
  }

  private func paint(_ text: String, _ code: Int) -> String { usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
