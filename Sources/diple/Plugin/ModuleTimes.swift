import DiplePipeline
import DiplePluginHost
import DiplePluginKit

/// What each module takes for a text.
enum ModuleTimes {
  /// Milliseconds by module: the median of runs for about half a second, after one that loads what must be loaded.
  static func measure(_ document: Document, _ library: Library) async throws -> [String: Double] {
    let pipeline = try library.registry.pipeline()
    let ids = pipeline.manifests.map(\.id)
    var runs: [String: [Double]] = [:]
    let end = ContinuousClock.now + .milliseconds(500)
    _ = pipeline.run(document)
    repeat {
      let live = LiveDocument(document, pipeline)
      for (id, time) in zip(ids, live.timeSpent) { runs[id, default: []].append(time / .milliseconds(1)) }
    } while ContinuousClock.now < end && runs.values.first.map { $0.count < 100 } ?? false
    return runs.mapValues { $0.sorted()[$0.count / 2] }
  }
}
