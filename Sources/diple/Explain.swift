import ArgumentParser
import DipleExchange
import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit

/// `diple explain`: all that is annotated at a place of a file, and why.
struct Explain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tells what is annotated at a place, by which rule and on what evidence.",
    discussion: """
      Lines and columns count from 1; columns count Unicode scalars (code points), as editors show them.

        diple explain article.txt:12:5
        diple explain article.txt:12:5 --format json

      Exit codes: 0 something is annotated there, 1 nothing is, or the file cannot be read, 2 wrong usage.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(help: ArgumentHelp("A place in a file.", valueName: "file:line:column"))
  var place: FilePlace

  @Option(help: "What to write: lines to read, or an indented JSON object.")
  var format = Format.text

  @Option(
    help: ArgumentHelp("The day the text was written; it goes before what the text says.", valueName: "day"),
    transform: Annotate.day)
  var date: DocumentDate?

  @OptionGroup var names: NameOptions

  @OptionGroup(title: "Modules") var modules: ModuleOptions

  func run() async throws {
    let path = place.path
    let document: Document
    do throws(FileProblem) { document = try read(path) } catch {
      Terminal.error("diple explain: \(path): \(error.cause)\n")
      throw ExitCode(1)
    }
    guard place.line <= document.lines.count else {
      Terminal.error("diple explain: \(path): has \(document.lines.count) lines\n")
      throw ExitCode(1)
    }
    let offset = place.offset(in: document)
    let loaded = try await modules.load("explain")
    let named = try names.adapt(loaded.pipeline, "explain")
    for problem in named.problems { Terminal.error("diple explain: \(problem)\n") }
    let sidecar = SidecarFiles(of: path, loaded.pipeline.manifests)
    let analysis = await loaded.host.run(
      named.pipeline, document, date: date, overrides: sidecar.overrides, uri: path)
    await loaded.close()
    for missing in analysis.unanswered {
      Terminal.error("diple explain: \(path): \(missing.module) gave no answer; what it finds is missing\n")
    }
    let page = ExplanationPage(analysis, at: offset, loaded.pipeline.manifests)
    try await Output.orEnd("explain", with: 1) {
      var output = Output()
      try output.line(format == .json ? page.json(id: path).pretty() : page.text)
      try output.flush()
    }
    if page.explanations.isEmpty { throw ExitCode(1) }
  }

  private func read(_ path: String) throws(FileProblem) -> Document {
    let bytes = try ByteSource(path: path).readAll(limit: 64_000_000)
    if let problem = TextCheck.problem(bytes) { throw FileProblem(problem) }
    guard let document = Document(bytes: bytes, format: SourceFormat(path: path) ?? .plain) else {
      throw FileProblem("not UTF-8")
    }
    return document
  }
}
