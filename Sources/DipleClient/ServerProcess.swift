public import DipleJSONRPC
import Foundation

/// A language server in a process of its own, spoken to over its standard input and output. Nothing waits longer than it may: a
/// server that hangs or dies throws.
public final class ServerProcess {
  /// Why there is no answer.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    /// The process has ended: its exit code, negative for the signal that ended it.
    case ended(Int32)
    /// Nothing came in time.
    case silent
    /// What came is no message.
    case garbled(FramingError)

    /// For a person.
    public var description: String {
      switch self {
      case .ended(let code) where code < 0: "the server was ended by signal \(-code)"
      case .ended(let code): "the server has ended with \(code)"
      case .silent: "the server did not answer in time"
      case .garbled(let error): "the server sent what is no message: \(error)"
      }
    }
  }

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let ended = DispatchSemaphore(value: 0)
  private var reader = FrameReader()
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)
  private var isAtEnd = false
  private var code: Int32?

  /// The longest that `send`, `next` and `end` wait.
  public var patience: Duration

  /// Starts it. What it writes to standard error goes to ours where `showsErrors` is set, else nowhere.
  public init(
    _ program: String, _ arguments: [String] = ["serve"], patience: Duration = .seconds(10), showsErrors: Bool = false
  ) throws {
    signal(SIGPIPE, SIG_IGN)
    self.patience = patience
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    if !showsErrors { process.standardError = FileHandle.nullDevice }
    process.terminationHandler = { [ended] _ in ended.signal() }
    try process.run()
    // A server that does not read must not stop us.
    _ = fcntl(writing, F_SETFL, fcntl(writing, F_GETFL) | O_NONBLOCK)
  }

  deinit { stop() }

  private var writing: Int32 { input.fileHandleForWriting.fileDescriptor }
  private var reading: Int32 { output.fileHandleForReading.fileDescriptor }

  // MARK: Talking

  /// Sends a message.
  public func send(_ message: Message) throws(Failure) { try write(FrameReader.frame(message.body)) }

  /// Writes bytes, which need not be a message. What the server writes meanwhile is kept for `next`.
  public func write(_ bytes: [UInt8]) throws(Failure) {
    let deadline = ContinuousClock.now + patience
    var at = 0
    while at < bytes.count {
      let count = bytes[at...].withUnsafeBytes { Foundation.write(writing, $0.baseAddress, $0.count) }
      if count > 0 {
        at += count
      } else if errno == EAGAIN {
        var both = [
          pollfd(fd: writing, events: Int16(POLLOUT), revents: 0),
          pollfd(fd: isAtEnd ? -1 : reading, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&both, 2, Self.milliseconds(until: deadline)) > 0 else { throw .silent }
        if both[1].revents != 0 { take() }
      } else if errno != EINTR {
        throw .ended(end())
      }
    }
  }

  /// The body of the next message.
  public func next() throws(Failure) -> [UInt8] {
    let deadline = ContinuousClock.now + patience
    while true {
      do { if let body = try reader.next() { return body } } catch { throw .garbled(error) }
      if isAtEnd { throw .ended(end()) }
      var one = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
      guard poll(&one, 1, Self.milliseconds(until: deadline)) > 0 else { throw .silent }
      take()
    }
  }

  private func take() {
    let count = read(reading, &chunk, chunk.count)
    if count < 0, errno == EINTR { return }
    if count <= 0 { isAtEnd = true } else { reader.append(Array(chunk[..<count])) }
  }

  private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
    Int32(max(0, (deadline - ContinuousClock.now) / .milliseconds(1)).rounded(.up))
  }

  /// Asks and waits for the answer; what comes before it is dropped.
  public func request(_ id: RequestID, _ method: String, _ params: JSON? = nil) throws(Failure) -> JSON {
    try send(.request(id, method: method, params: params))
    while true {
      let body = try next()
      if case .response(id, let result, let error)? = try? Message(body: body) { return error ?? result ?? .null }
    }
  }

  // MARK: The end

  /// Nothing more will be written.
  public func closeInput() { try? input.fileHandleForWriting.close() }

  /// Waits for the end, or makes it. Returns the exit code, negative for the signal that ended it.
  public func end() -> Int32 {
    if let code { return code }
    if ended.wait(timeout: .now() + .milliseconds(Int(patience / .milliseconds(1)))) == .timedOut { return killed() }
    let code = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    self.code = code
    return code
  }

  /// Ends it, and all that it has started: Foundation hears of the end of a process only when its children are gone too.
  private func killed() -> Int32 {
    let pid = process.processIdentifier
    if getpgid(pid) == pid { kill(-pid, SIGKILL) }
    kill(pid, SIGKILL)
    _ = ended.wait(timeout: .now() + .seconds(2))
    code = -SIGKILL
    return -SIGKILL
  }

  /// Ends it at once.
  public func stop() {
    if code == nil, process.isRunning { _ = killed() }
  }

  // MARK: Memory

  /// The memory that it has now, in MB (10⁶ bytes); nil where the system does not tell.
  public var memory: Double? { memory("VmRSS:") }
  /// The most memory that it has had, in MB.
  public var peakMemory: Double? { memory("VmHWM:") }

  private func memory(_ name: String) -> Double? {
    guard let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
      let kilobytes = Double(line.split(whereSeparator: \.isWhitespace)[1])
    else { return nil }
    return kilobytes * 1024 / 1e6
  }
}
