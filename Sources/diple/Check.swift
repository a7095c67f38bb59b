import ArgumentParser
import DiplePipeline
import DiplePluginHost
import DipleSpecs
import Foundation

/// `diple check`: runs specs.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs specs: readable texts with the annotations they must get.",
    discussion: """
      A spec is a Markdown file: a second-level heading names a case, a block quote holds its text with the expected
      annotations in brackets. Specs/README.md describes the notation.

        diple check                      all specs below Specs/
        diple check Specs/quotes         one folder
        diple check --filter "two dates" cases whose name contains this
        diple check --update FILE        write what is found into the file, to be read before it is committed

      Of a folder all *.md below it are read, apart from README.md, hidden files and folders, and the folder protocol/ at its
      top, which describes formats. A file that is named is read, whatever its name.

      Exit codes: 0 all cases hold, 1 a case does not hold, 2 a file cannot be read or nothing was checked.
      """)

  @Argument(help: "Spec files or folders.")
  var paths: [String] = ["Specs"]

  @Option(help: "Only cases whose name contains this text.")
  var filter: String?

  @Flag(help: "Rewrite the cases that do not hold with what is found.")
  var update = false

  @Flag(name: .shortAndLong, help: "Name the cases that hold, too.")
  var verbose = false

  @OptionGroup(title: "Modules") var modules: ModuleOptions

  func run() async throws {
    let files = try files()
    let loaded = try await modules.load("check")
    var tally = Tally()
    try await Output.orEnd("check", with: 2) {
      var output = Output()
      for file in files { try await check(file, loaded, &tally, &output) }
      try output.line("\(tally.passed) passed, \(tally.failed) failed")
      try output.flush()
    }
    let isNothing = tally.passed + tally.failed == 0
    if isNothing {
      error(
        "no case was checked: is there a Markdown file with a “## ” heading below \(paths.joined(separator: ", "))?")
    }
    await loaded.close()
    if tally.unreadable > 0 || loaded.hasFailed || isNothing { throw ExitCode(2) }
    if tally.failed > 0 { throw ExitCode(1) }
  }

  private struct Tally { var passed = 0, failed = 0, unreadable = 0 }

  private func check(
    _ path: String, _ loaded: LoadedModules, _ tally: inout Tally, _ output: inout Output
  ) async throws {
    // What was found before stands before a message, where both go to one place.
    try output.flush()
    do {
      let report = Report(usesColor: Terminal.isOutput)
      let file = try SpecFile(parsing: String(contentsOfFile: path, encoding: .utf8))
      var results: [CaseResult] = []
      for spec in file.cases where filter.map(spec.name.contains) ?? true {
        results.append(await spec.check(loaded.pipeline, loaded.host))
      }
      for result in results where result.passed && verbose { try output.line("✓ \(result.spec.name)") }
      let broken = results.filter { !$0.passed }
      for result in broken { try output.line(report.lines(result, file: path).joined(separator: "\n")) }
      tally.passed += results.count - broken.count
      tally.failed += broken.count
      if update, !broken.isEmpty {
        try file.updated(broken).write(toFile: path, atomically: true, encoding: .utf8)
        try output.line("  \(path): rewrote \(broken.count) cases; read them before you commit")
      }
    } catch let problem as FileProblem {
      throw problem
    } catch let problem as SpecError {
      tally.unreadable += 1
      error("\(path):\(problem.line): \(problem.cause)")
    } catch let problem {
      tally.unreadable += 1
      error("\(path): cannot be read: \(problem.localizedDescription)")
    }
  }

  private func files() throws -> [String] {
    try paths.flatMap { path in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        error("\(path): no such file or folder")
        throw ExitCode(2)
      }
      return isFolder.boolValue ? Self.specs(below: path) : [path]
    }
  }

  private static func specs(below folder: String) -> [String] {
    guard let names = FileManager.default.enumerator(atPath: folder) else { return [] }
    var found: [String] = []
    while let name = names.nextObject() as? String {
      let last = name.split(separator: "/").last ?? ""
      // Builds keep other people's texts in hidden folders.
      if last.hasPrefix(".") || name == "protocol" {
        names.skipDescendants()
      } else if last.hasSuffix(".md"), last != "README.md" {
        found.append(folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)")
      }
    }
    return found.sorted()
  }

  private func error(_ text: String) { Terminal.error("diple check: \(text)\n") }
}
