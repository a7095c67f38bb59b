import DipleJSONRPC
import Foundation
import Testing

/// `diple serve` as an editor starts it: how it begins, and above all how it ends.
@Suite(.serialized, .enabled(if: Program.url != nil, "the program is not built"), .timeLimit(.minutes(2)))
struct ProgramTests {
  @Test func aWholeLife() async throws {
    let program = try Program("--stdio")
    #expect(await program.initialize()?["serverInfo"]?["name"] == "diple")
    program.notify("initialized", [:])
    program.notify(
      "textDocument/didOpen",
      ["textDocument": ["uri": "file:///a.txt", "languageId": "text", "version": 3, "text": "Mayor Ana Ruiz spoke."]])
    guard case .message(.notification("diple/publishAnnotations", let params)) = await program.next() else {
      Issue.record("nothing was published")
      return
    }
    #expect(params?["version"] == 3)
    #expect(await program.request("shutdown", id: 2) == .null)
    program.notify("exit")
    #expect(await program.next() == .end(nil))
    #expect(program.ended() == 0)
    #expect(try program.log() == "")
  }

  @Test func exitWithoutShutdownIsAFailure() async throws {
    let program = try Program()
    _ = await program.initialize()
    program.notify("exit")
    #expect(program.ended() == 1)
  }

  @Test func theEndOfInputEndsIt() async throws {
    let program = try Program()
    _ = await program.initialize()
    program.closeInput()
    #expect(await program.next() == .end(nil))
    #expect(program.ended() == 1)
    let silent = try Program()
    silent.closeInput()
    #expect(silent.ended() == 1)
    let polite = try Program()
    _ = await polite.initialize()
    _ = await polite.request("shutdown")
    polite.closeInput()
    #expect(polite.ended() == 0)
  }

  @Test func anInputThatEndsInsideAMessageEndsIt() async throws {
    let program = try Program()
    _ = await program.initialize()
    program.write(Array("Content-Length: 100\r\n\r\n{\"json".utf8))
    program.closeInput()
    #expect(program.ended() == 1)
    #expect(try program.log().contains("the input ends inside a message"))
  }

  @Test func sigtermEndsIt() async throws {
    let program = try Program()
    _ = await program.initialize()
    program.process.terminate()
    #expect(program.ended() == -SIGTERM)
  }

  @Test func aDeadClientEndsIt() async throws {
    let client = Process()
    client.executableURL = URL(filePath: "/bin/cat")
    let pipe = Pipe()
    client.standardInput = pipe
    client.standardOutput = FileHandle.nullDevice
    try client.run()
    let program = try Program()
    _ = await program.initialize(processId: .int(Int(client.processIdentifier)))
    #expect(await program.request("shutdown", id: 2) == .null)
    kill(client.processIdentifier, SIGKILL)
    client.waitUntilExit()
    // Its input is still open: this test holds it.
    #expect(program.ended() == 1)
    withExtendedLifetime(pipe) {}
  }

  @Test func aClientThatDoesNotReadEndsIt() throws {
    let program = try Program(clientReads: false)
    program.send(.request(.int(1), method: "no/such", params: nil))
    #expect(program.ended() == 1)
  }

  @Test func nothingButProtocolReachesStandardOutput() async throws {
    let program = try Program("--log-level", "debug")
    _ = await program.initialize()
    program.notify("textDocument/didChange", ["textDocument": ["uri": "a", "version": 1], "contentChanges": []])
    program.notify("textDocument/didClose", ["textDocument": ["uri": "a"]])
    program.write(FrameReader.frame(Array("{nonsense".utf8)))
    program.write(FrameReader.frame([0x22, 0xFF, 0x22]))
    _ = await program.request("no/such", id: 2)
    _ = await program.request("shutdown", id: 3)
    program.notify("exit")
    var last: Incoming?
    while let one = await program.next() {
      if case .malformed(let malformed) = one { Issue.record("\(malformed)") }
      last = one
    }
    #expect(last == .end(nil))
    #expect(program.ended() == 0)
    #expect(try program.log().contains("diple: debug: ← no/such"))
  }

  @Test func badMessagesAreAnsweredAndWorkGoesOn() async throws {
    let program = try Program()
    _ = await program.initialize()
    for body in ["{", "[]", #"{"jsonrpc":"2.0","id":7,"method":7}"#] {
      program.write(FrameReader.frame(Array(body.utf8)))
    }
    program.write(FrameReader.frame([0x22, 0xC3, 0x28, 0x22]))
    let expected: [(RequestID?, JSON)] = [(nil, -32700), (nil, -32600), (.int(7), -32600), (nil, -32700)]
    for (id, code) in expected {
      guard case .message(.response(let answered, _, let error)) = await program.next() else {
        Issue.record("no answer")
        continue
      }
      #expect(answered == id)
      #expect(error?["code"] == code)
    }
    #expect(await program.request("shutdown", id: 8) == .null)
  }

  @Test func aBadHeaderIsAnsweredAndEndsIt() async throws {
    let program = try Program()
    _ = await program.initialize()
    program.write(Array("Content-Length: many\r\n\r\n{}".utf8))
    guard case .message(.response(nil, _, let error)) = await program.next() else {
      Issue.record("no answer")
      return
    }
    #expect(error?["code"] == -32700)
    #expect(program.ended() == 1)
  }

  @Test func aBurstOfKeystrokesIsPublishedInOrderAndToTheEnd() async throws {
    let program = try Program()
    _ = await program.initialize()
    program.notify(
      "textDocument/didOpen", ["textDocument": ["uri": "a", "languageId": "text", "version": 0, "text": ""]])
    for version in 1...200 {
      program.notify(
        "textDocument/didChange",
        [
          "textDocument": ["uri": "a", "version": .int(version)],
          "contentChanges": [
            [
              "range": ["start": ["line": 0, "character": 0], "end": ["line": 0, "character": 0]],
              "text": "Ana Ruiz spoke. ",
            ]
          ],
        ])
    }
    var versions: [Int] = []
    while versions.last != 200, case .message(.notification(_, let params)) = await program.next() {
      versions.append(params?["version"]?.int ?? -1)
    }
    #expect(versions.last == 200)
    #expect(versions == Set(versions).sorted(), "versions only go up")
    let answer = await program.request("diple/annotations", ["textDocument": ["uri": "a"]])
    #expect(answer?["version"] == 200)
    #expect(answer?["annotations"]?.array?.isEmpty == false)
  }

  @Test func itsVersionIsTheProgramsOwn() async throws {
    let program = try Program()
    let version = await program.initialize()?["serverInfo"]?["version"]?.string
    let asked = Process()
    let output = Pipe()
    asked.executableURL = Program.url
    asked.arguments = ["--version"]
    asked.standardOutput = output
    try asked.run()
    let printed = try output.fileHandleForReading.readToEnd().map { String(decoding: $0, as: UTF8.self) }
    asked.waitUntilExit()
    #expect(version.map { $0 + "\n" } == printed)
  }
}
