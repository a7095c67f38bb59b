import DipleJSONRPC

extension Feature {
  /// What keeps a session together, and what it tells of itself.
  static let lifecycle = Feature(
    notifications: [
      "initialized": { server, _ in server.register() },
      "$/setTrace": { server, params in server.setTrace(params?["value"]) },
      // The mailbox has taken what there is to take, but for what waits already.
      "$/cancelRequest": { server, params in
        if let id = RequestID(params?["id"]) { server.giveUp(barrier: id) }
      },
      "window/workDoneProgress/cancel": { _, _ in },
    ])
}

/// How much of the traffic a client wants to hear about (LSP 3.17, `TraceValue`).
enum Trace: String { case off, messages, verbose }

extension LanguageServer {
  /// `$/setTrace`, and `trace` of `initialize`.
  func setTrace(_ value: JSON?) {
    guard let value, value != .null else { return }
    guard let new = value.string.flatMap(Trace.init) else {
      return report(.warning, "`trace` is none of off, messages, verbose")
    }
    trace = new
  }

  /// Tells what was done with a message, where the client asked for it.
  func tell(_ method: String, _ id: RequestID?, _ params: JSON?, since start: ContinuousClock.Instant) {
    guard trace != .off, phase == .running else { return }
    let microseconds = (ContinuousClock.now - start) / .microseconds(1)
    let time = "\(Double(Int(microseconds / 10)) / 100) ms"
    let name = id.map { "\(method) (\(String(decoding: $0.json.bytes, as: UTF8.self)))" } ?? method
    notify("$/logTrace") {
      $0.member("message", "\(name) was handled in \(time)")
      guard trace == .verbose, let params else { return }
      $0.member("verbose", shortened(String(decoding: params.bytes, as: UTF8.self), 2000))
    }
  }
}

extension LanguageServer {
  /// Asks the client for the messages that features want, where it lets servers ask.
  func register() {
    let wanted = Feature.all.flatMap { $0.registrations(client) }
    guard !wanted.isEmpty else { return }
    ask(
      "client/registerCapability",
      [
        "registrations": .array(
          wanted.map {
            ["id": .string("diple:" + $0.method), "method": .string($0.method), "registerOptions": $0.options]
          })
      ])
  }
}
