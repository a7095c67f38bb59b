import DipleClient
import DipleJSONRPC

/// A running `diple serve`, as an editor has it. Answers are waited for and timed as bytes: what it takes to parse them here is not
/// the daemon's.
struct Daemon {
  private let server: ServerProcess

  init(program: String) throws { server = try ServerProcess(program, patience: .seconds(120)) }

  func stop() { server.stop() }
  func notify(_ method: String, _ params: JSON) throws {
    try server.send(.notification(method: method, params: params))
  }

  /// Waits for the next message.
  func next() throws -> [UInt8] { try server.next() }

  /// Waits for the next publication; what else comes is passed over.
  func nextPublication() throws -> [UInt8] {
    while true {
      let message = try next()
      if message.prefix(80).firstRange(of: Self.publication) != nil { return message }
    }
  }

  private static let publication = Array("diple/publishAnnotations".utf8)

  /// Waits until all that was sent is done.
  func synchronize() throws { _ = try server.request(.string("done"), "diple/synchronize") }

  /// - Parameter modules: folders of modules to use.
  func initialize(modules: [String] = []) throws {
    // A client that pulls diagnostics gets publications and nothing else.
    _ = try server.request(
      .int(1), "initialize",
      [
        "processId": nil, "initializationOptions": ["plugins": .array(modules.map(JSON.string))],
        "capabilities": ["general": ["positionEncodings": ["utf-8"]], "textDocument": ["diagnostic": [:]]],
      ])
    try notify("initialized", [:])
  }

  /// Opens a document and waits for its annotations.
  func open(_ text: String, _ uri: String = "file:///bench.txt") throws {
    try notify(
      "textDocument/didOpen",
      ["textDocument": ["uri": .string(uri), "languageId": "text", "version": 0, "text": .string(text)]])
    _ = try next()
  }

  func close(_ uri: String) throws {
    try notify("textDocument/didClose", ["textDocument": ["uri": .string(uri)]])
    _ = try next()
  }

  /// The memory that it has, and the most that it has had, in MB; nil where the system does not tell.
  var memory: Double? { server.memory }
  var peakMemory: Double? { server.peakMemory }
}
