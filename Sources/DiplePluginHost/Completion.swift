public import DiplePipeline
public import DiplePluginKit

extension ModuleRunner {
  /// Annotates a document with all modules, those elsewhere included, and waits for these. The analysis tells which of them
  /// gave no answer.
  /// - Parameters:
  ///   - date: the day it was written, where an option or the input says so.
  ///   - overrides: a person's corrections.
  ///   - uri: where it is, if that is known.
  public func run(
    _ pipeline: Pipeline, _ document: Document, date: DocumentDate? = nil, overrides: [Override] = [],
    uri: String? = nil
  ) async -> Analysis {
    guard pipeline.asksElsewhere else { return pipeline.run(document, date: date, overrides: overrides) }
    let live = LiveDocument(document, pipeline, date: date, overrides: overrides)
    let key = DocumentKey(uri: uri)
    let (answers, incoming) = AsyncStream.makeStream(of: Incoming.self)
    var outstanding = ask(live, key, incoming)
    guard outstanding > 0 else { return live.analysis }
    var unanswered: [UnansweredModule] = []
    for await answer in answers {
      outstanding -= 1
      if case .failed(let cause) = answer.answer, !unanswered.contains(where: { $0.module == answer.module }) {
        unanswered.append(UnansweredModule(module: answer.module, cause: cause))
      }
      live.answer(answer.query, answer.answer.annotations)
      // Modules behind may want to know more now.
      outstanding += ask(live, key, incoming)
      if outstanding == 0 { break }
    }
    forget(key)
    var analysis = live.analysis
    analysis.unanswered = unanswered.sorted { $0.module < $1.module }
    return analysis
  }

  /// Asks what the document wants to know. Returns how many answers will come: also those that are withdrawn get one.
  private func ask(
    _ live: LiveDocument, _ key: DocumentKey,
    _ incoming: AsyncStream<Incoming>.Continuation
  ) -> Int {
    let queries = live.takeQueries()
    for id in queries.withdrawn { withdraw(id, of: key) }
    for query in queries.asked {
      ask(query, of: key) { incoming.yield(Incoming(module: query.module, query: query.id, answer: $0)) }
    }
    return queries.asked.count
  }
}

/// An answer that comes to a run, and to what.
private struct Incoming: Sendable {
  let module: String
  let query: Int
  let answer: ModuleAnswer
}
