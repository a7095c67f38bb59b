import DipleSandbox

/// The time that deadlines, back-off and idle stop go by; tests bring their own.
public struct ModuleTime: Sendable {
  /// Since some moment.
  public var now: @Sendable () -> Duration
  /// Returns when so much has passed; throws where the task is cancelled.
  public var sleep: @Sendable (Duration) async throws -> Void
  /// Makes a time.
  public init(now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void) {
    (self.now, self.sleep) = (now, sleep)
  }
  /// The system's.
  public static let system = ModuleTime(
    now: { .seconds(diple_sandbox_now()) }, sleep: { try await Task.sleep(for: $0) })
}

/// How patient the host is with a module.
public struct ModulePatience: Sendable {
  /// For the first answer.
  public var hello: Duration = .seconds(10)
  /// For the first answer, before the user is told that it is waited for.
  public var silence: Duration = .seconds(2)
  /// So many programs of a module that do not say hello, one after the other, and the module is left out. Several: after the first
  /// the disk is warm. One where somebody waits.
  public var hellos = 3
  /// Without work before the program is stopped.
  public var idle: Duration = .seconds(60)
  /// Before the first restart; each further one waits twice as long.
  public var backOff: Duration = .milliseconds(500)
  /// So many failures …
  public var failures = 3
  /// … in so much time, and the module is left out.
  public var span: Duration = .seconds(60)
  /// Between asking a program to end and SIGTERM, and between that and SIGKILL.
  public var grace: Duration = .milliseconds(500)
  /// The patience that the protocol describes.
  public init() {}
}
