import DiplePluginKit
import Foundation
import Testing

@testable import DiplePluginHost

/// What a program may read to run at all, and what it may not because of that.
@Suite struct ModuleProgramTests {
  private let home: TestFolder
  init() throws { home = try TestFolder() }

  /// Makes a program in a folder below the home; a link to the system's shell, as the interpreter of a virtual environment is.
  private func program(_ path: String, isLink: Bool = false) throws -> String {
    let url = URL(filePath: home.path + "/" + path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    if isLink {
      try FileManager.default.createSymbolicLink(atPath: url.path, withDestinationPath: "/bin/sh")
    } else {
      try Data("#!/bin/sh\n".utf8).write(to: url)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
    }
    return url.deletingLastPathComponent().path
  }

  private func readable(_ command: String, path: String) throws -> [String] {
    let surroundings = Surroundings(
      environment: ["PATH": path + ":relative:/usr/bin", "HOME": home.path], temporary: home.path)
    let manifest = try Manifest(Resource("m", text: #"{"id": "m", "version": "1", "api": 1, "kinds": {"k": {}}}"#))
    let made = try ModuleProgram.sandboxed(
      manifest, [command], folder: home.path + "/module", grants: .none, surroundings: surroundings)
    return made.program.readable
  }

  @Test func aVirtualEnvironmentIsOpenToItsInterpreter() throws {
    let path = try program("project/.venv/bin/python3", isLink: true)
    try home.write("project/.venv/pyvenv.cfg", "")
    let readable = try readable("python3", path: path)
    #expect(readable.contains(home.path + "/project/.venv"))
    #expect(!readable.contains(home.path + "/project"))
    // A manifest may name it, so that it need not be active.
    #expect(
      try self.readable("~/project/.venv/bin/python3", path: "/nowhere")
        == readable.filter { $0 != path })
  }

  @Test func anInterpretersLibraryIsBesideItsBin() throws {
    let path = try program("tools/python-3.13/bin/python3")
    #expect(try readable("python3", path: path).contains(home.path + "/tools/python-3.13"))
    let shims = try program(".pyenv/shims/python3")
    #expect(try readable("python3", path: shims).contains(home.path + "/.pyenv"))
  }

  /// Where a module names a program by its place, the place is its choice: of what lies beside `bin`, only the library is opened.
  @Test func aProgramNamedByItsPlaceOpensNoProject() throws {
    let path = try program("client/bin/tool")
    _ = try program("client/lib/words")
    let readable = try readable("~/client/bin/tool", path: "/nowhere")
    #expect(readable.contains(path + "/tool") && readable.contains(home.path + "/client/lib"))
    #expect(!readable.contains(home.path + "/client"))
  }

  @Test(arguments: ["bin", ".local/bin"]) func aProgramInTheHomeDoesNotOpenTheHome(folder: String) throws {
    let path = try program(folder + "/tool")
    let readable = try readable("tool", path: path)
    #expect(readable.contains(path))
    for folder in [home.path, home.path + "/.local", "", "/", "/home", "/root"] { #expect(!readable.contains(folder)) }
  }

  /// Whatever stands in a `PATH`, or a link in it: what a person keeps there must be granted.
  @Test(arguments: [
    "~", "~/", "~/.", "/", "~/.ssh", "~/.ssh/bin", "~/.config", "~/.local/share", "~/.cargo", "~/link", "~/..",
  ])
  func aPathOpensNothingPersonal(entry: String) throws {
    _ = try program(".ssh/bin/tool")
    _ = try program(".config/tool")
    _ = try program(".local/share/tool")
    _ = try program(".cargo/tool")
    try home.write(".cargo/credentials.toml", "token")
    try FileManager.default.createSymbolicLink(atPath: home.path + "/link", withDestinationPath: home.path)
    let tools = try program("tools/bin/tool")
    let path = entry.replacing("~", with: home.path)
    let readable = try readable("tool", path: tools + ":" + path)
    #expect(readable.contains(tools))
    #expect(
      Set(readable).subtracting(ModuleProgram.system) == [tools, tools + "/tool", home.path + "/tools", "/usr/bin"])
  }

  /// What lies beside a `bin` is read as an interpreter's library, but not where a person's things lie beside it.
  @Test func aProgramBesideSecretsDoesNotOpenThem() throws {
    let path = try program(".cargo/bin/tool")
    try home.write(".cargo/credentials.toml", "token")
    let readable = try readable("tool", path: path)
    #expect(readable.contains(path))
    #expect(!readable.contains(home.path + "/.cargo"))
  }

  @Test func aModulesOwnProgramIsFoundBelowItsFolderOnly() throws {
    _ = try program("module/bin/tool")
    #expect(try readable("bin/tool", path: "/nowhere").contains(home.path + "/module/bin/tool"))
    #expect(throws: ModuleFailure.cannotStart("m: there is no program “tool” to run")) {
      try readable("tool", path: "/nowhere")
    }
    #expect(throws: ModuleFailure.cannotStart("m: there is no program “../other” to run")) {
      try readable("../other", path: "/nowhere")
    }
  }

  @Test func whatIsGrantedIsWhatWasAskedForAndAllowed() {
    let asked = Manifest.Capabilities(network: true, readable: ["~/a", "~/b"], writable: ["/c"], environment: ["D"])
    let granted = Grants(
      .init(network: false, readable: ["~/b", "~/secret"], writable: ["/c"], environment: ["D", "E"]))
    #expect(granted.given(asked) == .init(readable: ["~/b"], writable: ["/c"], environment: ["D"]))
    #expect(Grants.none.given(asked) == .none)
    #expect(asked.names == ["network", "files", "environment"])
  }
}
