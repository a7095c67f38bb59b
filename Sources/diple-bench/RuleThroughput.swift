import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import DipleRules

/// MB/s of a module of 200 rules beside the built-in annotators: what it takes beyond the layers that all share.
struct RuleThroughput {
  let corpus: Corpus
  let runs: Int

  func measure() throws -> [Figure] {
    let (large, small) = (try MeasuredModule(places: 100_000, corpus), try MeasuredModule(places: 4, corpus))
    var (seconds, ratios): ([Double], [Double]) = ([], [])
    var found = 0
    for run in 0...runs {
      let (with, without) = (large.run(), small.run())
      // The first run meets all words for the first time.
      guard run > 0 else { continue }
      found = with.found
      seconds.append(with.seconds)
      ratios.append(with.seconds / without.seconds)
    }
    return [
      Figure(
        section: "throughput, one core", name: "a module of 200 rules",
        value: large.bytes / 1e6 / Samples(seconds).median,
        unit: .megabytesPerSecond, target: .atLeast(20), basis: "median of \(runs)",
        note: "beyond shared layers; \(found) findings, a list of 100,000 entries"),
      Figure(
        section: "throughput, one core", name: "with a list of 100,000 entries", value: Samples(ratios).median,
        unit: .times, basis: "of the time with a list of 4, median of \(runs)"),
    ]
  }

  /// The module in its pipeline, with the texts to read.
  private struct MeasuredModule {
    let bytes: Double
    private let documents: [Document]
    private let pipeline: Pipeline
    private let stage: Int

    init(places: Int, _ corpus: Corpus) throws {
      documents = corpus.documents()
      bytes = Double(documents.reduce(0) { $0 + $1.bytes.count })
      let module = try RuleStock.module(places: places)
      var registry = Registry.builtIn
      registry.register(module)
      pipeline = try registry.pipeline()
      stage = pipeline.manifests.firstIndex { $0.id == module.manifest.id } ?? 0
    }

    func run() -> (seconds: Double, found: Int) {
      var found = 0
      var spent = Duration.zero
      for document in documents {
        let live = LiveDocument(document, pipeline)
        found += live.analysis.annotations.count { $0.kind == "hit" }
        spent += live.timeSpent[stage]
      }
      return (spent.seconds, found)
    }
  }
}
