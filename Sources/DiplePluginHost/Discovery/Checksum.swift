import Foundation

/// What a module's folder holds, as one number: every file's path, kind, permission to run, and content.
enum Checksum {
  /// Why a folder cannot be summed.
  struct Problem: Error, CustomStringConvertible { let description: String }

  static let maxFiles = 10_000
  static let maxBytes = 512_000_000

  /// Where programs and libraries of the system are: only its administrator changes them.
  private static let system = [
    "/usr/", "/bin/", "/sbin/", "/lib/", "/lib64/", "/opt/", "/nix/store/", "/System/", "/Library/",
  ]

  /// The SHA-256 of a folder, all of it: what is hidden can be run as well. A link that leads out of it is refused, for what it
  /// names could change unseen; but one to a program of the system is taken by its target, as virtual environments have.
  static func of(folder: URL) throws(Problem) -> String {
    var sum = SHA256()
    var bytes = 0
    guard let root = realpath(folder.path) else { throw Problem(description: "\(folder.path): no such folder") }
    for path in try files(below: root) {
      let full = root + "/" + path
      sum.update(path.utf8)
      var status = stat()
      guard lstat(full, &status) == 0 else { throw Problem(description: "\(full): cannot be read") }
      switch status.st_mode & S_IFMT {
      case S_IFLNK:
        // One that leads nowhere may lead somewhere tomorrow.
        guard let target = realpath(full),
          target == root || target.hasPrefix(root + "/") || system.contains(where: target.hasPrefix)
        else {
          throw Problem(description: "\(full): is a link that leads out of the module's folder, or nowhere")
        }
        sum.update([0, 1])
        sum.update((target.hasPrefix(root) ? String(target.dropFirst(root.count)) : target).utf8)
      case S_IFREG:
        bytes += Int(status.st_size)
        if bytes > maxBytes { throw Problem(description: "\(root): holds more than \(maxBytes / 1_000_000) MB") }
        guard let content = try? Data(contentsOf: URL(fileURLWithPath: full)) else {
          throw Problem(description: "\(full): cannot be read")
        }
        sum.update([0, status.st_mode & 0o111 == 0 ? 2 : 3])
        sum.update("\(content.count)\0".utf8)
        sum.update(content)
      default: throw Problem(description: "\(full): is neither a file nor a folder")
      }
    }
    return sum.finish()
  }

  private static func realpath(_ path: String) -> String? {
    guard let resolved = Foundation.realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func files(below root: String) throws(Problem) -> [String] {
    var found: [String] = []
    var folders = [""]
    while let folder = folders.popLast() {
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder) else {
        throw Problem(description: "\(root)/\(folder): cannot be read")
      }
      for name in names {
        let path = folder.isEmpty ? name : folder + "/" + name
        var status = stat()
        guard lstat(root + "/" + path, &status) == 0 else {
          throw Problem(description: "\(root)/\(path): cannot be read")
        }
        if status.st_mode & S_IFMT == S_IFDIR { folders.append(path) } else { found.append(path) }
        if found.count + folders.count > maxFiles {
          throw Problem(description: "\(root): holds more than \(maxFiles) files")
        }
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
