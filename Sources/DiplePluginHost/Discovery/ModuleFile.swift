import DiplePluginKit
public import Foundation

/// A manifest or a rule file that somebody writes in.
public struct ModuleFile: Sendable, Hashable {
  /// The module's folder.
  public let folder: URL
  /// The file's path in the folder.
  public let name: String

  /// Finds the module that a file belongs to.
  /// - Parameters:
  ///   - path: the file's path.
  ///   - content: what is in it: one that has `rules:` is a rule file even where the manifest does not name it.
  public init?(path: String, content: [UInt8]) {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    var folder = url.deletingLastPathComponent()
    if url.lastPathComponent == Manifest.fileName {
      (self.folder, name) = (folder, Manifest.fileName)
      return
    }
    guard ["yml", "yaml"].contains(url.pathExtension) else { return nil }
    for _ in 0..<Self.mostLevels where folder.path != "/" {
      let manifest = folder.appendingPathComponent(Manifest.fileName)
      if FileManager.default.fileExists(atPath: manifest.path) {
        (self.folder, name) = (folder, String(url.path.dropFirst(folder.path.utf8.count + 1)))
        guard isNamed(in: manifest) || Self.holdsRules(content) else { return nil }
        return
      }
      folder = folder.deletingLastPathComponent()
    }
    return nil
  }

  private static let mostLevels = 8
  /// So much of a list is read while somebody writes; the rest counts when the file is saved. In bytes.
  private static let largestList = 65_536

  /// True for the manifest.
  public var isManifest: Bool { name == Manifest.fileName }
  /// The manifest's path.
  public var manifestPath: String { folder.appendingPathComponent(Manifest.fileName).path }

  private func isNamed(in manifest: URL) -> Bool {
    guard let data = try? Data(contentsOf: manifest), data.count <= 1_000_000,
      let manifest = try? Manifest(Resource(manifest.path, bytes: Array(data))),
      case .rules(let patterns) = manifest.entry
    else { return false }
    return patterns.contains { FilePattern($0).takes(name) }
  }

  private static func holdsRules(_ content: [UInt8]) -> Bool {
    content.split(separator: 0x0A).contains { $0.starts(with: "rules:".utf8) }
  }

  /// Reads the module as it is being written, and says what is wrong with it.
  /// - Parameter open: the content of a file that an editor has open, by its path; it counts in the place of what is on the disk.
  public func problems(open: (String) -> [UInt8]?) -> [PluginProblem] {
    do throws(PluginProblem) { return try rules(open: open, hasWholeLists: false)?.problems.map(problem) ?? [] } catch {
      return [error]
    }
  }

  /// The rules of the module as it is being written; nil for a module of another sort, and one that is not there.
  /// - Parameters:
  ///   - open: as for `problems`.
  ///   - hasWholeLists: false where the beginnings of long lists will do.
  public func rules(open: (String) -> [UInt8]?, hasWholeLists: Bool) throws(PluginProblem) -> RuleModule? {
    guard
      let bytes = open(manifestPath) ?? (try? Data(contentsOf: URL(fileURLWithPath: manifestPath))).map({ Array($0) })
    else { return nil }
    let manifest: Manifest
    do { manifest = try Manifest(Resource(manifestPath, bytes: bytes)) } catch {
      throw PluginProblem(file: manifestPath, line: error.line, cause: error.cause)
    }
    guard case .rules(let patterns) = manifest.entry else { return nil }
    let files = files(patterns)
    let disk = RuleFolder(folder)
    // The reader is done before `open` goes out of scope.
    return withoutActuallyEscaping(open) { open in
      RuleModule(manifest: manifest, files: files) { path in
        if let bytes = open(folder.appendingPathComponent(path).path) { return bytes }
        guard let bytes = disk.read(path) else { return nil }
        let isRules = path.hasSuffix(".yml") || path.hasSuffix(".yaml")
        if hasWholeLists || isRules || bytes.count <= Self.largestList { return bytes }
        let start = bytes[..<Self.largestList]
        return Array(start[...(start.lastIndex(of: 0x0A) ?? start.endIndex - 1)])
      }
    }
  }

  /// The rule files that patterns of the manifest mean, and this file where it is one, as paths in the folder.
  public func files(_ patterns: [String]) -> [String] {
    var files = patterns.flatMap { FilePattern($0).files(below: folder) }
    if !isManifest { files.append(name) }
    var seen: Set<String> = []
    return files.filter { seen.insert($0).inserted }
  }

  private func problem(_ problem: RuleProblem) -> PluginProblem {
    PluginProblem(
      file: folder.appendingPathComponent(problem.file).path, line: problem.line, column: problem.column,
      cause: "\(problem.cause); \(problem.advice)")
  }
}

extension FilePattern {
  /// True where a path below the folder is meant.
  func takes(_ path: String) -> Bool { Self.takes(path.split(separator: "/").map(String.init)[...], parts[...]) }

  private static func takes(_ path: ArraySlice<String>, _ parts: ArraySlice<String>) -> Bool {
    guard let part = parts.first else { return path.isEmpty }
    if part == "**" {
      return takes(path, parts.dropFirst()) || !path.isEmpty && takes(path.dropFirst(), parts)
    }
    guard let name = path.first, matches(name, part) else { return false }
    return takes(path.dropFirst(), parts.dropFirst())
  }
}
