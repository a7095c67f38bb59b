import DiplePluginKit
import Testing

/// `diple-plugin.json`: what it may hold, and what is said of one that is not right.
@Suite struct ManifestTests {
  private func read(_ text: String) throws -> Manifest {
    try Manifest(name: "m.json", bytes: Array(text.utf8))
  }

  private func problem(_ members: String) -> String? {
    let text = """
      { "id": "hedges", "version": "1.0.0", "api": 1,
        "kinds": { "hedge": { "label": "Hedge" } }\(members.isEmpty ? "" : ",\n  " + members) }
      """
    do {
      _ = try read(text)
      return nil
    } catch { return "\(error)" }
  }

  @Test func everythingIsRead() throws {
    let manifest = try read(
      """
      { "$schema": "manifest.schema.json", "id": "hedges", "version": "1.0.0", "api": 1, "title": "Hedges", "languages": ["en", "en-GB"],
        "kinds": { "hedge": { "label": "Hedge", "color": "#b58900", "severity": "problem",
                              "attributes": { "holder": "mention", "strength": ["weak", "strong"], "n": "number" } } },
        "requires": ["tokens", "entity"], "produces": ["hedge"], "scope": "paragraph",
        "settings": { "strict": { "type": "bool", "default": false, "description": "Also finds “may”." } },
        "entry": { "command": ["python3", "main.py"] },
        "capabilities": { "network": true, "files": ["~/models"], "environment": ["HF_HOME"] },
        "limits": { "seconds": 2.5, "memory": 512, "output": 4 },
        "deterministic": false, "parallel": 4, "specs": ["specs/*.md"] }
      """)
    #expect(manifest.languages == ["en", "en-GB"])
    #expect(manifest.kinds[0].severity == .problem)
    #expect(manifest.kinds[0].color == "#b58900")
    #expect(manifest.kinds[0].attributes.map(\.name) == ["holder", "strength", "n"])
    #expect(manifest.scope == .paragraph)
    #expect(manifest.settings.values == ["strict": .bool(false)])
    #expect(manifest.settingNotes == ["strict": "Also finds “may”."])
    #expect(manifest.entry == .command(["python3", "main.py"]))
    #expect(manifest.capabilities.names == ["network", "files", "environment"])
    #expect(manifest.limits.seconds == 2.5 && manifest.limits.memory == 512 && manifest.limits.output == 4)
    #expect(!manifest.isDeterministic && manifest.parallel == 4 && manifest.specs == ["specs/*.md"])
  }

  @Test func littleIsNeeded() throws {
    #expect(problem("") == nil)
    let manifest = try read(#"{"id": "a", "version": "1", "api": 1, "kinds": {"b": {}}}"#)
    #expect(manifest.title == "a")
    #expect(manifest.kinds[0].label == "b")
    #expect(manifest.scope == .document && manifest.entry == .builtIn)
  }

  @Test(arguments: [
    (#""requiers": []"#, "m.json:3: “requiers” is unknown; did you mean “requires”?"),
    (#""frobnicate": 1"#, "m.json:3: “frobnicate” is unknown"),
    (#""scope": "page""#, "m.json:3: “scope” must be one of sentence, paragraph, document"),
    (#""languages": "en""#, "m.json:3: “languages” must be a list of words"),
    (#""produces": ["hint"]"#, "m.json:3: “produces” names “hint”, which “kinds” does not describe"),
    (#""limits": { "seconds": 5, "memory": 1 }"#, "m.json:3: “limits.memory” must be a whole number from 16 to 65536"),
    (
      #""entry": { "rules": ["../out.yml"] }"#,
      "m.json:3: “entry.rules” must name files below the module's folder; “../out.yml” is not below it"
    ),
    (
      #""entry": {}"#,
      "m.json:3: “entry” must hold either “rules”, a list of files, or “command”, a list of words"
    ),
    (#""settings": { "x": { "type": "bool", "default": 3 } }"#, "m.json:3: “settings.x.default” is no bool"),
    (#""settings": { "x": {} }"#, "m.json:3: “settings.x.default” must be a truth value, a number or text"),
    (#""parallel": 0"#, "m.json:3: “parallel” must be a whole number from 1 to 64"),
  ])
  func aMistakeIsNamedWithItsLine(_ members: String, _ error: String) { #expect(problem(members) == error) }

  @Test func whatIsNoManifestIsSaidToBeNone() {
    func cause(_ text: String) -> String? {
      do {
        _ = try read(text)
        return nil
      } catch { return "\(error)" }
    }
    #expect(cause("[]") == "m.json:1: must be an object")
    #expect(cause("{\n\"id\": \"a\",\n}") == "m.json:3: not JSON: a member needs a name")
    #expect(cause(#"{"id": "a b"}"#) == "m.json:1: “id” must be letters, digits and hyphens, like “hedges”")
    #expect(cause(#"{"id": "a", "version": "1", "api": 2}"#)?.contains("this build speaks no other version") == true)
    #expect(
      cause(#"{"id": "a", "version": "1", "api": 1, "kinds": {"tokens": {}}}"#)
        == "m.json:1: “kinds.tokens” is the name of a layer")
    #expect(
      cause(#"{"id": "a", "version": "1", "api": 1, "kinds": {"k": {"attributes": {"text": "string"}}}}"#)
        == "m.json:1: “kinds.k.attributes.text” is what every annotation says of itself")
  }
}
