import DipleJSONRPC
import DiplePluginKit
import Testing

@testable import DiplePluginHost

/// What a module is told of two paragraphs when it requires some layers.
private func layers(_ required: String, _ texts: [String] = ["Ana left.", "They may go."]) throws -> JSON {
  let list = required.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ", ")
  let text = """
    {"id": "m", "version": "1.0.0", "api": 1, "requires": [\(list)], "kinds": {"k": {}}, "entry": {"command": ["x"]}}
    """
  let query = ModuleQuery(
    key: "k",
    paragraphs: texts.enumerated().map { .init(number: $0, layers: English.read(Array($1.utf8))) })
  var out = JSONWriter()
  QueryWriter(manifest: try Manifest(Resource("m", text: text)), unit: .codepoint).write(query, to: &out)
  return try #require(try JSON(parsing: out.take())["layers"])
}

@Test func aModuleGetsTheLayersThatItRequires() throws {
  #expect(try layers("").object?.isEmpty == true)
  #expect(try layers("sentences").object?.map { $0.0 } == ["sentences"])
  #expect(try layers("tags")["tags"]?.string == "NNP VBD . PRP MD VB .")
}

@Test func lemmasAreOneAToken() throws {
  let found = try layers("lemmas")
  #expect(found["lemmas"]?.string == "Ana leave . they may go .")
  #expect(found["tokens"]?.array?.count == 14)
}

@Test func headsCountTheTokensOfAllParagraphs() throws {
  let found = try layers("dependencies")
  #expect(found["tokens"]?.array?.count == 14)
  #expect(found["heads"]?.array?.compactMap(\.int) == [1, -1, 1, 5, 5, -1, 5])
  #expect(found["relations"]?.string == "nsubj root punct nsubj aux root punct")
}

@Test func anEmptyTextHasEmptyLayers() throws {
  let found = try layers("lemmas dependencies", [])
  #expect(found["heads"]?.array?.isEmpty == true)
  #expect(found["relations"]?.string == "")
}
