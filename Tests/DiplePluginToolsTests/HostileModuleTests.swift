import DipleJSONRPC
import DiplePluginHost
import Foundation
import Testing

@testable import DiplePluginTools

private enum Hostile {
  /// It stands beside the tests' bundle.
  static let program: String? = {
    var folders = [URL(filePath: ".build/debug")]
    for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
      folders.insert(bundle.bundleURL.deletingLastPathComponent(), at: 0)
    }
    folders.insert(URL(filePath: CommandLine.arguments.first ?? "").deletingLastPathComponent(), at: 0)
    return folders.map { $0.appending(path: "hostile-module").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  static let isContained = Protections.essential.isSubset(of: Protections.available())
}

/// Programs that do what they must not: each fails the check that is about it.
@Suite(.serialized, .enabled(if: Hostile.program != nil && Hostile.isContained))
struct HostileModuleTests {
  /// Tests the module of Tests/HostileModule in one of its modes. Returns the checks that fail, by name.
  private func failures(_ mode: String, _ detail: String = "0") async throws -> [String: [String]] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "diple-hostile-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: #require(Hostile.program), toPath: folder.appending(path: "program").path)
    let words = ["./program", mode, detail].map { String(decoding: JSON.string($0).bytes, as: UTF8.self) }.joined(
      separator: ", ")
    let manifest = """
      {"id": "hostile", "version": "1.0.0", "api": 1, "title": "Hostile", "kinds": {"mark": {"attributes": {"n": "number"}}},
       "entry": {"command": [\(words)]}, "limits": {"seconds": 0.3}}
      """
    try manifest.write(to: folder.appending(path: "diple-plugin.json"), atomically: true, encoding: .utf8)
    let specimen = try Specimen(folder: folder)
    let kit = Conformance(specimen: specimen, texts: ["Ana Ruiz spoke.", "Nobody really minded."], length: 20_000)
    var failures: [String: [String]] = [:]
    await kit.run { check in if case .failed(let lines) = check.outcome { failures[check.name] = lines } }
    return failures
  }

  @Test func aGoodOnePasses() async throws {
    #expect(try await failures("answer", #"{"annotations":[]}"#) == [:])
  }

  /// It fails twice in the same way; that is enough.
  @Test func oneThatHangs() async throws {
    let failed = try await failures("hang")
    #expect(failed["texts with next to nothing in them"]?.first?.contains("did not answer within 0.3 s") == true)
    #expect(failed.count == 2)
  }

  @Test func oneWhosePlacesLieOutsideTheText() async throws {
    let failed = try await failures("outside")
    #expect(failed.keys.sorted() == ["what it finds is as its manifest says"])
    #expect(failed.values.first?.first?.contains("annotations[") == true)
  }

  @Test(arguments: ["invalid-utf8", "crash", "exit", "endless-answer"])
  func oneThatBreaksTheProtocol(_ mode: String) async throws {
    #expect(try await failures(mode)["texts with next to nothing in them"] != nil)
  }

  @Test func oneThatFailsForSomeTextsIsToldWithThese() async throws {
    let failed = try await failures("crash-at", "Content-Length")
    #expect(failed["hard texts"]?.first?.hasPrefix("what looks like the protocol: ") == true)
  }
}
