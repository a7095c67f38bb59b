import Foundation

/// Files that are there as a whole or not at all.
enum AtomicFile {
  /// Writes a file beside the old one and puts it in its place. Only its owner may read it: it may hold what a user wrote.
  static func write(_ bytes: [UInt8], to path: String) throws(FileProblem) {
    let draft = "\(path).\(getpid()).tmp"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileProblem(errno: errno) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try file.write(contentsOf: Data(bytes))
      try file.close()
    } catch {
      unlink(draft)
      throw FileProblem("cannot be written")
    }
    if rename(draft, path) != 0 {
      let cause = errno
      unlink(draft)
      throw FileProblem(errno: cause)
    }
  }
}
