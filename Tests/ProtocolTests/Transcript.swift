import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Testing

/// A conversation as a person writes it down: `→` is what the client sends, `←` what the server sends.
///
///     → {"id": 1, "method": "shutdown"}
///     ← {"id": 1, "result": null}
///
/// A message may go on over several lines; `"jsonrpc": "2.0"` is left out. In what the server sends, `"…"` stands for any
/// value, a member `"…"` for any further members, and an element `"…"` for any further elements.
struct Transcript {
  enum Line { case client(JSON), server(JSON) }
  private(set) var lines: [Line] = []

  init(_ text: some StringProtocol) throws {
    var open: (arrow: Character, text: String)?
    func close() throws -> Line? {
      guard let open else { return nil }
      let json = try JSON(parsing: Array(open.text.utf8))
      return open.arrow == "→" ? .client(json) : .server(json)
    }
    for line in text.split(separator: "\n") {
      if let arrow = line.first, arrow == "→" || arrow == "←" {
        if let done = try close() { lines.append(done) }
        open = (arrow, String(line.dropFirst()))
      } else {
        open?.text += "\n" + line
      }
    }
    if let done = try close() { lines.append(done) }
  }

  /// Says the client's part and holds the server to its own: these messages, in this order, and no others.
  func replay(_ session: Session) async throws {
    var answers: [JSON] = []
    for line in lines {
      switch line {
      case .client(var message):
        if let extra = answers.first { Issue.record("the server also sends \(extra.text)") }
        if case .object(let members) = message { message = .object([("jsonrpc", "2.0")] + members) }
        await session.give(try Message(body: message.bytes))
        answers = session.taken()
      case .server(let expected):
        guard !answers.isEmpty else {
          Issue.record("the server does not send \(expected.text)")
          continue
        }
        let answer = answers.removeFirst()
        #expect(answer["jsonrpc"] == "2.0")
        if let mismatch = answer.without("jsonrpc").mismatch(expected) {
          Issue.record("\(mismatch)\nexpected \(expected.text)\nsent     \(answer.text)")
        }
      }
    }
    if let extra = answers.first { Issue.record("the server also sends \(extra.text)") }
  }
}

/// Replays a transcript against a new server.
func check(_ transcript: String, _ registry: Registry = .builtIn) async throws {
  try await Transcript(transcript).replay(Session(registry))
}

extension JSON {
  var text: String { String(decoding: bytes, as: UTF8.self) }

  func without(_ name: String) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { $0.0 != name })
  }

  /// What keeps this value from being the expected one; nil where nothing does.
  func mismatch(_ expected: JSON, at path: String = "message") -> String? {
    switch (self, expected) {
    case (_, "…"): return nil
    case (.object(let members), .object(let wanted)):
      for (name, value) in wanted where name != "…" {
        guard let own = self[name] else { return "\(path).\(name) is missing" }
        if let problem = own.mismatch(value, at: "\(path).\(name)") { return problem }
      }
      guard expected["…"] == nil else { return nil }
      return members.first { expected[$0.0] == nil }.map { "\(path).\($0.0) is not expected" }
    case (.array(let elements), .array(let wanted)):
      guard wanted.contains("…") else {
        guard elements.count == wanted.count else { return "\(path) has \(elements.count) elements" }
        for (index, (element, want)) in zip(elements, wanted).enumerated() {
          if let problem = element.mismatch(want, at: "\(path)[\(index)]") { return problem }
        }
        return nil
      }
      // The wanted ones in their order, with anything between.
      var rest = elements[...]
      for want in wanted where want != "…" {
        guard let index = rest.firstIndex(where: { $0.mismatch(want) == nil }) else {
          return "\(path) has no \(want.text)"
        }
        rest = rest[(index + 1)...]
      }
      return nil
    default: return self == expected ? nil : "\(path) is \(text)"
    }
  }
}
