import Foundation

/// The built program, run to its end.
struct Command {
  let status: Int32
  let output: String
  let errors: String

  /// The lines of the output.
  var lines: [Substring] { output.split(separator: "\n") }

  /// It stands beside the tests' bundle.
  static var program: URL? {
    var folder = URL(filePath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
    for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
      folder = bundle.bundleURL.deletingLastPathComponent()
    }
    for candidate in [folder, folder.deletingLastPathComponent(), URL(filePath: ".build/debug")] {
      let program = candidate.appending(path: "diple")
      if FileManager.default.isExecutableFile(atPath: program.path) { return program }
    }
    return nil
  }

  /// Runs `diple` in a folder. Input comes from a file, so that a program that does not read it stops nobody.
  init(
    _ arguments: String..., input: String = "", in folder: Folder, environment: [String: String] = [:]
  ) throws {
    try self.init(arguments, input: input, in: folder, environment: environment)
  }

  /// Runs `diple` in a folder.
  init(_ arguments: [String], input: String = "", in folder: Folder, environment: [String: String] = [:]) throws {
    guard let program = Self.program else { throw CocoaError(.fileNoSuchFile) }
    try self.init(program, arguments, input, folder, environment)
  }

  /// Runs a line of a shell, where `diple` stands for the program.
  init(shell line: String, input: String = "", in folder: Folder) throws {
    guard let program = Self.program else { throw CocoaError(.fileNoSuchFile) }
    let place = program.deletingLastPathComponent().path
    try self.init(
      URL(filePath: "/bin/sh"), ["-c", line], input, folder,
      ["PATH": place + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")])
  }

  private init(
    _ program: URL, _ arguments: [String], _ input: String, _ folder: Folder, _ environment: [String: String]
  ) throws {
    let hidden = folder.url.deletingLastPathComponent().appending(path: folder.url.lastPathComponent + ".io")
    try FileManager.default.createDirectory(at: hidden, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: hidden) }
    let files = ["in", "out", "err"].map { hidden.appending(path: $0) }
    try Data(input.utf8).write(to: files[0])
    for file in files[1...] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
  }
}

/// A folder that lasts as long as a test.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "diple-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }
}
