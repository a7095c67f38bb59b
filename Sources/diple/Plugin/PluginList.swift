import ArgumentParser
import DipleExchange
import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Foundation

/// `diple plugin list`: every module, and whether it runs.
struct PluginList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists all modules: kind, place, version, whether each runs, and what it costs.",
    discussion: """
        diple plugin list
        diple plugin list --time article.txt   with the milliseconds that each takes for this text
        diple plugin list --json | jq '.[].id'

      Exit codes: 0 all is well, 1 a module cannot be loaded.
      """)

  @OptionGroup var modules: ModuleOptions

  @Option(help: ArgumentHelp("Annotate this text, and tell what each module took.", valueName: "file"))
  var time: String?

  @Flag(help: "Write JSON.")
  var json = false

  func run() async throws {
    let library = modules.library()
    let times = try await self.times(library)
    var output = Output()
    if json {
      let list = JSON.array(
        library.plugins.map { plugin -> JSON in
          guard let time = times[plugin.id], case .object(let members) = plugin.json else { return plugin.json }
          return .object(members + [("milliseconds", .double(time))])
        })
      try output.append(Array((list.pretty() + "\n").utf8))
    } else {
      try output.append(Array(table(library.plugins, times).utf8))
    }
    try output.flush()
    for problem in library.allProblems { Terminal.error("diple plugin list: \(problem)\n") }
    if library.plugins.contains(where: { $0.state == .broken }) { throw ExitCode(1) }
  }

  private func times(_ library: Library) async throws -> [String: Double] {
    guard let time else { return [:] }
    let document: Document
    do throws(FileProblem) {
      let bytes = try ByteSource(path: time).readAll(limit: 64_000_000)
      guard let read = Document(bytes: bytes) else { throw FileProblem("not UTF-8") }
      document = read
    } catch {
      throw ValidationError("\(time): \(error.cause)")
    }
    return try await ModuleTimes.measure(document, library)
  }

  private func table(_ plugins: [Plugin], _ times: [String: Double]) -> String {
    var rows = [["ID", "KIND", "PLACE", "VERSION"] + (times.isEmpty ? [] : ["MS"]) + ["STATE"]]
    for plugin in plugins {
      let spent = times[plugin.id].map { String(format: "%.2f", $0) } ?? "-"
      rows.append(
        [plugin.id, plugin.kind, plugin.place.rawValue, plugin.manifest?.version ?? "?"]
          + (times.isEmpty ? [] : [spent]) + [plugin.explainedState])
    }
    return Table.text(rows)
  }
}

extension Plugin {
  /// The state in words, with what a person can do about it.
  var explainedState: String {
    switch state {
    case .active: refused.isEmpty ? "runs" : "runs without \(refused.joined(separator: ", ")), which nobody granted"
    case .disabled: "switched off"
    case .untrusted: "waits for your trust: diple plugin trust \(folder!.relative)"
    case .changed: "has changed since you trusted it: look at it, then diple plugin trust \(folder!.relative)"
    case .broken: "cannot be loaded"
    case .displaced(let other): "gives way to \(other)"
    }
  }
}

extension URL {
  /// As a person at the shell would write it.
  var relative: String {
    let current = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(current) ? String(path.dropFirst(current.count)) : path
  }
}

/// Rows of columns for a terminal: plain text, whatever modules call themselves.
enum Table {
  /// Each column as wide as its widest cell; the last one as it is.
  static func text(_ rows: [[String]]) -> String {
    let rows = rows.map { $0.map(PlainText.line) }
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.compactMap { column < $0.count ? $0[column].count : nil }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { index, cell in
        index == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count + 2)
      }
      return cells.joined() + "\n"
    }.joined()
  }
}
