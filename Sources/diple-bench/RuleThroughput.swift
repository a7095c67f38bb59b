import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import DipleRules

/// MB/s of a module of 200 rules beside the built-in annotators: what it takes beyond the layers that all share.
struct RuleThroughput {
  let corpus: Corpus
  let runs: Int

  func measure() throws -> [Figure] {
    let documents = corpus.documents()
    let bytes = Double(documents.reduce(0) { $0 + $1.bytes.count })
    let module = try RuleStock.module()
    let watch = Stopwatch()
    var registry = Registry.builtIn
    registry.register(module.accept(Timing(watch: watch)))
    let pipeline = try registry.pipeline()
    var seconds: [Double] = []
    var found = 0
    for run in 0...runs {
      watch.reset()
      found = documents.reduce(0) { $0 + pipeline.run($1).annotations.count { $0.kind == "hit" } }
      // The first run meets all words for the first time.
      if run > 0 { seconds.append(watch.seconds) }
    }
    return [
      Figure(
        section: "throughput, one core", name: "a module of 200 rules", value: bytes / 1e6 / Samples(seconds).median,
        unit: .megabytesPerSecond, target: .atLeast(20), basis: "median of \(runs)",
        note: "beyond shared layers; \(found) findings, a list of 100,000 entries")
    ]
  }
}
