import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  /// Who quotes and speaks about whom, as a hierarchy of calls: whoever speaks is the caller, whoever is named or quoted is
  /// called.
  static let callHierarchy = Feature(
    capabilities: { _ in ["callHierarchyProvider": true] },
    requests: [
      "textDocument/prepareCallHierarchy": { server, params throws(ResponseError) in
        let (uri, _, view) = try server.document(params)
        return Reply(CallHierarchy(Speech(view), uri: uri).items(at: try params.position("position")))
      },
      "callHierarchy/incomingCalls": { server, params throws(ResponseError) in
        let (hierarchy, voice) = try server.hierarchy(params)
        return Reply(hierarchy.incoming(voice))
      },
      "callHierarchy/outgoingCalls": { server, params throws(ResponseError) in
        let (hierarchy, voice) = try server.hierarchy(params)
        return Reply(hierarchy.outgoing(voice))
      },
    ])
}

extension LanguageServer {
  /// The hierarchy that an item belongs to, and whom the item means.
  fileprivate func hierarchy(_ params: JSON?) throws(ResponseError) -> (CallHierarchy, Speech.Voice) {
    guard let item = params?["item"], let voice = item["data"]?.string.flatMap(Speech.Voice.init) else {
      throw ResponseError(.invalidParams, "`item` is none of ours")
    }
    let (uri, _, view) = try document(["textDocument": ["uri": item["uri"] ?? .null]])
    return (CallHierarchy(Speech(view), uri: uri), voice)
  }
}

/// `textDocument/prepareCallHierarchy`, `callHierarchy/incomingCalls` and `outgoingCalls`.
struct CallHierarchy {
  private let speech: Speech
  private let uri: String
  private var view: View { speech.view }

  init(_ speech: Speech, uri: String) { (self.speech, self.uri) = (speech, uri) }

  /// Who or what is named at a place, else whoever speaks there.
  func items(at position: Position) -> JSON {
    let named = view.entries(at: view.offset(of: position)).lazy.compactMap { entry in
      speech.voice(entry.thing) ?? speech.speaker(of: view.annotations[entry.annotation])
    }
    return named.first.flatMap(item).map { [$0] } ?? .null
  }

  /// Who speaks about somebody or quotes them, with the quotes that do.
  func incoming(_ voice: Speech.Voice) -> JSON {
    guard speech.place(of: voice) != nil else { return .null }
    return gathered(speech.calls.filter { $0.to == voice }, by: \.from, named: "from")
  }

  /// About whom somebody speaks and whom they quote, with the quotes that do.
  func outgoing(_ voice: Speech.Voice) -> JSON {
    guard speech.place(of: voice) != nil else { return .null }
    return gathered(speech.calls.filter { $0.from == voice }, by: \.to, named: "to")
  }

  /// One object for each other end, in the order in which they first come.
  private func gathered(_ calls: [Speech.Call], by end: (Speech.Call) -> Speech.Voice, named name: String) -> JSON {
    var order: [Speech.Voice] = []
    var quotes: [Speech.Voice: [Span]] = [:]
    for call in calls {
      let other = end(call)
      if quotes[other] == nil { order.append(other) }
      quotes[other, default: []].append(call.quote)
    }
    return .array(
      order.compactMap { other in
        item(other).map { [name: $0, "fromRanges": .array((quotes[other] ?? []).map(view.range))] }
      })
  }

  private func item(_ voice: Speech.Voice) -> JSON? {
    guard let place = speech.place(of: voice) else { return nil }
    // A person who goes to the text wants to see its start, not all of it selected.
    let selection = voice == .text ? Span(place.start, place.start) : place
    var members: [(String, JSON)] = [
      ("name", .string(name(voice))), ("kind", .int((voice == .text ? Outline.SymbolKind.file : .object).rawValue)),
    ]
    if let detail = detail(voice) { members.append(("detail", .string(detail))) }
    members += [
      ("uri", .string(uri)), ("range", view.range(place)), ("selectionRange", view.range(selection)),
      ("data", .string(voice.description)),
    ]
    return .object(members)
  }

  private func name(_ voice: Speech.Voice) -> String {
    let name: String
    switch voice {
    case .text:
      let last = uri.split(separator: "/").last.map(String.init) ?? uri
      name = PercentEncoding.decode(last) ?? last
    case .thing(let thing): name = view.name(thing) ?? ""
    case .words(let words): name = words
    }
    let line = oneLine(name)
    return line.isEmpty ? "?" : shortened(line, 60)
  }

  /// What the text says of a thing, else what it is.
  private func detail(_ voice: Speech.Voice) -> String? {
    guard case .thing(let thing) = voice, let first = view.firstMention(of: thing) else { return nil }
    return (view.role(of: thing) ?? view.annotations[first].string("type")).map { shortened($0, 60) }
  }
}
