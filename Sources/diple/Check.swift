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

  func run() async throws {
    let pipeline = try Registry.builtIn.pipeline()
    let report = Report(usesColor: isatty(STDOUT_FILENO) == 1)
    var (passed, failed, unreadable) = (0, 0, 0)
    for path in try files() {
      do {
        let file = try SpecFile(parsing: String(contentsOfFile: path, encoding: .utf8))
        let cases = file.cases.filter { filter.map($0.name.contains) ?? true }
        let results = cases.map { $0.check(pipeline) }
        for result in results {
          if result.passed {
            passed += 1
            if verbose { print("✓ \(result.spec.name)") }
          } else {
            failed += 1
            print(report.lines(result, file: path).joined(separator: "\n"))
          }
        }
        let broken = results.filter { !$0.passed }
        if update, !broken.isEmpty {
          try file.updated(broken).write(toFile: path, atomically: true, encoding: .utf8)
          print("  \(path): rewrote \(broken.count) cases; read them before you commit")
        }
      } catch let error as SpecError {
        unreadable += 1
        printError("\(path):\(error.line): \(error.cause)")
      } catch {
        unreadable += 1
        printError("\(path): cannot be read: \(error.localizedDescription)")
      }
    }
    print("\(passed) passed, \(failed) failed")
    if passed + failed == 0 {
      printError("no case was checked: is there a Markdown file with a “## ” heading below \(paths)?")
    }
    if unreadable > 0 || passed + failed == 0 { throw ExitCode(2) }
    if failed > 0 { throw ExitCode(1) }
  }

  private func files() throws -> [String] {
    var files: [String] = []
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw ValidationError("\(path): no such file or folder")
      }
      guard isFolder.boolValue else {
        files.append(path)
        continue
      }
      let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
      files += names.filter { $0.hasSuffix(".md") && !$0.hasSuffix("README.md") && !$0.hasPrefix("protocol/") }
        .sorted().map { "\(path)/\($0)" }
    }
    return files
  }

  private func printError(_ text: String) { FileHandle.standardError.write(Data("diple check: \(text)\n".utf8)) }
}
