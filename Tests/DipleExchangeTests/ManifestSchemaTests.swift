import DipleExchange
import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Foundation
import TestSupport
import Testing

/// Specs/protocol/manifest.schema.json against what the reader takes.
@Suite struct ManifestSchemaTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Specs/protocol/manifest.schema.json").standardizedFileURL
  private static var schema: JSON? {
    guard let bytes = try? Data(contentsOf: file) else { return nil }
    return try? JSON(parsing: Array(bytes))
  }

  @Test(.enabled(if: schema != nil, "a checkout without Specs")) func ourManifestsKeepIt() throws {
    let checker = try SchemaChecker(#require(Self.schema))
    for manifest in Registry.builtIn.manifests { #expect(checker.problems(manifest.json) == [], "\(manifest.id)") }
    for name in ["Quotes", "Entities", "Dates", "Stance"] {
      let file = Self.file.deletingLastPathComponent().appending(path: "../../Plugins/\(name)/diple-plugin.json")
      #expect(checker.problems(try JSON(parsing: Array(Data(contentsOf: file.standardizedFileURL)))) == [], "\(name)")
    }
  }

  /// Schema and reader know the same members, and the same words.
  @Test(.enabled(if: schema != nil)) func itNamesWhatTheReaderKnows() throws {
    let properties = try #require(Self.schema?["properties"])
    let names = (properties.object ?? []).map(\.0)
    func reads(_ member: String) -> Bool {
      let text = #"{"id": "a", "version": "1", "api": 1, "kinds": {"k": {}}, "\#(member)": null}"#
      do {
        _ = try Manifest(Resource("a", text: text))
        return true
      } catch { return !error.cause.contains("not known") }
    }
    for name in names { #expect(reads(name), "\(name)") }
    #expect(!reads("kindness"))
    #expect(properties["scope"]?["enum"]?.array?.compactMap(\.string) == Manifest.Scope.allCases.map(\.rawValue))
    let kind = properties["kinds"]?["additionalProperties"]?["properties"]
    #expect(kind?["severity"]?["enum"]?.array?.compactMap(\.string) == Manifest.Kind.Severity.allCases.map(\.rawValue))
    #expect(properties["limits"]?["properties"]?["seconds"]?["maximum"]?.number == Manifest.Limits.most.seconds)
    #expect(properties["limits"]?["properties"]?["memory"]?["maximum"]?.int == Manifest.Limits.most.memory)
    #expect(properties["limits"]?["properties"]?["output"]?["maximum"]?.int == Manifest.Limits.most.output)
  }
}
