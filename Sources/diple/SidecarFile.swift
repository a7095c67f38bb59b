import DipleExchange
import DipleLanguageServer
import DiplePipeline
import DiplePluginKit

/// A person's corrections of one file, as they lie next to it.
struct SidecarFile {
  let path: String
  private let sidecar: Sidecar
  private let problems: [Sidecar.Problem]

  /// Nil where there is none.
  init?(of text: String, _ manifests: [Manifest]) {
    path = text + Sidecar.suffix
    guard Disk.files.stamp(path) != nil else { return nil }
    do throws(FileProblem) {
      sidecar = Sidecar(parsing: try ByteSource(path: path).readAll(limit: Sidecar.largest), manifests)
      problems = sidecar.problems
    } catch {
      sidecar = Sidecar(parsing: [], [])
      let isLarge = Disk.files.stamp(path).map { $0.size > Sidecar.largest } ?? false
      problems = [isLarge ? Sidecar.tooLarge : Sidecar.Problem(line: 1, cause: error.cause)]
    }
  }

  var overrides: [Override] { sidecar.overrides() }
  var hasProblems: Bool { !problems.isEmpty }

  /// What a person should know: what is wrong with the file, and what is not applied.
  func messages(_ orphans: [OrphanedOverride]) -> [String] {
    problems.map { "\(path):\($0.line): \($0.cause)" }
      + orphans.map { "\(path):\(sidecar.line(of: $0.override) ?? 1): \($0.message)" }
  }
}
