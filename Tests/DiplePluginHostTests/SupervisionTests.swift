import DiplePluginKit
import Foundation
import Testing

@testable import DiplePluginHost

/// Starting, stopping, failing and starting again, in a time that stands still until a test moves it.
@Suite(.enabled(if: Hostile.program != nil), .serialized) struct SupervisionTests {
  @Test func aProgramIsStartedWhenItIsNeeded() async throws {
    let hostile = try Hostile("good")
    #expect(await hostile.module.state == .idle)
    #expect(hostile.events.starts == 0)
    _ = try await hostile.annotate().get()
    _ = try await hostile.annotate().get()
    #expect(hostile.events.starts == 1)
    await hostile.module.shutdown()
    #expect(await hostile.annotate() == .failure(.cancelled))
  }

  @Test func anIdleProgramIsStoppedAndStartedAgain() async throws {
    let hostile = try Hostile("good")
    _ = try await hostile.annotate().get()
    await hostile.time.pass(.seconds(60))
    while !hostile.events.all.contains(.stopped) { await Task.yield() }
    #expect(await hostile.module.state == .idle)
    _ = try await hostile.annotate().get()
    #expect(hostile.events.starts == 2)
    await hostile.module.shutdown()
  }

  @Test func aCrashedProgramIsStartedAgainAfterABreak() async throws {
    let hostile = try Hostile("crash-at", "late")
    #expect(await hostile.annotate("He was late.").isCrash)
    #expect(await hostile.module.state == .resting)
    async let next = hostile.annotate("He was early.")
    await hostile.time.pass(.milliseconds(500))
    #expect(try await next.get().count == 1)
    #expect(hostile.events.starts == 2)
    #expect(hostile.events.notices == [])
    await hostile.module.shutdown()
  }

  @Test func threeCrashesAMinuteAreEnough() async throws {
    let hostile = try Hostile("crash")
    #expect(await hostile.annotate().isCrash)
    async let second = hostile.annotate()
    await hostile.time.pass(.milliseconds(500))
    #expect(await second.isCrash)
    async let third = hostile.annotate()
    // Twice as long.
    await hostile.time.pass(.seconds(1))
    #expect(await third.isCrash)
    guard case .failure(.leftOut(let cause)) = await hostile.annotate() else {
      Issue.record("it is asked again")
      return
    }
    #expect(cause.hasPrefix("hostile failed 3 times and is left out; the last time it ended"))
    _ = await hostile.annotate()
    #expect(hostile.events.notices == [cause])
    #expect(hostile.events.starts == 3)
    await hostile.module.shutdown()
  }

  @Test func crashesFarApartAreForgiven() async throws {
    let hostile = try Hostile("crash-at", "late")
    for _ in 0..<5 {
      #expect(await hostile.annotate("He was late.").isCrash)
      await hostile.time.pass(.milliseconds(500))
      #expect(try await hostile.annotate("He was early.").get().count == 1)
      await hostile.time.pass(.seconds(60))
    }
    #expect(hostile.events.notices == [])
    await hostile.module.shutdown()
  }

  @Test func aCrashHurtsTheDocumentItHappensWithOnly() async throws {
    let hostile = try Hostile("crash-at", "late")
    async let bad = hostile.annotate("He was late.", key: "bad")
    async let good = hostile.annotate("He was early.", key: "good")
    async let alsoGood = hostile.annotate("She was early.", key: "also good")
    await hostile.time.pass(.milliseconds(500))
    #expect(await bad.isCrash)
    #expect(try await good.get().count == 1)
    #expect(try await alsoGood.get().count == 1)
    await hostile.module.shutdown()
  }

  @Test func severalDocumentsAtOnceAreAnsweredInAnyOrder() async throws {
    let two = try Hostile("two-backwards", parallel: 2)
    async let first = two.annotate(key: "first")
    async let second = two.annotate(key: "second")
    let results = await [first, second]
    #expect(results.count { if case .success = $0 { true } else { false } } == 1)
    #expect(results.contains(.failure(.refused("hostile: late"))))
    await two.module.shutdown()
  }

  @Test func whatWaitsGoesAsABatch() async throws {
    let hostile = try Hostile("batch", "late")
    #expect(await hostile.annotate("He was late.").isCrash)
    // While it rests, questions come together.
    var tasks: [Task<Result<[Annotation], ModuleFailure>, Never>] = []
    for number in 1...3 {
      tasks.append(Task { await hostile.annotate("Early.", key: "\(number)") })
      while await hostile.module.waiting.count < number { await Task.yield() }
    }
    await hostile.time.pass(.milliseconds(500))
    #expect(try await tasks[0].value.get().count == 1)
    #expect(await tasks[1].value == .failure(.refused("hostile: not this")))
    #expect(await tasks[2].value == .failure(.invalid("hostile: the result has no list “annotations”")))
    // One alone goes as it is.
    #expect(try await hostile.annotate("Early.").get().count == 1)
    await hostile.module.shutdown()
  }

  @Test func aQuestionCanBeTakenBack() async throws {
    let hostile = try Hostile("until-cancelled")
    let task = Task { await hostile.annotate() }
    while !hostile.events.log.contains("here") { await Task.yield() }
    task.cancel()
    #expect(await task.value == .failure(.cancelled))
    while !hostile.events.log.contains("cancelled") { await Task.yield() }
    // It lives, and nobody waits for it.
    #expect(await hostile.module.state == .running)
    await hostile.module.shutdown()
    #expect(hostile.events.starts == 1)
  }

  @Test func progressIsPassedOn() async throws {
    let hostile = try Hostile("progress")
    _ = try await hostile.annotate(key: "book").get()
    #expect(hostile.events.all.contains(.progress(key: "book", fraction: 0.5, message: "half")))
    await hostile.module.shutdown()
  }

  @Test(
    arguments: [
      (#"{"id":"other","version":"1.0.0","api":1}"#, "it calls itself “other”, its manifest “hostile”"),
      (#"{"id":"hostile","version":"2.0.0","api":1}"#, "it is version 2.0.0, its manifest is of 1.0.0"),
      (
        #"{"id":"hostile","version":"1.0.0","api":2}"#,
        "it does not speak version 1 of the protocol (“api” of its hello)"
      ),
      (
        #"{"id":"hostile","version":"1.0.0","api":1,"offsets":"words"}"#,
        "“offsets” of its hello must be one of utf8, utf16, codepoint"
      ), ("7", "its hello is no object"),
    ])
  func whoIsNotWhomTheManifestNamesIsLeftOut(hello: String, cause: String) async throws {
    let hostile = try Hostile("hello-as", hello)
    #expect(await hostile.annotate() == .failure(.leftOut("hostile was left out: \(cause)")))
    #expect(hostile.events.notices == ["hostile was left out: \(cause)"])
  }

  @Test func whatIsNotTrustedAnyMoreIsNotStartedAgain() async throws {
    let folder = try TestFolder()
    let hostile = try Hostile("good") {
      $0.objection = { folder.exists("changed") ? "its files have changed" : nil }
    }
    #expect(try await hostile.annotate().get().count == 1)
    await hostile.time.pass(.seconds(60))
    while !hostile.events.all.contains(.stopped) { await Task.yield() }
    try folder.write("changed", "")
    #expect(await hostile.annotate() == .failure(.leftOut("hostile was not run: its files have changed")))
    #expect(hostile.events.starts == 1)
  }

  /// What a host runs is what was loaded: other files since then, and nothing is started.
  @Test func aHostStartsOnlyWhatWasLoaded() async throws {
    let hostile = try Hostile("good")
    let manifest = hostile.module.manifest
    let folder = URL(filePath: hostile.folder.path)
    let query = ModuleQuery(
      key: "a", paragraphs: [.init(number: 1, layers: English.read(Array("Ana Ruiz spoke.".utf8)))])
    func answer(_ checksum: String) async throws -> Int {
      let host = ModuleHost(options: { _ in ModuleProcess.Options() })
      host.adopt([ProcessModule(manifest: manifest, folder: folder, content: .trusted(checksum: checksum), grants: [])])
      defer { Task { await host.shutdown() } }
      return try await host.annotate("hostile", query).count
    }
    let checksum = try Checksum.of(folder: folder)
    #expect(try await answer(checksum) == 1)
    try hostile.folder.write("more.txt", "changed")
    await #expect(
      throws: ModuleFailure.leftOut(
        "hostile was not run: its files are others than those that were loaded")
    ) { try await answer(checksum) }
  }

  @Test func aProgramThatIsNotThereIsNamed() async throws {
    let hostile = try Hostile("good")
    var manifest = hostile.module.manifest
    manifest.entry = .command(["no-such-interpreter", "main.py"])
    let module = ModuleProcess(manifest, folder: hostile.folder.path)
    let query = ModuleQuery(key: "a", paragraphs: [])
    await #expect(throws: ModuleFailure.leftOut("hostile: there is no program “no-such-interpreter” to run")) {
      try await module.annotate(query)
    }
    try hostile.folder.write("text", "not a program")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hostile.folder.path + "/text")
    manifest.entry = .command(["./text"])
    let other = ModuleProcess(manifest, folder: hostile.folder.path)
    await #expect(throws: ModuleFailure.leftOut("hostile: “./text” could not be started: run: Exec format error")) {
      try await other.annotate(query)
    }
  }

  @Test func theHostKeepsModulesApart() async throws {
    let (good, bad) = (try Hostile("good"), try Hostile("hang"))
    let host = ModuleHost(options: { _ in
      var options = ModuleProcess.Options()
      options.patience.grace = .milliseconds(50)
      return options
    })
    var (first, second) = (good.module.manifest, bad.module.manifest)
    (first.id, second.id) = ("hostile", "hanging")
    host.add(first, folder: good.folder.path)
    host.add(second, folder: bad.folder.path)
    let query = ModuleQuery(key: "a", paragraphs: [.init(number: 0, layers: English.read(Array("Well.".utf8)))])
    let hanging = Task { try await host.annotate("hanging", query) }
    #expect(try await host.annotate("hostile", query).count == 1)
    await #expect(throws: ModuleFailure.leftOut("there is no module “none”")) { try await host.annotate("none", query) }
    await host.shutdown()
    _ = await hanging.result
    #expect(host.module("hostile") == nil)
  }

  /// Saving a script that does not load takes nothing away; the next one that does takes its place.
  @Test func aScriptThatDoesNotLoadLeavesTheOneBefore() async throws {
    let (good, bad) = (try Hostile("good"), try Hostile("crash-hello"))
    let events = Events()
    let host = ModuleHost(options: { _ in ModuleProcess.Options() }, tell: { events.add($1) })
    let manifest = good.module.manifest
    let query = ModuleQuery(key: "a", paragraphs: [.init(number: 0, layers: English.read(Array("Well.".utf8)))])
    host.add(manifest, folder: good.folder.path)
    #expect(try await host.annotate("hostile", query).count == 1)
    var broken = manifest
    broken.entry = bad.module.manifest.entry
    host.add(broken, folder: bad.folder.path)
    #expect(try await host.annotate("hostile", query).count == 1)
    #expect(events.notices.count == 1)
    #expect(events.notices.first?.hasSuffix("the version before it runs on until a file changes again") == true)
    #expect(events.starts == 2)
    host.add(manifest, folder: good.folder.path)
    #expect(try await host.annotate("hostile", query).count == 1)
    #expect(events.starts == 3)
    #expect(events.notices.count == 1)
    await host.shutdown()
  }

  /// What the pipeline wants to know goes through `ModuleRunner`; every query is answered once, whatever becomes of the module.
  @Test func whatThePipelineAsksIsAnsweredOnce() async throws {
    let (good, bad) = (try Hostile("good"), try Hostile("until-cancelled"))
    let events = Events()
    let host = ModuleHost(options: { _ in ModuleProcess.Options() }, tell: { events.add($1) })
    var hanging = bad.module.manifest
    hanging.id = "hostile"
    host.add(good.module.manifest, folder: good.folder.path)
    let document = DocumentKey(uri: "file:///a.txt")
    let item = DocumentView.Item(number: 4, layers: English.read(Array("Well.".utf8)))
    func ask(_ id: Int, _ module: String) async -> [Annotation] {
      let query = RemoteQuery(
        id: id, module: module, paragraphs: [item], annotations: [:], date: nil, settings: Settings())
      return await withCheckedContinuation { done in
        host.ask(query, of: document) { done.resume(returning: $0.annotations) }
      }
    }
    #expect(await ask(1, "hostile").map(\.pieces) == [[Place(4, Span(0, 1))]])
    #expect(await ask(2, "nobody") == [])
    // Another version of the module takes the place of the first.
    host.add(hanging, folder: bad.folder.path)
    async let withdrawn = ask(3, "hostile")
    while !events.log.contains("here") { await Task.yield() }
    host.withdraw(3, of: document)
    #expect(await withdrawn == [])
    async let forgotten = ask(4, "hostile")
    host.withdraw(99, of: document)
    while events.log.count(where: { $0 == "here" }) < 2 { await Task.yield() }
    host.forget(document)
    #expect(await forgotten == [])
    await host.shutdown()
  }

  @Test func shutdownWaitsForAllProcesses() async throws {
    let folder = try TestFolder()
    let file = folder.path + "/lock"
    let hostile = try Hostile("ignore-term", file, capabilities: .init(writable: [folder.path]))
    let task = Task { await hostile.annotate() }
    while !hostile.events.log.contains("here") { await Task.yield() }
    await hostile.module.shutdown()
    #expect(await task.value == .failure(.cancelled))
    let lock = open(file, O_RDWR)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
  }
}
