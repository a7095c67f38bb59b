import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

/// Tells the client how far long work is (`$/progress`), and hears whether it wants the work stopped.
///
/// The server is busy with the work itself: what the client says meanwhile is known through the mailbox.
final class Progress {
  private enum State { case asked, running, done }

  private let token: RequestID
  private let title: String
  private let isCancellable: Bool
  private let mailbox: Mailbox
  private let notify: (_ value: JSON) -> Void
  private var state = State.asked
  private var percentage = 0

  /// - Parameters:
  ///   - token: names the work: the client's, or ours that it has been asked to take.
  ///   - isGranted: true for a token of the client's; one of ours must not be used before the client has taken it.
  fileprivate init(
    _ token: RequestID, _ title: String, isGranted: Bool, isCancellable: Bool, _ mailbox: Mailbox,
    notify: @escaping (JSON) -> Void
  ) {
    (self.token, self.title, self.isCancellable, self.mailbox, self.notify) = (
      token, title, isCancellable, mailbox, notify
    )
    if isGranted { begin() }
  }

  deinit { end() }

  private func begin() {
    state = .running
    notify(["kind": "begin", "title": .string(title), "cancellable": .bool(isCancellable), "percentage": 0])
  }

  /// Tells how much is done, from 0 to 1. Returns false where the client wants no more of it.
  func reached(_ share: Double) -> Bool {
    if state == .asked, mailbox.isGranted(token) { begin() }
    let new = Int(share * 100)
    if state == .running, new > percentage {
      percentage = new
      notify(["kind": "report", "percentage": .int(new)])
    }
    return !(isCancellable && mailbox.isStopped(token))
  }

  /// Ends it, if it was told of at all.
  func end(_ message: String? = nil) {
    if state == .running { notify(message.map { ["kind": "end", "message": .string($0)] } ?? ["kind": "end"]) }
    state = .done
  }
}

extension LanguageServer {
  /// What takes a person's notice, in bytes of text: about a third of a second.
  static let longText = 1_000_000

  /// Progress of work that we do of our own accord; nil for a client that shows none.
  func progress(_ title: String) -> Progress? {
    guard client.capabilities["window"]?["workDoneProgress"]?.bool ?? false else { return nil }
    let token = questions.next
    mailbox.lookOut(for: token)
    ask("window/workDoneProgress/create", ["token": token.json])
    return progress(token, title, isGranted: false, isCancellable: true)
  }

  /// Progress of a request, under the token that the client gave with it. `$/cancelRequest` cancels it.
  func progress(_ title: String, of params: JSON?) -> Progress? {
    guard let token = RequestID(params?["workDoneToken"]) else { return nil }
    return progress(token, title, isGranted: true, isCancellable: false)
  }

  private func progress(_ token: RequestID, _ title: String, isGranted: Bool, isCancellable: Bool) -> Progress {
    Progress(token, title, isGranted: isGranted, isCancellable: isCancellable, mailbox) { [send] value in
      send(
        Message.notification("$/progress") {
          $0.member("token", json: token.json)
          $0.member("value", json: value)
        })
    }
  }

  /// A document as it was opened. Long texts are read piece by piece; a client may have that stopped, and then has the
  /// text without annotations until it opens it again or the options change.
  /// - Parameter language: the language identifier that the client gave; where it tells no format, the ending of `uri` does.
  func open(_ uri: String, _ language: String?, version: Int, text: String) -> OpenDocument {
    let options = options(for: uri)
    let format = language.flatMap { SourceFormat(languageID: $0) } ?? SourceFormat(path: uri) ?? .plain
    guard text.utf8.count >= Self.longText, let progress = progress("Annotating \(name(of: uri))") else {
      return OpenDocument(
        uri: uri, version: version, Document(text, format: format), pipeline(for: uri, options), options)
    }
    let live = LiveDocument.reading(text, format, pipeline(for: uri, options), date: options.date) {
      progress.reached($0)
    }
    progress.end(live == nil ? "cancelled" : nil)
    if live == nil { report(.info, "\(uri) is not annotated: it was cancelled") }
    return OpenDocument(
      uri: uri, version: version, live ?? LiveDocument(Document(text, format: format), whole.limited(to: [])), options)
  }

  private func name(of uri: String) -> String { String(uri.split(separator: "/").last ?? "a document") }
}

extension LiveDocument {
  /// Reads a long text piece by piece, and tells before each how much is done; nil where that was answered with false.
  static func reading(
    _ text: String, _ format: SourceFormat, _ pipeline: Pipeline, date: DocumentDate?, goOn: (Double) -> Bool
  ) -> LiveDocument? {
    let bytes = Array(text.utf8)
    let live = LiveDocument(Document("", format: format), pipeline, date: date)
    var at = 0
    while at < bytes.count {
      guard goOn(0.9 * Double(at) / Double(bytes.count)) else { return nil }
      let end = paragraphEnd(bytes, from: at + (1 << 18))
      guard (try? live.apply(TextEdit(Span(at, at), Array(bytes[at..<end])))) != nil else { return nil }
      at = end
    }
    guard goOn(0.9) else { return nil }
    // All of it is news; the first publication tells it as a whole.
    _ = live.takeDelta()
    return live
  }

  /// Behind the first blank line from here on; pieces that end inside a paragraph would be read twice.
  private static func paragraphEnd(_ bytes: [UInt8], from start: Int) -> Int {
    var at = start
    while at + 2 < bytes.count {
      if bytes[at] == 0x0A {
        if bytes[at + 1] == 0x0A { return at + 2 }
        if bytes[at + 1] == 0x0D, bytes[at + 2] == 0x0A { return at + 3 }
      }
      at += 1
    }
    return bytes.count
  }
}
