import DipleLanguageServer
import DipleText
import Foundation

/// The disk, for the language server.
enum Disk {
  static let files = Files(
    stamp: { path in
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      #if canImport(Darwin)
        let time = status.st_mtimespec
      #else
        let time = status.st_mtim
      #endif
      return Files.Stamp(size: Int(status.st_size), time: time.tv_sec * 1_000_000_000 + time.tv_nsec)
    },
    read: { path, limit in
      guard let source = try? ByteSource(path: path) else { return nil }
      return try? source.readAll(limit: limit)
    },
    list: { folder, limit in texts(below: folder, limit) })

  /// Folders are opened level by level, so that a deep one does not use up the number before its neighbours.
  private static func texts(below folder: String, _ limit: Int) -> [String] {
    var found: [String] = []
    var folders = [folder]
    var opened = 0
    while !folders.isEmpty, found.count < limit, opened < limit {
      let folder = folders.removeFirst()
      opened += 1
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { continue }
      for name in names.sorted() where !name.hasPrefix(".") {
        let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
        var status = stat()
        guard lstat(path, &status) == 0 else { continue }
        // A link to a folder may lead in a circle; a link to a file is followed when it is read.
        if status.st_mode & S_IFMT == S_IFDIR {
          folders.append(path)
        } else if SourceFormat(path: name) != nil, found.count < limit {
          found.append(path)
        }
      }
    }
    return found
  }
}
