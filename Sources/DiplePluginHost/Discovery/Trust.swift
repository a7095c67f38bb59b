import DipleJSONRPC
public import Foundation

/// Which modules a person trusts, and what these may: kept in a file of the user's, by folder and checksum. A module whose files
/// change is trusted no longer.
public struct Trust: Sendable {
  /// What a person said of a module.
  public struct Entry: Sendable, Equatable {
    /// The module's folder, links resolved.
    public var folder: String
    /// The SHA-256 of what it held.
    public var checksum: String
    /// What it may beyond reading the text: the names of capabilities (`network`, `files`, `environment`).
    public var grants: Set<String>
  }

  /// Why the file cannot be used.
  public struct Problem: Error, Sendable, CustomStringConvertible {
    /// For a person: the file and the cause.
    public let description: String
  }

  /// How a module stands.
  public enum State: Sendable, Equatable {
    /// Its files are the ones that were trusted.
    case trusted(grants: Set<String>)
    /// It was trusted, but its files are others now.
    case changed
    /// Nobody has said anything of it.
    case unknown
  }

  private let file: URL
  /// One writer at a time: each reads what others wrote since, and changes that.
  private static func locked<Result>(_ file: URL, _ body: () throws(Problem) -> Result) throws(Problem) -> Result {
    let folder = file.deletingLastPathComponent()
    try? FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let lock = open(file.path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0, flock(lock, LOCK_EX) == 0 else {
      throw Problem(description: "\(file.path).lock: cannot be written")
    }
    defer { close(lock) }
    return try body()
  }

  /// The entries, by folder.
  public private(set) var entries: [String: Entry] = [:]

  /// Reads a file; there may be none. A file that cannot be read is a problem, and trusts nothing.
  public init(_ file: URL) throws(Problem) {
    // A link is followed, so that what it names is written and not the link.
    self.file = file.resolvingSymlinksInPath()
    guard let data = try? Data(contentsOf: file) else { return }
    guard let json = try? JSON(parsing: Array(data)), json["version"] == 1, let list = json["trusted"]?.array else {
      throw Problem(description: "\(file.path): is no list of trusted modules; mend or remove it")
    }
    for item in list {
      guard let folder = item["folder"]?.string, let checksum = item["sha256"]?.string else {
        throw Problem(description: "\(file.path): an entry without “folder” or “sha256”; mend or remove it")
      }
      let grants = Set(item["grants"]?.array?.compactMap(\.string) ?? [])
      entries[folder] = Entry(folder: folder, checksum: checksum, grants: grants)
    }
  }

  /// How a folder stands.
  public func state(of folder: URL) throws(Problem) -> State {
    knows(folder) ? state(of: folder, checksum: try Self.checksum(folder)) : .unknown
  }

  /// How a folder with this checksum stands.
  func state(of folder: URL, checksum: String) -> State {
    guard let entry = entries[Self.name(folder)] else { return .unknown }
    return checksum == entry.checksum ? .trusted(grants: entry.grants) : .changed
  }

  /// True where a person has said something of a folder.
  func knows(_ folder: URL) -> Bool { entries[Self.name(folder)] != nil }

  /// The checksum of a folder as it is now.
  public static func checksum(of folder: URL) throws(Problem) -> String { try checksum(folder) }

  /// Trusts a folder, and writes that down.
  /// - Parameter checksum: what the person saw; nil for the folder as it is now. Another content is refused.
  public mutating func trust(_ folder: URL, grants: Set<String>, seen checksum: String? = nil) throws(Problem) {
    let name = Self.name(folder)
    let now = try Self.checksum(folder)
    if let checksum, checksum != now {
      throw Problem(description: "\(name): has changed since you were asked, and was not trusted")
    }
    try Self.locked(file) { () throws(Problem) in
      entries = try Trust(file).entries
      entries[name] = Entry(folder: name, checksum: now, grants: grants)
      try write()
    }
  }

  /// Trusts a folder no longer. Returns false where it was not trusted.
  public mutating func distrust(_ folder: URL) throws(Problem) -> Bool {
    try Self.locked(file) { () throws(Problem) in
      entries = try Trust(file).entries
      guard entries.removeValue(forKey: Self.name(folder)) != nil else { return false }
      try write()
      return true
    }
  }

  private static func name(_ folder: URL) -> String { folder.resolvingSymlinksInPath().path }

  private static func checksum(_ folder: URL) throws(Problem) -> String {
    do { return try Checksum.of(folder: folder) } catch { throw Problem(description: error.description) }
  }

  private func write() throws(Problem) {
    let list = entries.values.sorted { $0.folder < $1.folder }.map { entry -> JSON in
      [
        "folder": .string(entry.folder), "sha256": .string(entry.checksum),
        "grants": .array(entry.grants.sorted().map(JSON.string)),
      ]
    }
    let json: JSON = ["version": 1, "trusted": .array(list)]
    do {
      // Whole or not at all: another `diple` may read it at this moment.
      try Data(json.bytes).write(to: file, options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    } catch {
      throw Problem(description: "\(file.path): cannot be written: \(error.localizedDescription)")
    }
  }
}
