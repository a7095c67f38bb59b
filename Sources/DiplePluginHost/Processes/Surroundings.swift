import DipleSandbox

/// The host's surroundings as a module's program may know them.
public struct Surroundings: Sendable {
  /// The environment of this process; a program gets `PATH` and what was granted.
  public var environment: [String: String]
  /// Where scratch folders are made.
  public var temporary: String
  /// Describes surroundings.
  public init(environment: [String: String], temporary: String) {
    (self.environment, self.temporary) = (environment, temporary)
  }
  var path: String { environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin" }
  /// The folders of `PATH`; one that is not absolute would depend on where Diple runs.
  var search: [String] { path.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") } }
  var home: String? { environment["HOME"] }

  /// A path with `~` in the place of the home.
  func atHome(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home else { return path }
    return home + path.dropFirst()
  }

  /// This process's.
  public static var own: Surroundings {
    var environment: [String: String] = [:]
    var at = diple_sandbox_environment()
    while let variable = at?.pointee {
      let text = String(cString: variable)
      if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        environment[String(text[..<equals])] = String(text[text.utf8.index(after: equals)...])
      }
      at = at?.advanced(by: 1)
    }
    return Surroundings(environment: environment, temporary: environment["TMPDIR"] ?? "/tmp")
  }
}
