import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Foundation
import TestSupport
import Testing

@testable import DipleLanguageServer

/// Modules in a session: found, trusted, read again when their files change.
@Suite struct ModulesTests {
  private let root: URL
  private var workspace: URL { root.appending(path: "work") }
  private var own: URL { workspace.appending(path: ".diple/plugins") }

  init() throws {
    root = FileManager.default.temporaryDirectory.appending(path: "diple-modules-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
  }

  private func write(_ path: String, _ text: String) throws {
    let url = root.appending(path: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url, options: .atomic)
  }

  private func writeRules(_ word: String, in folder: String = "work/.diple/plugins/bells", severity: String = "note")
    throws
  {
    try write(
      "\(folder)/diple-plugin.json",
      """
      {"id": "bells", "version": "1.0.0", "api": 1, "kinds": {"bell": {"label": "Bell", "severity": "\(severity)"}},
       "scope": "paragraph", "entry": {"rules": ["*.yml"]}}
      """)
    try write("\(folder)/rules.yml", Self.rules(word))
  }

  private static func rules(_ word: String) -> String {
    "rules:\n  - id: ring\n    kind: bell\n    pattern: \(word)\n    message: it rings\n    severity: warning\n"
  }

  private func writeProgram() throws {
    try write(
      "work/.diple/plugins/drums/diple-plugin.json",
      """
      {"id": "drums", "version": "1.0.0", "api": 1, "kinds": {"drum": {}}, "entry": {"command": ["sh", "main.sh"]},
       "capabilities": {"network": true}}
      """)
    try write("work/.diple/plugins/drums/main.sh", "exit 1\n")
  }

  private func session(_ options: JSON = [:], encoding: PositionEncoding = .utf16) async throws -> (
    session: Session, first: [JSON]
  ) {
    let modules = SessionModules(flags: PluginPlaces(), trustFile: root.appending(path: "trust.json"))
    let session = try Session(modules: modules)
    modules.listen { [server = session.server] event in Task { await server.happened(event) } }
    await session.give(
      .request(
        .int(1), method: "initialize",
        params: [
          "capabilities": ["general": ["positionEncodings": [.string(encoding.rawValue)]]],
          "initializationOptions": options,
          "workspaceFolders": [["uri": .string(FileURI.uri(workspace.path)), "name": "work"]],
        ]))
    return (session, session.taken())
  }

  /// What keeps an answer to `diple/plugins` from being what Specs/protocol/insight.schema.json says.
  private static func problems(_ answer: JSON) throws -> [String] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Specs/protocol/insight.schema.json")
    let schema = try JSON(parsing: Array(Data(contentsOf: file.standardizedFileURL)))
    return SchemaChecker(schema).problems(answer, definition: "plugins")
  }

  private func texts(_ messages: [JSON]) -> [String] {
    messages.compactMap { $0["params"]?["annotations"]?.array }.last?.filter { $0["kind"] == "bell" }.compactMap {
      $0["text"]?.string
    } ?? []
  }

  @Test func rulesOfTheWorkspaceNeedNoTrust() async throws {
    try writeRules("bell")
    let (session, _) = try await session()
    #expect(texts(await session.open("a", "A bell and a gong.")) == ["bell"])
    let plugins = await session.request("diple/plugins", id: 2)["result"]?["plugins"]?.array ?? []
    #expect(try Self.problems(["plugins": .array(plugins)]) == [])
    #expect(try Self.problems(["plugins": [["id": 3, "state": "asleep"]]]).count > 5)
    #expect(plugins.first?["id"] == "bells" && plugins.first?["state"] == "active" && plugins.count == 5)
  }

  @Test func aSavedRuleCountsAtOnceAndAMistakeLeavesTheOldOne() async throws {
    try writeRules("bell")
    let (session, _) = try await session()
    _ = await session.open("a", "A bell and a gong.")
    try write("work/.diple/plugins/bells/rules.yml", Self.rules("gong"))
    var told: [JSON] = []
    try await session.wait {
      told += $0; return texts(told) == ["gong"]
    }
    // A mistake is told in the file, at its line; the rules stay as they were.
    try write("work/.diple/plugins/bells/rules.yml", Self.rules("'(gong'"))
    told = []
    try await session.wait {
      told += $0; return told.contains { $0["method"] == "textDocument/publishDiagnostics" }
    }
    let problem = told.first { $0["method"] == "textDocument/publishDiagnostics" }?["params"]
    #expect(problem?["uri"]?.string?.hasSuffix("/bells/rules.yml") == true)
    #expect(problem?["diagnostics"]?.array?.first?["range"]?["start"]?["line"] == 3)
    let now = await session.request("diple/annotations", ["textDocument": ["uri": "a"]], id: 3)
    #expect(now["result"]?["annotations"]?.array?.contains { $0["text"] == "gong" } == true)
    // Once it is mended, the mark goes.
    try write("work/.diple/plugins/bells/rules.yml", Self.rules("bell"))
    told = []
    try await session.wait {
      told += $0; return told.contains { $0["params"]?["diagnostics"] == [] }
    }
  }

  @Test func aWorkspacesProgramAsksBeforeItRuns() async throws {
    try writeProgram()
    let (session, first) = try await session()
    let question = try #require(first.first { $0["method"] == "window/showMessageRequest" })
    #expect(question["params"]?["message"]?.string?.contains("“drums” comes with this workspace") == true)
    #expect(
      question["params"]?["actions"] == [["title": "Trust"], ["title": "Trust, with network"], ["title": "Not now"]])
    func state(_ id: Int) async -> JSON? {
      await session.request("diple/plugins", id: id)["result"]?["plugins"]?.array?.first?["state"]
    }
    #expect(await state(2) == "untrusted")
    await session.give(.response(RequestID(question["id"]), result: ["title": "Trust"], error: nil))
    #expect(await state(3) == "active")
    #expect(await session.request("diple/plugins", id: 4)["result"]?["plugins"]?.array?.first?["grants"] == [])
  }

  @Test func whoeverSaysNotNowIsNotAskedAgain() async throws {
    try writeProgram()
    let (session, first) = try await session()
    let question = try #require(first.first { $0["method"] == "window/showMessageRequest" })
    await session.give(.response(RequestID(question["id"]), result: ["title": "Not now"], error: nil))
    await session.server.loadModules(isForced: true)
    #expect(!session.taken().contains { $0["method"] == "window/showMessageRequest" })
  }

  @Test func aProblemIsADiagnosticAsGraveAsItsRule() async throws {
    try writeRules("bell", severity: "problem")
    let (session, _) = try await session()
    let told = await session.open("a", "A bell.")
    let items = told.last { $0["method"] == "textDocument/publishDiagnostics" }?["params"]?["diagnostics"]?.array
    #expect(items?.map { $0["code"] } == ["bells/ring"])
    #expect(items?.first?["severity"] == 2 && items?.first?["message"] == "it rings")
  }

  @Test func aModuleCanBeNamedAndSwitchedOff() async throws {
    try writeRules("bell", in: "elsewhere/bells")
    let (session, _) = try await session(["plugins": [.string(root.appending(path: "elsewhere").path)]])
    #expect(texts(await session.open("a", "A bell.")) == ["bell"])
    await session.give(
      .notification(
        method: "workspace/didChangeConfiguration",
        params: [
          "settings": [
            "diple": ["plugins": [.string(root.appending(path: "elsewhere").path)], "disable": ["bells"]]
          ]
        ]))
    #expect(texts(session.taken()) == [])
    let plugins = await session.request("diple/plugins", id: 2)["result"]?["plugins"]?.array
    #expect(plugins?.first?["state"] == "disabled")
  }

  @Test func aSettingThatNamesAFolderOfTheWorkspaceIsTheWorkspaces() async throws {
    try writeProgram()
    let path = workspace.appending(path: ".diple/plugins/drums").path
    let (session, first) = try await session(["plugins": [.string(path)]])
    #expect(first.contains { $0["method"] == "window/showMessageRequest" })
    let plugins = await session.request("diple/plugins", id: 2)["result"]?["plugins"]?.array
    #expect(plugins?.first?["place"] == "workspace" && plugins?.first?["state"] == "untrusted")
  }

  /// A workspace whose root is a module, named by its parent, or by a path that leads out and in again.
  @Test(arguments: ["..", "../work/.diple/plugins", "."])
  func aSettingCannotLeadAroundTheWorkspace(_ path: String) async throws {
    try writeProgram()
    try write(
      "work/diple-plugin.json",
      #"{"id": "sneak", "version": "1", "api": 1, "kinds": {"sneak": {}}, "entry": {"command": ["sh", "x.sh"]}}"#)
    let (session, _) = try await session(["plugins": [.string(path)]])
    let plugins = await session.request("diple/plugins", id: 2)["result"]?["plugins"]?.array ?? []
    #expect(plugins.contains { $0["state"] == "untrusted" })
    #expect(!plugins.contains { $0["kind"] == "process" && $0["state"] == "active" })
  }

  @Test func whatIsTrustedIsWhatWasThereWhenTheQuestionCame() async throws {
    try writeProgram()
    let (session, first) = try await session()
    let question = try #require(first.first { $0["method"] == "window/showMessageRequest" })
    try write("work/.diple/plugins/drums/main.sh", "echo other\n")
    await session.give(.response(RequestID(question["id"]), result: ["title": "Trust"], error: nil))
    let plugins = await session.request("diple/plugins", id: 2)["result"]?["plugins"]?.array
    #expect(plugins?.first?["state"] == "untrusted")
  }

  @Test func eachChangeOfAProgramIsAskedAbout() async throws {
    try writeProgram()
    let (session, first) = try await session()
    var question = try #require(first.first { $0["method"] == "window/showMessageRequest" })
    for step in 1...3 {
      await session.give(.response(RequestID(question["id"]), result: ["title": "Trust"], error: nil))
      // What is hidden can be run as well.
      try write("work/.diple/plugins/drums/.hooks/hook.sh", "echo \(step)\n")
      _ = session.taken()
      await session.server.loadModules(isForced: true)
      question = try #require(session.taken().first { $0["method"] == "window/showMessageRequest" })
      #expect(question["params"]?["message"]?.string?.contains("has changed since you trusted it") == true)
    }
  }

  @Test(arguments: ["main.sh", "main.sh\\n\\nDiple: all is well", "\\u202emain.sh"])
  func theQuestionSaysWhatIsAskedForInPlainWords(word: String) async throws {
    try write(
      "work/.diple/plugins/drums/diple-plugin.json",
      """
      {"id": "drums", "version": "1.0.0", "api": 1, "kinds": {"drum": {}},
       "entry": {"command": ["sh", "\(word)"]}, "capabilities": {"files": ["read:~/.ssh"]}}
      """)
    let (session, first) = try await session()
    let question = first.first { $0["method"] == "window/showMessageRequest" }
    let plugins = await session.request("diple/plugins", id: 2)["result"]?["plugins"]?.array
    // One that could pass for words of ours is not asked about: its manifest has a mistake.
    #expect(plugins?.first?["state"] == (word == "main.sh" ? "untrusted" : "broken"))
    #expect((question != nil) == (word == "main.sh"))
    if let message = question?["params"]?["message"]?.string {
      #expect(message.contains("(sh main.sh)") && message.contains("It asks for: reading ~/.ssh."))
    }
  }

  @Test func aPatternOfFilesIsBounded() async throws {
    try write(
      "work/.diple/plugins/deep/diple-plugin.json",
      """
      {"id": "deep", "version": "1", "api": 1, "kinds": {"deep": {}},
       "entry": {"rules": ["**/**/**/**/**/**/**/**/**/**/**/**/x.yml"]}}
      """)
    try write("work/.diple/plugins/deep/" + String(repeating: "a/", count: 24) + "y.yml", "")
    let (session, _) = try await session()
    let plugins = await session.request("diple/plugins", id: 2)["result"]?["plugins"]?.array
    #expect(plugins?.first?["state"] == "broken")
  }

  @Test func aFolderOfModulesThatIsMadeLaterIsRead() async throws {
    try FileManager.default.removeItem(at: own)
    let (session, _) = try await session()
    _ = await session.open("a", "A bell.")
    try writeRules("bell")
    let uri = FileURI.uri(own.appending(path: "bells/rules.yml").path)
    let told = await session.notify("workspace/didChangeWatchedFiles", ["changes": [["uri": .string(uri), "type": 1]]])
    #expect(texts(told) == ["bell"])
  }

  /// Two folders, one inside the other's: each document has the modules of the innermost one that holds it.
  @Test func aFoldersModulesAreForItsDocuments() async throws {
    try writeRules("bell")
    try write(
      "work/inner/.diple/plugins/gongs/diple-plugin.json",
      """
      {"id": "gongs", "version": "1.0.0", "api": 1, "kinds": {"gong": {}}, "scope": "paragraph",
       "entry": {"rules": ["*.yml"]}}
      """)
    try write("work/inner/.diple/plugins/gongs/rules.yml", "rules:\n  - id: strike\n    pattern: gong\n")
    let (session, _) = try await session()
    func found(_ uri: String) async -> [String?] {
      let answer = await session.request("diple/annotations", ["textDocument": ["uri": .string(uri)]], id: 9)
      return answer["result"]?["annotations"]?.array?.map { $0["text"]?.string } ?? ["none"]
    }
    let outer = FileURI.uri(workspace.appending(path: "a.txt").path)
    let inner = FileURI.uri(workspace.appending(path: "inner/a.txt").path)
    for uri in [outer, inner, "untitled:a"] { _ = await session.open(uri, "A bell and a gong.") }
    #expect(await found(inner) == ["bell"])
    let folder: JSON = ["uri": .string(FileURI.uri(workspace.appending(path: "inner").path)), "name": "inner"]
    _ = await session.notify("workspace/didChangeWorkspaceFolders", ["event": ["added": [folder], "removed": []]])
    #expect(await found(outer) == ["bell"])
    #expect(await found(inner) == ["gong"])
    #expect(await found("untitled:a") == ["bell", "gong"])
    _ = await session.notify("workspace/didChangeWorkspaceFolders", ["event": ["added": [], "removed": [folder]]])
    #expect(await found(inner) == ["bell"])
  }

  @Test(arguments: PositionEncoding.allCases)
  func mistakesInARuleFileAreToldWhileItIsWritten(_ encoding: PositionEncoding) async throws {
    try writeRules("bell")
    let (session, _) = try await session([:], encoding: encoding)
    let path = own.appending(path: "bells/rules.yml")
    let uri = FileURI.uri(path.path)
    let told = await session.open(uri, Self.rules("bell"))
    #expect(told.allSatisfy { $0["method"] != "textDocument/publishDiagnostics" })
    // The file is no prose, and what stands in the editor counts: the disk has no mistake.
    let wrong = Marked("rules:\n  - { id: ring, kind: bell, message: 🔔, 1️⃣knid2️⃣: a, pattern: bell }\n")
    await session.give(.change(uri, 2, ["text": .string(wrong.text)]))
    let items = session.taken().last { $0["method"] == "textDocument/publishDiagnostics" }?["params"]?["diagnostics"]
    #expect(items?.array?.count == 1)
    #expect(items?.array?.first?["message"]?.string?.contains("knid") == true)
    #expect(
      items?.array?.first?["range"] == [
        "start": try wrong.position(1, encoding).json, "end": try wrong.position(2, encoding).json,
      ])
    // Saved, it is told by nobody else; closed, by the saved file.
    try Data(wrong.text.utf8).write(to: path, options: .atomic)
    await session.server.loadModules(isForced: true)
    let saved = session.taken().filter { $0["params"]?["uri"] == .string(uri) && $0["params"]?["diagnostics"] != nil }
    #expect(saved.count == 1 && saved.first?["params"]?["diagnostics"] == items)
    let closed = await session.notify("textDocument/didClose", ["textDocument": ["uri": .string(uri)]])
    let last = closed.last { $0["params"]?["diagnostics"] != nil }?["params"]?["diagnostics"]
    #expect(last == items)
  }
}
