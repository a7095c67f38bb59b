import DipleJSONRPC
import Foundation
import Testing

/// Modules as the shell uses them.
@Suite struct ModuleCommandTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  /// The user's folders lie in the test's: what the machine's user has there is nobody's business.
  private var environment: [String: String] {
    [
      "XDG_CONFIG_HOME": folder.url.appending(path: "config").path,
      "XDG_DATA_HOME": folder.url.appending(path: "data").path,
    ]
  }

  private func run(_ arguments: String...) throws -> Command {
    try Command(arguments, in: folder, environment: environment)
  }

  private func writeRules(_ place: String, setting: String = "{}", more: String = "") throws {
    try folder.write(
      "\(place)/diple-plugin.json",
      """
      {"id": "bells", "version": "1.2.0", "api": 1, "kinds": {"bell": {}}, "entry": {"rules": ["*.yml"]},
       "settings": \(setting)}
      """)
    try folder.write("\(place)/rules.yml", "rules:\n  - id: ring\n    kind: bell\n    pattern: bell\n" + more)
  }

  private func kinds(_ command: Command) throws -> [String] {
    try JSON(parsing: Array(command.output.utf8))["annotations"]?.array?.compactMap { $0["kind"]?.string } ?? []
  }

  @Test func aNamedModuleAnnotates() throws {
    try writeRules("bells")
    try folder.write("a.txt", "A bell.")
    let run = try run("annotate", "--format", "json", "--plugin", "bells", "a.txt")
    #expect(run.status == 0 && run.errors == "")
    #expect(try kinds(run) == ["bell"])
  }

  @Test func theUsersAndTheFoldersModulesAreFound() throws {
    try writeRules("data/diple/plugins/bells")
    try folder.write("a.txt", "A bell.")
    #expect(try kinds(try run("annotate", "--format", "json", "a.txt")) == ["bell"])
    #expect(try kinds(try run("annotate", "--format", "json", "--built-in", "a.txt")) == [])
    let list = try run("plugin", "list")
    #expect(list.status == 0)
    #expect(list.lines[1].split(separator: " ").joined(separator: " ") == "bells rules user 1.2.0 runs")
  }

  @Test func whatCannotBeUsedEndsTheCommandWithTheCause() throws {
    try folder.write("a.txt", "A bell.")
    try folder.write("broken/diple-plugin.json", "{\n")
    let missing = try run("annotate", "--plugin", "nowhere", "a.txt")
    #expect(missing.status == 2)
    #expect(missing.errors.hasSuffix("nowhere: is no module and holds none: there is no diple-plugin.json\n"))
    let broken = try run("annotate", "--plugin", "broken", "a.txt")
    #expect(broken.status == 2 && broken.errors.contains("broken/diple-plugin.json:"))
    #expect(broken.output == "")
    let unknown = try run("annotate", "--disable", "quotse", "a.txt")
    #expect(unknown.status == 2 && unknown.errors.contains("did you mean “quotes”?"))
  }

  @Test func settingsAreChecked() throws {
    try writeRules(
      "bells", setting: #"{"loud": {"type": "bool", "default": false}}"#,
      more: "  - { id: gong, kind: bell, pattern: gong, when: loud }\n")
    try folder.write("a.txt", "A bell and a gong.")
    func marks(_ arguments: [String]) throws -> Int {
      try kinds(
        try Command(
          ["annotate", "--format", "json", "--plugin", "bells"] + arguments + ["a.txt"], in: folder,
          environment: environment)
      ).count
    }
    #expect(try marks([]) == 1)
    #expect(try marks(["--set", "bells.loud=true"]) == 2)
    func errors(_ setting: String) throws -> String {
      let run = try run("annotate", "--plugin", "bells", "--set", setting, "a.txt")
      #expect(run.status == (run.errors.isEmpty ? 0 : 2))
      return run.errors
    }
    #expect(try errors("bells.loud=true") == "")
    #expect(try errors("bells.loud=much").contains("“much” is neither true nor false"))
    #expect(try errors("bells.lout=true").contains("did you mean “loud”?"))
    #expect(try errors("bell.loud=true").contains("no module “bell” runs; did you mean “bells”?"))
    #expect(try errors("loud=true").contains("a setting is written module.name=value"))
  }

  /// A program that answers every document but those with a word in them, of which it dies.
  private func writeProgram(_ place: String, dyingOf word: String) throws {
    try folder.write(
      "\(place)/diple-plugin.json",
      #"{"id": "drums", "version": "1.0.0", "api": 1, "kinds": {"drum": {}}, "entry": {"command": ["sh", "main.sh"]}}"#)
    try folder.write(
      "\(place)/main.sh",
      #"""
      say() { printf 'Content-Length: %d\r\n\r\n%s' "${#1}" "$1" >&3; }
      while read -r header && read -r blank; do
        length=$(printf %s "${header#*: }" | tr -d '\r')
        body=$(head -c "$length")
        id=$(printf %s "$body" | sed 's/.*"id":\([0-9]*\).*/\1/')
        case $body in
          *'"hello"'*) say "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":{\"id\":\"drums\",\"version\":\"1.0.0\",\"api\":1}}" ;;
          *WORD*) exit 7 ;;
          *'"annotate"'*) say "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":{\"annotations\":[{\"kind\":\"drum\",\"start\":0,\"end\":1}]}}" ;;
          *) exit 0 ;;
        esac
      done
      """#.replacing("WORD", with: word))
  }

  /// Whoever reads the JSON must not take what is missing for what is not there.
  @Test(.enabled(if: CommandSandbox.holds)) func aDocumentWithoutAnAnswerIsAFailure() throws {
    try writeProgram("drums", dyingOf: "silence")
    try folder.write("good.txt", "A drum.")
    try folder.write("bad.txt", "Then silence.")
    let run = try run(
      "annotate", "--format", "jsonl", "--jobs", "1", "--only", "drums", "--plugin", "drums", "good.txt", "bad.txt")
    #expect(run.status == 1)
    #expect(run.errors.contains("bad.txt: drums gave no answer; what it finds is missing"), "\(run.errors)")
    #expect(!run.errors.contains("good.txt"))
    let documents = try run.lines.map { try JSON(parsing: Array($0.utf8)) }
    try #require(documents.count == 2)
    #expect(documents[0]["unanswered"] == nil && documents[0]["annotations"]?.array?.count == 1)
    #expect(documents[1]["unanswered"]?.array?.count == 1 && documents[1]["annotations"] == [])
    #expect(documents[1]["unanswered"]?.array?[0]["module"] == "drums")
    #expect(documents[1]["unanswered"]?.array?[0]["cause"]?.string?.contains("ended with code 7") == true)
  }

  @Test(.enabled(if: CommandSandbox.holds)) func whatProgramsTakeIsTold() throws {
    try writeProgram("drums", dyingOf: "silence")
    try folder.write("good.txt", "A drum.")
    let list = try run("plugin", "list", "--time", "good.txt", "--plugin", "drums")
    let row = try #require(list.lines.first { $0.hasPrefix("drums") }).split(separator: " ")
    // A question and an answer through two pipes, in milliseconds.
    #expect(Double(row[4]).map { $0 > 0 } == true, "\(row)")
    let doctor = try run("plugin", "doctor", "--plugin", "drums")
    let program = try #require(doctor.lines.first { $0.hasPrefix("drums") }).split(separator: " ")
    #expect(program[1].hasPrefix("/") && FileManager.default.isExecutableFile(atPath: String(program[1])))
  }

  /// Escape sequences could clear what was said before, and direction marks make a command look like another.
  @Test func modulesGiveTheTerminalNoOrders() throws {
    func check(_ arguments: String..., status: Int32, says: String) throws {
      let run = try Command(arguments, in: folder, environment: environment)
      let text = run.output + run.errors
      #expect(run.status == status && text.contains(says), "\(text)")
      let orders = text.unicodeScalars.filter {
        $0.properties.generalCategory == .control && $0 != "\n" || (0x202A...0x202E).contains($0.value)
          || (0x2066...0x2069).contains($0.value)
      }
      #expect(orders.isEmpty, "\(arguments): \(orders)")
    }
    try folder.write("a.txt", "A bell.")
    // What a manifest says is read by those who decide whether to trust it: there it is a mistake.
    let rules = #""entry": {"rules": ["*.yml"]}"#
    let manifests = [
      #""title": "\u001b[2J", "kinds": {"bell": {}}, \#(rules)"#,
      #""kinds": {"bell": {"label": "\u202egnir"}}, \#(rules)"#,
      #""k\u001b[2Jinds": {}, "kinds": {"bell": {}}, \#(rules)"#,
      #""kinds": {"bell": {}}, "entry": {"command": ["sh", "\u009b2J"]}"#,
      #""kinds": {"bell": {}}, "scope": "\u001b[2J", \#(rules)"#,
    ]
    for (number, members) in manifests.enumerated() {
      try folder.write(
        "m\(number)/diple-plugin.json", #"{"id": "bells", "version": "1.2.0", "api": 1, \#(members)}"#)
      try check("annotate", "--plugin", "m\(number)", "a.txt", status: 2, says: "diple-plugin.json:1")
      try check("plugin", "list", "--plugin", "m\(number)", status: 1, says: "cannot be loaded")
      try check("plugin", "trust", "m\(number)", status: 2, says: "diple-plugin.json:1")
    }
    // What a rule says is shown with the mark.
    try writeRules("be\u{1B}[2Jlls")
    try folder.write(
      "be\u{1B}[2Jlls/rules.yml",
      #"""
      rules:
        - id: ring
          kind: bell
          pattern: bell
          message: "\e[2J\u202Egnir"
          examples: ["no \e[2J"]
      """#)
    let place = "be\u{1B}[2Jlls"
    try check("explain", "--plugin", place, "a.txt:1:3", status: 0, says: "because: \u{FFFD}[2J\u{FFFD}gnir")
    try check("plugin", "explain", place, status: 0, says: "\u{FFFD}[2J")
    try check("plugin", "explain", place, "a.txt:1:3", status: 0, says: "ring")
    try check("plugin", "test", "--no-kit", place, status: 1, says: "\u{FFFD}[2J")
    try check("plugin", "trust", place, status: 0, says: "bells")
  }

  @Test func aProgramOfTheFolderWaitsForTrust() throws {
    try folder.write(
      ".diple/plugins/drums/diple-plugin.json",
      """
      {"id": "drums", "version": "1.0.0", "api": 1, "kinds": {"drum": {}}, "entry": {"command": ["sh", "main.sh"]},
       "capabilities": {"network": true}}
      """)
    try folder.write(".diple/plugins/drums/main.sh", "touch ../../../ran\n")
    try folder.write("a.txt", "A drum.")
    let before = try run("annotate", "a.txt")
    #expect(before.status == 0)
    #expect(before.errors.contains("drums waits for your trust: diple plugin trust .diple/plugins/drums"))
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "ran").path))
    let refused = try run("plugin", "trust", ".diple/plugins/drums", "--grant", "files")
    #expect(refused.status == 2 && refused.errors.contains("does not ask for “files”; it asks for network"))
    let trusted = try run("plugin", "trust", ".diple/plugins/drums", "--grant", "network")
    #expect(trusted.status == 0)
    #expect(trusted.output == "drums 1.0.0 may run as it is now: sh main.sh\n  with network\n")
    #expect(try run("plugin", "list").lines[1].hasSuffix("runs"))
    try folder.write(".diple/plugins/drums/main.sh", "exit 0\n")
    #expect(try run("plugin", "list").lines[1].contains("has changed since you trusted it"))
    #expect(try run("plugin", "distrust", ".diple/plugins/drums").status == 0)
    #expect(try run("plugin", "distrust", ".diple/plugins/drums").status == 1)
  }
}

/// Whether modules that are programs run on this machine.
enum CommandSandbox {
  static let holds: Bool = {
    guard let folder = try? Folder(), let doctor = try? Command("plugin", "doctor", "--built-in", in: folder) else {
      return false
    }
    return doctor.status == 0
  }()
}
