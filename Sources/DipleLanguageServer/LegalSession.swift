import DipleJSONRPC
import DipleText

/// What a client may say after some of its messages were left out: edits of open documents, within their text.
struct LegalSession {
  private let encoding: PositionEncoding
  private var texts: [String: Document] = [:]
  private var asked: Set<RequestID> = []
  private var told: Set<Told> = []

  private struct Told: Hashable {
    let uri: String
    let version: Int?
  }

  /// The messages that are left of a session, made legal, and what was recorded of the server's because of them.
  static func of(_ entries: [Recording.Entry]) -> [Recording.Entry] {
    var session = LegalSession(entries)
    return entries.compactMap { entry in
      guard entry.from == .client else { return session.isCaused(entry.message) ? entry : nil }
      guard let message = session.legal(entry.message) else { return nil }
      return Recording.Entry(time: entry.time, from: .client, message: message)
    }
  }

  private init(_ entries: [Recording.Entry]) {
    let hello = entries.first { $0.message["method"] == "initialize" }?.message["params"]
    let offered = hello?["capabilities"]?["general"]?["positionEncodings"]?.array ?? []
    encoding = offered.lazy.compactMap { $0.string.flatMap(PositionEncoding.init) }.first ?? .utf16
  }

  /// What the server said was an answer to a request that is still there, or about a text that is.
  private func isCaused(_ message: JSON) -> Bool {
    if message["method"] == nil { return RequestID(message["id"]).map(asked.contains) ?? true }
    guard message["method"] == "diple/publishAnnotations", let uri = message["params"]?["uri"]?.string else {
      return true
    }
    return told.contains(Told(uri: uri, version: message["params"]?["version"]?.int))
  }

  private mutating func legal(_ message: JSON) -> JSON? {
    let document = message["params"]?["textDocument"]
    if message["method"] != nil, let id = RequestID(message["id"]) { asked.insert(id) }
    switch message["method"]?.string {
    case "textDocument/didOpen":
      guard let uri = document?["uri"]?.string, texts[uri] == nil else { return nil }
      texts[uri] = Document(document?["text"]?.string ?? "")
      told.insert(Told(uri: uri, version: document?["version"]?.int))
    case "textDocument/didChange":
      guard let uri = document?["uri"]?.string, var text = texts.removeValue(forKey: uri) else { return nil }
      let changes = (message["params"]?["contentChanges"]?.array ?? []).map { text.follow($0, encoding) }
      texts[uri] = text
      told.insert(Told(uri: uri, version: document?["version"]?.int))
      return message.with(["params", "contentChanges"], .array(changes))
    case "textDocument/didClose":
      guard let uri = document?["uri"]?.string, texts.removeValue(forKey: uri) != nil else { return nil }
      told.insert(Told(uri: uri, version: nil))
    case "$/cancelRequest":
      guard let id = RequestID(message["params"]?["id"]), asked.contains(id) else { return nil }
    default: break
    }
    return message
  }

  /// The session with the first changes of a document done already when it is opened; nil where it has not so many.
  static func folded(_ entries: [Recording.Entry], _ uri: String, changes count: Int) -> [Recording.Entry]? {
    let session = LegalSession(entries)
    func isAbout(_ method: JSON, _ entry: Recording.Entry) -> Bool {
      entry.from == .client && entry.message["method"] == method
        && entry.message["params"]?["textDocument"]?["uri"] == .string(uri)
    }
    guard let first = entries.firstIndex(where: { isAbout("textDocument/didOpen", $0) }) else { return nil }
    let changes = entries.indices.filter { isAbout("textDocument/didChange", entries[$0]) }.prefix(count)
    guard changes.count == count, let last = changes.last, changes[0] > first else { return nil }
    var text = Document(entries[first].message["params"]?["textDocument"]?["text"]?.string ?? "")
    for index in changes {
      for change in entries[index].message["params"]?["contentChanges"]?.array ?? [] {
        _ = text.follow(change, session.encoding)
      }
    }
    let document = ["params", "textDocument"]
    var open = entries[first]
    open.message = open.message.with(document + ["text"], .string(text.text(Span(0, text.bytes.count))))
      .with(document + ["version"], entries[last].message["params"]?["textDocument"]?["version"] ?? 0)
    // It is opened where the last of these changes stood, so that nobody asks of what is not there yet.
    var folded = entries
    folded[last] = open
    for index in changes.dropLast().reversed() { folded.remove(at: index) }
    folded.remove(at: first)
    return folded
  }
}

extension Document {
  /// Applies a change of `textDocument/didChange` and returns it, its range within the text.
  fileprivate mutating func follow(_ change: JSON, _ encoding: PositionEncoding) -> JSON {
    let new = Array((change["text"]?.string ?? "").utf8)
    guard let start = Position(change["range"]?["start"]), let end = Position(change["range"]?["end"]) else {
      self = Document(bytes: new) ?? self
      return change
    }
    let (first, last) = (min(start, end), max(start, end))
    let span = Span(offset(of: first, encoding), offset(of: last, encoding))
    func json(_ offset: Int) -> JSON {
      let position = position(of: offset, encoding)
      return ["line": .int(position.line), "character": .int(position.character)]
    }
    let legal = change.with(["range"], ["start": json(span.start), "end": json(span.end)]).without("rangeLength")
    do { try apply(TextEdit(span, new)) } catch { return change }
    return legal
  }
}

extension JSON {
  /// This value with another one under a path of names.
  func with(_ path: [String], _ value: JSON) -> JSON {
    guard let name = path.first else { return value }
    guard case .object(var members) = self else { return self }
    let inner = (self[name] ?? .object([])).with(Array(path.dropFirst()), value)
    if let index = members.lastIndex(where: { $0.0 == name }) {
      members[index].1 = inner
    } else {
      members.append((name, inner))
    }
    return .object(members)
  }

  fileprivate func without(_ name: String) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { $0.0 != name })
  }
}
