import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Synchronization

/// Answers of modules elsewhere that the server has not taken yet. They come on any thread; those that come while the server
/// is busy are taken together, so that a client gets one difference for all.
final class AnswerBox: Sendable {
  struct Answer: Sendable {
    let document: DocumentKey
    let query: Int
    let annotations: [Annotation]
  }
  private let answers = Mutex<[Answer]>([])

  /// Returns true for the first since the last `take`: somebody must then see to it that the server takes them.
  func put(_ answer: Answer) -> Bool {
    answers.withLock {
      $0.append(answer)
      return $0.count == 1
    }
  }

  func take() -> [Answer] {
    answers.withLock { answers in
      defer { answers = [] }
      return answers
    }
  }
}

extension LanguageServer {
  /// Asks modules elsewhere soon: what the next keystroke makes stale is not worth a question.
  func askElsewhereSoon(_ uri: String) {
    guard documents[uri]?.isWaiting == true else { return }
    guard questionDelay > .zero else { return askElsewhere(uri) }
    guard delayedQuestions.insert(uri).inserted else { return }
    Task { [questionDelay, weak self] in
      try? await Task.sleep(for: questionDelay)
      await self?.askDelayed(uri)
    }
  }

  private func askDelayed(_ uri: String) {
    delayedQuestions.remove(uri)
    askElsewhere(uri)
  }

  /// Asks modules elsewhere what an open document wants to know of them.
  func askElsewhere(_ uri: String) {
    guard let key = documents[uri]?.key, let queries = documents[uri]?.takeQueries() else { return }
    for id in queries.withdrawn { runner.withdraw(id, of: key) }
    for query in queries.asked {
      runner.ask(query, of: key) { [weak self, answers] answer in
        let isFirst = answers.put(.init(document: key, query: query.id, annotations: answer.annotations))
        guard isFirst, let self else { return }
        Task { await self.takeAnswers() }
      }
    }
  }

  /// Takes what modules elsewhere have answered, and tells what it changed. What belongs to a text that was changed or closed
  /// since is dropped.
  func takeAnswers() {
    var touched: Set<String> = []
    for answer in answers.take() {
      guard let uri = answer.document.uri, documents[uri]?.key == answer.document else { continue }
      if documents[uri]?.answer(answer.query, answer.annotations) == true { touched.insert(uri) }
    }
    for uri in touched.sorted() { publishAnswers(uri) }
    if !touched.isEmpty { refresh(FaceRefresh.methods(client)) }
    settle()
  }

  /// True where a module elsewhere still owes an answer.
  var isWaitingElsewhere: Bool { documents.values.contains { $0.isWaiting } }

  /// Answers the barriers, where nothing is outstanding any more.
  func settle() {
    guard !barriers.isEmpty, !isWaitingElsewhere else { return }
    for id in barriers { answer(barrier: id) }
    barriers = []
  }

  /// `diple/synchronize`: messages are handled in their order, so all that is left is what nobody has been told of yet, and
  /// what modules elsewhere have not answered yet.
  func synchronize(_ id: RequestID) {
    publishAll()
    if isWaitingElsewhere { barriers.append(id) } else { answer(barrier: id) }
  }

  /// The client waits no longer.
  func giveUp(barrier id: RequestID) {
    guard let index = barriers.firstIndex(of: id) else { return }
    barriers.remove(at: index)
    send(Message.failure(id, ResponseError(.requestCancelled, "cancelled")))
  }

  private func answer(barrier id: RequestID) {
    send(
      Message.answer(id) {
        $0.write(["documents": .array(versions.map { ["uri": .string($0), "version": .int($1)] })])
      })
  }
}
