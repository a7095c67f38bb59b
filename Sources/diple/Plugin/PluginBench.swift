import ArgumentParser
import DipleExchange
import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import DiplePluginTools
import Foundation

/// `diple plugin bench`: what modules cost.
struct PluginBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measures what modules cost for a megabyte of text, beside the built-in ones.",
    discussion: """
        diple plugin bench article.txt              all modules that run
        diple plugin bench hedges article.txt       with the module in ./hedges, or of that id
        diple plugin bench . corpus/*.txt           with the module in the current folder, over many files

      Arguments that are modules come first: folders with a manifest, or ids. Texts are read for about two seconds; a figure is the
      median of the runs. A program costs the time from the first question to the last answer.

      Exit codes: 0 measured, 1 a module did not answer, 2 a module or a file cannot be read.
      """)

  @Argument(help: "Modules, then files of text.")
  var arguments: [String]

  @Option(help: ArgumentHelp("For how long the texts are read.", valueName: "seconds"))
  var seconds = 2.0

  @Flag(help: "Write JSON.")
  var json = false

  @OptionGroup(title: "Modules") var modules: ModuleOptions

  func validate() throws {
    guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds must lie between 0 and 3600") }
  }

  func run() async throws {
    let (named, paths) = split()
    guard !paths.isEmpty else { throw ValidationError("name a file of text, too") }
    let documents = try paths.map(document)
    let (pipeline, processes) = try await load(named)
    let result = await ModuleBench(pipeline, processes: processes).run(documents, for: .seconds(seconds))
    print(json ? Self.json(result).pretty() : Self.table(result, pipeline), terminator: json ? "\n" : "")
    for failure in result.failures { Terminal.error("diple plugin bench: \(failure)\n") }
    if !result.failures.isEmpty { throw ExitCode(1) }
  }

  /// Modules stand before the first file.
  private func split() -> (modules: [String], files: [String]) {
    var isFolder: ObjCBool = false
    let ids = Set(modules.library().plugins.map(\.id))
    let first = arguments.firstIndex { argument in
      let isThere = FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder)
      return isThere ? !isFolder.boolValue : !ids.contains(argument)
    }
    return (Array(arguments[..<(first ?? arguments.count)]), Array(arguments[(first ?? arguments.count)...]))
  }

  private func load(_ names: [String]) async throws -> (Pipeline, [ProcessModule]) {
    var options = modules
    for name in names where FileManager.default.fileExists(atPath: name) {
      let specimen = try NamedModule.specimen(name, modules, command: "bench")
      options.plugins.append(name)
      // What makes the same kinds gives way to it.
      let kinds = Set(specimen.manifest.kinds.map(\.name))
      options.disable += Registry.builtIn.manifests.filter { manifest in
        manifest.kinds.contains { kinds.contains($0.name) }
      }.map(\.id)
    }
    let loaded = try await options.load("plugin bench")
    await loaded.close()
    return (loaded.pipeline, loaded.library.processes)
  }

  private func document(_ path: String) throws -> Document {
    do throws(FileProblem) {
      let bytes = try ByteSource(path: path).readAll(limit: 64_000_000)
      guard let document = Document(bytes: bytes, format: SourceFormat(path: path) ?? .plain) else {
        throw FileProblem("not UTF-8")
      }
      return document
    } catch {
      Terminal.error("diple plugin bench: \(path): \(error.cause)\n")
      throw ExitCode(2)
    }
  }

  private static func table(_ result: ModuleBench.Result, _ pipeline: Pipeline) -> String {
    var rows = [["MODULE", "KIND", "MS/MB", "MB/S", "FINDINGS"]]
    for cost in result.costs {
      let manifest = pipeline.manifests.first { $0.id == cost.id }
      let kind =
        switch manifest?.entry {
        case .rules?: "rules"
        case .command?: "process"
        case .builtIn?: "swift"
        case nil: "-"
        }
      let speed = cost.milliseconds > 0 ? String(format: "%.1f", 1000 / cost.milliseconds) : "-"
      rows.append([
        cost.id ?? "(words, tags, phrases)", kind, String(format: "%.1f", cost.milliseconds), speed,
        cost.id == nil ? "-" : "\(cost.findings)",
      ])
    }
    return Table.text(rows) + "median of \(result.runs) runs over \(result.bytes) bytes\n"
  }

  private static func json(_ result: ModuleBench.Result) -> JSON {
    [
      "runs": .int(result.runs), "bytes": .int(result.bytes),
      "modules": .array(
        result.costs.map { cost in
          [
            "id": cost.id.map(JSON.string) ?? .null, "millisecondsPerMegabyte": .double(cost.milliseconds),
            "findings": .int(cost.findings),
          ]
        }),
    ]
  }
}
