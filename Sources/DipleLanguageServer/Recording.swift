public import DipleJSONRPC

/// A session as `diple serve --record` writes it: JSON Lines, a message each, in the order in which they came and went.
public struct Recording: Sendable {
  /// What is recorded.
  public enum Event: Sendable {
    /// Came in.
    case received(Incoming)
    /// Went out: the body of a message.
    case sent([UInt8])
  }
  /// Who sent a message.
  public enum Direction: String, Sendable { case client, server }

  /// A message of the session.
  public struct Entry: Sendable, Equatable {
    /// Milliseconds since the recording began.
    public var time: Double
    /// Who sent it.
    public var from: Direction
    /// The message as JSON-RPC has it.
    public var message: JSON
    /// Makes an entry.
    public init(time: Double, from: Direction, message: JSON) {
      (self.time, self.from, self.message) = (time, from, message)
    }
  }

  /// The messages in order.
  public var entries: [Entry]
  /// Makes a recording.
  public init(_ entries: [Entry] = []) { self.entries = entries }
}

extension Recording.Event {
  /// The line of this event, with its line end; nil for what is no message (it cannot be sent again).
  public func line(at time: Double) -> [UInt8]? {
    let from: Recording.Direction
    let message: [UInt8]
    switch self {
    case .received(.message(let received)): (from, message) = (.client, received.body)
    case .received: return nil
    case .sent(let body): (from, message) = (.server, body)
    }
    var head = JSONWriter()
    head.double((time * 1000).rounded() / 1000)
    return Array("{\"time\":".utf8) + head.bytes + Array(",\"from\":\"\(from.rawValue)\",\"message\":".utf8) + message
      + Array("}\n".utf8)
  }
}

/// Why a line is none of a recording.
public struct RecordingError: Error, Sendable, CustomStringConvertible {
  /// For a person.
  public var description: String
}

extension Recording {
  /// Reads a recording. The last line may be cut: the session ended while it was written.
  public init(lines text: [UInt8]) throws(RecordingError) {
    var entries: [Entry] = []
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
      guard let json = try? JSON(parsing: Array(line)), let time = json["time"]?.number,
        let from = json["from"]?.string.flatMap(Direction.init), let message = json["message"], message.object != nil
      else {
        if index == lines.count - 1 { break }
        throw RecordingError(description: "line \(index + 1) is no message of a recording")
      }
      entries.append(Entry(time: time, from: from, message: message))
    }
    self.init(entries)
  }

  /// The recording as JSON Lines.
  public var lines: [UInt8] {
    entries.flatMap { entry -> [UInt8] in
      let json: JSON = [
        "time": .double(entry.time), "from": .string(entry.from.rawValue), "message": entry.message,
      ]
      return json.bytes + [0x0A]
    }
  }
}
