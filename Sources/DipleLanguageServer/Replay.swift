public import DipleJSONRPC
import Synchronization

/// Runs a recorded session again, in this process or in another, and compares what comes out with what came out then.
///
/// Each message is done before the next is given, so nothing is passed over for something newer. What depended on that is not
/// compared: answers that were refused because they came too late, and differences that build on another version.
public struct Replay: Sendable {
  /// An answer or a publication that is another one now, or is missing.
  public struct Difference: Sendable {
    /// `textDocument/hover (3)`, or `file:///a.txt version 4`.
    public let what: String
    /// What was recorded.
    public let recorded: JSON
    /// What came now; nil where nothing did.
    public let now: JSON?
  }

  /// How a session fails.
  public enum Failure: Sendable, Equatable {
    /// The server has ended: its exit code, negative for a signal.
    case crash(Int32)
    /// The server no longer answers.
    case hang
    /// This came where something else was recorded; nil for nothing.
    case difference(String, now: JSON?)
  }

  /// What came of a session.
  public struct Sent {
    /// The messages of the server, in order.
    public var bodies: [[UInt8]] = []
    /// How the session broke off.
    public var failure: Failure?
    fileprivate var times: [String: [Double]] = [:]

    /// Nothing yet.
    public init() {}
    /// Notes how many milliseconds a message took.
    public mutating func took(_ time: Double, _ method: String) { times[method, default: []].append(time) }
  }

  /// How it broke off; nil where the session went to its end.
  public let breakdown: Failure?
  /// How the session failed first: it broke off, or something else came out.
  public var failure: Failure? { breakdown ?? differences.first.map { .difference($0.what, now: $0.now) } }
  /// True where it failed in this way.
  public func fails(_ failure: Failure) -> Bool {
    guard case .difference(let what, let now) = failure else { return breakdown == failure }
    return differences.contains { $0.what == what && $0.now == now }
  }

  /// What differs, in the order of the recording.
  public private(set) var differences: [Difference] = []
  /// How many answers and publications were compared.
  public private(set) var compared = 0
  /// Milliseconds from a message to all that came of it, by method.
  public private(set) var times: [String: [Double]] = [:]

  private struct Outcome {
    var answers: [RequestID: JSON] = [:]
    var publications: [Publication: JSON] = [:]
    var order: [Key] = []
    private var versions: [String: Int] = [:]

    /// Takes a message of the server's; what tells of time, or asks the client, is no outcome.
    mutating func take(_ message: JSON) {
      if message["method"] == nil, let id = RequestID(message["id"]) {
        guard ![-32800, -32801].contains(message["error"]?["code"]?.int) else { return }
        answers[id] = message["result"]?.masked ?? message["error"] ?? .null
        order.append(.answer(id))
      } else if message["method"] == "diple/publishAnnotations", let params = message["params"],
        let uri = params["uri"]?.string
      {
        let version = params["version"]?.int
        let base = params["annotations"] == nil ? versions[uri] : nil
        versions[uri] = version
        let key = Publication(uri: uri, version: version, base: base)
        publications[key] = params
        order.append(.publication(key))
      }
    }
  }

  private enum Key { case answer(RequestID), publication(Publication) }
  private struct Publication: Hashable {
    let uri: String
    let version: Int?
    let base: Int?
  }

  /// Runs a recording in this process.
  public static func run(_ recording: Recording) async throws -> Replay {
    let outbox = Outbox()
    let server = try LanguageServer(log: Log(.error) { _ in }) { outbox.add($0) }
    var sent = Sent()
    for entry in recording.entries where entry.from == .client {
      guard let message = try? Message(body: entry.message.bytes) else { continue }
      let start = ContinuousClock.now
      server.observe(.message(message))
      let end = await server.handle(.message(message))
      if let method = message.method { sent.took((ContinuousClock.now - start) / .milliseconds(1), method) }
      if end != nil { break }
    }
    sent.bodies = outbox.all
    return Replay(recording, sent)
  }

  /// Compares what came of a recorded session now.
  public init(_ recording: Recording, _ sent: Sent) {
    (times, breakdown) = (sent.times, sent.failure)
    var methods: [RequestID: String] = [:]
    var (then, now) = (Outcome(), Outcome())
    for entry in recording.entries {
      if entry.from == .server { then.take(entry.message) }
      if entry.from == .client, let id = RequestID(entry.message["id"]), let method = entry.message["method"]?.string {
        methods[id] = method
      }
    }
    for body in sent.bodies { if let message = try? JSON(parsing: body) { now.take(message) } }
    // What a session that broke off did not come to is no difference of its own.
    if breakdown == nil { compare(then, now, methods) }
  }

  private mutating func compare(_ then: Outcome, _ now: Outcome, _ methods: [RequestID: String]) {
    for key in then.order {
      switch key {
      case .answer(let id):
        let name = "\(methods[id] ?? "?") (\(String(decoding: id.json.bytes, as: UTF8.self)))"
        compare(name, then.answers[id] ?? .null, now.answers[id])
      case .publication(let key):
        // What was passed over then was told now: the same version then builds on another.
        let isOtherwise = now.publications.keys.contains { $0.uri == key.uri && $0.version == key.version }
        guard now.publications[key] != nil || !isOtherwise else { continue }
        let name = "\(key.uri)" + (key.version.map { " version \($0)" } ?? " closed")
        compare(name, then.publications[key] ?? .null, now.publications[key])
      }
    }
  }

  private mutating func compare(_ what: String, _ recorded: JSON, _ now: JSON?) {
    compared += 1
    if now != recorded { differences.append(Difference(what: what, recorded: recorded, now: now)) }
  }
}

/// What the server has sent.
private final class Outbox: Sendable {
  private let bodies = Mutex<[[UInt8]]>([])
  func add(_ body: [UInt8]) { bodies.withLock { $0.append(body) } }
  var all: [[UInt8]] { bodies.withLock { $0 } }
}

extension Message {
  /// What it asks or tells; nil for an answer.
  public var method: String? {
    switch self {
    case .request(_, let method, params: _), .notification(let method, params: _): method
    case .response: nil
    }
  }
}

extension JSON {
  /// Without what is another in every version of the program.
  fileprivate var masked: JSON {
    guard case .object(let members) = self, self["serverInfo"] != nil else { return self }
    return .object(members.filter { $0.0 != "serverInfo" })
  }
}
