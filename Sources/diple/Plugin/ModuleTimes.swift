import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import DiplePluginTools

/// What each module takes for a text.
enum ModuleTimes {
  /// Milliseconds by module: the median of runs for about half a second, after one that loads what must be loaded. A module that is a
  /// program takes the time from the question to its answer.
  static func measure(_ document: Document, _ library: Library) async throws -> [String: Double] {
    let bench = ModuleBench(try library.registry.pipeline(), processes: library.processes)
    let result = await bench.run([document], for: .milliseconds(500), most: 100)
    for failure in result.failures { Terminal.error("diple plugin list: \(failure)\n") }
    let megabytes = Double(result.bytes) / 1_000_000
    return Dictionary(
      uniqueKeysWithValues: result.costs.compactMap { cost in cost.id.map { ($0, cost.milliseconds * megabytes) } })
  }
}
