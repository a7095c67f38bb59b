import Foundation

/// From the moment when a rule file is saved to the annotations of an open article that the new rules make, through the daemon.
struct Reload {
  let program: String
  let typing: Typing
  let runs: Int

  func measure() throws -> [Figure] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "diple-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let manifest = #"""
      {"id": "stock", "version": "1.0.0", "api": 1, "title": "200 rules", "kinds": {"hit": {"label": "Hit"}},
       "requires": ["tokens", "sentences", "tags", "entity", "quote"], "entry": {"rules": ["rules.yml"]}}
      """#
    try Data(manifest.utf8).write(to: folder.appending(path: "diple-plugin.json"))
    try save("a", in: folder)
    let daemon = try Daemon(program: program)
    defer { daemon.stop() }
    try daemon.initialize(modules: [folder.path])
    try daemon.open(typing.article)
    var samples: [Double] = []
    for round in 0..<runs * 4 {
      let start = ContinuousClock.now
      // Each time other words are marked, so that there is something to publish.
      try save(round % 2 == 0 ? "the" : "a", in: folder)
      _ = try daemon.nextPublication()
      samples.append((ContinuousClock.now - start).milliseconds)
      try daemon.synchronize()
    }
    let all = Samples(samples)
    return [
      Figure(
        section: "hot reload", name: "a saved rule to annotations", value: all.median, unit: .milliseconds,
        target: .atMost(100), basis: "median of \(samples.count)",
        note: "201 rules, 1,000 words, \(Int(all.percentile(90).rounded())) ms at p90")
    ]
  }

  /// Writes the module's rules, one of which marks a word.
  private func save(_ word: String, in folder: URL) throws {
    var text = """
      lists:
        hedges: [probably, perhaps, to some extent]
        people: [experts, critics, residents]
        saying: { entries: [say, claim, argue], match: lemma }
        places: [the port, new place]
      rules:
      - { id: word, pattern: \(word) }

      """
    for index in 0..<200 { text += "- id: rule-\(index)\n  pattern: '\(RuleStock.pattern(index))'\n" }
    try Data(text.utf8).write(to: folder.appending(path: "rules.yml"))
  }
}
