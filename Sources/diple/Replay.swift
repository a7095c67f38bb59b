import ArgumentParser
import DipleJSONRPC
import DipleLanguageServer

/// `diple replay`: runs a session that `diple serve --record` wrote, and compares what comes out.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Runs a recorded session again, compares what comes out, and prints how long it took.",
    discussion: """
      diple serve --record session.jsonl     by an editor
      diple replay session.jsonl

      Each message is done before the next one is given; the times are those of this process, pipes apart.

      Exit codes: 0 the same came out, 1 something differs or the file cannot be read, 2 wrong usage.
      """)

  @Argument(help: "The file that `diple serve --record` wrote.")
  var file: String

  func run() async throws {
    let recording: Recording
    do {
      recording = try Recording(lines: try ByteSource(path: file).readAll(limit: 1_000_000_000))
    } catch {
      Terminal.error("diple replay: \(file): \((error as? FileProblem)?.cause ?? "\(error)")\n")
      throw ExitCode(1)
    }
    let replay = try await Replay.run(recording)
    try Output.orEnd("replay", with: 1) { try write(replay) }
    if !replay.differences.isEmpty { throw ExitCode(1) }
  }

  private func write(_ replay: Replay) throws {
    var output = Output()
    for difference in replay.differences {
      try output.line("\(difference.what) differs")
      try output.line("  recorded \(Self.text(difference.recorded))")
      try output.line("  now      \(difference.now.map(Self.text) ?? "nothing")")
    }
    try output.line("\(replay.compared) answers and publications compared, \(replay.differences.count) differ")
    for (method, times) in replay.times.sorted(by: { $0.key < $1.key }) {
      let sorted = times.sorted()
      let shares = [50, 90, 99].map { "p\($0) \(Self.milliseconds(sorted[(sorted.count - 1) * $0 / 100]))" }
      try output.line("  \(method) ×\(times.count): \(shares.joined(separator: ", ")) ms")
    }
    try output.flush()
  }

  private static func text(_ json: JSON) -> String {
    let text = String(decoding: json.bytes, as: UTF8.self)
    return text.count > 400 ? text.prefix(399) + "…" : text
  }

  private static func milliseconds(_ value: Double) -> String { String((value * 1000).rounded() / 1000) }
}
