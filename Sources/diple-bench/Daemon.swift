import DipleJSONRPC
import Foundation

/// A running `diple serve`. Answers are waited for and timed as bytes: what it takes to parse them here is not the daemon's.
final class Daemon {
  struct Ended: Error, CustomStringConvertible { var description = "the daemon has ended" }

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let connection: Connection
  private var reader = FrameReader()
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)

  init(program: String) throws {
    signal(SIGPIPE, SIG_IGN)
    process.executableURL = URL(filePath: program)
    process.arguments = ["serve"]
    process.standardInput = input
    process.standardOutput = output
    connection = Connection(input: -1, output: input.fileHandleForWriting.fileDescriptor)
    try process.run()
  }

  deinit { stop() }

  /// Ends it and waits for its end.
  func stop() {
    guard process.isRunning else { return }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  func notify(_ method: String, _ params: JSON) { send(.notification(method: method, params: params)) }
  func request(_ id: Int, _ method: String, _ params: JSON) { send(.request(.int(id), method: method, params: params)) }
  private func send(_ message: Message) { connection.send(message.body) }

  /// Waits for the next message.
  func next() throws -> [UInt8] {
    while true {
      if let body = try reader.next() { return body }
      let count = read(output.fileHandleForReading.fileDescriptor, &chunk, chunk.count)
      guard count > 0 else { throw Ended() }
      chunk.withUnsafeBufferPointer { reader.append(UnsafeBufferPointer(rebasing: $0[..<count])) }
    }
  }

  func initialize() throws {
    // A client that pulls diagnostics gets publications and nothing else.
    request(
      1, "initialize",
      [
        "processId": nil,
        "capabilities": ["general": ["positionEncodings": ["utf-8"]], "textDocument": ["diagnostic": [:]]],
      ])
    _ = try next()
    notify("initialized", [:])
  }

  func open(_ text: String) throws {
    notify(
      "textDocument/didOpen",
      ["textDocument": ["uri": "file:///bench.txt", "languageId": "text", "version": 0, "text": .string(text)]])
    _ = try next()
  }

  /// The most memory that it has had, in MB; nil where the system does not tell.
  var peakMemory: Double? {
    guard let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = Double(line.split(whereSeparator: \.isWhitespace)[1])
    else { return nil }
    return kilobytes * 1024 / 1e6
  }
}
