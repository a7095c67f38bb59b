public import Foundation

/// Where a user's things lie (XDG Base Directory Specification).
public struct UserFolders: Sendable {
  /// For what the user decided: which modules are trusted.
  public var configuration: URL
  /// For what the user put there: modules.
  public var data: URL

  /// Makes folders of these.
  public init(configuration: URL, data: URL) { (self.configuration, self.data) = (configuration, data) }

  /// Reads the environment. Paths that are not absolute are passed over, as the specification says.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory()
    func folder(_ variable: String, _ standard: String) -> URL {
      let path = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/" + standard
      return URL(fileURLWithPath: path, isDirectory: true).appendingPathComponent("diple", isDirectory: true)
    }
    configuration = folder("XDG_CONFIG_HOME", ".config")
    data = folder("XDG_DATA_HOME", ".local/share")
  }

  /// Where the user's own modules are.
  public var plugins: URL { data.appendingPathComponent("plugins", isDirectory: true) }
  /// Where is written what the user trusts.
  public var trust: URL { configuration.appendingPathComponent("trust.json") }
}
