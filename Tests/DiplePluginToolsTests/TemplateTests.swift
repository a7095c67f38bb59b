import DiplePluginKit
import Foundation
import Testing

@testable import DiplePluginTools

/// `diple plugin new`: what it writes.
@Suite struct TemplateTests {
  private let parent = FileManager.default.temporaryDirectory.appending(path: "diple-new-\(UUID().uuidString)")

  @Test(arguments: ModuleTemplate.allCases)
  func aNewModuleHasAManifestASpecAndAReadme(_ template: ModuleTemplate) throws {
    defer { try? FileManager.default.removeItem(at: parent) }
    let module = try NewModule("loud-words", template, in: parent, package: .path("/x/diple"))
    let paths = try module.write()
    for path in ["diple-plugin.json", "README.md", "specs/loud-words.md"] { #expect(paths.contains(path)) }
    let text = try String(contentsOf: module.folder.appending(path: "diple-plugin.json"), encoding: .utf8)
    let manifest = try Manifest(Resource("m", text: text))
    #expect(manifest.id == "loud-words")
    #expect(manifest.kinds.map(\.name) == ["loud-words"])
    for path in paths {
      let content = try String(contentsOf: module.folder.appending(path: path), encoding: .utf8)
      #expect(!content.lowercased().contains("starter"), "\(path)")
    }
    // A second one would be another's work lost.
    #expect(throws: NewModule.Problem.self) { try module.write() }
  }

  @Test func aSwiftModuleNamesItsTypeAndItsPackage() throws {
    let module = ModuleTemplate.swift
    let files = module.files(for: "loud-words", package: .url("https://example.org/tools/diple-two.git"))
    let package = try #require(files.first { $0.path == "Package.swift" })
    let text = String(decoding: package.bytes, as: UTF8.self)
    #expect(text.contains(#".package(url: "https://example.org/tools/diple-two.git", branch: "main")"#))
    #expect(text.contains(#"package: "diple-two")"#))
    let source = try #require(files.first { $0.path == "Sources/loud-words/LoudWords.swift" })
    #expect(String(decoding: source.bytes, as: UTF8.self).contains("@main struct LoudWordsModule: PluginMain"))
  }

  @Test func whatNamesNoPackageIsTold() {
    #expect(throws: NewModule.Problem.self) { try NewModule("x", .swift, in: parent) }
    // These tests were built in a checkout.
    let program = URL(filePath: #filePath)
    #expect(NewModule.checkout(of: program) != nil)
  }

  @Test(arguments: ["", "Loud", "2x", "a b", "../a", "a/b", "ä"])
  func namesThatAreNone(_ name: String) {
    #expect(throws: NewModule.Problem.self) { try NewModule(name, .rules, in: parent) }
  }
}
