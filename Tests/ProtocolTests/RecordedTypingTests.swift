import DipleClient
import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Foundation
import Testing

@testable import DipleLanguageServer

/// Typing that was recorded: `diple-bench` takes its keystrokes from it, and whatever is found in texts, it must come out so.
@Suite struct RecordedTypingTests {
  private static func recording() throws -> Recording {
    try Recording(lines: Array(Data(contentsOf: Recordings.folder.appending(path: "typing.jsonl"))))
  }

  /// A client that follows what is published has at the end what a fresh run over its text finds.
  @Test func theEndIsWhatAFreshRunFinds() async throws {
    let session = try Session()
    var (versions, found): ([Int], Set<String>) = ([], [])
    for entry in try Self.recording().entries {
      guard entry.message["method"] != "shutdown" else { break }
      await session.give(try Message(body: entry.message.bytes))
      for message in session.taken() {
        #expect(message["error"] == nil)
        guard message["method"] == "diple/publishAnnotations", let params = message["params"] else { continue }
        versions.append(params["version"]?.int ?? -1)
        for id in params["removed"]?.array ?? [] { found.remove(id.string ?? "") }
        for list in ["annotations", "added", "changed"] {
          for annotation in params[list]?.array ?? [] { found.insert(annotation["id"]?.string ?? "") }
        }
      }
    }
    #expect(versions == Array(0...403))
    let view = try #require(await session.server.view("file:///ferry.txt"))
    let text = try #require(await session.text("file:///ferry.txt"))
    #expect(text.contains("late, short and without a stamp"))
    let fresh = try Registry.builtIn.pipeline().run(Document(text))
    #expect(fresh.annotations.count > 100)
    #expect(Self.places(view.analysis) == Self.places(fresh))
    #expect(found == Set(view.annotations.map(\.id.description)))
  }

  private static func places(_ analysis: Analysis) -> [String] {
    analysis.annotations.map { "\($0.kind) \(analysis.span($0)) \($0.source) \($0.reason)" }.sorted()
  }

  /// The same over pipes, with a deadline for each message.
  @Test(.enabled(if: Program.url != nil, "the program is not built")) func theProgramReplaysIt() throws {
    let program = try #require(Program.url).path
    let replay = try Replay.run(try Self.recording(), through: program, patience: .seconds(30))
    #expect(replay.breakdown == nil)
    #expect(replay.times["textDocument/didChange"]?.count == 403)
  }

  // MARK: Processes that fail

  /// A program of a shell line.
  private static func run(_ line: String, _ patience: Duration = .seconds(20)) throws -> Replay {
    try Replay.run(try recording(), through: "/bin/sh", ["-c", line], patience: patience)
  }

  @Test func aProcessThatDiesHasFailed() throws {
    #expect(try Self.run("exit 3").failure == .crash(3))
    #expect(try Self.run("kill -SEGV $$").failure == .crash(-SIGSEGV))
  }

  @Test func aProcessThatIsSilentHasFailed() throws {
    #expect(try Self.run("exec sleep 60", .milliseconds(200)).failure == .hang)
    #expect(try Self.run("while :; do sleep 1; done", .milliseconds(200)).failure == .hang)
    // A child that lives on holds nobody up.
    let start = ContinuousClock.now
    #expect(try Self.run("sleep 60; true", .milliseconds(200)).failure == .hang)
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  /// A process that dies of a word: the smallest session that kills it.
  @Test func whatKillsAProcessIsMinimised() async throws {
    // It answers every barrier as if there were nothing to do, and dies when the word comes.
    let line = #"""
      while IFS= read -r header; do
        header=${header%?}; length=${header#Content-Length: }; IFS= read -r blank
        body=$(dd bs=1 count="$length" 2>/dev/null)
        case "$body" in
        *stamp*) kill -SEGV $$ ;;
        *diple/synchronize*)
          id=${body#*\"id\":\"}; id=${id%%\"*}
          answer="{\"jsonrpc\":\"2.0\",\"id\":\"$id\",\"result\":null}"
          printf 'Content-Length: %d\r\n\r\n%s' "${#answer}" "$answer" ;;
        esac
      done
      """#
    let open: JSON = [
      "textDocument": ["uri": "a", "version": 0, "text": "Late and\nshort, without a stamp, she said.\n"]
    ]
    let entries: [JSON] = [
      ["jsonrpc": "2.0", "id": 1, "method": "initialize", "params": ["capabilities": [:]]],
      [
        "jsonrpc": "2.0", "method": "textDocument/didOpen",
        "params": ["textDocument": ["uri": "b", "version": 0, "text": "No."]],
      ],
      ["jsonrpc": "2.0", "method": "textDocument/didOpen", "params": open],
    ]
    let recording = Recording(entries.map { .init(time: 0, from: .client, message: $0) })
    var minimiser = try #require(
      try await Minimiser(recording) { try Replay.run($0, through: "/bin/sh", ["-c", line], patience: .seconds(10)) })
    #expect(minimiser.failure == .crash(-SIGSEGV))
    try await minimiser.minimise()
    #expect(minimiser.messages == 2)
    #expect(minimiser.recording.entries[1].message["params"]?["textDocument"]?["text"] == "stamp")
  }
}
