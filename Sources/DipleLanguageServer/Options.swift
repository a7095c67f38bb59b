import DipleJSONRPC
import DiplePipeline
import DiplePluginKit
import Entities

/// What a client may choose (`initializationOptions`, or `settings.diple` of `workspace/didChangeConfiguration`).
struct Options: Sendable, Equatable {
  /// The kinds to annotate; nil for all.
  var only: Set<String>?
  /// The day the documents were written.
  var date: DocumentDate?
  /// True for a client that wants all annotations after each change, and no deltas.
  var fullLists = false
  /// What is shown.
  private var faces = Face.sober
  /// Which labels are shown.
  var hints = HintOptions()

  /// Which states that a person should act on are told, and how gravely.
  var diagnostics = DiagnosticOptions()

  /// False where only open documents are searched for symbols.
  var workspaceFiles = true

  /// False where a person's corrections in files are left alone.
  var overrides = true
  /// The user's own names.
  var ownNames: [OwnName] = []
  /// Who corrects: what is written into overrides.
  var author: String?
  /// The file that spans are saved to as specs: a path from the workspace folder, an absolute one or a URI.
  var specsFile: String?

  /// The ids of modules that do not run.
  var disabled: Set<String> = []
  /// The settings of modules, by id.
  var modules: [String: Settings] = [:]

  /// True where a face is on.
  func shows(_ face: Face) -> Bool { faces.contains(face) }

  /// What only the client may choose, as it decides which programs run.
  static let ofClient = ["plugins", "sandbox"]
  /// The names of all options.
  static let names =
    [
      "only", "date", "fullLists", "diagnostics", "workspaceFiles", "overrides", "author", "disable", "modules",
      "specs", "names",
    ] + Face.allCases.map(\.rawValue) + ofClient
  /// What stands beside our options and is not for us: editors keep settings of their own in the same section, and a file names
  /// its schema.
  static let foreign: Set = ["path", "server", "trace", "$schema"]

  /// Reads options. What is wrong is left out and told in `problems`.
  /// - Parameters:
  ///   - manifests: the modules that run.
  ///   - others: the ids of modules that are there and do not run.
  init(_ json: JSON?, _ manifests: [Manifest], others: Set<String> = [], problems: inout [String]) {
    guard let json, json != .null else { return }
    guard let members = json.object else {
      problems.append("the options are no object")
      return
    }
    for (name, _) in members where !Self.names.contains(name) && !Self.foreign.contains(name) {
      problems.append("there is no option `\(name)`" + Self.meant(name, Self.names))
    }
    let kinds = Set(manifests.flatMap { $0.kinds.map(\.name) })
    if let names = json["only"], names != .null {
      let known = (names.array ?? []).compactMap(\.string)
      if names.array == nil || known.count != names.array?.count {
        problems.append("`only` is not a list of kinds")
      }
      for name in known where !kinds.contains(name) {
        problems.append("`only`: nobody makes the kind `\(name)`" + Self.meant(name, kinds))
      }
      if names.array != nil { only = Set(known).intersection(kinds) }
    }
    if let text = json["date"], text != .null {
      date = text.string.flatMap { CivilDate(iso: $0) }.map { DocumentDate($0, from: .option) }
      if date == nil { problems.append("`date` is not a day written YYYY-MM-DD") }
    }
    func flag(_ name: String, _ take: (Bool) -> Void) {
      switch json[name] {
      case nil, .null?: break
      case .bool(let value)?: take(value)
      default: problems.append("`\(name)` is neither true nor false")
      }
    }
    flag("fullLists") { fullLists = $0 }
    flag("workspaceFiles") { workspaceFiles = $0 }
    flag("overrides") { overrides = $0 }
    func turn(_ face: Face, _ isOn: Bool) { if isOn { faces.insert(face) } else { faces.remove(face) } }
    for face in Face.allCases where face != .inlayHints { flag(face.rawValue) { turn(face, $0) } }
    var hasHints = shows(.inlayHints)
    hints = HintOptions(json["inlayHints"], kinds, isOn: &hasHints, problems: &problems)
    turn(.inlayHints, hasHints)
    if let text = json["author"], text != .null {
      author = text.string.flatMap { (1...128).contains($0.utf8.count) ? $0 : nil }
      if author == nil { problems.append("`author` is no name of at most 128 bytes") }
    }
    if let specs = json["specs"], specs != .null {
      specsFile = specs["file"]?.string.flatMap { $0.isEmpty ? nil : $0 }
      if specsFile == nil { problems.append("`specs` is no object with a `file`") }
    }
    diagnostics = DiagnosticOptions(json["diagnostics"], problems: &problems)
    readNames(json["names"], &problems)
    readModules(json, manifests, others, &problems)
  }

  /// The options of a client that says nothing.
  init() {}

  /// `; did you mean …?`, where one of the known names is near; else nothing.
  static func meant(_ name: String, _ known: some Sequence<String>) -> String {
    NearestName.of(name, among: known.sorted()).map { "; did you mean `\($0)`?" } ?? ""
  }
}
