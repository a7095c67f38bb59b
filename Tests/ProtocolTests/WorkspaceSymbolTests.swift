import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Foundation
import Synchronization
import Testing

@testable import DipleLanguageServer

/// `workspace/symbol`: what is found in open documents and in the files of the workspace's folders.
@Suite struct WorkspaceSymbolTests {
  /// A folder in memory that counts what is read.
  private final class Folder: Sendable {
    private let texts: Mutex<[String: String]>
    private let reads = Mutex<[String]>([])
    init(_ texts: [String: String]) { self.texts = Mutex(texts) }

    func write(_ path: String, _ text: String) { texts.withLock { $0[path] = text } }
    /// What was read since the last time.
    func read() -> [String] {
      reads.withLock { reads in
        defer { reads = [] }
        return reads
      }
    }

    var files: Files {
      Files(
        stamp: { path in
          // Every text of these tests has a hash of its own, as every writing of a file has its time.
          self.texts.withLock { $0[path] }.map { Files.Stamp(size: $0.utf8.count, time: $0.hashValue) }
        },
        read: { path, limit in
          self.reads.withLock { $0.append(path) }
          return self.texts.withLock { $0[path] }.flatMap { $0.utf8.count <= limit ? Array($0.utf8) : nil }
        },
        list: { folder, limit in
          self.texts.withLock { Array($0.keys.filter { $0.hasPrefix(folder + "/") }.sorted().prefix(limit)) }
        })
    }
  }

  private func session(
    _ folder: Folder, _ options: JSON = [:], root: JSON = "file:///news", _ registry: Registry = .builtIn
  ) async throws -> Session {
    let params: JSON = ["capabilities": [:], "rootUri": root, "initializationOptions": options]
    return try await Session.running(registry, params, files: folder.files)
  }

  private func names(_ session: Session, _ query: String) async -> [String] {
    let answer = await session.request("workspace/symbol", ["query": .string(query)])
    return answer["result"]?.array?.compactMap { $0["name"]?.string } ?? ["no answer"]
  }

  @Test func openDocumentsHaveThingsAndQuotations() async throws {
    let session = try await Session.running(Bridge.registry)
    _ = await session.open("a", Bridge.text.text)
    #expect(
      await names(session, "") == [
        "Ana Ruiz", "“Nobody 🚧 closes it,” … “while I am here.”", "Harbour Workers Union",
      ])
    let answer = await session.request("workspace/symbol", ["query": "mayor"])
    let symbol = try #require(answer["result"]?.array?.first)
    #expect(symbol["containerName"] == "Mayor")
    #expect(symbol["location"]?["uri"] == "a")
    #expect(symbol["location"]?["range"]?["start"] == (try Bridge.text.position(1).json))
  }

  @Test(
    arguments: [
      ("RUIZ", ["Ana Ruiz", "“Nobody 🚧 closes it,” … “while I am here.”"]),
      ("ruiz nobody", ["“Nobody 🚧 closes it,” … “while I am here.”"]), ("  union  ", ["Harbour Workers Union"]),
      ("organization", ["Harbour Workers Union"]), ("petrov", []),
    ])
  func allWordsOfAQueryCount(query: String, found: [String]) async throws {
    let session = try await Session.running(Bridge.registry)
    _ = await session.open("a", Bridge.text.text)
    #expect(await names(session, query) == found)
  }

  @Test func filesAreReadWhenTheyAreNeeded() async throws {
    let folder = Folder([
      "/news/a.txt": "Mayor Ana Ruiz closed the bridge.", "/news/b.txt": "Mr Jonas Keller painted the ferry.",
      "/sport/c.txt": "Mrs Paula Ruiz won.",
    ])
    let session = try await session(folder)
    #expect(await names(session, "") == [])
    #expect(folder.read() == [])
    #expect(await names(session, "ruiz") == ["Ana Ruiz"])
    #expect(folder.read() == ["/news/a.txt", "/news/b.txt"])
    // What was annotated is known, and so is what does not hold the word, nor a longer one.
    #expect(await names(session, "ruiz") == ["Ana Ruiz"])
    #expect(await names(session, "ruizes") == [])
    #expect(folder.read() == [])
    #expect(await names(session, "keller") == ["Jonas Keller"])
    #expect(folder.read() == ["/news/b.txt"])
    folder.write("/news/a.txt", "Mayor Ana Ruiz and Mrs Olga Ruiz closed the bridge.")
    #expect(await names(session, "ruiz") == ["Ana Ruiz", "Olga Ruiz"])
  }

  @Test func anOpenDocumentStandsForItsFile() async throws {
    let folder = Folder(["/news/at sea.txt": "Mayor Ana Ruiz closed the bridge."])
    let session = try await session(folder)
    #expect(await names(session, "ruiz") == ["Ana Ruiz"])
    _ = await session.open("file:///news/at%20sea.txt", "Mrs Paula Ruiz closed the bridge.")
    #expect(await names(session, "ruiz") == ["Paula Ruiz"])
    _ = await session.notify("textDocument/didClose", ["textDocument": ["uri": "file:///news/at%20sea.txt"]])
    let answer = await session.request("workspace/symbol", ["query": "ruiz"])
    #expect(answer["result"]?.array?.map { $0["location"]?["uri"] } == ["file:///news/at%20sea.txt"])
  }

  @Test func foldersComeAndGo() async throws {
    let folder = Folder([
      "/news/a.txt": "Mayor Ana Ruiz closed the bridge.", "/sport/c.txt": "Mrs Paula Ruiz won.",
    ])
    let session = try await session(folder)
    let event: JSON = ["added": [["uri": "file:///sport"]], "removed": [["uri": "file:///news"]]]
    _ = await session.notify("workspace/didChangeWorkspaceFolders", ["event": event])
    #expect(await names(session, "ruiz") == ["Paula Ruiz"])
    let closed = try await self.session(folder, ["workspaceFiles": false])
    #expect(await names(closed, "ruiz") == [])
    let without = try await self.session(folder, root: nil)
    #expect(await names(without, "ruiz") == [])
  }

  @Test func aRequestDoesOnlySoMuch() async throws {
    // Four files of a quarter of a megabyte: two a request.
    let text = "Mr Jonas Keller left.\n\n" + String(repeating: "The harbour is quiet.\n\n", count: 9000)
    let numbers = 1...4
    let folder = Folder(Dictionary(uniqueKeysWithValues: numbers.map { ("/news/\($0).txt", text + "\($0)") }))
    #expect(text.utf8.count * 3 > WorkspaceIndex.Limit().annotated)
    let registry = Registry([Finder(.init("entity", "Jonas Keller", attributes: [("entity", .cluster(1))]))])
    let session = try await session(folder, [:], registry)
    #expect(await names(session, "keller").count == 2)
    #expect(await names(session, "keller").count == 4)
    // Files that are larger than any article are left alone.
    folder.write("/news/5.txt", text + text)
    #expect(await names(session, "keller").count == 4)
    #expect(!folder.read().contains("/news/5.txt"))
  }

  @Test func theNextRequestReadsOnWhereNothingWasFound() async throws {
    let folder = Folder(
      Dictionary(uniqueKeysWithValues: (1...9).map { ("/news/\($0).txt", "Mr Jonas Keller left \($0).") }))
    folder.write("/news/9.txt", "Mayor Ana Ruiz left.")
    let session = try await session(folder)
    await session.server.limitReading(to: 100)
    #expect(await names(session, "ruiz") == [])
    #expect(folder.read() == ["/news/1.txt", "/news/2.txt", "/news/3.txt", "/news/4.txt"])
    #expect(await names(session, "ruiz") == [])
    #expect(await names(session, "ruiz") == ["Ana Ruiz"])
    _ = folder.read()
    // A file that has changed is read again.
    folder.write("/news/2.txt", "Mrs Paula Ruiz left.")
    #expect(await names(session, "ruiz") == ["Paula Ruiz", "Ana Ruiz"])
    #expect(folder.read() == ["/news/2.txt"])
  }

  @Test func whatIsNoTextIsPassedOver() async throws {
    let folder = Folder(["/news/a.txt": "", "/news/b.txt": "ruiz\0ruiz"])
    #expect(await names(try await session(folder), "ruiz") == [])
  }

  @Test(arguments: [["query": 3], [:], nil] as [JSON])
  func aQueryMustBeThere(params: JSON) async throws {
    let answer = await (try await Session.running(Bridge.registry)).request("workspace/symbol", params)
    #expect(answer["error"] == ["code": -32602, "message": "`query` is missing"])
  }

  @Test(
    arguments: [
      ("file:///a/b%20c.txt", "/a/b c.txt"), ("file://localhost/a", "/a"), ("file:///%C3%A9", "/é"),
      ("FILE:///a?x#y", "/a"),
    ])
  func pathsOfURIs(uri: String, path: String) { #expect(FileURI.path(uri) == path) }

  @Test(arguments: [
    "untitled:1", "https://example.org/a", "file://server/share", "file:///%00", "file:///%zz", "file:",
  ])
  func urisWithoutAPath(uri: String) { #expect(FileURI.path(uri) == nil) }

  @Test(arguments: ["/a/b c.txt", "/é/%", "/"])
  func pathsAndBack(path: String) { #expect(FileURI.path(FileURI.uri(path)) == path) }

  @Test func theProgramReadsTheDisk() async throws {
    guard Program.url != nil else { return }
    let root = FileManager.default.temporaryDirectory.appending(path: "diple-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    func put(_ path: String, _ text: String) throws {
      let url = root.appending(path: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    try put("articles/a.md", "Mayor Ana Ruiz closed the bridge.")
    try put("articles/.draft.md", "Mrs Paula Ruiz won.")
    try put(".hidden/b.txt", "Mrs Paula Ruiz won.")
    try put("code.swift", "Mrs Paula Ruiz won.")
    try FileManager.default.createSymbolicLink(
      at: root.appending(path: "articles/again"), withDestinationURL: root)
    let program = try Program()
    let uri = FileURI.uri(root.path)
    _ = await program.request("initialize", ["capabilities": [:], "rootUri": .string(uri)])
    let found = await program.request("workspace/symbol", ["query": "ruiz"], id: 2)
    #expect(found?.array?.map { $0["name"] } == ["Ana Ruiz"])
    #expect(found?.array?.first?["location"]?["uri"] == .string(uri + "/articles/a.md"))
  }
}

extension LanguageServer {
  fileprivate func limitReading(to bytes: Int) { index.limit.read = bytes }
}
