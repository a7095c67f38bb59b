import ArgumentParser
import DiplePluginKit
import DiplePluginTools

/// `diple plugin explain`: a module in words, and why it marks a place.
struct PluginExplain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tells what a module makes, reads and may; and why it marks a place, or why not.",
    discussion: """
        diple plugin explain quotes                    a module by its id
        diple plugin explain ./hedges                  or by its folder
        diple plugin explain ./hedges article.txt:3:14 why its rules fire there, or how far they get

      Lines and columns count from 1; columns count Unicode scalars (code points), as editors show them.

      Exit codes: 0 told, 1 the module marks nothing at the place, 2 the module or the file cannot be read.
      """)

  @Argument(help: "A module's id or folder.")
  var module: String

  @Argument(help: ArgumentHelp("A place in a file.", valueName: "file:line:column"))
  var place: FilePlace?

  @Option(
    help: ArgumentHelp("The day the text was written; it goes before what the text says.", valueName: "day"),
    transform: Annotate.day)
  var date: DocumentDate?

  @OptionGroup(title: "Modules") var modules: ModuleOptions

  func run() async throws {
    let specimen = try NamedModule.specimen(module, modules, command: "explain")
    guard let place else { return Terminal.print(ModulePage(specimen).text) }
    let path = place.path
    let document: Document
    do throws(FileProblem) {
      let bytes = try ByteSource(path: path).readAll(limit: 64_000_000)
      guard let read = Document(bytes: bytes, format: SourceFormat(path: path) ?? .plain) else {
        throw FileProblem("not UTF-8")
      }
      document = read
      if place.line > document.lines.count { throw FileProblem("has \(document.lines.count) lines") }
    } catch {
      Terminal.error("diple plugin explain: \(path): \(error.cause)\n")
      throw ExitCode(2)
    }
    let offset = place.offset(in: document)
    let page = await PlacePage(specimen, document, at: offset, date: date)
    Terminal.print(page.text)
    if !page.isMarked { throw ExitCode(1) }
  }
}
