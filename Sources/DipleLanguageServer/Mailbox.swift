import DipleJSONRPC
import Synchronization

/// What the reader's thread knows of messages that still wait: it sees a cancellation, or a newer change of a document,
/// before the server gets there.
final class Mailbox: Sendable {
  private struct State {
    var cancelled: Set<RequestID> = []
    var changes: [String: Int] = [:]
    /// Work that the client wants stopped, by token.
    var stopped: Set<RequestID> = []
    /// Answers of the client that somebody looks out for: nil until they come, then whether they are results.
    var awaited: [RequestID: Bool?] = [:]
  }
  private let state = Mutex(State())

  /// Called on the reader's thread, before the message is queued.
  func observe(_ incoming: Incoming) {
    if case .message(.response(let id?, result: _, let error)) = incoming {
      state.withLock { if $0.awaited[id] != nil { $0.awaited[id] = .some(error == nil) } }
    }
    guard case .message(.notification(let method, let params)) = incoming else { return }
    switch method {
    case "window/workDoneProgress/cancel":
      guard let token = RequestID(params?["token"]) else { return }
      state.withLock { _ = $0.stopped.insert(token) }
    case "$/cancelRequest":
      guard let id = RequestID(params?["id"]) else { return }
      state.withLock { _ = $0.cancelled.insert(id) }
    case "textDocument/didChange":
      guard let uri = params?["textDocument"]?["uri"]?.string else { return }
      state.withLock { $0.changes[uri, default: 0] += 1 }
    default: break
    }
  }

  /// Called when the server has reached the message. A cancelled request came before its cancellation and was answered.
  func reached(_ method: String, _ params: JSON?) {
    switch method {
    case "window/workDoneProgress/cancel":
      guard let token = RequestID(params?["token"]) else { return }
      state.withLock { _ = $0.stopped.remove(token) }
    case "$/cancelRequest":
      guard let id = RequestID(params?["id"]) else { return }
      state.withLock { _ = $0.cancelled.remove(id) }
    case "textDocument/didChange":
      guard let uri = params?["textDocument"]?["uri"]?.string else { return }
      state.withLock {
        guard let count = $0.changes[uri] else { return }
        $0.changes[uri] = count > 1 ? count - 1 : nil
      }
    default: break
    }
  }

  /// True where another change of the document waits, so that annotating it now is work for nothing.
  func changesWait(for uri: String) -> Bool { state.withLock { $0.changes[uri] != nil } }

  /// True where the client no longer wants the answer.
  func isCancelled(_ id: RequestID) -> Bool { state.withLock { $0.cancelled.contains(id) } }

  /// True where the client wants the work of this token stopped.
  func isStopped(_ token: RequestID) -> Bool { state.withLock { $0.stopped.contains(token) } }

  /// Looks out for the client's answer to a request of ours, so that it is known before the server gets there.
  func lookOut(for id: RequestID) { state.withLock { $0.awaited[id] = .some(nil) } }
  /// True once a result has come.
  func isGranted(_ id: RequestID) -> Bool { state.withLock { $0.awaited[id] == .some(.some(true)) } }
  /// Looks out no longer.
  func forget(_ id: RequestID) { state.withLock { _ = $0.awaited.removeValue(forKey: id) } }
}
