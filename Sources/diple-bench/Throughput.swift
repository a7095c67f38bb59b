import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Synchronization

/// MB/s over text, whole and by stage, on this thread.
struct Throughput {
  let corpus: Corpus
  let runs: Int

  func measure() throws -> [Figure] {
    let documents = corpus.documents()
    let texts = documents.map(\.bytes)
    let bytes = Double(texts.reduce(0) { $0 + $1.count })
    let annotators = Registry.builtIn.annotators
    let watches = annotators.map { _ in Stopwatch() }
    let timed = zip(annotators, watches).map { $0.accept(Timing(watch: $1)) }
    let pipeline = try Registry(timed).pipeline()
    // The first run loads the model and the lists.
    for document in documents.prefix(1) { _ = pipeline.run(document) }

    var seconds: [String: [Double]] = [:]
    for _ in 0..<runs {
      for watch in watches { watch.reset() }
      seconds["text", default: []].append(time { for text in texts { keep(Document(bytes: text)) } })
      seconds["language", default: []].append(
        time {
          for document in documents {
            for paragraph in document.paragraphs where paragraph.kind != .frontMatter {
              keep(English.read(Array(document.bytes[paragraph.span.range]), kind: paragraph.kind))
            }
          }
        })
      seconds["whole", default: []].append(time { for document in documents { keep(pipeline.run(document)) } })
      for (annotator, watch) in zip(annotators, watches) {
        seconds[annotator.manifest.id, default: []].append(watch.seconds)
      }
      let known = ["language"] + annotators.map(\.manifest.id)
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
      + annotators.map { figure($0.manifest.id, $0.manifest.id) }
      + [figure("the rest: memo, ids, order", "rest")]
      + [figure("whole pipeline", "whole", target: .atLeast(1))]
  }

  private func time(_ work: () -> Void) -> Double { ContinuousClock().measure(work).seconds }

  /// Makes sure that nothing is left out as unused.
  @inline(never)
  private func keep<Value>(_ value: Value) { withExtendedLifetime(value) {} }
}

/// Adds up time.
final class Stopwatch: Sendable {
  private let total = Mutex(Duration.zero)

  var seconds: Double { total.withLock { $0.seconds } }
  func reset() { total.withLock { $0 = .zero } }

  func measure<Value>(_ work: () -> Value) -> Value {
    let start = ContinuousClock.now
    let value = work()
    let spent = ContinuousClock.now - start
    total.withLock { $0 += spent }
    return value
  }
}
