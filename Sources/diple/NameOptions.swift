import ArgumentParser
import DipleLanguageServer
import DiplePipeline
import DiplePluginHost
import Entities

/// Whose own names a command uses.
struct NameOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Names of your own, a line each: name | type | other forms | id. Default: .diple/names.txt of the current folder.",
      valueName: "file"))
  var names: String?

  /// A pipeline with the names, and what is wrong with their file. A file that is asked for must be there.
  func adapt(_ pipeline: Pipeline, _ command: String) throws -> (pipeline: Pipeline, problems: [String]) {
    let path = names ?? OwnNamesReader.workspacePath
    let bytes: [UInt8]
    do throws(FileProblem) {
      if names == nil, Disk.files.stamp(path) == nil { return (pipeline, []) }
      bytes = try ByteSource(path: path).readAll(limit: OwnNamesReader.largest)
    } catch {
      if names != nil { Terminal.error("diple \(command): \(path): \(error.cause)\n") }
      guard names == nil else { throw ExitCode(2) }
      return (pipeline, ["\(path): \(error.cause)"])
    }
    let read = OwnNames.reading(settings: [], file: bytes)
    return (pipeline.naming(read.names), read.problems.map { "\(path):\($0.line): \($0.cause)" })
  }
}
