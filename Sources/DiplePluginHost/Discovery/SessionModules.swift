public import Foundation
import Synchronization

/// The modules of a long session: found again when their files or the settings change, run meanwhile by one host.
public final class SessionModules: Sendable {
  /// What a client wants of modules.
  public struct Wish: Sendable, Equatable {
    /// Folders of modules, or modules' own folders, that the client's user names.
    public var given: [URL] = []
    /// The ids of modules that do not run.
    public var disabled: Set<String> = []
    /// The workspace's folders. What is given inside of them is the workspace's, too.
    public var workspaces: [URL] = []
    /// What to do where the system cannot contain a program.
    public var policy = SandboxPolicy.refuse
    /// Nothing in particular.
    public init() {}
  }

  /// What happens to modules, told to the session.
  public enum Event: Sendable {
    /// Files of modules have changed: `load` again.
    case filesChanged
    /// A module lets something be known.
    case module(String, ModuleEvent)
  }

  private struct State {
    var library: Library?
    /// Counts the watches, so that an old one ends.
    var watch = 0
    var watched: Set<URL> = []
    var policy = SandboxPolicy.refuse
    var listener: (@Sendable (Event) -> Void)?
  }

  private let flags: PluginPlaces
  private let disabled: Set<String>
  private let trustFile: URL
  private let state = Mutex(State())
  /// Runs the modules that are programs.
  public let host: ModuleHost

  /// - Parameters:
  ///   - flags: what the command line names, and the user's folder.
  ///   - disabled: the ids of modules that do not run, whatever a client says.
  ///   - version: that of Diple.
  public init(flags: PluginPlaces, disabled: Set<String> = [], trustFile: URL, version: String = "0") {
    (self.flags, self.disabled, self.trustFile) = (flags, disabled, trustFile)
    let box = Box()
    host = ModuleHost(
      options: { _ in
        var options = ModuleProcess.Options()
        options.version = version
        options.policy = box.owner?.state.withLock(\.policy) ?? .refuse
        return options
      }, tell: { id, event in box.owner?.tell(.module(id, event)) })
    box.set(self)
  }

  /// Lets the host's closures find their owner.
  private final class Box: Sendable {
    private struct Weak: Sendable { weak var owner: SessionModules? }
    private let weak = Mutex(Weak())
    var owner: SessionModules? { weak.withLock { $0.owner } }
    func set(_ owner: SessionModules) { weak.withLock { $0.owner = owner } }
  }

  /// Takes who wants to know what happens; called on any thread.
  public func listen(_ listener: @escaping @Sendable (Event) -> Void) { state.withLock { $0.listener = listener } }

  private func tell(_ event: Event) { state.withLock(\.listener)?(event) }

  /// Finds and loads modules, and hosts those that are programs.
  public func load(_ wish: Wish) -> Library {
    var places = flags
    places.named = wish.given
    places.workspaces = wish.workspaces
    // Before anything is read, so that no change falls between.
    watch(places)
    let former = state.withLock { state in
      state.policy = wish.policy
      return state.library
    }
    var trust: Trust?
    var problem: PluginProblem?
    do throws(Trust.Problem) { trust = try Trust(trustFile) } catch {
      problem = PluginProblem(file: trustFile.path, line: 1, cause: error.description)
    }
    var library = Library(places: places, disabled: disabled.union(wish.disabled), trust: trust, former: former)
    if let problem { library.add(problem) }
    state.withLock { $0.library = library }
    host.adopt(library.processes)
    return library
  }

  /// Trusts a module's folder as it is now.
  /// - Parameter grants: names of capabilities.
  /// - Parameter checksum: what the folder held when the person was asked.
  public func trust(_ folder: URL, grants: Set<String>, seen checksum: String) throws(Trust.Problem) {
    var trust = try Trust(trustFile)
    try trust.trust(folder, grants: grants, seen: checksum)
  }

  private func watch(_ places: PluginPlaces) {
    var folders = Set(places.folders().found.map(\.folder))
    folders.formUnion(places.workspaces.map { $0.appendingPathComponent(PluginPlaces.workspaceFolder) })
    if let user = places.user { folders.insert(user) }
    let existing = folders.filter { FileManager.default.fileExists(atPath: $0.path) }
    let number: Int? = state.withLock { state in
      guard existing != state.watched else { return nil }
      state.watched = existing
      state.watch += 1
      return state.watch
    }
    guard let number, !existing.isEmpty else { return }
    _ = FolderWatch(Array(existing), isOver: { [weak self] in self?.state.withLock(\.watch) != number }) {
      [weak self] in self?.tell(.filesChanged)
    }
  }

  /// Ends all programs and all watching.
  public func shutdown() async {
    state.withLock { $0.watch += 1 }
    await host.shutdown()
  }
}
