import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit

extension Feature {
  /// States that a person should act on: pulled by clients that can, pushed to all others, never both.
  static let diagnostics = Feature(
    capabilities: { client in
      guard client.pullsDiagnostics else { return [:] }
      return [
        "diagnosticProvider": [
          "identifier": "diple", "interFileDependencies": false, "workspaceDiagnostics": false,
        ]
      ]
    },
    requests: [
      "textDocument/diagnostic": { server, params throws(ResponseError) in
        let (uri, _, view) = try server.document(params)
        let items = JSON.array(server.diagnostics(view, uri))
        let result = Diagnostics.resultID(items)
        guard params?["previousResultId"] != .string(result) else {
          return Reply(["kind": "unchanged", "resultId": .string(result)])
        }
        return Reply(["kind": "full", "resultId": .string(result), "items": items])
      }
    ])
}

extension Client {
  /// Asks for diagnostics, so that none must be sent unasked.
  var pullsDiagnostics: Bool { capabilities["textDocument"]?["diagnostic"]?.object != nil }
  /// Shows places that belong to a diagnostic.
  var showsRelated: Bool {
    let documents = capabilities["textDocument"]
    return documents?[pullsDiagnostics ? "diagnostic" : "publishDiagnostics"]?["relatedInformation"]?.bool
      ?? documents?["publishDiagnostics"]?["relatedInformation"]?.bool ?? false
  }
}

/// `textDocument/diagnostic` and `textDocument/publishDiagnostics`.
enum Diagnostics {
  /// Larger texts are looked through when they are opened or saved, not at each keystroke. In bytes.
  static let largest = 32 * 1024

  static func items(_ view: View, _ uri: String, _ options: DiagnosticOptions, _ client: Client) -> [JSON] {
    guard options.isOn else { return [] }
    return Diagnosis.of(view, options).compactMap { finding in
      guard let severity = options[finding.code] else { return nil }
      var members: [(String, JSON)] = [
        ("range", view.range(finding.span)), ("severity", .int(severity.rawValue)),
        ("code", .string(finding.code.rawValue)), ("source", "diple"), ("message", .string(finding.message)),
      ]
      if client.showsRelated, !finding.related.isEmpty {
        members.append(
          (
            "relatedInformation",
            .array(
              finding.related.map {
                [
                  "location": ["uri": .string(uri), "range": view.range($0.span)],
                  "message": .string($0.message),
                ]
              })
          ))
      }
      return .object(members)
    }
  }

  /// Equal lists have equal names.
  static func resultID(_ items: JSON) -> String { String(FNV1a.hash(items.bytes), radix: 16) }
}

extension LanguageServer {
  /// What a person should act on in a document.
  func diagnostics(_ view: View, _ uri: String) -> [JSON] {
    if let file = moduleFiles[uri] { return moduleFileItems(file, view) }
    let options = options(for: uri).diagnostics
    return ownNameItems(view, uri) + overrideItems(view, uri) + Diagnostics.items(view, uri, options, client)
      + (options.isOn ? moduleItems(view) : [])
  }

  /// What modules find that is a problem: each as grave as its rule says, under the rule's name.
  private func moduleItems(_ view: View) -> [JSON] {
    guard let library, library.findsProblems else { return [] }
    return Array(
      view.annotations.lazy.compactMap { annotation -> JSON? in
        guard let severity = library.severity(of: annotation).flatMap({ DiagnosticSeverity(name: $0.rawValue) }) else {
          return nil
        }
        return [
          "range": view.range(view.analysis.span(annotation)), "severity": .int(severity.rawValue),
          "code": .string(annotation.source), "source": "diple",
          "message": .string(PlainText.lines(annotation.reason)),
        ]
      }.prefix(Diagnosis.most))
  }

  /// Sends the diagnostics of an open document to a client that does not ask for them.
  func pushDiagnostics(_ uri: String, evenIfLarge: Bool) {
    guard !client.pullsDiagnostics, let document = documents[uri] else { return }
    guard evenIfLarge || document.text.bytes.count <= Diagnostics.largest else { return }
    let options = document.options.diagnostics
    guard options.isOn || document.hasDiagnostics || moduleFiles[uri] != nil, let view = view(uri) else { return }
    let items = diagnostics(view, uri)
    // A client without any needs no empty list; one that has some needs their new places.
    guard !items.isEmpty || document.hasDiagnostics else { return }
    documents[uri]?.hasDiagnostics = !items.isEmpty
    notify("textDocument/publishDiagnostics") {
      $0.member("uri", uri)
      $0.member("version", document.version)
      $0.member("diagnostics", json: .array(items))
    }
  }

  /// Takes back what was sent of a document that is closed.
  func withdrawDiagnostics(of document: OpenDocument) {
    guard document.hasDiagnostics else { return }
    notify("textDocument/publishDiagnostics") {
      $0.member("uri", document.uri)
      $0.member("diagnostics", json: [])
    }
  }
}
