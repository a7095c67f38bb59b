import DiplePluginKit
import Foundation
import Testing

@testable import DiplePluginHost

/// Modules as their authors write them, in each language whose interpreter is here.
@Suite(.serialized) struct SDKTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private static func isHere(_ program: String) -> Bool {
    let folders = (Surroundings.own.environment["PATH"] ?? "").split(separator: ":")
    return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
  }

  private struct Module {
    let folder = try! TestFolder()
    let events = Events()
    let process: ModuleProcess

    /// Files by name, or (with a leading `=`) where to copy one from.
    init(_ command: [String], _ files: [String: String], scope: String = "document") throws {
      for (name, content) in files {
        if content.hasPrefix("=") {
          try FileManager.default.copyItem(atPath: String(content.dropFirst()), toPath: folder.path + "/" + name)
        } else {
          try folder.write(name, content)
        }
      }
      let words = command.map { "\"\($0)\"" }.joined(separator: ", ")
      let text = """
        {"id": "amounts", "version": "1.0.0", "api": 1, "requires": ["entity", "tokens", "lemmas", "dependencies"],
         "kinds": {"amount": {"attributes": {"words": "string", "who": "mention"}}},
         "settings": {"least": {"default": 0}}, "entry": {"command": [\(words)]}, "limits": {"seconds": 60}}
        """
      try folder.write("diple-plugin.json", text)
      process = ModuleProcess(try Manifest(Resource("amounts", text: text)), folder: folder.path) { [events] in
        events.add($0)
      }
    }

    /// What it finds: the text of each annotation, and who it belongs to.
    func annotate(_ text: String, settings: Settings = Settings()) async throws -> [String] {
      let bytes = Array(text.utf8)
      let item = DocumentView.Item(number: 3, layers: English.read(bytes))
      let name = Array("Ana Ruiz".utf8)
      let start = bytes.indices.first { bytes[$0...].starts(with: name) }
      var people: [Annotation] = []
      if let start {
        people = [Annotation("entity", Place(3, Span(start, start + 8)), confidence: 1, source: "e", reason: "r")]
      }
      let query = ModuleQuery(key: "k", paragraphs: [item], annotations: people, settings: settings)
      return try await process.annotate(query).map { found in
        let who = found.mention("who").map { " of " + item.layers.text($0.place.span) } ?? ""
        return item.layers.text(found.place.span) + who
      }
    }
  }

  /// The same module in three languages finds the same; the emoji and the accents shift offsets in every unit.
  private func check(_ module: Module) async throws {
    #expect(
      try await module.annotate("🙂 Déjà vu: Ana Ruiz paid 300 euros for 12 rides.") == [
        "300 of Ana Ruiz", "12 of Ana Ruiz",
      ])
    #expect(try await module.annotate("") == [])
    #expect(try await module.annotate("Nobody paid.\r\nThen 7 🙂 came.") == ["7"])
    async let one = module.annotate("They are 11.")
    async let two = module.annotate("They are 22.")
    async let three = module.annotate("They are 33.")
    let all = try await [one, two, three]
    #expect(all == [["11"], ["22"], ["33"]])
    #expect(module.events.starts == 1)
    #expect(module.events.notices == [])
  }

  private static let python = """
    import re
    from diple_plugin import annotator, log, run

    @annotator
    def amounts(doc):
        print("noise")
        log("one document", "debug")
        people = doc.annotations("entity")
        assert all(doc.text[a.start:a.end] == "Ana Ruiz" for a in people)
        assert all(not doc.text[s:e].isspace() for s, e in doc.tokens)
        assert len(doc.tokens) == len(doc.lemmas) == len(doc.heads) == len(doc.relations)
        assert all(-1 <= head < len(doc.tokens) for head in doc.heads)
        for match in re.finditer(r"[0-9]+", doc.text):
            doc.progress(0.5)
            if match.group() == "666":
                raise ValueError("the number of the beast")
            if int(match.group()) >= doc.settings["least"]:
                who = next(((a.start, a.end) for a in people if a.start < match.start()), None)
                yield doc.annotation("amount", match.start(), match.end(), words=match.group(), who=who)

    run()
    """

  @Test(.enabled(if: isHere("python3"), "python3 is not here")) func python() async throws {
    let sdk = "=\(Self.repository)/Plugins/SDK/python/diple_plugin.py"
    let module = try Module(["python3", "main.py"], ["main.py": Self.python, "diple_plugin.py": sdk])
    try await check(module)
    #expect(try await module.annotate("5 or 50", settings: Settings(["least": .number(10)])) == ["50"])
    await #expect(throws: ModuleFailure.refused("amounts: ValueError: the number of the beast (main.py:16)")) {
      try await module.annotate("It is 666.")
    }
    #expect(module.events.log.contains("noise") && module.events.log.contains("one document"))
    await module.process.shutdown()
  }

  private static let node = """
    import { annotator, log } from "./diple-plugin.mjs";

    annotator(async (doc) => {
      console.log("noise");
      log("one document", "debug");
      const person = doc.annotations("entity")[0];
      if (person && person.text !== "Ana Ruiz") throw new Error("wrong offsets");
      for (const layer of [doc.lemmas, doc.heads, doc.relations]) {
        if (layer.length !== doc.tokens.length) throw new Error("a layer has one entry a token");
      }
      return [...doc.text.matchAll(/[0-9]+/g)]
        .filter((match) => {
          doc.progress(0.5);
          if (match[0] === "666") throw new Error("the number of the beast");
          return Number(match[0]) >= doc.settings.least;
        })
        .map((match) => doc.annotation("amount", match.index, match.index + match[0].length, {
          attributes: { words: match[0], who: person && person.start < match.index ? { start: person.start, end: person.end } : undefined },
        }));
    });
    """

  @Test(.enabled(if: isHere("node"), "node is not here")) func node() async throws {
    let sdk = "=\(Self.repository)/Plugins/SDK/node/diple-plugin.mjs"
    let module = try Module(["node", "main.mjs"], ["main.mjs": Self.node, "diple-plugin.mjs": sdk])
    try await check(module)
    #expect(try await module.annotate("5 or 50", settings: Settings(["least": .number(10)])) == ["50"])
    await #expect(throws: ModuleFailure.refused("amounts: Error: the number of the beast (main.mjs:14)")) {
      try await module.annotate("It is 666.")
    }
    #expect(module.events.log.contains("noise") && module.events.log.contains("one document"))
    await module.process.shutdown()
  }

  private static let swiftModule = Hostile.program.map { $0.replacing("hostile-module", with: "swift-module") }
    .flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil }

  @Test(.enabled(if: swiftModule != nil)) func swift() async throws {
    let module = try Module(["./program"], ["program": "=" + #require(Self.swiftModule)])
    try await check(module)
    await module.process.shutdown()
  }

  /// The loop that Specs/protocol/plugins.md prints, with jq.
  @Test(.enabled(if: isHere("jq") && isHere("sh"), "jq is not here")) func shell() async throws {
    let page = try String(contentsOfFile: Self.repository + "/Specs/protocol/plugins.md", encoding: .utf8)
    let script = try #require(page.components(separatedBy: "```sh\n").last?.components(separatedBy: "```").first)
      .replacing("shouts", with: "amounts").replacing("\"shout\"", with: "\"amount\"")
    let module = try Module(["sh", "main.sh"], ["main.sh": script])
    #expect(try await module.annotate("🙂 NATO and the UNESCO met; so did IT.") == ["NATO", "UNESCO"])
    #expect(try await module.annotate("\"Quoted\\\" and\nSHOUTED.") == ["SHOUTED"])
    await module.process.shutdown()
    #expect(module.events.starts == 1)
  }
}
