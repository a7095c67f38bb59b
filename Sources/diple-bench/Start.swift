/// From the start of the program to its first answers, as an editor sees it; then what opening an article costs, and holding ten.
struct Start {
  let program: String
  let typing: Typing
  let runs: Int

  func measure() throws -> [Figure] {
    var (answers, annotations, firsts): ([Double], [Double], [Double]) = ([], [], [])
    var (opens, resident): ([Double], [Double]) = ([], [])
    // The first start reads the program from the disk; that is not ours to measure.
    for run in 0...runs * 2 {
      let start = ContinuousClock.now
      let daemon = try Daemon(program: program)
      defer { daemon.stop() }
      try daemon.initialize()
      let answered = ContinuousClock.now
      try daemon.open(typing.article)
      let annotated = ContinuousClock.now
      guard run > 0 else { continue }
      answers.append((answered - start).milliseconds)
      annotations.append((annotated - start).milliseconds)
      firsts.append((annotated - answered).milliseconds)
      opens += try open(daemon)
      if let memory = daemon.memory { resident.append(memory) }
    }
    let basis = "median of \(answers.count)"
    let figures = [
      Figure(
        section: "cold start", name: "to the answer to initialize", value: Samples(answers).median, unit: .milliseconds,
        target: .atMost(20), basis: basis),
      Figure(
        section: "cold start", name: "to all annotations, 1,000 words", value: Samples(annotations).median,
        unit: .milliseconds, basis: basis),
      // Nothing is warm yet but what the program has read meanwhile.
      Figure(
        section: "opening", name: "the first 1,000 words, right after the answer", value: Samples(firsts).median,
        unit: .milliseconds, target: .atMost(10), basis: "median of \(firsts.count)"),
      Figure(
        section: "opening", name: "1,000 words to all annotations", value: Samples(opens).median, unit: .milliseconds,
        target: .atMost(10), basis: "median of \(opens.count)"),
    ]
    guard !resident.isEmpty else { return figures }
    return figures + [
      Figure(
        section: "memory of the daemon", name: "ten articles open", value: Samples(resident).median, unit: .megabytes,
        target: .atMost(60), basis: "resident, median of \(resident.count)")
    ]
  }

  /// Opens nine further articles of a thousand words.
  private func open(_ daemon: Daemon) throws -> [Double] {
    var times: [Double] = []
    for number in 1...9 {
      var prose = Prose(seed: UInt64(number))
      let article = prose.text(bytes: typing.article.utf8.count)
      let start = ContinuousClock.now
      try daemon.open(article, "file:///\(number).txt")
      times.append((ContinuousClock.now - start).milliseconds)
    }
    return times
  }
}
