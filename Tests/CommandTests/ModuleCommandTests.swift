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

  private func writeRules(_ place: String, setting: String = "{}") throws {
    try folder.write(
      "\(place)/diple-plugin.json",
      """
      {"id": "bells", "version": "1.2.0", "api": 1, "kinds": {"bell": {}}, "entry": {"rules": ["*.yml"]},
       "settings": \(setting)}
      """)
    try folder.write("\(place)/rules.yml", "rules:\n  - id: ring\n    kind: bell\n    pattern: bell\n")
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
    try writeRules("bells", setting: #"{"loud": {"type": "bool", "default": false}}"#)
    try folder.write("a.txt", "A bell.")
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
