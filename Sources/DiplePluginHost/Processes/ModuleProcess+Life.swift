import DipleJSONRPC
import DiplePluginKit
import Dispatch

// Starting, failing and starting again.
extension ModuleProcess {
  func start() {
    state = .starting
    starting = Task { await startProgram() }
  }

  private func startProgram() async {
    let started: (running: SandboxedProgram.Started, scratch: ScratchFolder)
    if let cause = options.objection() { return leaveOut("\(manifest.id) was not run: \(cause)") }
    do throws(ModuleFailure) {
      var (program, scratch) = try ModuleProgram.sandboxed(
        manifest, command, folder: folder, grants: options.grants, surroundings: options.surroundings)
      program.without = options.without
      if options.policy == .refuse { program.required = .essential }
      let result = await Self.run(program)
      switch result {
      case .success(let running): started = (running, scratch)
      case .failure(.unprotected(let held)):
        protections = held
        throw .cannotStart("\(manifest.id) was not run: \(missingProtection(held) ?? "a protection is missing")")
      case .failure(let failure):
        throw .cannotStart("\(manifest.id): “\(command.joined(separator: " "))” could not be started: \(failure)")
      }
    } catch {
      // Trying again would not help.
      return leaveOut(error.description)
    }
    lastRequest += 1
    let channel = ModuleChannel(started.running, scratch: started.scratch, limit: manifest.limits.output << 20)
    protections = channel.protections
    guard state == .starting else {
      _ = await end(channel, lastRequest, courteously: false)
      return
    }
    if let cause = missingProtection(channel.protections) {
      noticeOnce("\(manifest.id) runs without full protection: \(cause)")
    }
    live = Live(channel: channel, number: lastRequest, hello: lastRequest)
    tell(.started(channel.protections))
    channel.send(
      Message.request(lastRequest, "hello") { [manifest, options] out in
        out.object { out in
          out.member("api", Manifest.currentAPI)
          out.member("diple", options.version)
          out.name("features")
          out.array { for feature in Feature.allCases { $0.string(feature.rawValue) } }
          out.name("settings")
          QueryWriter.write(manifest.settings.merging(options.settings), &out)
          out.name("languages")
          out.array { for language in manifest.languages { $0.string(language) } }
        }
      })
    let number = lastRequest
    _ = timer(options.patience.silence) { await $0.isSilent(number) }
    _ = timer(options.patience.hello) { await $0.helloTimePassed(number) }
    Task { [weak self] in
      for await item in channel.items {
        guard let self else { break }
        await self.received(item, from: number)
      }
    }
  }

  /// Off the threads that others wait for: copying a large process takes a while.
  private static func run(
    _ program: SandboxedProgram
  ) async -> Result<SandboxedProgram.Started, SandboxedProgram.Failure> {
    await withCheckedContinuation { done in
      DispatchQueue.global().async {
        done.resume(returning: Result { () throws(SandboxedProgram.Failure) in try program.start() })
      }
    }
  }

  private func missingProtection(_ held: Protections) -> String? {
    let missing = Protections.explained.filter {
      Protections.essential.contains($0.protection) && !held.contains($0.protection)
    }
    guard !missing.isEmpty else { return nil }
    return "this system does not hold " + missing.map { "“\($0.name): \($0.meaning)”" }.joined(separator: ", ")
  }

  private func isSilent(_ number: Int) {
    guard let live, live.number == number, live.greeting == nil else { return }
    tell(.slow(options.patience.hello - options.patience.silence))
  }

  private func helloTimePassed(_ number: Int) async {
    guard let silent = live, silent.number == number, silent.greeting == nil else { return }
    let cause = "did not answer “hello” within \((options.patience.hello / .seconds(1)).formatted) s"
    silentStarts += 1
    guard silentStarts >= options.patience.hellos else { return await failed(cause, courteously: false) }
    live = nil
    leaveOut("\(manifest.id) \(cause) and is left out")
    _ = await end(silent.channel, silent.number, courteously: false)
  }

  /// The program failed: whoever it worked for is told, the others wait for the next one.
  func failed(_ cause: String, courteously: Bool) async {
    guard let broken = live else { return }
    live = nil
    state = .resting
    let inService = broken.greeting?.parallel ?? 0
    // What only lay in the pipe is nobody's fault.
    let unharmed = broken.flights.dropFirst(inService).flatMap(\.jobs).filter { $0.answer != nil }
    waiting.insert(contentsOf: unharmed, at: 0)
    for flight in broken.flights { flight.deadline?.cancel() }
    let ended = await end(broken.channel, broken.number, courteously: courteously)
    let text = "\(manifest.id) \(cause); \(ended)"
    endTrial(.failed(text))
    for flight in broken.flights.prefix(inService) {
      for var job in flight.jobs { job.resume(.failure(.crashed(text))) }
    }
    guard state == .resting else { return pump() }
    let now = options.time.now()
    failures = failures.filter { now - $0 < options.patience.span } + [now]
    guard failures.count < options.patience.failures else {
      return leaveOut(
        "\(manifest.id) failed \(failures.count) times and is left out; the last time it \(cause); \(ended)")
    }
    tell(.log(.warning, text))
    _ = timer(options.patience.backOff * (1 << (failures.count - 1))) { await $0.rested() }
  }

  private func rested() {
    guard state == .resting else { return }
    state = .idle
    pump()
  }

  /// No more of this module. Told once.
  func leaveOut(_ cause: String) {
    guard state != .closed else { return pump() }
    state = .leftOut(cause)
    // Who tries it tells of it.
    if trial == nil { tell(.notice(cause)) }
    endTrial(.failed(cause))
    pump()
  }

  /// Tells what the user should know, once.
  func noticeOnce(_ text: String) {
    guard toldMistakes.count < 100, toldMistakes.insert(text).inserted else { return }
    tell(.notice(text))
  }
}
