import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ends this process when the client's has died: an editor that is killed leaves its pipes to its children, so the end of
/// input may never come.
enum Watch {
  /// Looks every two seconds. A thread waits, not a task: a long analysis may hold all threads that tasks run on.
  static func end(with process: Int, _ log: Log) {
    guard let id = pid_t(exactly: process), id > 0 else { return }
    DispatchQueue(label: "diple.watch").async {
      while isAlive(id) { sleep(2) }
      log(.warning, "the client's process \(id) is gone")
      _exit(1)
    }
  }

  private static func isAlive(_ id: pid_t) -> Bool { kill(id, 0) == 0 || errno != ESRCH }
}
