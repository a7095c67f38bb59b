import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// `inlayHint/resolve`, and what labels say.
@Suite struct InlayHintResolveTests {
  private static let lazy: JSON = ["inlayHint": ["resolveSupport": ["properties": ["tooltip"]]]]
  private let all: JSON = ["start": Position(line: 0, character: 0).json, "end": Position(line: 99, character: 0).json]

  private func hints(_ reading: Reading) async -> [JSON] {
    await reading.ask("textDocument/inlayHint", ("range", all)).array ?? []
  }

  @Test(arguments: PositionEncoding.allCases)
  func aTooltipComesWhenItIsAskedFor(encoding: PositionEncoding) async throws {
    let all: JSON = ["inlayHints": "all"]
    let eager = await hints(try await Reading(Quay.text, Quay.registry, encoding, options: all))
    let reading = try await Reading(Quay.text, Quay.registry, encoding, client: Self.lazy, options: all)
    let bare = await hints(reading)
    #expect(bare.count == eager.count && bare.count == 5)
    for (bare, eager) in zip(bare, eager) {
      #expect(bare["tooltip"] == nil)
      let resolved = await reading.session.request("inlayHint/resolve", bare)["result"]
      #expect(resolved?["tooltip"]?["value"]?.string?.isEmpty == false)
      #expect(resolved?.without("data") == eager)
    }
  }

  @Test func aHintOfATextThatIsGoneStaysAsItIs() async throws {
    let reading = try await Reading(client: Self.lazy)
    let hint = try #require(await hints(reading).first)
    await reading.session.give(.change("a", 2, ["text": "Nothing."]))
    #expect(await reading.session.request("inlayHint/resolve", hint)["result"] == hint)
    _ = await reading.session.notify("textDocument/didClose", ["textDocument": ["uri": "a"]])
    #expect(await reading.session.request("inlayHint/resolve", hint)["result"] == hint)
    #expect(await reading.session.request("inlayHint/resolve", ["label": "x"])["error"]?["code"] == -32602)
  }

  @Test(
    arguments: [
      ("2016-06-16", "= 2016-06-16"), ("2016-06-16T09:00", "= 2016-06-16"), ("2016-W24", "= 2016-W24"),
      ("PT36H", "= PT36H"), ("P1Y2M3DT12H30M", "= P1Y2M3DT1…"), ("T09:00", "= T09:00"),
    ])
  func aDateShowsItsDay(value: String, label: String) async throws {
    let registry = Registry([Finder(.init("date", "then", attributes: [("value", .string(value))]))])
    let reading = try await Reading(Marked("It was then."), registry, options: ["inlayHints": "all"])
    let hints = await hints(reading)
    #expect(hints.map { $0["label"]?.string } == [label])
    #expect(label.count <= 12)
  }
}
