import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Testing

@testable import DipleLanguageServer

/// A report of our own with CRLF and emoji, and what is found in it: names, pronouns, a quote in two pieces over two lines.
enum Quay {
  static let text = Marked(
    """
    Mayor 1️⃣Ana Ruiz 🚧 closed the quay.\r
    \r
    “We 🚧 wait for the boats of the islands,” she said to us, “and all the\r
      harbours of the coast 2️⃣wait with Kostel.” The union 3️⃣opposed the plan a week\r
    after 4️⃣2 May. 5️⃣Ms Ruiz is 👩‍🚒 and 6️⃣calm.
    """)

  static let registry = Registry([
    Finder(
      .init(
        "entity", "Ana Ruiz",
        attributes: [
          ("type", .string("person")), ("entity", .cluster(1)), ("name", .string("Ana Ruiz")),
          ("role", .phrase("Mayor")),
        ]),
      .init("entity", "Ms Ruiz", attributes: [("type", .string("person")), ("entity", .cluster(1))]),
      .init("entity", "Kostel", attributes: [("type", .string("place")), ("entity", .cluster(2))]),
      .init(
        "quote", "“We 🚧 wait for the boats of the islands,”",
        "“and all the\r\n  harbours of the coast wait with Kostel.”",
        attributes: [("form", .string("direct")), ("speaker", .phrase("she", entity: 1)), ("cue", .phrase("said"))]),
      .init(
        "stance", "opposed",
        attributes: [
          ("polarity", .string("oppose")), ("holder", .phrase("The union")), ("target", .phrase("the plan")),
        ]),
      .init(
        "date", "a week\r\nafter 2 May", attributes: [("value", .string("2024-05-09")), ("anchor", .phrase("2 May"))])
    )
  ])
}

/// A document in a session, asked by position and read by its ranges.
struct Reading {
  let session: Session
  let text: Marked
  let encoding: PositionEncoding
  private let places: [(position: Position, offset: Int)]

  init(
    _ text: Marked = Quay.text, _ registry: Registry = Quay.registry, _ encoding: PositionEncoding = .utf16,
    client: JSON = [:], options: JSON = [:]
  ) async throws {
    (self.text, self.encoding) = (text, encoding)
    session = try await Session.running(
      registry,
      [
        "capabilities": ["general": ["positionEncodings": [.string(encoding.rawValue)]], "textDocument": client],
        "initializationOptions": options,
      ])
    _ = await session.open("a", text.text)
    let scalars = Array(text.text.unicodeScalars)
    places = (0...scalars.count).map { (Marked.position(scalars, $0, encoding), $0) }
  }

  func ask(_ method: String, _ more: (String, JSON)...) async -> JSON {
    let answer = await session.request(method, .object([("textDocument", ["uri": "a"])] + more))
    #expect(answer["error"] == nil)
    return answer["result"] ?? "none"
  }

  /// Asks about the place of a mark, or one some columns behind it.
  func ask(_ method: String, at mark: Int, _ columns: Int = 0, _ more: (String, JSON)...) async throws -> JSON {
    var position = try text.position(mark, encoding)
    position.character += columns
    let answer = await session.request(
      method, .object([("textDocument", ["uri": "a"]), ("position", position.json)] + more))
    #expect(answer["error"] == nil)
    return answer["result"] ?? "none"
  }

  /// The words that a range holds; it must lie between scalars.
  func words(_ range: JSON?) throws -> String {
    let start = try #require(Position(range?["start"]))
    let end = try #require(Position(range?["end"]))
    // The last offset of a position is behind a `\r`, the first one before it.
    let first = try #require(places.first { $0.position == start }).offset
    let last = try #require(places.first { $0.position == end }).offset
    return String(String.UnicodeScalarView(Array(text.text.unicodeScalars)[first..<last]))
  }

  /// The words of a span given by its start and its length in the client's units, line ends included.
  func words(_ start: Position, length: Int) throws -> String {
    var offset = try #require(places.first { $0.position == start }).offset
    var (left, words) = (length, String.UnicodeScalarView())
    let scalars = Array(text.text.unicodeScalars)
    while left > 0 {
      let scalar = scalars[offset]
      words.append(scalar)
      left -= encoding == .utf8 ? String(scalar).utf8.count : encoding == .utf16 ? String(scalar).utf16.count : 1
      offset += 1
    }
    #expect(left == 0)
    return String(words)
  }
}
