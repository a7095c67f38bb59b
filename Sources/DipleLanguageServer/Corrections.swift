import DipleExchange
import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

/// A command that an action stands for, with its arguments: the document's URI, a range in it, and what else it needs.
struct Correction {
  enum Command: String, CaseIterable {
    /// Sets a date: the value.
    case resolveDate = "diple.resolveDate"
    /// Replaces the words by a value.
    case replaceDate = "diple.replaceDate"
    /// Names who says a quote: the name.
    case nameSpeaker = "diple.nameSpeaker"
    /// Says that the words are nothing of a kind: the kind.
    case removeAnnotation = "diple.removeAnnotation"
    /// Says that two names are one: the range of the other.
    case sameName = "diple.sameName"
    /// Says that they are two.
    case differentNames = "diple.differentNames"
    /// Saves an annotation as a case of a spec file: the kind.
    case saveSpec = "diple.saveSpec"
    /// Saves the text as a case in which it is none.
    case saveCounterExample = "diple.saveCounterExample"

    var title: String {
      switch self {
      case .resolveDate: "Resolve a date"
      case .replaceDate: "Replace a date"
      case .nameSpeaker: "Name a speaker"
      case .removeAnnotation: "Remove an annotation"
      case .sameName: "Take two names for one"
      case .differentNames: "Keep two names apart"
      case .saveSpec: "Save a spec"
      case .saveCounterExample: "Save a counter-example"
      }
    }
  }

  let command: Command
  let arguments: [JSON]
  init(_ command: Command, _ arguments: [JSON]) { (self.command, self.arguments) = (command, arguments) }
}

extension LanguageServer {
  /// Has the client apply what a command changes; for a client that applies nothing, the edit is the result.
  func execute(_ command: Correction.Command, _ arguments: JSON?) throws(ResponseError) -> Reply {
    let edit = try edit(command, arguments)
    guard client.can("workspace", "applyEdit") else { return Reply(edit) }
    ask("workspace/applyEdit", ["label": .string(command.title), "edit": edit]) { server, answer in
      switch answer {
      case .failure(let error): server.report(.warning, "\(error.method): \(error.message)")
      case .success(let result):
        // Not every editor says that a file is another now.
        guard result["applied"] != true else { return server.checkSidecars() }
        server.report(.warning, "\(command.title): " + (result["failureReason"]?.string ?? "the editor did not do it"))
      }
    }
    return Reply(.null)
  }

  /// The `WorkspaceEdit` of a command. Nothing is written here.
  func edit(_ command: Correction.Command, _ arguments: JSON?) throws(ResponseError) -> JSON {
    let arguments = arguments?.array ?? []
    guard arguments.count >= 2 else {
      throw ResponseError(.invalidParams, "`\(command.rawValue)` needs a URI and a range")
    }
    let (uri, _, view) = try document(["textDocument": ["uri": arguments[0]]])
    let span = try self.span(arguments[1], view)
    func text(_ what: String) throws(ResponseError) -> String {
      guard arguments.count > 2, let text = arguments[2].string, !text.isEmpty else {
        throw ResponseError(.invalidParams, "the third argument is no \(what)")
      }
      return text
    }
    switch command {
    case .replaceDate:
      let document = view.analysis.document
      guard isProse(span, document) else {
        throw ResponseError(.requestFailed, "markup stands in these words, and would be lost")
      }
      return workspaceEdit(uri, document, TextEdit(span, Array(try text("value").utf8)), isNew: false)
    case .saveSpec: return try specEdit(uri, view, try annotation(span, try text("kind"), view), isCounter: false)
    case .saveCounterExample:
      return try specEdit(uri, view, try annotation(span, try text("kind"), view), isCounter: true)
    case .resolveDate:
      let value = try text("value")
      if let problem = TimexValue.problem(value), problem != .open {
        throw ResponseError(.invalidParams, "\(value) is no TIMEX3 value of a day that the calendar has")
      }
      return try override(uri, span, view, .resolve(value: value, type: nil))
    case .nameSpeaker:
      let name = try text("name")
      try require("quote", span, view)
      return try override(uri, span, view, .speaker(name))
    case .removeAnnotation:
      let kind = try text("kind")
      guard kinds.contains(where: { $0.kind == kind }) else {
        throw ResponseError(
          .invalidParams, "there is no kind \(kind); there are \(kinds.map(\.kind).joined(separator: ", "))")
      }
      try require(kind, span, view)
      return try override(uri, span, view, .remove(kind: kind))
    case .sameName, .differentNames:
      guard arguments.count > 2 else { throw ResponseError(.invalidParams, "the third argument is no range") }
      let other = try anchor(uri, try self.span(arguments[2], view), view)
      return try override(uri, span, view, command == .sameName ? .same(other) : .different(other))
    }
  }

  private func span(_ json: JSON, _ view: View) throws(ResponseError) -> Span {
    let range = try (.object([("range", json)]) as JSON?).range("range")
    let low = view.offset(of: range.start)
    let span = Span(low, max(low, view.offset(of: range.end)))
    guard !span.isEmpty else { throw ResponseError(.invalidParams, "the range is empty") }
    return span
  }

  /// True for words of one paragraph with no markup in them.
  private func isProse(_ span: Span, _ document: Document) -> Bool {
    guard let paragraph = document.paragraphs.first(where: { $0.span.contains(span) }) else { return false }
    let prose = Span(paragraph.prose(at: span.start), paragraph.prose(at: span.end))
    return !prose.isEmpty && paragraph.source(prose) == span && document.isUnbroken(prose, of: paragraph)
  }

  private func annotation(_ span: Span, _ kind: String, _ view: View) throws(ResponseError) -> Annotation {
    guard let found = view.annotations.first(where: { $0.kind == kind && view.analysis.span($0.place) == span }) else {
      throw ResponseError(.requestFailed, "no \(kind) is found there any more")
    }
    return found
  }

  /// An annotation, or a piece of one, must stand there: overrides of nothing would be orphans from the start.
  private func require(_ kind: String, _ span: Span, _ view: View) throws(ResponseError) {
    let isThere = view.annotations.contains { found in
      found.kind == kind
        && (view.analysis.span(found) == span || found.pieces.contains { view.analysis.span($0) == span })
    }
    guard isThere else { throw ResponseError(.requestFailed, "no \(kind) is found there any more") }
  }

  // MARK: Overrides

  /// The words of a span: those of an annotation, or any in one paragraph.
  private func anchor(_ uri: String, _ span: Span, _ view: View) throws(ResponseError) -> Anchor {
    let known = view.index.touching(span).first { $0.isOwn && $0.span == span }
      .flatMap { view.annotations[$0.annotation].pieces.first { view.analysis.span($0) == span } }
    let document = view.analysis.document
    let inside = zip(document.paragraphs, document.numbers).first { $0.0.span.contains(span) }
      .map { Place($0.1, Span($0.0.prose(at: span.start), $0.0.prose(at: span.end))) }
    guard let anchor = (known ?? inside).flatMap({ documents[uri]?.anchor(for: $0) }) else {
      throw ResponseError(.invalidParams, "the range is not within one paragraph of prose")
    }
    guard anchor.exact.utf8.count <= 4096 else {
      throw ResponseError(.requestFailed, "these words are too long for an override")
    }
    return anchor
  }

  /// Why no correction of a document can be written; nil where one can.
  func cannotCorrect(_ uri: String) -> String? {
    if !options(for: uri).overrides { return "the option `overrides` is off" }
    guard sidecars(of: uri).isEmpty else { return nil }
    return "corrections are kept in a file beside the text, and this text is no file yet: save it first"
  }

  /// The edit that writes an override: into the file next to the text, or the workspace's where only that is there.
  private func override(
    _ uri: String, _ span: Span, _ view: View, _ action: Override.Action
  ) throws(ResponseError) -> JSON {
    let new = Override(
      try anchor(uri, span, view), action, creator: options(for: uri).author, created: today()?.description)
    if let reason = cannotCorrect(uri) { throw ResponseError(.requestFailed, reason) }
    let files = sidecars(of: uri)
    var home: (file: Sidecars.File, bytes: [UInt8]?) = (files[0], nil)
    do throws(Sidecar.Problem) {
      for file in files {
        guard let bytes = try contents(file.uri) else { continue }
        home = (file, bytes)
        break
      }
      let edit = try Sidecar.edit(of: home.bytes, adding: new, source: home.file.source, whole.manifests)
      guard let document = Document(bytes: home.bytes ?? []) else {
        throw Sidecar.Problem(line: 1, cause: "not UTF-8")
      }
      return workspaceEdit(home.file.uri, document, edit, isNew: home.bytes == nil)
    } catch {
      throw ResponseError(.requestFailed, "\(home.file.name), line \(error.line): \(error.cause)")
    }
  }

  // MARK: Edits

  /// One edit of one file as a `WorkspaceEdit`, in the form that the client knows.
  func workspaceEdit(_ uri: String, _ document: Document, _ edit: TextEdit, isNew: Bool) -> JSON {
    let placement = Placement(document, client.encoding, isForAll: false)
    func json(_ offset: Int) -> JSON {
      let position = placement.position(of: offset)
      return ["line": .int(position.line), "character": .int(position.character)]
    }
    let change: JSON = [
      "range": ["start": json(edit.span.start), "end": json(edit.span.end)],
      "newText": .string(String(decoding: edit.bytes, as: UTF8.self)),
    ]
    let support = client.capabilities["workspace"]?["workspaceEdit"]
    guard support?["documentChanges"]?.bool == true else { return ["changes": .object([(uri, .array([change]))])] }
    var changes: [JSON] = []
    if isNew, support?["resourceOperations"]?.array?.contains("create") == true {
      changes.append(["kind": "create", "uri": .string(uri), "options": ["ignoreIfExists": true]])
    }
    let version = documents[uri].map { JSON.int($0.version) } ?? .null
    changes.append(["textDocument": ["uri": .string(uri), "version": version], "edits": [change]])
    return ["documentChanges": .array(changes)]
  }
}
