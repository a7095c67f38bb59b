public import DipleJSONRPC
public import DiplePluginHost
import DiplePipeline
public import DiplePluginKit

/// The daemon: one client, its documents, and what was found in them. Messages are handled one after the other.
public actor LanguageServer {
  /// Where in its life the server is (LSP 3.17, "Server lifecycle").
  enum Phase { case waiting, running, shutDown }

  let log: Log
  /// All modules that run, in their order.
  private(set) var whole: Pipeline
  private(set) var kinds: [(kind: String, label: String)] = []
  private(set) var labels: [String: String] = [:]
  /// Finds and loads modules; nil where the modules are what they are.
  let modules: SessionModules?
  /// What was found last, and for which wish.
  var library: Library?
  var wish: SessionModules.Wish?
  /// What was wrong with the options that say which modules are wanted, and was told.
  var wishProblems: [String] = []
  /// The folders, with the states, that the user was asked about.
  var askedToTrust: Set<String> = []
  /// The files with mistakes in modules that the client was told of.
  var moduleProblems: Set<String> = []
  /// The open documents that are files of modules, by URI.
  var moduleFiles: [String: ModuleFile] = [:]
  /// Refreshes that the client has not answered yet, and those among them that are to be sent again.
  var openRefreshes: [String: Bool] = [:]
  let mailbox = Mailbox()
  let watch: @Sendable (Int) -> Void
  /// Reads a file of a workspace folder, by its URI; nil where there is none.
  let read: @Sendable (String) -> [UInt8]?
  /// The texts in the workspace's folders.
  let files: Files
  /// Runs modules that are processes.
  let runner: any ModuleRunner
  let answers = AnswerBox()
  let send: @Sendable ([UInt8]) -> Void

  private(set) var phase = Phase.waiting
  var client = Client()
  var trace = Trace.off
  var questions = Questions()
  var configuration = Configuration()
  var pages = Pages()
  var index = WorkspaceIndex()
  var documents: [String: OpenDocument] = [:]
  /// The bytes of the texts that were closed since memory was given back.
  var closedBytes = 0
  /// How long questions to modules elsewhere wait for the next keystroke.
  let questionDelay: Duration
  /// The documents whose questions wait.
  var delayedQuestions: Set<String> = []
  /// `diple/synchronize` requests that wait for modules elsewhere.
  var barriers: [RequestID] = []
  /// The files of overrides by the document that they concern.
  var sidecars: [String: Sidecars] = [:]
  /// The users' own names by workspace folder; those of documents in no folder under nothing.
  var personalNames: [String: PersonalNames] = [:]
  /// The day that it is, as it is written into overrides.
  let today: @Sendable () -> CivilDate?

  /// Makes a server.
  /// - Parameters:
  ///   - watch: takes the id of the client's process, whose end should end this one.
  ///   - read: reads a file by its URI: the settings of a workspace folder. Nil where there is none.
  ///   - files: the texts in the workspace's folders.
  ///   - runner: runs the modules of the registry that are processes.
  ///   - modules: finds and runs modules in the place of `registry` and `runner`.
  ///   - questionDelay: how long questions to modules elsewhere wait for the next keystroke.
  ///   - today: the day that it is; nil where that is nobody's business.
  ///   - send: takes the body of every message to the client, in order.
  public init(
    _ registry: Registry = .builtIn, log: Log = Log(.warning), watch: @escaping @Sendable (Int) -> Void = { _ in },
    read: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }, files: Files = .none,
    runner: any ModuleRunner = NoRunner(), modules: SessionModules? = nil,
    questionDelay: Duration = .milliseconds(5),
    today: @escaping @Sendable () -> CivilDate? = { nil },
    send: @escaping @Sendable ([UInt8]) -> Void
  ) throws {
    self.today = today
    self.log = log
    self.watch = watch
    self.read = read
    self.files = files
    self.modules = modules
    self.questionDelay = questionDelay
    self.runner = modules?.host ?? runner
    self.send = send
    whole = try registry.pipeline()
    kinds = Self.kinds(of: whole)
    labels = Dictionary(kinds.map { ($0.kind, $0.label) }) { first, _ in first }
  }

  /// Runs these modules from now on.
  func adopt(_ pipeline: Pipeline) {
    whole = pipeline
    kinds = Self.kinds(of: pipeline)
    labels = Dictionary(kinds.map { ($0.kind, $0.label) }) { first, _ in first }
  }

  /// Who said what comes first: it is what most readers look for.
  private static func kinds(of pipeline: Pipeline) -> [(kind: String, label: String)] {
    let order = ["quote", "entity", "date", "stance"]
    let all = pipeline.manifests.flatMap { $0.kinds.map { (kind: $0.name, label: $0.label) } }
    return order.compactMap { name in all.first { $0.kind == name } } + all.filter { !order.contains($0.kind) }
  }

  /// Serves a connection to its end and returns the exit code: 0 after `shutdown`, else 1.
  /// - Parameters:
  ///   - read: as for `init`.
  ///   - files: as for `init`.
  ///   - today: as for `init`.
  ///   - modules: as for `init`; ended with the session.
  ///   - record: sees every message, those of the client when they come in.
  public static func serve(
    _ connection: Connection, log: Log, read: @escaping @Sendable (String) -> [UInt8]? = { _ in nil },
    files: Files = .none, today: @escaping @Sendable () -> CivilDate? = { nil },
    modules: SessionModules? = nil, record: (@Sendable (Recording.Event) -> Void)? = nil
  ) async throws -> Int32 {
    let server = try LanguageServer(
      log: log, watch: { Watch.end(with: $0, log) }, read: read, files: files, modules: modules, today: today
    ) {
      record?(.sent($0))
      connection.send($0)
    }
    WarmUp.start(await server.whole)
    let incoming = connection.incoming { incoming in
      record?(.received(incoming))
      server.observe(incoming)
    }
    modules?.listen { [weak server] event in Task { await server?.happened(event) } }
    var code: Int32 = 1
    for await incoming in incoming {
      if let end = await server.handle(incoming) {
        code = end
        break
      }
      // Whoever does not read will not say `exit` either.
      if connection.isClosed { break }
    }
    await modules?.shutdown()
    return code
  }

  /// Tells of a message before `handle` gets it; the reader's thread calls it so that a cancellation, or a newer change, is
  /// known while older messages are still being handled.
  public nonisolated func observe(_ incoming: Incoming) { mailbox.observe(incoming) }

  /// Handles what came in. Returns the exit code where this was the end.
  public func handle(_ incoming: Incoming) -> Int32? {
    switch incoming {
    case .end(let error):
      if let error { log(.error, error.description) }
      log(.info, "the input has ended")
      return phase == .shutDown ? 0 : 1
    case .malformed(let malformed):
      log(.error, malformed.error.message)
      send(Message.failure(malformed.id, malformed.error))
    case .message(.response(let id, let result, let error)): answered(id, result, error)
    case .message(.notification(method: "exit", params: _)): return phase == .shutDown ? 0 : 1
    case .message(.notification(let method, let params)): notified(method, params)
    case .message(.request(let id, let method, let params)): requested(id, method, params)
    }
    return nil
  }

  private func notified(_ method: String, _ params: JSON?) {
    log(.debug, "← \(method)")
    mailbox.reached(method, params)
    // Notifications before `initialize` are dropped, as the protocol says; after `shutdown` nothing matters any more.
    guard phase == .running else { return }
    if let handlers = Feature.notifications[method] {
      let start = ContinuousClock.now
      for handle in handlers { handle(self, params) }
      tell(method, nil, params, since: start)
    } else if !method.hasPrefix("$/") {
      log(.debug, "unknown notification \(method)")
    }
  }

  private func requested(_ id: RequestID, _ method: String, _ params: JSON?) {
    log(.debug, "← \(method)")
    let start = ContinuousClock.now
    // The one answer that may have to wait.
    if method == "diple/synchronize", phase == .running { return synchronize(id) }
    do {
      try goOn(id)
      send(try answer(id, method, params))
    } catch {
      send(Message.failure(id, error))
    }
    tell(method, id, params, since: start)
  }

  /// A request that the client has cancelled is not worth further work.
  private func goOn(_ id: RequestID) throws(ResponseError) {
    if mailbox.isCancelled(id) { throw ResponseError(.requestCancelled, "cancelled") }
  }

  /// A client that will ask again has no use for an answer of a text that it has changed already. All others get it: it is
  /// of the version that they had when they asked.
  private func expectFresh(_ method: String, _ params: JSON?) throws(ResponseError) {
    guard client.retries.contains(method), let uri = params?["textDocument"]?["uri"]?.string,
      mailbox.changesWait(for: uri)
    else { return }
    throw ResponseError(.contentModified, "\(uri) was changed since")
  }

  private func answer(_ id: RequestID, _ method: String, _ params: JSON?) throws(ResponseError) -> [UInt8] {
    switch (method, phase) {
    case ("initialize", .waiting):
      let result = try initialize(params)
      phase = .running
      return Message.answer(id) { $0.write(result) }
    case ("initialize", _): throw ResponseError(.invalidRequest, "`initialize` came before")
    case (_, .waiting): throw ResponseError(.serverNotInitialized, "`initialize` has not come yet")
    case (_, .shutDown): throw ResponseError(.invalidRequest, "the server is shut down")
    case ("shutdown", _):
      phase = .shutDown
      for id in barriers { giveUp(barrier: id) }
      return Message.answer(id) { $0.null() }
    default:
      guard let answer = Feature.requests[method] else {
        throw ResponseError(.methodNotFound, "no method `\(method)`")
      }
      try expectFresh(method, params)
      if let nothing = Face.refusal(method, params, configuration) { return Message.answer(id) { $0.write(nothing) } }
      let progress = isLong(params) ? progress(method, of: params) : nil
      defer { progress?.end() }
      let reply = try answer(self, params)
      try goOn(id)
      return Message.answer(id, reply.write)
    }
  }

  /// True for a request about a long text.
  private func isLong(_ params: JSON?) -> Bool {
    guard let uri = params?["textDocument"]?["uri"]?.string else { return false }
    return documents[uri].map { $0.text.bytes.count >= Self.longText } ?? false
  }

  /// Sends a message of ours.
  func notify(_ method: String, _ params: (inout JSONWriter) -> Void) {
    send(Message.notification(method, params: params))
  }

  /// Writes a problem to the log and tells the client's user.
  func report(_ level: LogLevel, _ text: String) {
    log(level, text)
    notify("window/logMessage") {
      $0.member("type", level.rawValue)
      $0.member("message", PlainText.lines(text))
    }
  }
}
