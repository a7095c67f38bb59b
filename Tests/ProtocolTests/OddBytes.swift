/// Bytes that no sane client sends: what once was thought to be dangerous, kept. The transport is fuzzed with them in this
/// process, and the program over its pipes.
struct OddBytes: Sendable {
  /// What becomes of the connection.
  enum End { case answered, over, waits }

  let bytes: [UInt8]
  /// `answered`: there is an error, and work goes on; `over`: nobody knows where the next message starts, so the program ends;
  /// `waits`: more is to come.
  let end: End

  private init(_ end: End, _ bytes: [UInt8]) { (self.bytes, self.end) = (bytes, end) }
  private init(_ end: End, _ text: String) { self.init(end, Array(text.utf8)) }

  static func framed(_ body: String) -> [UInt8] { framed(Array(body.utf8)) }
  static func framed(_ body: [UInt8]) -> [UInt8] { Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body }

  private static func request(_ params: String) -> [UInt8] {
    framed(#"{"jsonrpc": "2.0", "id": 1, "method": "no/such", "params": "# + params + "}")
  }

  static let corpus: [OddBytes] = [
    // Headers
    .init(.over, "Content-Length: 99999999999999999999\r\n\r\n"), .init(.over, "Content-Length: -1\r\n\r\n{}"),
    .init(.over, "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}"), .init(.over, "Content-Length\r\n\r\n"),
    .init(.over, "\r\n\r\n"), .init(.over, "Content-Length: 0x10\r\n\r\n{}"),
    .init(.over, "Content-Length: 2 2\r\n\r\n{}x"),
    .init(.over, "X: " + String(repeating: "y", count: 20_000)),
    .init(.over, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    .init(.waits, "Content-Length: 2\n\n{}"), .init(.waits, "Content-Length: 12\r\n"), .init(.waits, "C"),
    .init(.waits, "Content-Length: 2147483648\r\n\r\n{}"), .init(.waits, "Content-Length: 200000000\r\n\r\n{}"),
    // Lengths that are wrong
    .init(.waits, "Content-Length: 5\r\n\r\n{}"), .init(.over, "Content-Length: 1\r\n\r\n{}\r\n\r\n"),
    .init(.answered, "Content-Length: 0\r\n\r\n"),
    // Bodies
    .init(.answered, framed(String(repeating: "[", count: 5000))),
    .init(.answered, framed(String(repeating: "{\"a\":", count: 200_000))),
    .init(.answered, framed(String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000))),
    .init(.answered, framed("{\"a\": 1")), .init(.answered, framed("null")), .init(.answered, framed("")),
    .init(.answered, framed("\u{FEFF}{}")), .init(.answered, framed("{}{}")), .init(.answered, framed("\0\0")),
    .init(.answered, framed(#"[{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}]"#)),
    .init(.answered, framed(#"{"jsonrpc": "2.0", "id": {}, "method": "shutdown"}"#)),
    .init(.answered, framed(#"{"jsonrpc": "2.0", "id": 1e400}"#)), .init(.answered, framed(#"{"jsonrpc": "1.0"}"#)),
    .init(.answered, request("1")), .init(.answered, request(String(repeating: "[", count: 129))),
    .init(.answered, request("[1e999, -1e999, 123456789012345678901234567890]")),
    // Text that is none
    .init(.answered, framed(#"{"jsonrpc": "2.0", "id": 1, "method": "\ud800"}"#)),
    .init(.answered, request(#"["\ud800", "\udc00\ud800", "\ud83d\u0041"]"#)),
    .init(.answered, framed([0x22, 0xC3, 0x28, 0x22])), .init(.answered, framed([0x22, 0xED, 0xA0, 0x80, 0x22])),
    .init(.answered, framed([0x22, 0xF8, 0x88, 0x80, 0x80, 0x80, 0x22])),
    .init(.answered, framed([0x22, 0xC0, 0xAF, 0x22])),
    .init(.answered, framed([UInt8](repeating: 0xFF, count: 3000))),
  ]
}
