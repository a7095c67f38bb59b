import Foundation

/// From the start of the program to its first answers, as an editor sees it.
struct Start {
  let program: String
  let runs: Int

  func measure() throws -> [Figure] {
    var prose = Prose(seed: 2)
    let article = prose.text(bytes: 5000)
    var (answers, annotations): ([Double], [Double]) = ([], [])
    // The first start reads the program from the disk; that is not ours to measure.
    for run in 0...runs * 2 {
      let start = ContinuousClock.now
      let daemon = try Daemon(program: program)
      try daemon.initialize()
      let answered = ContinuousClock.now
      try daemon.open(article)
      let annotated = ContinuousClock.now
      daemon.stop()
      guard run > 0 else { continue }
      answers.append((answered - start).milliseconds)
      annotations.append((annotated - start).milliseconds)
    }
    let basis = "median of \(answers.count)"
    return [
      Figure(
        section: "cold start", name: "to the answer to initialize", value: Samples(answers).median, unit: .milliseconds,
        target: .atMost(50), basis: basis),
      Figure(
        section: "cold start", name: "to the first annotations (5 KB)", value: Samples(annotations).median,
        unit: .milliseconds, basis: basis),
    ]
  }
}
