import DipleText
import Foundation

/// A piece of work: one document, or the reason why there is none.
enum Work: Sendable {
  /// A file to read.
  case file(String)
  /// All of standard input.
  case standardInput
  /// A line of JSON Lines, and where it stands.
  case record([UInt8], file: String, line: Int)
  /// Something that cannot be done.
  case problem(String)
}

/// The documents of a run, in order, one at a time: folders are opened and lines read when their turn comes.
struct Inputs {
  private enum Entry {
    case path(String, isNamed: Bool)
    case problem(String)
  }

  private let isLines: Bool
  private let limit: Int
  /// What is still to do, the next one last.
  private var waiting: [Entry]
  private var reader: (lines: LineReader, name: String)?

  /// - Parameters:
  ///   - paths: files, folders, and `-` for standard input.
  ///   - isLines: true where files hold JSON Lines.
  ///   - limit: the largest line, in bytes.
  init(_ paths: [String], isLines: Bool, limit: Int) {
    (self.isLines, self.limit) = (isLines, limit)
    waiting = paths.reversed().map { .path($0, isNamed: true) }
  }

  /// True where `next` answers without waiting for somebody to write.
  var isReady: Bool { reader?.lines.isReady ?? true }

  mutating func next() -> Work? {
    while true {
      if let work = nextLine() { return work }
      guard let entry = waiting.popLast() else { return nil }
      switch entry {
      case .problem(let text): return .problem(text)
      case .path(let path, let isNamed):
        if path != "-", isFolder(path) {
          open(folder: path, isNamed: isNamed)
        } else if !isLines {
          return path == "-" ? .standardInput : .file(path)
        } else if path == "-" {
          reader = (LineReader(ByteSource(), limit: limit), "standard input")
        } else {
          do throws(FileProblem) {
            reader = (LineReader(try ByteSource(path: path), limit: limit), path)
          } catch {
            return .problem("\(path): \(error.cause)")
          }
        }
      }
    }
  }

  private mutating func nextLine() -> Work? {
    guard let name = reader?.name else { return nil }
    do throws(FileProblem) {
      while let line = try reader?.lines.next() {
        guard let bytes = line.bytes else { return .problem("\(name):\(line.number): \(tooLarge(limit))") }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
        return .record(bytes, file: name, line: line.number)
      }
      reader = nil
      return nil
    } catch {
      reader = nil
      return .problem("\(name): \(error.cause)")
    }
  }

  /// How the names of files end that are looked for in folders, in small letters.
  private var endings: [String] {
    isLines ? [".jsonl", ".ndjson"] : SourceFormat.endings.keys.sorted().map { "." + $0 }
  }

  private mutating func open(folder: String, isNamed: Bool) {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      waiting.append(.problem("\(folder): cannot be opened"))
      return
    }
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    var found: [String] = []
    for name in names.sorted() where !name.hasPrefix(".") {
      // A link to a folder may lead in a circle; a link to a file may not.
      let path = base + name
      if isFolder(path) ? !isLink(path) : endings.contains(where: name.lowercased().hasSuffix) { found.append(path) }
    }
    if isNamed, found.isEmpty {
      waiting.append(.problem("\(folder): no files named \(endings.map { "*" + $0 }.joined(separator: ", "))"))
    }
    waiting += found.reversed().map { .path($0, isNamed: false) }
  }

  private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
  private func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }
}
