import Foundation
import Testing

@testable import DiplePluginHost

/// What a person trusts, and when that ends.
@Suite struct TrustTests {
  private let root: URL
  private let module: URL
  private var file: URL { root.appendingPathComponent("config/trust.json") }

  init() throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent("diple-trust-\(UUID().uuidString)")
    module = root.appendingPathComponent("module")
    try write("main.sh", "echo")
    try write("lists/words.txt", "perhaps\n")
  }

  private func write(_ path: String, _ text: String) throws {
    let url = module.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func state() throws -> Trust.State { try Trust(file).state(of: module) }

  @Test func whatNobodySpokeOfIsUnknown() throws { #expect(try state() == .unknown) }

  @Test func whatIsTrustedStaysSoWhileItsFilesDo() throws {
    var trust = try Trust(file)
    try trust.trust(module, grants: ["network"])
    #expect(try state() == .trusted(grants: ["network"]))
    try write("lists/words.txt", "perhaps!\n")
    #expect(try state() == .changed)
    try write("lists/words.txt", "perhaps\n")
    #expect(try state() == .trusted(grants: ["network"]))
    try write("more.py", "")
    #expect(try state() == .changed)
  }

  @Test func aFileThatMayRunIsAnotherThanOneThatMayNot() throws {
    var trust = try Trust(file)
    try trust.trust(module, grants: [])
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: module.appendingPathComponent("main.sh").path)
    #expect(try state() == .changed)
  }

  /// A link's target and the path behind it are parted: `m` and `main` are not `ma` and `in`.
  @Test func oneFolderCannotPassForAnother() throws {
    func checksum(_ name: String, link target: String, file: String) throws -> String {
      let folder = root.appendingPathComponent(name)
      for inner in ["m", "ma"] {
        try FileManager.default.createDirectory(
          at: folder.appendingPathComponent(inner), withIntermediateDirectories: true)
      }
      try FileManager.default.createSymbolicLink(
        at: folder.appendingPathComponent("a"), withDestinationURL: folder.appendingPathComponent(target))
      try Data("run me".utf8).write(to: folder.appendingPathComponent(file))
      return try Trust.checksum(of: folder)
    }
    let one = try checksum("one", link: "m", file: "ain")
    #expect(try checksum("other", link: "ma", file: "in") != one)
    #expect(try checksum("same", link: "m", file: "ain") == one)
  }

  /// `git status` writes; the program cannot read there.
  @Test func aRepositorysOwnFilesAreNoPartOfTheModule() throws {
    try write(".git/index", "1")
    var trust = try Trust(file)
    try trust.trust(module, grants: [])
    try write(".git/index", "2")
    #expect(try state() == .trusted(grants: []))
    // Only where the program cannot read them.
    try write("lists/.git/index", "2")
    #expect(try state() == .changed)
  }

  @Test func trustCanBeTakenBack() throws {
    var trust = try Trust(file)
    try trust.trust(module, grants: [])
    #expect(try trust.distrust(module))
    #expect(try !trust.distrust(module))
    #expect(try state() == .unknown)
  }

  @Test func aLinkOutOfTheFolderIsRefused() throws {
    try FileManager.default.createSymbolicLink(
      at: module.appendingPathComponent("out"), withDestinationURL: root.appendingPathComponent("elsewhere"))
    var trust = try Trust(file)
    #expect(throws: Trust.Problem.self) { try trust.trust(module, grants: []) }
  }

  @Test func aLinkToAProgramOfTheSystemIsTakenByItsTarget() throws {
    try FileManager.default.createSymbolicLink(
      at: module.appendingPathComponent("python3"), withDestinationURL: URL(fileURLWithPath: "/usr/bin/env"))
    var trust = try Trust(file)
    try trust.trust(module, grants: [])
    #expect(try state() == .trusted(grants: []))
  }

  @Test func aListThatIsALinkStaysOne() throws {
    let target = root.appendingPathComponent("dotfiles.json")
    try Data(#"{"version": 1, "trusted": []}"#.utf8).write(to: target)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(at: file, withDestinationURL: target)
    var trust = try Trust(file)
    try trust.trust(module, grants: [])
    #expect(try Trust(target).state(of: module) == .trusted(grants: []))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: file.path) == target.path)
  }

  /// Two editors run at once, and each has read the list before the other wrote.
  @Test func whoWritesLaterLosesNothing() throws {
    let other = root.appendingPathComponent("other")
    try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
    var (first, second) = (try Trust(file), try Trust(file))
    try first.trust(module, grants: [])
    try second.trust(other, grants: [])
    let now = try Trust(file)
    #expect(now.entries.count == 2)
    #expect(try now.state(of: module) == .trusted(grants: []))
  }

  @Test func aBrokenListTrustsNothingAndSaysSo() throws {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("{".utf8).write(to: file)
    #expect(throws: Trust.Problem.self) { try Trust(file) }
  }

  @Test func onlyTheUserMayReadTheList() throws {
    var trust = try Trust(file)
    try trust.trust(module, grants: [])
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  /// FIPS 180-4 and NIST's examples.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func theDigestIsThatOfTheStandard(_ text: String, _ digest: String) {
    var sum = SHA256()
    sum.update(text.utf8)
    #expect(sum.finish() == digest)
  }

  @Test func foldersFollowTheEnvironment() {
    let folders = UserFolders(environment: [
      "HOME": "/home/ana", "XDG_CONFIG_HOME": "relative", "XDG_DATA_HOME": "/data",
    ])
    #expect(folders.trust.path == "/home/ana/.config/diple/trust.json")
    #expect(folders.plugins.path == "/data/diple/plugins")
  }
}
