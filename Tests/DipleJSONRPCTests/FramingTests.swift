import DipleJSONRPC
import Testing

/// `Content-Length: N`, a blank line, N bytes: LSP's base protocol, in pieces of any size.
@Suite struct FramingTests {
  /// What a reader makes of some bytes that come `size` at a time: the bodies, and the errors between them.
  private func read(_ text: String, size: Int, limits: FrameLimits = FrameLimits()) -> (found: [String], clean: Bool) {
    var reader = FrameReader(limits: limits)
    var found: [String] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      reader.append(Array(bytes[start..<min(start + size, bytes.count)]))
      while true {
        do throws(FramingError) {
          guard let body = try reader.next() else { break }
          found.append(String(decoding: body, as: UTF8.self))
        } catch {
          found.append("! \(error)")
          guard error.isRecoverable else { return (found, reader.isBetweenFrames) }
        }
      }
    }
    return (found, reader.isBetweenFrames)
  }

  private func frame(_ body: String) -> String { String(decoding: FrameReader.frame(Array(body.utf8)), as: UTF8.self) }

  @Test func aFrameCountsBytes() {
    #expect(frame("é😀") == "Content-Length: 6\r\n\r\né😀")
    #expect(frame("") == "Content-Length: 0\r\n\r\n")
  }

  @Test(arguments: [1, 2, 3, 7, 19, 64, 10_000])
  func piecesDoNotMatter(size: Int) {
    let bodies = ["{}", "", "\r\n\r\n", "Content-Length: 3\r\n\r\nabc", "議会 🚧", String(repeating: "x", count: 500)]
    let (found, clean) = read(bodies.map(frame).joined(), size: size)
    #expect(found == bodies)
    #expect(clean)
  }

  @Test(
    arguments: [
      "content-length:2\r\n\r\n{}", "CONTENT-LENGTH:   2 \r\n\r\n{}",
      "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}",
      "Content-Length: 2\r\nX-Other: a: b\r\n\r\n{}", "Content-Length: 002\r\n\r\n{}",
    ])
  func headersMayLookDifferent(text: String) {
    #expect(read(text, size: 5).found == ["{}"])
  }

  @Test(
    arguments: [
      ("Content-Length: two\r\n\r\n{}", "! bad header: Content-Length is no number"),
      ("Content-Length: -2\r\n\r\n{}", "! bad header: Content-Length is no number"),
      ("Content-Length: 0x2\r\n\r\n{}", "! bad header: Content-Length is no number"),
      ("Content-Length:\r\n\r\n{}", "! bad header: Content-Length is no number"),
      ("Content-Length: 99999999999999999999\r\n\r\n{}", "! bad header: Content-Length is no number"),
      ("Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", "! bad header: Content-Length comes twice"),
      ("Content-Type: x\r\n\r\n{}", "! bad header: no Content-Length"),
      ("\r\n\r\n{}", "! bad header: no Content-Length"),
      ("{\"jsonrpc\"\r\n\r\n", "! bad header: no colon in a line"),
    ])
  func badHeadersEndTheStream(text: String, error: String) {
    for size in [1, 4, 1000] { #expect(read(text + frame("{}"), size: size).found == [error]) }
  }

  @Test(arguments: [1, 6, 1000])
  func aBodyThatIsTooLongIsSkipped(size: Int) {
    let text = frame("{}") + frame(String(repeating: "x", count: 41)) + frame("[1]")
    let (found, clean) = read(text, size: size, limits: FrameLimits(body: 40))
    #expect(found == ["{}", "! a body of 41 bytes is too long", "[1]"])
    #expect(clean)
  }

  @Test func aHeaderWithoutEndIsRefusedBeforeItFillsTheMemory() {
    let text = "X: " + String(repeating: "x", count: 100_000)
    #expect(read(text, size: 50, limits: FrameLimits(header: 200)).found == ["! a header of more than 200 bytes"])
  }

  @Test(arguments: ["Content-Le", "Content-Length: 5\r\n\r\n", "Content-Length: 5\r\n\r\n{}"])
  func knowsThatAFrameIsOpen(text: String) {
    let (found, clean) = read(text, size: 3)
    #expect(found == [])
    #expect(!clean)
  }
}
