public import DiplePluginKit
public import Foundation

/// A module that was found, and how it stands.
public struct Plugin: Sendable {
  /// Where a module comes from.
  public enum Place: String, Sendable {
    /// It is a part of the program.
    case builtIn = "built-in"
    /// The user's folder.
    case user
    /// A flag or a setting of the user's names it.
    case given
    /// The workspace brings it, so that it may be anybody's.
    case workspace
  }

  /// Why a module runs, or why not.
  public enum State: Sendable, Equatable {
    /// It runs.
    case active
    /// The user has switched it off.
    case disabled
    /// It comes with the workspace, and nobody has said that it may run.
    case untrusted
    /// It was trusted, but its files are others now.
    case changed
    /// It cannot be loaded.
    case broken
    /// Another module of its id, or one that makes the same kind, stands before it.
    case displaced(by: String)
  }

  /// The id of the manifest; the folder's name where that cannot be read.
  public var id: String
  /// Where it comes from.
  public var place: Place
  /// Its folder; nil for a part of the program.
  public var folder: URL?
  /// What it says of itself; nil where that cannot be read.
  public var manifest: Manifest?
  /// How it stands.
  public var state: State
  /// What it may beyond reading the text, of what it asks for.
  public var grants: Set<String> = []
  /// The checksum of its folder, where somebody must trust it or has.
  public var checksum: String?
  /// What is wrong with it or its files; some of it may work all the same.
  public var problems: [PluginProblem] = []

  /// `swift`, `rules` or `process`.
  public var kind: String {
    switch manifest?.entry {
    case .builtIn?: "swift"
    case .rules?: "rules"
    case .command?: "process"
    case nil: "?"
    }
  }
  /// What it asks for beyond reading the text: names of capabilities.
  public var asked: [String] { manifest?.capabilities.names ?? [] }
  /// What it asks for and has not been granted.
  public var refused: [String] { asked.filter { !grants.contains($0) } }
}

/// Something wrong in a module's files.
public struct PluginProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file's path.
  public var file: String
  /// The line, from 1; nil where it concerns the whole file.
  public var line: Int?
  /// The column, from 1, in Unicode scalars.
  public var column: Int?
  /// What is wrong, and what to do.
  public var cause: String
  /// Makes a problem. What the cause quotes of the file is shown as plain text.
  public init(file: String, line: Int? = nil, column: Int? = nil, cause: String) {
    (self.file, self.line, self.column, self.cause) = (file, line, column, PlainText.line(cause))
  }
  /// For a person: `FILE:LINE:COLUMN: CAUSE`.
  public var description: String {
    PlainText.line(file) + (line.map { ":\($0)" } ?? "") + (column.map { ":\($0)" } ?? "") + ": " + cause
  }
}

/// Where modules are looked for.
public struct PluginPlaces: Sendable {
  /// Folders of modules, or a module's own folder, that a flag or a setting of the user's names.
  public var given: [URL]
  /// The same, named by an editor's settings: those in a workspace, or around one, are the workspace's.
  public var named: [URL] = []
  /// The user's folder; nil where it is not looked at.
  public var user: URL?
  /// The workspace's folders.
  public var workspaces: [URL]

  /// Makes places.
  public init(given: [URL] = [], user: URL? = nil, workspaces: [URL] = []) {
    (self.given, self.user, self.workspaces) = (given, user, workspaces)
  }

  /// Where a workspace's modules are, below its folder.
  public static let workspaceFolder = ".diple/plugins"

  /// The folders of modules, the strongest place first.
  func folders() -> (found: [(folder: URL, place: Plugin.Place)], problems: [PluginProblem]) {
    var found: [(folder: URL, place: Plugin.Place)] = []
    var problems: [PluginProblem] = []
    for folder in given {
      let modules = Self.modules(in: folder)
      if modules.isEmpty {
        problems.append(
          PluginProblem(file: folder.path, cause: "is no module and holds none: there is no \(Manifest.fileName)"))
      }
      found += modules.map { ($0, .given) }
    }
    // A workspace is not the user, whatever names its folders: `..` may lead to a module that holds the workspace.
    let roots = workspaces.map { $0.resolvingSymlinksInPath().path + "/" }
    for module in named.flatMap(Self.modules) {
      let path = module.resolvingSymlinksInPath().path + "/"
      let isWorkspace = roots.contains { path.hasPrefix($0) || $0.hasPrefix(path) }
      found.append((module, isWorkspace ? .workspace : .given))
    }
    if let user { found += Self.modules(in: user).map { ($0, .user) } }
    for workspace in workspaces {
      found += Self.modules(in: workspace.appendingPathComponent(Self.workspaceFolder)).map { ($0, .workspace) }
    }
    var seen: Set<String> = []
    return (found.filter { seen.insert($0.folder.resolvingSymlinksInPath().path).inserted }, problems)
  }

  private static let limit = 200

  /// The folder itself where it is a module, else the modules right below it.
  private static func modules(in folder: URL) -> [URL] {
    if isModule(folder) { return [folder.standardizedFileURL] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let below = names.sorted().filter { !$0.hasPrefix(".") }.map {
      folder.appendingPathComponent($0, isDirectory: true).standardizedFileURL
    }
    return Array(below.filter(isModule).prefix(limit))
  }

  private static func isModule(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(Manifest.fileName).path)
  }
}
