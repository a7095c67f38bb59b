import DipleJSONRPC
import DiplePluginHost
import Foundation
import TestSupport
import Testing

@testable import DipleLanguageServer

/// Specs/protocol/options.schema.json against what the server reads.
@Suite struct OptionsSchemaTests {
  private static let schema: JSON? = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Specs/protocol/options.schema.json")
    return (try? Data(contentsOf: file.standardizedFileURL)).flatMap { try? JSON(parsing: Array($0)) }
  }()

  private func told(_ options: JSON) -> [String] {
    var problems: [String] = []
    _ = Options(options, Bridge.registry.manifests, problems: &problems)
    return problems
  }

  @Test(.enabled(if: schema != nil, "a checkout without Specs")) func itNamesAllOptions() throws {
    let properties = try #require(Self.schema?["properties"]?.object).map(\.0)
    #expect(Set(properties) == Set(Options.names).union(Options.foreign))
    let codes = Self.schema?["properties"]?["diagnostics"]?["anyOf"]?.array?.last?["properties"]?.object?.map(\.0) ?? []
    #expect(Set(codes) == Set(DiagnosticCode.allCases.map(\.rawValue)))
  }

  @Test(.enabled(if: schema != nil)) func itsDefaultsAreOurs() throws {
    for face in Face.allCases {
      let property = try #require(Self.schema?["properties"]?[face.rawValue])
      let definition = property["$ref"]?.string.flatMap {
        Self.schema?["$defs"]?[String($0.split(separator: "/").last!)]
      }
      #expect((definition ?? property)["default"] == .bool(Face.sober.contains(face)), "\(face)")
    }
  }

  /// What the one takes, the other takes; what the one refuses, the other refuses.
  @Test(
    .enabled(if: schema != nil),
    arguments: [
      [:], ["only": ["date"]], ["only": "date"], ["only": nil], ["date": "2024-05-02"], ["date": "May"],
      ["fullLists": true],
      ["fullLists": 1], ["hover": false], ["hover": "no"], ["inlayHints": false], ["inlayHints": "all"],
      ["inlayHints": "some"],
      ["inlayHints": ["enabled": true, "quote": "implicit", "date": false]], ["inlayHints": ["quote": "all"]],
      ["inlayHints": ["enabled": "implicit"]], ["diagnostics": false], ["diagnostics": ["similar-names": "hint"]],
      ["diagnostics": ["similar-names": "loud"]], ["diagnostics": ["names": "hint"]], ["diagnostics": "off"],
      ["author": "Eva"], ["author": 3], ["specs": ["file": "a.md"]], ["specs": ["file": ""]], ["specs": [:]],
      ["disable": ["finder"]],
      ["disable": "dates"], ["modules": [:]], ["modules": []], ["modules": ["finder": [:]]], ["modules": ["finder": 3]],
      ["names": [["name": "Kostel", "type": "place", "aliases": ["KST"], "id": "7"]]], ["names": "Kostel"],
      ["names": [["name": "Kostel"]]], ["names": [["name": "Kostel", "type": "town"]]], ["names": ["Kostel"]],
      ["names": [["name": "Kostel", "type": "place", "colour": "red"]]],
      ["names": [["name": "Kostel", "type": "place", "aliases": ["KST", 3]]]],
      ["names": [["name": "Kostel", "type": "place", "id": ""]]],
      ["overrides": false], ["workspaceFiles": "all"], ["colour": "red"], ["trace": ["server": "off"]],
      ["$schema": "a"], "all", [3],
    ] as [JSON])
  func readerAndSchemaAgree(options: JSON) throws {
    let problems = try SchemaChecker(#require(Self.schema)).problems(options)
    #expect(problems.isEmpty == told(options).isEmpty, "\(problems) and \(told(options))")
  }
}
