import Foundation
public import DiplePluginKit
import Synchronization

/// All process modules of a run. Each works for itself: what one does to its program, its time or its memory costs the others nothing.
public final class ModuleHost: Sendable {
  /// A module, and the one that answers: itself once its program has said hello, or where none ran before; else the one before it.
  private struct Hosted: Sendable {
    let module: ModuleProcess
    let current: Task<ModuleProcess, Never>

    /// Ends both.
    func shutdown() async {
      await module.shutdown()
      await current.value.shutdown()
    }
  }

  private let modules = Mutex<[String: Hosted]>([:])
  /// What `adopt` made modules of.
  private let adopted = Mutex<[String: ProcessModule]>([:])
  /// The queries of a `ModuleRunner` that are under way.
  private let asked = Mutex<[DocumentKey: [Int: Task<Void, Never>]]>([:])
  private let options: @Sendable (Manifest) -> ModuleProcess.Options
  private let tell: @Sendable (String, ModuleEvent) -> Void

  /// A host without modules. `options` decides about a module; `tell` gets what a module (by its id) lets be known.
  public init(
    options: @escaping @Sendable (Manifest) -> ModuleProcess.Options,
    tell: @escaping @Sendable (String, ModuleEvent) -> Void = { _, _ in }
  ) {
    (self.options, self.tell) = (options, tell)
  }

  /// Takes a module, whose `entry` must be a command. One of the same id gives way to it and ends; where its program runs, only when
  /// the new one has said hello, and else it runs on. Nothing else is started.
  /// - Parameter grants: what it may; nil leaves that to `options`.
  /// - Parameter objection: as for `ModuleProcess.Options`; nil leaves that to `options`.
  public func add(
    _ manifest: Manifest, folder: String, grants: Grants? = nil, objection: (@Sendable () -> String?)? = nil
  ) {
    var options = options(manifest)
    if let grants { options.grants = grants }
    if let objection { options.objection = objection }
    let module = ModuleProcess(manifest, folder: folder, options: options) { [tell] in tell(manifest.id, $0) }
    modules.withLock { modules in
      let former = modules[manifest.id]
      modules[manifest.id] = Hosted(module: module, current: Task { await successor(of: former, module) })
    }
  }

  /// The module that answers from now on; the other one is ended. Questions wait for it: what the former says of a text is not what
  /// the new one will.
  private func successor(of hosted: Hosted?, _ module: ModuleProcess) async -> ModuleProcess {
    guard let hosted else { return module }
    await hosted.module.endIfTried()
    let former = await hosted.current.value
    let isNewest = self.module(module.manifest.id) === module
    // What it may no longer, the one before must not go on doing.
    let mayStay =
      former.options.grants == module.options.grants && former.manifest.capabilities == module.manifest.capabilities
    guard mayStay, await former.isRunning else {
      await former.shutdown()
      return module
    }
    if isNewest {
      guard case .failed(let cause) = await module.loads() else {
        await former.shutdown()
        return module
      }
      tell(module.manifest.id, .notice("\(cause); the version before it runs on until a file changes again"))
    }
    await module.shutdown()
    return former
  }

  /// Hosts these modules and no others from now on. One that is the same as before, its files included, runs on.
  public func adopt(_ modules: [ProcessModule]) {
    let (new, gone) = adopted.withLock { adopted in
      let former = adopted
      adopted = Dictionary(modules.map { ($0.manifest.id, $0) }) { first, _ in first }
      let kept = adopted
      return (modules.filter { former[$0.manifest.id] != $0 }, former.keys.filter { kept[$0] == nil })
    }
    for module in new {
      // What was trusted is what is started, however late that is.
      add(module.manifest, folder: module.folder.path, grants: Grants(module.grants, of: module.manifest)) {
        guard case .trusted(let checksum) = module.content,
          (try? Checksum.of(folder: module.folder)) != checksum
        else { return nil }
        return "its files are others than those that were loaded"
      }
    }
    for id in gone { Task { await remove(id) } }
  }

  /// Ends a module and forgets it.
  public func remove(_ id: String) async {
    await modules.withLock { $0.removeValue(forKey: id) }?.shutdown()
  }

  /// The module of this id.
  public func module(_ id: String) -> ModuleProcess? { modules.withLock { $0[id]?.module } }

  /// The module of this id that answers.
  private func current(_ id: String) async -> ModuleProcess? { await modules.withLock { $0[id]?.current }?.value }

  /// What the module of this id finds, with places in the query's paragraphs. Cancelling the task takes the question back.
  public func annotate(_ id: String, _ query: ModuleQuery) async throws(ModuleFailure) -> [Annotation] {
    guard let module = await current(id) else { throw .leftOut("there is no module “\(id)”") }
    return try await module.annotate(query)
  }

  /// Ends all modules at once, and returns when none of their processes is left.
  public func shutdown() async {
    let all = modules.withLock { modules in
      defer { modules = [:] }
      return Array(modules.values)
    }
    await withTaskGroup { group in
      for module in all { group.addTask { await module.shutdown() } }
    }
  }
}

extension ModuleHost: ModuleRunner {
  /// Asks the program of a module.
  public func ask(
    _ query: RemoteQuery, of document: DocumentKey, answer: @escaping @Sendable (ModuleAnswer) -> Void
  ) {
    asked.withLock { asked in
      asked[document, default: [:]][query.id] = Task {
        let found = await found(query, document)
        self.asked.withLock { _ = $0[document]?.removeValue(forKey: query.id) }
        answer(found)
      }
    }
  }

  private func found(_ query: RemoteQuery, _ document: DocumentKey) async -> ModuleAnswer {
    // One that was removed since the pipeline was made: another pipeline asks no more.
    guard let module = await current(query.module), !Task.isCancelled else { return .withdrawn }
    let required = module.manifest.requires.flatMap { query.annotations[$0] ?? [] }
    let question = ModuleQuery(
      key: "\(document.number)-\(query.id)", uri: document.uri, date: query.date?.date, paragraphs: query.paragraphs,
      annotations: required, settings: query.settings)
    do { return .found(try await module.annotate(question)) } catch {
      switch error {
      case .cancelled: return .withdrawn
      case .refused(let cause), .invalid(let cause): tell(query.module, .log(.warning, cause))
      // The module itself tells these, once.
      case .cannotStart, .crashed, .leftOut: break
      }
      return .failed(error.description)
    }
  }

  /// Takes a query back; the program is told, where it can stop.
  public func withdraw(_ query: Int, of document: DocumentKey) {
    asked.withLock { $0[document]?.removeValue(forKey: query) }?.cancel()
  }

  /// Takes all queries of the document back.
  public func forget(_ document: DocumentKey) {
    let tasks = asked.withLock { $0.removeValue(forKey: document) }
    for task in (tasks ?? [:]).values { task.cancel() }
  }
}
