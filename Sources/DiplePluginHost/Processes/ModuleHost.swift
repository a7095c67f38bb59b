public import DiplePluginKit
import Synchronization

/// All process modules of a run. Each works for itself: what one does to its program, its time or its memory costs the others nothing.
public final class ModuleHost: Sendable {
  private let modules = Mutex<[String: ModuleProcess]>([:])
  private let options: @Sendable (Manifest) -> ModuleProcess.Options
  private let tell: @Sendable (String, ModuleEvent) -> Void

  /// A host without modules. `options` decides about a module; `tell` gets what a module (by its id) lets be known.
  public init(
    options: @escaping @Sendable (Manifest) -> ModuleProcess.Options,
    tell: @escaping @Sendable (String, ModuleEvent) -> Void = { _, _ in }
  ) {
    (self.options, self.tell) = (options, tell)
  }

  /// Takes a module, whose `entry` must be a command. One of the same id gives way to it and ends. Starts nothing.
  public func add(_ manifest: Manifest, folder: String) {
    let module = ModuleProcess(manifest, folder: folder, options: options(manifest)) { [tell] in tell(manifest.id, $0) }
    let former = modules.withLock { modules in
      defer { modules[manifest.id] = module }
      return modules[manifest.id]
    }
    if let former { Task { await former.shutdown() } }
  }

  /// Ends a module and forgets it.
  public func remove(_ id: String) async {
    await modules.withLock { $0.removeValue(forKey: id) }?.shutdown()
  }

  /// The module of this id.
  public func module(_ id: String) -> ModuleProcess? { modules.withLock { $0[id] } }

  /// What the module of this id finds, with places in the query's paragraphs. Cancelling the task takes the question back.
  public func annotate(_ id: String, _ query: ModuleQuery) async throws(ModuleFailure) -> [Annotation] {
    guard let module = module(id) else { throw .leftOut("there is no module “\(id)”") }
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
