import DipleJSONRPC
import Foundation
import Testing

/// Messages through real pipes.
@Suite struct ConnectionTests {
  /// All that comes through a pipe into which some bytes are written before it is closed.
  private func incoming(_ bytes: [UInt8], limits: FrameLimits = FrameLimits()) async -> [Incoming] {
    let pipe = Pipe()
    let writer = Task.detached {
      pipe.fileHandleForWriting.write(Data(bytes))
      try? pipe.fileHandleForWriting.close()
    }
    let connection = Connection(input: pipe.fileHandleForReading.fileDescriptor, output: -1, limits: limits)
    var all: [Incoming] = []
    for await one in connection.incoming() { all.append(one) }
    await writer.value
    withExtendedLifetime(pipe) {}
    return all
  }

  private func frame(_ message: Message) -> [UInt8] { FrameReader.frame(message.body) }
  private func note(_ number: Int) -> Message { .notification(method: "note", params: [.int(number)]) }

  @Test func messagesComeInTheirOrder() async {
    let notes = (0..<2000).map(note)
    #expect(await incoming(notes.flatMap(frame)) == notes.map(Incoming.message) + [.end(nil)])
  }

  @Test func aBodyThatIsNoMessageIsToldAndReadingGoesOn() async {
    let bytes =
      frame(note(1)) + FrameReader.frame(Array("{nonsense".utf8)) + FrameReader.frame([0x22, 0xFF, 0x22])
      + frame(note(2))
    let all = await incoming(bytes)
    #expect(all.count == 5)
    #expect(all.first == .message(note(1)))
    for one in all[1...2] {
      guard case .malformed(let malformed) = one else {
        Issue.record("\(one)")
        continue
      }
      #expect(malformed.error.code == .parseError)
    }
    #expect(all[3...] == [.message(note(2)), .end(nil)])
  }

  @Test func aBodyThatIsTooLongIsToldAndSkipped() async {
    let long = FrameReader.frame(Array(repeating: 0x20, count: 300_000))
    let all = await incoming(long + frame(note(1)), limits: FrameLimits(body: 1000))
    guard case .malformed(let malformed)? = all.first else {
      Issue.record("\(all)")
      return
    }
    #expect(malformed.error == ResponseError(.parseError, "a body of 300000 bytes is too long"))
    #expect(all.dropFirst() == [.message(note(1)), .end(nil)])
  }

  @Test func anEndInsideAMessageIsTold() async {
    #expect(await incoming(frame(note(1)).dropLast()) == [.end(.truncated)])
    #expect(await incoming([]) == [.end(nil)])
  }

  @Test func aBadHeaderEndsTheStream() async {
    let all = await incoming(Array("Content-Length: x\r\n\r\n".utf8) + frame(note(1)))
    #expect(all.count == 2)
    #expect(all.last == .end(.badHeader("Content-Length is no number")))
  }

  @Test func framesOfSeveralThreadsDoNotMix() async throws {
    let pipe = Pipe()
    let sender = Connection(input: -1, output: pipe.fileHandleForWriting.fileDescriptor)
    let receiver = Connection(input: pipe.fileHandleForReading.fileDescriptor, output: -1)
    let stream = receiver.incoming()
    await withTaskGroup { group in
      for number in 0..<200 {
        group.addTask { _ = sender.send(note(number).body) }
      }
    }
    try pipe.fileHandleForWriting.close()
    var numbers: [Int] = []
    for await case .message(.notification(_, let params)) in stream {
      if let number = params?.array?.first?.int { numbers.append(number) }
    }
    #expect(numbers.sorted() == Array(0..<200))
    withExtendedLifetime(pipe) {}
  }

  @Test func aPeerThatNoLongerReadsIsNoticed() throws {
    signal(SIGPIPE, SIG_IGN)
    let pipe = Pipe()
    let connection = Connection(input: -1, output: pipe.fileHandleForWriting.fileDescriptor)
    #expect(connection.send(note(1).body))
    #expect(!connection.isClosed)
    try pipe.fileHandleForReading.close()
    #expect(!connection.send(note(2).body))
    #expect(connection.isClosed)
    withExtendedLifetime(pipe) {}
  }
}
