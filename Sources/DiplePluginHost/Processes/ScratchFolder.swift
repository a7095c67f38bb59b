import DipleSandbox
import Synchronization

/// A new folder, removed with all that is in it when nobody holds it any more. It is locked meanwhile: one that nobody locks was
/// left behind by a process that was killed.
final class ScratchFolder: Sendable {
  let path: String
  /// The folder, open and locked; -1 where that cannot be.
  private let lock: Int32
  private let isRemoved = Mutex(false)

  private static let name = "diple-"
  /// The parents that were swept by this process.
  private static let swept = Mutex<Set<String>>([])

  /// Makes one; nil where that cannot be. The first in a parent sweeps out what killed processes left there.
  init?(in parent: String = "/tmp") {
    if Self.swept.withLock({ $0.insert(parent).inserted }) { Self.sweep(parent) }
    var template = Array("\(parent)/\(Self.name)XXXXXX".utf8CString)
    guard diple_sandbox_make_folder(&template) else { return nil }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    lock = diple_sandbox_lock_folder(path)
  }

  /// Removes the scratch folders of this user whose process is gone.
  /// - Parameter age: seconds since such a folder was made: its maker may be about to lock it.
  static func sweep(_ parent: String, olderThan age: Int = 60) { diple_sandbox_sweep(parent, name, age) }

  /// Removes it now: the threads of a channel may hold it a moment longer.
  func remove() {
    let wasThere = isRemoved.withLock { isRemoved in
      defer { isRemoved = true }
      return !isRemoved
    }
    guard wasThere else { return }
    diple_sandbox_remove_folder(path)
    if lock >= 0 { diple_sandbox_close(lock) }
  }

  deinit { remove() }
}
