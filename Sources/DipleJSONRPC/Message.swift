/// The name a client or server gives to a request (JSON-RPC 2.0, section 4).
public enum RequestID: Hashable, Sendable {
  /// A number.
  case int(Int)
  /// A string.
  case string(String)

  /// Reads an id; nil where the value is neither.
  public init?(_ json: JSON?) {
    switch json {
    case .int(let value)?: self = .int(value)
    case .string(let value)?: self = .string(value)
    case .double(let value)?:
      guard let whole = Int(exactly: value) else { return nil }
      self = .int(whole)
    default: return nil
    }
  }

  /// As it is written on the wire.
  public var json: JSON {
    switch self {
    case .int(let value): .int(value)
    case .string(let value): .string(value)
    }
  }
}

/// Why a request failed.
public struct ResponseError: Error, Sendable, Equatable {
  /// The codes of JSON-RPC 2.0 and of LSP 3.17.
  public enum Code: Int, Sendable {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParams = -32602
    case internalError = -32603
    case serverNotInitialized = -32002
    case requestCancelled = -32800
    case contentModified = -32801
    case serverCancelled = -32802
    case requestFailed = -32803
  }
  /// What kind of failure.
  public var code: Code
  /// For a person.
  public var message: String
  /// Makes an error.
  public init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }
}

/// A message of JSON-RPC 2.0.
public enum Message: Sendable, Equatable {
  /// Wants an answer.
  case request(RequestID, method: String, params: JSON?)
  /// Wants none.
  case notification(method: String, params: JSON?)
  /// Answers a request of ours. The id is nil where the peer could not read ours.
  case response(RequestID?, result: JSON?, error: JSON?)
}

/// A body that is no message, and the id to answer with, where one could be read.
public struct MalformedMessage: Error, Sendable, Equatable {
  /// The id of the request, where there is one.
  public var id: RequestID?
  /// The answer.
  public var error: ResponseError
  /// Makes one.
  public init(id: RequestID?, error: ResponseError) { (self.id, self.error) = (id, error) }
}

extension Message {
  /// Reads the body of a frame. Batches are refused, as LSP does not know them.
  public init(body: [UInt8]) throws(MalformedMessage) {
    let json: JSON
    do { json = try JSON(parsing: body) } catch {
      throw MalformedMessage(id: nil, error: ResponseError(.parseError, error.description))
    }
    let id = RequestID(json["id"])
    func invalid(_ cause: String) -> MalformedMessage {
      MalformedMessage(id: id, error: ResponseError(.invalidRequest, cause))
    }
    guard json.object != nil else { throw invalid("a message is a JSON object") }
    guard json["jsonrpc"] == "2.0" else { throw invalid("`jsonrpc` is not \"2.0\"") }
    guard let method = json["method"] else {
      guard json["result"] != nil || json["error"] != nil else { throw invalid("neither a method nor a result") }
      self = .response(id, result: json["result"], error: json["error"])
      return
    }
    guard let method = method.string else { throw invalid("`method` is not a string") }
    switch json["params"] {
    case nil, .null?, .object?, .array?: break
    default: throw invalid("`params` is neither an object nor an array")
    }
    if json["id"] == nil {
      self = .notification(method: method, params: json["params"])
    } else {
      guard let id else { throw invalid("`id` is neither a number nor a string") }
      self = .request(id, method: method, params: json["params"])
    }
  }

  /// The body of a notification, whose `params` object `body` fills.
  public static func notification(_ method: String, params body: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.object {
      $0.member("jsonrpc", "2.0")
      $0.member("method", method)
      $0.name("params")
      $0.object(body)
    }
    return writer.bytes
  }

  /// The body of a request, whose `params` value `params` writes.
  public static func request(_ id: Int, _ method: String, params: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.object {
      $0.member("jsonrpc", "2.0")
      $0.member("id", id)
      $0.member("method", method)
      $0.name("params")
      params(&$0)
    }
    return writer.bytes
  }

  /// The body of an answer, whose value `result` writes.
  public static func answer(_ id: RequestID, _ result: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.object {
      $0.member("jsonrpc", "2.0")
      $0.member("id", json: id.json)
      $0.name("result")
      result(&$0)
    }
    return writer.bytes
  }

  /// The body of a failed answer; the id is `null` where the request could not be read.
  public static func failure(_ id: RequestID?, _ error: ResponseError) -> [UInt8] {
    var writer = JSONWriter()
    writer.object {
      $0.member("jsonrpc", "2.0")
      $0.member("id", json: id?.json ?? .null)
      $0.member("error", json: ["code": .int(error.code.rawValue), "message": .string(error.message)])
    }
    return writer.bytes
  }

  /// The body as it goes over the wire.
  public var body: [UInt8] {
    var members: [(String, JSON)] = [("jsonrpc", "2.0")]
    switch self {
    case .request(let id, let method, let params):
      members += [("id", id.json), ("method", .string(method))]
      if let params { members.append(("params", params)) }
    case .notification(let method, let params):
      members.append(("method", .string(method)))
      if let params { members.append(("params", params)) }
    case .response(let id, let result, let error):
      members.append(("id", id?.json ?? .null))
      if let error { members.append(("error", error)) } else { members.append(("result", result ?? .null)) }
    }
    return JSON.object(members).bytes
  }
}
