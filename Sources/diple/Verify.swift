import ArgumentParser
import DipleExchange
import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Foundation

/// `diple verify`: looks for the quotations of a draft in its sources.
struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Looks for every quotation of a draft in the sources, and shows what differs.",
    discussion: """
      Direct quotations, and the quoted parts of mixed ones, are compared word by word with texts, Markdown, HTML and LaTeX. \
      Case, quotation marks, white space, dashes and other punctuation make no difference, but for a sentence that ends in the \
      source and goes on in the draft. Marks of omission (… or ...) stand for words left out, and [brackets] for the author's own.

        diple verify article.md --against interview.txt
        diple verify article.md --against notes/ statement.html
        diple verify - --against notes/ --format json < article.txt

      Words that the draft has left out are shown as [-dropped-], words that the source does not have as {+added+}, and what \
      marks stand for as …<omitted>. In a folder the draft itself is no source.

      Exit codes: 0 all verbatim, 1 a quotation differs or is missing, 2 wrong usage, or a file that cannot be read.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, jsonl }

  @Argument(help: "The draft; - is standard input.")
  var draft: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files and folders to look in.", valueName: "sources"))
  var against: [String]

  @Option(help: "What to write: a page to read, an indented JSON object, or a JSON object a line for each quotation.")
  var format = Format.text

  @Option(help: "Colours in the page: auto means on a terminal, unless NO_COLOR is set.")
  var color = Annotate.Color.auto

  @OptionGroup(title: "Modules") var modules: ModuleOptions

  /// The largest text, in bytes.
  private static let limit = 64_000_000

  func validate() throws {
    if against.isEmpty { throw ValidationError("name a source: --against FILE or FOLDER") }
    if against.contains("-") {
      throw ValidationError("sources are files and folders; only the draft can be standard input")
    }
  }

  func run() async throws {
    var isWhole = true
    guard let document = read(draft == "-" ? nil : draft) else { throw ExitCode(2) }
    let index = readSources(&isWhole)
    guard isWhole else { throw ExitCode(2) }
    let loaded = try await modules.load("verify")
    let sidecar = draft == "-" ? nil : SidecarFiles(of: draft, loaded.pipeline.manifests)
    let analysis = await loaded.host.run(
      loaded.pipeline.limited(to: ["quote"]), document, date: nil, overrides: sidecar?.overrides ?? [],
      uri: draft == "-" ? nil : draft)
    await loaded.close()
    for missing in analysis.unanswered { tell(draft, "\(missing.module) gave no answer; what it finds is missing") }
    let report = VerificationReport(analysis, path: draft, against: index)
    try await Output.orEnd("verify", with: 2) {
      var output = Output()
      try output.append(bytes(of: report))
      try output.flush()
    }
    if !analysis.unanswered.isEmpty || loaded.hasFailed { throw ExitCode(2) }
    if !report.isVerbatim { throw ExitCode(1) }
  }

  private func bytes(of report: VerificationReport) -> [UInt8] {
    switch format {
    case .jsonl: return report.lines
    case .json:
      var writer = JSONWriter()
      report.write(to: &writer)
      let json = (try? JSON(parsing: writer.bytes)) ?? .null
      return Array((json.pretty() + "\n").utf8)
    case .text:
      let usesColor = color == .always || color == .auto && Terminal.wantsColor
      return Array(report.text(PageStyle(width: Terminal.width ?? 80, usesColor: usesColor, file: draft)).utf8)
    }
  }

  private func readSources(_ isWhole: inout Bool) -> SourceIndex {
    var inputs = Inputs(against, isLines: false, limit: Self.limit)
    var texts: [(path: String, document: Document)] = []
    let own = URL(fileURLWithPath: draft).resolvingSymlinksInPath().path
    while let work = inputs.next() {
      switch work {
      case .file(let path):
        if draft != "-", URL(fileURLWithPath: path).resolvingSymlinksInPath().path == own { continue }
        if let document = read(path) { texts.append((path, document)) } else { isWhole = false }
      case .problem(let text):
        Terminal.error("diple verify: \(text)\n")
        isWhole = false
      case .standardInput, .record: continue
      }
    }
    return SourceIndex(texts)
  }

  /// A text; nil where it cannot be read, which is told.
  private func read(_ path: String?) -> Document? {
    do throws(FileProblem) {
      let source = if let path { try ByteSource(path: path) } else { ByteSource() }
      let bytes = try source.readAll(limit: Self.limit)
      if let problem = TextCheck.problem(bytes) { throw FileProblem(problem) }
      let format = path.flatMap { SourceFormat(path: $0) } ?? .plain
      guard let document = Document(bytes: bytes, format: format) else { throw FileProblem("not UTF-8") }
      return document
    } catch {
      tell(path ?? "standard input", error.cause)
      return nil
    }
  }

  private func tell(_ name: String, _ cause: String) { Terminal.error("diple verify: \(name): \(cause)\n") }
}
