import DipleJSONRPC
import DiplePluginKit

// What the program sends.
extension ModuleProcess {
  /// What both sides may be able to do beyond the least.
  enum Feature: String, CaseIterable { case pipeline, parallel, batch, cancel, progress, log }

  /// What a module said of itself.
  struct Greeting {
    var features: Set<Feature>
    var unit: TextUnit
    /// The requests that it works on at once.
    var parallel: Int
    /// The requests that may be under way: one more than it works on, where it reads ahead.
    var window: Int { parallel + (features.contains(.pipeline) ? 1 : 0) }

    /// Reads the answer to `hello`; throws what is wrong with it.
    init(_ result: JSON?, _ manifest: Manifest) throws(ModuleFailure) {
      guard let result, result.object != nil else { throw .cannotStart("its hello is no object") }
      guard result["api"]?.int == Manifest.currentAPI else {
        throw .cannotStart("it does not speak version \(Manifest.currentAPI) of the protocol (“api” of its hello)")
      }
      guard result["id"]?.string == manifest.id else {
        throw .cannotStart("it calls itself “\(Self.word(result["id"]?.string ?? "?"))”, its manifest “\(manifest.id)”")
      }
      if let version = result["version"]?.string, version != manifest.version {
        throw .cannotStart("it is version \(Self.word(version)), its manifest is of \(manifest.version)")
      }
      features = Set((result["features"]?.array ?? []).compactMap { $0.string.flatMap(Feature.init) })
      guard let unit = TextUnit(rawValue: result["offsets"]?.string ?? TextUnit.utf8.rawValue) else {
        let words = TextUnit.allCases.map(\.rawValue).joined(separator: ", ")
        throw .cannotStart("“offsets” of its hello must be one of \(words)")
      }
      self.unit = unit
      parallel = features.contains(.parallel) ? manifest.parallel : 1
    }

    /// A word of the module's, to be quoted.
    private static func word(_ text: String) -> String { PlainText.line(String(text.prefix(100))) }
  }

  func received(_ item: ModuleChannel.Item, from number: Int) async {
    if case .printed(let line) = item { return tell(.log(.debug, line)) }
    guard let live, live.number == number else { return }
    switch item {
    case .printed: break
    case .end(let cause):
      // One that ended by itself needs no signal; one that broke the protocol gets no courtesy.
      await failed(cause ?? "ended", courteously: cause == nil)
    case .message(.response(let id, let result, let error)):
      guard case .int(let request)? = id else {
        return await failed("answered a request that was not made", courteously: false)
      }
      if request == live.hello {
        await greeted(result, error)
      } else if let index = live.flights.firstIndex(where: { $0.request == request }) {
        answered(index, result, error)
      } else if request > lastRequest || live.greeting == nil {
        await failed("answered a request that was not made", courteously: false)
      }
    case .message(.notification(let method, let params)): notified(method, params)
    case .message(.request(let id, let method, _)):
      live.channel.send(Message.failure(id, ResponseError(.methodNotFound, "the host knows no method “\(method)”")))
    }
  }

  private func greeted(_ result: JSON?, _ error: JSON?) async {
    guard live?.greeting == nil else { return }
    do throws(ModuleFailure) {
      if let error { throw .cannotStart("it refused: \(Self.text(of: error))") }
      live?.greeting = try Greeting(result, manifest)
      state = .running
      endTrial(.loaded)
      silentStarts = 0
      pump()
      setTimers()
    } catch {
      // It would say the same again.
      guard let broken = live else { return }
      live = nil
      leaveOut("\(manifest.id) was left out: \(error)")
      _ = await end(broken.channel, broken.number, courteously: true)
    }
  }

  private func answered(_ index: Int, _ result: JSON?, _ error: JSON?) {
    guard let flight = live?.flights.remove(at: index), let greeting = live?.greeting else { return }
    flight.deadline?.cancel()
    let results: [JSON?] = flight.jobs.count == 1 ? [result] : result?["documents"]?.array ?? []
    for (number, var job) in flight.jobs.enumerated() where job.answer != nil {
      let result = number < results.count ? results[number] : nil
      let error = error ?? (flight.jobs.count > 1 ? result?["error"] : nil)
      job.resume(read(result, error, job.query, greeting))
    }
    pump()
    setTimers()
  }

  private func read(
    _ result: JSON?, _ error: JSON?, _ query: ModuleQuery, _ greeting: Greeting
  ) -> Result<[Annotation], ModuleFailure> {
    if let error { return .failure(.refused("\(manifest.id): \(Self.text(of: error))")) }
    return Result { () throws(ModuleFailure) in
      let (annotations, mistakes) = try ResultReader(manifest, query, greeting.unit).read(result)
      // One notice a module: it may make as many mistakes as it likes. The others are for whoever reads the log, each cause once.
      for mistake in mistakes {
        let cause = mistake[(mistake.firstIndex(of: "]") ?? mistake.startIndex)...]
        guard toldMistakes.count < 100, toldMistakes.insert(String(cause)).inserted else { continue }
        tell(toldMistakes.count == 1 ? .notice(mistake) : .log(.warning, mistake))
      }
      return annotations
    }
  }

  private func notified(_ method: String, _ params: JSON?) {
    switch method {
    case "log":
      guard logLinesLeft > 0 else { return }
      logLinesLeft -= 1
      let level = params?["level"]?.string.flatMap(ModuleEvent.Level.init) ?? .info
      guard let message = params?["message"]?.string else { return }
      tell(.log(level, PlainText.line(String(message.prefix(1000)))))
    case "$/progress":
      guard let flight = live?.flights.first(where: { $0.request == params?["id"]?.int }) else { return }
      tell(
        .progress(
          key: flight.jobs[0].query.key, fraction: params?["fraction"]?.number.map { min(max($0, 0), 1) },
          message: (params?["message"]?.string).map { PlainText.line(String($0.prefix(200))) }))
    default: break
    }
  }

  private static func text(of error: JSON) -> String {
    PlainText.line(String((error["message"]?.string ?? error.string ?? "an error without a message").prefix(1000)))
  }
}
