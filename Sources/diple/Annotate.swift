public import ArgumentParser
public import DipleExchange
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Foundation
import Stance

/// `diple annotate`: annotates files, folders and standard input.
struct Annotate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Annotates texts: who said what, who and what is named, when, and who is for or against what.",
    discussion: """
      Reads files, folders (text, Markdown, HTML and LaTeX files below them, hidden ones left out) and standard input. \
      Of marked-up texts only the prose is annotated; offsets are those of the file.

        diple annotate article.txt                              a page to read
        diple annotate --format json article.txt                all, indented
        diple annotate --format jsonl articles/ > found.jsonl   a line each
        diple annotate --only quotes,stance article.txt         some annotators
        diple annotate --format ledger article.txt              who said what, how and where, and counts of sources
        diple annotate --format timeline --date 2024-05-03 a.txt   what happened when, in order
        diple annotate --format stances articles/               who is for and against what, and who is both
        curl -s https://example.org/a.txt | diple annotate      standard input
        curl -s https://example.org/ | diple annotate --input html
        diple annotate --input jsonl --format jsonl in.jsonl    many in one file
        diple annotate --names companies.txt article.txt        names of your own
        diple annotate --targets --only tone --input jsonl --format jsonl in.jsonl
                                                                how sentences speak of given spans

      A line of JSON Lines input is {"id", "text", "date", "targets"}; all but text may be missing. With --targets, each \
      {"start", "end"} of targets gets an annotation of the kind tone: positive, negative or neutral, its confidence the probability. \
      Specs/protocol/annotations.md describes the JSON, overrides.md a person's corrections, names.md names of your own. What cannot be read is told on standard error, and the rest \
      is done.

      Exit codes: 0 all done, 1 some inputs failed, 2 wrong usage.
      """)

  enum Input: String, ExpressibleByArgument, CaseIterable {
    case auto, text, markdown, html, latex, jsonl

    /// The format that is meant; nil where files tell it by their endings.
    var format: SourceFormat? { SourceFormat(rawValue: rawValue) }
  }
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, jsonl, ledger, timeline, stances

    /// The page that the format is; nil for those that show all annotations.
    var insight: InsightPage? { InsightPage(rawValue: rawValue) }
  }
  enum Color: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

  @Argument(help: "Files and folders; - is standard input.")
  var paths: [String] = []

  @Option(
    help: """
      What the files and standard input hold: running text, Markdown, HTML or LaTeX; or JSON Lines with a running text each. \
      auto goes by the endings of files, and takes others for running text.
      """)
  var input = Input.auto

  @Option(
    help: """
      What to write: a page to read, an indented JSON value, or JSON Lines; or a page for one question: who said what (ledger), \
      what happened when (timeline), who is for and against what (stances).
      """)
  var format = Format.text

  @Option(help: ArgumentHelp("Only these annotators or kinds, separated by commas.", valueName: "names"))
  var only: String?

  @Option(
    help: ArgumentHelp(
      "The day the texts were written, YYYY-MM-DD; it goes before what the texts say.", valueName: "day"),
    transform: day)
  var date: DocumentDate?

  @Option(help: "What offsets in JSON count: Unicode scalars (code points), UTF-8 bytes or UTF-16 code units.")
  var offsets = OffsetUnit.scalar

  @Option(help: "Colours in the page: auto means on a terminal, unless NO_COLOR is set.")
  var color = Color.auto

  @Option(
    help: ArgumentHelp("How many documents to work on at once (default: the number of cores).", valueName: "number"))
  var jobs: Int?

  @Option(help: ArgumentHelp("The largest document, in megabytes.", valueName: "MB"))
  var maxSize = 64

  @Flag(
    inversion: .prefixedNo,
    help: """
      Apply a person's corrections, which lie in article.txt.diple.json next to article.txt and in .diple/overrides.json of the \
      current folder.
      """)
  var overrides = true

  @Flag(
    help: """
      Say for the targets of each line of JSON Lines ({"text": "Ruiz failed.", "targets": [{"start": 0, "end": 4}]}) how their sentences speak \
      of them: a learned guess with a probability. Offsets count what --offsets says. Without this, --set stance.tone=true does \
      so for the people and organizations that are found.
      """)
  var targets = false

  @OptionGroup var names: NameOptions

  @OptionGroup(title: "Modules") var modules: ModuleOptions

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs must be 1 to 1024") }
    if targets, input != .jsonl || format != .jsonl && format != .json {
      throw ValidationError("--targets goes with --input jsonl and --format jsonl or json")
    }
    if !(1...1024).contains(maxSize) { throw ValidationError("--max-size must be 1 to 1024") }
    if only != nil, format.insight != nil {
      throw ValidationError("--only goes with the formats text, json and jsonl; a \(format.rawValue) has its own kinds")
    }
    if paths.isEmpty, Terminal.isInput { throw ValidationError("name a file or folder, or - for standard input") }
  }

  func run() async throws {
    // A parent may have left it ignored; a reader that goes away ends us, as it ends any filter.
    signal(SIGPIPE, SIG_DFL)
    let interrupt = Terminal.resetOnInterrupt()
    defer { interrupt?.cancel() }
    let paths = paths.isEmpty ? ["-"] : paths
    let loaded = try await modules.load("annotate")
    let named = try names.adapt(loaded.pipeline, "annotate")
    for problem in named.problems { Terminal.error("diple annotate: \(problem)\n") }
    let worker = try makeWorker(named.pipeline, loaded.host)
    var inputs = Inputs(paths, isLines: input == .jsonl, limit: maxSize * 1_000_000)
    var output = Output()
    var progress = Progress()
    var page = Pages(format, isSingle: input != .jsonl && paths.count == 1 && !isFolder(paths[0]))
    var failed = !named.problems.isEmpty
    do {
      try await InOrder.run(
        jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, next: { inputs.next() },
        isReady: { inputs.isReady }, work: { await worker.run($0) },
        emit: { done in
          if let write = done.output {
            try output.append(page.next())
            try write { try output.append($0) }
          }
          progress.add(bytes: done.size)
          if done.isFailure { failed = true }
          for message in done.messages {
            progress.clear()
            // What was found before stands before the message, where both go to one place.
            try output.flush()
            Terminal.error("diple annotate: \(message)\n")
          }
        }, idle: { try output.flush() })
      try output.append(page.end())
      try output.flush()
      progress.clear()
    } catch let problem as FileProblem {
      progress.clear()
      Terminal.error("diple annotate: standard output: \(problem.cause)\n")
      throw ExitCode(1)
    }
    await loaded.close()
    if failed || loaded.hasFailed { throw ExitCode(1) }
  }

  private func makeWorker(_ whole: Pipeline, _ host: ModuleHost) throws -> AnnotateWorker {
    var pipeline = whole
    var kinds: Set<String>?
    if let only {
      kinds = try self.kinds(only, of: pipeline.manifests)
      pipeline = pipeline.limited(to: kinds!)
    } else if let insight = format.insight {
      pipeline = pipeline.limited(to: insight.kinds)
    }
    if targets, !pipeline.manifests.contains(where: { $0.id == StanceAnnotator().manifest.id }) {
      throw ValidationError("--targets asks the module stance, which does not run")
    }
    let usesColor = color == .always || color == .auto && Terminal.wantsColor
    return AnnotateWorker(
      pipeline: pipeline, kinds: kinds, runner: host, date: date, input: input.format, format: format,
      offsets: offsets,
      limit: maxSize * 1_000_000, usesTargets: targets, usesOverrides: overrides,
      page: TextRendering(width: Terminal.width ?? 80, usesColor: usesColor))
  }

  /// The kinds that a list of annotators and kinds means.
  private func kinds(_ list: String, of manifests: [Manifest]) throws -> Set<String> {
    var kinds: Set<String> = []
    for part in list.split(separator: ",") {
      let name = part.trimmingCharacters(in: .whitespaces)
      let meant = manifests.flatMap { manifest in
        manifest.kinds.map(\.name).filter { manifest.id == name || $0 == name }
      }
      if meant.isEmpty {
        let known = manifests.map(\.id).joined(separator: ", ")
        throw ValidationError("--only: there is no “\(name)”; there are \(known)")
      }
      kinds.formUnion(meant)
    }
    if kinds.isEmpty { throw ValidationError("--only names nothing") }
    return kinds
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  static func day(_ text: String) throws -> DocumentDate {
    guard let day = CivilDate(iso: text), text.utf8.count == 10 else {
      throw ValidationError("a day is written YYYY-MM-DD")
    }
    return DocumentDate(day, from: .option)
  }
}

extension OffsetUnit: ExpressibleByArgument {}

/// Puts documents together: JSON needs marks around and between them, pages a line.
private struct Pages {
  private let format: Annotate.Format
  private let isSingle: Bool
  private var count = 0

  /// - Parameter isSingle: true where there can be no second document, so that no array is needed.
  init(_ format: Annotate.Format, isSingle: Bool) { (self.format, self.isSingle) = (format, isSingle) }

  /// What stands before the next document.
  mutating func next() -> [UInt8] {
    count += 1
    let before =
      switch format {
      case .jsonl: ""
      case .json: isSingle ? "" : count == 1 ? "[\n" : ",\n"
      case .text, .ledger, .timeline, .stances: count == 1 ? "" : "\n"
      }
    return Array(before.utf8)
  }

  mutating func end() -> [UInt8] {
    guard format == .json else { return [] }
    if isSingle { return count == 0 ? [] : [0x0A] }
    return Array((count == 0 ? "[]\n" : "\n]\n").utf8)
  }
}
