import DipleJSONRPC
import DiplePluginHost
import DiplePluginKit
import Foundation

extension Feature {
  /// Modules: which there are, how they stand, and that they are read again when their files change.
  static let modules = Feature(
    requests: [
      "diple/plugins": { server, _ in Reply(["plugins": .array((server.library?.plugins ?? []).map(\.json))]) }
    ],
    notifications: [
      // A folder of modules that is made while the session runs is told by the editor only.
      "workspace/didChangeWatchedFiles": { server, params in
        let changed = params?["changes"]?.array?.compactMap { $0["uri"]?.string } ?? []
        if changed.contains(where: LanguageServer.isOfModule) { server.loadModules(isForced: true) }
      },
      "textDocument/didSave": { server, params in
        if let uri = params?["textDocument"]?["uri"]?.string, LanguageServer.isOfModule(uri) {
          server.loadModules(isForced: true)
        }
      },
    ])
}

extension LanguageServer {
  /// What is watched.
  static let modulePattern = "**/" + PluginPlaces.workspaceFolder + "/**"

  /// True for a file below a workspace's folder of modules.
  static func isOfModule(_ uri: String) -> Bool { uri.contains("/" + PluginPlaces.workspaceFolder + "/") }

  /// Takes what happens to modules.
  func happened(_ event: SessionModules.Event) {
    guard phase == .running else { return }
    switch event {
    case .filesChanged: loadModules(isForced: true)
    case .module(_, .notice(let text)):
      log(.warning, text)
      notify("window/showMessage") {
        $0.member("type", LogLevel.warning.rawValue)
        $0.member("message", PlainText.lines(text))
      }
    case .module(let id, .log(let level, let text)):
      let level: LogLevel =
        switch level {
        case .error: .error
        case .warning: .warning
        case .info: .info
        case .debug: .debug
        }
      log(level, "\(id): \(text)")
    case .module(let id, .slow): log(.info, "\(id) is slow to start")
    case .module(let id, .started): log(.info, "\(id) was started")
    case .module(let id, .stopped): log(.info, "\(id) was stopped")
    case .module(_, .progress): break
    }
  }

  /// Finds the modules that the client wants, where that is another wish than before.
  /// - Parameter isForced: true where the files may be others, so that documents are annotated anew.
  func loadModules(isForced: Bool = false) {
    guard let modules else { return }
    var problems: [String] = []
    let wanted = SessionModules.Wish(
      configuration.pulled ?? configuration.given, folders: configuration.folders.map(\.uri), problems: &problems)
    // A wrong option may leave the wish what it was, and is told all the same; once.
    for problem in problems where !wishProblems.contains(problem) { report(.warning, problem) }
    wishProblems = problems
    guard isForced || wanted != wish else { return }
    wish = wanted
    let library = modules.load(wanted)
    do { adopt(try library.registry.pipeline()) } catch { report(.error, "modules: \(error)") }
    self.library = library
    tellProblems(library)
    for plugin in library.plugins where plugin.state == .untrusted || plugin.state == .changed { askToTrust(plugin) }
    reconfigure(isAnew: phase == .running)
  }

  /// Mistakes in modules stand in the modules' own files. Those that are open tell theirs themselves: what is in the editor
  /// counts, not what is on the disk.
  private func tellProblems(_ library: Library) {
    for problem in library.allProblems {
      if problem.file.hasPrefix("/") {
        log(.warning, problem.description)
      } else {
        report(.warning, problem.description)
      }
    }
    let byFile = problemItems(library).filter { moduleFiles[$0.key] == nil }
    for uri in moduleProblems.union(byFile.keys).sorted() { tellProblems(byFile[uri] ?? [], in: uri) }
    moduleProblems = Set(byFile.keys)
  }

  /// The diagnostics of modules as they are on the disk, by the files' URIs.
  func problemItems(_ library: Library) -> [String: [JSON]] {
    let byFile = Dictionary(grouping: library.allProblems.filter { $0.file.hasPrefix("/") }, by: \.file)
    return Dictionary(
      uniqueKeysWithValues: byFile.map { file, problems in
        let bytes = (try? Data(contentsOf: URL(fileURLWithPath: file))) ?? Data()
        let document = Document(String(decoding: bytes, as: UTF8.self))
        return (FileURI.uri(file), problems.map { Self.item($0, in: document, client.encoding) })
      })
  }

  /// Sends the diagnostics of a module's file.
  func tellProblems(_ items: [JSON], in uri: String) {
    notify("textDocument/publishDiagnostics") {
      $0.member("uri", uri)
      $0.member("diagnostics", json: .array(items))
    }
  }

  /// Asks the user whether a workspace's program may run: once a session for each content of its folder. What is trusted then is
  /// what was there when the question was asked.
  private func askToTrust(_ plugin: Plugin) {
    guard let folder = plugin.folder, let manifest = plugin.manifest, case .command(let words) = manifest.entry,
      let checksum = plugin.checksum, askedToTrust.insert("\(folder.path) \(checksum)").inserted
    else { return }
    let what = plugin.state == .changed ? "has changed since you trusted it" : "comes with this workspace"
    var text = "The module “\(plugin.id)” \(what) and wants to run a program (\(plain(words.joined(separator: " "))))."
    let asked = manifest.capabilities
    if !plugin.asked.isEmpty {
      let wanted =
        (asked.network ? ["the network"] : []) + asked.readable.map { "reading \($0)" }
        + asked.writable.map { "writing \($0)" } + asked.environment.map { "the variable \($0)" }
      text += " It asks for: \(plain(wanted.joined(separator: ", ")))."
    }
    text += " Run it only if you trust who wrote it."
    let grant = "Trust, with \(plugin.asked.joined(separator: ", "))"
    var actions: [JSON] = [["title": "Trust"], ["title": "Not now"]]
    if !plugin.asked.isEmpty { actions.insert(["title": .string(grant)], at: 1) }
    let grants = Set(plugin.asked)
    ask(
      "window/showMessageRequest",
      ["type": .int(LogLevel.warning.rawValue), "message": .string(text), "actions": .array(actions)]
    ) { server, answer in
      guard case .success(let action) = answer, let title = action["title"]?.string, title != "Not now" else { return }
      do {
        try server.modules?.trust(folder, grants: title == grant ? grants : [], seen: checksum)
      } catch {
        server.report(.error, "\(error)")
      }
      server.loadModules(isForced: true)
    }
  }

  /// A module's own words without what could pass for ours: one line, and not too long.
  private func plain(_ text: String) -> String { shortened(PlainText.line(text), 300) }
}
