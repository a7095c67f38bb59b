import ArgumentParser
import DiplePluginKit
import Foundation

/// Buffered standard output. Documents are written whole; a reader that has gone ends the program as `SIGPIPE` does.
struct Output {
  private var buffer: [UInt8] = []

  mutating func append(_ bytes: [UInt8]) throws {
    buffer += bytes
    if buffer.count >= 1 << 16 { try flush() }
  }

  mutating func flush() throws {
    defer { buffer.removeAll(keepingCapacity: true) }
    var written = 0
    while written < buffer.count {
      let count = buffer[written...].withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw FileProblem(errno: errno)
      }
    }
  }

  /// Appends a line.
  mutating func line(_ text: String) throws { try append(Array((text + "\n").utf8)) }

  /// Runs what writes. Where standard output takes no more, says so and ends the command.
  static func orEnd(
    _ command: String, with code: Int32, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void
  ) async throws {
    do { try await body() } catch let problem as FileProblem {
      Terminal.error("diple \(command): standard output: \(problem.cause)\n")
      throw ExitCode(code)
    }
  }
}

/// What the terminal is and may show.
enum Terminal {
  /// The width of the terminal behind standard output; nil where there is none.
  static var width: Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isInput: Bool { isatty(STDIN_FILENO) == 1 }
  static var isError: Bool { isatty(STDERR_FILENO) == 1 }

  /// https://no-color.org: any value but none turns colours off.
  static var wantsColor: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isOutput && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }

  /// Puts the terminal right where ^C ends the program in the middle of a colour or a progress line. The answer must be
  /// kept as long as this is wanted.
  static func resetOnInterrupt() -> (any DispatchSourceSignal)? {
    guard isOutput || isError else { return nil }
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      control(isOutput ? "\u{1B}[0m\n" : "\r\u{1B}[K")
      // The shell must see what ended us.
      signal(SIGINT, SIG_DFL)
      kill(getpid(), SIGINT)
    }
    source.resume()
    return source
  }

  /// Writes a message to standard error: file names, modules' words and texts in it give no orders to the terminal.
  static func error(_ message: String) { control(PlainText.lines(message)) }

  /// Writes lines to standard output, modules' words in them as plain text.
  static func print(_ text: String, terminator: String = "\n") {
    Swift.print(PlainText.lines(text), terminator: terminator)
  }

  /// Writes to standard error as it is. Where that takes nothing there is nobody left to tell.
  private static func control(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Puts a text in the place of the last line on standard error.
  static func replaceLine(_ text: String) { control("\r\u{1B}[K" + text) }

  /// Keeps the number of standard error, where a parent has closed it, from going to the next file that is opened.
  static func reserveError() {
    guard fcntl(STDERR_FILENO, F_GETFD) == -1 else { return }
    let nothing = open("/dev/null", O_WRONLY)
    guard nothing >= 0, nothing != STDERR_FILENO else { return }
    dup2(nothing, STDERR_FILENO)
    close(nothing)
  }
}

/// One line on the terminal that says how far the work is; nothing where nobody looks at it.
struct ProgressLine {
  private let start = ContinuousClock.now
  private var shown: ContinuousClock.Instant?

  /// Puts a text in the place of the last one, from the second second on and not too often.
  mutating func show(_ text: @autoclosure () -> String) {
    let now = ContinuousClock.now
    guard Terminal.isError, now - start > .seconds(1), shown.map({ now - $0 > .milliseconds(200) }) ?? true else {
      return
    }
    shown = now
    Terminal.replaceLine(PlainText.line(text()))
  }

  /// Removes the line, so that something else can be written.
  mutating func clear() {
    if shown != nil { Terminal.replaceLine("") }
    shown = nil
  }
}

/// How far a run over many documents is.
struct Progress {
  private let start = ContinuousClock.now
  private var line = ProgressLine()
  private var count = 0
  private var bytes = 0

  mutating func add(bytes: Int) {
    count += 1
    self.bytes += bytes
    // Standard output would disturb it where it goes to the same terminal.
    guard !Terminal.isOutput else { return }
    let seconds = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000
    line.show("\(count) documents, \((Double(self.bytes) / 1e5 / seconds).rounded() / 10) MB/s")
  }

  /// Removes the line, so that a message can be written.
  mutating func clear() { line.clear() }
}
