import DiplePipeline
import DiplePluginHost
import DiplePluginKit

/// MB/s over text, whole and by stage, on this thread.
struct Throughput {
  let corpus: Corpus
  let runs: Int

  func measure() throws -> [Figure] {
    let documents = corpus.documents()
    let texts = documents.map(\.bytes)
    let bytes = Double(texts.reduce(0) { $0 + $1.count })
    let pipeline = try Registry.builtIn.pipeline()
    let ids = pipeline.manifests.map(\.id)
    // The first run loads the model and the lists.
    for document in documents.prefix(1) { _ = pipeline.run(document) }

    var seconds: [String: [Double]] = [:]
    for _ in 0..<runs {
      seconds["text", default: []].append(time { for text in texts { keep(Document(bytes: text)) } })
      seconds["language", default: []].append(
        time {
          for document in documents {
            for paragraph in document.paragraphs where paragraph.kind != .frontMatter {
              keep(English.read(Array(document.bytes[paragraph.span.range]), kind: paragraph.kind))
            }
          }
        })
      var spent = ids.map { _ in Duration.zero }
      seconds["whole", default: []].append(
        time {
          for document in documents {
            let live = LiveDocument(document, pipeline)
            keep(live.analysis)
            for (index, time) in live.timeSpent.enumerated() { spent[index] += time }
          }
        })
      for (id, time) in zip(ids, spent) { seconds[id, default: []].append(time.seconds) }
      let known = ["language"] + ids
      let rest = known.reduce(seconds["whole"]?.last ?? 0) { $0 - (seconds[$1]?.last ?? 0) }
      seconds["rest", default: []].append(max(rest, 1e-9))
    }

    let whole = seconds["whole"] ?? []
    func figure(_ name: String, _ key: String, target: Figure.Target? = nil) -> Figure {
      let all = seconds[key] ?? []
      let share = Samples(zip(all, whole).map { $0 / $1 }).median
      return Figure(
        section: "throughput, one core", name: name, value: bytes / 1e6 / Samples(all).median,
        unit: .megabytesPerSecond, target: target, basis: "median of \(runs)",
        note: key == "whole" || key == "text" ? nil : "\(Int((share * 100).rounded())) % of the whole")
    }
    return [figure("lines and paragraphs", "text"), figure("language layer", "language")]
      + ids.map { figure($0, $0) }
      + [figure("the rest: memo, ids, order", "rest")]
      + [figure("whole pipeline", "whole", target: .atLeast(1))]
  }

  private func time(_ work: () -> Void) -> Double { ContinuousClock().measure(work).seconds }

  /// Makes sure that nothing is left out as unused.
  @inline(never)
  private func keep<Value>(_ value: Value) { withExtendedLifetime(value) {} }
}
