import DipleJSONRPC
public import DipleLanguageServer

extension Replay {
  /// Runs a recording through a server in a process of its own, as an editor would: over pipes.
  ///
  /// Behind each message comes a request that is answered when all before it is done; the time of a message is the time to the last
  /// thing that came of it. A server that ends, or is silent for longer than `patience`, has failed.
  public static func run(
    _ recording: Recording, through program: String, _ arguments: [String] = ["serve"], patience: Duration
  ) throws -> Replay {
    let server = try ServerProcess(program, arguments, patience: patience)
    defer { server.stop() }
    var session = Sent()
    for (number, entry) in recording.entries.enumerated() where entry.from == .client {
      guard let message = try? Message(body: entry.message.bytes) else { continue }
      do throws(ServerProcess.Failure) {
        try server.say(message.orphaned, .string("diple-replay-\(number)"), &session)
      } catch {
        switch error {
        // It may go when it was told to.
        case .ended(0...1) where message.method == "exit": break
        case .ended(let code): session.failure = .crash(code)
        case .silent: session.failure = .hang
        case .garbled: session.failure = .crash(0)
        }
        break
      }
      if message.method == "exit" { break }
    }
    return Replay(recording, session)
  }
}

extension ServerProcess {
  /// Sends a message and takes all that comes of it.
  fileprivate func say(_ message: Message, _ barrier: RequestID, _ session: inout Replay.Sent) throws(Failure) {
    let start = ContinuousClock.now
    try send(message)
    if message.method == "exit" {
      let code = end()
      throw .ended(code)
    }
    try send(.request(barrier, method: "diple/synchronize", params: nil))
    var last: ContinuousClock.Instant?
    while true {
      let body = try next()
      let now = ContinuousClock.now
      if case .response(barrier, result: _, error: _)? = try? Message(body: body) {
        if let method = message.method { session.took(((last ?? now) - start) / .milliseconds(1), method) }
        return
      }
      last = now
      session.bodies.append(body)
    }
  }
}

extension Message {
  /// Without the process whose end would end the server: it is the editor's of then.
  fileprivate var orphaned: Message {
    guard case .request(let id, "initialize", .object(let members)?) = self else { return self }
    return .request(
      id, method: "initialize", params: .object(members.map { $0 == "processId" ? ($0, .null) : ($0, $1) }))
  }
}
