import DiplePipeline
import DiplePluginKit
import Foundation
import Testing

@testable import DiplePluginHost

/// Which modules are found, and which of them run.
@Suite struct LibraryTests {
  private let root: URL
  private var user: URL { root.appending(path: "user") }
  private var workspace: URL { root.appending(path: "work") }
  private var trustFile: URL { root.appending(path: "trust.json") }

  init() throws {
    root = FileManager.default.temporaryDirectory.appending(path: "diple-library-\(UUID().uuidString)")
  }

  @discardableResult
  private func module(_ id: String, kind: String? = nil, in folder: URL, _ more: String = "") throws -> URL {
    try write(
      """
      {"id": "\(id)", "version": "1.0.0", "api": 1, "kinds": {"\(kind ?? id)": {}},
       "entry": {"command": ["sh", "main.sh"]}\(more)}
      """, folder.appending(path: "\(id)/diple-plugin.json"))
    return folder.appending(path: id)
  }

  private func write(_ text: String, _ url: URL) throws {
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func library(given: [URL] = [], disabled: Set<String> = []) throws -> Library {
    Library(
      places: PluginPlaces(given: given, user: user, workspaces: [workspace]), disabled: disabled,
      trust: try Trust(trustFile))
  }

  private func states(_ library: Library) -> [String] { library.plugins.map { "\($0.id) \($0.place) \($0.state)" } }

  private static let builtIn = [
    "entities builtIn active", "dates builtIn active", "quotes builtIn active", "stance builtIn active",
  ]
  private var modules: URL { workspace.appending(path: ".diple/plugins") }

  @Test func withoutAnyThereAreTheBuiltInOnes() throws {
    let library = try library()
    #expect(states(library) == Self.builtIn)
    #expect(library.allProblems.isEmpty)
  }

  /// What ran goes on where a manifest is in the middle of being written; but what a workspace's program may nobody knows then.
  @Test func aBrokenManifestTakesNothingAway() throws {
    let folders = [try module("bells", in: user), try module("drums", in: modules)]
    let before = try library()
    try write("{\"id\": \"bells\",", folders[0].appending(path: "diple-plugin.json"))
    try write("{", folders[1].appending(path: "diple-plugin.json"))
    let places = PluginPlaces(user: user, workspaces: [workspace])
    let after = Library(places: places, trust: try Trust(trustFile), former: before)
    #expect(states(after) == ["bells user active", "drums workspace broken"] + Self.builtIn)
    #expect(after.processes.map(\.manifest.id) == ["bells"])
    #expect(after.allProblems.count == 2)
    #expect(after.allProblems.allSatisfy { $0.file.hasSuffix("diple-plugin.json") && $0.line == 1 })
    #expect(states(Library(places: places, trust: try Trust(trustFile))).first == "bells user broken")
  }

  @Test func eachPlaceIsLookedAt() throws {
    try module("bells", in: user)
    let given = try module("horns", in: root.appending(path: "elsewhere"))
    try module("drums", in: modules)
    let library = try library(given: [given])
    #expect(
      states(library) == ["horns given active", "bells user active", "drums workspace untrusted"] + Self.builtIn)
    #expect(library.processes.map(\.manifest.id) == ["horns", "bells"])
    #expect(library.registry.manifests.map(\.id).prefix(2) == ["horns", "bells"])
  }

  @Test func aWorkspacesProgramWaitsForTrustAndLosesItWhenItChanges() throws {
    let drums = try module("drums", in: modules, #", "capabilities": {"network": true, "environment": ["A"]}"#)
    try write("echo", drums.appending(path: "main.sh"))
    var trust = try Trust(trustFile)
    try trust.trust(drums, grants: ["network"])
    let trusted = try library()
    #expect(states(trusted)[0] == "drums workspace active")
    #expect(trusted.plugins[0].refused == ["environment"])
    let process = trusted.processes[0]
    #expect(
      Grants(process.grants, of: process.manifest).capabilities == Manifest.Capabilities(network: true))
    try write("rm -rf", drums.appending(path: "main.sh"))
    let changed = try library()
    #expect(states(changed)[0] == "drums workspace changed")
    #expect(changed.processes.isEmpty)
  }

  /// The checksum is of the module's folder: what is started must be in it, or where the workspace cannot put it.
  @Test func aWorkspacesCommandStaysInItsFolder() throws {
    let tool = workspace.appending(path: "tools/run.sh")
    try write("echo", tool)
    try FileManager.default.createSymbolicLink(at: root.appending(path: "link"), withDestinationURL: workspace)
    func state(_ command: String) throws -> (state: Plugin.State, problems: [String]) {
      let drums = modules.appending(path: "drums")
      try write(
        #"{"id": "drums", "version": "1", "api": 1, "kinds": {"d": {}}, "entry": {"command": [\#(command)]}}"#,
        drums.appending(path: "diple-plugin.json"))
      let plugin = try library().plugins[0]
      return (plugin.state, plugin.problems.map(\.cause))
    }
    for command in [
      "\"\(tool.path)\"", "\"sh\", \"\(tool.path)\"", "\"\(root.path)/link/tools/run.sh\"",
    ] {
      let found = try state(command)
      #expect(found.state == .broken)
      #expect(found.problems.first?.contains("a file of the workspace outside of the module's folder") == true)
    }
    #expect(try state("\"sh\", \"main.sh\"").state == .untrusted)
    #expect(try state("\"\(modules.path)/drums/main.sh\"").state == .untrusted)
    #expect(try state("\"/bin/sh\", \"main.sh\"").state == .untrusted)
  }

  /// What nobody must trust needs no checksum: an own module may be large, and hold links.
  @Test func anOwnModulesFolderIsNotSummed() throws {
    let bells = try module("bells", in: user)
    try FileManager.default.createSymbolicLink(
      at: bells.appending(path: "data"), withDestinationURL: root.appending(path: "elsewhere"))
    let before = try library()
    #expect(states(before)[0] == "bells user active")
    #expect(before.plugins[0].checksum == nil)
    // But a change is seen: the program is started anew.
    #expect(try library().processes == before.processes)
    try write("echo", bells.appending(path: "main.sh"))
    #expect(try library().processes != before.processes)
  }

  @Test func aBrokenManifestIsToldWithItsLineAndTheRestRuns() throws {
    try write("{\n\"id\": \"bells\",\n\"kinds\": 3}", user.appending(path: "bells/diple-plugin.json"))
    let library = try library()
    #expect(states(library) == ["bells user broken"] + Self.builtIn)
    #expect(library.allProblems.count == 1)
    #expect(library.allProblems[0].description.hasPrefix(user.path + "/bells/diple-plugin.json:"))
  }

  @Test func twoThatMakeTheSameKindDoNotRunTogether() throws {
    let names = try module("names", kind: "entity", in: root.appending(path: "elsewhere"))
    let both = try library(given: [names])
    #expect(states(both) == ["names given displaced(by: \"entities\")"] + Self.builtIn)
    #expect(both.allProblems[0].cause.contains("--disable entities"))
    let one = try library(given: [names], disabled: ["entities"])
    #expect(states(one).prefix(2) == ["names given active", "entities builtIn disabled"])
    #expect(one.allProblems.isEmpty)
  }

  @Test func aWorkspaceMayNotTakeABuiltInOnesPlace() throws {
    let quotes = try module("quotes", in: modules)
    var trust = try Trust(trustFile)
    try trust.trust(quotes, grants: [])
    #expect(states(try library())[0] == "quotes workspace displaced(by: \"quotes\")")
  }

  @Test func theUsersOwnMay() throws {
    try module("quotes", kind: "quote", in: user)
    #expect(
      states(try library()) == [
        "quotes user active", "entities builtIn active", "dates builtIn active",
        "quotes builtIn displaced(by: \"quotes\")",
        "stance builtIn active",
      ])
  }

  @Test func whatIsSwitchedOffMustExist() throws {
    #expect(
      try library(disabled: ["entites"]).allProblems.map(\.description) == [
        "entites: there is no module of this id to switch off; did you mean “entities”?"
      ])
  }

  @Test func aFolderWithoutModulesIsTold() throws {
    try FileManager.default.createDirectory(at: root.appending(path: "empty"), withIntermediateDirectories: true)
    #expect(try library(given: [root.appending(path: "empty")]).problems.count == 1)
  }
}

/// Rule modules on disk.
@Suite struct RuleFolderTests {
  @Test(arguments: [
    ("a.yml", "*.yml", true), ("a.yaml", "*.yml", false), ("hedge-weak.yml", "hedge*.yml", true), ("x", "*", true),
    ("ab", "a*b*c", false), ("aXbYc", "a*b*c", true),
  ])
  func aStarStandsForLetters(_ name: String, _ pattern: String, _ matches: Bool) {
    #expect(FilePattern.matches(name, pattern) == matches)
  }

  @Test func theExampleModuleIsFoundAndRuns() throws {
    let examples = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Plugins/Examples/hedges")
    let library = Library(places: PluginPlaces(given: [examples.standardizedFileURL]))
    #expect(library.allProblems.isEmpty)
    #expect(library.plugins[0].kind == "rules" && library.plugins[0].state == .active)
    let analysis = try library.registry.pipeline().run(Document("Many experts say that it may well rain."))
    #expect(analysis.annotations.contains { $0.source.hasPrefix("hedges/") })
  }

  @Test func aMistakeIsNamedByPathLineAndColumn() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "diple-rules-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(
      #"{"id": "r", "version": "1", "api": 1, "kinds": {"r": {}}, "entry": {"rules": ["*.yml", "no/*.yml"]}}"#.utf8
    ).write(to: folder.appending(path: "diple-plugin.json"))
    try Data("rules:\n  - id: a\n    kind: r\n    pattern: '(may'\n  - id: b\n    kind: r\n    pattern: might\n".utf8)
      .write(to: folder.appending(path: "r.yml"))
    let library = Library(places: PluginPlaces(given: [folder]))
    // The rule that is right works.
    #expect(library.plugins[0].state == .active)
    #expect(library.plugins[0].problems.map(\.line).contains(4))
    #expect(library.plugins[0].problems.contains { $0.cause.contains("“no/*.yml”") })
  }
}
