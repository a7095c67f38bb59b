import DipleJSONRPC
import Foundation

/// From a keystroke's `didChange` to the published result, through the daemon; and the memory that it takes. What is typed was
/// recorded; it stands in the middle of longer and longer texts.
struct Latency {
  let program: String
  let filler: Corpus
  let typing: Typing
  let runs: Int

  private struct Size {
    let name: String
    let bytes: Int
    var median: Double?
    var worst: Double?
  }

  private static let sizes = [
    Size(name: "1,000 words", bytes: 0, median: 0.5, worst: 1), Size(name: "10 KB", bytes: 10_000),
    Size(name: "100 KB", bytes: 100_000, worst: 3), Size(name: "1 MB", bytes: 1_000_000, worst: 10),
    Size(name: "10 MB", bytes: 10_000_000),
  ]

  func measure() throws -> [Figure] {
    var figures: [Figure] = []
    var memory: [Figure] = []
    for size in Self.sizes {
      guard let (text, line) = typing.text(in: filler, bytes: size.bytes) else { continue }
      var (medians, worst, peaks): ([Double], [Double], [Double]) = ([], [], [])
      for _ in 0..<runs {
        let daemon = try Daemon(program: program)
        defer { daemon.stop() }
        try daemon.initialize()
        try daemon.open(text)
        let samples = Samples(try type(below: line, daemon))
        medians.append(samples.percentile(50))
        worst.append(samples.percentile(99))
        if let peak = daemon.peakMemory { peaks.append(peak) }
      }
      for (name, values, limit) in [("p50", medians, size.median), ("p99", worst, size.worst)] {
        figures.append(
          Figure(
            section: "keystroke to published annotations", name: "\(size.name), \(name)", value: Samples(values).median,
            unit: .milliseconds, target: limit.map(Figure.Target.atMost),
            basis: "of \(typing.count) keystrokes, median of \(runs)"))
      }
      guard !peaks.isEmpty else { continue }
      memory.append(
        Figure(
          section: "memory of the daemon", name: "peak, after typing into \(size.name)", value: Samples(peaks).median,
          unit: .megabytes, basis: "median of \(runs)"))
    }
    return figures + memory
  }

  /// What a module that never answers, and one that always ends, cost a keystroke: the 99th percentile with them as a multiple
  /// of the one without, run by run.
  func measureBadModules() throws -> [Figure] {
    guard let (text, line) = typing.text(in: filler, bytes: 0) else { return [] }
    return try BadModule.allCases.map { module in
      let folder = try module.write()
      defer { try? FileManager.default.removeItem(at: folder) }
      var ratios: [Double] = []
      for _ in 0..<runs {
        let (without, with) = (try worst(text, line, []), try worst(text, line, [folder.path]))
        ratios.append(with / without)
      }
      return Figure(
        section: "keystroke to published annotations", name: "1,000 words with a module that \(module.rawValue), p99",
        value: Samples(ratios).median, unit: .times, target: .atMost(1.5),
        basis: "of the p99 without, median of \(runs)")
    }
  }

  private func worst(_ text: String, _ line: Int, _ modules: [String]) throws -> Double {
    let daemon = try Daemon(program: program)
    defer { daemon.stop() }
    try daemon.initialize(modules: modules)
    try daemon.open(text)
    return Samples(try type(below: line, daemon)).percentile(99)
  }

  /// A module that does harm by what it does not do.
  private enum BadModule: String, CaseIterable {
    case hangs, ends

    func write() throws -> URL {
      let folder = FileManager.default.temporaryDirectory.appending(path: "diple-bench-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(
        #"{"id": "bad", "version": "1", "api": 1, "kinds": {"bad": {}}, "scope": "paragraph", "entry": {"command": ["sh", "main.sh"]}}"#
          .utf8
      ).write(to: folder.appending(path: "diple-plugin.json"))
      let script = self == .hangs ? "while :; do sleep 60; done\n" : "exit 1\n"
      try Data(script.utf8).write(to: folder.appending(path: "main.sh"))
      return folder
    }
  }

  /// Types what was recorded, the next key when the annotations have come.
  private func type(below line: Int, _ daemon: Daemon) throws -> [Double] {
    var samples: [Double] = []
    for change in typing.changes("file:///bench.txt", below: line) {
      let start = ContinuousClock.now
      try daemon.notify("textDocument/didChange", change)
      let answer = try daemon.nextPublication()
      samples.append((ContinuousClock.now - start).milliseconds)
      guard try JSON(parsing: answer)["params"]?["version"] == change["textDocument"]?["version"] else {
        throw Unexpected(message: String(decoding: answer.prefix(200), as: UTF8.self))
      }
    }
    return samples
  }

  struct Unexpected: Error, CustomStringConvertible {
    let message: String
    var description: String { "the daemon sent something else: \(message)" }
  }
}
