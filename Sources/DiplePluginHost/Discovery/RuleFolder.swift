public import DiplePluginKit
import DipleRules
public import Foundation

/// The files of a rule module on disk.
public struct RuleFolder {
  private let folder: URL
  private let root: String
  // A list may have this; rule files are held to less by their reader.
  private static let maxSize = 50_000_000

  /// The files in a folder.
  public init(_ folder: URL) {
    self.folder = folder
    root = folder.resolvingSymlinksInPath().path
  }

  /// Reads the module. Nil where no rule could be read; problems name the files by their paths.
  public func module(
    _ manifest: Manifest, _ patterns: [String]
  ) -> (module: RuleModule?, problems: [PluginProblem]) {
    var problems: [PluginProblem] = []
    var files: [String] = []
    for pattern in patterns {
      let found = FilePattern(pattern).files(below: folder)
      if found.isEmpty {
        problems.append(
          PluginProblem(
            file: folder.appendingPathComponent(Manifest.fileName).path,
            cause: "“entry.rules” names “\(pattern)”, but there is no such file"))
      }
      files += found.filter { !files.contains($0) }
    }
    guard !files.isEmpty else { return (nil, problems) }
    let module = RuleModule(manifest: manifest, files: files, read: read)
    problems += module.problems.map {
      PluginProblem(
        file: folder.appendingPathComponent($0.file).path, line: $0.line, column: $0.column,
        cause: "\($0.cause); \($0.advice)")
    }
    if module.annotator.rules.isEmpty, problems.isEmpty {
      problems.append(
        PluginProblem(file: folder.appendingPathComponent(files[0]).path, cause: "there is no rule in “rules”"))
    }
    return (module.annotator.rules.isEmpty ? nil : module, problems)
  }

  /// A file of the folder; nil where there is none, it is too large, or a link leads out of the folder.
  public func read(_ path: String) -> [UInt8]? {
    let file = folder.appendingPathComponent(path).resolvingSymlinksInPath()
    guard file.path.hasPrefix(root + "/"),
      let size = try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int, size <= Self.maxSize
    else { return nil }
    return (try? Data(contentsOf: file)).map { Array($0) }
  }
}

/// A pattern of file names below a folder: `*` stands for letters of one name, `**` for folders.
public struct FilePattern {
  let parts: [String]

  /// Reads a pattern.
  public init(_ text: String) { parts = text.split(separator: "/").map(String.init) }

  /// The files, as paths in the folder, in order; at most a thousand.
  public func files(below folder: URL) -> [String] {
    var found: [String] = []
    var visits = 0
    collect(folder, "", parts[...], &found, &visits)
    var seen: Set<String> = []
    return found.sorted().filter { seen.insert($0).inserted }
  }

  /// The most folders that are looked into: several `**` could lead through each a great many times.
  private static let mostVisits = 2_000

  private func collect(
    _ folder: URL, _ path: String, _ parts: ArraySlice<String>, _ found: inout [String], _ visits: inout Int
  ) {
    visits += 1
    guard let part = parts.first, found.count < 1_000, path.utf8.count < 1_024, visits <= Self.mostVisits else {
      return
    }
    if part == "**" { collect(folder, path, parts.dropFirst(), &found, &visits) }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where !name.hasPrefix(".") {
      let inner = folder.appendingPathComponent(name)
      let isFolder = (try? inner.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
      let below = path.isEmpty ? name : path + "/" + name
      if part == "**" {
        if isFolder { collect(inner, below, parts, &found, &visits) }
      } else if Self.matches(name, part) {
        if parts.count == 1 {
          if !isFolder { found.append(below) }
        } else if isFolder {
          collect(inner, below, parts.dropFirst(), &found, &visits)
        }
      }
    }
  }

  /// `*` takes any letters; going back to the last `*` only keeps the time in bounds.
  static func matches(_ name: String, _ pattern: String) -> Bool {
    let (name, pattern) = (Array(name.utf8), Array(pattern.utf8))
    var (at, want) = (0, 0)
    var star: (at: Int, want: Int)?
    while at < name.count {
      if want < pattern.count, pattern[want] == 0x2A {
        star = (at, want)
        want += 1
      } else if want < pattern.count, pattern[want] == name[at] {
        (at, want) = (at + 1, want + 1)
      } else if let last = star {
        star = (last.at + 1, last.want)
        (at, want) = (last.at + 1, last.want + 1)
      } else {
        return false
      }
    }
    return pattern[want...].allSatisfy { $0 == 0x2A }
  }
}
