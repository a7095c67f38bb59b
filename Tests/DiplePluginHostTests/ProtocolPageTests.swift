import DipleJSONRPC
import DiplePluginKit
import Foundation
import Testing

@testable import DiplePluginHost

/// Specs/protocol/plugins.md is true: its manifest loads, and its examples, one after the other, are a session of a real program.
@Suite(.enabled(if: Hostile.program != nil)) struct ProtocolPageTests {
  private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Specs/protocol/plugins.md")

  private func blocks(_ language: String) throws -> [String] {
    try String(contentsOf: Self.page, encoding: .utf8).components(separatedBy: "```\(language)\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
  }

  /// The lines of the transcripts: who speaks, and what.
  private func lines() throws -> [(isHost: Bool, message: JSON)] {
    var texts: [String] = []
    for line in try blocks("transcript").flatMap({ $0.split(separator: "\n") }) {
      if line.hasPrefix("→") || line.hasPrefix("←") {
        texts.append(String(line))
      } else {
        texts[texts.count - 1] += line
      }
    }
    return try texts.map { text in
      let json = try JSON(parsing: Array(text.dropFirst().utf8))
      return (text.hasPrefix("→"), .object([("jsonrpc", "2.0")] + (json.object ?? [])))
    }
  }

  @Test func theExamplesAreASession() async throws {
    let lines = try lines()
    #expect(lines.count >= 15)
    var manifest = try Manifest(Resource("page", text: #require(try blocks("json").first)))
    #expect(manifest.entry == .command(["python3", "main.py"]))
    let folder = try TestFolder()
    try FileManager.default.copyItem(atPath: #require(Hostile.program), toPath: folder.path + "/program")
    let script = lines.map { $0.isHost ? "<" : ">" + String(decoding: $0.message.bytes, as: UTF8.self) }
    try folder.write("script", script.joined(separator: "\n") + "\n")
    let other = try TestFolder()
    manifest.entry = .command(["./program", "replay", "script"])
    manifest.capabilities = .init(writable: [other.path], environment: ["DIPLE_SEEN"])
    var options = ModuleProcess.Options()
    options.version = "0.4.0"
    options.grants = .all(of: manifest)
    options.surroundings.environment["DIPLE_SEEN"] = other.path + "/seen"
    let events = Events()
    let module = ModuleProcess(manifest, folder: folder.path, options: options) { events.add($0) }

    let first = try await module.annotate(Self.query("a", "Ana Ruiz may come “late”.", isFirst: true))
    #expect(first.map(\.pieces) == [[Place(7, Span(9, 12))]])
    #expect(first.first?.mention("holder")?.places == [Place(7, Span(0, 8))])
    #expect(first.first?.source == "hedges/modal")
    #expect(events.all.contains(.log(.info, "the first document")))
    #expect(events.all.contains(.progress(key: "a", fraction: 0.5, message: "reading")))
    await #expect(throws: ModuleFailure.refused("hedges: too short to say")) {
      try await module.annotate(Self.query("b", "No."))
    }
    let last = Task { try await module.annotate(Self.query("c", "Well.")) }
    while !events.log.contains("this takes a while") { await Task.yield() }
    last.cancel()
    await #expect(throws: ModuleFailure.cancelled) { try await last.value }
    await module.shutdown()

    let seen = try String(contentsOfFile: other.path + "/seen", encoding: .utf8).split(separator: "\n")
    let said = lines.filter(\.isHost).map(\.message)
    #expect(seen.count == said.count)
    for (seen, said) in zip(seen, said) {
      #expect(
        try JSON(parsing: Array(seen.utf8)) == said, "sent \(seen)\npage \(String(decoding: said.bytes, as: UTF8.self))"
      )
    }
  }

  private static func query(_ key: String, _ text: String, isFirst: Bool = false) -> ModuleQuery {
    var entity = Annotation(
      "entity", Place(7, Span(0, 8)), confidence: 0.9, source: "e", reason: "r",
      attributes: ["type": .string("person"), "entity": .cluster(Cluster(1))])
    entity.id.number = 1
    return ModuleQuery(
      key: key, uri: isFirst ? "file:///news/late.txt" : nil, date: isFirst ? CivilDate(iso: "2024-05-02") : nil,
      paragraphs: [.init(number: 7, layers: English.read(Array(text.utf8)))], annotations: isFirst ? [entity] : [],
      settings: Settings(isFirst ? ["strict": .bool(true)] : [:]))
  }
}
