import DipleLanguageServer
import Foundation
import Synchronization

/// Writes a session to a file, a line a message. Two threads come here: the reader's and the server's.
final class Recorder: Sendable {
  private let file: Mutex<FileHandle>
  private let start = ContinuousClock.now

  init(path: String) throws(FileProblem) {
    // It holds what the user writes: it is for nobody else's eyes.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileProblem(errno: errno) }
    file = Mutex(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
  }

  @Sendable func write(_ event: Recording.Event) {
    file.withLock { file in
      let time = (ContinuousClock.now - start) / .milliseconds(1)
      guard let line = event.line(at: time) else { return }
      // A disk that is full must not end the session.
      try? file.write(contentsOf: Data(line))
    }
  }
}

/// Files of workspace folders.
enum WorkspaceFile {
  /// Reads a small file by its URI; nil where there is none, or it is no plain file.
  static func read(_ uri: String) -> [UInt8]? {
    guard let url = URL(string: uri), url.isFileURL else { return nil }
    // Opening a pipe would wait for somebody to write.
    var status = stat()
    guard stat(url.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let source = try? ByteSource(path: url.path)
    else { return nil }
    return try? source.readAll(limit: 1 << 20)
  }
}
