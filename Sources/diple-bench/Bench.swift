import ArgumentParser
import DiplePluginHost
import Foundation

/// `diple-bench`: how fast Diple starts, reads and answers.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diple-bench",
    abstract: "Measures start-up, throughput, keystroke latency and memory.",
    discussion: """
      Start-up, latency and memory are measured through the program itself, as an editor would run it; throughput in this
      process, on one core. Build both for release:

        swift build -c release --product diple
        swift run -c release diple-bench
        swift run -c release diple-bench --only throughput --text article.txt

      What is typed was recorded (Tests/Recordings); it stands in the middle of texts of 10 KB to 10 MB.

      Figures are medians over the runs. Shares of a stage come from the same run as the whole they are shares of.
      """)

  enum Part: String, CaseIterable, ExpressibleByArgument { case start, throughput, rules, latency, reload, modules }

  @Option(help: "Measure only this; may be given several times.")
  var only: [Part] = []

  @Option(help: "The program to measure (default: the diple beside this program).")
  var program: String?

  @Option(help: "A text to measure with, in the place of the built-in generator's.")
  var text: String?

  @Option(help: "How much text the generator writes for throughput, in MB.")
  var size = 2.0

  @Option(help: "How many runs the medians are taken over.")
  var runs = 5

  @Option(help: "The recording whose typing is replayed (default: the one in Tests/Recordings).")
  var typing = Typing.own

  @Flag(help: "Write a JSON object in the place of the table.")
  var json = false

  func validate() throws {
    guard runs > 0 else { throw ValidationError("a median needs at least one run") }
    guard size > 0, size <= 100 else { throw ValidationError("the size must lie between 0 and 100 MB") }
  }

  func run() throws {
    let corpus = try text.map(Corpus.init(file:)) ?? Corpus(generated: Int(size * 1e6))
    let parts = only.isEmpty ? Part.allCases : only
    var report = Report(corpus: corpus, runs: runs)
    if parts.contains(.throughput) { report.figures += try Throughput(corpus: corpus, runs: runs).measure() }
    if parts.contains(.throughput) || parts.contains(.rules) {
      report.figures += try RuleThroughput(corpus: corpus, runs: runs).measure()
    }
    if parts.contains(where: { $0 != .throughput && $0 != .rules }) {
      let program = try programPath()
      let typing = try Typing(file: typing)
      if parts.contains(.start) { report.figures += try Start(program: program, typing: typing, runs: runs).measure() }
      let filler = text == nil && parts.contains(.latency) ? Corpus(generated: 10_000_000) : corpus
      let latency = Latency(program: program, filler: filler, typing: typing, runs: runs)
      if parts.contains(.latency) { report.figures += try latency.measure() }
      if parts.contains(.reload) {
        report.figures += try Reload(program: program, typing: typing, runs: runs).measure()
      }
      if parts.contains(.modules) { report.figures += try latency.measureBadModules() }
    }
    print(json ? report.json : report.table)
  }

  private func programPath() throws -> String {
    let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
    let beside = URL(filePath: FileManager.default.fileExists(atPath: own) ? own : CommandLine.arguments[0])
      .deletingLastPathComponent().appending(path: "diple").path
    let path = program ?? beside
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw ValidationError("\(path): no program; build it with `swift build -c release --product diple`")
    }
    return path
  }
}
