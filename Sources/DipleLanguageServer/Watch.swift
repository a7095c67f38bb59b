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
  static func end(with process: Int, _ log: Log) {
    guard let id = pid_t(exactly: process), id > 0 else { return }
    Task.detached {
      while true {
        try? await Task.sleep(for: .seconds(3))
        if kill(id, 0) != 0, errno == ESRCH {
          log(.warning, "the client's process \(id) is gone")
          exit(1)
        }
      }
    }
  }
}
