import DipleJSONRPC

/// Makes a session that fails smaller, as long as it fails in the same way: fewer documents, then fewer messages, edits that
/// are done before the document is opened, and shorter texts. What is left is a session that a client may say.
public struct Minimiser {
  /// Runs a session.
  public typealias Run = (Recording) async throws -> Replay

  /// How it fails.
  public let failure: Replay.Failure
  /// The smallest session so far that fails so.
  public private(set) var recording: Recording
  /// How many sessions were run.
  public private(set) var runs = 0
  private var size: Int
  private let run: Run
  /// Sees every step: a run, and whether it made the session smaller.
  private let progress: (Minimiser, Bool) throws -> Void

  /// Takes a session. Returns nil where it does not fail.
  public init?(
    _ recording: Recording, run: @escaping Run, progress: @escaping (Minimiser, Bool) throws -> Void = { _, _ in }
  )
    async throws
  {
    guard let failure = try await run(recording).failure else { return nil }
    (self.failure, self.recording, self.run, self.progress) = (failure, recording, run, progress)
    size = recording.size
  }

  /// How many messages the client says.
  public var messages: Int { recording.entries.count { $0.from == .client } }

  /// Goes on until nothing can be left out.
  public mutating func minimise() async throws {
    var before = 0
    repeat {
      before = size
      try await leaveOutDocuments()
      try await foldChanges()
      try await leaveOutMessages()
      try await leaveOutChanges()
      try await shortenTexts()
    } while size < before
    try await forgetTheRest()
  }

  /// Runs a smaller session; true where it fails as the first did, and is the smallest then.
  private mutating func attempt(_ entries: [Recording.Entry]) async throws -> Bool {
    let candidate = Recording(LegalSession.of(entries))
    guard candidate.entries != recording.entries else { return true }
    guard candidate.size < size else { return false }
    runs += 1
    let fails = try await run(candidate).fails(failure)
    if fails { (recording, size) = (candidate, candidate.size) }
    try progress(self, fails)
    return fails
  }

  private mutating func leaveOutDocuments() async throws {
    let entries = recording.entries
    var uris: [String] = []
    for uri in entries.compactMap(\.uri) where !uris.contains(uri) { uris.append(uri) }
    _ = try await minimised(uris) { kept in
      try await attempt(entries.filter { entry in entry.uri.map(kept.contains) ?? true })
    }
  }

  private mutating func foldChanges() async throws {
    for uri in Set(recording.entries.compactMap(\.uri)).sorted() {
      var count = recording.entries.count { $0.uri == uri && $0.message["method"] == "textDocument/didChange" }
      while count > 0 {
        if let folded = LegalSession.folded(recording.entries, uri, changes: count), try await attempt(folded) { break }
        count /= 2
      }
    }
  }

  private mutating func leaveOutMessages() async throws {
    let entries = recording.entries
    let removable = entries.indices.filter { entries[$0].from == .client && !entries[$0].isLifecycle }
    _ = try await minimised(removable) { kept in
      let left = Set(removable).subtracting(kept)
      return try await attempt(entries.indices.filter { !left.contains($0) }.map { entries[$0] })
    }
  }

  private mutating func leaveOutChanges() async throws {
    for index in recording.entries.indices {
      let entries = recording.entries
      guard entries.indices.contains(index), let changes = entries[index].changes, changes.count > 1 else { continue }
      _ = try await minimised(changes) { kept in
        var entries = entries
        entries[index].message = entries[index].message.with(["params", "contentChanges"], .array(kept))
        return try await attempt(entries)
      }
    }
  }

  // MARK: Texts

  /// The texts that a document is opened with, and those of the edits: lines are left out, then words, then characters.
  private mutating func shortenTexts() async throws {
    for index in recording.entries.indices where index < recording.entries.count {
      let entry = recording.entries[index]
      if entry.message["method"] == "textDocument/didOpen", entry.from == .client {
        try await shorten(index) {
          $0["params"]?["textDocument"]?["text"]?.string
        } with: {
          $0.with(["params", "textDocument", "text"], .string($1))
        }
      }
      for number in (entry.changes ?? []).indices {
        try await shorten(index) {
          $0["params"]?["contentChanges"]?.array?[number]["text"]?.string
        } with: {
          var changes = $0["params"]?["contentChanges"]?.array ?? []
          changes[number] = changes[number].with(["text"], .string($1))
          return $0.with(["params", "contentChanges"], .array(changes))
        }
      }
    }
  }

  private mutating func shorten(
    _ index: Int, _ text: (JSON) -> String?, with: (JSON, String) -> JSON
  ) async throws {
    for parts in [Self.lines, Self.words, Self.characters] {
      let entries = recording.entries
      guard let text = text(entries[index].message) else { return }
      let pieces = parts(text)
      // Letter by letter only where few are left: each costs a run.
      guard !pieces.isEmpty, pieces.count <= 4096 else { continue }
      _ = try await minimised(pieces) { kept in
        var entries = entries
        entries[index].message = with(entries[index].message, kept.joined())
        return try await attempt(entries)
      }
    }
  }

  private static func lines(_ text: String) -> [String] { pieces(text) { $0.isNewline } }
  private static func words(_ text: String) -> [String] { pieces(text) { $0.isWhitespace } }
  private static func characters(_ text: String) -> [String] { text.count > 200 ? [] : text.map(String.init) }

  /// Parts of a text, each with what ends it.
  private static func pieces(_ text: String, _ isEnd: (Character) -> Bool) -> [String] {
    var pieces: [String] = []
    var open = ""
    for character in text {
      open.append(character)
      if isEnd(character) {
        pieces.append(open)
        open = ""
      }
    }
    return open.isEmpty ? pieces : pieces + [open]
  }

  // MARK: The server's part

  /// Leaves out what the server said then, but for what is another thing now and what that builds on.
  private mutating func forgetTheRest() async throws {
    guard case .difference = failure else {
      return _ = try await attempt(recording.entries.filter { $0.from == .client })
    }
    let entries = recording.entries
    let said = entries.indices.filter { entries[$0].from == .server }
    _ = try await minimised(said) { kept in
      let left = Set(said).subtracting(kept)
      return try await attempt(entries.indices.filter { !left.contains($0) }.map { entries[$0] })
    }
  }
}

extension Recording {
  /// The bytes that it takes.
  fileprivate var size: Int { lines.count }
}

extension Recording.Entry {
  /// The document that a message of the client is about.
  fileprivate var uri: String? { from == .client ? message["params"]?["textDocument"]?["uri"]?.string : nil }
  fileprivate var changes: [JSON]? {
    from == .client && message["method"] == "textDocument/didChange" ? message["params"]?["contentChanges"]?.array : nil
  }
  /// What a session cannot do without.
  fileprivate var isLifecycle: Bool {
    ["initialize", "initialized", "shutdown", "exit"].contains(message["method"]?.string)
  }
}
