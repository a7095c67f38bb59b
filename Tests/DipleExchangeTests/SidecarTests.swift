import DipleExchange
import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Foundation
import TestSupport
import Testing

/// Files of overrides: what is read, what is wrong with them, and how one is added.
@Suite struct SidecarTests {
  private static let manifests = Registry.builtIn.manifests

  private func read(_ text: String) -> Sidecar { Sidecar(parsing: Array(text.utf8), Self.manifests) }

  private func problems(_ text: String) -> [String] { read(text).problems.map { "\($0.line): \($0.cause)" } }

  private static let monday = Anchor(exact: "Monday", prefix: "met on ", suffix: " at \"noon\"", start: 12)

  private static let all: [Override] = [
    Override(monday, .resolve(value: "2024-04-29", type: nil), creator: "Eva", created: "2024-05-02"),
    Override(monday, .resolve(value: "P1D", type: "DURATION")), Override(monday, .speaker("Ana 🚧 Ruiz")),
    Override(monday, .remove(kind: "stance")),
    Override(
      monday, .add(kind: "entity", attributes: [.init("type", .string("person")), .init("metonym", .bool(true))])),
    Override(monday, .same(Anchor(exact: "Tuesday"))), Override(monday, .different(Anchor(exact: "Friday"))),
    // Nothing before the words is another thing than anything.
    Override(Anchor(exact: "Monday", prefix: "", suffix: "\n\nThey"), .remove(kind: "quote")),
  ]

  private func apply(_ edit: TextEdit, _ bytes: [UInt8]?) -> [UInt8] {
    var bytes = bytes ?? []
    bytes.replaceSubrange(edit.span.range, with: edit.bytes)
    return bytes
  }

  @Test func whatIsWrittenIsRead() throws {
    var bytes: [UInt8]?
    for override in Self.all { bytes = apply(try Sidecar.edit(of: bytes, adding: override, Self.manifests), bytes) }
    let sidecar = Sidecar(parsing: try #require(bytes), Self.manifests)
    #expect(sidecar.problems == [])
    // The second `resolve` stands in the place of the first.
    #expect(sidecar.overrides() == Array(Self.all.dropFirst()))
  }

  @Test(
    arguments: [
      "", " \n", "{}", "{\r\n}", #"{"version": 1}"#, #"{"overrides": []}"#, #"{"a": [{"b": "]"}], "overrides": [ ]}"#,
    ])
  func aFileIsAddedTo(text: String) throws {
    let bytes = apply(try Sidecar.edit(of: Array(text.utf8), adding: Self.all[0], Self.manifests), Array(text.utf8))
    let sidecar = Sidecar(parsing: bytes, Self.manifests)
    #expect(sidecar.problems == [])
    #expect(sidecar.overrides() == [Self.all[0]])
  }

  @Test func aValueIsWrittenInThePlaceThatWasKeptForIt() throws {
    let open = Override(Self.monday, .resolve(value: "XXXX-XX-XX", type: nil))
    var bytes = apply(try Sidecar.edit(of: nil, adding: open, Self.manifests), nil)
    #expect(Sidecar(parsing: bytes, Self.manifests).overrides() == [])
    bytes = apply(try Sidecar.edit(of: bytes, adding: Self.all[0], Self.manifests), bytes)
    #expect(Sidecar(parsing: bytes, Self.manifests).problems == [])
    #expect(Sidecar(parsing: bytes, Self.manifests).overrides() == [Self.all[0]])
  }

  @Test func theRestStaysAsAPersonWroteIt() throws {
    let text = """
      { "version": 1,   "note": "mine",
        "overrides": [ {"action": "remove", "kind": "quote", "selector": {"type": "TextQuoteSelector", "exact": "“so”"}} ] }
      """
    let bytes = apply(try Sidecar.edit(of: Array(text.utf8), adding: Self.all[3], Self.manifests), Array(text.utf8))
    let written = String(decoding: bytes, as: UTF8.self)
    #expect(written.hasPrefix(text.dropLast(4)))
    #expect(written.hasSuffix(" ] }"))
    #expect(Sidecar(parsing: bytes, Self.manifests).overrides().map(\.anchor.exact) == ["“so”", "Monday"])
  }

  @Test func aWorkspacesFileSaysWhichText() throws {
    let edit = try Sidecar.edit(of: nil, adding: Self.all[0], source: "news/a.txt", Self.manifests)
    let sidecar = Sidecar(parsing: edit.bytes, Self.manifests)
    #expect(sidecar.overrides(of: "news/a.txt") == [Self.all[0]])
    #expect(sidecar.overrides(of: "news/b.txt") == [])
  }

  @Test(
    arguments: [
      ("[]", "1: no JSON object"), ("{\n\"overrides\": [\n{]}", "3: no JSON: a member needs a name"),
      ("{\"version\": 2}", "1: `version` is not 1"), ("{\n\"overrides\": {}}", "2: `overrides` is no array"),
      ("{\"overrides\": [3]}", "1: an override is no object"),
      ("{\"overrides\": [\n\n{}]}", "3: `selector` has no TextQuoteSelector"),
      ("\u{FEFF}{}", "1: no JSON: no value starts so"),
    ])
  func aFileThatIsWrong(text: String, problem: String) { #expect(problems(text) == [problem]) }

  @Test(
    arguments: [
      (#""action": "guess""#, "`action` is none of resolve, speaker, remove, add, same and different"),
      (#""action": "resolve""#, "`value` is no TIMEX3 value, such as 2024-05-02"),
      (#""action": "resolve", "value": "next week""#, "`value` is no TIMEX3 value, such as 2024-05-02"),
      (#""action": "resolve", "value": "2024-13-45""#, "`value`: the calendar has no 2024-13-45"),
      (#""action": "resolve", "value": "2023-02-29""#, "`value`: the calendar has no 2023-02-29"),
      (#""action": "resolve", "value": "XXXX-XX-XX""#, "`value` is yet to be written: XXXX-XX-XX says nothing"),
      (
        #""action": "add", "kind": "date", "attributes": {"value": "2024-02-30"}"#,
        "`value`: the calendar has no 2024-02-30"
      ),
      (#""action": "resolve", "value": "2024", "type": "YEAR""#, "`type` is none of DATE, TIME, DURATION, SET"),
      (#""action": "speaker""#, "`name` is missing"), (#""action": "speaker", "name": " ""#, "`name` is missing"),
      (#""action": "remove", "kind": "colour""#, "nobody makes the kind `colour`"),
      (#""action": "same""#, "`other` has no TextQuoteSelector"),
      (#""action": "remove", "kind": "quote", "creator": 3"#, "`creator` is no string"),
      (
        #""action": "add", "kind": "entity""#,
        "`attributes` has no `type`: person, organization, place, group, event, product, work"
      ),
      (
        #""action": "add", "kind": "quote", "attributes": {"form": "loud"}"#,
        "`form` is none of direct, mixed, indirect, scare, title"
      ),
      (#""action": "add", "kind": "quote", "attributes": {"cue": "said"}"#, "`cue` cannot be set"),
      (#""action": "add", "kind": "quote", "attributes": {"volume": 3}"#, "a quote has no attribute `volume`"),
    ])
  func anOverrideThatIsWrongLeavesTheOthers(members: String, cause: String) {
    let good = #"{"action": "remove", "kind": "date", "selector": {"type": "TextQuoteSelector", "exact": "May"}}"#
    let text = """
      {"overrides": [
        \(good),
        {"selector": {"type": "TextQuoteSelector", "exact": "May"}, \(members)},
        \(good)
      ]}
      """
    #expect(problems(text) == ["3: \(cause)"])
    #expect(read(text).overrides().map(\.action) == [.remove(kind: "date"), .remove(kind: "date")])
    #expect(read(text).entries.filter { !$0.isOpen }.map(\.line) == [2, 4])
  }

  @Test func sizesAreBounded() {
    let long = String(repeating: "a", count: 5000)
    let one = #"{"action": "remove", "kind": "date", "selector": {"type": "TextQuoteSelector", "exact": "\#(long)"}}"#
    #expect(problems("{\"overrides\": [\(one)]}") == ["1: `exact` is longer than 4096 bytes"])
    #expect(problems(String(repeating: " ", count: Sidecar.largest + 1)) == ["1: the file is larger than 1 MB"])
    let short = #"{"action": "remove", "kind": "date", "selector": {"type": "TextQuoteSelector", "exact": "a"}}"#
    let many = read("{\"overrides\": [\(Array(repeating: short, count: 900).joined(separator: ","))]}")
    #expect(many.overrides().count == Sidecar.most)
  }

  @Test func anAddedQuoteHasASpeaker() {
    let text = """
      {"overrides": [{"action": "add", "kind": "quote", "attributes": {"speaker": "Ana Ruiz"},
        "selector": [{"type": "TextQuoteSelector", "exact": "no"}]}]}
      """
    #expect(
      read(text).overrides().map(\.action)
        == [.add(kind: "quote", attributes: [.init("form", .string("direct"))]), .speaker("Ana Ruiz")])
  }

  @Test func whatIsWrittenKeepsTheSchema() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Specs/protocol/overrides.schema.json").standardizedFileURL
    let checker = SchemaChecker(try JSON(parsing: Array(try Data(contentsOf: file))))
    for override in Self.all {
      let edit = try Sidecar.edit(of: nil, adding: override, source: "a.txt", Self.manifests)
      #expect(checker.problems(try JSON(parsing: edit.bytes)) == [])
    }
    #expect(checker.problems(["overrides": [["action": "resolve", "selector": []]]]) != [])
  }
}
