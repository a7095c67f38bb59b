import DipleJSONRPC
import DiplePluginKit

/// One thing that the server does for an editor: what it says of itself in the answer to `initialize`, and the messages that
/// it answers. Each has a file of its own and a place in `all`.
struct Feature: Sendable {
  typealias Answer = @Sendable (isolated LanguageServer, JSON?) throws(ResponseError) -> Reply
  typealias Handler = @Sendable (isolated LanguageServer, JSON?) -> Void

  /// Members of `capabilities`.
  var capabilities: @Sendable (Client) -> [String: JSON] = { _ in [:] }
  /// What it answers, by method.
  var requests: [String: Answer] = [:]
  /// What it listens to, by method.
  var notifications: [String: Handler] = [:]
  /// What the client is asked to send, where it lets servers ask (`client/registerCapability`).
  var registrations: @Sendable (Client) -> [Registration] = { _ in [] }
  /// Commands of `workspace/executeCommand`, by name; their parameter is the array of arguments.
  var commands: [String: Answer] = [:]

  /// All features.
  static let all: [Feature] = [
    .lifecycle, .configuration, .synchronization, .annotations, .hover, .completion, .inlayHints, .documentSymbols,
    .diagnostics,
    .highlights, .navigation, .callHierarchy, .codeLens, .selectionRanges, .folding, .documentLinks, .semanticTokens,
    .explain,
    .annotators, .pages, .workspaceSymbols, .modules, .overrides, .personalNames, .codeActions, .executeCommand,
  ]

  static let requests: [String: Answer] = all.reduce(into: [:]) { $0.merge($1.requests) { _, new in new } }
  /// Several may listen to one.
  static let notifications: [String: [Handler]] = all.reduce(into: [:]) {
    for (method, handler) in $1.notifications { $0[method, default: []].append(handler) }
  }
  static let commands: [String: Answer] = all.reduce(into: [:]) { $0.merge($1.commands) { _, new in new } }

  /// What all features say of themselves; members of one object may come from several.
  static func capabilities(_ client: Client) -> JSON {
    all.reduce(.object([])) { known, feature in
      let members = feature.capabilities(client).sorted { $0.key < $1.key }
      return known.overlaid(with: .object(members.map { ($0.key, $0.value) }))
    }
  }
}

/// Messages that a feature wants from the client.
struct Registration {
  let method: String
  let options: JSON
}

/// The result of a request.
struct Reply {
  /// Writes it: large ones need no tree of values.
  let write: (inout JSONWriter) -> Void
  init(_ write: @escaping (inout JSONWriter) -> Void) { self.write = write }
  init(_ json: JSON) { write = { $0.write(json) } }
}

extension JSON? {
  /// The `Position` under a name; what is none is the client's mistake.
  func position(_ name: String) throws(ResponseError) -> Position {
    guard let position = Position(self?[name]) else { throw ResponseError(.invalidParams, "`\(name)` is none") }
    return position
  }
  /// The `Range` under a name.
  func range(_ name: String) throws(ResponseError) -> (start: Position, end: Position) {
    let range = self?[name]
    guard let start = Position(range?["start"]), let end = Position(range?["end"]) else {
      throw ResponseError(.invalidParams, "`\(name)` is none")
    }
    return (start, end)
  }
}
