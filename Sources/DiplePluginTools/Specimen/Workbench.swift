import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Synchronization

/// Runs the modules that are programs, and takes note of what goes wrong and of what it takes.
final class Workbench: ModuleRunner {
  private struct Notes {
    var failures: [String] = []
    var notices: [String] = []
    /// From the first question to the last answer, by module.
    var busy: [String: (first: ContinuousClock.Instant, last: ContinuousClock.Instant)] = [:]
  }

  private let host: ModuleHost
  private let notes = Mutex(Notes())
  private let tasks = Mutex<[DocumentKey: [Int: Task<Void, Never>]]>([:])
  private let manifests: [Manifest]
  private let processes: [ProcessModule]

  /// Starts nothing yet.
  convenience init(_ specimen: Specimen) { self.init(specimen.pipeline, specimen.processes) }

  /// Starts nothing yet.
  init(_ pipeline: Pipeline, _ processes: [ProcessModule]) {
    (manifests, self.processes) = (pipeline.manifests, processes)
    host = ModuleHost(options: { _ in ModuleProcess.Options() }) { [notebook] _, event in
      if case .notice(let text) = event { notebook.add(text) }
    }
    host.adopt(processes)
  }

  /// What the host tells.
  private final class Notebook: Sendable {
    private let notices = Mutex<[String]>([])
    func add(_ text: String) { notices.withLock { $0.append(text) } }
    func take() -> [String] {
      notices.withLock { notices in
        defer { notices = [] }
        return notices
      }
    }
  }
  private let notebook = Notebook()

  /// Ends the programs.
  func close() async { await host.shutdown() }

  /// What went wrong since the last time: why questions were not answered.
  func takeFailures() -> [String] {
    notes.withLock { notes in
      defer { notes.failures = [] }
      return notes.failures
    }
  }

  /// What was wrong with answers since the last time.
  func takeMistakes() async -> [String] {
    var causes: Set<String> = []
    for process in processes {
      // That a module is left out is told as the failure of a question.
      if case .leftOut(let cause)? = await host.module(process.manifest.id)?.state { causes.insert(cause) }
    }
    return notebook.take().filter { !causes.contains($0) }
  }

  /// How long each module was busy since the last time.
  func takeTimes() -> [String: Duration] {
    notes.withLock { notes in
      defer { notes.busy = [:] }
      return notes.busy.mapValues { $0.last - $0.first }
    }
  }

  func ask(
    _ query: RemoteQuery, of document: DocumentKey, answer: @escaping @Sendable (ModuleAnswer) -> Void
  ) {
    tasks.withLock { tasks in
      tasks[document, default: [:]][query.id] = Task {
        let found = await self.found(query, document)
        self.tasks.withLock { _ = $0[document]?.removeValue(forKey: query.id) }
        answer(.found(found))
      }
    }
  }

  /// What a module finds; nothing where it fails, which is noted.
  func found(_ query: RemoteQuery, _ document: DocumentKey) async -> [Annotation] {
    let requires = manifests.first { $0.id == query.module }?.requires ?? []
    let question = ModuleQuery(
      key: "\(document.number)-\(query.id)", uri: document.uri, date: query.date?.date, paragraphs: query.paragraphs,
      annotations: requires.flatMap { query.annotations[$0] ?? [] }, settings: query.settings)
    let start = ContinuousClock.now
    var found: [Annotation] = []
    var failure: String?
    do { found = try await host.annotate(query.module, question) } catch {
      if error != .cancelled { failure = error.description }
    }
    let end = ContinuousClock.now
    notes.withLock { [failure] notes in
      if let failure, !notes.failures.contains(failure) { notes.failures.append(failure) }
      let before = notes.busy[query.module]
      notes.busy[query.module] = (min(before?.first ?? start, start), max(before?.last ?? end, end))
    }
    return found
  }

  func withdraw(_ query: Int, of document: DocumentKey) {
    tasks.withLock { $0[document]?.removeValue(forKey: query) }?.cancel()
  }

  func forget(_ document: DocumentKey) {
    let gone = tasks.withLock { $0.removeValue(forKey: document) }
    for task in (gone ?? [:]).values { task.cancel() }
  }

  /// Asks for all that a document wants to know, until it wants to know no more. Returns false where that took too long and was
  /// given up.
  @discardableResult
  func settle(_ live: LiveDocument, _ key: DocumentKey, within patience: Duration? = nil) async -> Bool {
    let end = patience.map { ContinuousClock.now + $0 }
    while true {
      let asked = live.takeQueries().asked
      if asked.isEmpty { return true }
      let answers = await withTaskGroup(of: (Int, [Annotation])?.self) { group in
        for query in asked { group.addTask { (query.id, await self.found(query, key)) } }
        if let end {
          group.addTask {
            try? await Task.sleep(until: end)
            return nil
          }
        }
        var answers: [(Int, [Annotation])] = []
        while answers.count < asked.count, let answer = await group.next() {
          guard let answer else { break }
          answers.append(answer)
        }
        group.cancelAll()
        return answers
      }
      for (id, found) in answers { live.answer(id, found) }
      if answers.count < asked.count { return false }
    }
  }
}
