import DipleJSONRPC
import DiplePipeline
import DiplePluginKit

/// What a client may choose (`initializationOptions`, or `settings.diple` of `workspace/didChangeConfiguration`).
struct Options: Sendable, Equatable {
  /// The kinds to annotate; nil for all.
  var only: Set<String>?
  /// The day the documents were written.
  var date: DocumentDate?
  /// True for a client that wants all annotations after each change, and no deltas.
  var fullLists = false
  /// False for a client that draws labels itself.
  var inlayHints = true
  /// True for a client that colours annotations as semantic tokens; most have a highlighter of their own for the text.
  var semanticTokens = false
  /// True for a client that shows how often each person speaks and is named, over the text.
  var codeLens = false
  /// The kinds whose labels are wanted; others have them as `InlayHints` decides.
  var hintKinds: [String: Bool] = [:]

  /// Which states that a person should act on are told, and how gravely.
  var diagnostics = DiagnosticOptions()

  /// False where only open documents are searched for symbols.
  var workspaceFiles = true

  /// False where a person's corrections in files are left alone.
  var overrides = true
  /// Who corrects: what is written into overrides.
  var author: String?
  /// The file that spans are saved to as specs: a path from the workspace folder, an absolute one or a URI.
  var specsFile: String?

  /// The ids of modules that do not run.
  var disabled: Set<String> = []
  /// The settings of modules, by id.
  var modules: [String: Settings] = [:]

  /// Reads options. What is wrong is left out and told in `problems`.
  /// - Parameter manifests: the modules that run.
  init(_ json: JSON?, _ manifests: [Manifest], problems: inout [String]) {
    let kinds = Set(manifests.flatMap { $0.kinds.map(\.name) })
    if let names = json?["only"], names != .null {
      let known = (names.array ?? []).compactMap(\.string)
      if names.array == nil || known.count != names.array?.count {
        problems.append("`only` is not a list of kinds")
      }
      for name in known where !kinds.contains(name) { problems.append("`only`: nobody makes the kind `\(name)`") }
      if names.array != nil { only = Set(known).intersection(kinds) }
    }
    if let text = json?["date"], text != .null {
      date = text.string.flatMap { CivilDate(iso: $0) }.map { DocumentDate($0, from: .option) }
      if date == nil { problems.append("`date` is not a day written YYYY-MM-DD") }
    }
    func flag(_ name: String, _ option: WritableKeyPath<Options, Bool>) {
      switch json?[name] {
      case nil, .null?: break
      case .bool(let value)?: self[keyPath: option] = value
      default: problems.append("`\(name)` is neither true nor false")
      }
    }
    flag("fullLists", \.fullLists)
    flag("semanticTokens", \.semanticTokens)
    flag("codeLens", \.codeLens)
    flag("workspaceFiles", \.workspaceFiles)
    flag("overrides", \.overrides)
    switch json?["inlayHints"] {
    case nil, .null?: break
    case .bool(let value)?: inlayHints = value
    case .object(let members)?:
      for (name, value) in members {
        guard let value = value.bool else {
          problems.append("`inlayHints.\(name)` is neither true nor false")
          continue
        }
        if name == "enabled" { inlayHints = value } else { hintKinds[name] = value }
      }
    default: problems.append("`inlayHints` is neither a truth value nor an object")
    }
    if let text = json?["author"], text != .null {
      author = text.string.flatMap { (1...128).contains($0.utf8.count) ? $0 : nil }
      if author == nil { problems.append("`author` is no name of at most 128 bytes") }
    }
    if let specs = json?["specs"], specs != .null {
      specsFile = specs["file"]?.string.flatMap { $0.isEmpty ? nil : $0 }
      if specsFile == nil { problems.append("`specs` is no object with a `file`") }
    }
    diagnostics = DiagnosticOptions(json?["diagnostics"], problems: &problems)
    readModules(json, manifests, &problems)
  }

  /// The options of a client that says nothing.
  init() {}
}
