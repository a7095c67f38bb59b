import DiplePipeline
import DiplePluginHost
import DiplePluginKit

// What must come out the same in other ways.
extension Conformance {
  var isFickle: ModuleCheck.Outcome? {
    manifest.isDeterministic ? nil : .skipped("its manifest says that it is not deterministic")
  }

  func same(_ bench: Workbench) async -> ModuleCheck.Outcome {
    if let isFickle { return isFickle }
    let all = texts + [KitTexts.news]
    var told: [String] = []
    // Another process may hash in another order.
    let other = Workbench(specimen)
    for text in all {
      let first = await find(text, bench)
      told += differences(expected: first, found: await find(text, bench)).map { "asked twice: \($0)" }
      told += differences(expected: first, found: await find(text, other)).map { "started anew: \($0)" }
    }
    let failures = other.takeFailures()
    await other.close()
    return told.isEmpty && failures.isEmpty ? .passed() : .failed(failures + told.prefix(4))
  }

  func reversed(_ bench: Workbench) async -> ModuleCheck.Outcome {
    if let isFickle { return isFickle }
    guard texts.count > 1 else { return Self.nothing }
    var told: [String] = []
    let other = Workbench(specimen)
    var forward: [[Found]] = []
    for text in texts { forward.append(await find(text, bench)) }
    for (text, expected) in zip(texts, forward).reversed() {
      told += differences(expected: expected, found: await find(text, other))
    }
    let failures = other.takeFailures()
    await other.close()
    return told.isEmpty && failures.isEmpty
      ? .passed(note: "\(texts.count) texts") : .failed(failures + told.prefix(4))
  }

  func together(_ bench: Workbench) async -> ModuleCheck.Outcome {
    if let isFickle { return isFickle }
    guard texts.count > 1 else { return Self.nothing }
    var expected: [[Found]] = []
    for text in texts { expected.append(await find(text, bench)) }
    let found = await withTaskGroup(of: (Int, [Found]).self) { group in
      for (index, text) in texts.enumerated() { group.addTask { (index, await self.find(text, bench)) } }
      return await group.reduce(into: [Int: [Found]]()) { $0[$1.0] = $1.1 }
    }
    let told = texts.indices.flatMap { differences(expected: expected[$0], found: found[$0] ?? []) }
    return told.isEmpty ? .passed(note: "\(texts.count) texts") : .failed(Array(told.prefix(4)))
  }

  func alone(_ bench: Workbench) async -> ModuleCheck.Outcome {
    if let isFickle { return isFickle }
    guard manifest.scope != .document else { return .skipped("its scope is the document") }
    guard specimen.readsTextOnly else {
      return .skipped("it reads what other modules find, and these read the whole document")
    }
    let paragraphs = KitTexts.paragraphs(KitTexts.news) + texts.flatMap(KitTexts.paragraphs)
    let whole = await find(paragraphs.joined(separator: "\n\n"), bench)
    var told: [String] = []
    var start = 0
    for paragraph in paragraphs {
      let end = start + paragraph.utf8.count
      let within = whole.filter { $0.spans[0].start >= start && $0.spans[0].start < end }.map { $0.moved(by: -start) }
      told += differences(expected: await find(paragraph, bench), found: within)
      start = end + 2
    }
    guard !told.isEmpty else { return .passed(note: "\(paragraphs.count) paragraphs") }
    let scope = "in the document it finds something else than in the paragraph alone: is its “scope” rather “document”?"
    return .failed([scope] + told.prefix(3))
  }

  func cancelled(_ bench: Workbench) async -> ModuleCheck.Outcome {
    guard specimen.isProcess else { return .skipped("it runs in the program, at once") }
    let text = texts.first ?? KitTexts.news
    let before = await find(text, bench)
    let long = KitTexts.long(min(length, 200_000))
    for patience in [0, 5, 50] {
      let task = Task { await self.find(long, bench) }
      try? await Task.sleep(for: .milliseconds(patience))
      task.cancel()
      _ = await task.value
      guard manifest.isDeterministic else { continue }
      let told = differences(expected: before, found: await find(text, bench))
      if !told.isEmpty { return .failed(told.map { "asked after a question that was taken back: \($0)" }) }
    }
    return .passed()
  }
}
