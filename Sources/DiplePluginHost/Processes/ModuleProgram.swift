public import DiplePluginKit
import DipleSandbox

/// What the user lets a module have of what its manifest asks for.
public struct Grants: Sendable, Hashable {
  /// What is granted; what the manifest does not ask for is not given.
  public var capabilities: Manifest.Capabilities
  /// Grants these.
  public init(_ capabilities: Manifest.Capabilities) { self.capabilities = capabilities }
  /// Nothing.
  public static let none = Grants(.none)
  /// All that the manifest asks for.
  public static func all(of manifest: Manifest) -> Grants { Grants(manifest.capabilities) }

  /// Of what the manifest asks for, the capabilities of these names (`Manifest.Capabilities.names`).
  public init(_ names: Set<String>, of manifest: Manifest) {
    var granted = manifest.capabilities
    if !names.contains("network") { granted.network = false }
    if !names.contains("files") { (granted.readable, granted.writable) = ([], []) }
    if !names.contains("environment") { granted.environment = [] }
    capabilities = granted
  }

  /// What is both asked for and granted.
  func given(_ asked: Manifest.Capabilities) -> Manifest.Capabilities {
    func both(_ asked: [String], _ granted: [String]) -> [String] { asked.filter(granted.contains) }
    return Manifest.Capabilities(
      network: asked.network && capabilities.network, readable: both(asked.readable, capabilities.readable),
      writable: both(asked.writable, capabilities.writable),
      environment: both(asked.environment, capabilities.environment))
  }
}

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

/// From a manifest's command to a program: where it is, and what it must be able to read to run at all.
struct ModuleProgram {
  /// What every program needs: libraries, interpreters, time zones, certificates. No folder of a person.
  static let system = [
    "/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin", "/opt", "/nix/store", "/gnu/store",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/localtime", "/etc/timezone", "/etc/passwd",
    "/etc/group", "/etc/nsswitch.conf", "/etc/locale.alias", "/etc/ssl/openssl.cnf", "/etc/ssl/certs",
    "/etc/pki/tls/certs",
    "/etc/ca-certificates", "/etc/python3", "/etc/python3.11", "/etc/mime.types", "/dev/zero", "/dev/random",
    "/dev/urandom", "/dev/full", "/sys/devices/system/cpu", "/sys/fs/cgroup",
  ]
  /// What names are looked up with.
  private static let network = [
    "/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/services", "/run/systemd/resolve",
  ]

  /// The program with all it may do. Throws the cause, for a person, where it cannot be found.
  static func sandboxed(
    _ manifest: Manifest, _ command: [String], folder: String, grants: Grants, surroundings: Surroundings
  ) throws(ModuleFailure) -> (program: SandboxedProgram, scratch: ScratchFolder) {
    let search = surroundings.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    let folders = search.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    let home = surroundings.environment["HOME"]
    func atHome(_ path: String) -> String {
      guard path.hasPrefix("~"), let home else { return path }
      return home + path.dropFirst()
    }
    let word = command[0].hasPrefix("~/") ? atHome(command[0]) : command[0]
    let candidates =
      word.hasPrefix("/") ? [word] : word.utf8.contains(0x2F) ? ["\(folder)/\(word)"] : folders.map { "\($0)/\(word)" }
    guard let path = candidates.first(where: { diple_sandbox_can_run($0) }) else {
      throw .cannotStart("\(manifest.id): there is no program “\(word)” to run")
    }
    guard let scratch = ScratchFolder(in: surroundings.temporary) else {
      throw .cannotStart("\(manifest.id): no scratch folder can be made in \(surroundings.temporary)")
    }
    let given = grants.given(manifest.capabilities)
    var program = SandboxedProgram(path: path, arguments: command, folder: folder)
    program.scratch = scratch.path
    program.readable = system + folders + interpreterFolders(path, folders, home: home) + given.readable.map(atHome)
    program.writable = given.writable.map(atHome)
    program.network = given.network
    if given.network { program.readable += network }
    program.limits.memory = manifest.limits.memory << 20
    program.environment = [
      "PATH": search, "LANG": "C.UTF-8", "HOME": scratch.path, "TMPDIR": scratch.path, "DIPLE_OUT": "3",
      "DIPLE_MODULE": manifest.id,
    ]
    for name in given.environment { program.environment[name] = surroundings.environment[name] }
    return (program, scratch)
  }

  /// Where an interpreter keeps its library: beside its `bin`. A version manager's `shims` lead to scripts and versions beside them.
  private static func interpreterFolders(_ path: String, _ search: [String], home: String?) -> [String] {
    var found = search.filter { $0.hasSuffix("/shims") }.map(parent)
    // A virtual environment of Python: its interpreter is a link, its library is its own.
    let environment = parent(parent(path))
    if realPath(environment + "/pyvenv.cfg") != nil { found.append(environment) }
    if let real = realPath(path) {
      found.append(real)
      if parent(real).hasSuffix("/bin") { found.append(parent(parent(real))) }
    }
    // A program in ~/bin must not open the whole home.
    return found.filter { folder in
      guard folder != "", let home = home.flatMap(realPath) else { return folder != "" }
      return folder != home && !home.hasPrefix(folder + "/") && folder != home + "/.local"
    }
  }

  private static func parent(_ path: String) -> String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "" }

  /// The path without links.
  static func realPath(_ path: String) -> String? {
    var real = [CChar](repeating: 0, count: 4096)
    guard diple_sandbox_real_path(path, &real) else { return nil }
    return String(decoding: real.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
