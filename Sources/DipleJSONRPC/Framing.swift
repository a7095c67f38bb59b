/// How much a peer may send at once.
public struct FrameLimits: Sendable {
  /// The bytes of a header, blank line included.
  public var header: Int
  /// The bytes of a body.
  public var body: Int
  /// Sets the limits.
  public init(header: Int = 8 << 10, body: Int = 128 << 20) { (self.header, self.body) = (header, body) }
}

/// Why the bytes are no frames. After a bad header nobody knows where the next frame starts, so the stream is over;
/// a body that is too long is skipped.
public enum FramingError: Error, Sendable, Equatable {
  /// The header is longer than the limit.
  case headerTooLong(Int)
  /// A header line is not `name: value`, or `Content-Length` is missing, doubled or no number.
  case badHeader(String)
  /// The body is longer than the limit; it will be skipped.
  case bodyTooLong(Int)
  /// The stream ends inside a frame.
  case truncated

  /// True where reading can go on with the next frame.
  public var isRecoverable: Bool { if case .bodyTooLong = self { true } else { false } }
}

extension FramingError: CustomStringConvertible {
  /// For a person.
  public var description: String {
    switch self {
    case .headerTooLong(let limit): "a header of more than \(limit) bytes"
    case .badHeader(let cause): "bad header: \(cause)"
    case .bodyTooLong(let length): "a body of \(length) bytes is too long"
    case .truncated: "the input ends inside a message"
    }
  }
}

/// Cuts a stream of bytes into bodies: `Content-Length: N`, a blank line, N bytes (LSP 3.17, "Base Protocol").
public struct FrameReader: Sendable {
  private let limits: FrameLimits
  private var buffer: [UInt8] = []
  /// The bytes of `buffer` that were taken already.
  private var taken = 0
  /// The length of the body whose header was read.
  private var bodyLength: Int?
  /// The bytes of a too long body that are still to come.
  private var skipping = 0
  /// How far the search for the header's end has come, so that a header in many pieces is read once.
  private var searched = 0

  /// Starts at the start of a frame.
  public init(limits: FrameLimits = FrameLimits()) { self.limits = limits }

  /// True where no frame is open.
  public var isBetweenFrames: Bool { taken == buffer.count && bodyLength == nil && skipping == 0 }

  /// Takes what was read.
  public mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    if taken > 0 {
      buffer.removeFirst(taken)
      searched -= taken
      taken = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// Takes what was read.
  public mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }

  /// The next body; nil where more bytes are needed.
  public mutating func next() throws(FramingError) -> [UInt8]? {
    if skipping > 0 {
      let count = min(skipping, buffer.count - taken)
      taken += count
      skipping -= count
      if skipping > 0 { return nil }
      searched = taken
    }
    if bodyLength == nil {
      guard let length = try header() else { return nil }
      if length > limits.body {
        skipping = length
        throw .bodyTooLong(length)
      }
      bodyLength = length
    }
    guard let length = bodyLength, buffer.count - taken >= length else { return nil }
    let body = Array(buffer[taken..<taken + length])
    taken += length
    searched = taken
    bodyLength = nil
    return body
  }

  /// Reads a header to its blank line and returns the length it tells.
  private mutating func header() throws(FramingError) -> Int? {
    var at = max(searched, taken)
    var end: Int?
    while at + 3 < buffer.count {
      if buffer[at] == 0x0D, buffer[at + 1] == 0x0A, buffer[at + 2] == 0x0D, buffer[at + 3] == 0x0A {
        end = at
        break
      }
      at += 1
    }
    searched = at
    guard (end.map { $0 + 4 } ?? buffer.count) - taken <= limits.header else { throw .headerTooLong(limits.header) }
    guard let end else { return nil }
    var length: Int?
    for line in String(decoding: buffer[taken..<end], as: UTF8.self).split(separator: "\r\n") {
      guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { throw .badHeader("no colon in a line") }
      guard line[..<colon].lowercased() == "content-length" else { continue }
      func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
      var digits = Array(line[line.index(after: colon)...].utf8.drop(while: isSpace))
      while let last = digits.last, isSpace(last) { digits.removeLast() }
      guard length == nil else { throw .badHeader("Content-Length comes twice") }
      guard !digits.isEmpty, digits.count <= 18, digits.allSatisfy({ (0x30...0x39).contains($0) }),
        let value = Int(String(decoding: digits, as: UTF8.self))
      else { throw .badHeader("Content-Length is no number") }
      length = value
    }
    guard let length else { throw .badHeader("no Content-Length") }
    taken = end + 4
    searched = taken
    return length
  }

  /// A body with its header.
  public static func frame(_ body: [UInt8]) -> [UInt8] { Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body }
}
