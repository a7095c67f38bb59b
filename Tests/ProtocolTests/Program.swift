import DipleJSONRPC
import Foundation

/// The built program, serving a client that is this test.
final class Program {
  let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let connection: Connection
  private var incoming: AsyncStream<Incoming>.Iterator
  private let errors: URL

  /// It stands beside the tests' bundle, or where DIPLE_PROGRAM says; nil where only the tests were built.
  static let url: URL? = {
    if let path = ProcessInfo.processInfo.environment["DIPLE_PROGRAM"] { return URL(filePath: path) }
    var folders = [URL(filePath: ".build/debug")]
    for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
      folders.insert(bundle.bundleURL.deletingLastPathComponent(), at: 0)
    }
    folders.insert(URL(filePath: CommandLine.arguments.first ?? "").deletingLastPathComponent(), at: 0)
    return folders.map { $0.appending(path: "diple") }.first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  /// Starts it. Where the client does not read, nobody holds the other end of its standard output.
  init(_ arguments: String..., clientReads: Bool = true) throws {
    guard let url = Self.url else { throw CocoaError(.fileNoSuchFile) }
    // A program that ends early must not end the tests.
    signal(SIGPIPE, SIG_IGN)
    errors = FileManager.default.temporaryDirectory.appending(path: "diple-\(UUID().uuidString).log")
    try Data().write(to: errors)
    process.executableURL = url
    process.arguments = ["serve"] + arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    connection = Connection(
      input: output.fileHandleForReading.fileDescriptor, output: input.fileHandleForWriting.fileDescriptor)
    if !clientReads { try output.fileHandleForReading.close() }
    let stream = clientReads ? connection.incoming() : AsyncStream { $0.finish() }
    incoming = stream.makeAsyncIterator()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: errors)
  }

  func send(_ message: Message) { connection.send(message.body) }

  /// Bytes that need not be a message.
  func write(_ bytes: [UInt8]) { try? input.fileHandleForWriting.write(contentsOf: Data(bytes)) }

  func notify(_ method: String, _ params: JSON? = nil) { send(.notification(method: method, params: params)) }

  /// What comes next; nil at the end of what the program writes.
  func next() async -> Incoming? { await incoming.next() }

  /// Asks and waits for the answer; what comes before it is dropped.
  func request(_ method: String, _ params: JSON? = nil, id: Int = 1) async -> JSON? {
    send(.request(.int(id), method: method, params: params))
    while let one = await next() {
      if case .message(.response(.int(id), let result, let error)) = one { return error ?? result }
    }
    return nil
  }

  func initialize(processId: JSON = nil) async -> JSON? {
    await request("initialize", ["processId": processId, "rootUri": nil, "capabilities": [:]])
  }

  func closeInput() { try? input.fileHandleForWriting.close() }

  /// Waits for the end; returns the exit code, negative where a signal ended it.
  func ended() -> Int32 {
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }

  /// What was written to standard error.
  func log() throws -> String { try String(contentsOf: errors, encoding: .utf8) }
}
