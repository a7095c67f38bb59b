import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit

/// From a keystroke's `didChange` to the published result, through the daemon; and the memory that it takes.
struct Latency {
  let program: String
  let corpus: Corpus
  let keystrokes: Int

  func measure() throws -> [Figure] {
    var figures: [Figure] = []
    var memory: [Figure] = []
    for (name, bytes) in [("5 KB", 5000), ("100 KB", 100_000), ("1 MB", 1_000_000)] {
      guard let text = corpus.prefix(bytes: bytes) else { continue }
      let daemon = try Daemon(program: program)
      try daemon.initialize()
      try daemon.open(text)
      let samples = Samples(try type(into: text, daemon))
      let limit: Figure.Target? = bytes == 5000 ? .atMost(20) : nil
      for (percent, target) in [(50.0, nil), (99.0, limit)] {
        figures.append(
          Figure(
            section: "keystroke to published annotations", name: "\(name) document, p\(Int(percent))",
            value: samples.percentile(percent), unit: .milliseconds, target: target,
            basis: "of \(keystrokes) keystrokes"))
      }
      if let peak = daemon.peakMemory {
        memory.append(
          Figure(
            section: "peak memory of the daemon", name: "after typing into \(name)", value: peak, unit: .megabytes,
            basis: "one run"))
      }
      daemon.stop()
    }
    return figures + memory
  }

  /// Types a sentence, over and over, behind a paragraph in the middle: one letter a change, the next one when the
  /// annotations have come.
  private func type(into text: String, _ daemon: Daemon) throws -> [Double] {
    let document = Document(text)
    let middle = document.paragraphs[document.paragraphs.count / 2].span.end
    var position = document.position(of: middle, .utf8)
    let sentence = Array(" “The ferry sails on Friday,” said Mayor Ana Ruiz of Kostel, who opposes the toll.")
    var samples: [Double] = []
    for version in 1...keystrokes {
      let letter = String(sentence[(version - 1) % sentence.count])
      let place: JSON = ["line": .int(position.line), "character": .int(position.character)]
      let start = ContinuousClock.now
      daemon.notify(
        "textDocument/didChange",
        [
          "textDocument": ["uri": "file:///bench.txt", "version": .int(version)],
          "contentChanges": [["range": ["start": place, "end": place], "text": .string(letter)]],
        ])
      let answer = try daemon.next()
      samples.append((ContinuousClock.now - start).milliseconds)
      guard try JSON(parsing: answer)["params"]?["version"]?.int == version else { throw Daemon.Ended() }
      position.character += letter.utf8.count
    }
    return samples
  }
}
