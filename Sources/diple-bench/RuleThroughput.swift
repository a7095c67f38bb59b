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
    var registry = Registry.builtIn
    registry.register(module)
    let pipeline = try registry.pipeline()
    guard let stage = pipeline.manifests.firstIndex(where: { $0.id == module.manifest.id }) else { return [] }
    var seconds: [Double] = []
    var found = 0
    for run in 0...runs {
      found = 0
      var spent = Duration.zero
      for document in documents {
        let live = LiveDocument(document, pipeline)
        found += live.analysis.annotations.count { $0.kind == "hit" }
        spent += live.timeSpent[stage]
      }
      // The first run meets all words for the first time.
      if run > 0 { seconds.append(spent.seconds) }
    }
    return [
      Figure(
        section: "throughput, one core", name: "a module of 200 rules", value: bytes / 1e6 / Samples(seconds).median,
        unit: .megabytesPerSecond, target: .atLeast(20), basis: "median of \(runs)",
        note: "beyond shared layers; \(found) findings, a list of 100,000 entries")
    ]
  }
}
