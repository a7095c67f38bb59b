import DipleClient
import DipleJSONRPC
import DiplePluginKit
import Foundation
import Testing

/// What FuzzTests does in this process, done to the program over its pipes: it answers with an error or ends cleanly, in time, and
/// does not grow.
///
/// `DIPLE_FUZZ=100` makes the runs a hundred times as long, `DIPLE_PROGRAM=.build/release/diple` is another program.
@Suite(.serialized, .enabled(if: Program.url != nil, "the program is not built"), .timeLimit(.minutes(10)))
struct ProgramFuzzTests {
  private static func start() throws -> ServerProcess {
    let server = try ServerProcess(try #require(Program.url).path, patience: .seconds(20))
    _ = try server.request(
      .int(1), "initialize", ["processId": nil, "capabilities": ["textDocument": ["diagnostic": [:]]]])
    return server
  }

  /// True for an end that the program chose.
  private static func isClean(_ code: Int32) -> Bool { code == 0 || code == 1 }

  @Test func oddBytesAreAnsweredOrEndIt() throws {
    for odd in OddBytes.corpus {
      let name = String(decoding: odd.bytes.prefix(60), as: UTF8.self)
      let server = try Self.start()
      // It may be gone before all is written.
      do throws(ServerProcess.Failure) { try server.write(odd.bytes) } catch { #expect(error == .ended(1), "\(name)") }
      switch odd.end {
      case .answered:
        let answer = try JSON(parsing: try server.next())
        #expect(answer["error"]?["code"]?.int ?? 0 < 0, "\(name)")
        #expect(try server.request(.int(2), "shutdown") == .null, "\(name)")
      case .over:
        #expect(server.end() == 1, "\(name)")
      case .waits:
        server.closeInput()
        #expect(server.end() == 1, "\(name)")
      }
    }
  }

  /// What is announced is not reserved, and what is too long is skipped: neither takes room.
  @Test func longBodiesTakeNoRoom() throws {
    let server = try Self.start()
    let before = try #require(server.memory)
    try server.write(Array("Content-Length: 200000000\r\n\r\n".utf8))
    let answer = try JSON(parsing: try server.next())
    #expect(answer["error"]?["code"] == -32700)
    let chunk = [UInt8](repeating: 0x78, count: 1_000_000)
    for _ in 0..<200 { try server.write(chunk) }
    #expect(try server.request(.int(2), "diple/synchronize")["documents"] == [])
    #expect(try #require(server.memory) < before + 20)
  }

  @Test func bytesByChance() throws {
    let good = OddBytes.framed(#"{"jsonrpc": "2.0", "id": 7, "method": "diple/synchronize", "params": {"é": ["😀"]}}"#)
    for seed in 1...UInt64(20 * FuzzTests.factor) {
      var dice = SplitMix(state: seed)
      let server = try Self.start()
      var bytes =
        good + (OddBytes.corpus.filter { $0.bytes.count < 3000 }.randomElement(using: &dice)?.bytes ?? []) + good
      for _ in 0..<Int.random(in: 0...6, using: &dice) {
        bytes[Int.random(in: bytes.indices, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
      }
      do throws(ServerProcess.Failure) { try server.write(bytes) } catch { #expect(error == .ended(1), "seed \(seed)") }
      server.closeInput()
      #expect(Self.isClean(server.end()), "seed \(seed)")
    }
  }

  /// Requests out of order, edits out of range, versions that jump, documents that are not open, requests of no sense.
  @Test func messagesByChance() throws {
    let server = try Self.start()
    try server.send(.notification(method: "initialized", params: [:]))
    _ = try server.request(.int(2), "diple/synchronize")
    var before: Double?
    var id = 2
    for seed in 1...UInt64(10 * FuzzTests.factor) {
      var dice = SplitMix(state: seed)
      for _ in 0..<50 { try server.send(Self.message(&dice, &id)) }
      // It is still there, and has answered all.
      id += 1
      let answer = try server.request(.int(id), "diple/synchronize")
      #expect(answer["documents"] != nil, "seed \(seed)")
      for document in answer["documents"]?.array ?? [] {
        try server.send(
          .notification(method: "textDocument/didClose", params: ["textDocument": ["uri": document["uri"] ?? .null]]))
      }
      if seed == 5 { before = server.memory }
    }
    id += 1
    _ = try server.request(.int(id), "diple/synchronize")
    if let before { #expect(try #require(server.memory) < before * 1.2 + 8) }
    #expect(try server.request(.int(id + 1), "shutdown") == .null)
    try server.send(.notification(method: "exit", params: nil))
    #expect(server.end() == 0)
  }

  private static let questions = [
    "textDocument/hover", "textDocument/inlayHint", "textDocument/documentSymbol", "textDocument/semanticTokens/full",
    "textDocument/definition", "textDocument/references", "textDocument/foldingRange", "textDocument/selectionRange",
    "textDocument/documentHighlight", "textDocument/diagnostic", "workspace/symbol", "diple/annotations",
    "diple/ledger",
    "diple/timeline", "diple/stances", "initialize", "no/such",
  ]

  private static func message(_ dice: inout SplitMix, _ id: inout Int) -> Message {
    let uri: JSON = .string(["a", "b", "file:///c.md"].randomElement(using: &dice) ?? "")
    let numbers = [-5, 0, 1, 3, 7, 40, 1 << 31, Int.max]
    func number() -> JSON { .int(numbers.randomElement(using: &dice) ?? 0) }
    let place: JSON = ["line": number(), "character": number()]
    let range: JSON = ["start": place, "end": ["line": number(), "character": number()]]
    let texts = [
      "Mayor Ana Ruiz 😀 spoke.\r\n“Never.”", "", "\r", "“", "\u{0}\u{202E}", String(repeating: "(“", count: 300),
      String(repeating: "x", count: 5000), "---\ndate: 2024-13-45\n---\n\nOn Monday.",
    ]
    let text: JSON = .string(texts.randomElement(using: &dice) ?? "")
    switch Int.random(in: 0..<10, using: &dice) {
    case 0:
      return .notification(
        method: "textDocument/didOpen", params: ["textDocument": ["uri": uri, "version": number(), "text": text]])
    case 1: return .notification(method: "textDocument/didClose", params: ["textDocument": ["uri": uri]])
    case 2...5:
      let change: JSON = Bool.random(using: &dice) ? ["text": text] : ["range": range, "text": text]
      return .notification(
        method: "textDocument/didChange",
        params: ["textDocument": ["uri": uri, "version": number()], "contentChanges": [change]])
    case 6: return .notification(method: "$/cancelRequest", params: ["id": .int(id)])
    default:
      id += 1
      let params: JSON = [
        "textDocument": ["uri": uri], "position": place, "range": range, "positions": [place], "query": text,
        "context": ["includeDeclaration": true],
      ]
      return .request(.int(id), method: questions.randomElement(using: &dice) ?? "", params: params)
    }
  }

  // MARK: Order

  /// A thousand edits and requests that are all sent before the first answer is read: each answer is of the text that the client
  /// had when it asked, and every range in it holds the words that it says.
  @Test func aThousandAnswersBelongToTheTextTheClientHad() throws {
    let server = try Self.start()
    try server.send(.notification(method: "initialized", params: [:]))
    var dice = SplitMix(state: 3)
    var text = Document("Mayor Ana Ruiz of Kostel spoke on Monday.\n\n“We wait,” she said. “We are many.”\n")
    var texts: [Int: Document] = [1: text]
    var asked: [Int: Int] = [:]
    try server.send(
      .notification(
        method: "textDocument/didOpen",
        params: ["textDocument": ["uri": "a", "languageId": "text", "version": 1, "text": .string(Self.string(text))]]))
    var version = 1
    for step in 1...1000 {
      if step % 3 == 0 {
        asked[step + 10] = version
        try server.send(
          .request(.int(step + 10), method: "diple/annotations", params: ["textDocument": ["uri": "a"]]))
        continue
      }
      version += Int.random(in: 1...9, using: &dice)
      let lines = text.lines.count
      let start = Position(line: .random(in: 0..<lines, using: &dice), character: .random(in: 0...30, using: &dice))
      let words =
        ["Petr Holt ", "x", "“", "”", "\n\n", "😀", " on 3 May 2024 ", "Ruiz said. "].randomElement(using: &dice) ?? ""
      let offset = text.offset(of: start, .utf16)
      let place = text.position(of: offset, .utf16).json
      try text.apply(TextEdit(Span(offset, offset), Array(words.utf8)))
      texts[version] = text
      try server.send(
        .notification(
          method: "textDocument/didChange",
          params: [
            "textDocument": ["uri": "a", "version": .int(version)],
            "contentChanges": [["range": ["start": place, "end": place], "text": .string(words)]],
          ]))
    }
    var last = 0
    var answers = 0
    var ranges = 0
    while answers < asked.count {
      let message = try JSON(parsing: try server.next())
      guard let id = message["id"]?.int, let result = message["result"] else {
        #expect(message["error"] == nil)
        continue
      }
      #expect(id > last, "answers come in the order of the requests")
      (last, answers) = (id, answers + 1)
      let own = try #require(result["version"]?.int)
      #expect(own == asked[id])
      let had = try #require(texts[own])
      for annotation in result["annotations"]?.array ?? [] {
        let start = try #require(Position(annotation["range"]?["start"]))
        let end = try #require(Position(annotation["range"]?["end"]))
        let span = Span(had.offset(of: start, .utf16), had.offset(of: end, .utf16))
        #expect(annotation["text"]?.string == had.text(span))
        ranges += 1
      }
    }
    #expect(ranges > 1000)
    #expect(try server.request(.int(5000), "shutdown") == .null)
  }

  private static func string(_ text: Document) -> String { text.text(Span(0, text.bytes.count)) }
}

extension Position {
  /// Reads a position that the program sent.
  fileprivate init?(_ json: JSON?) {
    guard let line = json?["line"]?.int, let character = json?["character"]?.int else { return nil }
    self.init(line: line, character: character)
  }
}
