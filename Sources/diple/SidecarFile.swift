import DipleExchange
import DipleLanguageServer
import DiplePipeline
import DiplePluginKit
import Foundation

/// A person's corrections of one text: as they lie next to it, then as the folder that `diple` runs in has them.
struct SidecarFiles {
  private let files: [SidecarFile]

  init(of text: String, _ manifests: [Manifest]) {
    let current = URL(fileURLWithPath: FileManager.default.currentDirectoryPath).path + "/"
    let full = URL(fileURLWithPath: text).standardizedFileURL.path
    var files = [SidecarFile(text + Sidecar.suffix, source: nil, manifests)]
    if full.hasPrefix(current) {
      let source = String(full.dropFirst(current.count))
      files.append(SidecarFile(Sidecar.workspacePath, source: source, manifests))
    }
    self.files = files.compactMap(\.self)
  }

  var overrides: [Override] { files.flatMap(\.overrides) }
  var hasProblems: Bool { files.contains(where: \.hasProblems) }

  /// What a person should know: what is wrong with the files, and what is not applied.
  func messages(_ analysis: Analysis) -> [String] { files.flatMap { $0.messages(analysis) } }
}

/// A file of corrections.
private struct SidecarFile {
  let path: String
  /// The text as the file names it; nil where the file is for one text.
  let source: String?
  private let sidecar: Sidecar
  private let problems: [Sidecar.Problem]

  /// Nil where there is none.
  init?(_ path: String, source: String?, _ manifests: [Manifest]) {
    (self.path, self.source) = (path, source)
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

  var overrides: [Override] { sidecar.overrides(of: source) }
  var hasProblems: Bool { !problems.isEmpty }

  func messages(_ analysis: Analysis) -> [String] {
    problems.map { "\(path):\($0.line): \($0.cause)" }
      + analysis.orphans.compactMap { told($0.override, $0.message) }
      + analysis.edited.compactMap { told($0.override, $0.message) }
  }

  /// What is told of an override of this file.
  private func told(_ override: Override, _ message: String) -> String? {
    sidecar.line(of: override).map { "\(path):\($0): \(message)" }
  }
}
