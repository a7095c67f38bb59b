public import DiplePipeline
public import DiplePluginHost
public import DiplePluginKit

/// What one module costs.
public struct ModuleCost: Sendable {
  /// The module's id; nil for what is read for all modules: words, sentences, tags, phrases.
  public let id: String?
  /// Milliseconds for a megabyte of text: the median of the runs.
  public let milliseconds: Double
  /// What it found in all texts.
  public let findings: Int
}

/// Measures what modules cost, side by side.
public struct ModuleBench: Sendable {
  /// What came of it.
  public struct Result: Sendable {
    /// What each module costs, in the order in which they run, behind what is read for all of them.
    public let costs: [ModuleCost]
    /// How often the texts were read.
    public let runs: Int
    /// The texts' bytes.
    public let bytes: Int
    /// Questions that were not answered, and why.
    public let failures: [String]
  }

  private let pipeline: Pipeline
  private let processes: [ProcessModule]

  /// Measures the modules of a pipeline; `processes` are those among them that are programs.
  public init(_ pipeline: Pipeline, processes: [ProcessModule]) {
    (self.pipeline, self.processes) = (pipeline, processes)
  }

  /// Reads the texts again and again, for so long and at least three times, after a run that loads what must be loaded.
  ///
  /// A module of the program costs the time it runs; one that is a program itself, the time from the first question to the last
  /// answer, in which Diple works on as well.
  public func run(_ documents: [Document], for time: Duration = .seconds(2), most: Int = 50) async -> Result {
    let bench = Workbench(pipeline, processes)
    let manifests = pipeline.manifests
    let bytes = documents.reduce(0) { $0 + $1.bytes.count }
    var runs: [[Duration]] = []
    var findings = manifests.map { _ in 0 }
    let end = ContinuousClock.now + time
    var isWarm = false
    repeat {
      // One number a module, and the first for what is read for all.
      var spent = [Duration](repeating: .zero, count: manifests.count + 1)
      findings = findings.map { _ in 0 }
      for document in documents {
        let start = ContinuousClock.now
        let live = LiveDocument(document, pipeline)
        let whole = ContinuousClock.now - start
        spent[0] += whole - live.timeSpent.reduce(.zero, +)
        await bench.settle(live, DocumentKey(uri: nil))
        let times = bench.takeTimes()
        for (index, manifest) in manifests.enumerated() {
          spent[index + 1] += times[manifest.id] ?? live.timeSpent[index]
        }
        let annotations = live.analysis.annotations
        for (index, manifest) in manifests.enumerated() {
          let kinds = Set(manifest.kinds.map(\.name))
          findings[index] += annotations.count { kinds.contains($0.kind) }
        }
      }
      if isWarm { runs.append(spent) }
      isWarm = true
    } while runs.count < 3 || ContinuousClock.now < end && runs.count < most
    let failures = bench.takeFailures()
    await bench.close()
    let costs = (0...manifests.count).map { index in
      let median = runs.map { $0[index] }.sorted()[runs.count / 2]
      return ModuleCost(
        id: index == 0 ? nil : manifests[index - 1].id,
        milliseconds: bytes == 0 ? 0 : median / .milliseconds(1) / Double(bytes) * 1_000_000,
        findings: index == 0 ? 0 : findings[index - 1])
    }
    return Result(costs: costs, runs: runs.count, bytes: bytes, failures: failures)
  }
}
