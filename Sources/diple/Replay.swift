import ArgumentParser
import DipleClient
import DipleJSONRPC
import DipleLanguageServer
import Foundation

/// `diple replay`: runs a session that `diple serve --record` wrote, and compares what comes out.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Runs a recorded session again, compares what comes out, and prints how long it took.",
    discussion: """
      diple serve --record session.jsonl                 by an editor
      diple replay session.jsonl                         in this process
      diple replay session.jsonl --binary build/diple    through a real process, over pipes
      diple replay session.jsonl --minimise small.jsonl  the smallest session that fails in the same way

      Each message is done before the next one is given. In this process the times are those of the server alone; with \
      --binary they are what an editor waits.

      A session fails where something else comes out than was recorded. With --binary it also fails where the process ends, or \
      does not answer within --deadline. --minimise leaves out documents, messages and text as long as the session fails as \
      before: the same wrong answer, the same end. The file holds the smallest one so far at any time.

      Exit codes: 0 the same came out, 1 something differs or the file cannot be read, 2 wrong usage.
      """)

  @Argument(help: "The file that `diple serve --record` wrote.")
  var file: String

  @Argument(help: "With --minimise: the file to write (default: FILE with .min before its ending).")
  var output: String?

  @Option(help: ArgumentHelp("Run the session through this program's `serve`.", valueName: "program"))
  var binary: String?

  @Option(help: ArgumentHelp("With --binary: how long a message may take.", valueName: "seconds"))
  var deadline = 10.0

  @Flag(help: "Make the session smaller as long as it fails.")
  var minimise = false

  func validate() throws {
    if output != nil, !minimise { throw ValidationError("a second file is only written with --minimise") }
    if !(0.01...3600).contains(deadline) { throw ValidationError("--deadline must be 0.01 to 3600 seconds") }
    if let binary, !FileManager.default.isExecutableFile(atPath: binary) {
      throw ValidationError("\(binary): no program")
    }
  }

  func run() async throws {
    let recording: Recording
    do {
      recording = try Recording(lines: try ByteSource(path: file).readAll(limit: 1_000_000_000))
    } catch {
      Terminal.error("diple replay: \(file): \((error as? FileProblem)?.cause ?? "\(error)")\n")
      throw ExitCode(1)
    }
    if minimise { return try await minimise(recording) }
    let replay = try await replay(recording)
    try await Output.orEnd("replay", with: 1) { try write(replay) }
    if replay.failure != nil { throw ExitCode(1) }
  }

  private func write(_ replay: Replay) throws {
    var output = Output()
    for difference in replay.differences {
      try output.line("\(difference.what) differs")
      try output.line("  recorded \(Self.text(difference.recorded))")
      try output.line("  now      \(difference.now.map(Self.text) ?? "nothing")")
    }
    if let breakdown = replay.breakdown {
      try output.line(breakdown.description)
    } else {
      try output.line("\(replay.compared) answers and publications compared, \(replay.differences.count) differ")
    }
    for (method, times) in replay.times.sorted(by: { $0.key < $1.key }) {
      let sorted = times.sorted()
      let shares = [50, 90, 99].map { "p\($0) \(Self.milliseconds(sorted[(sorted.count - 1) * $0 / 100]))" }
      try output.line("  \(method) ×\(times.count): \(shares.joined(separator: ", ")) ms")
    }
    try output.flush()
  }

  private func replay(_ recording: Recording) async throws -> Replay {
    guard let binary else { return try await Replay.run(recording) }
    return try Replay.run(recording, through: binary, patience: .seconds(deadline))
  }

  // MARK: Smaller

  private func minimise(_ recording: Recording) async throws {
    let target = output ?? Self.minimalName(file)
    var line = ProgressLine()
    let interrupt = Terminal.resetOnInterrupt()
    defer { interrupt?.cancel() }
    do {
      guard
        var minimiser = try await Minimiser(
          recording, run: replay,
          progress: { state, isSmaller in
            if isSmaller { try AtomicFile.write(state.recording.lines, to: target) }
            line.show("\(state.runs) runs, \(state.messages) messages, \(state.recording.lines.count) bytes")
          })
      else {
        print("the session does not fail: there is nothing to minimise")
        return
      }
      try AtomicFile.write(minimiser.recording.lines, to: target)
      let before = minimiser.messages
      try await minimiser.minimise()
      line.clear()
      print(minimiser.failure.description)
      print("\(target): \(minimiser.messages) of \(before) messages, after \(minimiser.runs) runs")
    } catch let problem as FileProblem {
      line.clear()
      Terminal.error("diple replay: \(target): \(problem.cause)\n")
      throw ExitCode(1)
    }
  }

  private static func minimalName(_ file: String) -> String {
    let url = URL(filePath: file)
    let ending = url.pathExtension
    return file.dropLast(ending.isEmpty ? 0 : ending.count + 1) + ".min" + (ending.isEmpty ? "" : ".\(ending)")
  }

  fileprivate static func text(_ json: JSON) -> String {
    let text = String(decoding: json.bytes, as: UTF8.self)
    return text.count > 400 ? text.prefix(399) + "…" : text
  }

  private static func milliseconds(_ value: Double) -> String { String((value * 1000).rounded() / 1000) }
}

extension Replay.Failure {
  /// For a person.
  fileprivate var description: String {
    switch self {
    case .crash(let code): code < 0 ? "the server was ended by signal \(-code)" : "the server has ended with \(code)"
    case .hang: "the server did not answer in time"
    case .difference(let what, let now): "\(what) differs: \(now.map(ReplayCommand.text) ?? "nothing came")"
    }
  }
}
