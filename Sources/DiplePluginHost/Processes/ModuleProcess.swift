import DipleJSONRPC
public import DiplePluginKit

/// A module in a program of its own: started when it is first asked, held to its manifest, stopped when it has nothing to do, started
/// again when it fails, and left out when it fails too often. Whatever it does costs the others nothing.
///
/// Specs/protocol/plugins.md describes what is said.
public actor ModuleProcess {
  /// What the host decides about a module.
  public struct Options: Sendable {
    /// The version of Diple, for the module's information.
    public var version = "0"
    /// What counts where a query brings no settings: the manifest's defaults with the user's on top.
    public var settings = Settings()
    /// What the user granted.
    public var grants = Grants.none
    /// What to do where the system cannot contain the program.
    public var policy = SandboxPolicy.refuse
    /// Protections to go without: for tests, and for systems where one does harm.
    public var without: Protections = []
    /// The environment and the folder for scratch folders.
    public var surroundings = Surroundings.own
    /// Why the program may not be started now, asked before each start: its files may be others since they were trusted.
    public var objection: @Sendable () -> String? = { nil }
    /// How long is waited for what.
    public var patience = ModulePatience()
    /// The time all that goes by.
    public var time = ModuleTime.system
    /// The defaults: nothing granted, nothing run that cannot be contained.
    public init() {}
  }

  /// What the module is doing.
  public enum State: Sendable, Hashable {
    /// No program runs; the next question starts one.
    case idle
    /// The program was started and has not said hello yet.
    case starting
    /// The program runs.
    case running
    /// It failed, and is started again in a moment.
    case resting
    /// It failed too often, or cannot run here.
    case leftOut(String)
    /// It was shut down for good.
    case closed
  }

  /// What the module says of itself.
  public nonisolated let manifest: Manifest
  /// The folder of its manifest.
  public nonisolated let folder: String
  let command: [String]
  let options: Options
  let tell: @Sendable (ModuleEvent) -> Void

  /// What the module is doing.
  public internal(set) var state = State.idle
  /// The protections of the program that ran last.
  public internal(set) var protections: Protections = []

  var live: Live?
  var waiting: [Job] = []
  var lastTicket = 0
  var lastRequest = 0
  var failures: [Duration] = []
  /// The programs, one after the other, that did not say hello in time.
  var silentStarts = 0
  var toldMistakes: Set<String> = []
  /// The lines that the module may still log for this document.
  var logLinesLeft = NoiseLog.lineCount
  /// Runs while there is no work.
  var idleTimer: Task<Void, Never>?
  /// Runs while a program is started.
  var starting: Task<Void, Never>?
  /// Waits for the first program's hello.
  var trial: CheckedContinuation<Trial, Never>?
  /// Programs that are being ended.
  var ending: [Int: ModuleChannel] = [:]

  /// A module with this manifest, whose `entry` must be a command. Starts nothing.
  public init(
    _ manifest: Manifest, folder: String, options: Options = Options(),
    tell: @escaping @Sendable (ModuleEvent) -> Void = { _ in }
  ) {
    guard case .command(let command) = manifest.entry else { preconditionFailure("“\(manifest.id)” is no program") }
    (self.manifest, self.folder, self.command) = (manifest, folder, command)
    (self.options, self.tell) = (options, tell)
  }

  deinit {
    if let channel = live?.channel { Task { await channel.end(courteously: true, grace: .milliseconds(500)) } }
  }

  /// A question and who waits for its answer; nobody where it was cancelled.
  struct Job {
    let ticket: Int
    let query: ModuleQuery
    var answer: CheckedContinuation<Result<[Annotation], ModuleFailure>, Never>?

    mutating func resume(_ result: Result<[Annotation], ModuleFailure>) {
      answer?.resume(returning: result)
      answer = nil
    }
  }

  /// A request that was sent: one question, or a batch.
  struct Flight {
    let request: Int
    var jobs: [Job]
    /// Runs while the module works on it; a request that only lies in the pipe has none.
    var deadline: Task<Void, Never>?
  }

  /// The program that runs.
  struct Live {
    let channel: ModuleChannel
    let number: Int
    let hello: Int
    var greeting: Greeting?
    var flights: [Flight] = []
  }

  /// Annotates. Waits for the program where it must be started, or started again. Cancelling the task takes the question back.
  public func annotate(_ query: ModuleQuery) async throws(ModuleFailure) -> [Annotation] {
    lastTicket += 1
    let ticket = lastTicket
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { answer in
        waiting.append(Job(ticket: ticket, query: query, answer: answer))
        pump()
      }
    } onCancel: {
      Task { await self.cancel(ticket) }
    }
    return try result.get()
  }

  /// What came of a first start.
  enum Trial: Sendable {
    /// The program has said hello.
    case loaded
    /// It could not be started, ended, or says what it may not.
    case failed(String)
    /// The module was shut down.
    case closed
  }

  /// Starts the program of a module that was just made, and tells how that went.
  func loads() async -> Trial {
    switch state {
    case .idle, .starting: break
    case .running: return .loaded
    case .resting: return .failed("\(manifest.id) failed at its start")
    case .leftOut(let cause): return .failed(cause)
    case .closed: return .closed
    }
    return await withCheckedContinuation { trial in
      self.trial?.resume(returning: .closed)
      self.trial = trial
      if state == .idle { start() }
    }
  }

  /// Ends it where it is only being tried: another one is to take its place.
  func endIfTried() async { if trial != nil { await shutdown() } }

  func endTrial(_ result: Trial) {
    trial?.resume(returning: result)
    trial = nil
  }

  /// True while its program runs.
  var isRunning: Bool { state == .running }

  /// Ends the program for good; whoever waits is told that it was cancelled.
  public func shutdown() async {
    endTrial(.closed)
    for index in waiting.indices { waiting[index].resume(.failure(.cancelled)) }
    waiting = []
    state = .closed
    idleTimer?.cancel()
    await starting?.value
    await stop()
    for (number, channel) in ending { _ = await end(channel, number, courteously: false) }
  }

  /// Ends a program; meanwhile `shutdown` knows of it.
  func end(_ channel: ModuleChannel, _ number: Int, courteously: Bool) async -> String {
    ending[number] = channel
    defer { ending[number] = nil }
    return await channel.end(courteously: courteously, grace: options.patience.grace)
  }

  private func cancel(_ ticket: Int) {
    if let index = waiting.firstIndex(where: { $0.ticket == ticket }) {
      var job = waiting.remove(at: index)
      return job.resume(.failure(.cancelled))
    }
    guard let live else { return }
    for (number, flight) in live.flights.enumerated() {
      guard let index = flight.jobs.firstIndex(where: { $0.ticket == ticket }) else { continue }
      self.live?.flights[number].jobs[index].resume(.failure(.cancelled))
      // The module still owes its answer, and has its deadline for it.
      guard live.greeting?.features.contains(.cancel) == true,
        self.live?.flights[number].jobs.allSatisfy({ $0.answer == nil }) == true
      else { return }
      live.channel.send(
        Message.notification("$/cancelRequest") { $0.member("id", flight.request) })
    }
  }

  // MARK: Sending

  /// Does what can be done now.
  func pump() {
    switch state {
    case .idle: if !waiting.isEmpty { start() }
    case .running: sendWaiting()
    case .starting, .resting: break
    case .leftOut(let cause): refuseWaiting(.leftOut(cause))
    case .closed: refuseWaiting(.cancelled)
    }
  }

  func refuseWaiting(_ failure: ModuleFailure) {
    let refused = waiting
    waiting = []
    for var job in refused { job.resume(.failure(failure)) }
  }

  private func sendWaiting() {
    guard let greeting = live?.greeting else { return }
    while !waiting.isEmpty, let flights = live?.flights, flights.count < greeting.window {
      var batch = [waiting.removeFirst()]
      var size = batch[0].query.text.count
      while greeting.features.contains(.batch), batch.count < 32, let next = waiting.first,
        size + next.query.text.count <= 1 << 20
      {
        size += next.query.text.count
        batch.append(waiting.removeFirst())
      }
      send(batch, greeting)
    }
    setTimers()
  }

  private func send(_ jobs: [Job], _ greeting: Greeting) {
    guard let channel = live?.channel else { return }
    lastRequest += 1
    let writer = QueryWriter(manifest: manifest, unit: greeting.unit)
    channel.refill()
    logLinesLeft = NoiseLog.lineCount
    for line in channel.refillNoise() { tell(.log(.debug, line)) }
    channel.send(
      Message.request(lastRequest, "annotate") { out in
        if jobs.count == 1 {
          writer.write(jobs[0].query, to: &out)
        } else {
          out.object { out in
            out.name("documents")
            out.array { for job in jobs { writer.write(job.query, to: &$0) } }
          }
        }
      })
    live?.flights.append(Flight(request: lastRequest, jobs: jobs))
  }

  /// A request has its time from the moment when those before it are answered; without work, the idle time runs.
  func setTimers() {
    guard let live, let greeting = live.greeting else { return }
    for (index, flight) in live.flights.prefix(greeting.parallel).enumerated() where flight.deadline == nil {
      let limit = Duration.seconds(manifest.limits.seconds) * flight.jobs.count
      self.live?.flights[index].deadline = timer(limit) { await $0.deadlinePassed(flight.request, live.number) }
    }
    idleTimer?.cancel()
    idleTimer = live.flights.isEmpty ? timer(options.patience.idle) { await $0.idleTimePassed(live.number) } : nil
  }

  func timer(_ duration: Duration, _ then: @escaping @Sendable (ModuleProcess) async -> Void) -> Task<Void, Never> {
    Task { [options, weak self] in
      guard (try? await options.time.sleep(duration)) != nil, let self else { return }
      await then(self)
    }
  }

  private func deadlinePassed(_ request: Int, _ number: Int) async {
    guard let live, live.number == number, live.flights.contains(where: { $0.request == request }) else { return }
    await failed("did not answer within \(manifest.limits.seconds.formatted) s", courteously: false)
  }

  private func idleTimePassed(_ number: Int) async {
    guard let live, live.number == number, live.flights.isEmpty, state == .running, waiting.isEmpty else { return }
    state = .idle
    await stop()
    pump()
  }

  /// Says goodbye to the program and sees to its end.
  private func stop() async {
    guard let leaving = live else { return }
    live = nil
    for flight in leaving.flights {
      flight.deadline?.cancel()
      for var job in flight.jobs { job.resume(.failure(.cancelled)) }
    }
    lastRequest += 1
    leaving.channel.send(Message.request(lastRequest, "shutdown") { $0.object { _ in } })
    leaving.channel.send(Message.notification("exit") { _ in })
    _ = await end(leaving.channel, leaving.number, courteously: true)
    tell(.stopped)
  }
}

extension Double {
  /// Without a fraction where it has none.
  var formatted: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}
