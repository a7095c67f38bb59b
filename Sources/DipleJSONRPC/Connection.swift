import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What comes in, in the order in which it was sent.
public enum Incoming: Sendable, Equatable {
  /// A message.
  case message(Message)
  /// Bytes that are no message; answer with the error.
  case malformed(MalformedMessage)
  /// Nothing more will come: the input ended, or (with a cause) cannot be read any further.
  case end(FramingError?)
}

/// The two ends of a pipe to a peer. One thread blocks on the input and hands over what it reads in order; a task a
/// message would lose the order.
public final class Connection: Sendable {
  private let input: Int32
  private let output: Int32
  private let limits: FrameLimits
  /// Held while a frame is written; true once the peer no longer reads.
  private let isBroken = Mutex(false)

  /// Takes two open descriptors.
  public init(input: Int32, output: Int32, limits: FrameLimits = FrameLimits()) {
    (self.input, self.output, self.limits) = (input, output, limits)
  }

  /// Takes the process's own input and output for the protocol. Whatever else writes to standard output from now on
  /// writes to standard error, and a peer that went away is an error of `write`, not a signal.
  public static func standard(limits: FrameLimits = FrameLimits()) -> Connection {
    signal(SIGPIPE, SIG_IGN)
    let output = dup(STDOUT_FILENO)
    // Without a standard error there is nobody to tell.
    if dup2(STDERR_FILENO, STDOUT_FILENO) < 0 { dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO) }
    return Connection(input: STDIN_FILENO, output: output, limits: limits)
  }

  /// Starts the reader. `observe` sees everything on the reader's thread before it is queued. Call it once.
  public func incoming(observe: @escaping @Sendable (Incoming) -> Void = { _ in }) -> AsyncStream<Incoming> {
    let (stream, continuation) = AsyncStream.makeStream(of: Incoming.self)
    DispatchQueue(label: "diple.reader").async { [input, limits] in
      Self.read(input, limits) {
        observe($0)
        continuation.yield($0)
      }
      continuation.finish()
    }
    return stream
  }

  private static func read(_ input: Int32, _ limits: FrameLimits, _ deliver: (Incoming) -> Void) {
    var reader = FrameReader(limits: limits)
    let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
    defer { chunk.deallocate() }
    while true {
      #if canImport(Darwin)
        let count = Darwin.read(input, chunk.baseAddress, chunk.count)
      #elseif canImport(Musl)
        let count = Musl.read(input, chunk.baseAddress, chunk.count)
      #else
        let count = Glibc.read(input, chunk.baseAddress, chunk.count)
      #endif
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return deliver(.end(reader.isBetweenFrames ? nil : .truncated)) }
      reader.append(UnsafeBufferPointer(rebasing: chunk[..<count]))
      guard drain(&reader, deliver) else { return }
    }
  }

  /// Delivers all whole frames; false where the stream is over.
  private static func drain(_ reader: inout FrameReader, _ deliver: (Incoming) -> Void) -> Bool {
    while true {
      do {
        guard let body = try reader.next() else { return true }
        deliver(Self.incoming(of: body))
      } catch {
        let answer = ResponseError(.parseError, error.description)
        deliver(.malformed(MalformedMessage(id: nil, error: answer)))
        if error.isRecoverable { continue }
        deliver(.end(error))
        return false
      }
    }
  }

  private static func incoming(of body: [UInt8]) -> Incoming {
    do { return .message(try Message(body: body)) } catch { return .malformed(error) }
  }

  /// True once a write has failed: nobody reads what is sent.
  public var isClosed: Bool { isBroken.withLock { $0 } }

  /// Writes one frame as a whole. Returns false once the peer no longer reads.
  @discardableResult
  public func send(_ body: [UInt8]) -> Bool {
    isBroken.withLock { isBroken in
      guard !isBroken else { return false }
      isBroken = !Self.write(FrameReader.frame(body), to: output)
      return !isBroken
    }
  }

  private static func write(_ bytes: [UInt8], to output: Int32) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var at = 0
      while at < bytes.count {
        #if canImport(Darwin)
          let count = Darwin.write(output, bytes.baseAddress! + at, bytes.count - at)
        #elseif canImport(Musl)
          let count = Musl.write(output, bytes.baseAddress! + at, bytes.count - at)
        #else
          let count = Glibc.write(output, bytes.baseAddress! + at, bytes.count - at)
        #endif
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        at += count
      }
      return true
    }
  }
}
