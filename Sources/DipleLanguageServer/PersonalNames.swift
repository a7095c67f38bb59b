import DipleJSONRPC
import DiplePipeline
import DiplePluginHost
import DiplePluginKit
import Entities

extension Feature {
  /// A user's own names: of the option `names`, and of a file in the workspace folder, which is read when it is saved.
  static let personalNames = Feature(
    notifications: [
      "textDocument/didOpen": { server, _ in server.checkNames() },
      "textDocument/didSave": { server, params in
        server.namesChanged([params?["textDocument"]?["uri"]])
        server.checkNames()
      },
      "workspace/didChangeWatchedFiles": { server, params in
        server.namesChanged(params?["changes"]?.array?.map { $0["uri"] } ?? [])
      },
    ])
}

/// The names that count for the documents of a workspace folder, or for those in none.
struct PersonalNames {
  /// What is watched.
  static let pattern = "**/" + OwnNamesReader.workspacePath

  /// The names of the option.
  fileprivate let settings: [OwnName]
  /// What the file was on the disk when it was read; nil where there was none.
  fileprivate let stamp: Files.Stamp?
  fileprivate let names: OwnNames

  /// True for the address of a file of names. It may be open like any text, and is not annotated.
  static func contains(_ uri: String) -> Bool { uri.hasSuffix("/" + OwnNamesReader.workspacePath) }
}

extension LanguageServer {
  /// The names that count for a document.
  func ownNames(for uri: String, _ options: Options) -> OwnNames {
    let folder = configuration.folder(of: uri)?.uri ?? ""
    if let known = personalNames[folder], known.settings == options.ownNames { return known.names }
    return readNames(of: folder, options.ownNames)
  }

  private func readNames(of folder: String, _ settings: [OwnName]) -> OwnNames {
    let stamp = namesStamp(folder)
    var file: [UInt8]?
    var problems: [OwnNamesReader.Problem] = []
    if let stamp, let path = namesPath(folder) {
      if stamp.size <= OwnNamesReader.largest {
        file = files.read(path, OwnNamesReader.largest)
        if file == nil { problems = [OwnNamesReader.Problem(line: 1, cause: "cannot be read")] }
      } else {
        problems = [OwnNamesReader.tooLarge]
      }
    }
    let read = OwnNames.reading(settings: settings, file: file)
    problems += read.problems
    if let first = problems.first {
      let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
      report(.warning, "\(folder)/\(OwnNamesReader.workspacePath), line \(first.line): \(first.cause)\(more)")
    }
    personalNames[folder] = PersonalNames(settings: settings, stamp: stamp, names: read.names)
    return read.names
  }

  private func namesPath(_ folder: String) -> String? {
    folder.isEmpty ? nil : FileURI.path(folder + "/" + OwnNamesReader.workspacePath)
  }
  private func namesStamp(_ folder: String) -> Files.Stamp? { namesPath(folder).flatMap { files.stamp($0) } }

  /// Files of names are others now.
  fileprivate func namesChanged(_ uris: [JSON?]) {
    let folders = uris.compactMap { $0?.string }.filter(PersonalNames.contains).map {
      String($0.dropLast(OwnNamesReader.workspacePath.utf8.count + 1))
    }
    for folder in Set(folders).sorted() where personalNames[folder] != nil { forgetNames(of: folder) }
  }

  /// Reads again what another program, or an editor that watches nothing, has written: one question to the disk a folder.
  fileprivate func checkNames() {
    for folder in personalNames.keys.sorted() where personalNames[folder]?.stamp != namesStamp(folder) {
      forgetNames(of: folder)
    }
  }

  /// Annotates anew what lies in another folder now.
  func moved(_ former: [(uri: String, folder: String?)]) {
    let folders = Set(configuration.folders.map(\.uri))
    personalNames = personalNames.filter { $0.key.isEmpty || folders.contains($0.key) }
    for (uri, folder) in former.sorted(by: { $0.uri < $1.uri }) where configuration.folder(of: uri)?.uri != folder {
      annotateAnew(uri, options(for: uri))
    }
  }

  /// Annotates anew what the names of a folder count for.
  private func forgetNames(of folder: String) {
    personalNames[folder] = nil
    index.clear()
    let concerned = documents.keys.filter { (configuration.folder(of: $0)?.uri ?? "") == folder }
    for uri in concerned.sorted() { annotateAnew(uri, options(for: uri)) }
    if !concerned.isEmpty { refresh(FaceRefresh.methods(client)) }
  }

  // MARK: Diagnostics

  /// What is wrong with a file of names that is open, as it stands in the editor.
  func ownNameItems(_ view: View, _ uri: String) -> [JSON] {
    guard PersonalNames.contains(uri), let severity = options(for: uri).diagnostics[.malformedName] else { return [] }
    let document = view.analysis.document
    return OwnNames.reading(settings: [], file: document.bytes).problems.map { problem in
      let line = min(problem.line - 1, document.lines.count - 1)
      return [
        "range": view.range(document.lines.content(of: line, in: document.bytes)), "severity": .int(severity.rawValue),
        "code": .string(DiagnosticCode.malformedName.rawValue), "source": "diple",
        "message": .string(PlainText.lines(problem.cause)),
      ]
    }
  }
}

extension Options {
  /// More names of the option are left out; a file has room for more.
  static let mostNames = 10_000

  /// Reads `names`: an array of objects, each with a name and its type.
  mutating func readNames(_ json: JSON?, _ problems: inout [String]) {
    guard let json, json != .null else { return }
    guard let list = json.array else { return problems.append("`names` is no list of names") }
    if list.count > Self.mostNames { problems.append("`names` has more than \(Self.mostNames) names; a file has room") }
    for (index, item) in list.prefix(Self.mostNames).enumerated() {
      switch Self.ownName(item) {
      case .success(let name): ownNames.append(name)
      case .failure(let problem): problems.append("`names[\(index)]`: \(problem.cause)")
      }
    }
  }

  private struct Mistake: Error { let cause: String }

  private static func ownName(_ json: JSON) -> Result<OwnName, Mistake> {
    func wrong(_ cause: String) -> Result<OwnName, Mistake> { .failure(Mistake(cause: cause)) }
    guard let members = json.object else { return wrong("is no object with a `name` and a `type`") }
    let known = ["name", "type", "aliases", "id"]
    if let other = members.first(where: { !known.contains($0.0) }) {
      return wrong("there is no `\(other.0)`" + meant(other.0, known))
    }
    guard let name = json["name"]?.string else { return wrong("`name` is missing or no text") }
    let types = EntityType.allCases.map(\.rawValue)
    guard let type = json["type"]?.string.flatMap({ EntityType(rawValue: $0) }) else {
      return wrong("`type` is none of \(types.joined(separator: ", "))")
    }
    let aliases = (json["aliases"]?.array ?? []).compactMap(\.string)
    if let given = json["aliases"], given.array?.count != aliases.count {
      return wrong("`aliases` is no list of texts")
    }
    if let id = json["id"], id.string == nil { return wrong("`id` is no text") }
    let own = OwnName(name: name, type: type, aliases: aliases, id: json["id"]?.string)
    return own.problem.map { wrong($0) } ?? .success(own)
  }
}
