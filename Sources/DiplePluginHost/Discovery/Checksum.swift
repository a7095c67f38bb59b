import Foundation

/// What a module's folder holds, as one number: every file's path, kind, permission to run, and content. Each part has its length
/// before it, so that no two folders are summed as the same bytes.
enum Checksum {
  /// What an entry is: the byte that stands behind its path.
  private enum Kind: UInt8 { case innerLink = 1, file, program, systemLink }

  /// Why a folder cannot be summed.
  struct Problem: Error, CustomStringConvertible { let description: String }

  /// What lies in the folder and is no part of the module: every look at a repository writes there. Its program cannot read it
  /// (`ModuleProgram`), so that nothing in it can be run.
  static let unread = ".git"

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
    guard let root = ModuleProgram.realPath(folder.path) else {
      throw Problem(description: "\(folder.path): no such folder")
    }
    for path in try files(below: root) {
      let full = root + "/" + path
      func add(_ kind: Kind, _ content: some Collection<UInt8>) {
        sum.update("\(path.utf8.count):".utf8)
        sum.update(path.utf8)
        sum.update([kind.rawValue])
        sum.update("\(content.count):".utf8)
        sum.update(content)
      }
      var status = stat()
      guard lstat(full, &status) == 0 else { throw Problem(description: "\(full): cannot be read") }
      switch status.st_mode & S_IFMT {
      case S_IFLNK:
        // One that leads nowhere may lead somewhere tomorrow.
        guard let target = ModuleProgram.realPath(full),
          target == root || target.hasPrefix(root + "/") || system.contains(where: target.hasPrefix)
        else {
          throw Problem(description: "\(full): is a link that leads out of the module's folder, or nowhere")
        }
        let isInner = target == root || target.hasPrefix(root + "/")
        add(isInner ? .innerLink : .systemLink, isInner ? target.utf8.dropFirst(root.utf8.count) : target.utf8[...])
      case S_IFREG:
        bytes += Int(status.st_size)
        if bytes > maxBytes { throw Problem(description: "\(root): holds more than \(maxBytes / 1_000_000) MB") }
        guard let content = try? Data(contentsOf: URL(fileURLWithPath: full)) else {
          throw Problem(description: "\(full): cannot be read")
        }
        add(status.st_mode & 0o111 == 0 ? .file : .program, content)
      default: throw Problem(description: "\(full): is neither a file nor a folder")
      }
    }
    return sum.finish()
  }

  /// What tells that a folder's files are others, without reading them: names, sizes, times. Of the first `maxFiles` files.
  static func stamp(of folder: URL) -> String {
    var sum = SHA256()
    var folders = [folder.path]
    var count = 0
    while let folder = folders.popLast(), count < maxFiles {
      for name in ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() where name != unread {
        let path = folder + "/" + name
        var status = stat()
        count += 1
        guard lstat(path, &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR {
          folders.append(path)
          continue
        }
        #if canImport(Darwin)
          let time = status.st_mtimespec
        #else
          let time = status.st_mtim
        #endif
        sum.update(
          "\(path.utf8.count):\(path) \(status.st_size) \(status.st_mode) \(time.tv_sec) \(time.tv_nsec)\n".utf8)
      }
    }
    return sum.finish()
  }

  private static func files(below root: String) throws(Problem) -> [String] {
    var found: [String] = []
    var folders = [""]
    while let folder = folders.popLast() {
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder) else {
        throw Problem(description: "\(root)/\(folder): cannot be read")
      }
      for name in names where !(folder.isEmpty && name == unread) {
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
