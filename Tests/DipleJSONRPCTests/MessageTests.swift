import DipleJSONRPC
import Testing

/// Requests, notifications and answers (JSON-RPC 2.0).
@Suite struct MessageTests {
  @Test(
    arguments: [
      (
        #"{"jsonrpc":"2.0","id":1,"method":"a","params":{"x":1}}"#,
        .request(.int(1), method: "a", params: ["x": 1])
      ),
      (#"{"jsonrpc":"2.0","id":"one","method":"a"}"#, .request(.string("one"), method: "a", params: nil)),
      (#"{"jsonrpc":"2.0","id":1.0,"method":"a","params":[]}"#, .request(.int(1), method: "a", params: [])),
      (#"{"jsonrpc":"2.0","method":"a","params":null}"#, .notification(method: "a", params: .null)),
      (#"{"jsonrpc":"2.0","id":2,"result":null}"#, .response(.int(2), result: .null, error: nil)),
      (
        #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700}}"#,
        .response(nil, result: nil, error: ["code": -32700])
      ),
    ] as [(String, Message)])
  func reads(_ body: String, _ message: Message) throws {
    #expect(try Message(body: Array(body.utf8)) == message)
    #expect(try Message(body: message.body) == message)
  }

  @Test(
    arguments: [
      ("{", nil, .parseError), ("", nil, .parseError), ("nonsense", nil, .parseError),
      ("[]", nil, .invalidRequest),
      // LSP knows no batches.
      (#"[{"jsonrpc":"2.0","id":1,"method":"a"}]"#, nil, .invalidRequest),
      ("3", nil, .invalidRequest), ("{}", nil, .invalidRequest),
      (#"{"id":1,"method":"a"}"#, .int(1), .invalidRequest),
      (#"{"jsonrpc":"1.0","id":1,"method":"a"}"#, .int(1), .invalidRequest),
      (#"{"jsonrpc":"2.0","id":7}"#, .int(7), .invalidRequest),
      (#"{"jsonrpc":"2.0","id":7,"method":3}"#, .int(7), .invalidRequest),
      (#"{"jsonrpc":"2.0","id":"s","method":"a","params":3}"#, .string("s"), .invalidRequest),
      (#"{"jsonrpc":"2.0","id":null,"method":"a"}"#, nil, .invalidRequest),
      (#"{"jsonrpc":"2.0","id":1.5,"method":"a"}"#, nil, .invalidRequest),
      (#"{"jsonrpc":"2.0","id":{},"method":"a"}"#, nil, .invalidRequest),
    ] as [(String, RequestID?, ResponseError.Code)])
  func refuses(_ body: String, _ id: RequestID?, _ code: ResponseError.Code) {
    do throws(MalformedMessage) {
      let message = try Message(body: Array(body.utf8))
      Issue.record("read as \(message)")
    } catch {
      #expect(error.id == id)
      #expect(error.error.code == code)
    }
  }

  @Test func textThatIsNoUTF8IsAParseError() {
    let body = Array(#"{"jsonrpc":"2.0","id":1,"method":""#.utf8) + [0xFF] + Array("\"}".utf8)
    #expect(performing: { try Message(body: body) }, throws: { ($0 as? MalformedMessage)?.error.code == .parseError })
  }

  @Test func answersAndFailures() {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    #expect(text(Message.answer(.int(1)) { $0.null() }) == #"{"jsonrpc":"2.0","id":1,"result":null}"#)
    #expect(text(Message.answer(.string("a")) { $0.int(3) }) == #"{"jsonrpc":"2.0","id":"a","result":3}"#)
    #expect(
      text(Message.failure(nil, ResponseError(.parseError, "no")))
        == #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}}"#)
    #expect(
      text(Message.notification("m") { $0.member("a", 1) }) == #"{"jsonrpc":"2.0","method":"m","params":{"a":1}}"#)
  }
}
