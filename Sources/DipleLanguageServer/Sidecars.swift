import DipleExchange
import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

extension Feature {
  /// A person's corrections, which lie in files beside the texts. The server reads them; only the editor writes.
  static let overrides = Feature(
    notifications: [
      "textDocument/didOpen": { server, params in
        server.sidecarsChanged([params?["textDocument"]?["uri"]])
        server.checkSidecars()
      },
      "textDocument/didChange": { $0.sidecarsChanged([$1?["textDocument"]?["uri"]]) },
      "textDocument/didSave": { server, _ in server.checkSidecars() },
      "textDocument/didClose": { $0.sidecarsChanged([$1?["textDocument"]?["uri"]]) },
      "workspace/didChangeWatchedFiles": { server, params in
        server.sidecarsChanged(params?["changes"]?.array?.map { $0["uri"] } ?? [])
      },
    ])
}

/// The files of overrides that concern one document.
struct Sidecars {
  /// What is watched.
  static let patterns = ["**/*" + Sidecar.suffix, "**/" + Sidecar.workspacePath]

  /// A file that may hold overrides of a document.
  struct File {
    let uri: String
    /// The document's path from the workspace folder, where the file is the folder's.
    let source: String?

    /// As a person knows it.
    var name: String {
      let parts = uri.split(separator: "/").suffix(source == nil ? 1 : 2).joined(separator: "/")
      return PercentEncoding.decode(parts) ?? parts
    }
  }

  /// What a file said when it could last be read.
  fileprivate var read: [String: Sidecar] = [:]
  /// What each file was on the disk when it was read; nothing for one that was not there.
  fileprivate var stamps: [String: Files.Stamp] = [:]
  /// What is wrong with each file.
  fileprivate var problems: [(file: File, problem: Sidecar.Problem)] = []

  /// True for the address of a file of overrides. It may be open like any text, and is not annotated.
  static func contains(_ uri: String) -> Bool {
    if uri.hasSuffix("/" + Sidecar.workspacePath) { return true }
    return uri.hasSuffix(Sidecar.suffix)
      && uri.split(separator: "/").last.map { $0 != Configuration.fileName[...] } ?? false
  }
}

extension LanguageServer {
  /// The files that may hold overrides of a document: next to it, then the workspace folder's.
  func sidecars(of uri: String) -> [Sidecars.File] {
    guard FileURI.path(uri) != nil, !Sidecars.contains(uri) else { return [] }
    var files = [Sidecars.File(uri: uri + Sidecar.suffix, source: nil)]
    if let folder = configuration.folder(of: uri)?.uri {
      let path = uri.dropFirst(folder.utf8.count + 1)
      files.append(
        Sidecars.File(uri: folder + "/" + Sidecar.workspacePath, source: PercentEncoding.decode(path) ?? String(path)))
    }
    return files
  }

  /// The text of a file as the editor has it, else as it is on the disk; nil where there is none.
  func contents(_ uri: String) throws(Sidecar.Problem) -> [UInt8]? {
    if let open = documents[uri] { return open.text.bytes }
    guard let path = FileURI.path(uri), let stamp = files.stamp(path) else { return nil }
    guard stamp.size <= Sidecar.largest else { throw Sidecar.tooLarge }
    return files.read(path, Sidecar.largest)
  }

  /// Reads the overrides of an open document.
  func readOverrides(of uri: String) {
    guard documents[uri] != nil else { return }
    let former = sidecars[uri]
    var new = Sidecars()
    var overrides: [Override] = []
    for file in options(for: uri).overrides ? sidecars(of: uri) : [] {
      new.stamps[file.uri] = stamp(file.uri)
      do throws(Sidecar.Problem) {
        guard let bytes = try contents(file.uri) else { continue }
        let sidecar = Sidecar(parsing: bytes, whole.manifests)
        new.problems += sidecar.problems.map { (file, $0) }
        // While somebody writes in it, what it said before holds.
        new.read[file.uri] = sidecar.isReadable ? sidecar : former?.read[file.uri]
      } catch {
        new.problems.append((file, error))
      }
      overrides += new.read[file.uri]?.overrides(of: file.source) ?? []
    }
    sidecars[uri] = new.read.isEmpty && new.problems.isEmpty && new.stamps.isEmpty ? nil : new
    documents[uri]?.overrides = Array(overrides.prefix(Sidecar.most))
  }

  /// Reads files of overrides again, and tells what is different in the documents that they concern.
  fileprivate func sidecarsChanged(_ uris: [JSON?]) {
    let changed = Set(uris.compactMap { $0?.string }.filter(Sidecars.contains))
    guard !changed.isEmpty else { return }
    let concerned = documents.keys.filter { uri in sidecars(of: uri).contains { changed.contains($0.uri) } }
    for uri in concerned.sorted() {
      readOverrides(of: uri)
      publish(uri)
    }
    if !concerned.isEmpty { refresh(FaceRefresh.methods(client)) }
  }

  /// Reads again what another program, or an editor that watches nothing, has written: two questions to the disk for each open
  /// text.
  func checkSidecars() {
    var changed: Set<String> = []
    for uri in documents.keys where options(for: uri).overrides {
      let known = sidecars[uri]?.stamps ?? [:]
      for file in sidecars(of: uri) where documents[file.uri] == nil && stamp(file.uri) != known[file.uri] {
        changed.insert(file.uri)
      }
    }
    if !changed.isEmpty { sidecarsChanged(changed.sorted().map { .string($0) }) }
  }

  private func stamp(_ uri: String) -> Files.Stamp? { FileURI.path(uri).flatMap { files.stamp($0) } }

  // MARK: Diagnostics

  /// What is wrong with the overrides of a document, in it; and with a file of overrides that is open, in that.
  func overrideItems(_ view: View, _ uri: String) -> [JSON] {
    if Sidecars.contains(uri) {
      return Sidecar(parsing: view.analysis.document.bytes, whole.manifests).problems.prefix(Diagnosis.most)
        .compactMap { item(.malformedOverride, $0.cause, view, uri, line: $0.line - 1) }
    }
    guard let sidecars = sidecars[uri] else { return [] }
    var items = sidecars.problems.compactMap { file, problem in
      item(
        .malformedOverride, "\(file.name), line \(problem.line): \(problem.cause)", view, uri,
        related: related(file.uri, problem.line, "here"))
    }
    for orphan in view.analysis.orphans {
      let home = home(of: orphan.override, uri, sidecars)
      items += [
        item(
          .orphanedOverride, orphan.message + told(home), view, uri,
          related: home.flatMap { related($0.file.uri, $0.line, "the override") })
      ].compactMap(\.self)
    }
    for edited in view.analysis.edited {
      let home = home(of: edited.override, uri, sidecars)
      items += [
        item(
          .editedOverride, edited.message + told(home), view, uri, at: view.analysis.span(edited.place),
          related: home.flatMap { related($0.file.uri, $0.line, "the override") })
      ].compactMap(\.self)
    }
    return Array(items.prefix(Diagnosis.most))
  }

  /// The file that an override stands in, and the line.
  private func home(of override: Override, _ uri: String, _ sidecars: Sidecars) -> (file: Sidecars.File, line: Int)? {
    self.sidecars(of: uri).lazy.compactMap { file in
      sidecars.read[file.uri]?.line(of: override).map { (file: file, line: $0) }
    }.first
  }

  private func told(_ home: (file: Sidecars.File, line: Int)?) -> String {
    home.map { " (\($0.file.name), line \($0.line))" } ?? ""
  }

  private func item(
    _ code: DiagnosticCode, _ message: String, _ view: View, _ uri: String, line: Int = 0, at span: Span? = nil,
    related: JSON? = nil
  ) -> JSON? {
    guard let severity = options(for: uri).diagnostics[code] else { return nil }
    let document = view.analysis.document
    let span = span ?? document.lines.content(of: min(line, document.lines.count - 1), in: document.bytes)
    var members: [(String, JSON)] = [
      ("range", view.range(span)), ("severity", .int(severity.rawValue)), ("code", .string(code.rawValue)),
      ("source", "diple"), ("message", .string(message)),
    ]
    if client.showsRelated, let related { members.append(("relatedInformation", [related])) }
    return .object(members)
  }

  private func related(_ uri: String, _ line: Int, _ message: String) -> JSON {
    let start: JSON = ["line": .int(line - 1), "character": 0]
    return ["location": ["uri": .string(uri), "range": ["start": start, "end": start]], "message": .string(message)]
  }
}
