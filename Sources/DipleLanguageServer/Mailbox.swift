import DipleJSONRPC
import Synchronization

/// What the reader's thread knows of messages that still wait: it sees a cancellation, or a newer change of a document,
/// before the server gets there.
final class Mailbox: Sendable {
  private struct State {
    var cancelled: Set<RequestID> = []
    var changes: [String: Int] = [:]
  }
  private let state = Mutex(State())

  /// Called on the reader's thread, before the message is queued.
  func observe(_ incoming: Incoming) {
    guard case .message(.notification(let method, let params)) = incoming else { return }
    switch method {
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
}
