import DiplePluginKit

/// The queries of one document to modules elsewhere: those that nobody has taken yet, and those that wait for an answer.
final class RemoteExchange {
  private var next = 1
  private var outbox: [RemoteQuery] = []
  private var withdrawn: [Int] = []
  /// Who takes the answer, by query.
  private var waiting: [Int: ([Annotation]) -> Void] = [:]

  var isWaiting: Bool { !waiting.isEmpty }

  /// Asks, and returns the query's id; `answered` is called once at most.
  func ask(_ query: (Int) -> RemoteQuery, _ answered: @escaping ([Annotation]) -> Void) -> Int {
    let id = next
    next += 1
    outbox.append(query(id))
    waiting[id] = answered
    return id
  }

  /// Nobody needs the answer any more.
  func withdraw(_ id: Int) {
    guard waiting.removeValue(forKey: id) != nil else { return }
    if let index = outbox.firstIndex(where: { $0.id == id }) {
      outbox.remove(at: index)
    } else {
      withdrawn.append(id)
    }
  }

  func take() -> (asked: [RemoteQuery], withdrawn: [Int]) {
    defer { (outbox, withdrawn) = ([], []) }
    return (outbox, withdrawn)
  }

  /// Hands an answer over. Returns false where nobody waits for it.
  func answer(_ id: Int, _ annotations: [Annotation]) -> Bool {
    guard let answered = waiting.removeValue(forKey: id) else { return false }
    answered(annotations)
    return true
  }
}
