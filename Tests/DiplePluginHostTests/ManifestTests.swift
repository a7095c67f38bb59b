import DiplePluginKit
import Testing

/// What a manifest may say, and how a mistake in it is told.
@Suite struct ManifestTests {
  private func read(_ text: String) throws -> Manifest {
    try Manifest(Resource("hedges/diple-plugin.json", text: text))
  }

  @Test func allMembersAreRead() throws {
    let manifest = try read(
      """
      { "id": "hedges", "version": "1.0.0", "api": 1, "title": "Hedges", "languages": ["en"],
        "kinds": {
          "hedge": { "label": "Hedge", "color": "#b58900", "severity": "problem",
                     "attributes": { "holder": "mention", "strength": ["weak", "strong"], "n": "number" } },
          "boost": {} },
        "requires": ["tokens", "entity"], "produces": ["hedge"], "scope": "sentence",
        "settings": { "strict": { "type": "bool", "default": false, "description": "Mark “could” too" } },
        "entry": { "command": ["python3", "main.py"] },
        "capabilities": { "network": true, "files": ["read:~/models", "write:/srv/out"], "environment": ["HF_HOME"] },
        "limits": { "seconds": 2.5, "memory": 200, "output": 1 },
        "deterministic": false, "parallel": 4, "specs": ["specs/*.md"] }
      """)
    #expect(manifest.languages == ["en"])
    #expect(manifest.kinds.map(\.label) == ["Hedge", "boost"])
    #expect(manifest.kinds.map(\.severity) == [.problem, .note])
    #expect(manifest.kinds.map(\.color) == ["#b58900", nil])
    #expect(manifest.kinds[0].attributes.map(\.type) == [.mention, .string, .number])
    #expect(manifest.produces == ["hedge"])
    #expect(manifest.scope == .sentence)
    #expect(manifest.settings == Settings(["strict": .bool(false)]))
    #expect(manifest.settingDeclarations["strict"]?.description == "Mark “could” too")
    #expect(manifest.entry == .command(["python3", "main.py"]))
    #expect(
      manifest.capabilities
        == .init(network: true, readable: ["~/models"], writable: ["/srv/out"], environment: ["HF_HOME"]))
    #expect(manifest.limits == .init(seconds: 2.5, memory: 200, output: 1))
    #expect(!manifest.isDeterministic)
    #expect(manifest.parallel == 4)
    #expect(manifest.specs == ["specs/*.md"])
  }

  @Test func whatIsNotSaidHasADefault() throws {
    let manifest = try read(#"{"id": "a", "version": "1", "api": 1, "kinds": {"k": {}}}"#)
    #expect(manifest.title == "a")
    #expect(manifest.produces == ["k"])
    #expect(manifest.scope == .document)
    #expect(manifest.entry == .builtIn)
    #expect(manifest.capabilities == .none)
    #expect(manifest.limits == .init(seconds: 5, memory: 1024, output: 8))
    #expect(manifest.isDeterministic && manifest.parallel == 1)
  }

  @Test(
    arguments: [
      ("\n \"kindz\": {}", "2: “kindz” is not known; did you mean “kinds”?"),
      ("\n\n \"kinds\": {\"k\": {\n \"lable\": \"K\"}}", "4: “kinds.k.lable” is not known; did you mean “label”?"),
      (
        "\"kinds\": {\"k\": {\"attributes\":\n {\"a\": \"strin\"}}}",
        "2: “kinds.k.attributes.a” must be one of string, bool, number, mention, cluster, annotation or a list of words; "
          + "did you mean “string”?"
      ), ("\"kinds\": {}", "1: “kinds” must name at least one kind"),
      ("\"kinds\": {\"k\": {\"color\": \"red\"}}", "1: “kinds.k.color” must be a colour such as “#b58900”"),
      (
        "\"kinds\": {\"k\": {}}, \"produces\": [\"q\"]",
        "1: “produces” “q” is not among “kinds”"
      ),
      (
        "\"kinds\": {\"k\": {}}, \"scope\": \"paragaph\"",
        "1: “scope” must be one of sentence, paragraph, document; did you mean “paragraph”?"
      ),
      (
        "\"kinds\": {\"k\": {}},\n\"requires\": [\"tokens\",\n 7]",
        "3: “requires.1” must be text"
      ),
      ("\"kinds\": {\"k\": {}}, \"entry\": {}", "1: “entry” must hold either “rules” or “command”"),
      (
        "\"kinds\": {\"k\": {}},\n\"entry\": {\"command\": [\"python3\", \"--config=../x/main.py\"]}",
        "2: “entry.command” “--config=../x/main.py” leads out of the module's folder: no “..”"
      ),
      (
        "\"kinds\": {\"k\": {}}, \"limits\": {\"seconds\": 0}",
        "1: “limits.seconds” must be more than 0 and at most 600"
      ),
      (
        "\"kinds\": {\"k\": {}}, \"capabilities\": {\"files\": [\"~/models\"]}",
        "1: “capabilities.files” “~/models” must be “read:” or “write:” and a path that starts with “/” or “~”"
      ),
      (
        "\"kinds\": {\"k\": {}}, \"settings\": {\"s\": {\"type\": \"number\", \"default\": \"1\"}}",
        "1: “settings.s.default” is not of the type that “type” says"
      ), ("\"kinds\": {\"k\": {}}, \"parallel\": 0", "1: “parallel” must be 1 to 64 documents"),
      ("\"kinds\": {\"k\": {}},\n\n,", "3: not JSON: a member needs a name"),
    ])
  func mistakesNameLineAndMember(rest: String, cause: String) {
    let error = #expect(throws: ManifestError.self) {
      try read("{\"id\": \"a\", \"version\": \"1\", \"api\": 1, \(rest)}")
    }
    #expect(error?.description == "hedges/diple-plugin.json:" + cause)
  }

  @Test(
    arguments: [
      ("{}", "1: “id” is missing"), ("[]", "1: must be an object"),
      (#"{"id": "A B"}"#, "1: “id” must be a name of small letters, digits and “-”, such as “hedges”"),
      (
        #"{"id": "a", "version": "1", "api": 2, "kinds": {"k": {}}}"#,
        "1: “api” must be 1: this build speaks no other version of the contract"
      ),
    ])
  func whatMustBeThereIs(text: String, cause: String) {
    let error = #expect(throws: ManifestError.self) { try read(text) }
    #expect(error?.description == "hedges/diple-plugin.json:" + cause)
  }
}
