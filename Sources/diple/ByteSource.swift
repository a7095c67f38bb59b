import Foundation

/// What went wrong with a file, without its name.
struct FileProblem: Error {
  let cause: String
  init(_ cause: String) { self.cause = cause }
  init(errno code: Int32) { cause = String(cString: strerror(code)).lowercasedFirst }
}

/// An open file, pipe or terminal. Closed when it goes out of use.
final class ByteSource {
  private let descriptor: Int32
  private let owns: Bool

  /// Opens a file.
  init(path: String) throws(FileProblem) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    owns = true
    if descriptor < 0 { throw FileProblem(errno: errno) }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw FileProblem("is a folder") }
  }

  /// Standard input.
  init() {
    descriptor = STDIN_FILENO
    owns = false
  }

  deinit { if owns, descriptor >= 0 { close(descriptor) } }

  /// True where `read` would not wait.
  var isReady: Bool {
    var question = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&question, 1, 0) != 0
  }

  /// The next bytes; none at the end.
  func read(_ count: Int = 1 << 16) throws(FileProblem) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
      while true {
        let got = Glue.read(descriptor, buffer.baseAddress, count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        used = max(0, got)
        return
      }
    }
    if failure != 0 { throw FileProblem(errno: failure) }
    return bytes
  }

  /// All bytes up to the end, of which there may be `limit`.
  func readAll(limit: Int) throws(FileProblem) -> [UInt8] {
    var status = stat()
    var expected = 0
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG { expected = Int(status.st_size) }
    if expected > limit { throw FileProblem(tooLarge(limit)) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected)
    while true {
      let more = try read(max(1 << 16, expected - bytes.count + 1))
      if more.isEmpty { return bytes }
      bytes += more
      if bytes.count > limit { throw FileProblem(tooLarge(limit)) }
    }
  }
}

/// Names that a method of the same name would hide.
private enum Glue {
  static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    Foundation.read(descriptor, buffer, count)
  }
}

func tooLarge(_ limit: Int) -> String { "larger than \(limit / 1_000_000) MB (--max-size)" }

/// Reads lines without holding more than one and a chunk.
struct LineReader {
  /// A line without its end; nil in `bytes` where it is longer than the limit.
  struct Line {
    let number: Int
    let bytes: [UInt8]?
  }

  private let source: ByteSource
  private let limit: Int
  private var chunk: [UInt8] = []
  private var at = 0
  private var number = 0
  private var isAtEnd = false

  init(_ source: ByteSource, limit: Int) { (self.source, self.limit) = (source, limit) }

  /// True where `next` will not wait for the whole of a line to come: one is here, or something has come.
  var isReady: Bool { at < chunk.count || isAtEnd || source.isReady }

  mutating func next() throws(FileProblem) -> Line? {
    var line: [UInt8] = []
    var isTooLong = false
    var isEmpty = true
    while true {
      if at == chunk.count {
        if !isAtEnd { (chunk, at) = (try source.read(), 0) }
        if chunk.isEmpty {
          isAtEnd = true
          if isEmpty { return nil }
          break
        }
      }
      isEmpty = false
      let end = chunk[at...].firstIndex(of: 0x0A)
      if line.count + ((end ?? chunk.count) - at) > limit { isTooLong = true }
      if !isTooLong { line += chunk[at..<(end ?? chunk.count)] }
      at = end.map { $0 + 1 } ?? chunk.count
      if end != nil { break }
    }
    number += 1
    if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    return Line(number: number, bytes: isTooLong ? nil : line)
  }
}

extension String {
  /// `No such file` as `no such file`: causes stand behind a path and a colon.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
