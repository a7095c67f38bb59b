import DipleClient
import DipleJSONRPC
import DiplePluginKit
import Foundation
import Testing

/// Thousands of edits of many documents through the real program: its memory ends where it began, and what is closed is given
/// back.
///
/// `DIPLE_SOAK=50000 DIPLE_PROGRAM=.build/release/diple` makes it the long one.
@Suite(.serialized, .enabled(if: Program.url != nil, "the program is not built"), .timeLimit(.minutes(10)))
struct SoakTests {
  private static let edits = ProcessInfo.processInfo.environment["DIPLE_SOAK"].flatMap { Int($0) } ?? 300

  /// An open document, as the client has it.
  private struct Page {
    let uri: String
    let original: Document
    var text: Document
    var version = 0
  }

  private final class Client {
    let server: ServerProcess
    var pages: [Page] = []
    private var questions = 1

    init() throws {
      server = try ServerProcess(try #require(Program.url).path, patience: .seconds(60))
      _ = try server.request(
        .int(1), "initialize",
        [
          "processId": nil,
          "capabilities": ["general": ["positionEncodings": ["utf-8"]], "textDocument": ["diagnostic": [:]]],
        ])
      try tell("initialized", [:])
    }

    func tell(_ method: String, _ params: JSON) throws {
      try server.send(.notification(method: method, params: params))
    }

    /// Takes what comes until all that was sent is done.
    func synchronize() throws {
      questions += 1
      _ = try server.request(.int(questions), "diple/synchronize")
    }

    func open(_ uri: String, _ text: String) throws {
      try tell(
        "textDocument/didOpen",
        ["textDocument": ["uri": .string(uri), "languageId": "text", "version": 0, "text": .string(text)]])
      pages.append(Page(uri: uri, original: Document(text), text: Document(text)))
    }

    func change(_ page: Int, _ change: JSON) throws {
      pages[page].version += 1
      try tell(
        "textDocument/didChange",
        [
          "textDocument": ["uri": .string(pages[page].uri), "version": .int(pages[page].version)],
          "contentChanges": [change],
        ])
    }

    func edit(_ page: Int, _ dice: inout SplitMix) throws {
      let text = pages[page].text
      func boundary(_ offset: Int) -> Int {
        var offset = min(offset, text.bytes.count)
        while offset < text.bytes.count, UTF8Scan.isContinuation(text.bytes[offset]) { offset -= 1 }
        return offset
      }
      let start = boundary(.random(in: 0...text.bytes.count, using: &dice))
      let words = ["a", "Petr Holt ", "“", "”", "\n\n", " she said. ", "12 May", "\r\n", "😀", "", "", ""]
      let new = words.randomElement(using: &dice) ?? ""
      let end = new.isEmpty ? boundary(start + Int.random(in: 0...20, using: &dice)) : start
      let positions = [start, max(start, end)].map { text.position(of: $0, .utf8).json }
      let change: JSON = ["range": ["start": positions[0], "end": positions[1]], "text": .string(new)]
      // As the server reads it: a position between `\r` and `\n` is the line's end.
      let offsets = [start, max(start, end)].map { text.offset(of: text.position(of: $0, .utf8), .utf8) }
      try pages[page].text.apply(TextEdit(Span(offsets[0], offsets[1]), Array(new.utf8)))
      try self.change(page, change)
    }

    /// All texts as they were opened.
    func restore() throws {
      for page in pages.indices {
        pages[page].text = pages[page].original
        try change(page, ["text": .string(pages[page].text.text(Span(0, pages[page].text.bytes.count)))])
      }
      try synchronize()
    }

    func close() throws {
      for page in pages { try tell("textDocument/didClose", ["textDocument": ["uri": .string(page.uri)]]) }
      pages = []
      try synchronize()
    }

    func memory() throws -> Double {
      // What is given back is given back in the background.
      Thread.sleep(forTimeInterval: 0.3)
      return try #require(server.memory)
    }
  }

  /// Paragraphs of the article in another order.
  private static func article(_ dice: inout SplitMix) throws -> String {
    let text = try String(contentsOf: Recordings.folder.appending(path: "ferry.txt"), encoding: .utf8)
    return text.components(separatedBy: "\n\n").shuffled(using: &dice).joined(separator: "\n\n")
  }

  @Test func memoryStaysThroughEditsAndGoesWithTheDocuments() throws {
    var dice = SplitMix(state: 1)
    let client = try Client()
    func work(_ edits: Int) throws {
      for step in 0..<edits {
        let page = Int.random(in: client.pages.indices, using: &dice)
        try client.edit(page, &dice)
        // Sometimes edits come faster than they are done.
        if step % 3 != 0 { try client.synchronize() }
        if step % 1000 == 999 { try client.restore() }
      }
      try client.restore()
    }
    func openAll() throws {
      for number in 0..<10 { try client.open("file:///\(number).txt", try Self.article(&dice)) }
      try client.synchronize()
    }
    // The first round fills what is filled once: models, lists, memories of their full size.
    try openAll()
    try work(Self.edits / 3)
    let begin = try client.memory()
    try work(Self.edits)
    let end = try client.memory()
    print("soak: \(Self.edits) edits, \(begin) MB, then \(end) MB")
    #expect(end < begin * 1.1 + 4, "after \(Self.edits) edits")
    // Closing gives back: a second and a third round take no more than the first.
    try client.close()
    let closed = try client.memory()
    for _ in 0..<3 {
      try openAll()
      try client.close()
    }
    let again = try client.memory()
    print("soak: closed \(closed) MB, after three rounds \(again) MB")
    #expect(closed < end)
    #expect(again < closed * 1.1 + 4)
    // A text of 2 MB is given back as a whole.
    let long = Array(repeating: try Self.article(&dice), count: Self.edits > 1000 ? 400 : 40).joined(separator: "\n\n")
    try client.open("file:///long.txt", long)
    try client.synchronize()
    let open = try client.memory()
    try client.close()
    // What is given back goes in the background, when the document itself is gone.
    var given = try client.memory()
    for _ in 0..<20 where given >= again + (open - again) / 3 { given = try client.memory() }
    print("soak: long text open \(open) MB, closed \(given) MB")
    #expect(given < again + (open - again) / 3)
  }
}

/// Recordings that are part of the tests.
enum Recordings {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Recordings").standardized
}
