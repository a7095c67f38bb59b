import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Foundation
import Testing

@testable import DipleLanguageServer

/// Messages and bytes that no sane client sends. The server answers with an error or ends cleanly; it never crashes or hangs.
///
/// `DIPLE_FUZZ=100` makes the runs a hundred times as long; seeds are counted on from 1, so a failure can be had again.
@Suite struct FuzzTests {
  static let factor = ProcessInfo.processInfo.environment["DIPLE_FUZZ"].flatMap { Int($0) } ?? 1

  // MARK: Transport

  /// Reads bytes in pieces of any size; returns how many bodies there were, or nil where the stream is over.
  private func bodies(_ bytes: [UInt8], _ dice: inout SplitMix) -> Int? {
    var reader = FrameReader()
    var count = 0
    var at = 0
    while at < bytes.count {
      let end = min(bytes.count, at + Int.random(in: 1...64, using: &dice))
      reader.append(Array(bytes[at..<end]))
      at = end
      while true {
        do {
          guard let body = try reader.next() else { break }
          count += 1
          _ = try? Message(body: body)
        } catch {
          guard error.isRecoverable else { return nil }
        }
      }
    }
    return count
  }

  @Test func bytesThatAreNoMessages() {
    var dice = SplitMix(state: 1)
    let good = OddBytes.framed(#"{"jsonrpc": "2.0", "id": 1, "method": "shutdown", "params": {"é": [1, "😀"]}}"#)
    #expect(bodies(good + good, &dice) == 2)
    for odd in OddBytes.corpus { _ = bodies(odd.bytes, &dice) }
    for seed in 1...UInt64(300 * Self.factor) {
      dice = SplitMix(state: seed)
      var bytes = good + (OddBytes.corpus.randomElement(using: &dice)?.bytes ?? []) + good
      for _ in 0..<Int.random(in: 1...6, using: &dice) {
        bytes[Int.random(in: bytes.indices, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
      }
      _ = bodies(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &dice))), &dice)
    }
  }

  // MARK: Messages

  private static let odd: [JSON] = [
    nil, -1, 3, "", "😀", [], [:], true, .double(1e300), 9_223_372_036_854_775_807, ["uri": "a"],
    ["line": -1, "character": 2],
    ["start": ["line": 1, "character": 999], "end": ["line": 0, "character": 0]],
    ["start": ["line": 0, "character": 0], "end": ["line": 1_000_000, "character": 0]],
  ]

  private static let methods =
    Array(Feature.requests.keys) + Array(Feature.notifications.keys) + ["initialize", "$/future", "no/such"]

  @Test func requestsWithoutSenseAreAnsweredOnce() async throws {
    for seed in 1...UInt64(20 * Self.factor) {
      var dice = SplitMix(state: seed)
      let session = try await Session.running()
      _ = await session.open("a", "Mayor Ana Ruiz 😀 spoke.\r\n“Never.”")
      for number in 2...40 {
        let names = ["textDocument", "position", "range", "contentChanges", "event", "settings", "changes", "command"]
        var members = names.map { ($0, Self.odd.randomElement(using: &dice) ?? .null) }
        if Bool.random(using: &dice) {
          members[0].1 = ["uri": "a", "version": .int(.random(in: -9...9, using: &dice))]
        }
        let method = Self.methods.sorted().randomElement(using: &dice) ?? ""
        await session.give(.request(.int(number), method: method, params: .object(members)))
        #expect(session.taken().filter { $0["id"] == .int(number) }.count == 1, "seed \(seed), \(method)")
        await session.give(.notification(method: method, params: .object(members)))
        _ = session.taken()
      }
      #expect(await session.request("shutdown", id: 99)["result"] == .null, "seed \(seed)")
    }
  }

  // MARK: Order

  /// Edits and requests that come faster than they are done: every answer is of the version that the client had.
  @Test func answersBelongToTheVersionTheClientHad() async throws {
    for seed in 1...UInt64(5 * Self.factor) {
      var dice = SplitMix(state: seed)
      let session = try await Session.running()
      _ = await session.open("a", "Mayor Ana Ruiz spoke.", version: 1)
      var (version, id, expected): (Int, Int, [JSON]) = (1, 1, [])
      for _ in 0..<10 {
        var burst: [Message] = []
        for _ in 0..<Int.random(in: 1...20, using: &dice) {
          if Bool.random(using: &dice) {
            version += Int.random(in: 1...5, using: &dice)
            let place = Position(line: 0, character: Int.random(in: 0...60, using: &dice))
            let words = ["Petr Holt ", "x", "“", "\n\n", "😀", ""].randomElement(using: &dice) ?? ""
            burst.append(.change("a", version, .edit(place, place, words)))
          } else {
            id += 1
            expected.append(["id": .int(id), "version": .int(version)])
            burst.append(.request(.int(id), method: "diple/annotations", params: ["textDocument": ["uri": "a"]]))
          }
        }
        await session.giveAtOnce(burst)
      }
      let answers = session.taken().filter { $0["id"] != nil }
      #expect(
        answers.map { ["id": $0["id"] ?? .null, "version": $0["result"]?["version"] ?? .null] } == expected,
        "seed \(seed)")
    }
  }
}
