import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit

extension Feature {
  /// Options, and the workspace folders that they may differ in.
  static let configuration = Feature(
    capabilities: { _ in
      ["workspace": ["workspaceFolders": ["supported": true, "changeNotifications": true]]]
    },
    notifications: [
      "initialized": { server, _ in server.pullConfiguration() },
      // Some clients send settings without ours, or none: that is no wish to lose what `initialize` said.
      "workspace/didChangeConfiguration": { server, params in
        if let settings = params?["settings"]?["diple"], settings != .null {
          server.configuration.given = settings
          server.loadModules()
          server.reconfigure()
        }
        server.pullConfiguration()
      },
      "workspace/didChangeWorkspaceFolders": { server, params in
        let event = params?["event"]
        let homes = server.documents.keys.map { ($0, server.configuration.folder(of: $0)?.uri) }
        server.configuration.change(added: event?["added"], removed: event?["removed"]) { server.readSettings($0) }
        server.loadModules()
        server.moved(homes)
        server.reconfigure()
        server.pullConfiguration()
      },
      "workspace/didChangeWatchedFiles": { server, params in
        let changed = Set(params?["changes"]?.array?.compactMap { $0["uri"]?.string } ?? [])
        for (index, folder) in server.configuration.folders.enumerated() where changed.contains(folder.settingsFile) {
          server.configuration.folders[index].file = server.readSettings(folder.settingsFile)
        }
        server.reconfigure()
      },
    ],
    registrations: { client in
      var wanted: [Registration] = []
      if client.can("workspace", "didChangeConfiguration", "dynamicRegistration") {
        wanted.append(Registration(method: "workspace/didChangeConfiguration", options: ["section": "diple"]))
      }
      if client.can("workspace", "didChangeWatchedFiles", "dynamicRegistration") {
        wanted.append(
          Registration(
            method: "workspace/didChangeWatchedFiles",
            options: [
              "watchers": .array(
                (["**/" + Configuration.fileName, PersonalNames.pattern] + Sidecars.patterns + [
                  LanguageServer.modulePattern
                ]).map {
                  ["globPattern": .string($0)]
                })
            ]))
      }
      return wanted
    })
}

/// Where options come from. The client's settings for a folder stand in the place of what `initialize` said; on top lies,
/// member by member, what the folder's own file says.
struct Configuration {
  /// The settings of a workspace folder stand in its `.diple.json`. Only settings: nothing from a workspace is run.
  static let fileName = ".diple.json"

  struct Folder {
    let uri: String
    /// What the client says when it is asked; nil where it says nothing.
    var pulled: JSON?
    var file: JSON?
    fileprivate(set) var options = Options()

    init(uri: String) { self.uri = uri.hasSuffix("/") ? String(uri.dropLast()) : uri }

    var settingsFile: String { uri + "/" + Configuration.fileName }
    func contains(_ document: String) -> Bool { document.hasPrefix(uri + "/") }
  }

  /// `initializationOptions`, or what the client pushed since.
  var given = JSON.null
  /// What the client says of documents in no folder.
  var pulled: JSON?
  var folders: [Folder] = []
  /// The options of documents in no folder.
  private var options = Options()
  private var told: Set<String> = []

  init() {}

  /// Reads what `initialize` says. Of `workspaceFolders`, `rootUri` and `rootPath` the first that is there counts.
  init(_ params: JSON?, file: (String) -> JSON?) {
    given = params?["initializationOptions"] ?? .null
    let root = params?["rootUri"]?.string ?? params?["rootPath"]?.string.map(FileURI.uri)
    let uris = params?["workspaceFolders"]?.array?.compactMap { $0["uri"]?.string } ?? root.map { [$0] } ?? []
    for uri in uris { add(uri, file) }
  }

  mutating func change(added: JSON?, removed: JSON?, file: (String) -> JSON?) {
    let gone = Set(removed?.array?.compactMap { $0["uri"]?.string }.map { Folder(uri: $0).uri } ?? [])
    folders.removeAll { gone.contains($0.uri) }
    for uri in added?.array?.compactMap({ $0["uri"]?.string }) ?? [] { add(uri, file) }
  }

  private mutating func add(_ uri: String, _ file: (String) -> JSON?) {
    var folder = Folder(uri: uri)
    guard !folders.contains(where: { $0.uri == folder.uri }) else { return }
    folder.file = file(folder.settingsFile)
    folders.append(folder)
  }

  /// Reads all options anew. Returns what is wrong with them and was not told before.
  /// - Parameter others: the ids of modules that are there and do not run.
  mutating func readOptions(_ manifests: [Manifest], others: Set<String>) -> [String] {
    var problems: [String] = []
    let common = pulled ?? given
    options = Options(common, manifests, others: others, problems: &problems)
    for index in folders.indices {
      let own = folders[index].pulled ?? common
      for name in Options.ofClient where folders[index].file?[name] != nil {
        problems.append(
          "`\(name)` in \(folders[index].settingsFile) is not followed: only the client may say what runs")
      }
      let file = folders[index].file.map { Self.kept($0, &problems) }
      let json = file.map { own.overlaid(with: $0) } ?? own
      folders[index].options = Options(json, manifests, others: others, problems: &problems)
    }
    defer { told = Set(problems) }
    var seen = told
    return problems.filter { seen.insert($0).inserted }
  }

  /// What a folder's own file may say: it comes with the texts, from whoever wrote them, and names no file outside.
  private static func kept(_ file: JSON, _ problems: inout [String]) -> JSON {
    guard let name = file["specs"]?["file"]?.string, !name.isEmpty, !isInside(name),
      case .object(let members) = file
    else {
      return file
    }
    problems.append("`specs.file` of \(fileName) names a file outside the workspace folder: \(name)")
    return .object(members.filter { $0.0 != "specs" })
  }

  /// True for a path that leads into the folder that it counts from.
  static func isInside(_ path: String) -> Bool {
    guard !path.hasPrefix("/"), !path.contains("\\"), !path.contains(":"), !path.contains("\0") else { return false }
    var depth = 0
    for part in path.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return false }
    }
    return depth > 0
  }

  /// True where it is wanted for any document.
  func wants(_ face: Face) -> Bool { options.shows(face) || folders.contains { $0.options.shows(face) } }

  /// The innermost folder that holds a document.
  func folder(of uri: String) -> Folder? {
    folders.filter { $0.contains(uri) }.max { $0.uri.utf8.count < $1.uri.utf8.count }
  }

  /// The options for a document: those of the innermost folder that holds it.
  func options(for uri: String) -> Options { folder(of: uri)?.options ?? options }
}

extension LanguageServer {
  /// The options for a document.
  func options(for uri: String) -> Options { configuration.options(for: uri) }

  /// The stages that some options need.
  /// - Parameter elsewhere: the ids of modules that count for other documents only.
  func pipeline(for options: Options, without elsewhere: Set<String>) -> Pipeline {
    let pipeline = whole.adapted(without: options.disabled.union(elsewhere), settings: options.modules)
    return options.only.map { pipeline.limited(to: $0) } ?? pipeline
  }

  /// The stages for a document: files of overrides, of names and of modules are no prose.
  func pipeline(for uri: String, _ options: Options) -> Pipeline {
    if Sidecars.contains(uri) || PersonalNames.contains(uri) || moduleFiles[uri] != nil { return whole.limited(to: []) }
    return pipeline(for: options, without: modulesElsewhere(uri)).naming(ownNames(for: uri, options))
  }

  /// Annotates an open document anew, under these options.
  func annotateAnew(_ uri: String, _ options: Options) {
    if let key = documents[uri]?.key { runner.forget(key) }
    documents[uri]?.reload(pipeline(for: uri, options), options)
    readOverrides(of: uri)
    publish(uri)
  }

  /// Takes new options, and annotates again the open documents whose options are others now.
  /// - Parameter isAnew: true where other modules run than before.
  func reconfigure(isAnew: Bool = false) {
    let others = Set(library?.plugins.map(\.id) ?? [])
    for problem in configuration.readOptions(whole.manifests, others: others) { report(.warning, problem) }
    var changes: [(former: Options, new: Options)] = []
    for uri in documents.keys.sorted() {
      let new = options(for: uri)
      guard let former = documents[uri]?.options, isAnew || new != former else { continue }
      annotateAnew(uri, new)
      changes.append((former, new))
    }
    refresh(isAnew && !documents.isEmpty ? FaceRefresh.methods(client) : FaceRefresh.methods(changes, client))
  }

  /// Asks the client for the settings of every folder, and of documents in none. What it does not know (`null`) is as if it
  /// had not been asked.
  func pullConfiguration() {
    guard client.can("workspace", "configuration") else { return }
    let folders = configuration.folders.map(\.uri)
    let items: [JSON] = [["section": "diple"]] + folders.map { ["scopeUri": .string($0), "section": "diple"] }
    ask("workspace/configuration", ["items": .array(items)]) { server, answer in
      switch answer {
      case .failure(let error): server.log(.warning, "\(error.method): \(error.message)")
      case .success(let values):
        let values = (values.array ?? []).map { $0.object == nil ? Optional.none : .some($0) }
        server.configuration.pulled = values.first ?? nil
        for (folder, value) in zip(folders, values.dropFirst()) {
          guard let index = server.configuration.folders.firstIndex(where: { $0.uri == folder }) else { continue }
          server.configuration.folders[index].pulled = value
        }
        server.loadModules()
        server.reconfigure()
      }
    }
  }

  /// Reads a folder's settings file; nil where there is none that can be read.
  func readSettings(_ uri: String) -> JSON? {
    guard let bytes = read(uri) else { return nil }
    guard let json = try? JSON(parsing: bytes), json.object != nil else {
      report(.warning, "\(uri) is no JSON object")
      return nil
    }
    return json
  }
}
