import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import DipleRules
import DipleSpecs
import Foundation
import TestSupport
import Testing

/// Specs/protocol/rules.md is a page for people; what it shows must be so.
@Suite struct RulesDocumentTests {
  static let protocolFolder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Specs/protocol").standardizedFileURL

  /// The code blocks of a language on the page.
  static func blocks(_ language: String) throws -> [String] {
    let page = try String(contentsOf: protocolFolder.appending(path: "rules.md"), encoding: .utf8)
    return page.components(separatedBy: "```\(language)\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
  }

  @Test func everyExampleOfThePageHolds() throws {
    let manifest = try Manifest(Resource("rules.md", text: try #require(Self.blocks("json").first)))
    var count = 0
    for block in try Self.blocks("yaml") {
      // A setting that nothing uses is a mistake, and each block is a module.
      var manifest = manifest
      manifest.settings.values = manifest.settings.values.filter { block.contains($0.key) }
      let module = RuleModule(manifest: manifest, files: ["rules.md"]) { _ in Array(block.utf8) }
      #expect(module.problems.map(\.description) == [])
      var registry = Registry.builtIn
      registry.register(module.annotator)
      for result in module.checkExamples(try registry.pipeline()) {
        count += 1
        #expect(result.failures == [], "\(result.example.rule): \(result.example.text)")
      }
    }
    #expect(count >= 15)
  }

  @Test func everyPropertyAndMemberThatIsReadIsOnThePageAndInTheSchema() throws {
    let page = try String(contentsOf: Self.protocolFolder.appending(path: "rules.md"), encoding: .utf8)
    let schema = try JSON(parsing: Array(Data(contentsOf: Self.protocolFolder.appending(path: "rules.schema.json"))))
    let unknown = RuleModule(manifest: Toy.manifest, files: ["r"]) { _ in Array("rules: [{ x: y }]".utf8) }
    let advice = try #require(unknown.problems.first?.advice)
    let known = advice.components(separatedBy: "there are ").last?.components(separatedBy: ", ") ?? []
    let members = schema["$defs"]?["rule"]?["properties"]?.object?.map(\.0) ?? []
    #expect(Set(known) == Set(members) && known.count > 10)
    #expect(known.filter { !page.contains("`\($0)`") } == [])
    for looks in TokenTest.Looks.allCases { #expect(page.contains("`\(looks.rawValue)`")) }
    for letterCase in TokenTest.LetterCase.allCases { #expect(page.contains("`\(letterCase.rawValue)`")) }
  }
}
