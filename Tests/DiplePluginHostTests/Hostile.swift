import DipleJSONRPC
import DiplePluginKit
import Foundation
import Synchronization
import Testing

@testable import DiplePluginHost

/// The module of Tests/HostileModule, run in one of its modes, and what becomes of it.
struct Hostile: Sendable {
  let module: ModuleProcess
  let time: ManualTime
  let events: Events
  let folder: TestFolder

  /// It stands beside the tests' bundle.
  static let program: String? = {
    var folders = [URL(filePath: ".build/debug")]
    for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
      folders.insert(bundle.bundleURL.deletingLastPathComponent(), at: 0)
    }
    folders.insert(URL(filePath: CommandLine.arguments.first ?? "").deletingLastPathComponent(), at: 0)
    return folders.map { $0.appending(path: "hostile-module").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  init(
    _ words: String..., capabilities: Manifest.Capabilities = .none, limits: Manifest.Limits = .init(),
    parallel: Int = 1, requires: [String] = [], without: Protections = [],
    _ change: (inout ModuleProcess.Options) -> Void = { _ in }
  ) throws {
    folder = try TestFolder()
    let program = try #require(Self.program, "the target hostile-module was not built")
    try FileManager.default.copyItem(atPath: program, toPath: folder.path + "/program")
    var manifest = Manifest(
      id: "hostile", version: "1.0.0", api: 1, title: "Hostile",
      kinds: [
        .init(
          name: "mark", label: "Mark",
          attributes: [
            .init(name: "strength", type: .string, values: ["weak", "strong"]), .init(name: "sure", type: .bool),
            .init(name: "n", type: .number), .init(name: "holder", type: .mention),
            .init(name: "thing", type: .cluster), .init(name: "of", type: .annotation),
          ])
      ], requires: requires, settings: Settings())
    manifest.entry = .command(["./program"] + words)
    (manifest.capabilities, manifest.limits, manifest.parallel) = (capabilities, limits, parallel)
    (time, events) = (ManualTime(), Events())
    var options = ModuleProcess.Options()
    options.grants = .all(of: manifest)
    options.without = without
    options.time = time.time
    options.patience.grace = .milliseconds(50)
    change(&options)
    module = ModuleProcess(manifest, folder: folder.path, options: options) { [events] in events.add($0) }
  }

  /// What the module answers to a text of one paragraph.
  func annotate(_ text: String = "Ana Ruiz spoke.", key: String = "a") async -> Result<[Annotation], ModuleFailure> {
    let item = DocumentView.Item(number: 7, layers: English.read(Array(text.utf8)))
    let query = ModuleQuery(key: key, paragraphs: [item])
    do { return .success(try await module.annotate(query)) } catch { return .failure(error) }
  }

  /// What the module says it saw: the message of its error, without its name.
  func report(_ text: String = "Ana Ruiz spoke.") async throws -> String {
    guard case .failure(.refused(let message)) = await annotate(text) else {
      throw Unexpected(text: "\(await annotate(text)) \(events.all)")
    }
    return String(message.dropFirst("hostile: ".count))
  }

  struct Unexpected: Error { var text: String }
}

extension Result<[Annotation], ModuleFailure> {
  /// True where the program failed while it worked on this.
  var isCrash: Bool { if case .failure(.crashed) = self { true } else { false } }
}

/// A folder that is gone when nobody holds it any more.
final class TestFolder: Sendable {
  let path: String
  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "diple-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }
  func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path + "/" + name)) }
  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }
  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// What a module let be known.
final class Events: Sendable {
  private let list = Mutex<[ModuleEvent]>([])
  func add(_ event: ModuleEvent) { list.withLock { $0.append(event) } }
  var all: [ModuleEvent] { list.withLock { $0 } }
  var notices: [String] {
    all.compactMap { if case .notice(let text) = $0 { text } else { nil } }
  }
  var log: [String] {
    all.compactMap { if case .log(_, let text) = $0 { text } else { nil } }
  }
  var starts: Int {
    all.count { if case .started = $0 { true } else { false } }
  }
}

/// A time that stands still until a test moves it.
final class ManualTime: Sendable {
  private struct State {
    var now = Duration.zero
    var sleepers: [Int: (until: Duration, asked: Duration, wake: CheckedContinuation<Void, any Error>)] = [:]
    var last = 0
  }
  private let state = Mutex(State())

  var time: ModuleTime {
    ModuleTime(now: { self.state.withLock { $0.now } }, sleep: { try await self.sleep($0) })
  }

  private func sleep(_ duration: Duration) async throws {
    let number = state.withLock { state in
      state.last += 1
      return state.last
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { wake in
        let isCancelled = state.withLock { state in
          if Task.isCancelled { return true }
          state.sleepers[number] = (state.now + duration, duration, wake)
          return false
        }
        if isCancelled { wake.resume(throwing: CancellationError()) }
      }
    } onCancel: {
      state.withLock { $0.sleepers.removeValue(forKey: number)?.wake }?.resume(throwing: CancellationError())
    }
  }

  /// Waits until somebody sleeps for so long, then lets that time pass.
  func pass(_ duration: Duration) async {
    while !state.withLock({ $0.sleepers.values.contains { $0.asked == duration } }) { await Task.yield() }
    let woken = state.withLock { state in
      state.now += duration
      let due = state.sleepers.filter { $0.value.until <= state.now }
      for number in due.keys { state.sleepers[number] = nil }
      return due.values.map(\.wake)
    }
    for wake in woken { wake.resume() }
  }
}
