import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit

extension Feature {
  /// The texts of open documents, kept in step with the editor's.
  static let synchronization = Feature(
    capabilities: { _ in ["textDocumentSync": ["openClose": true, "change": 2, "save": true]] },
    notifications: [
      "textDocument/didOpen": { $0.opened($1) },
      "textDocument/didChange": { $0.changed($1) },
      "textDocument/didClose": { $0.closed($1) },
      "textDocument/didSave": { server, params in
        if let uri = params?["textDocument"]?["uri"]?.string { server.pushDiagnostics(uri, evenIfLarge: true) }
      },
    ])
}

extension LanguageServer {
  /// `textDocument/didOpen`
  func opened(_ params: JSON?) {
    guard let item = params?["textDocument"], let uri = item["uri"]?.string, let text = item["text"]?.string else {
      return report(.error, "didOpen without uri or text")
    }
    if let former = documents[uri] {
      report(.warning, "\(uri) was open already; it is what was sent last")
      runner.forget(former.key)
    }
    noteModuleFile(uri, text)
    documents[uri] = open(uri, item["languageId"]?.string, version: item["version"]?.int ?? 0, text: text)
    readOverrides(of: uri)
    publish(uri)
  }

  /// `textDocument/didChange`: the edits in order, each on the text that the one before left.
  func changed(_ params: JSON?) {
    guard let uri = params?["textDocument"]?["uri"]?.string else { return report(.error, "didChange without uri") }
    guard var document = documents.removeValue(forKey: uri) else {
      return report(.warning, "didChange of \(uri), which is not open")
    }
    let version = params?["textDocument"]?["version"]?.int
    if let version, version <= document.version {
      let problem = "\(uri): version \(version) after \(document.version)"
      // A client that counts in no way at all would fill the log.
      if document.hasToldOfVersions { log(.warning, problem) } else { report(.warning, problem) }
      document.hasToldOfVersions = true
    }
    // One slip makes all that follow look wrong: it is told once a message.
    let changes = params?["contentChanges"]?.array ?? [nil]
    let moreWait = mailbox.changesWait(for: uri)
    let problems = changes.enumerated().compactMap { index, change in
      document.apply(change, client.encoding, isLast: !moreWait && index == changes.count - 1)
    }
    if let problem = problems.first {
      report(.error, "\(uri): \(problem); text and annotations may be out of step until it is closed and opened again")
    }
    document.version = version ?? document.version + 1
    documents[uri] = document
    publish(uri)
  }

  /// `textDocument/didClose`: what was published goes with the document.
  func closed(_ params: JSON?) {
    guard let uri = params?["textDocument"]?["uri"]?.string, let document = documents.removeValue(forKey: uri) else {
      return log(.warning, "didClose of a document that is not open")
    }
    closedBytes += document.text.bytes.count
    if closedBytes >= 1 << 15 { giveBackSoon() }
    pages.forget(uri)
    runner.forget(document.key)
    sidecars[uri] = nil
    withdrawDiagnostics(of: document)
    forgetModuleFile(uri)
    notify("diple/publishAnnotations") {
      $0.member("uri", uri)
      $0.member("annotations", json: [])
    }
    settle()
  }

  /// Gives the memory of what was closed back to the system, once it is free.
  private func giveBackSoon() {
    closedBytes = 0
    Task.detached(priority: .background) {
      await self.isDone()
      Allocator.giveBack()
    }
  }

  /// Returns when the message that is being handled is done.
  private func isDone() {}

  /// Sends what was found in a document, unless a newer text of it waits in the queue: what is stale on arrival is not
  /// worth the work. The first time, and for a client that wants it so, that is all; then only what is different.
  func publish(_ uri: String) {
    if !mailbox.changesWait(for: uri) { publishNow(uri) }
  }

  /// Tells what nobody has been told of because something newer waited.
  func publishAll() {
    for (uri, document) in documents.sorted(by: { $0.key < $1.key }) where document.published != document.version {
      publishNow(uri)
    }
  }

  private func publishNow(_ uri: String) {
    guard let document = documents[uri] else { return }
    let version = document.version
    let isFirst = document.published == nil
    documents[uri]?.published = version
    if isFirst || document.options.fullLists {
      guard let view = view(uri) else { return }
      // What it has now needs no telling later; nor what changed since a first text that was passed over.
      _ = documents[uri]?.news(client.encoding)
      notify("diple/publishAnnotations") { Publication.write(view, uri: uri, version: version, to: &$0) }
      refreshPages(of: uri)
    } else if let news = documents[uri]?.news(client.encoding) {
      notify("diple/publishAnnotations") { Publication.write(news, uri: uri, version: version, to: &$0) }
      if !news.delta.isEmpty { refreshPages(of: uri) }
    }
    pushDiagnostics(uri, evenIfLarge: isFirst)
    if let file = moduleFiles[uri] { pushModule(file, except: uri) }
    askElsewhereSoon(uri)
  }

  /// Tells what the answers of modules elsewhere changed: nothing, where nothing is different or newer text waits.
  func publishAnswers(_ uri: String) {
    guard let document = documents[uri], !mailbox.changesWait(for: uri) else { return }
    if document.published == nil || document.options.fullLists { return publishNow(uri) }
    guard let news = documents[uri]?.news(client.encoding), !news.delta.isEmpty else { return askElsewhereSoon(uri) }
    notify("diple/publishAnnotations") { Publication.write(news, uri: uri, version: document.version, to: &$0) }
    refreshPages(of: uri)
    pushDiagnostics(uri, evenIfLarge: false)
    askElsewhereSoon(uri)
  }

  /// The text of an open document as it is here.
  func text(of uri: String) -> Document? { documents[uri]?.text }

  /// The open documents and their versions.
  var versions: [(uri: String, version: Int)] {
    documents.map { ($0.key, $0.value.version) }.sorted { $0.uri < $1.uri }
  }

  /// What is found in an open document as it is now.
  func view(_ uri: String) -> View? { documents[uri]?.view(client.encoding) }

  /// The document that a request names.
  func document(_ params: JSON?) throws(ResponseError) -> (uri: String, version: Int, view: View) {
    guard let uri = params?["textDocument"]?["uri"]?.string else {
      throw ResponseError(.invalidParams, "`textDocument.uri` is missing")
    }
    guard let version = documents[uri]?.version, let view = view(uri) else {
      throw ResponseError(.invalidParams, "\(uri) is not open")
    }
    return (uri, version, view)
  }
}
