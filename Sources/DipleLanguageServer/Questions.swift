import DipleJSONRPC

/// Why the client did not do what it was asked.
struct ClientError: Error {
  let method: String
  let message: String
}

/// Requests of ours that wait for the client's answer. Their ids are strings, so that none looks like one of the client's.
struct Questions {
  typealias Then = @Sendable (isolated LanguageServer, Result<JSON, ClientError>) -> Void

  private var count = 0
  private var waiting: [RequestID: (method: String, then: Then)] = [:]

  /// The id of the next request.
  var next: RequestID { .string("diple-\(count + 1)") }

  mutating func add(_ method: String, _ then: @escaping Then) -> RequestID {
    let id = next
    count += 1
    waiting[id] = (method, then)
    return id
  }

  mutating func take(_ id: RequestID) -> (method: String, then: Then)? { waiting.removeValue(forKey: id) }
}

extension LanguageServer {
  /// Asks the client. Its answer comes like any message, after those it sent before.
  @discardableResult
  func ask(
    _ method: String, _ params: JSON? = nil,
    then: @escaping Questions.Then = { server, answer in
      if case .failure(let error) = answer { server.log(.warning, "\(error.method): \(error.message)") }
    }
  ) -> RequestID {
    let id = questions.add(method, then)
    send(Message.request(id, method: method, params: params).body)
    return id
  }

  /// Takes the client's answer to a request of ours.
  func answered(_ id: RequestID?, _ result: JSON?, _ error: JSON?) {
    guard let id, let question = questions.take(id) else {
      return log(.warning, "an answer to nothing that was asked")
    }
    mailbox.forget(id)
    guard phase == .running else { return }
    if let error {
      let text = error["message"]?.string ?? "no reason given"
      question.then(self, .failure(ClientError(method: question.method, message: text)))
    } else {
      question.then(self, .success(result ?? .null))
    }
  }
}
