import DiplePluginKit
import DipleSandbox
import Foundation

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
    let path = try find(manifest, command, folder: folder, surroundings)
    guard let scratch = ScratchFolder(in: surroundings.temporary) else {
      throw .cannotStart("\(manifest.id): no scratch folder can be made in \(surroundings.temporary)")
    }
    let given = grants.given(manifest.capabilities)
    var program = SandboxedProgram(path: path, arguments: command, folder: folder)
    program.scratch = scratch.path
    let personal = PersonalFolders(home: surroundings.home)
    let search = surroundings.search
    var needed = (search + interpreterFolders(path, search)).compactMap(personal.open).filter { $0 != "/" }
    if let unread = realPath("\(folder)/\(Checksum.unread)") {
      // What nobody sums nobody runs: not by way of a `bin` in the folder, or of a link.
      program.readsFolder = false
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      // A link that leads out of the folder opens nothing: whoever wrote the module chose where it leads.
      let root = (realPath(folder) ?? folder) + "/"
      needed += names.compactMap { realPath("\(folder)/\($0)") }.filter { $0.hasPrefix(root) }
      needed.removeAll { (unread + "/").hasPrefix($0 + "/") || $0.hasPrefix(unread + "/") }
    }
    program.readable = system + needed + given.readable.map(surroundings.atHome)
    program.writable = given.writable.map(surroundings.atHome)
    program.network = given.network
    if given.network { program.readable += network }
    program.limits.memory = manifest.limits.memory << 20
    program.environment = [
      "PATH": surroundings.path, "LANG": "C.UTF-8", "HOME": scratch.path, "TMPDIR": scratch.path, "DIPLE_OUT": "3",
      "DIPLE_MODULE": manifest.id,
    ]
    for name in given.environment { program.environment[name] = surroundings.environment[name] }
    return (program, scratch)
  }

  /// The file that a command starts.
  static func find(
    _ manifest: Manifest, _ command: [String], folder: String, _ surroundings: Surroundings
  ) throws(ModuleFailure) -> String {
    let word = surroundings.atHome(command[0])
    let candidates =
      word.hasPrefix("/")
      ? [word] : word.utf8.contains(0x2F) ? ["\(folder)/\(word)"] : surroundings.search.map { "\($0)/\(word)" }
    guard let path = candidates.first(where: { diple_sandbox_can_run($0) }) else {
      throw .cannotStart("\(manifest.id): there is no program “\(word)” to run")
    }
    return path
  }

  /// Where an interpreter keeps its library: beside its `bin`. A version manager's `shims` lead to scripts and versions beside them.
  private static func interpreterFolders(_ path: String, _ search: [String]) -> [String] {
    var found = search.filter { $0.hasSuffix("/shims") }.map(parent)
    // A virtual environment of Python: its interpreter is a link, its library is its own.
    let environment = parent(parent(path))
    if realPath(environment + "/pyvenv.cfg") != nil { found.append(environment) }
    if let real = realPath(path) {
      found.append(real)
      if parent(real).hasSuffix("/bin") {
        // An interpreter of the person's own `PATH` may have all that is beside its `bin`; one that a manifest names by its place
        // only what interpreters need, as the place is the module's choice.
        let root = parent(parent(real))
        if !system.contains(root) { found.append(search.contains(parent(path)) ? root : root + "/lib") }
      }
    }
    return found
  }

  private static func parent(_ path: String) -> String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "" }

  /// The path without links.
  static func realPath(_ path: String) -> String? {
    var real = [CChar](repeating: 0, count: 4096)
    guard diple_sandbox_real_path(path, &real) else { return nil }
    return String(decoding: real.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension Plugin {
  /// Which file its command starts on this machine, links resolved; throws the cause where there is none. Nil for a module that is no
  /// program.
  public func program(in surroundings: Surroundings = .own) throws(ModuleFailure) -> String? {
    guard let manifest, let folder, case .command(let command) = manifest.entry else { return nil }
    let path = try ModuleProgram.find(manifest, command, folder: folder.path, surroundings)
    return ModuleProgram.realPath(path) ?? path
  }
}
