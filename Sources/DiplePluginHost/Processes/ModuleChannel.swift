import DipleJSONRPC
import DipleSandbox
import Dispatch
import Synchronization

/// A program that runs, and its pipes. Nothing here waits for the program on a thread of somebody else: two threads read, one writes,
/// and one, at the end, buries it.
final class ModuleChannel: Sendable {
  enum Item: Sendable {
    case message(Message)
    case printed(String)
    /// Nothing more will come; with a cause where the program broke the protocol.
    case end(cause: String?)
  }

  private let started: SandboxedProgram.Started
  private let scratch: ScratchFolder
  private let limit: Int
  /// The bytes that the program may still send, as answers and as noise, before the next `refill`.
  private let budget: Mutex<Int>
  private let noise = Mutex(NoiseLog())
  private let noiseEnd = DispatchGroup()
  private let writer = DispatchQueue(label: "diple.module.writer")
  private let undertaker = DispatchQueue(label: "diple.module.end")
  /// Touched on `writer` only, but for its first value.
  private let inputIsOpen = Mutex(true)
  private let obituary = Mutex<String?>(nil)

  /// What it sends. One reader.
  let items: AsyncStream<Item>

  var protections: Protections { started.protections }

  /// Takes over a program that was started. `limit`: bytes that it may send for a request.
  init(_ started: SandboxedProgram.Started, scratch: ScratchFolder, limit: Int) {
    (self.started, self.scratch, self.limit) = (started, scratch, limit)
    budget = Mutex(limit)
    let (stream, continuation) = AsyncStream.makeStream(of: Item.self)
    items = stream
    noiseEnd.enter()
    DispatchQueue(label: "diple.module.noise").async { [self] in
      readNoise(continuation)
      noiseEnd.leave()
    }
    DispatchQueue(label: "diple.module.reader").async { [self] in
      let cause = readAnswers(continuation)
      diple_sandbox_close(started.answers)
      continuation.yield(.end(cause: cause))
      continuation.finish()
    }
  }

  /// Another request was sent: its answer may be as long as any.
  func refill() {
    budget.withLock { $0 = max($0, 0) + limit }
  }

  private func spend(_ count: Int) -> Bool {
    budget.withLock {
      $0 -= count
      return $0 >= 0
    }
  }

  private var tooMuch: String { "sent more than \(limit >> 20) MB for a document" }

  /// Returns what was wrong; nil where the program closed its end between two messages.
  private func readAnswers(_ out: AsyncStream<Item>.Continuation) -> String? {
    var frames = FrameReader(limits: FrameLimits(body: limit))
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = diple_sandbox_read(started.answers, &chunk, chunk.count)
      guard count > 0 else { return frames.isBetweenFrames ? nil : "ended inside a message" }
      guard spend(count) else { return tooMuch }
      chunk.withUnsafeBufferPointer { frames.append(UnsafeBufferPointer(rebasing: $0[..<count])) }
      do {
        while let body = try frames.next() { out.yield(.message(try Message(body: body))) }
      } catch let error as FramingError {
        if case .bodyTooLong = error { return tooMuch }
        return "broke the framing: \(error.description)"
      } catch let error as MalformedMessage {
        return "sent no message of JSON-RPC: \(error.error.message)"
      } catch {
        return "\(error)"
      }
    }
  }

  private func readNoise(_ out: AsyncStream<Item>.Continuation) {
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    var isEndless = false
    while true {
      let count = diple_sandbox_read(started.noise, &chunk, chunk.count)
      guard count > 0 else { break }
      for line in noise.withLock({ $0.take(chunk[..<count]) }) { out.yield(.printed(line)) }
      if !isEndless, !spend(count) {
        isEndless = true
        out.yield(.end(cause: tooMuch))
      }
    }
    for line in noise.withLock({ $0.finish() }) { out.yield(.printed(line)) }
    diple_sandbox_close(started.noise)
  }

  /// Lets the next document's noise through to the log.
  func refillNoise() -> [String] { noise.withLock { $0.refill() } }

  /// Sends a message after those that were sent before. Never blocks; a program that does not read keeps only the writer waiting.
  func send(_ body: [UInt8]) {
    writer.async { [self] in
      guard inputIsOpen.withLock({ $0 }) else { return }
      let frame = FrameReader.frame(body)
      let isWritten = frame.withUnsafeBytes { diple_sandbox_write(started.input, $0.baseAddress, $0.count) }
      if !isWritten { closeInput() }
    }
  }

  /// On `writer`.
  private func closeInput() {
    let wasOpen = inputIsOpen.withLock { isOpen in
      defer { isOpen = false }
      return isOpen
    }
    if wasOpen { diple_sandbox_close(started.input) }
  }

  /// Ends the program and all that it started: with its input closed (after what was sent), where that is courtesy enough; then by
  /// SIGTERM, then by SIGKILL. Returns how it ended, for a person. May be called twice.
  func end(courteously: Bool, grace: Duration) async -> String {
    await withCheckedContinuation { done in
      undertaker.async { [self] in
        let text = obituary.withLock { $0 } ?? bury(courteously: courteously, grace: grace)
        obituary.withLock { $0 = text }
        done.resume(returning: text)
      }
    }
  }

  private func bury(courteously: Bool, grace: Duration) -> String {
    let patience = Int32(grace / .milliseconds(1))
    let process = started.process
    if courteously {
      writer.async { [self] in closeInput() }
      _ = diple_sandbox_wait(process, patience)
    }
    if !diple_sandbox_wait(process, 0) {
      diple_sandbox_signal(process, 15)
      if !diple_sandbox_wait(process, patience) { diple_sandbox_signal(process, 9) }
    }
    let status = diple_sandbox_reap(process)
    scratch.remove()
    // Nobody reads any more, so a writer that waits is free now.
    writer.sync { closeInput() }
    _ = noiseEnd.wait(timeout: .now() + 0.5)
    let last = noise.withLock { $0.last }
    return Self.text(ofStatus: status) + (last.isEmpty ? "" : "; it had printed: \(last.joined(separator: " ⏎ "))")
  }

  private static func text(ofStatus status: Int32) -> String {
    let signal = status & 0x7F
    if signal == 0 { return "it ended with code \(status >> 8 & 0xFF)" }
    let names: [Int32: String] = [
      6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 15: "SIGTERM", 24: "SIGXCPU",
      25: "SIGXFSZ", 31: "SIGSYS",
    ]
    return "it was ended by \(names[signal] ?? "signal \(signal)")"
  }
}
