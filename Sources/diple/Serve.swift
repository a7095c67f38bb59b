import ArgumentParser
import DipleJSONRPC
import DipleLanguageServer
import DiplePluginKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serves an editor over standard input and output (Language Server Protocol).",
    discussion: "Editors start it; see Editors/ and Specs/protocol/protocol.md.")

  @Option(help: "What to write to standard error: error, warning, info or debug.", transform: level)
  var logLevel = LogLevel.warning

  @Option(
    help: ArgumentHelp(
      "Write the session to this file, to be run again with `diple replay`. It then holds the texts.",
      valueName: "file"))
  var record: String?

  @OptionGroup(title: "Modules") var modules: ModuleOptions

  @Flag(help: "Accepted and ignored: many clients pass it.")
  var stdio = false

  func run() async throws {
    // A parent may have left it ignored; there is nothing to save, so the default is right.
    signal(SIGTERM, SIG_DFL)
    let record = try record.map(recorder)?.write
    let code = try await LanguageServer.serve(
      .standard(), log: Log(logLevel), read: { WorkspaceFile.read($0) }, files: Disk.files, today: Self.today,
      modules: modules.session(), record: record)
    if code != 0 { throw ExitCode(code) }
  }

  private func recorder(_ path: String) throws -> Recorder {
    do throws(FileProblem) { return try Recorder(path: path) } catch {
      Terminal.error("diple serve: \(path): \(error.cause)\n")
      throw ExitCode(2)
    }
  }

  /// The day that it is here.
  private static let today: @Sendable () -> CivilDate? = {
    var (now, parts) = (time(nil), tm())
    guard localtime_r(&now, &parts) != nil else { return nil }
    return CivilDate(year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
  }

  private static func level(_ name: String) throws -> LogLevel {
    guard let level = LogLevel.allCases.first(where: { $0.name == name }) else {
      throw ValidationError("a log level is \(LogLevel.allCases.map(\.name).joined(separator: ", "))")
    }
    return level
  }
}
