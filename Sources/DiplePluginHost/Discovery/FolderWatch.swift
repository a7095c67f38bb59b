import Dispatch
import Foundation

/// Tells when something below some folders is written, made or gone. Costs nothing while nothing happens (inotify); where the
/// system has no such thing it looks twice a second.
final class FolderWatch: Sendable {
  private let folders: [String]
  private let descriptor: Int32
  private let isOver: @Sendable () -> Bool

  /// - Parameters:
  ///   - folders: with all that is below them, up to some hundreds of folders.
  ///   - isOver: true once nobody listens any more.
  ///   - changed: is called on a thread of its own, once for changes that come together.
  init(_ folders: [URL], isOver: @escaping @Sendable () -> Bool, changed: @escaping @Sendable () -> Void) {
    self.folders = folders.map(\.path)
    self.isOver = isOver
    #if os(Linux)
      descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
    #else
      descriptor = -1
    #endif
    // Looked at before this returns: what is written from now on is told, however late the thread starts.
    let state = look()
    DispatchQueue(label: "diple.folders").async { self.run(state, changed) }
  }

  private static let limit = 512

  private func run(_ first: [String: [Int]], _ changed: @Sendable () -> Void) {
    var state = first
    while !isOver() {
      wait()
      // An editor writes, renames and removes in one go.
      usleep(15_000)
      drain()
      let now = look()
      if now != state, !isOver() {
        state = now
        changed()
      }
    }
    if descriptor >= 0 { close(descriptor) }
  }

  /// Sleeps until something happens, at most half a second: somebody may have stopped listening.
  private func wait() {
    #if os(Linux)
      if descriptor >= 0 {
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&ready, 1, 500)
        return
      }
    #endif
    usleep(500_000)
  }

  private func drain() {
    var room = [UInt8](repeating: 0, count: 16_384)
    while descriptor >= 0, read(descriptor, &room, room.count) > 0 {}
  }

  /// What the files are like: names, sizes and times. Folders are watched as they are met.
  private func look() -> [String: [Int]] {
    var found: [String: [Int]] = [:]
    var open = folders
    while let folder = open.popLast(), found.count < 10_000, open.count < Self.limit {
      #if os(Linux)
        if descriptor >= 0 {
          let events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE
          _ = inotify_add_watch(descriptor, folder, UInt32(events))
        }
      #endif
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name != Checksum.unread {
        let path = folder + "/" + name
        var status = stat()
        guard lstat(path, &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR { open.append(path) }
        #if canImport(Darwin)
          let time = status.st_mtimespec
        #else
          let time = status.st_mtim
        #endif
        // A folder's own time says nothing that its files do not.
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        found[path] = isFolder ? [] : [Int(status.st_size), Int(time.tv_sec), Int(time.tv_nsec), Int(status.st_ino)]
      }
    }
    return found
  }
}
